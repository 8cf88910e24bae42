"""Audits: what is drawn, what a sheet shows and brings back, and the figures."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from conftest import RunKgbuild
from test_malformed import FLOOD

from kgbuild.analysis.audit.results import Audit, agreement, open_audit
from kgbuild.analysis.audit.sheet import read_sheet, write_sheet
from kgbuild.analysis.audit.taken import take_sheet
from kgbuild.claims.audit.verdicts import FAILS, HOLDS, UNDECIDED, read_verdicts
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import load_project


@pytest.fixture
def flood(tmp_path: Path) -> Path:
    """The flood project."""
    return Path(shutil.copytree(FLOOD, tmp_path / "flood", ignore=shutil.ignore_patterns("out", ".kgbuild")))


def opened(folder: Path) -> Audit:
    """The audit of a project."""
    return open_audit(load_project(folder / "kgbuild.toml"))


def filled(folder: Path, answers: dict[str, tuple[str, str]], name: str = "sheet.csv") -> Path:
    """A sheet of all claims with answers beside some of them."""
    claims = opened(folder).draw(100, "1")
    rows = list(csv.reader(io.StringIO(write_sheet(claims, ".csv").decode("utf-8-sig"), newline="")))
    header = rows[0]
    for row in rows[1:]:
        row[header.index("verdict")], row[header.index("note")] = answers.get(row[0], ("", ""))
    sheet = folder / name
    with sheet.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return sheet


def test_a_draw_depends_on_seed_and_ids_alone(flood: Path) -> None:
    """The same seed draws the same claims, a smaller draw is the beginning of a larger one, seeds differ."""
    audit = opened(flood)
    names = [each.words.id for each in audit.draw(6, "7")]
    assert names == [
        "gazette-report.toll.killed",
        "flood-report.toll.killed",
        "flood-report.street.took_place_in.lower-street",
        "flood-report.street-by-board.took_place_in.lower-street",
        "flood-report.sluice.occurred",
        "flood-report.earlier-flood.occurred",
    ]
    assert [each.words.id for each in audit.draw(3, "7")] == names[:3]
    assert [each.words.id for each in audit.draw(6, "8")] != names


def test_a_dropped_claim_moves_no_other(flood: Path) -> None:
    """Without a claim the others are drawn in the order that they had."""
    before = [each.words.id for each in opened(flood).draw(100, "7")]
    path = flood / "mappings" / "flood-report.yaml"
    entry = (
        "  earlier-flood:\n    about: flood-elmford-1876\n    occurred: 1876\n    quote: the flood of 1876\n"
    )
    path.write_text(path.read_text(encoding="utf-8").replace(entry, ""), encoding="utf-8")
    after = [each.words.id for each in opened(flood).draw(100, "7")]
    assert after == [name for name in before if name != "flood-report.earlier-flood.occurred"]


def test_a_sheet_shows_all_that_a_claim_asserts(flood: Path) -> None:
    """Value, population, stance, manner, hedge, modality, negation, place and time are in the words of the claim."""
    path = flood / "mappings" / "gazette-report.yaml"
    text = path.read_text(encoding="utf-8")
    extra = (
        "  relief:\n    carried_out_by: {value: county-gazette, modality: planned, hedge: This paper, manner: opened}\n"
        "    quote: opened a list for the relief\n"
    )
    path.write_text(text.replace("claims:\n", f"claims:\n{extra}", 1), encoding="utf-8")
    words = {each.words.id: each.words for each in opened(flood).claims}
    relief = next(words[name] for name in words if ".relief." in name)
    assert "not said to be so but planned" in relief.claim
    assert "left open by “This paper”" in relief.claim
    assert "in the manner “opened”" in relief.claim
    denied = words["flood-report.neglect.characterised_as.neglect"]
    assert denied.voice == "Elm Drainage Board denies"
    assert denied.cited == "“denies that the sluice was neglected”"
    assert words["gazette-report.toll.killed"].claim.endswith("number of people killed: 13, of civilians")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("quote: 13 civilians were killed", "quote: 13 civilians were"),
        ("quote: The parish clerk states", "quote: parish clerk states"),
        ("killed: 13 civilians", "killed: {n: 13 civilians, manner: states}"),
        ("killed: 13 civilians", "killed: {n: 13 civilians, modality: possible}"),
    ],
)
def test_what_a_reader_saw_is_sealed(flood: Path, old: str, new: str) -> None:
    """Another quote, voice, manner or modality changes the seal of its claim; no other claim is touched."""
    before = {each.words.id: each.words.seal for each in opened(flood).claims}
    path = flood / "mappings" / "flood-report.yaml"
    text = path.read_text(encoding="utf-8")
    if old.startswith("quote: 13"):
        text = text.replace("      quote: two children}", "      quote: two children}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    after = {each.words.id: each.words.seal for each in opened(flood).claims}
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert "flood-report.toll.killed" in changed
    assert {name.rsplit(".", 1)[0] for name in changed} == {"flood-report.toll"}


def test_a_property_may_get_a_better_label(flood: Path) -> None:
    """Labels of the ontology are not sealed: a verdict outlives them."""
    before = {each.words.id: each.words.seal for each in opened(flood).claims}
    module = flood / "ontology" / "flood.ttl"
    text = module.read_text(encoding="utf-8")
    assert text.count('rdfs:label "') > 0
    module.write_text(text.replace('rdfs:label "', 'rdfs:label "the '), encoding="utf-8")
    assert {each.words.id: each.words.seal for each in opened(flood).claims} == before


def test_answers_come_back_by_csv_and_markdown(flood: Path) -> None:
    """What is written into either form of a sheet is kept beside the mapping, and read again as it was."""
    note = '“so” & *so*: "who?"'
    audit = opened(flood)
    sheet = filled(flood, {"flood-report.toll.killed": ("Does  not hold", note)})
    taken = take_sheet(audit, sheet, "Anna")
    assert (taken.verdicts, taken.files, taken.empty) == (1, ("mappings/flood-report.audit",), 13)
    page = flood / "sheet.md"
    text = write_sheet(audit.draw(100, "1"), ".md").decode()
    head, mark, rest = text.partition("## gazette-report.toll.killed\n")
    page.write_text(head + mark + rest.replace("* verdict:", "* verdict: holds", 1), encoding="utf-8")
    assert take_sheet(opened(flood), page, "Ben").verdicts == 1
    by_id = opened(flood).by_id
    (anna,) = by_id["flood-report.toll.killed"].verdicts
    assert (anna.reader, anna.verdict, anna.note) == ("Anna", FAILS, note)
    (ben,) = by_id["gazette-report.toll.killed"].verdicts
    assert (ben.reader, ben.verdict, ben.note) == ("Ben", HOLDS, None)


def test_a_second_answer_replaces_the_first(flood: Path) -> None:
    """A reader has one verdict on a claim; those of others stay, and the same answers give the same bytes."""
    name = "flood-report.toll.killed"
    take_sheet(opened(flood), filled(flood, {name: (HOLDS, "")}), "Ben")
    take_sheet(opened(flood), filled(flood, {name: (HOLDS, "")}), "Anna")
    take_sheet(opened(flood), filled(flood, {name: (UNDECIDED, "who?")}), "Ben")
    file = flood / "mappings" / "flood-report.audit"
    found = read_verdicts(file.read_bytes(), "x", lambda finding: pytest.fail(str(finding)))
    assert found is not None
    assert [(each.reader, each.verdict) for each in found[name]] == [("Anna", HOLDS), ("Ben", UNDECIDED)]
    before = file.read_bytes()
    take_sheet(opened(flood), filled(flood, {name: (UNDECIDED, "who?")}), "Ben")
    assert file.read_bytes() == before


def test_a_changed_claim_is_stale_and_a_lost_one_is_said(flood: Path, run: RunKgbuild) -> None:
    """A sheet may be older than the mapping: what changed is kept as stale, what is gone is left out, both are said."""
    names = (
        "flood-report.toll.killed",
        "flood-report.earlier-flood.occurred",
        "flood-report.homes.displaced",
    )
    sheet = filled(flood, dict.fromkeys(names, (HOLDS, "")))
    path = flood / "mappings" / "flood-report.yaml"
    text = path.read_text(encoding="utf-8").replace("  earlier-flood:\n", "  flood-before:\n")
    path.write_text(text.replace("quote: About 40 persons", "quote: About 40 persons lost"), encoding="utf-8")
    done = run("audit", "--import", str(sheet), "--reader", "Anna", cwd=flood)
    assert done.returncode == 1
    assert "2 verdicts taken into mappings/flood-report.audit" in done.stderr
    assert "flood-report.homes.displaced: changed since the sheet was written" in done.stderr
    assert "flood-report.earlier-flood.occurred: no claim any more" in done.stderr
    checked = run("check", cwd=flood)
    assert "warning[KG370]: `flood-report.homes.displaced` has changed since Anna read it" in checked.stderr
    assert "1 verdict on what has changed since" in run("audit", cwd=flood).stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "id,claim,verdict,seal\nx.y.z,c,hold,0000000000000000\n",
            "sheet.csv:2:1: no verdict: 'hold'; did you mean",
        ),
        ("id,claim,verdict,seal\nx.y.z,c,holds,\n", "sheet.csv:2:1: no seal beside the verdict"),
        ("id,claim,seal\nx.y.z,c,0000000000000000\n", "sheet.csv:1: there is no column `verdict`"),
        ("", "there is no column `id`"),
        ("id,verdict,seal\n", "it holds no claim"),
        (
            "id,verdict,seal\nx.y.z,holds,0000000000000000\nx.y.z,cannot say,0000000000000000\n",
            "sheet.csv:3:1: `x.y.z` has another answer on line 2",
        ),
    ],
)
def test_a_faulty_sheet_changes_nothing(flood: Path, content: str, message: str) -> None:
    """What cannot be taken in is named with its line, all faults at once, and no file is written."""
    sheet = flood / "sheet.csv"
    sheet.write_text(content, encoding="utf-8")
    with pytest.raises(KgbuildError) as error:
        take_sheet(opened(flood), sheet, "Anna")
    assert message in str(error.value)
    assert not list(flood.glob("mappings/*.audit"))


def test_a_sheet_may_come_back_with_semicolons(flood: Path) -> None:
    """Spreadsheet programs of many countries write ``;`` for the comma."""
    sheet = filled(flood, {"flood-report.toll.killed": (HOLDS, "")})
    rows = list(csv.reader(io.StringIO(sheet.read_text(encoding="utf-8-sig"), newline="")))
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    answers, empty = read_sheet(sheet)
    assert [(each.claim, each.verdict) for each in answers] == [("flood-report.toll.killed", HOLDS)]
    assert empty == 13


def test_no_cell_runs_as_a_formula(flood: Path) -> None:
    """A cell that a spreadsheet program would run begins with an apostrophe."""
    path = flood / "mappings" / "gazette-report.yaml"
    text = path.read_text(encoding="utf-8")
    assert "county-gazette" in text
    registry = flood / "registry" / "events.yaml"
    events = registry.read_text(encoding="utf-8")
    registry.write_text(events.replace("{en: Flood, Elmford", "{en: =Flood, Elmford"), encoding="utf-8")
    registry.write_text(
        registry.read_text(encoding="utf-8").replace('{en: "Flood, Elmford', '{en: "=Flood, Elmford'),
        encoding="utf-8",
    )
    sheet = write_sheet(opened(flood).draw(100, "1"), ".csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(sheet, newline="")) for cell in row]
    assert any(cell.startswith("'=Flood, Elmford") for cell in cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


# Cohen's own tables are of three categories and more than two hundred cases; these can be computed by hand.
@pytest.mark.parametrize(
    ("counts", "raw", "kappa"),
    [
        ({(HOLDS, HOLDS): 20, (HOLDS, FAILS): 5, (FAILS, HOLDS): 10, (FAILS, FAILS): 15}, 0.7, 0.4),
        ({(HOLDS, HOLDS): 1, (FAILS, FAILS): 1, (UNDECIDED, UNDECIDED): 2}, 1.0, 1.0),
        ({(HOLDS, FAILS): 1, (FAILS, HOLDS): 1}, 0.0, -1.0),
        ({(HOLDS, HOLDS): 5}, 1.0, None),
        ({(HOLDS, FAILS): 4}, 0.0, 0.0),
    ],
)
def test_agreement_is_cohens(counts: dict[tuple[str, str], int], raw: float, kappa: float | None) -> None:
    """Raw agreement and κ of two readers; κ is not defined where both gave one verdict throughout."""
    found = agreement(("Anna", "Ben"), [pair for pair, number in counts.items() for _ in range(number)])
    assert found.raw == pytest.approx(raw)
    assert found.kappa == (None if kappa is None else pytest.approx(kappa))


def test_the_figures_are_those_of_the_verdicts(flood: Path, run: RunKgbuild) -> None:
    """By document and by reader, with what does not hold; and a reader is not given again what was read."""
    names = [each.words.id for each in opened(flood).draw(100, "1")]
    take_sheet(opened(flood), filled(flood, dict.fromkeys(names, (HOLDS, ""))), "Anna")
    take_sheet(opened(flood), filled(flood, {names[0]: (FAILS, "who?"), names[1]: (HOLDS, "")}), "Ben")
    data = json.loads(run("audit", "--format", "json", cwd=flood).stdout)
    assert data["readers"]["Anna"] == {HOLDS: 14, FAILS: 0, UNDECIDED: 0}
    assert data["readers"]["Ben"] == {HOLDS: 1, FAILS: 1, UNDECIDED: 0}
    assert data["agreement"] == [{"readers": ["Anna", "Ben"], "claims": 2, "raw": 0.5, "kappa": 0.0}]
    assert sum(each["read"] for each in data["documents"].values()) == 14
    text = run("audit", cwd=flood).stdout
    assert "14 of 14 claims were read, by 2 readers" in text
    assert "Ben: does not hold – who?" in text
    audit = opened(flood)
    assert audit.draw(100, "2", "Anna") == []
    assert len(audit.draw(100, "2", "Ben")) == 12


def test_the_lock_gives_the_same_seals(flood: Path) -> None:
    """A verdict holds with the document and without it."""
    with_documents = {each.words.id: each.words.seal for each in opened(flood).claims}
    shutil.rmtree(flood / "documents")
    assert {each.words.id: each.words.seal for each in opened(flood).claims} == with_documents


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--sample", "3"), "--sample and --seed belong together"),
        (("--import", "kgbuild.toml"), "--import needs --reader NAME"),
        (("--reader", "Anna"), "--reader belongs to --import or --sample"),
        (("--sample", "3", "--seed", "1", "--import", "kgbuild.toml", "--reader", "Anna"), "two steps"),
        (("--sample", "3", "--seed", "1", "-o", "sheet.xlsx"), "a sheet ends in .csv or .md"),
    ],
)
def test_options_that_do_not_go_together(
    flood: Path, run: RunKgbuild, arguments: list[str], message: str
) -> None:
    """A call that could mean two things is refused."""
    done = run("audit", *arguments, cwd=flood)
    assert done.returncode == 2
    assert message in done.stderr
