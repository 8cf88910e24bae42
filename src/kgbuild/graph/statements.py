"""The graph ``statements``: each claim and citation on one node, with words beside IRIs, for queries written by hand.

It says nothing that the other graphs do not say; it says it in fewer steps. Who says, who denies and who only mentions
a thing are three properties, so that a query for those who say it cannot bring back those who deny it. The terms are
in ``ontology/statements.ttl``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from kgbuild.claims.claim import EDTF_TYPE, Claim, Namer, QuantityNode, TimeNode
from kgbuild.claims.comparability import Relation
from kgbuild.claims.comparisons import Pair
from kgbuild.core.terms import Term, Triple, boolean, integer, literal, number
from kgbuild.evidence.anchors import Evidence
from kgbuild.evidence.finder import Span
from kgbuild.graph import terms as t
from kgbuild.graph.labels import Labels
from kgbuild.graph.source_records import date_term
from kgbuild.mapping.model import CitationSpec, MappingSpec
from kgbuild.ontology.namespaces import ST
from kgbuild.values.days import iso_day, parts_of

_Pair: TypeAlias = tuple[Term, Term]


def st(name: str) -> Term:
    """The term of this graph's vocabulary: ``st("quote")`` is ``<https://w3id.org/kgbuild/statements#quote>``."""
    return f"<{ST}{name}>"


_NAMED: Final = {
    name: (st(name), st(f"{name}Name"))
    for name in (
        *(
            "subject",
            "property",
            "value",
            "unit",
            "place",
            "population",
            "severity",
            "document",
            "part",
            "cites",
        ),
        *("saidBy", "deniedBy", "mentionedBy", "relayedBy"),
    )
}
"""The properties whose value is an IRI, each with the one for its name."""
TELLS_OF: Final = frozenset({st("claim"), st("citation")})
"""The properties that lead from a statement to what it tells of."""
_CONFLICTS_WITH: Final = st("conflictsWith")
_TYPE: Final = (t.TYPE, st("Statement"))
_CITATION: Final = (t.TYPE, st("Citation"))
_VALUE, _ANSWER, _LOW, _HIGH = st("value"), st("answer"), st("low"), st("high")
_WHEN, _FROM, _TO = st("when"), st("from"), st("to")
_QUOTE, _START, _END, _PAGE, _WHERE = st("quote"), st("start"), st("end"), st("page"), st("where")


def conflict_triples(pair: Pair, namer: Namer) -> Iterator[Triple]:
    """That two statements contradict each other, both ways, where they do."""
    if pair.relation is Relation.CONFLICT:
        left, right = (namer.node("statement", each.id) for each in (pair.left, pair.right))
        yield left, _CONFLICTS_WITH, right
        yield right, _CONFLICTS_WITH, left


class Statements:
    """Makes the statements of one document."""

    def __init__(self, spec: MappingSpec, evidence: Evidence, namer: Namer) -> None:
        self._spec = spec
        self._evidence = evidence
        self._namer = namer
        self._labels = Labels(spec, namer)
        self._document = self._of_document()
        self._parts = {
            part.id: list(
                _named("part", namer.node("part", f"{spec.id}.{part.id}"), self._labels.section(part))
            )
            for part in spec.parts
        }

    def triples(self, claims: Iterable[Claim]) -> Iterator[Triple]:
        """What the document says, and what it cites."""
        for claim in claims:
            node = self._namer.node("statement", claim.id)
            for predicate, value in self._claim(claim):
                yield node, predicate, value
        for citation in self._spec.citations:
            node = self._namer.node("statement", citation.id)
            for predicate, value in self._citation(citation):
                yield node, predicate, value

    def _of_document(self) -> list[_Pair]:
        """What all statements of the document have in common."""
        document = self._spec.document
        title, issued = self._labels.section(document), document.issued
        found = list(_named("document", self._namer.node("doc", self._spec.id), title))
        return found if issued is None else [*found, (t.ISSUED, date_term(issued.value))]

    def _name(self, key: str, term: Term | None) -> Iterator[_Pair]:
        return _named(key, term, self._labels.name(term)) if term is not None else iter(())

    def _place_in_document(self, part: str | None, quote: str, span: Span) -> Iterator[_Pair]:
        yield from self._document
        if part is not None:
            yield from self._parts[part]
        yield _QUOTE, literal(quote)
        yield _START, integer(span.start)
        yield _END, integer(span.end)
        for page in {spot.page for spot in span.at if spot.page}:
            yield _PAGE, integer(page)
        if span.at:
            yield _WHERE, literal(span.where)

    def _claim(self, claim: Claim) -> Iterator[_Pair]:
        spec, content = claim.spec, claim.proposition
        yield _TYPE
        yield t.LABEL, literal(self._labels.claim(claim))
        yield st("claim"), claim.term
        yield from self._name("subject", content.subject)
        yield from _named("property", f"<{content.predicate.iri}>", content.predicate.label)
        yield from self._answer(claim)
        yield from self._name("population", content.population)
        yield from self._name("severity", content.severity)
        yield from self._voices(claim)
        yield from self._place_in_document(claim.part, spec.quote.text, claim.anchor.span)
        for key, text in (
            ("words", spec.words if spec.words != spec.quote.text else None),
            ("hedge", spec.hedge),
            ("manner", spec.manner),
            ("reading", spec.reading),
            ("sic", spec.sic),
        ):
            if text is not None:
                yield st(key), literal(text)
        if claim.as_of is not None:
            yield st("asOf"), literal(claim.as_of.edtf, EDTF_TYPE)

    def _answer(self, claim: Claim) -> Iterator[_Pair]:
        """The value: a number, a time, an entity or words. Of negated or unasserted content, the words say that."""
        content = claim.proposition
        value, place = content.object, content.place
        yield _ANSWER, literal(f"{self._unasserted(claim)}{self._labels.answer(content)}")
        if isinstance(value, QuantityNode):
            yield from self._quantity(value)
        elif not isinstance(value, TimeNode):
            yield from ((_VALUE, value),) if value.startswith('"') else self._name("value", value)
            if place is None and value.startswith(self._namer.node("place", "")[:-1]):
                place = value
        yield from self._name("place", place)
        time = value if isinstance(value, TimeNode) else content.time
        if time is not None:
            yield from self._time(time)

    def _unasserted(self, claim: Claim) -> str:
        """ "planned: ", "denies: ": what keeps content from being said as it stands."""
        stances = [each.stance for each in claim.utterances if each.stance not in self._namer.counted_stances]
        modality = [claim.modality] if claim.modality not in self._namer.counted_modalities else []
        return "".join(f"{word}: " for word in (*stances, *modality))

    def _quantity(self, node: QuantityNode) -> Iterator[_Pair]:
        for predicate, bound in (
            (_VALUE, node.quantity.value),
            (_LOW, node.quantity.lo),
            (_HIGH, node.quantity.hi),
        ):
            if bound is not None:
                yield predicate, number(bound)
        yield from self._name("unit", node.unit)

    def _time(self, node: TimeNode) -> Iterator[_Pair]:
        time = node.time
        if time is None:
            yield _WHEN, literal(self._labels.time(node))
            return
        yield _WHEN, literal(time.edtf, EDTF_TYPE)
        for predicate, day in ((_FROM, time.start), (_TO, time.end)):
            # Editions of xsd:date count the years before our era differently, and end at 9999.
            if day is not None and 1 <= parts_of(day)[0] <= 9999:
                yield predicate, literal(iso_day(day), t.DATE)

    def _voices(self, claim: Claim) -> Iterator[_Pair]:
        inner, negative = claim.utterances[-1], claim.proposition.negative
        if claim.counts:
            key = "deniedBy" if negative else "saidBy"
        else:
            key = "deniedBy" if claim.denies and not negative else "mentionedBy"
        yield from _named(key, inner.voice, self._labels.voice(inner))
        for outer in claim.utterances[:-1]:
            yield from _named("relayedBy", outer.voice, self._labels.voice(outer))
        yield st("chain"), literal("; ".join(self._labels.said(each) for each in claim.utterances))
        yield st("stance"), literal(inner.stance)
        yield st("modality"), literal(claim.modality)
        yield st("polarity"), literal("negative" if negative else "positive")
        yield st("counts"), boolean(claim.counts)

    def _citation(self, citation: CitationSpec) -> Iterator[_Pair]:
        anchor = self._evidence.anchors.get(citation.quote.key)
        if anchor is None:
            return
        yield _CITATION
        yield t.LABEL, literal(self._labels.citation(citation))
        yield st("citation"), self._namer.node("citation", citation.id)
        yield from self._name("cites", citation.target.term)
        yield st("how"), literal(citation.how)
        yield from self._place_in_document(self._evidence.part_of(anchor), citation.quote.text, anchor.span)


def _named(key: str, term: Term, name: str) -> Iterator[_Pair]:
    predicate, named = _NAMED[key]
    yield predicate, term
    yield named, literal(name)
