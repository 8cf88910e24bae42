"""Changes to YAML files: exactly what is meant, and every other byte as it was."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.core.places import Place
from kgbuild.findings.diagnostics import Fix
from kgbuild.mapping.edits import EditableFile

VALUES = st.text(
    st.characters(
        min_codepoint=0x20, max_codepoint=0x2FF, exclude_characters=[chr(n) for n in range(0x7F, 0xA1)]
    ),
    min_size=1,
)
STYLES = st.sampled_from(["old words", "'old words'", '"old words"'])
SHELLS = st.sampled_from(
    [
        "# a comment\nfirst: 1\nquote: OLD  # why\nlast: [a, b]\n",
        "first: {quote: OLD, why: x}  # flow\n",
        "list:\n- a\n\n-   OLD\n- {b: c}\n",
        "OLD: value  # a key\nother: {x: y}\n",
        "a: [x, {OLD: y}]\n",
    ]
)


def place_of(text: str, words: str) -> Place:
    """The place of words that stand once in a text, in one line."""
    assert text.count(words) == 1
    before = text[: text.index(words)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Place("f.yaml", line, column, line, column + len(words))


def changed(text: str, fix: Fix) -> str | None:
    page = EditableFile(text.encode())
    edit = page.edit(fix)
    new = page.applied([edit]) if edit is not None else None
    return None if new is None else new.decode()


def leaves(text: str) -> list[str]:
    tree = yaml.compose(text, Loader=yaml.CSafeLoader)
    stack, found = [tree], []
    while stack:
        node = stack.pop()
        if isinstance(node, yaml.ScalarNode):
            found.append(node.value)
        elif isinstance(node, yaml.MappingNode):
            stack += [each for pair in reversed(node.value) for each in (pair[1], pair[0])]
        else:
            stack += reversed(node.value)
    return found


@given(SHELLS, STYLES, VALUES, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_a_value_reads_back_as_it_was_meant(shell: str, style: str, value: str, end: str, mark: str) -> None:
    """Whatever its style and place, a value that is written reads back exactly; all around it stays, byte for byte."""
    text = shell.replace("OLD", style)
    place = place_of(text, style)
    page = EditableFile((mark + text.replace("\n", end)).encode())
    edit = page.edit(Fix(place, value))
    if edit is None:
        assert value == "old words" or not value.strip() or len(value) > 900
        return
    content = page.applied([edit])
    assert content is not None
    new = content.decode()
    assert leaves(new.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")) == [
        value if leaf == "old words" else leaf for leaf in leaves(text)
    ]
    before, after = shell.replace("\n", end).split("OLD")
    assert new.startswith(mark + before)
    assert new.endswith(after)


@pytest.mark.parametrize(
    ("value", "style", "written"),
    [
        ("killed: 13", "old", '"killed: 13"'),
        ("13 # not a comment", "old", '"13 # not a comment"'),
        ("- dash", "old", '"- dash"'),
        ("plain words", "old", "plain words"),
        ("it's", "'old'", "'it''s'"),
        ('say "so"', '"old"', '"say \\"so\\""'),
        ("[a", "old", '"[a"'),
        ("@home", "old", '"@home"'),
    ],
)
def test_quotes_are_kept_and_set_where_they_are_needed(value: str, style: str, written: str) -> None:
    """A value keeps its style of quotes; a plain one gets quotes where YAML would read it otherwise."""
    text = f"a: 1\nk: {style}\n"
    assert changed(text, Fix(place_of(text, style), value)) == f"a: 1\nk: {written}\n"


def test_a_flow_value_is_quoted_for_its_commas() -> None:
    """Inside braces a comma needs quotes that it does not need outside."""
    text = "k: {n: old, m: 1}\n"
    assert changed(text, Fix(place_of(text, "old"), "1, 2")) == 'k: {n: "1, 2", m: 1}\n'
    text = "k: old\n"
    assert changed(text, Fix(place_of(text, "old"), "1, 2")) == "k: 1, 2\n"


def test_a_value_over_several_lines_is_replaced_whole() -> None:
    """A plain value that runs on to a second line goes with that line; a block scalar is left alone."""
    text = "k: some old\n  words\nl: 1  # stays\n"
    assert changed(text, Fix(place_of(text, "some old"), "new")) == "k: new\nl: 1  # stays\n"
    text = "k: |\n  old\n"
    assert changed(text, Fix(place_of(text, "|"), "new")) is None


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        (
            "l:\n  # one\n  - {q: a}\n  - {q: b} # two\n  # end\n",
            "{q: b}",
            "l:\n  # one\n  - {q: a}\n  # end\n",
        ),
        ("l:\n  - q: a\n    w: b\n\n  - q: c\n", "q: a", "l:\n\n  - q: c\n"),
        ("l:\n  - {q: a}\nm: 1\n", "{q: a}", "m: 1\n"),
        ("l: [{q: a}, {q: b}]\n", "{q: a}", "l: [{q: b}]\n"),
        ("l: [{q: a}, {q: b}]\n", "{q: b}", "l: [{q: a}]\n"),
        ("q: {quote: a, occurrence: 1}\n", "1", "q: {quote: a}\n"),
        ("q: {occurrence: 1, quote: a}\n", "1", "q: {quote: a}\n"),
        ("q:\n  quote: a\n  occurrence: 1\nz: 2", "1", "q:\n  quote: a\nz: 2"),
        ("- occurrence: 1\n  quote: a\n", "1", "- quote: a\n"),
        ("q:\n  occurrence: 1", "1", None),
    ],
)
def test_an_item_goes_with_what_belongs_to_it(text: str, words: str, left: str | None) -> None:
    """An item takes its dash or comma with it, a value its key, the last of a list the list; nothing else goes."""
    assert changed(text, Fix(place_of(text, words), how="item")) == left


def test_a_comment_goes_with_its_line_or_the_space_before() -> None:
    """A comment alone on its line takes the line; one behind a value the space between."""
    text = "a: 1  # one\n  # two\nb: 2\n"
    assert changed(text, Fix(place_of(text, "# one"), how="comment")) == "a: 1\n  # two\nb: 2\n"
    assert changed(text, Fix(place_of(text, "# two"), how="comment")) == "a: 1  # one\nb: 2\n"
