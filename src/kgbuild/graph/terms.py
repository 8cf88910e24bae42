"""The fixed terms of the graph. Each own term is defined in ``ontology/kgbuild.ttl``; a test holds that."""

from __future__ import annotations

from typing import Final

from kgbuild.claims.claim import kg
from kgbuild.core.terms import RDF, XSD
from kgbuild.graph.prefixes import STANDARD
from kgbuild.ontology.keys import VALUES
from kgbuild.ontology.namespaces import RDFS, SKOS

OA, PROV, DCTERMS, CITO, VOID, ELI, SCHEMA = (
    STANDARD[name] for name in ("oa", "prov", "dcterms", "cito", "void", "eli", "schema")
)

TYPE: Final = f"<{RDF}type>"
SUBJECT: Final = f"<{RDF}subject>"
PREDICATE: Final = f"<{RDF}predicate>"
OBJECT: Final = f"<{RDF}object>"
RDF_VALUE: Final = f"<{RDF}value>"
CONFORMS_TO: Final = f"<{DCTERMS}conformsTo>"
VALUE: Final = f"<{SCHEMA}value>"
LABEL: Final = f"<{RDFS}label>"
PREF_LABEL: Final = f"<{SKOS}prefLabel>"
ALT_LABEL: Final = f"<{SKOS}altLabel>"
EXACT_MATCH: Final = f"<{SKOS}exactMatch>"
BROADER: Final = f"<{SKOS}broader>"
TITLE: Final = f"<{DCTERMS}title>"
ISSUED: Final = f"<{DCTERMS}issued>"
LANGUAGE: Final = f"<{DCTERMS}language>"
PUBLISHER: Final = f"<{DCTERMS}publisher>"
SOURCE: Final = f"<{DCTERMS}source>"
CREATOR: Final = f"<{DCTERMS}creator>"
IDENTIFIER: Final = f"<{DCTERMS}identifier>"
RIGHTS: Final = f"<{DCTERMS}rights>"
URL: Final = f"<{SCHEMA}url>"
LATITUDE: Final = f"<{SCHEMA}latitude>"
LONGITUDE: Final = f"<{SCHEMA}longitude>"
ARCHIVED_AT: Final = f"<{SCHEMA}archivedAt>"
PAGINATION: Final = f"<{SCHEMA}pagination>"
HOLDING_ARCHIVE: Final = f"<{SCHEMA}holdingArchive>"
LICENSE: Final = f"<{DCTERMS}license>"
SPECIFIC_RESOURCE: Final = f"<{OA}SpecificResource>"
HAS_SOURCE: Final = f"<{OA}hasSource>"
HAS_SELECTOR: Final = f"<{OA}hasSelector>"
TEXT_QUOTE: Final = f"<{OA}TextQuoteSelector>"
TEXT_POSITION: Final = f"<{OA}TextPositionSelector>"
FRAGMENT_SELECTOR: Final = f"<{OA}FragmentSelector>"
XPATH_SELECTOR: Final = f"<{OA}XPathSelector>"
REFINED_BY: Final = f"<{OA}refinedBy>"
RANGE_SELECTOR: Final = f"<{OA}RangeSelector>"
HAS_START: Final = f"<{OA}hasStartSelector>"
HAS_END: Final = f"<{OA}hasEndSelector>"
EXACT: Final = f"<{OA}exact>"
OA_START: Final = f"<{OA}start>"
OA_END: Final = f"<{OA}end>"
CITING: Final = f"<{CITO}hasCitingEntity>"
CITED: Final = f"<{CITO}hasCitedEntity>"
CHARACTERISATION: Final = f"<{CITO}hasCitationCharacterization>"
DERIVATION: Final = f"<{PROV}Derivation>"
DERIVED_FROM: Final = f"<{PROV}wasDerivedFrom>"
QUOTED_FROM: Final = f"<{PROV}wasQuotedFrom>"
PRIMARY_SOURCE: Final = f"<{PROV}hadPrimarySource>"
QUALIFIED: Final = f"<{PROV}qualifiedDerivation>"
PROV_ENTITY: Final = f"<{PROV}entity>"
DATASET: Final = f"<{VOID}Dataset>"
SUBSET: Final = f"<{VOID}subset>"
LEGAL_PART_OF: Final = f"<{ELI}is_part_of>"
LEGAL_NUMBER: Final = f"<{ELI}number>"
DATE: Final = XSD + "date"

CLAIM: Final = kg("Claim")
CLAIM_KINDS: Final = {kind: kg(f"{kind.capitalize()}Claim") for kind in VALUES}
EVENT_RELATION: Final = kg("EventRelationClaim")
CLAIM_PROPERTY: Final = kg("ClaimProperty")
UTTERANCE: Final = kg("Utterance")
PROPOSITION: Final = kg("Proposition")
SLOT: Final = kg("Slot")
QUANTITY: Final = kg("Quantity")
INTERVAL: Final = kg("Interval")
TIME_SCOPE: Final = kg("TimeScope")
ANCHOR: Final = kg("Anchor")
UNNAMED: Final = kg("UnnamedVoice")
DOCUMENT: Final = kg("Document")
PART: Final = kg("Part")
TEXT: Final = kg("Text")
REPAIR: Final = kg("Repair")
SIGNATURE: Final = kg("Signature")
CITATION: Final = kg("Citation")
COMPARISON: Final = kg("Comparison")
SUM: Final = kg("Sum")
SUM_COMPARISON: Final = kg("SumComparison")
COMPARISON_SUMMARY: Final = kg("ComparisonSummary")
INCONSISTENCY: Final = kg("Inconsistency")
IDENTIFICATION: Final = kg("Identification")
HIERARCHY_LINK: Final = kg("HierarchyLink")
DOCUMENT_GRAPH: Final = kg("DocumentGraph")

IN_DOCUMENT: Final = kg("inDocument")
IN_PART: Final = kg("inPart")
PART_OF: Final = kg("partOf")
CONTENT: Final = kg("content")
EVIDENCE: Final = kg("evidence")
CONTEXT_EVIDENCE: Final = kg("contextEvidence")
HAS_UTTERANCE: Final = kg("utterance")
DEPTH: Final = kg("depth")
STATED_BY: Final = kg("statedBy")
STANCE: Final = kg("stance")
SOURCE_VOICE: Final = kg("sourceVoice")
MODALITY: Final = kg("modality")
COUNTS: Final = kg("counts")
WORDS: Final = kg("words")
HEDGE: Final = kg("hedge")
MANNER: Final = kg("manner")
FIGURE_STATUS: Final = kg("figureStatus")
READING: Final = kg("reading")
SIC: Final = kg("sic")
KEY: Final = kg("key")
PROPERTY: Final = kg("property")
NAME_AS_WRITTEN: Final = kg("nameAsWritten")
AS_OF: Final = kg("asOf")
AS_OF_BASIS: Final = kg("asOfBasis")
YEAR_BASIS: Final = kg("yearBasis")
CALENDAR: Final = kg("calendar")
DATE_IN_CALENDAR: Final = kg("dateInCalendar")
POPULATION: Final = kg("population")
SEVERITY: Final = kg("severity")
PLACE_SCOPE: Final = kg("placeScope")
IN_TIME: Final = kg("timeScope")
POLARITY: Final = kg("polarity")
POSITIVE: Final = kg("positive")
NEGATIVE: Final = kg("negative")
IN_SLOT: Final = kg("slot")
LO: Final = kg("lo")
HI: Final = kg("hi")
APPROXIMATION: Final = kg("approximation")
UNIT: Final = kg("unit")
TOLERANCE: Final = kg("tolerance")
EDTF: Final = kg("edtf")
EXTENT: Final = kg("extent")
PART_OF_DAY: Final = kg("partOfDay")
FROM: Final = kg("from")
TO: Final = kg("to")
EARLIEST: Final = kg("earliest")
LATEST: Final = kg("latest")
QUOTE: Final = kg("quote")
START: Final = kg("start")
END: Final = kg("end")
MATCH: Final = kg("match")
SPAN_HASH: Final = kg("spanHash")
TEXT_LAYER: Final = kg("textLayer")
TEXT_HASH: Final = kg("textHash")
HAS_REPAIR: Final = kg("repair")
REPAIR_TEXT: Final = kg("repairText")
REPAIR_READ: Final = kg("repairRead")
UNNAMED_AS: Final = kg("unnamedAs")
VOICE: Final = kg("voice")
SIGNED_BY: Final = kg("signedBy")
SIGNATORY: Final = kg("signatory")
IN_OFFICE: Final = kg("inOffice")
TITLE_EVIDENCE: Final = kg("titleEvidence")
ISSUED_EVIDENCE: Final = kg("issuedEvidence")
ISSUED_READING: Final = kg("issuedReading")
SYMBOL_EVIDENCE: Final = kg("symbolEvidence")
RETRIEVED: Final = kg("retrieved")
ORIGINAL_HASH: Final = kg("originalHash")
CALL_NUMBER: Final = kg("callNumber")
PARAGRAPHS: Final = kg("paragraphs")
METADATA_SOURCE: Final = kg("metadataSource")
METADATA_CITATION: Final = kg("metadataCitation")
CATALOGUE: Final = kg("fromCatalogue")
CATALOGUED: Final = kg("cataloguedDetail")
SYMBOL: Final = kg("symbol")
AGENDA_ITEM: Final = kg("agendaItem")
ADDRESSEE: Final = kg("addressee")
COPY_OF: Final = kg("copyOf")
REPORTS_WORK: Final = kg("reportsWork")
INTENT: Final = kg("intent")
CITED_SYMBOL: Final = kg("citedSymbol")
ABOUT_CLAIM: Final = kg("aboutClaim")
HAS_INCONSISTENCY: Final = kg("inconsistency")
IDENTITY_OF: Final = kg("identityOf")
IDENTITY_GRADE: Final = kg("identityGrade")
IDENTITY_READING: Final = kg("identityReading")
BASIS: Final = kg("basis")
DERIVED: Final = kg("derived")
ORIGIN: Final = kg("origin")
VOICE_IN_CORPUS: Final = kg("voiceInCorpus")
LEFT: Final = kg("left")
RIGHT: Final = kg("right")
PART_BASIS: Final = kg("partBasis")
WHOLE: Final = kg("wholeClaim")
SUMMAND: Final = kg("summand")
EXHAUSTIVE: Final = kg("exhaustive")
SUMMED: Final = kg("sum")
COMPARED_WITH: Final = kg("comparedWith")
CLAIM_COUNT: Final = kg("claimCount")
ANSWER_COUNT: Final = kg("answerCount")
HOW_COMPARED: Final = kg("howCompared")
RELATION: Final = kg("relation")
QUALITIES: Final = {
    "population": kg("comparedPopulation"),
    "severity": kg("comparedSeverity"),
    "placeScope": kg("comparedPlace"),
    "timeScope": kg("comparedTime"),
    "unit": kg("comparedUnit"),
    "value": kg("comparedValue"),
}
"""The property that says how two sides stand in a quality."""
NOTE: Final = kg("note")
SHARED_AFFILIATION: Final = kg("sharedAffiliation")
POLICY: Final = kg("policy")
MAPPED_AT: Final = kg("mappedAt")
GRAPH_HASH: Final = kg("graphHash")
QUAD_COUNT: Final = kg("quadCount")
DESCRIBES: Final = kg("describesGraph")
GENERATOR: Final = kg("generator")
ONTOLOGY_HASH: Final = kg("ontologyHash")
REGISTRY_HASH: Final = kg("registryHash")
PERIOD: Final = kg("period")
