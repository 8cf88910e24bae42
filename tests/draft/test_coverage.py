"""Coverage: every item of a text is covered, ignored or open, and what is shown says so."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, RunKgbuild
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import load_project
from kgbuild.draft.coverage import (
    WORDS_AROUND,
    DocumentCoverage,
    as_lines,
    as_object,
    cover,
    marked_text,
    words_around,
)
from kgbuild.evidence.unmapped import (
    COVERED,
    IGNORED,
    KINDS,
    OPEN,
    Item,
    Settled,
    items_in,
    merged,
    paragraphs,
)
from kgbuild.mapping.registry import Registry
from kgbuild.text.documents import TextLayer
from kgbuild.text.tokens import WORD

FLOOD = ROOT / "tests" / "cases" / "flood"
NOBODY = Registry({}, "")
CLAIM = "  boats:\n    displaced: three persons\n    reading: invented\n    quote: three miles away\n"
IGNORES = """\
ignore:
  - {quote: three miles away, why: a distance}
  - {quote: Elm Drainage Board, why: a heading}
"""


@pytest.fixture
def flood(tmp_path: Path) -> Path:
    """A copy of the flood project, to change."""
    return Path(shutil.copytree(FLOOD, tmp_path / "flood", ignore=shutil.ignore_patterns("out")))


def covered(project: Path) -> dict[str, DocumentCoverage]:
    return {each.id: each for each in cover(load_project(project / "kgbuild.toml"))}


def words(document: DocumentCoverage, state: str) -> list[tuple[str, str]]:
    """The items of a state, each with its own words."""
    assert document.layer is not None
    text = document.layer.text
    return [(e.item.kind, text[e.item.start : e.item.end]) for e in document.of(state)]


def append(project: Path, text: str) -> None:
    with (project / "mappings" / "flood-report.yaml").open("a", encoding="utf-8") as file:
        file.write(text)


def test_what_is_open_in_the_flood_case(flood: Path) -> None:
    """Figures, dates and names outside every quote are open; those inside one, or a context, are not."""
    found = covered(flood)
    assert words(found["flood-report"], OPEN) == [
        ("figure", "three miles"),
        ("name", "Elm Drainage Board"),
        ("figure", "four days"),
    ]
    assert words(found["gazette-report"], OPEN) == [("date", "night of 4–5 March 1901")]
    assert found["flood-report"].counts["paragraph"] == {COVERED: 2, IGNORED: 0, OPEN: 0}


@pytest.mark.parametrize("addition", ["", CLAIM, IGNORES, CLAIM + IGNORES])
def test_the_laws_of_items(flood: Path, addition: str) -> None:
    """Each item has one state and lies inside the text; counts add up; only an ignored item has a reason."""
    append(flood, addition)
    for document in covered(flood).values():
        assert document.layer is not None
        text = document.layer.text
        assert sorted(document.items, key=id) == sorted(
            [e for state in (COVERED, IGNORED, OPEN) for e in document.of(state)], key=id
        )
        assert sum(sum(count.values()) for count in document.counts.values()) == len(document.items)
        for each in document.items:
            assert each.item.kind in KINDS
            assert 0 <= each.item.start < each.item.end <= len(text)
            assert text[each.item.start : each.item.end].strip() == text[each.item.start : each.item.end]
            assert (each.state == IGNORED) == (each.ignore is not None)
        assert list(merged(document.spans)) == list(document.spans)


def test_a_claim_never_lowers_coverage(flood: Path) -> None:
    """With a further claim, what was covered is covered, and the items are the same."""
    before = covered(flood)["flood-report"]
    append(flood, CLAIM)
    after = covered(flood)["flood-report"]
    assert [e.item for e in before.items] == [e.item for e in after.items]
    pairs = list(zip(before.items, after.items, strict=True))
    assert all(new.state == COVERED for old, new in pairs if old.state == COVERED)
    assert ("figure", "three miles") not in words(after, OPEN)
    assert after.quoted > before.quoted


def test_an_ignore_leaves_out_with_its_reason(flood: Path, run: RunKgbuild) -> None:
    """Ignored items are listed with the reason; the quote is locked; the graph is the same."""
    assert run("build", cwd=flood).returncode == 0
    good = (flood / "out" / "SHA256SUMS").read_bytes()
    append(flood, IGNORES)
    document = covered(flood)["flood-report"]
    assert words(document, IGNORED) == [("figure", "three miles"), ("name", "Elm Drainage Board")]
    assert [e.ignore.why for e in document.of(IGNORED) if e.ignore] == ["a distance", "a heading"]
    assert words(document, OPEN) == [("figure", "four days")]
    assert all(text not in marked_text(document, "[[", "]]", str) for text in ("[[three", "[[Elm"))
    assert "KG322" in run("build", cwd=flood).stderr
    assert run("lock", cwd=flood).returncode == 0
    assert run("build", cwd=flood).stderr.startswith("no findings")
    assert (flood / "out" / "SHA256SUMS").read_bytes() == good


def test_an_ignore_is_checked_only_with_the_document(flood: Path, run: RunKgbuild) -> None:
    """What is mapped need not be ignored (KG319); from the lock alone nobody can say."""
    append(flood, "ignore: {quote: 13 civilians, why: said by the clerk}\n")
    assert run("lock", cwd=flood).returncode == 0
    assert "warning[KG319]" in run("check", cwd=flood).stderr
    (flood / "documents" / "flood-report.txt").unlink()
    assert "no findings" in run("check", cwd=flood).stderr


@pytest.mark.parametrize(
    ("ignored", "warns"),
    [("mail coach", False), ("door", False), ("civilians", True), ("river broke", False)],
)
def test_an_ignore_of_words_that_nothing_rests_on_is_needed(
    flood: Path, run: RunKgbuild, ignored: str, warns: bool
) -> None:
    """Words that are no item may be left out too, before a comma or a full stop as well; mapped words may not."""
    append(flood, f"ignore: {{quote: {ignored}, why: of no use here}}\n")
    assert ("KG319" in run("check", cwd=flood).stderr) is warns


def test_of_two_ignores_of_one_item_the_first_counts(flood: Path, run: RunKgbuild) -> None:
    """The second ignore of the same figure is not needed."""
    append(flood, IGNORES + "  - {quote: Netherby, three miles, why: again}\n".replace("Netherby, ", ""))
    stderr = run("check", cwd=flood).stderr
    assert stderr.count("KG319") == 1
    assert "three miles, why: again" in stderr


def test_a_paragraph_is_ignored_by_its_first_words(tmp_path: Path) -> None:
    """An ignore in the middle of an open paragraph leaves the paragraph open; one of its first words does not."""
    text = "The river rose.\n\nNothing here is of any weight, as two of us agree.\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    for folder in ("mappings", "documents"):
        (tmp_path / folder).mkdir()
    (tmp_path / "kgbuild.toml").write_text('base = "https://example.org/"\ndocuments = ["documents"]\n')
    (tmp_path / "documents" / "note.txt").write_text(text)
    head = f"document: {{id: note, kind: report, text: 'sha256:{digest}'}}\nclaims: {{}}\nignore:\n"

    def states(quote: str) -> list[tuple[str, str]]:
        (tmp_path / "mappings" / "note.yaml").write_text(f"{head}  - {{quote: {quote}, why: idle}}\n")
        return [(e.item.kind, e.state) for e in covered(tmp_path)["note"].items]

    river = ("paragraph", OPEN)
    assert states("two of us") == [river, ("paragraph", OPEN), ("figure", IGNORED)]
    assert states("Nothing here") == [river, ("paragraph", IGNORED), ("figure", OPEN)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("One.\n\nTwo.\n", ["One.", "Two."]),
        ("A line \n\nbroken by hand \n \n\n goes on. \n\nNext", ["A line|broken by hand|goes on.", "Next"]),
        ("It ends. In\na line.\nIt goes on.\n", ["It ends. In|a line.|It goes on."]),
        (f"{'long ' * 30}line.\nAnother.\n", [f"{'long ' * 30}line.", "Another."]),
        ("He said “no.”\n\nShe left", ["He said “no.”", "She left"]),
        ("\n \n", []),
    ],
)
def test_paragraphs(text: str, wanted: list[str]) -> None:
    """A blank line after a whole sentence ends a paragraph, and so does a long line; one inside a sentence does not."""
    found = [re.sub(r"\s*\n\s*", "|", text[start:end]) for start, end in paragraphs(text)]
    assert found == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("13 died on 4 March 1901", [("figure", "13"), ("date", "4 March 1901")]),
        ("see A/79/758–S/2025/36, and/or AND/OR.", [("symbol", "A/79/758"), ("symbol", "S/2025/36")]),
        ("two of E/CN.4/Sub.2/1995/7.", [("figure", "two"), ("symbol", "E/CN.4/Sub.2/1995/7")]),
    ],
)
def test_items_of_small_texts(text: str, wanted: list[tuple[str, str]]) -> None:
    """A day of a date is no figure, a symbol ends before its full stop."""
    found = items_in(TextLayer(text), (), NOBODY)
    assert [(i.kind, text[i.start : i.end]) for i in found if i.kind != "paragraph"] == wanted


def test_figures_and_dates_of_names_are_covered(flood: Path) -> None:
    """What stands within a registered name is no item to map: neither is it open once the name is."""
    places = flood / "registry" / "places.yaml"
    entry = "\nthree-miles:\n  type: town\n  label: {en: three miles away}\n"
    places.write_text(places.read_text(encoding="utf-8") + entry, encoding="utf-8")
    document = covered(flood)["flood-report"]
    assert ("figure", "three miles") not in words(document, OPEN)
    assert ("name", "three miles away") in words(document, OPEN)


@given(st.text("ab1 .\n/A“”-4中Ж\t", max_size=80))
def test_items_of_any_text_lie_in_it(text: str) -> None:
    """Paragraphs partition the words; items lie inside the text, in order; few words are shown around any."""
    layer = TextLayer(text)
    blocks = paragraphs(text)
    assert "".join("".join(text[a:b].split()) for a, b in blocks) == "".join(text.split())
    items = items_in(layer, (), NOBODY)
    assert [item.start for item in items] == sorted(item.start for item in items)
    document = DocumentCoverage("x", "x", layer, tuple(Settled(i, OPEN) for i in items), (), 0.0, 0)
    for item in items:
        assert 0 <= item.start < item.end <= len(text)
        assert len(WORD.findall(words_around(document, item))) <= WORDS_AROUND
        assert len(words_around(document, item)) <= 84


def test_no_long_run_is_shown_of_a_script_without_spaces() -> None:
    """Where a paragraph is one word, only a stretch about the item is shown."""
    text = "水" * 500 + "13" + "水" * 500
    document = DocumentCoverage("x", "x", TextLayer(text), (), (), 0.0, 0)
    shown = words_around(document, Item("figure", 500, 502))
    assert "13" in shown
    assert len(shown) <= 84


@pytest.mark.parametrize("addition", ["", IGNORES])
def test_json_and_text_agree(flood: Path, run: RunKgbuild, addition: str) -> None:
    """Both outputs show the same items, in the same order, with the same offsets and words."""
    append(flood, addition)
    objects = json.loads(run("coverage", "--format", "json", cwd=flood).stdout)
    text = run("coverage", cwd=flood).stdout
    listed = re.findall(r"^    (\w+) +line (\d+), characters (\d+)–(\d+) +(.*)$", text, re.MULTILINE)
    wanted = [
        (
            *(str(item[key]) for key in ("kind", "line", "start", "end")),
            item["words"] + (f" ({item['why']})" if item["why"] else ""),
        )
        for document in objects
        for item in (*document["open"], *document["ignored"])
    ]
    assert listed == wanted
    for document, own in zip(objects, covered(flood).values(), strict=True):
        assert document == as_object(own)
        assert document["at_hand"] is True
        assert as_lines(own)[0] in text
        for state in (OPEN, IGNORED):
            assert sum(count[state] for count in document["counts"].values()) == len(document[state])


def test_marked_text_is_the_text(flood: Path, run: RunKgbuild) -> None:
    """Without the marks the marked text is the text; every covered figure stands between marks."""
    document = covered(flood)["flood-report"]
    assert document.layer is not None
    marked = marked_text(document, "[[", "]]", str)
    assert marked.replace("[[", "").replace("]]", "") == document.layer.text
    assert "that [[13 civilians were killed]] and" in marked
    shown = run("coverage", "--marked", "mappings/flood-report.yaml", cwd=flood).stdout
    assert marked in shown
    assert "open:" not in shown


def test_a_document_not_at_hand(flood: Path, run: RunKgbuild) -> None:
    """It is listed as such and nothing is said of it; where none is at hand the job cannot be done."""
    (flood / "documents" / "gazette-report.txt").unlink()
    found = run("coverage", cwd=flood)
    assert found.returncode == 0
    assert "gazette-report: not at hand\n" in found.stdout
    assert found.stderr == "3 open items in 1 document, 1 not at hand\n"
    away = json.loads(run("coverage", "--format", "json", cwd=flood).stdout)[1]
    assert (away["at_hand"], away["counts"], away["quoted"], away["open"]) == (False, None, None, [])
    for arguments in (["mappings/gazette-report.yaml"], ["--marked", "mappings/gazette-report.yaml"]):
        nothing = run("coverage", *arguments, cwd=flood)
        assert (nothing.returncode, nothing.stdout) == (2, "")
        assert nothing.stderr.startswith("error: nothing can be covered: none of the documents is at hand; ")


def test_exit_codes(flood: Path, run: RunKgbuild) -> None:
    """``--fail-on-open`` gives 1 while something is open; a file that is no mapping of the project 2."""
    gazette = "mappings/gazette-report.yaml"
    assert run("coverage", gazette, cwd=flood).returncode == 0
    assert run("coverage", gazette, "--fail-on-open", cwd=flood).returncode == 1
    with (flood / gazette).open("a", encoding="utf-8") as file:
        file.write("ignore: {quote: night of 4–5 March 1901, why: as in the Chronicle}\n")
    assert run("coverage", gazette, "--fail-on-open", cwd=flood).returncode == 0
    assert run("coverage", "kgbuild.toml", cwd=flood).returncode == 2
    assert run("coverage", "--marked", "--format", "json", cwd=flood).returncode == 2
    with pytest.raises(KgbuildError, match="no mapping of this project"):
        cover(load_project(flood / "kgbuild.toml"), [flood / "kgbuild.toml"])


def test_errors_of_a_mapping_are_told(flood: Path, run: RunKgbuild) -> None:
    """A quote that is not found covers nothing, and the last line sends the user to ``check``."""
    append(flood, CLAIM.replace("three miles away", "five miles away"))
    found = run("coverage", cwd=flood)
    assert found.returncode == 0
    assert found.stderr.endswith("run `kgbuild check`\n")
    assert "miles away" in found.stdout
