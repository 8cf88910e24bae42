"""The names of the SHACL vocabulary, so that a misspelt one is seen. Source: http://www.w3.org/ns/shacl#"""

from __future__ import annotations

from typing import Final

# fmt: off
TERMS: Final = frozenset(
    [
        "AbstractResult", "BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRI", "IRIOrLiteral",
        "Info", "Literal", "NodeKind", "NodeShape", "PrefixDeclaration", "PropertyGroup", "PropertyShape",
        "SPARQLAskExecutable", "SPARQLConstraint", "SPARQLExecutable", "SPARQLSelectExecutable", "Severity",
        "Shape", "ValidationReport", "ValidationResult", "Violation", "Warning", "alternativePath", "and",
        "ask", "class", "closed", "conforms", "datatype", "deactivated", "declare", "defaultValue",
        "description", "detail", "disjoint", "entailment", "equals", "flags", "focusNode", "group",
        "hasValue", "ignoredProperties", "in", "inversePath", "languageIn", "lessThan", "lessThanOrEquals",
        "maxCount", "maxExclusive", "maxInclusive", "maxLength", "message", "minCount", "minExclusive",
        "minInclusive", "minLength", "name", "namespace", "node", "nodeKind", "nodeValidator", "not",
        "oneOrMorePath", "or", "order", "path", "pattern", "prefix", "prefixes", "property",
        "propertyValidator", "qualifiedMaxCount", "qualifiedMinCount", "qualifiedValueShape",
        "qualifiedValueShapesDisjoint", "result", "resultMessage", "resultPath", "resultSeverity", "select",
        "severity", "shapesGraph", "shapesGraphWellFormed", "sourceConstraint", "sourceConstraintComponent",
        "sourceShape", "sparql", "suggestedShapesGraph", "targetClass", "targetNode", "targetObjectsOf",
        "targetSubjectsOf", "uniqueLang", "value", "xone", "zeroOrMorePath", "zeroOrOnePath",
    ]
)
"""The terms of SHACL Core and SHACL-SPARQL that shapes inside the profile, and their reports, are made of."""
FURTHER: Final = frozenset(
    [
        "ConstraintComponent", "ExpressionConstraintComponent", "Function", "JSConstraint", "JSExecutable",
        "JSFunction", "JSLibrary", "JSRule", "JSTarget", "JSTargetType", "JSValidator", "Parameter",
        "Parameterizable", "ResultAnnotation", "Rule", "SPARQLAskValidator", "SPARQLConstructExecutable",
        "SPARQLFunction", "SPARQLRule", "SPARQLSelectValidator", "SPARQLTarget", "SPARQLTargetType",
        "SPARQLUpdateExecutable", "Target", "TargetType", "TripleRule", "Validator", "annotationProperty",
        "annotationValue", "annotationVarName", "condition", "construct", "expression", "filterShape",
        "intersection", "js", "jsFunctionName", "jsLibrary", "jsLibraryURL", "labelTemplate", "nodes",
        "object", "optional", "parameter", "predicate", "resultAnnotation", "returnType", "rule", "subject",
        "target", "this", "union", "update", "validator", "values",
    ]
)
"""Terms that exist, for what the profile leaves out: custom components, functions, rules, JavaScript."""
# fmt: on
