"""Reads the built graph back: its claims, documents, citations and comparisons as plain records.

Everything here comes from the RDF alone, from files of any format that kgbuild writes or from a build in memory. So
what works on it (``diff``, ``export``, tables) needs neither the mappings nor the documents.
``docs/reference/outputs.md`` says what stands in the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from sys import intern
from typing import Final

import pyoxigraph as ox

from kgbuild.core.errors import KgbuildError
from kgbuild.core.formats import RDF_FORMATS
from kgbuild.core.records import record
from kgbuild.core.terms import Quad, Term, literal_text
from kgbuild.graph import terms as t
from kgbuild.ontology.namespaces import KG
from kgbuild.ontology.vocabulary import Vocabulary
from kgbuild.store.foreign import node_of, number, text_of, whole_number
from kgbuild.values.quantities import Number, Quantity, quantity_text

FORMATS: Final = {f".{name}": RDF_FORMATS[name] for name in ("nq", "trig", "jsonld", "ttl", "nt")}
"""The files that can be read, by their ending."""
NAMES: Final = ("graph.nq", "graph.trig", "graph.jsonld", "graph.ttl")
"""The files of a build, the quickest to read first."""
_BY_ID: Final = frozenset(("doc", "part", "claim"))
_TIMES: Final = ("after", "before", "during")


class ForeignGraphError(KgbuildError):
    """A graph that kgbuild did not build."""


@record
class BuiltAnchor:
    """Where a quote stands: characters ``start`` to ``end`` (code points) of a document's text."""

    term: Term
    quote: str
    start: int
    end: int
    match: str
    hash: str


@record
class BuiltUtterance:
    """One utterance of a claim's chain: at ``depth`` 0 the document's own voice, then inwards."""

    term: Term
    depth: int
    voice: Term
    stance: str
    evidence: BuiltAnchor | None


@record
class BuiltProposition:
    """A proposition: subject, predicate, object, and what limits it. ``object`` is an entity, a literal, or a node."""

    term: Term
    slot: Term
    subject: Term
    predicate: Term
    object: Term
    negative: bool
    population: Term | None
    severity: Term | None
    place: Term | None
    time: Term | None


@record
class BuiltSource:
    """What a claim is recorded to be derived from: a claim or a work, and the key of what that rests on."""

    term: Term
    basis: str


@record
class BuiltIdentity:
    """How sure it is that the text means an entity or voice that a claim names: ``inferred`` or ``uncertain``."""

    term: Term
    of: Term
    grade: str
    reading: str | None


@record
class BuiltClaim:
    """A claim of the built graph, with everything that belongs to it. Stances and the like are keys (``asserts``)."""

    term: Term
    id: str
    document: str
    part: str | None
    property: str
    content: BuiltProposition
    voice: Term
    stance: str
    modality: str
    counts: bool
    chain: tuple[BuiltUtterance, ...]
    evidence: BuiltAnchor
    context: BuiltAnchor | None
    words: str
    hedge: str | None
    manner: str | None
    status: str | None
    reading: str | None
    sic: str | None
    as_of: str | None
    as_of_basis: str | None
    name_as_written: str | None
    year_basis: str | None
    identities: tuple[BuiltIdentity, ...]
    sources: tuple[BuiltSource, ...]
    origins: tuple[Term, ...]
    mapped_at: str | None


@record
class BuiltDocument:
    """A document, or one of its parts (``id`` is ``DOCUMENT.PART``), with what it says of itself.

    ``kind`` is the local name of its class; ``issued`` a date, month or year as written.
    """

    term: Term
    id: str
    document: str
    kind: str
    title: str | None
    issued: str | None
    language: str | None
    publisher: Term | None
    voice: Term | None
    symbols: tuple[str, ...]
    text_hash: str | None
    mapped_at: str | None


@record
class BuiltCitation:
    """That a document or part cites something: ``intent`` is a key such as ``disputes``."""

    term: Term
    id: str
    document: str
    citing: Term
    cited: Term
    intent: str
    symbol: str | None
    evidence: BuiltAnchor
    mapped_at: str | None


@record
class BuiltComparison:
    """How two claims of one slot stand to each other, from the left to the right, and what that rests on."""

    term: Term
    slot: Term
    left: Term
    right: Term
    relation: str
    note: str | None


class BuiltGraph:
    """The triples of a built graph, whichever graph they stand in, by subject and predicate.

    ``vocabulary`` knows the keys of closed lists and properties. Raises :class:`ForeignGraphError` where there is no
    document in the graph.
    """

    def __init__(self, quads: Iterable[Quad], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        facts: dict[Term, dict[Term, tuple[Term, ...]]] = defaultdict(dict)
        for _, s, p, o in quads:
            about = facts[s]
            values = about.get(p, ())
            if o not in values:
                about[intern(p)] = (*values, intern(o))
        self.facts: Mapping[Term, Mapping[Term, Sequence[Term]]] = facts
        documents = self.typed.get(t.DOCUMENT, ())
        if not documents:
            raise ForeignGraphError("the graph holds no document: it was not built by kgbuild")
        self.base = documents[0][1:].rpartition("/")[0].rpartition("/")[0] + "/"

    @cached_property
    def typed(self) -> Mapping[Term, Sequence[Term]]:
        """The nodes of each class, sorted."""
        found: dict[Term, list[Term]] = defaultdict(list)
        for node in sorted(self.facts):
            for kind in self.facts[node].get(t.TYPE, ()):
                found[kind].append(node)
        return found

    # What is said of a node

    def values(self, node: Term, predicate: Term) -> Sequence[Term]:
        """All values of a node's property, sorted."""
        return sorted(self.facts.get(node, {}).get(predicate, ()))

    def value(self, node: Term, predicate: Term) -> Term | None:
        """The first value of a node's property, if there is one."""
        found = self.facts.get(node, {}).get(predicate, ())
        return min(found) if found else None

    def needed(self, node: Term, predicate: Term) -> Term:
        """The value of a property that a node must have. Raises :class:`KgbuildError` where it is absent."""
        found = self.value(node, predicate)
        if found is None:
            raise KgbuildError(f"{node} has no {predicate}: the graph is not whole", "run `kgbuild validate`")
        return found

    def text(self, node: Term, predicate: Term) -> str | None:
        """The text of a node's property, if there is one. Raises :class:`KgbuildError` for a node in its place."""
        found = self.value(node, predicate)
        return None if found is None else text_of(node, predicate, found)

    def texts(self, node: Term, predicate: Term) -> tuple[str, ...]:
        """The texts of a node's property, sorted. Raises :class:`KgbuildError` for a node in place of one."""
        return tuple(text_of(node, predicate, each) for each in self.values(node, predicate))

    def needed_text(self, node: Term, predicate: Term) -> str:
        """The text of a property that a node must have. Raises :class:`KgbuildError`."""
        return text_of(node, predicate, self.needed(node, predicate))

    def count(self, node: Term, predicate: Term) -> int:
        """The whole number of a property that a node must have. Raises :class:`KgbuildError`."""
        return whole_number(node, predicate, self.needed_text(node, predicate))

    def key(self, node: Term, predicate: Term) -> str:
        """The key of a property's value, which must be there: ``asserts`` for the stance ``kg:asserts``."""
        return self.vocabulary.key_of(self.needed_node(node, predicate)[1:-1])

    def needed_node(self, node: Term, predicate: Term) -> Term:
        """The IRI of a property that a node must have. Raises :class:`KgbuildError`."""
        return node_of(node, predicate, self.needed(node, predicate))

    # Names

    def kind(self, term: Term) -> str:
        """What a node is, by the path of its IRI: ``claim``, ``doc``, ``agent`` …; empty for a foreign IRI."""
        return self.path(term)[0]

    def name(self, term: Term) -> str:
        """The short name of a node (an id, a hash); the IRI itself where it is foreign."""
        return self.path(term)[1]

    def path(self, term: Term) -> tuple[str, str]:
        """The kind of a node and its short name."""
        if term.startswith(f"<{self.base}"):
            kind, slash, name = term[1 + len(self.base) : -1].partition("/")
            if slash:
                return kind, name
        return "", term.strip("<>")

    def label(self, term: Term) -> str:
        """What a node is called, for people: its label, what the ontology calls it, or its short name.

        Documents, parts and claims are called by their ids, as everywhere: their labels are sentences.
        """
        if self.kind(term) in _BY_ID:
            return self.name(term)
        return self.text(term, t.LABEL) or self.vocabulary.label_of(term[1:-1]) or self.name(term)

    def value_text(self, term: Term) -> str:
        """What the object of a proposition says, in a few words: "more than 200,000", "1990-01-20, night"."""
        if term.startswith('"'):
            return literal_text(term)
        if self.value(term, t.APPROXIMATION) is not None:
            return quantity_text(self.quantity(term))
        if (edtf := self.text(term, t.EDTF)) is not None:
            return f"{edtf}, {self.key(term, t.PART_OF_DAY)}" if self.value(term, t.PART_OF_DAY) else edtf
        for relation in _TIMES:
            event = self.value(term, f"<{KG}{relation}Event>")
            if event is not None:
                return f"{relation} {self.label(event)}"
        return self.label(term)

    def quantity(self, term: Term) -> Quantity:
        """The figure of a quantity node."""
        value, lo, hi, tolerance = (self._number(term, each) for each in (t.VALUE, t.LO, t.HI, t.TOLERANCE))
        return Quantity(value, lo, hi, self.key(term, t.APPROXIMATION), tolerance)

    def _number(self, term: Term, predicate: Term) -> Number | None:
        text = self.text(term, predicate)
        return None if text is None else number(term, predicate, text)

    # Records

    @cached_property
    def claims(self) -> Mapping[Term, BuiltClaim]:
        """Every claim by its IRI, in the order of their IRIs."""
        return {node: self._claim(node) for node in self.typed.get(t.CLAIM, ())}

    @cached_property
    def documents(self) -> Mapping[Term, BuiltDocument]:
        """Every document, then every part, by its IRI."""
        nodes = [*self.typed[t.DOCUMENT], *self.typed.get(t.PART, ())]
        return {node: self._document(node) for node in nodes}

    @cached_property
    def citations(self) -> Mapping[Term, BuiltCitation]:
        """Every citation by its IRI."""
        return {node: self._citation(node) for node in self.typed.get(t.CITATION, ())}

    @cached_property
    def comparisons(self) -> Mapping[Term, BuiltComparison]:
        """Every comparison by its IRI."""
        return {node: self._comparison(node) for node in self.typed.get(t.COMPARISON, ())}

    @cached_property
    def entities(self) -> Sequence[Term]:
        """The entities of the registry: all that has a label, sorted."""
        return sorted(node for node, facts in self.facts.items() if t.PREF_LABEL in facts)

    def _claim(self, node: Term) -> BuiltClaim:
        name, part = self.name(node), self.value(node, t.IN_PART)
        said = map(self._utterance, self.values(node, t.HAS_UTTERANCE))
        context = self.value(node, t.CONTEXT_EVIDENCE)
        return BuiltClaim(
            term=node,
            id=name,
            document=self.name(self.needed(node, t.IN_DOCUMENT)),
            part=None if part is None else self.name(part).partition(".")[2],
            property=self.key(node, t.PROPERTY),
            content=self.content(self.needed(node, t.CONTENT)),
            voice=self.needed(node, t.SOURCE_VOICE),
            stance=self.key(node, t.STANCE),
            modality=self.key(node, t.MODALITY),
            counts=self.text(node, t.COUNTS) == "true",
            chain=tuple(sorted(said, key=lambda each: each.depth)),
            evidence=self.passage(self.needed(node, t.EVIDENCE)),
            context=None if context is None else self.passage(context),
            words=self.text(node, t.WORDS) or "",
            hedge=self.text(node, t.HEDGE),
            manner=self.text(node, t.MANNER),
            status=self.key(node, t.FIGURE_STATUS) if self.value(node, t.FIGURE_STATUS) else None,
            reading=self.text(node, t.READING),
            sic=self.text(node, t.SIC),
            as_of=self.text(node, t.AS_OF),
            as_of_basis=self.key(node, t.AS_OF_BASIS) if self.value(node, t.AS_OF_BASIS) else None,
            name_as_written=self.text(node, t.NAME_AS_WRITTEN),
            year_basis=self.key(node, t.YEAR_BASIS) if self.value(node, t.YEAR_BASIS) else None,
            identities=tuple(map(self._identity, self._identifications.get(node, ()))),
            sources=tuple(self._sources(node)),
            origins=tuple(self.values(node, t.ORIGIN)),
            mapped_at=self.text(node, t.MAPPED_AT),
        )

    def _utterance(self, node: Term) -> BuiltUtterance:
        evidence = self.value(node, t.EVIDENCE)
        return BuiltUtterance(
            term=node,
            depth=self.count(node, t.DEPTH),
            voice=self.needed(node, t.STATED_BY),
            stance=self.key(node, t.STANCE),
            evidence=None if evidence is None else self.passage(evidence),
        )

    @cached_property
    def _identifications(self) -> Mapping[Term, Sequence[Term]]:
        """The identifications that each claim rests on, sorted."""
        found: dict[Term, list[Term]] = defaultdict(list)
        for node in self.typed.get(t.IDENTIFICATION, ()):
            found[self.needed(node, t.ABOUT_CLAIM)].append(node)
        return found

    def _identity(self, node: Term) -> BuiltIdentity:
        return BuiltIdentity(
            term=node,
            of=self.needed(node, t.IDENTITY_OF),
            grade=self.key(node, t.IDENTITY_GRADE),
            reading=self.text(node, t.IDENTITY_READING),
        )

    def _sources(self, node: Term) -> Iterator[BuiltSource]:
        for link in self.values(node, t.QUALIFIED):
            yield BuiltSource(self.needed(link, t.PROV_ENTITY), self.key(link, t.BASIS))

    def content(self, node: Term) -> BuiltProposition:
        """The proposition of an IRI."""
        return BuiltProposition(
            term=node,
            slot=self.needed_node(node, t.IN_SLOT),
            subject=self.needed_node(node, t.SUBJECT),
            predicate=self.needed_node(node, t.PREDICATE),
            object=self.needed(node, t.OBJECT),
            negative=self.value(node, t.POLARITY) == t.NEGATIVE,
            population=self.value(node, t.POPULATION),
            severity=self.value(node, t.SEVERITY),
            place=self.value(node, t.PLACE_SCOPE),
            time=self.value(node, t.IN_TIME),
        )

    def passage(self, node: Term) -> BuiltAnchor:
        """The anchor of an IRI."""
        return BuiltAnchor(
            term=node,
            quote=self.needed_text(node, t.QUOTE),
            start=self.count(node, t.START),
            end=self.count(node, t.END),
            match=self.key(node, t.MATCH),
            hash=self.needed_text(node, t.SPAN_HASH),
        )

    def _document(self, node: Term) -> BuiltDocument:
        name, text = self.name(node), self.value(node, t.TEXT_LAYER)
        general = {t.DOCUMENT, t.PART}
        kinds = [kind for kind in self.values(node, t.TYPE) if kind not in general]
        return BuiltDocument(
            term=node,
            id=name,
            document=name.partition(".")[0],
            kind=self.vocabulary.key_of(kinds[0][1:-1]) if kinds else "",
            title=self.text(node, t.TITLE),
            issued=self.text(node, t.ISSUED),
            language=self.text(node, t.LANGUAGE),
            publisher=self.value(node, t.PUBLISHER),
            voice=self.value(node, t.VOICE),
            symbols=self.texts(node, t.SYMBOL),
            text_hash=None if text is None else self.text(text, t.TEXT_HASH),
            mapped_at=self.text(node, t.MAPPED_AT),
        )

    def _citation(self, node: Term) -> BuiltCitation:
        return BuiltCitation(
            term=node,
            id=self.name(node),
            document=self.name(self.needed(node, t.IN_DOCUMENT)),
            citing=self.needed(node, t.CITING),
            cited=self.needed(node, t.CITED),
            intent=self.key(node, t.INTENT),
            symbol=self.text(node, t.CITED_SYMBOL),
            evidence=self.passage(self.needed(node, t.EVIDENCE)),
            mapped_at=self.text(node, t.MAPPED_AT),
        )

    def _comparison(self, node: Term) -> BuiltComparison:
        return BuiltComparison(
            term=node,
            slot=self.needed_node(node, t.IN_SLOT),
            left=self.needed(node, t.LEFT),
            right=self.needed(node, t.RIGHT),
            relation=self.key(node, t.RELATION),
            note=self.text(node, t.NOTE),
        )


def graph_file(folder: Path) -> Path:
    """The file of the graph built into a folder, the quickest to read. Raises :class:`KgbuildError` without one."""
    for name in NAMES:
        if (folder / name).is_file():
            return folder / name
    raise KgbuildError(f"no graph in {folder}", "run `kgbuild build` first")


def format_of(file: Path) -> ox.RdfFormat:
    """The format of an RDF file, by its ending. Raises :class:`KgbuildError` for an ending that is not known."""
    if file.suffix not in FORMATS:
        raise KgbuildError(f"{file} is no RDF file kgbuild reads", f"the endings are: {', '.join(FORMATS)}")
    return FORMATS[file.suffix]


def read_quads(file: Path) -> Iterator[Quad]:
    """The quads of an RDF file as N-Triples terms.

    Raises :class:`KgbuildError` where it is not well-formed, :class:`OSError` where it cannot be read.
    """
    with file.open("rb"):
        pass  # the errors of pyoxigraph do not name the file
    try:
        for quad in ox.parse(path=str(file), format=format_of(file)):
            yield str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)
    except SyntaxError as error:
        raise KgbuildError(f"{file}: {error}") from error


def read_graph(path: Path, vocabulary: Vocabulary) -> BuiltGraph:
    """The graph of a file, or of the folder it was built into. Raises :class:`KgbuildError`, :class:`OSError`."""
    file = graph_file(path) if path.is_dir() else path
    try:
        return BuiltGraph(read_quads(file), vocabulary)
    except ForeignGraphError as error:
        raise KgbuildError(f"{file}: {error}") from error
