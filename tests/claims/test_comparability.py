"""Comparability: the rules of the design, one by one, and that no side is favoured."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.claims.claim import Namer, Proposition, TimeNode
from kgbuild.claims.comparability import VALUE, Comparison, Relation, Side, Standing, compare
from kgbuild.core.project import ontology_folder
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.values.dates import parse_time
from kgbuild.values.quantities import parse_quantity

VOCABULARY = load_vocabulary([ontology_folder() / "kgbuild.ttl", ontology_folder() / "events.ttl"])
NAMER = Namer("https://example.org/", VOCABULARY)
# all < civilians < children; soldiers stand beside civilians. valley > elmford > mill.
ABOVE = {
    "<children>": {"<civilians>", "<all>"},
    "<civilians>": {"<all>"},
    "<soldiers>": {"<all>"},
    "<mill>": {"<elmford>", "<valley>"},
    "<elmford>": {"<valley>"},
}


def above(term: str) -> frozenset[str]:
    return frozenset(ABOVE.get(term, ()))


def when(text: str | None) -> TimeNode | None:
    return None if text is None else NAMER.time(parse_time(text))


def says(
    value: str,
    population: str | None = None,
    place: str | None = None,
    time: str | None = None,
    severity: str | None = None,
    *,
    key: str = "killed",
    negative: bool = False,
    denied: bool = False,
) -> Side:
    """One side: a quantity by ``killed``, a time by ``occurred``, a place by ``took_place_in``."""
    prop = VOCABULARY.properties[key]
    if prop.takes == "quantity":
        content = NAMER.quantity(parse_quantity(value).quantity, "<person>")
    elif prop.takes == "date":
        content = when(value)
    else:
        content = f"<{value}>"
    assert content is not None
    proposition = Proposition(
        "<event>", prop, content, population and f"<{population}>", severity and f"<{severity}>",
        place and f"<{place}>", when(time), negative, NAMER,
    )  # fmt: skip
    return Side(proposition, denied)


def relation(left: Side, right: Side) -> str | None:
    found = compare(left, right, above)
    return None if found is None else str(found.relation)


CASES = [
    # Equal: overlapping values agree, others conflict.
    (says("13", "civilians"), says("13", "civilians"), "agree"),
    (says("13"), says("13"), "agree"),
    (says("13", "civilians"), says("14", "civilians"), "conflict"),
    # The same figure agrees, and a stated range with what it holds.
    (says("about 13"), says("about 13"), "agree"),
    (says("twenty"), says("20"), "agree"),
    (says("10 to 20"), says("15"), "agree"),
    (says("10 to 20"), says("12 to 15"), "agree"),
    (says("10 to 20"), says("15 to 25"), "compatible"),
    # An approximation agrees with no other figure: overlap through a tolerance is compatible.
    (says("about 27"), says("25"), "conflict"),
    (says("about 27"), says("30"), "conflict"),
    (says("about 27"), says("27"), "compatible"),
    (says("about 150"), says("154"), "compatible"),
    (says("about 150"), says("156"), "conflict"),
    (says("about 200"), says("220"), "compatible"),
    (says("about 30"), says("27"), "compatible"),
    # A bound holds many figures: it is compatible with them.
    (says("more than 200"), says("200"), "conflict"),
    (says("at least 200"), says("200"), "compatible"),
    (says("at least 3"), says("78"), "compatible"),
    (says("at least 3"), says("at least 3"), "agree"),
    (says("hundreds"), says("250"), "compatible"),
    (says("hundreds"), says("4"), "conflict"),
    # Round words have a tolerance; digits have none.
    (says("twenty"), says("24"), "compatible"),
    (says("20"), says("24"), "conflict"),
    (says("2 million"), says("2,300,000"), "compatible"),
    (says("twenty"), says("26"), "conflict"),
    # Unstated on one side: overlapping values agree, others are not stated.
    (says("13", "civilians"), says("13"), "agree"),
    (says("13", "civilians"), says("14"), "relation-not-stated"),
    (says("13", place="elmford"), says("14"), "relation-not-stated"),
    (says("13", time="1901"), says("14"), "relation-not-stated"),
    (says("13", severity="serious"), says("14"), "relation-not-stated"),
    (says("13", severity="serious"), says("13"), "agree"),
    # Narrower at most the broader is compatible, more than it conflicts.
    (says("3", "children"), says("13", "civilians"), "compatible"),
    (says("13", "children"), says("13", "civilians"), "compatible"),
    (says("14", "children"), says("13", "civilians"), "conflict"),
    (says("3", "children"), says("13", "all"), "compatible"),
    (says("14", place="mill"), says("13", place="valley"), "conflict"),
    (says("3", place="mill"), says("13", place="valley"), "compatible"),
    (says("14", time="1901-03-04"), says("13", time="1901-03"), "conflict"),
    (says("3", time="1901-03-04"), says("13", time="1901-03"), "compatible"),
    # Disjoint: not comparable, and it wins over unstated and broader.
    (says("13", "civilians"), says("13", "soldiers"), "not-comparable"),
    (says("13", "civilians", "elmford"), says("14", "soldiers"), "not-comparable"),
    (says("13", "civilians", "mill"), says("14", "soldiers", "elmford"), "not-comparable"),
    (says("13", severity="serious"), says("14", severity="light"), "not-comparable"),
    (says("13", time="1901"), says("14", time="1902"), "not-comparable"),
    # Unstated wins over broader.
    (says("14", "children", "elmford"), says("13", "civilians"), "relation-not-stated"),
    (says("13", "children", "elmford"), says("13", "civilians"), "agree"),
    # Broader on either side: neither can be the greater.
    (says("14", "children", "valley"), says("13", "civilians", "elmford"), "relation-not-stated"),
    # Times: within-times conflict only if disjoint; throughout-times agree if equal, fit if nested.
    (says("1901-03-04", key="occurred"), says("1901-03-04", key="occurred"), "agree"),
    (says("1901-03-04", key="occurred"), says("1901-03", key="occurred"), "compatible"),
    (says("1901-03-04", key="occurred"), says("1901-03-05", key="occurred"), "conflict"),
    (says("1901-03-01/1901-03-05", key="occurred"), says("1901-03-02/1901-03-04", key="occurred"), "compatible"),
    (says("1901-03-01/1901-03-05", key="occurred"), says("1901-03-04/1901-03-08", key="occurred"), "conflict"),
    (says("1901-03-01/1901-03-05", key="occurred"), says("1901-03-06/1901-03-08", key="occurred"), "conflict"),
    # Parts of one day: two of them differ, one against none is compatible, a night has something of both.
    (says("morning of 1901-03-04", key="occurred"), says("evening of 1901-03-04", key="occurred"), "conflict"),
    (says("morning of 1901-03-04", key="occurred"), says("1901-03-04", key="occurred"), "compatible"),
    (says("evening of 1901-03-04", key="occurred"), says("night of 1901-03-04/1901-03-05", key="occurred"),
     "compatible"),
    (says("13", time="morning of 1901-03-04"), says("14", time="evening of 1901-03-04"), "not-comparable"),
    # Approximate times reach as far as their tolerance, and agree with what is as approximate.
    (says("1340~", key="occurred"), says("1340~", key="occurred"), "agree"),
    (says("1340~", key="occurred"), says("1340", key="occurred"), "compatible"),
    (says("1340~", key="occurred"), says("1344", key="occurred"), "compatible"),
    (says("1340~", key="occurred"), says("1347", key="occurred"), "conflict"),
    (says("1340?", key="occurred"), says("1344", key="occurred"), "conflict"),
    (says("1340-05-04~", key="occurred"), says("1340-05-06", key="occurred"), "compatible"),
    (says("1340-05-04~", key="occurred"), says("1340-05-08", key="occurred"), "conflict"),
    (says("134X~", key="occurred"), says("1355", key="occurred"), "compatible"),
    # Many-valued: values stand side by side; only the same can be compared.
    (says("elmford", key="took_place_in"), says("mill", key="took_place_in"), None),
    (says("elmford", key="took_place_in"), says("elmford", key="took_place_in"), "agree"),
    # Polarity and denial: of the same value, it is so against it is not so.
    (says("13"), says("13", negative=True), "conflict"),
    (says("13"), says("13", denied=True), "conflict"),
    (says("13", negative=True), says("13", denied=True), "agree"),
    (says("13", negative=True), says("13", negative=True, denied=True), "conflict"),
    (says("13"), says("13", negative=True, denied=True), "agree"),
    (says("13"), says("14", negative=True), None),
    (says("13", negative=True), says("14", negative=True), None),
    (says("13", denied=True), says("14", negative=True), None),
    (says("13"), says("13", "civilians", negative=True), "relation-not-stated"),
    (says("13", "civilians"), says("13", "soldiers", negative=True), "not-comparable"),
    (says("13", time="1901"), says("13", time="1902", negative=True), "not-comparable"),
    (says("13", time="1901-03"), says("13", time="1901", negative=True), "conflict"),
    (says("13"), says("13", time="1901", negative=True), "relation-not-stated"),
    (says("elmford", key="took_place_in"), says("elmford", key="took_place_in", negative=True), "conflict"),
    (says("elmford", key="took_place_in"), says("mill", key="took_place_in", negative=True), None),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right", "expected"), CASES)
def test_the_rules(left: Side, right: Side, expected: str | None) -> None:
    """Each rule of the table gives its relation, from either side."""
    assert relation(left, right) == expected
    assert relation(right, left) == expected


qualifiers = {
    "population": st.sampled_from([None, "all", "civilians", "children", "soldiers"]),
    "place": st.sampled_from([None, "valley", "elmford", "mill"]),
    "time": st.sampled_from(
        [None, "1901", "1901-03", "1901-03-04", "1901-03-03/1901-03-04", "../1901", "1902"]
    ),
    "severity": st.sampled_from([None, "serious", "light"]),
    "negative": st.booleans(),
    "denied": st.booleans(),
}
figures = st.builds(
    says,
    st.sampled_from(["13", "14", "about 13", "more than 13", "hundreds", "twenty", "2 to 30"]),
    **qualifiers,
)
times = st.builds(
    says,
    st.sampled_from(
        ["1901", "1901-03", "1901-03-04", "since 1901", "1901-03-03/1901-03-05", "after 1901-03-04"]
    ),
    **qualifiers,
    key=st.just("occurred"),
)
places = st.builds(says, st.sampled_from(["elmford", "mill"]), **qualifiers, key=st.just("took_place_in"))
pairs = st.tuples(figures, figures) | st.tuples(times, times) | st.tuples(places, places)
MIRROR = {Standing.LEFT_BROADER: Standing.RIGHT_BROADER, Standing.RIGHT_BROADER: Standing.LEFT_BROADER}


def mirrored(comparison: Comparison) -> tuple[Relation, dict[str, Standing], list[str]]:
    """A comparison as seen from the other side."""
    swap = {" left ": " right ", " right ": " left "}
    notes = []
    for note in comparison.notes:
        side = next((word for word in swap if word in note), None)
        notes.append(note if side is None else note.replace(side, swap[side]))
    standings = {name: MIRROR.get(standing, standing) for name, standing in comparison.standings.items()}
    return comparison.relation, standings, sorted(notes)


@given(pairs)
def test_no_side_is_favoured(pair: tuple[Side, Side]) -> None:
    """Comparing a with b mirrors comparing b with a: relation, standings and notes."""
    one, other = compare(*pair, above), compare(*reversed(pair), above)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert mirrored(one) == (other.relation, dict(other.standings), sorted(other.notes))


@given(figures | times | places)
def test_a_side_agrees_with_itself(side: Side) -> None:
    """The same content, said the same way, agrees; said against itself it conflicts."""
    assert relation(side, side) == "agree"
    denied = replace(side, denied=not side.denied)
    assert relation(side, denied) == "conflict"


@given(pairs)
def test_disjoint_wins_and_is_said(pair: tuple[Side, Side]) -> None:
    """Where a quality is disjoint nothing is compared, whatever the rest; and a note says which quality."""
    found = compare(*pair, above)
    disjoint = found is not None and Standing.DISJOINT in {
        standing for name, standing in found.standings.items() if name != VALUE
    }
    if found is not None and disjoint:
        assert found.relation is Relation.NOT_COMPARABLE
        assert any(note.endswith("differs") for note in found.notes)
    elif found is not None:
        assert found.relation is not Relation.NOT_COMPARABLE


@given(pairs)
def test_a_conflict_needs_everything_stated(pair: tuple[Side, Side]) -> None:
    """There is no conflict while a quality is stated on one side only."""
    found = compare(*pair, above)
    if found is not None and found.relation is Relation.CONFLICT:
        assert Standing.UNSTATED not in found.standings.values()
