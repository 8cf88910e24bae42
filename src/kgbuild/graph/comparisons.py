"""The graph ``comparisons``: how two claims of one question stand to each other, one hop away; and sums of parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter

from kgbuild.claims.answers import GivenAnswer
from kgbuild.claims.claim import Namer
from kgbuild.claims.comparability import POLICY, Relation
from kgbuild.claims.comparisons import MOST_PAIRS, Comparisons, Extent, Pair, SumPair, tag_notes
from kgbuild.claims.parts import Sum
from kgbuild.core.terms import Term, Triple, boolean, integer, literal, node_hash, number
from kgbuild.graph import terms as t
from kgbuild.graph.corpus import CHUNK


def comparison_chunks(
    comparisons: Comparisons, namer: Namer, seen: Callable[[Pair], None] = lambda _: None
) -> Iterator[list[Triple]]:
    """The comparisons of every two claims, then what is said of whole questions: sums, and what was not compared.

    Made twice over, first for its order and then in chunks, since all of it may not fit in memory. ``seen`` is called
    with each comparison.
    """
    order: list[tuple[Term, Term, GivenAnswer, GivenAnswer]] = []
    rest: list[Triple] = []
    for slot in comparisons.slots:
        for pair in comparisons.pairs(slot):
            order.append((_node(pair, namer), slot, pair.left, pair.right))
        extent = comparisons.extent(slot)
        if not extent.is_whole:
            rest += _summary(slot, extent, namer)
        for each in comparisons.sums(slot):
            rest += _sum(slot, each, list(comparisons.sum_pairs(each)), namer)
    order.sort(key=itemgetter(0))
    for start in range(0, len(order), CHUNK):
        chunk: list[Triple] = []
        for node, slot, left, right in order[start : start + CHUNK]:
            found = comparisons.compare(left, right)
            if found is not None:
                seen(found)
                chunk += sorted(set(_comparison(node, slot, found, namer)))
        yield chunk
    # The kinds of these nodes sort behind those of comparisons.
    yield sorted(set(rest))


def _node(pair: Pair, namer: Namer) -> Term:
    fields = [(t.POLICY, literal(POLICY)), (t.LEFT, pair.left.term), (t.RIGHT, pair.right.term)]
    return namer.node("cmp", node_hash("cmp", fields))


def _comparison(node: Term, slot: Term, pair: Pair, namer: Namer) -> Iterable[Triple]:
    standings = namer.members("standings")
    yield node, t.TYPE, t.COMPARISON
    yield node, t.LABEL, _label(pair.left.id, pair.relation, pair.right.id, namer)
    yield node, t.IN_SLOT, slot
    yield node, t.POLICY, literal(POLICY)
    yield node, t.LEFT, pair.left.term
    yield node, t.RIGHT, pair.right.term
    yield node, t.RELATION, namer.members("relations")[str(pair.relation)]
    for name, standing in pair.standings.items():
        yield node, t.QUALITIES[name], standings[str(standing)]
    notes = (*pair.notes, *tag_notes([pair]).values())
    if notes:
        yield node, t.NOTE, literal("; ".join(notes))
    for body in pair.shared:
        yield node, t.SHARED_AFFILIATION, body
    for said in pair.basis:
        yield node, t.PART_BASIS, said.term


def _label(left: str, relation: Relation, right: str, namer: Namer) -> Term:
    """ "letter.toll.killed — conflict — report.toll.killed": which claims, and how the left stands to the right."""
    return literal(f"{left} — {namer.vocabulary.choices('relations')[str(relation)].label} — {right}")


def _summary(slot: Term, extent: Extent, namer: Namer) -> Iterable[Triple]:
    """That not every two claims of a question are compared."""
    node = namer.node("summary", node_hash("summary", [(t.IN_SLOT, slot)]))
    how = "one claim for each answer" if extent.by_answer else "none"
    yield node, t.TYPE, t.COMPARISON_SUMMARY
    yield node, t.LABEL, literal(f"how the {extent.claims:,} claims of one question are compared")
    yield node, t.IN_SLOT, slot
    yield node, t.CLAIM_COUNT, integer(extent.claims)
    yield node, t.ANSWER_COUNT, integer(extent.answers)
    yield node, t.HOW_COMPARED, literal(f"{how}: every two would be more than {MOST_PAIRS:,} pairs")


def _sum(slot: Term, each: Sum, pairs: Sequence[SumPair], namer: Namer) -> Iterable[Triple]:
    basis = sorted(said.term for said in each.basis)
    node = namer.node(
        "sum", node_hash("sum", [(t.WHOLE, each.whole.term), *((t.PART_BASIS, b) for b in basis)])
    )
    whole = f"sum of the parts of {each.whole.id}"
    yield node, t.TYPE, t.SUM
    yield node, t.LABEL, literal(whole)
    yield node, t.IN_SLOT, slot
    yield node, t.WHOLE, each.whole.term
    yield node, t.EXHAUSTIVE, boolean(each.exhaustive)
    for part in each.parts:
        yield node, t.SUMMAND, part.term
    for term in basis:
        yield node, t.PART_BASIS, term
    for predicate, bound in ((t.LO, each.lo), (t.HI, each.hi)):
        if bound is not None:
            yield node, predicate, number(bound)
    if each.reason is not None:
        yield node, t.NOTE, literal(each.reason.replace("-", " "))
    for pair in pairs:
        fields = [(t.POLICY, literal(POLICY)), (t.SUMMED, node), (t.COMPARED_WITH, pair.answer.term)]
        compared = namer.node("sumcmp", node_hash("sumcmp", fields))
        yield compared, t.TYPE, t.SUM_COMPARISON
        yield compared, t.LABEL, _label(whole, pair.relation, pair.answer.id, namer)
        yield compared, t.IN_SLOT, slot
        yield compared, t.RELATION, namer.members("relations")[str(pair.relation)]
        for predicate, term in fields:
            yield compared, predicate, term
        if pair.notes:
            yield compared, t.NOTE, literal("; ".join(pair.notes))
