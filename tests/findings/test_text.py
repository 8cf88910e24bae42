"""Findings as text: what is shown under a line stands where it belongs, and nothing steers the terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.core.places import Place
from kgbuild.core.terminal import display_width, visible, wrap
from kgbuild.findings.diagnostics import Diagnostic, Related, diagnostic
from kgbuild.findings.text import render_text

FLOOD = """document:
  id: vestry-minutes
claims:
  toll:
    killed: 12
    quote: twelve persons where drowned
"""


def source_of(file: str) -> str | None:
    return {"mappings/flood.yaml": FLOOD}.get(file)


def one_line(line: str, column: int, end: int, label: str = "here", width: int = 100) -> list[str]:
    """The source line and the caret line of a finding on the only line of a file."""
    finding = diagnostic("KG301", "message", Place("f", 1, column, 1, end), label=label)
    return render_text([finding], lambda _: line, width=width).split("\n")[3:5]


def test_the_whole_form() -> None:
    """A finding shows fact, place, line, carets with label, further places, notes and help, in this order."""
    finding = diagnostic(
        "KG301",
        "the quote does not occur in the document",
        Place("mappings/flood.yaml", 6, 12, 6, 40),
        label="not in the text",
        notes=["closest text, characters 104–132: “twelve persons were drowned”", "two\nlines"],
        help="write `quote: twelve persons were drowned`",
        related=[
            Related(Place("mappings/flood.yaml", 4, 3, 4, 7), "in this entry"),
            Related(Place("documents/flood.txt", 3, 1, 3, 9), "nearest words"),
        ],
    )
    assert render_text([finding], source_of) == (
        "error[KG301]: the quote does not occur in the document\n"
        " --> mappings/flood.yaml:6:12\n"
        "  |\n"
        "6 |     quote: twelve persons where drowned\n"
        "  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not in the text\n"
        "  |\n"
        " ::: mappings/flood.yaml:4:3\n"
        "  |\n"
        "4 |   toll:\n"
        "  |   ---- in this entry\n"
        " ::: documents/flood.txt:3:1 nearest words\n"
        "  |\n"
        "  = note: closest text, characters 104–132: “twelve persons were drowned”\n"
        "  = note: two\n"
        "          lines\n"
        "  = help: write `quote: twelve persons were drowned`\n"
    )


def test_the_concise_form() -> None:
    """The concise form is one line a finding, which editors can follow."""
    findings = [
        diagnostic("KG301", "the quote does not occur", Place("m.yaml", 6, 12, 6, 40), label="x"),
        diagnostic("KG503", "no mapping uses `old-mill`", Place("r.yaml", 2, 1, 2, 9), help="y"),
    ]
    assert render_text(findings, source_of, style="concise") == (
        "m.yaml:6:12: error[KG301] the quote does not occur\n"
        "r.yaml:2:1: warning[KG503] no mapping uses `old-mill`\n"
    )


def test_findings_are_separated_by_an_empty_line_and_none_is_nothing() -> None:
    """Findings keep the order given; no finding is no text."""
    findings = [diagnostic("KG101", name, Place.whole("gone")) for name in ("b", "a")]
    assert render_text(findings, source_of) == (
        "error[KG101]: b\n --> gone:1:1\n\nerror[KG101]: a\n --> gone:1:1\n"
    )
    assert render_text([], source_of) == ""


def test_color_only_adds_escape_sequences() -> None:
    """Colour changes no character that is seen."""
    finding = diagnostic("KG309", "much", Place("mappings/flood.yaml", 4, 3, 4, 7), help="less", notes=["n"])
    colored = render_text([finding], source_of, color=True)
    assert "\x1b[1;33mwarning[KG309]\x1b[0m" in colored
    plain = colored
    for sgr in ("0", "1", "1;33", "1;34", "1;36"):
        plain = plain.replace(f"\x1b[{sgr}m", "")
    assert plain == render_text([finding], source_of)


@pytest.mark.parametrize(
    ("line", "column", "end", "shown", "under"),
    [
        ("\ta:\tdeep", 5, 9, "    a:    deep", "          ^^^^ here"),
        ("a:\tb", 3, 4, "a:    b", "  ^^^^ here"),
        ("漢字: 山川 x", 5, 7, "漢字: 山川 x", "      ^^^^ here"),
        ("cafe\u0301 x", 7, 8, "cafe\u0301 x", "     ^ here"),
        ("cafe\u0301 x", 5, 6, "cafe\u0301 x", "   ^ here"),
        ("a\u202eb c", 4, 6, "a\\u202eb c", "        ^^ here"),
        ("a\u202eb c", 2, 3, "a\\u202eb c", " ^^^^^^ here"),
        ("می\u200cخواهم", 1, 2, "می\u200cخواهم", "^ here"),
        ("\x1b[31mred", 1, 2, "\\u001b[31mred", "^^^^^^ here"),
        ("abc", 4, 5, "abc", "   ^ here"),
        ("abc", 99, 2, "abc", "   ^ here"),
        ("", 1, 2, "", "^ here"),
    ],
)
def test_carets_stand_under_their_characters(
    line: str, column: int, end: int, shown: str, under: str
) -> None:
    """Tabs, wide characters, marks and escapes take the cells in the caret line that they take above it."""
    assert one_line(line, column, end) == [f"1 | {shown}".rstrip(), f"  | {under}"]


def test_a_long_line_is_cut_around_its_span() -> None:
    """Of a long line the span is shown with what fits on either side, and dots for the rest."""
    line = "x" * 300 + " fault " + "y" * 300
    assert one_line(line, 302, 307, "here", 50) == [
        "1 | …xxxxxxxxxxxxxxxxxx fault yyyyyyyyyyyyyyyyyyyy…".replace("yy…", "…", 1),
        "  |                     ^^^^^ here",
    ]


def test_a_span_longer_than_the_terminal_shows_its_beginning() -> None:
    """Carets under a span that is cut end with the dots; a label without room stands below."""
    shown, under = one_line("z" * 500, 2, 400, "here", 40)
    assert shown == "1 | …" + "z" * 33 + "…"
    assert under == "  |  " + "^" * 34


def test_a_label_without_room_stands_below() -> None:
    """A label that does not fit behind the carets follows on lines of its own, and none of it is lost."""
    finding = diagnostic(
        "KG301", "m", Place("f", 1, 30, 1, 34), label="a label of a fair number of words, all kept"
    )
    lines = render_text([finding], lambda _: "x" * 34, width=40).split("\n")[4:]
    assert lines == [
        "  | " + " " * 29 + "^^^^",
        "  | a label of a fair number of words,",
        "  | all kept",
        "",
    ]


def test_of_a_span_of_several_lines_the_first_is_shown() -> None:
    """A span over several lines is underlined to the end of its first line."""
    finding = diagnostic("KG107", "m", Place("mappings/flood.yaml", 4, 3, 6, 5), label="from here")
    assert render_text([finding], source_of).split("\n")[3:5] == ["4 |   toll:", "  |   ^^^^^ from here"]


@pytest.mark.parametrize(
    ("text", "line"),
    [(None, 1), ("one line", 2), ("one line", 0)],
    ids=["no such file", "beyond the end", "before the start"],
)
def test_without_a_source_line_there_is_no_snippet(text: str | None, line: int) -> None:
    """Where there is no line to show, place and label are still said."""
    finding = diagnostic("KG326", "m", Place("f.lock", line, 1, line, 2), label="not a lock")
    shown = render_text([finding], lambda _: text)
    assert shown == f"error[KG326]: m\n --> f.lock:{line}:1\n  = note: not a lock\n"


def test_a_finding_of_no_file_has_no_place_line() -> None:
    """A finding that belongs to no file names none."""
    finding = diagnostic("KG101", "m", Place.whole(""))
    assert render_text([finding], source_of) == "error[KG101]: m\n"
    assert render_text([finding], source_of, style="concise") == "error[KG101] m\n"


@pytest.mark.parametrize("text", ["a\nb\nc", "a\r\nb\r\nc", "a\rb\rc", "\ufeffa\nb\nc"])
def test_lines_are_counted_as_the_reader_counts_them(text: str) -> None:
    """CRLF and CR end a line like LF, and a BOM is no character."""
    finding = diagnostic("KG107", "m", Place("f", 1, 1, 1, 2))
    assert render_text([finding], lambda _: text).split("\n")[3:5] == ["1 | a", "  | ^"]
    finding = diagnostic("KG107", "m", Place("f", 3, 1, 3, 2))
    assert render_text([finding], lambda _: text).split("\n")[3:5] == ["3 | c", "  | ^"]


def test_each_file_is_asked_for_once() -> None:
    """Many findings in one file ask for its text only once."""
    asked = []

    def source(file: str) -> str:
        asked.append(file)
        return FLOOD

    render_text([diagnostic("KG107", "m", Place("f", n, 1, n, 2)) for n in range(1, 6)], source)
    assert asked == ["f"]


TEXTS = st.text(max_size=300) | st.text("ab \t\u0301漢\u202e\x1b\r\n\u200d", max_size=300)
COLUMNS = st.integers(1, 320)


@st.composite
def findings(draw: st.DrawFn) -> Diagnostic:
    line = draw(st.integers(1, 4))
    place = Place(draw(TEXTS), line, draw(COLUMNS), line + draw(st.integers(0, 1)), draw(COLUMNS))
    related = draw(st.lists(st.builds(Related, st.just(place), TEXTS), max_size=1))
    notes = draw(st.lists(TEXTS, max_size=2))
    return diagnostic(
        "KG301", draw(TEXTS), place, label=draw(TEXTS), notes=notes, help=draw(TEXTS), related=related
    )


@given(findings(), TEXTS, st.integers(0, 120))
def test_no_character_steers_the_terminal(finding: Diagnostic, text: str, width: int) -> None:
    """Whatever files and messages hold, only line breaks, joiners and visible characters come out."""
    for style in ("full", "concise"):
        shown = render_text([finding], lambda _: text, style=style, width=width)
        for char in shown:
            assert char in "\n\u200c\u200d" or unicodedata.category(char) not in (
                "Cc",
                "Cf",
                "Cs",
                "Zl",
                "Zp",
            )
        shown.encode()


@given(TEXTS.map(lambda text: text.replace("\n", " ")), COLUMNS, COLUMNS, TEXTS, st.integers(0, 120))
def test_snippets_keep_within_the_terminal(line: str, column: int, end: int, label: str, width: int) -> None:
    """No line of a snippet is wider than the terminal, and at least one caret is shown under the line."""
    finding = diagnostic("KG301", "m", Place("f", 1, column, 1, end), label=label)
    snippet = render_text([finding], lambda _: line, width=width).split("\n")[2:-1]
    if snippet and snippet[0].strip() == "|":
        assert all(display_width(each) <= max(width, 40) for each in snippet)
        source, carets = snippet[1], snippet[2].split("^")[0]
        assert "^" in snippet[2]
        assert display_width(carets) <= display_width(source) or carets.strip(" |") == "" or not source


@given(TEXTS, st.integers(0, 60))
def test_wrapping_loses_only_space(text: str, width: int) -> None:
    """Wrapped lines keep within their width and hold every character that is not white space."""
    lines = wrap(text, width)
    assert all(display_width(line) <= max(width, 2) for line in lines)
    joined = "".join("".join(lines).split())
    assert joined == "".join("".join(visible(part) for part in text.split("\n")).split())


def test_a_long_word_is_broken_at_its_joints() -> None:
    """Two dates are parted at their slash, an id at a hyphen, and what has no joint where it must be."""
    assert wrap("1990-01-19/1990-01-20", 17) == ["1990-01-19/", "1990-01-20"]
    assert wrap("ombudsman-statement", 14) == ["ombudsman-", "statement"]
    assert wrap("abcdefgh", 5) == ["abcde", "fgh"]
