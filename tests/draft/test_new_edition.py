"""A new text of a document: what became of each quote, what is proposed, and what is written only when asked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, RunKgbuild

from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import load_project
from kgbuild.core.similar import slips_only
from kgbuild.draft.new_edition import QuoteUpdate, Update, compare
from kgbuild.text.documents import text_layer

DIARY = "mappings/diary-1931.yaml"
TEXT = "documents/diary-1931.txt"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the excavation, to change."""
    example = ROOT / "examples" / "excavation"
    return Path(shutil.copytree(example, tmp_path / "dig", ignore=shutil.ignore_patterns("out")))


def rescanned(project: Path, *changes: tuple[str, str]) -> None:
    """Change words of the diary."""
    file = project / TEXT
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def compared(project: Path, document: Path | None = None) -> Update:
    return compare(load_project(project / "kgbuild.toml"), project / DIARY, document)


def of(update: Update, words: str) -> QuoteUpdate:
    return next(each for each in update.quotes if each.quote.text == words)


def test_what_stands_before_a_change_is_unchanged_and_what_follows_moved(project: Path) -> None:
    """Offsets before the change stay; those after it differ by its length, without the old text at hand."""
    rescanned(project, ("Trench C is closed.", "Trench C is closed at last."))
    update = compared(project)
    assert {each.state for each in update.quotes} == {"unchanged", "moved"}
    for each in update.quotes:
        assert each.before is not None
        assert each.after is not None
        shift = len(" at last") if each.state == "moved" else 0
        assert each.after == (each.before[0] + shift, each.before[1] + shift)
    assert update.open == 0
    assert update.certain == ()


def test_the_old_text_says_the_same_as_the_lock(project: Path, tmp_path: Path) -> None:
    """With the old text at hand and without a lock the comparison is the one that the lock gives."""
    old = (project / TEXT).read_bytes()
    rescanned(project, ("Trench C is closed.", "Trench C is closed at last."), ("63 vessels", "64 vessels"))
    from_lock = compared(project)
    new = tmp_path / "new scan.txt"
    shutil.move(project / TEXT, new)
    (project / TEXT).write_bytes(old)
    (project / "mappings" / "diary-1931.lock").unlink()
    assert compared(project, new).quotes == from_lock.quotes


def test_without_old_text_or_lock_quotes_are_found_or_broken(project: Path) -> None:
    """Where a quote stood is not guessed."""
    rescanned(project, ("Trench C is closed.", "Trench C is closed at last."), ("Pell thinks", "Pell hopes"))
    (project / "mappings" / "diary-1931.lock").unlink()
    update = compared(project)
    assert {each.state for each in update.quotes} == {"found", "broken"}
    assert all(each.before is None for each in update.quotes)


def test_a_misread_letter_is_a_certain_proposal(project: Path) -> None:
    """The same words but for a slip in a long one: certain. Other words: only nearest."""
    rescanned(project, ("which Pell lifted", "which Pell liftcd"), ("Not one of the", "None of the"))
    update = compared(project)
    (certain,) = of(update, "unbroken, which Pell lifted out").proposals
    assert (certain.value, certain.certain) == ("unbroken, which Pell liftcd out", True)
    (nearest,) = of(update, "Not one of the graves was robbed").proposals
    assert (nearest.value, nearest.certain) == ("None of the graves was robbed", False)


@pytest.mark.parametrize("new", ["14 graves", "42 graves", "411 graves"])
def test_another_figure_is_never_certain(new: str, project: Path) -> None:
    """A figure that the new text gives otherwise is for the author, however near the words."""
    rescanned(project, ("41 graves on", f"{new} on"))
    assert not any(p.certain for p in of(compared(project), "we have counted 41 graves").proposals)
    before = (project / DIARY).read_text(encoding="utf-8")
    (project / DIARY).write_bytes(compared(project).written())
    after = (project / DIARY).read_text(encoding="utf-8")
    assert [a for a, b in zip(before.split("\n"), after.split("\n"), strict=True) if a != b] == [
        next(line for line in before.split("\n") if "text: sha256:" in line)
    ]


def test_two_candidates_are_not_certain(project: Path) -> None:
    """Where another stretch is as near, nothing is certain."""
    rescanned(
        project,
        (
            "which Pell lifted out with his own hands.",
            "which Pell liftcd out. It stood unbroken, which Pell liftod out.",
        ),
    )
    assert not any(p.certain for p in of(compared(project), "unbroken, which Pell lifted out").proposals)


def test_a_quote_that_stands_twice_gets_the_occurrence_nearest_to_its_old_place(project: Path) -> None:
    """Its neighbours say how far it moved; the proposal is never certain."""
    rescanned(project, ("FIELD DIARY", "63 vessels. FIELD DIARY"), ("Josiah Pell", "63 vessels. Josiah Pell"))
    found = of(compared(project), "63 vessels")
    assert (found.state, found.times) == ("ambiguous", 3)
    assert [(p.key, p.value, p.certain) for p in found.proposals] == [("occurrence", "2", False)]


def test_a_context_and_half_a_range_are_mended_alone(project: Path) -> None:
    """Of a quote with context only what broke is proposed; of a range the half that stands stays."""
    rescanned(
        project, ("on the floor of the ki1n", "on the floors of the ki1n"), ("its flue cut", "its fluc cut")
    )
    update = compared(project)
    assert [(p.key, p.value) for p in of(update, "the last firing in the 180s").proposals] == [
        ("context", "on the floors of the kiln")
    ]
    assert [p.value for p in of(update, "its flue cut … Grave 9").proposals] == ["its fluc cut … Grave 9"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_writing_changes_only_what_is_certain(end: str, project: Path) -> None:
    """The hash, the certain quote and the repair that is not needed; every other line is the same, byte for byte."""
    mapping = project / DIARY
    mapping.write_bytes(mapping.read_bytes().replace(b"\n", end.encode()))
    rescanned(
        project, ("which Pell lifted", "which Pell liftcd"), ("ki1n", "kiln"), ("Not one of", "None of")
    )
    digest = text_layer((project / TEXT).read_bytes()).hash
    old = mapping.read_bytes().decode().split(end)
    new = compared(project).written().decode().split(end)
    gone = [line for line in old if line not in new]
    come = [line for line in new if line not in old]
    assert come == [
        f"  text: sha256:{digest}",
        *(line.replace("lifted", "liftcd") for line in old if "Pell lifted" in line),
    ]
    assert len(gone) == len(come) + 2
    assert [line.strip() for line in gone if "repairs" in line or "ki1n" in line] == [
        "repairs:",
        "- {text: ki1n, read: kiln}",
    ]


def test_nothing_is_written_unless_asked(project: Path, run: RunKgbuild) -> None:
    """``--update`` alone prints; ``--write`` writes mapping and lock, after which the project is clean."""
    rescanned(project, ("which Pell lifted", "which Pell liftcd"))
    before = {path: path.read_bytes() for path in sorted((project / "mappings").iterdir())}
    shown = run("lock", "--update", DIARY, cwd=project)
    assert shown.returncode == 1
    assert "certain: write `quote: " in shown.stdout
    assert {path: path.read_bytes() for path in before} == before
    written = run("lock", "--update", DIARY, "--write", cwd=project)
    assert written.returncode == 0, written.stderr
    assert run("check", cwd=project).stderr.startswith("no findings · ")
    (project / TEXT).unlink()
    assert run("check", cwd=project).stderr.startswith("no findings · ")


def test_json_is_one_object(project: Path, run: RunKgbuild) -> None:
    """``--format json`` prints the comparison, and nothing else, on stdout."""
    rescanned(project, ("which Pell lifted", "which Pell liftcd"))
    found = json.loads(run("lock", "--update", DIARY, "--format", "json", cwd=project).stdout)
    assert (found["mapping"], found["document"], found["written"]) == (DIARY, "diary-1931.txt", False)
    broken, again = (each for each in found["quotes"] if each["state"] == "broken")
    assert again["line"] == broken["line"] + 1, "a quote that is written twice is mended twice"
    assert broken["proposals"] == [
        {"key": "quote", "value": "unbroken, which Pell liftcd out", "certain": True}
    ]
    assert broken["after"] is None


def test_what_cannot_be_compared_is_said(project: Path, tmp_path: Path) -> None:
    """No look-alike, several of them, the very same text, and a file that is no mapping are refused by name."""
    with pytest.raises(KgbuildError, match="has the hash of this text already"):
        compared(project, project / TEXT)
    with pytest.raises(KgbuildError, match="no file among the documents looks like that of"):
        compared(project)
    rescanned(project, ("Trench C", "Trench D"))
    shutil.copy(project / TEXT, project / "documents" / "copy.txt")
    with (project / "documents" / "copy.txt").open("a", encoding="utf-8") as file:
        file.write("More.\n")
    with pytest.raises(KgbuildError, match="several files look like the document of"):
        compared(project)
    with pytest.raises(KgbuildError, match="no mapping of this project"):
        compare(load_project(project / "kgbuild.toml"), tmp_path / "other.yaml", None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the prisoners were counted", "the prisonors were counted", True),
        ("is now armed", "is not armed", False),
        ("the armed men", "the unarmed men", False),
        ("in chapter XVII", "in chapter XVIII", False),
        ("persons were held", "prisons were held", False),
        ("article 12b", "article 13b", False),
        ("two words", "two more words", False),
    ],
)
def test_slips_are_misread_letters_in_long_words(one: str, other: str, same: bool) -> None:
    """Short words, first letters, figures and Roman numerals must be equal."""
    assert slips_only(one, other) is same
