"""What a built graph says of a thing, aspect by aspect, so that two graphs can be compared.

An aspect has a name for people ("value", "voices") and terms of the graph. Terms of two graphs are compared by keys: an
entity by its name below the base, a node named by a hash (a proposition, a quantity, an anchor) by what is said of it.
So it makes no difference which base the graphs have, nor in which order or format they were written.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence, Set
from typing import Final, TypeAlias

from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.graph import terms as t
from kgbuild.store.records import BuiltGraph

Aspects: TypeAlias = dict[str, Sequence[Term]]
TermKey: TypeAlias = str

ID: Final = "id"
EVIDENCE: Final = "evidence"
MOVED: Final = "evidence moved"
VALUE: Final = "value"
TYPE: Final = "type"
CHAIN: Final = {
    "voices": t.STATED_BY,
    "stance": t.STANCE,
    "words for the voices": t.EVIDENCE,
    "voices' own texts in the corpus": t.VOICE_IN_CORPUS,
}
"""What the utterances of a claim say, the outermost first."""
LINEAGE: Final = frozenset(
    {
        *("source", "quoted from", "primary source", "recorded origin"),
        "voices' own texts in the corpus",
    }
)
"""The aspects that the graph ``derived`` holds: they follow from what all mappings together say."""

# Nodes without a name of their own: their names follow from what is said of them, or from what they belong to.
_NAMELESS: Final = frozenset(
    {
        *("prop", "qty", "when", "anchor", "said", "voice", "identification", "mismatch"),
        *("drv", "link", "signature", "repair", "text"),
    }
)
# Said again elsewhere: the slot is the question of a proposition, selectors say what the anchor says, CiTO's word
# follows from the intent, the one label from the others, the owner of a node is known. Places are no difference.
NOT_COMPARED: Final = frozenset(
    {
        *(t.MAPPED_AT, t.IN_SLOT, t.HAS_SOURCE, t.HAS_SELECTOR, t.ABOUT_CLAIM, t.DERIVED, t.DERIVED_FROM),
        *(t.KEY, t.SOURCE_VOICE, t.IN_DOCUMENT, t.HAS_INCONSISTENCY, t.CHARACTERISATION, t.LABEL),
    }
)
_OFFSETS: Final = frozenset({t.START, t.END, t.MATCH, t.SPAN_HASH})
_NAMES: Final = {
    t.TYPE: TYPE,
    t.OBJECT: VALUE,
    t.SUBJECT: "about",
    t.PREDICATE: "property",
    t.EVIDENCE: EVIDENCE,
    t.CONTEXT_EVIDENCE: "context",
    t.COUNTS: "counted in comparisons",
    t.IN_PART: "part",
    t.PLACE_SCOPE: "place",
    t.IN_TIME: "time",
    t.FIGURE_STATUS: "status",
    t.QUALIFIED: "source",
    t.QUOTED_FROM: "quoted from",
    t.PRIMARY_SOURCE: "primary source",
    t.ORIGIN: "recorded origin",
    t.PREF_LABEL: "label",
    t.ALT_LABEL: "other names",
    t.EXACT_MATCH: "same as",
    t.TEXT_HASH: "hash of the text",
    t.GENERATOR: "built by",
    t.ONTOLOGY_HASH: "hash of the ontology",
    t.TITLE: "title",
    t.ISSUED: "issued",
    t.HAS_REPAIR: "repairs",
    t.SIGNED_BY: "signatures",
}


def aspect_name(graph: BuiltGraph, predicate: Term) -> str:
    """What people call a predicate."""
    vocabulary, iri = graph.vocabulary, predicate[1:-1]
    return _NAMES.get(predicate) or vocabulary.label_of(iri) or vocabulary.key_of(iri)


class Describer:
    """Gives the aspects of the things that a graph describes."""

    def __init__(self, graph: BuiltGraph) -> None:
        self.graph = graph
        self._about: dict[Term, list[Term]] = {}
        for kind, pointer in (
            (t.IDENTIFICATION, t.ABOUT_CLAIM),
            (t.INCONSISTENCY, t.ABOUT_CLAIM),
            (t.HIERARCHY_LINK, t.SUBJECT),
        ):
            for node in graph.typed.get(kind, ()):
                self._about.setdefault(graph.needed(node, pointer), []).append(node)

    def aspects(self, node: Term) -> Aspects:
        """The aspects of a claim, a document or part, a citation, or an entity of the registry."""
        describe = {
            "claim": self._claim,
            "doc": self._document,
            "part": self._document,
            "citation": self._citation,
        }
        return describe.get(self.graph.kind(node), self._entity)(node)

    def _claim(self, node: Term) -> Aspects:
        """What is said of a claim: its content, its chain of voices, its evidence and all that hangs on it."""
        facts = self.graph.facts[node]
        left_out = {t.CONTENT, t.HAS_UTTERANCE, t.STANCE, *NOT_COMPARED}
        quote = self.graph.text(self.graph.needed(node, t.EVIDENCE), t.QUOTE)
        if self.graph.text(node, t.WORDS) == quote:
            left_out.add(t.WORDS)
        content = self.graph.facts[self.graph.needed(node, t.CONTENT)]
        found = self._said(facts, left_out) | self._said(content, {t.TYPE, *NOT_COMPARED}) | self._chain(node)
        for name, kind in (("identity", "identification"), ("inconsistency", "mismatch")):
            found[name] = [each for each in self._about.get(node, ()) if self.graph.kind(each) == kind]
        return found

    def _chain(self, node: Term) -> Aspects:
        graph = self.graph
        chain = sorted(
            graph.values(node, t.HAS_UTTERANCE), key=lambda each: int(graph.text(each, t.DEPTH) or 0)
        )
        return {
            name: [value for each in chain for value in graph.values(each, predicate)]
            for name, predicate in CHAIN.items()
        }

    def _document(self, node: Term) -> Aspects:
        """What is said of a document or a part, its text among it."""
        facts = self.graph.facts[node]
        found = self._said(facts, {t.TEXT_LAYER, *NOT_COMPARED})
        for text in facts.get(t.TEXT_LAYER, ()):
            found |= self._said(self.graph.facts[text], {t.TYPE, *NOT_COMPARED})
        return found

    def _citation(self, node: Term) -> Aspects:
        """What is said of a citation."""
        return self._said(self.graph.facts[node], NOT_COMPARED)

    def _entity(self, node: Term) -> Aspects:
        """What the registry says of an entity: type, names, links, and what it lies in."""
        found = self._said(self.graph.facts[node], {t.BROADER, *NOT_COMPARED})
        found["broader"] = self._about.get(node, [])
        return found

    def _said(self, facts: Mapping[Term, Sequence[Term]], left_out: Set[Term]) -> Aspects:
        found: dict[str, list[Term]] = {}
        for predicate in facts.keys() - left_out:
            found.setdefault(aspect_name(self.graph, predicate), []).extend(facts[predicate])
        return dict(found)


@record
class Reading:
    """A built graph as it is compared: ``renamed`` gives old names their new ones, by ``kind/name``.

    Of the documents in ``moved`` the text is another one, so where their quotes stand is left out.
    """

    describer: Describer
    renamed: Mapping[str, str]
    moved: frozenset[str]

    @property
    def graph(self) -> BuiltGraph:
        """The graph itself."""
        return self.describer.graph

    def name(self, term: Term) -> str:
        """What a node is called in both graphs: ``doc/report``; the IRI where it is foreign."""
        kind, name = self.graph.path(term)
        if self.renamed:
            name = self.renamed.get(f"{kind}/{name}") or self.inherited(term)
        return f"{kind}/{name}"

    def inherited(self, term: Term) -> str:
        """The name of a node, as far as it follows from that of its document or its law in the new graph."""
        kind, name = self.graph.path(term)
        head, dot, rest = name.partition(".")
        owner = "doc" if kind in ("part", "claim", "citation") else kind
        return f"{self.renamed.get(f'{owner}/{head}', head)}.{rest}" if kind and dot else name

    def key(self, term: Term) -> TermKey:
        """What two terms of two graphs have in common where they are the same."""
        if term.startswith('"'):
            return term
        kind = self.graph.kind(term)
        if kind not in _NAMELESS:
            return self.name(term)
        left_out = NOT_COMPARED
        if kind == "anchor" and self.graph.name(term).partition(".")[0] in self.moved:
            left_out = NOT_COMPARED | _OFFSETS
        said = [
            f"{predicate} {self.key(value)}"
            for predicate, values in self.graph.facts.get(term, {}).items()
            if predicate not in left_out
            for value in values
        ]
        return f"{kind}({' '.join(sorted(said))})"

    def keyed(self, name: str, terms: Sequence[Term]) -> list[tuple[TermKey, Term]]:
        """The terms of an aspect with their keys: a chain of voices from the outermost, all else in order of keys."""
        found = [(self.key(term), term) for term in terms]
        return found if name in CHAIN else sorted(found)

    def aspects(self, term: Term) -> Aspects:
        """The aspects of a thing that are compared: where a part lies in a text that is another one, is not."""
        found = self.describer.aspects(term)
        if self.graph.kind(term) == "part" and self.graph.name(term).partition(".")[0] in self.moved:
            for predicate in (t.START, t.END):
                found.pop(aspect_name(self.graph, predicate), None)
        return found

    def signature(self, term: Term) -> Hashable:
        """What two things have in common of which all the same is said."""
        found = (
            (name, self.keyed(name, terms)) for name, terms in sorted(self.aspects(term).items()) if terms
        )
        return tuple((name, *(key for key, _ in keyed)) for name, keyed in found)
