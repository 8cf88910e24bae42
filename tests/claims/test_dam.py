"""Nine documents on one breach of a dam: the page ``expected.md`` beside them, written before the program was run."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from kgbuild.analysis.conflicts.results import Dispute, SumLine, disputes
from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.origins.results import traced_mention
from kgbuild.analysis.study import Study
from kgbuild.claims.comparability import Relation
from kgbuild.core.project import load_project

DAM = Path(__file__).parents[1] / "cases" / "dam"
QUESTION = "breach-of-vellmoor-dam-1932-03-13.killed"
PARTS = ("82", "20", "21")
BOARD = ("118", "137", "139", "142")


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(load_project(DAM / "kgbuild.toml"))


@pytest.fixture(scope="module")
def dispute(study: Study) -> Dispute:
    (found,) = disputes(study, study.select(QUESTION))
    return found


@pytest.fixture(scope="module")
def relations(study: Study, dispute: Dispute) -> dict[tuple[str, str], set[Relation]]:
    """The relations of every two answers, by their values, from either side."""
    found: dict[tuple[str, str], set[Relation]] = defaultdict(set)
    values = {each.number: each.value for each in dispute.positions}
    for pair in dispute.pairs:
        found[values[pair.left], values[pair.right]].add(pair.relation)
        if pair.relation not in (Relation.LATER, Relation.PART):
            found[values[pair.right], values[pair.left]].add(pair.relation)
    return found


def test_the_total_stands_against_every_other_total(relations: dict[tuple[str, str], set[Relation]]) -> None:
    """147 conflicts with 118, 137, 139 and 142 of the board and 131 of the committee; 131 with those of the board."""
    for other in (*BOARD, "131"):
        assert relations["147", other] == {Relation.CONFLICT}
    for other in BOARD:
        assert relations["131", other] == {Relation.CONFLICT}


def test_parts_conflict_with_nothing(relations: dict[tuple[str, str], set[Relation]]) -> None:
    """A part is no answer that stands against its total, another part, or a total elsewhere that is not less."""
    for part in (*PARTS, "8"):
        assert Relation.PART in relations[part, "147"]
        for (one, _), found in relations.items():
            assert one != part or Relation.CONFLICT not in found


def test_the_parts_are_added_up(dispute: Dispute) -> None:
    """The parts make 131, the total says 147: in each of the two papers; and 131 is the figure of the committee."""
    values = {each.number: each.value for each in dispute.positions}

    def others(line: SumLine) -> dict[Relation, set[str]]:
        return {relation: {values[side] for side in sides} for relation, sides in line.sides}

    assert {line.sum.whole.document for line in dispute.sums} == {"herald-1932", "gazette-1932"}
    for line in dispute.sums:
        assert (line.sum.lo, line.sum.hi, line.relation) == (131, 131, Relation.CONFLICT)
        assert others(line)[Relation.AGREE] == {"131"}
        assert others(line)[Relation.CONFLICT] == {*BOARD, "about 137"}


def test_one_office_revises_its_figure(relations: dict[tuple[str, str], set[Relation]]) -> None:
    """118, 137, 139, 142: each a later figure than those before, and no conflict within the series."""
    for number, later in enumerate(BOARD):
        for earlier in BOARD[:number]:
            assert relations[later, earlier] == {Relation.LATER}
            assert relations[earlier, later] == set()


def test_about_137_is_137_and_nothing_else(
    dispute: Dispute, relations: dict[tuple[str, str], set[Relation]]
) -> None:
    """ "Some 137" is compatible with 137, within ±0.5 as is shown, and conflicts with the other totals."""
    assert relations["about 137", "137"] == {Relation.COMPATIBLE}
    for other in ("118", "131", "139", "142", "147"):
        assert relations["about 137", other] == {Relation.CONFLICT}
    values = {each.number: each.value for each in dispute.positions}
    (pair,) = (p for p in dispute.pairs if {values[p.left], values[p.right]} == {"137", "about 137"})
    assert pair.notes == ("about 137: within ±0.5",)


def test_at_least_three_is_compatible(relations: dict[tuple[str, str], set[Relation]]) -> None:
    """At least 3 children, in the outer villages, agree with no figure and are compatible with all."""
    for other in (*PARTS, *BOARD, "8", "131", "about 137", "147"):
        assert relations["at least 3", other] == {Relation.COMPATIBLE}


def test_the_echo_has_one_origin(study: Study, dispute: Dispute) -> None:
    """147 stands in two documents and has one recorded origin, a report that is not held; the others none."""
    position = next(each for each in dispute.positions if each.value == "147")
    assert len(position.documents) == 2
    assert [study.name(origin) for origin in position.origins] == ["wire-report-on-vellmoor-1932"]
    for each in dispute.positions:
        if each.value in (*BOARD, "131", "about 137"):
            assert [traced_mention(study, claim).origins for claim in each.claims] == [()]
