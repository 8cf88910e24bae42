"""Conflicts: sides stand as documents say they do, and nothing is summed that is not said to be a part."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analysis.corpora import Doc, Says, corpus
from kgbuild.analysis.conflicts.page import bounds_text, conflicts_page, sum_text
from kgbuild.analysis.conflicts.results import Dispute, disputes, narrowed_to
from kgbuild.analysis.phrases import dates_of, dates_text
from kgbuild.analysis.study import Study
from kgbuild.claims.claim import Proposition
from kgbuild.claims.comparability import Relation, exceeds
from kgbuild.core.pages import render_page
from kgbuild.values.dates import parse_time
from kgbuild.values.quantities import parse_quantity

TOLL = Says("killed", 150, entry="all")


def relate(study: Study, kind: str, *pairs: tuple[str, str]) -> Study:
    """The study with further claims: that one claim is included in, additional to or made up of another."""
    predicate = study.namer.vocabulary.properties[kind]
    claims = list(study.claims)
    for about, value in pairs:
        first = study.claim(about)
        subject, other = first.term, study.namer.node("claim", value)
        content = Proposition(subject, predicate, other, None, None, None, None, False, study.namer)
        name = f"{first.document}.{kind}.{kind}.{value.replace('.', '-')}"
        claims.append(
            replace(
                first,
                spec=replace(first.spec, id=name, property=predicate),
                term=study.namer.node("claim", name),
                proposition=content,
                counts=True,
                denies=False,
            )
        )
    sections = list(study.sections.values())
    return Study(claims, sections, (), study.corpus, study.registry, study.namer)


def the(study: Study, name: str = "killed") -> Dispute:
    (found,) = disputes(study, study.select(name))
    return found


def relations(dispute: Dispute) -> set[tuple[str, str, str]]:
    """Every pair by the values of its sides."""
    values = {
        each.number: f"{'not ' if each.side.negative else ''}{each.value}" for each in dispute.positions
    }
    return {(values[pair.left], values[pair.right], str(pair.relation)) for pair in dispute.pairs}


def test_sides_stand_with_those_who_give_them() -> None:
    """Documents with one answer are one side, however many they are; two answers are compared once."""
    study = corpus(
        [
            *(Doc(f"many{n}", says=(Says(value=150),)) for n in range(9)),
            *(Doc(f"few{n}", says=(Says(value=131),)) for n in range(3)),
        ]
    )
    found = the(study)
    assert [(each.value, len(each.documents)) for each in found.positions] == [("131", 3), ("150", 9)]
    assert relations(found) == {("131", "150", "conflict")}


def test_a_denial_stands_against_its_content_alone() -> None:
    """Who denies 150 stands against 150; nothing follows for 131, and two denials are no conflict."""
    study = corpus(
        [
            Doc("a", says=(Says(value=150),)),
            Doc("b", says=(Says(value=150, stance="denies"),)),
            Doc("c", says=(Says(value=131, stance="denies"),)),
        ]
    )
    found = the(study)
    assert relations(found) == {("150", "not 150", "conflict")}
    assert found.apart == 2


def test_dates_stand_as_from_and_to() -> None:
    """Dates conflict where they are disjoint; their bounds are days, open where there is none."""
    study = corpus(
        [Doc(str(n), says=(Says("occurred", value),)) for n, value in enumerate(("1990", "1991-02/.."))]
    )
    found = the(study, "occurred")
    assert [each.bounds for each in found.positions] == [(19900101, 19901231), (19910201, None)]
    assert {relation for *_, relation in relations(found)} == {"conflict"}


def test_what_does_not_count_stands_beside() -> None:
    """A figure that is demanded or questioned is no side."""
    study = corpus([Doc("a"), Doc("b", says=(Says(value=7, stance="questions"),))])
    found = the(study)
    assert len(found.positions) == 1
    assert [claim.document for claim in found.beside] == ["b"]


def test_a_figure_said_to_be_a_part_does_not_stand_against_its_whole() -> None:
    """50 of 150 is no conflict with 150 once the document says so, and a part greater than its whole is one."""
    said = corpus(
        [Doc("a", says=(TOLL, Says("killed", 50, entry="some"), Says("killed", 160, entry="more")))]
    )
    assert ("50", "150", "conflict") in relations(the(said))
    said = relate(
        said,
        "included_in",
        ("a.some.killed", "a.all.killed"),
        ("a.more.killed", "a.all.killed"),
    )
    found = the(said)
    assert ("50", "150", "part-of-total") in relations(found)
    assert ("160", "150", "conflict") in relations(found)
    assert ("50", "160", "not-comparable") in relations(found)


def test_a_part_does_not_answer_for_the_whole_elsewhere() -> None:
    """A part, with nothing in its scope that shows it, is in no conflict with a total that is not less than it."""
    study = corpus(
        [
            Doc("a", says=(TOLL, Says("killed", 50, entry="some"))),
            Doc("b", says=(Says("killed", 70),)),
            Doc("c", says=(Says("killed", 50),)),
        ]
    )
    found = the(relate(study, "included_in", ("a.some.killed", "a.all.killed")))
    values = [
        (each.value, [claim.document for claim in each.claims], bool(each.roles)) for each in found.positions
    ]
    assert ("50", ["a"], True) in values
    assert ("50", ["c"], False) in values
    by_side = {tuple(sorted((pair.left, pair.right))): pair.relation for pair in found.pairs}
    part = next(each.number for each in found.positions if each.roles)
    other = next(each.number for each in found.positions if each.value == "70")
    full = next(each.number for each in found.positions if each.value == "50" and not each.roles)
    assert by_side[min(part, other), max(part, other)] is Relation.COMPATIBLE
    assert by_side[min(full, other), max(full, other)] is Relation.CONFLICT


def test_what_comes_on_top_is_not_compared() -> None:
    """21 on top of 150 is another figure; nothing is added up."""
    study = corpus([Doc("a", says=(TOLL, Says("killed", 21, entry="after")))])
    found = the(relate(study, "additional_to", ("a.after.killed", "a.all.killed")))
    assert relations(found) == {("21", "150", "not-comparable")}
    assert found.sums == ()


partitions = st.lists(st.integers(1, 900), min_size=2, max_size=5, unique=True)


def divided(parts: Sequence[int], total: int, populations: bool) -> tuple[Study, list[tuple[str, str]]]:
    """A document with a figure and parts of it, and the names of each part with the whole."""
    says = [
        Says("killed", value, entry=f"part{number}", population=f"group{number}" if populations else None)
        for number, value in enumerate(parts)
    ]
    study = corpus([Doc("a", says=(Says("killed", total, entry="all"), *says))])
    return study, [(f"a.part{number}.killed", "a.all.killed") for number in range(len(parts))]


@given(partitions, st.booleans())
def test_parts_said_to_sum_to_the_whole_raise_nothing(parts: list[int], populations: bool) -> None:
    """Where the parts are said to be all, and add up, there is no conflict and no relation left open."""
    study, pairs = divided(parts, sum(parts), populations)
    found = the(relate(study, "consists_of", *((whole, part) for part, whole in pairs)))
    assert not found.is_open
    (total,) = found.sums
    assert (total.sum.lo, total.sum.hi, total.relation) == (sum(parts), sum(parts), Relation.AGREE)


@given(partitions, st.integers(1, 50))
def test_parts_said_to_be_all_that_do_not_add_up_conflict(parts: list[int], more: int) -> None:
    """The sum is compared with the whole only where the parts are said to be all of it."""
    study, pairs = divided(parts, sum(parts) + more, populations=True)
    (total,) = the(relate(study, "consists_of", *((whole, part) for part, whole in pairs))).sums
    assert total.relation is Relation.CONFLICT
    (total,) = the(relate(study, "included_in", *pairs)).sums
    assert (total.sum.lo, total.relation) == (sum(parts), None)


@given(partitions, st.data())
def test_nothing_is_summed_that_is_not_said_to_be_included(parts: list[int], data: st.DataObject) -> None:
    """A sum holds those parts that are said to be included, and no other."""
    study, pairs = divided(parts, sum(parts), populations=True)
    named = data.draw(st.lists(st.sampled_from(pairs), unique=True))
    found = the(relate(study, "included_in", *named))
    summed = {part.id for each in found.sums for part in each.sum.parts}
    assert summed == {part for part, _ in named}
    assert {each.sum.lo for each in found.sums} <= {
        sum(parts[int(part.split(".")[1].removeprefix("part"))] for part, _ in named)
    }


def test_a_part_of_a_part_is_counted_once() -> None:
    """Girls among the children among all: the children are summed, the girls within them not again."""
    study = corpus(
        [
            Doc(
                "a",
                says=(
                    TOLL,
                    Says("killed", 30, entry="children", population="children"),
                    Says("killed", 10, entry="girls", population="girls"),
                ),
            )
        ]
    )
    pairs = (
        ("a.children.killed", "a.all.killed"),
        ("a.girls.killed", "a.all.killed"),
        ("a.girls.killed", "a.children.killed"),
    )
    total = next(
        each.sum
        for each in the(relate(study, "included_in", *pairs)).sums
        if each.sum.whole.id == "a.all.killed"
    )
    assert (total.lo, [part.id for part in total.within]) == (30, ["a.girls.killed"])


def test_a_total_within_a_total_is_compared_with_its_own_sum_alone() -> None:
    """40 that is part of 150 is compared with what its own parts make; its sum answers for no total elsewhere."""
    says = (TOLL, Says("killed", 40, entry="town"), *(Says("killed", n, entry=f"ward{n}") for n in (10, 20)))
    study = corpus([Doc("a", says=says), Doc("b", says=(Says(value=30),))])
    town = [("a.town.killed", f"a.ward{n}.killed") for n in (10, 20)]
    study = relate(relate(study, "consists_of", ("a.all.killed", "a.town.killed")), "consists_of", *town)
    total = next(each for each in the(study).sums if each.sum.whole.id == "a.town.killed")
    assert (total.sum.lo, total.relation, total.sides) == (30, Relation.CONFLICT, ())
    assert "the parts make 30, the total says 40: conflict" in sum_text(study, total)


def test_a_part_exceeds_its_whole_only_beyond_the_tolerances() -> None:
    """160 in round words, within ±20, may be part of 150, since it may be less; 160 in digits may not."""
    quantities = {text: parse_quantity(text).quantity for text in ("160", "150", "over 9")}
    quantities["160, rounded"] = replace(quantities["160"], approximation="rounded", tolerance=20)
    figure = corpus([Doc("a")]).claims[0].proposition
    made = {
        text: replace(figure, object=replace(figure.object, quantity=found, _term=""), _term="")  # type: ignore[type-var]
        for text, found in quantities.items()
    }
    assert exceeds(made["160"], made["150"])
    assert not exceeds(made["160, rounded"], made["150"])
    assert not exceeds(made["160"], made["over 9"])


def test_days_are_written_as_everywhere() -> None:
    """The ends of a date in the first centuries, or before Christ, have years of four digits."""
    study = corpus(
        [Doc("a", says=(Says("occurred", "0576-03"),)), Doc("b", says=(Says("occurred", "-0043"),))]
    )
    early, late = the(study, "occurred").positions
    assert bounds_text(early) == ("-0043-01-01", "-0043-12-31")
    assert bounds_text(late) == ("0576-03-01", "0576-03-31")


def test_a_date_is_stated_if_one_text_states_it() -> None:
    """One date of two bases is marked as stated, and dates are sorted as days, not as texts."""
    first, *_ = corpus([Doc("a")]).claims
    times = [
        ("1990", "document-date"),
        ("-0043", "document-date"),
        ("1990", "stated"),
        ("1990", "document-date"),
    ]
    claims = [
        replace(first, as_of=time, spec=replace(first.spec, as_of=time if basis == "stated" else None))
        for time, basis in ((parse_time(edtf), basis) for edtf, basis in times)
    ]
    assert dates_text(dates_of(claims)) == "-0043, 1990 (stated)"
    assert dates_text(dates_of(claims), 1) == "-0043, …, 1990 (stated)"


def test_a_circle_of_parts_is_not_summed() -> None:
    """Figures that are said to include each other give no sum, and the reason is said."""
    study = corpus([Doc("a", says=(TOLL, Says("killed", 150, entry="same", population="x")))])
    pairs = (("a.same.killed", "a.all.killed"), ("a.all.killed", "a.same.killed"))
    sums = the(relate(study, "included_in", *pairs)).sums
    assert {(each.sum.lo, each.sum.reason) for each in sums} == {(None, "in-a-circle")}


documents = st.lists(
    st.builds(
        Says,
        value=st.sampled_from([7, 9, "more than 8", "hundreds"]),
        stance=st.sampled_from(["asserts", "denies", "demands"]),
        negative=st.booleans(),
        population=st.sampled_from([None, "civilians", "soldiers"]),
    ),
    min_size=1,
    max_size=6,
).map(lambda said: [Doc(f"d{n}", 1990 + n % 3, f"voice{n % 2}", (each,)) for n, each in enumerate(said)])


@given(documents, st.randoms(use_true_random=False))
def test_nothing_depends_on_the_order_of_files(docs: list[Doc], random) -> None:  # type: ignore[no-untyped-def]
    """The same documents in any order give the same page."""
    shuffled = list(docs)
    random.shuffle(shuffled)
    pages = []
    for each in (docs, shuffled):
        study = corpus(each)
        page = conflicts_page(study, disputes(study, study.questions.values()))
        pages.append([render_page(page, style) for style in ("text", "json", "csv", "md")])
    assert pages[0] == pages[1]


@given(documents)
def test_an_echo_changes_no_side(docs: list[Doc]) -> None:
    """Who says what another said, and says so, adds a document, but no side and no end of recorded lineage."""
    before = the(corpus(docs))
    echo = Doc("echo", 1999, "voice9", (replace(docs[0].says[0], source=("d0.killed",)),))
    after = the(corpus([*docs, echo]))

    def sides(dispute: Dispute) -> list[tuple[object, ...]]:
        return [(each.value, each.origins, each.unrecorded) for each in dispute.positions]

    assert sides(before) == sides(after)
    assert {(pair.left, pair.right) for pair in before.pairs} <= {
        (pair.left, pair.right) for pair in after.pairs
    }
    assert before.apart == after.apart


@given(documents)
def test_every_two_sides_are_compared_once(docs: list[Doc]) -> None:
    """Pairs are of sides, not of documents; with those of which nothing follows they are all there are."""
    found = the(corpus(docs))
    count = len(found.positions)
    compared = {frozenset((pair.left, pair.right)) for pair in found.pairs}
    assert len(compared) + found.apart == count * (count - 1) // 2
    assert sorted(each for side in found.positions for each in side.documents) == sorted(
        doc.id for doc in docs if doc.says[0].stance != "demands"
    )


def test_the_side_of_one_claim() -> None:
    """Asked about a claim, the page shows how its side stands, with all the others."""
    study = corpus([Doc(str(n), says=(Says(value=n),)) for n in (1, 2, 3)])
    found = narrowed_to(the(study, "1.killed.killed"), study.claim("1.killed.killed"))
    assert relations(found) == {("1", "2", "conflict"), ("1", "3", "conflict")}
    assert len(found.positions) == 3


def test_every_row_leads_back() -> None:
    """Each claim in JSON and CSV has its document, quote, offsets and place."""
    study = corpus([Doc("a"), Doc("b", says=(Says(value=2),))])
    page = conflicts_page(study, [the(study)])
    (dispute,) = json.loads(render_page(page, "json"))
    for side in dispute["sides"]:
        for claim in side["claims"]:
            assert {"document", "quote", "start", "end", "place"} <= claim.keys()
    assert all(len(row) == len(page.header) for row in page.rows)
    assert "independent" not in render_page(page, "text")
