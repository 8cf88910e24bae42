"""Rules that the two ontology files keep: Python reads them as a language, so a slip in them is a bug."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Literal, Namespace, URIRef

from kgbuild.ontology.keys import RESERVED
from kgbuild.pipeline.graphs import BuildResult

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
FILES = ("kgbuild.ttl", "events.ttl")
STATEMENTS = "statements.ttl"
ST = "https://w3id.org/kgbuild/statements#"
KG = Namespace("https://w3id.org/kgbuild/ns#")
DEFINED_BY = URIRef("https://w3id.org/kgbuild/ns")
QUALIFIERS = {KG.population, KG.severity, KG.placeScope, KG.timeScope}
VALUE_TYPES = {
    XSD.integer,
    XSD.decimal,
    XSD.string,
    XSD.date,
    XSD.boolean,
    RDF.langString,
    KG.iri,
    KG.edtfLiteral,
}


def read(*names: str) -> rdflib.Graph:
    """The given files as one rdflib graph."""
    graph = rdflib.Graph()
    for name in names:
        graph.parse(ONTOLOGY / name, format="turtle")
    return graph


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    """Both files together."""
    return read(*FILES)


def claim_properties(graph: rdflib.Graph) -> list[URIRef]:
    return sorted(graph.subjects(RDF.type, KG.ClaimProperty))


def superclasses(graph: rdflib.Graph, term: URIRef) -> set[URIRef]:
    return set(graph.transitive_objects(term, RDFS.subClassOf))


def own_terms(graph: rdflib.Graph) -> set[URIRef]:
    return {t for triple in graph for t in triple if isinstance(t, URIRef) and t.startswith(str(KG))}


def twice(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


@pytest.mark.parametrize("name", [*FILES, STATEMENTS])
def test_parses_in_both_readers(name: str) -> None:
    """pyoxigraph and rdflib read the same triples from each file."""
    fast = {str(quad.triple) for quad in ox.parse(path=str(ONTOLOGY / name), format=ox.RdfFormat.TURTLE)}
    assert len(fast) == len(read(name)) > 0


@pytest.mark.parametrize("name", [*FILES, STATEMENTS])
def test_no_triple_is_written_twice(name: str) -> None:
    """No statement stands twice in a file: a repeated block is a slip."""
    quads = [str(quad.triple) for quad in ox.parse(path=str(ONTOLOGY / name), format=ox.RdfFormat.TURTLE)]
    assert twice(quads) == []


@pytest.mark.parametrize("name", [*FILES, STATEMENTS])
def test_no_blank_nodes(name: str) -> None:
    """Every node is an IRI or a literal."""
    assert not [t for triple in read(name) for t in triple if isinstance(t, rdflib.BNode)]


@pytest.mark.parametrize("name", [*FILES, STATEMENTS])
def test_prefixes_stand_in_order_and_are_used(name: str) -> None:
    """Prefix declarations come first, in alphabetical order, and each is used."""
    text = (ONTOLOGY / name).read_text(encoding="utf-8")
    declared = re.findall(r"^@prefix (\w+):", text, re.M)
    assert declared == sorted(declared)
    assert text.startswith("@prefix")
    body = re.sub(r'^@prefix.*$|^#.*$|"(?:[^"\\]|\\.)*"', "", text, flags=re.M)
    assert [p for p in declared if not re.search(rf"(?<![\w:/]){p}:", body)] == []


def test_every_own_term_is_defined(graph: rdflib.Graph) -> None:
    """Every kg: term used anywhere has exactly one English label, one English comment, and isDefinedBy."""
    bad = []
    for term in sorted(own_terms(graph)):
        for predicate in (RDFS.label, RDFS.comment):
            values = list(graph.objects(term, predicate))
            if len(values) != 1 or not isinstance(values[0], Literal) or values[0].language != "en":
                bad.append((term, predicate))
        if list(graph.objects(term, RDFS.isDefinedBy)) != [DEFINED_BY]:
            bad.append((term, RDFS.isDefinedBy))
        if (term, RDF.type, None) not in graph:
            bad.append((term, RDF.type))
    assert bad == []


def test_the_terms_of_statements_are_those_that_are_used(sample: BuildResult) -> None:
    """Each has one label, one comment and its ontology; those of the sample's graph are all defined, and few others."""
    graph = read(STATEMENTS)
    terms = {str(term) for term in graph.subjects() if term.startswith(ST)}
    for term in map(URIRef, terms):
        for predicate in (RDFS.label, RDFS.comment):
            (value,) = graph.objects(term, predicate)
            assert isinstance(value, Literal)
            assert value.language == "en"
        assert list(graph.objects(term, RDFS.isDefinedBy)) == [URIRef(ST[:-1])]
    (triples,) = (found for name, found in sample.graphs.items() if name.endswith("/statements>"))
    used = {term[1:-1] for triple in triples for term in triple if term.startswith(f"<{ST}")}
    assert used <= terms
    # Only of texts that were extracted, or whose words are not the whole quote.
    assert terms - used <= {f"{ST}{name}" for name in ("page", "where", "words")}


def test_own_terms_have_one_role(graph: rdflib.Graph) -> None:
    """No kg: IRI is at once class, property or member of a list; members stand in one list."""
    roles = {
        "class": RDFS.Class,
        "property": RDF.Property,
        "member": SKOS.Concept,
        "list": SKOS.ConceptScheme,
    }
    for term in own_terms(graph):
        assert len([r for r, cls in roles.items() if (term, RDF.type, cls) in graph]) <= 1, term
        assert len(list(graph.objects(term, SKOS.inScheme))) <= 1, term


def test_foreign_terms_are_not_redefined(graph: rdflib.Graph) -> None:
    """Foreign terms carry only a JSON key, a value type and whether they are multiple."""
    allowed = {KG.jsonKey, KG.valueType, KG.multiple}
    for subject in set(graph.subjects()):
        if not subject.startswith(str(DEFINED_BY)):
            assert set(graph.predicates(subject)) <= allowed, subject


def test_mapping_keys(graph: rdflib.Graph) -> None:
    """Mapping keys of claim properties are snake_case, unique, not reserved, and correspond to the IRI."""
    keys = []
    for prop in claim_properties(graph):
        (key,) = graph.objects(prop, KG.mappingKey)
        keys.append(str(key))
        head, *tail = str(key).split("_")
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", key), key
        assert prop == KG[head + "".join(word.capitalize() for word in tail)]
    assert twice(keys) == []
    assert RESERVED.isdisjoint(keys)


def test_claim_properties_are_complete(graph: rdflib.Graph) -> None:
    """Each claim property has one known form of value, one cardinality and one English question."""
    forms = set(graph.subjects(SKOS.inScheme, KG.valueForms))
    cardinalities = set(graph.subjects(SKOS.inScheme, KG.cardinalities))
    assert claim_properties(graph)
    for prop in claim_properties(graph):
        (form,) = graph.objects(prop, KG.takes)
        (cardinality,) = graph.objects(prop, KG.cardinality)
        (question,) = graph.objects(prop, KG.question)
        assert form in forms, prop
        assert cardinality in cardinalities, prop
        assert question.language == "en", prop
        assert question.endswith("?"), prop
        assert (prop, RDF.type, RDF.Property) in graph, prop
        assert set(graph.objects(prop, KG.allows)) <= QUALIFIERS, prop


def test_units(graph: rdflib.Graph) -> None:
    """Properties that take a quantity have one unit of the list, others none; a unit word means one unit."""
    units = set(graph.subjects(SKOS.inScheme, KG.units))
    for prop in claim_properties(graph):
        stated = list(graph.objects(prop, KG.unit))
        if (prop, KG.takes, KG.quantityValue) in graph:
            assert len(stated) == 1, prop
            assert stated[0] in units, prop
        else:
            assert stated == [], prop
    assert set(graph.subjects(KG.unitWord)) <= units
    assert twice([str(word) for word in graph.objects(None, KG.unitWord)]) == []


def test_subject_and_value_kinds(graph: rdflib.Graph) -> None:
    """Subject and value kinds are classes; value kinds stand only with entities and concepts."""
    classes = set(graph.subjects(RDF.type, RDFS.Class))
    for prop in claim_properties(graph):
        assert set(graph.objects(prop, KG.subjectKind)) <= classes, prop
        value_kinds = set(graph.objects(prop, KG.valueKind))
        assert value_kinds <= classes, prop
        if value_kinds:
            (form,) = graph.objects(prop, KG.takes)
            assert form in (KG.entityValue, KG.conceptValue), prop
            if form == KG.conceptValue:
                assert all(KG.Concept in superclasses(graph, kind) for kind in value_kinds), prop


def test_figures_are_single_valued(graph: rdflib.Graph) -> None:
    """Quantities are single-valued, but for mentions: only single-valued properties conflict by value."""
    for prop in graph.subjects(KG.takes, KG.quantityValue):
        single = (prop, KG.cardinality, KG.singleValued) in graph
        assert single != ((prop, KG.mention, Literal(True)) in graph), prop


def test_mentions_take_everything_of_anything(graph: rdflib.Graph) -> None:
    """A mention is many-valued and open in subject and value; a figure, a date, an entity and words have one each."""
    marked = list(graph.subjects(KG.mention, Literal(True)))
    forms = sorted(str(graph.value(prop, KG.takes)).removeprefix(KG) for prop in marked)
    assert forms == ["dateValue", "entityValue", "quantityValue", "textValue"]
    for prop in marked:
        assert (prop, KG.cardinality, KG.manyValued) in graph, prop
        assert not list(graph.objects(prop, KG.subjectKind)) + list(graph.objects(prop, KG.valueKind)), prop


def test_affiliation_ties_voices(graph: rdflib.Graph) -> None:
    """Affiliation stands only on entity properties between agents and offices, so that it can be followed."""
    marked = list(graph.subjects(KG.affiliation, Literal(True)))
    assert KG.bodyOf in marked
    voices = {KG.Person, KG.Organisation, KG.Office}
    for prop in marked:
        assert (prop, KG.takes, KG.entityValue) in graph
        assert set(graph.objects(prop, KG.subjectKind)) <= voices
        assert set(graph.objects(prop, KG.valueKind)) <= voices


def test_agency_names_who_acted(graph: rdflib.Graph) -> None:
    """Agency stands only on properties whose values are people, bodies, offices or groups."""
    marked = list(graph.subjects(KG.agency, Literal(True)))
    assert {KG.carriedOutBy, KG.orderedBy, KG.organisedBy} <= set(marked)
    for prop in marked:
        assert (prop, KG.takes, KG.entityValue) in graph
        assert set(graph.objects(prop, KG.valueKind)) <= {KG.Person, KG.Organisation, KG.Office, KG.Group}


def test_closed_lists(graph: rdflib.Graph) -> None:
    """Members of a list have unique hyphenated keys, the same label twice, and the same definition twice."""
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    assert schemes == set(graph.objects(None, SKOS.inScheme))
    for scheme in schemes:
        keys = []
        for member in graph.subjects(SKOS.inScheme, scheme):
            (key,) = graph.objects(member, KG.mappingKey)
            keys.append(str(key))
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*", key), member
            assert graph.value(member, SKOS.prefLabel) == graph.value(member, RDFS.label), member
            assert graph.value(member, SKOS.definition) == graph.value(member, RDFS.comment), member
        assert twice(keys) == []


def test_what_counts_in_comparison(graph: rdflib.Graph) -> None:
    """Only asserts, reports and acknowledges of actual or habitual content count."""
    counting = set(graph.subjects(KG.countsInComparison, Literal(True)))
    assert counting == {KG.asserts, KG.reports, KG.acknowledges, KG.actual, KG.habitual}


def test_citation_intents_name_a_cito_property(graph: rdflib.Graph) -> None:
    """Every citation intent names exactly one CiTO property."""
    for intent in graph.subjects(SKOS.inScheme, KG.citationIntents):
        (target,) = graph.objects(intent, KG.citoProperty)
        assert target.startswith("http://purl.org/spar/cito/")


def test_registry_kinds_and_types(graph: rdflib.Graph) -> None:
    """Roots have file, IRI kind and type key; each typed class has one root; type keys are unique."""
    roots = set(graph.subjects(RDF.type, KG.RegistryKind))
    files = [str(file) for root in roots for file in graph.objects(root, KG.registryFile)]
    assert sorted(files) == [
        "concepts",
        "events",
        "groups",
        "laws",
        "offices",
        "organisations",
        "people",
        "places",
        "things",
        "works",
    ]
    assert all(len(list(graph.objects(root, KG.iriKind))) == 1 for root in roots)
    keys = [str(key) for key in graph.objects(None, KG.typeKey)]
    assert twice(keys) == []
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", key) for key in keys)
    for cls in graph.subjects(KG.typeKey):
        assert len(superclasses(graph, cls) & (roots | {KG.Document, KG.Part})) == 1, cls


def test_document_and_part_kinds(graph: rdflib.Graph) -> None:
    """Every kind of document is a document, every kind of part a part, and each has a type key."""
    for marker, root in ((KG.DocumentKind, KG.Document), (KG.PartKind, KG.Part)):
        kinds = set(graph.subjects(RDF.type, marker))
        assert kinds
        for kind in kinds:
            assert root in superclasses(graph, kind), kind
            assert len(list(graph.objects(kind, KG.typeKey))) == 1, kind


def test_json_keys(graph: rdflib.Graph) -> None:
    """Graph properties have one unique camelCase JSON key and at most one known value type."""
    keys = [str(key) for key in graph.objects(None, KG.jsonKey)]
    assert twice(keys) == []
    assert all(re.fullmatch(r"[a-z][A-Za-z]*", key) for key in keys)
    for prop in graph.subjects(RDF.type, RDF.Property):
        is_claim = (prop, RDF.type, KG.ClaimProperty) in graph
        is_annotation = (prop, RDF.type, OWL.AnnotationProperty) in graph
        stated = list(graph.objects(prop, KG.jsonKey)), list(graph.objects(prop, KG.valueType))
        expected = 0 if is_claim or is_annotation else 1
        assert [len(values) for values in stated] == [expected, expected], prop
    for prop in graph.subjects(KG.jsonKey):
        assert set(graph.objects(prop, KG.valueType)) <= VALUE_TYPES, prop
    assert list(graph.objects(RDF.object, KG.valueType)) == []


def named_in_python() -> Iterator[tuple[str, str]]:
    """Every kgbuild term that a module names, as ``KG + "term"`` or ``kg("term")``, with the module."""
    for path in sorted((ROOT / "src" / "kgbuild").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.BinOp(left=ast.Name(id="KG"), right=ast.Constant(value=str(name))):
                    yield name, path.name
                case ast.Call(func=ast.Name(id="kg"), args=[ast.Constant(value=str(name))]):
                    yield name, path.name


def test_python_names_terms_of_the_core_only() -> None:
    """No module of the program names a term that only an ontology module defines: a project may leave that out."""
    core = {str(term).removeprefix(KG) for term in own_terms(read("kgbuild.ttl"))}
    named = sorted(named_in_python())
    assert len(named) > 100
    assert [(name, module) for name, module in named if name not in core] == []
