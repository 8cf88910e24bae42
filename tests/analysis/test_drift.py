"""Drift: known differences come out in their groups, and the laws of comparing two documents hold."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpora import Doc, Says, corpus
from kgbuild.analysis.drift.results import Drift, DriftChange, drift, sources_of
from kgbuild.analysis.study import Study
from kgbuild.core.errors import KgbuildError

VALUES = {
    "killed": ("4", "150"),
    "carried_out_by": ("army", "guards"),
    "ordered_by": ("army", "guards"),
    "named": ("The Night", "the night", "The Day"),
    "occurred": ("1990-01-20", "1990"),
    "includes_groups": ("children", "elderly"),
    "characterised_as": ("crime", "tragedy"),
}


@st.composite
def statements(draw: st.DrawFn) -> tuple[Says, ...]:
    """What a document says, each in an entry of its own."""
    count = draw(st.integers(0, 6))
    found = []
    for number in range(count):
        key = draw(st.sampled_from(sorted(VALUES)))
        source = draw(st.none() | st.builds(lambda n, k=key: (f"source.e{n}.{k}",), st.integers(0, 3)))
        found.append(
            Says(
                key,
                draw(st.sampled_from(VALUES[key])),
                source=source,
                entry=f"e{number}",
                about=draw(st.sampled_from(("event/night", "event/day"))),
                hedge=draw(st.sampled_from((None, "perhaps"))),
                when=draw(st.sampled_from((None, "1990"))) if key == "includes_groups" else None,
            )
        )
    return tuple(found)


def pair(source: Sequence[Says], report: Sequence[Says]) -> Study:
    return corpus([Doc("source", says=tuple(source)), Doc("report", says=tuple(report))])


def of(study: Study, document: str = "report", source: str = "source") -> Drift:
    return drift(study, study.section(document), study.section(source))


def told(change: DriftChange) -> tuple[object, ...]:
    """A difference, as it is on either side."""
    ids = ([c.id for c in change.source], [c.id for c in change.claims])
    return change.group, change.aspect, change.pairing, change.before, change.after, *ids


def mirrored(change: DriftChange) -> tuple[object, ...]:
    group, aspect, pairing, before, after, source, claims = told(change)
    group = {"omitted": "added", "added": "omitted"}.get(str(group), group)
    return group, aspect, pairing, after, before, claims, source


@given(statements())
def test_a_document_does_not_differ_from_itself(says: tuple[Says, ...]) -> None:
    """Whatever a document says, beside itself it shows no difference."""
    study = pair(says, ())
    assert of(study, "source", "source").changes == ()


@given(statements(), statements())
def test_swapped_documents_swap_the_differences(source: tuple[Says, ...], report: tuple[Says, ...]) -> None:
    """What is omitted one way is added the other way, and every other difference is the same turned round."""
    study = pair(source, report)
    there, back = of(study), of(study, "source", "report")
    assert sorted(map(mirrored, there.changes), key=repr) == sorted(map(told, back.changes), key=repr)
    assert there.same == back.same


@given(statements(), statements(), st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(
    source: tuple[Says, ...], report: tuple[Says, ...], rng: random.Random
) -> None:
    """The claims of a study in any order give the same differences in the same order."""
    study = pair(source, report)
    expected = of(study)
    claims = list(study.claims)
    rng.shuffle(claims)
    study.claims = claims
    assert of(study) == expected


@given(statements(), statements())
def test_every_claim_of_one_side_alone_is_told(source: tuple[Says, ...], report: tuple[Says, ...]) -> None:
    """A claim whose subject, property and value the other side has not stands in some difference."""
    study = pair(source, report)
    shown = {c.id for change in of(study).changes for c in (*change.source, *change.claims)}
    contents = {
        name: {
            (c.proposition.subject, c.predicate.key, study.value(c).casefold())
            for c in study.claims
            if c.document == name
        }
        for name in ("source", "report")
    }
    for claim in study.claims:
        if claim.sources or study.derived.get(claim.term):
            continue
        other = contents["report" if claim.document == "source" else "source"]
        key = (claim.proposition.subject, claim.predicate.key, study.value(claim).casefold())
        assert key in other or claim.id in shown


def only(study: Study) -> DriftChange:
    (change,) = of(study).changes
    return change


def test_a_changed_figure() -> None:
    """Another number for the same question is a difference in figures, with both."""
    change = only(pair([Says(value=150)], [Says(value=131)]))
    assert (change.group, change.pairing, change.before, change.after) == (
        *("figures", "question"),
        *(("150",), ("131",)),
    )


def test_recorded_derivation_pairs_claims_of_other_subjects() -> None:
    """A claim that is derived from one of another subject stands beside it: its value is attached elsewhere."""
    change = only(pair([Says(value=4)], [Says(value=4, about="event/raid", source=("source.killed",))]))
    assert (change.group, change.aspect, change.pairing) == ("figures", "subject", "derivation")
    assert (change.value, change.before, change.after) == ("4", ("event",), ("raid",))


def test_a_dropped_hedge_and_a_dropped_population() -> None:
    """What the source says with a reservation and of a group, the report of all and without one."""
    study = pair([Says(value=4, hedge="perhaps", population="civilians")], [Says(value=4)])
    found = {change.aspect: (change.group, change.before, change.after) for change in of(study).changes}
    assert found == {
        "hedge": ("figures", ("perhaps",), (None,)),
        "population": ("figures", ("civilians",), (None,)),
    }


def test_agency_named_dropped_and_changed() -> None:
    """Who did it: named where the source names nobody, not named where it does, another where both name one."""
    study = pair(
        [
            Says("characterised_as", "crime", about="event/raid", entry="a"),
            Says("carried_out_by", "army", about="event/march", entry="b"),
            Says("characterised_as", "crime", about="event/march", entry="c"),
            Says("carried_out_by", "army", about="event/fire", entry="d"),
        ],
        [
            Says("characterised_as", "crime", about="event/raid", entry="a"),
            Says("ordered_by", "guards", about="event/raid", entry="b"),
            Says("characterised_as", "crime", about="event/march", entry="c"),
            Says("carried_out_by", "guards", about="event/fire", entry="d"),
        ],
    )
    found = {study.name(change.subject): change for change in of(study).changes}
    assert {change.group for change in found.values()} == {"agency"}
    assert {name: (change.before, change.after) for name, change in found.items()} == {
        "raid": ((), ("guards",)),
        "march": (("army",), ()),
        "fire": (("army",), ("guards",)),
    }
    assert [claim.id for claim in found["raid"].source] == ["source.a.characterised_as"]


def test_a_date_attached_to_another_event() -> None:
    """A date that the source gives for one event and the report for another, though by another property."""
    study = pair(
        [
            Says("occurred", "2023-09-19", about="event/operation", entry="a"),
            Says("characterised_as", "war", about="event/war", entry="b"),
        ],
        [
            Says("characterised_as", "war", about="event/war", entry="b"),
            Says("includes_groups", "children", about="event/war", entry="c", when="2023-09-19"),
        ],
    )
    moved = [change for change in of(study).changes if change.aspect == "subject"]
    assert [(c.group, c.value, c.before, c.after) for c in moved] == [
        ("dates", "2023-09-19", ("operation",), ("war",))
    ]


def test_names_are_one_whatever_their_case() -> None:
    """ "Martyrs" and "martyrs" are one name; another name is a difference in wording."""
    assert of(pair([Says("named", "Martyrs")], [Says("named", "martyrs")])).changes == ()
    change = only(pair([Says("named", "The Night")], [Says("named", "The Day")]))
    assert (change.group, change.before, change.after) == ("wording", ("The Night",), ("The Day",))


def test_omitted_and_added() -> None:
    """What only one of them says, and the other nothing like it."""
    study = pair(
        [Says("includes_groups", "children"), Says(value=4)],
        [Says(value=4), Says("characterised_as", "crime")],
    )
    assert [(change.group, change.before, change.after) for change in of(study).changes] == [
        ("omitted", ("children",), ()),
        ("added", (), ("crime",)),
    ]
    assert of(study).same == 1


def test_what_stands_alone_is_told_with_its_reserves() -> None:
    """An omitted denial or reserve is not shown as a plain statement."""
    study = pair(
        [
            Says("includes_groups", "children", negative=True, entry="a"),
            Says("characterised_as", "crime", stance="denies", hedge="perhaps", entry="b"),
        ],
        [],
    )
    assert [change.before for change in of(study).changes] == [
        ("children (polarity: said not to be so)",),
        ("crime (hedge: perhaps; stance: denies)",),
    ]


def test_a_denial_is_more_than_another_voice() -> None:
    """What the source affirms and the report denies differs in stance, and is not counted as the same content."""
    found = of(pair([Says()], [Says(stance="denies")]))
    assert {change.aspect: (change.before, change.after) for change in found.changes}["stance"] == (
        *(("affirmed",), ("denies",)),
    )
    assert (found.same, found.same_but_voice) == (0, 0)


def test_the_source_is_found_by_recorded_derivation_or_not_at_all() -> None:
    """Without a copy of a reported work, the documents that claims are derived from; without those, an error."""
    study = pair([Says(value=4)], [Says(value=4, source=("source.killed",))])
    assert [section.id for section in sources_of(study, study.section("report"))] == ["source"]
    with pytest.raises(KgbuildError, match="no recorded source"):
        sources_of(study, study.section("source"))
