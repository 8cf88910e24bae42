"""Laws of a comparison of two graphs, tried on projects drawn at random and built for real."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from analysis.diff.models import (
    PROPERTIES,
    Figure,
    Paper,
    Papers,
    changes,
    claims,
    conflicts,
    figures,
    graph,
    papers,
)
from kgbuild.analysis.diff.comparison import differences
from kgbuild.analysis.diff.results import (
    AspectChange,
    ConflictAnswer,
    ConflictChange,
    Difference,
    Differences,
)
from kgbuild.store.records import BuiltGraph

LABELS = {f"Flood: number of people {key}": key for key in PROPERTIES}
NOTHING = Differences(*((),) * 8)
# Each example builds two projects: few of them, and none made smaller.
few = settings(max_examples=25, phases=(Phase.explicit, Phase.generate))


def quads(of: BuiltGraph) -> list[tuple[str, str, str, str]]:
    """The statements of a graph, of which the graph names play no part."""
    return [("", s, p, o) for s, facts in of.facts.items() for p, values in facts.items() for o in values]


def mirrored(found: Differences) -> Differences:
    """The same differences seen from the other side."""

    def change(each: AspectChange) -> AspectChange:
        return AspectChange(each.what, each.after, each.before)

    def things(some: tuple[Difference, ...]) -> tuple[Difference, ...]:
        turned = [Difference(each.after, each.before, tuple(map(change, each.changes))) for each in some]
        return tuple(sorted(turned, key=lambda each: (each.item.id, each.item.kind)))

    turned = [
        replace(each, how={"went": "appeared", "appeared": "went"}[each.how]) for each in found.conflicts
    ]
    return Differences(
        tuple(map(change, found.settings)),
        *map(things, (found.claims, found.documents, found.citations, found.entities, found.lineage)),
        tuple(sorted(turned, key=lambda each: each.how)),
        found.shifts,
    )


@few
@given(papers, papers)
def test_what_differs_is_what_was_drawn(old: Papers, new: Papers) -> None:
    """Claims, documents and conflicts that are added, removed or changed are exactly those of the two drawings."""
    found = differences(graph(old), graph(new))
    before, after = claims(old), claims(new)
    shown = {(each.how, each.item.id) for each in found.claims if each.item.id.count(".") != 3}
    assert shown == {
        *(("removed", name) for name in before.keys() - after.keys()),
        *(("added", name) for name in after.keys() - before.keys()),
        *(
            ("changed", name)
            for name in before.keys() & after.keys()
            if changes(before[name], after[name]) - {"voices' own texts in the corpus"}
        ),
    }
    for each in (*found.claims, *found.lineage):
        if each.how == "changed":
            assert {change.what for change in each.changes} <= changes(
                before[each.item.id], after[each.item.id]
            )
    assert {(each.how, each.item.id) for each in found.documents} == {
        *(("removed", name) for name in old.keys() - new.keys()),
        *(("added", name) for name in new.keys() - old.keys()),
    }
    assert {
        (each.how, LABELS[each.question], *(answer.value for answer in each.answers))
        for each in found.conflicts
    } == {
        *(("appeared", *each) for each in conflicts(new, old)),
        *(("went", *each) for each in conflicts(old, new)),
    }


@few
@given(papers, papers)
def test_the_other_way_round_is_the_mirror_image(old: Papers, new: Papers) -> None:
    """What was added one way is removed the other, and every change is turned round."""
    one, other = graph(old), graph(new)
    assert differences(other, one) == mirrored(differences(one, other))


@few
@given(papers, st.randoms(use_true_random=False))
def test_order_is_no_difference(drawn: Papers, chance: random.Random) -> None:
    """Statements in any order, and any number of times, make no difference."""
    one = graph(drawn)
    some = quads(one)
    chance.shuffle(some)
    assert not differences(one, BuiltGraph([*some, *some[:9]], one.vocabulary))


@few
@given(papers, st.sampled_from(PROPERTIES), figures)
def test_one_claim_more_is_the_one_difference(drawn: Papers, key: str, figure: Figure) -> None:
    """A claim that is added to a document is shown, and no other."""
    name, paper = min(drawn.items())
    rest = {each: one for each, one in paper.figures.items() if each != key}
    old = {**drawn, name: replace(paper, figures=rest)}
    new = {**drawn, name: replace(paper, figures={**rest, key: figure})}
    found = differences(graph(old), graph(new))
    assert [(each.how, each.item.id) for each in found.claims] == [("added", f"{name}.{key}.{key}")]
    assert replace(found, claims=(), conflicts=()) == NOTHING


@few
@given(papers)
def test_another_base_is_one_difference(drawn: Papers) -> None:
    """Under another base every IRI and every hash is another one, and nothing else is said."""
    found = differences(graph(drawn), graph(drawn, base="https://example.com/elsewhere/"))
    base = AspectChange("base", ("https://example.org/",), ("https://example.com/elsewhere/",))
    assert found == replace(NOTHING, settings=(base,))


@few
@given(papers)
def test_a_text_with_a_new_head_moves_its_quotes(drawn: Papers) -> None:
    """A new text is one difference of its document, with the quotes it moved counted; unfolded, each is listed."""
    name, paper = min(drawn.items())
    one, other = graph(drawn), graph({**drawn, name: replace(paper, head="Second edition.\n")})
    found = differences(one, other)
    assert [(each.item.id, [change.what for change in each.changes]) for each in found.documents] == [
        (name, ["hash of the text"])
    ]
    assert [(each.document, each.quotes) for each in found.shifts] == [(name, len(paper.figures) + 1)]
    assert replace(found, documents=(), shifts=()) == NOTHING
    unfolded = differences(one, other, fold=False)
    assert {each.item.id for each in unfolded.claims} >= set(claims({name: paper}))
    assert {change.what for each in unfolded.claims for change in each.changes} == {"evidence moved"}
    assert not unfolded.shifts


def test_conflicts_name_who_stands_on_each_side() -> None:
    """Each side of a conflict that appeared has its claims with their places, and how the other graph had it."""
    old = {"a": one_figure(1), "b": one_figure(1)}
    found = differences(graph(old), graph({**old, "b": one_figure(2)}))
    (conflict,) = found.conflicts
    assert isinstance(conflict, ConflictChange)
    assert (conflict.how, conflict.otherwise) == ("appeared", None)
    sides: list[ConflictAnswer] = list(conflict.answers)
    assert [(side.value, [(c.id, c.place) for c in side.claims]) for side in sides] == [
        ("1", [("a.killed.killed", "mappings/a.yaml:8:5")]),
        ("2", [("b.killed.killed", "mappings/b.yaml:8:5")]),
    ]


def test_a_conflict_that_goes_on_with_another_figure() -> None:
    """Where two claims conflict before and after, one with another figure, the claim changed and no conflict."""
    old = {"a": one_figure(1), "b": one_figure(2)}
    found = differences(graph(old), graph({**old, "b": one_figure(3)}))
    assert [(each.how, each.item.id) for each in found.claims] == [("changed", "b.killed.killed")]
    assert not found.conflicts
    found = differences(graph(old), graph({**old, "b": one_figure(3), "c": one_figure(2)}))
    assert [(each.how, each.item.id) for each in found.claims if "killed" in each.item.id] == [
        ("changed", "b.killed.killed"),
        ("added", "c.killed.killed"),
    ]
    assert [[answer.value for answer in each.answers] for each in found.conflicts] == [["2", "3"]]


def one_figure(value: int) -> Paper:
    """A document with one figure."""
    return Paper({"killed": Figure(value)})
