"""Comments that speak to kgbuild, found where YAML sees a comment and nowhere else."""

from __future__ import annotations

import hypothesis
import pytest
import yaml
from hypothesis import strategies as st

from kgbuild.findings.allows import Comment, read_comments


def found(text: str) -> list[tuple[int, str, str]]:
    return [
        (each.line, each.code, each.reason)
        for each in read_comments(text.encode(), "m.yaml")
        if each.understood
    ]


ALLOW = "# kgbuild: allow KG317 because so"
SO = "KG317", "so"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"a: b  {ALLOW}\nc: d\n", [1]),
        (f"{ALLOW}\na: b\n", [2]),
        (f"a:\n  {ALLOW}\n  b: c\n", [3]),
        (f"a: [b,  {ALLOW}\n  c]\n", [1]),
        (f"a: |\n  text\n{ALLOW}\nb: c\n", [4]),
        (f'a: "b"  {ALLOW}\n', [1]),
        ("a: ü𝄞  #kgbuild:allow KG317 because so \n", [1]),
        (f"a: b {ALLOW}\r\nc: d\r{ALLOW}\r\ne: f", [1, 4]),
        (f"\ufeff{ALLOW}\na: b", [2]),
    ],
)
def test_comments_are_found(text: str, lines: list[int]) -> None:
    """A comment behind a value speaks of its line, one alone on a line of the next; line ends and BOM do not matter."""
    assert found(text) == [(line, *SO) for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        f'a: "b {ALLOW}"\n',
        f"a: 'b\n  {ALLOW}\n  c'\n",
        f"a: |\n  b\n  {ALLOW}\nc: d\n",
        f"a: >-\n  b {ALLOW}\n",
        f"a: b{ALLOW}\n",
        f"a: b  # see also {ALLOW}\n",
        f"a: 'b\n{ALLOW}\n",
        f"{ALLOW}\na: b: c\n",
    ],
    ids=["double", "single", "literal", "folded", "no space", "in a comment", "broken", "broken later"],
)
def test_what_is_no_comment_is_not_found(text: str) -> None:
    """Inside quoted and block scalars, inside words and other comments it is text; a broken file has no comments."""
    assert found(text) == []


@hypothesis.given(st.text(st.sampled_from("ab#:|>'\" \n-"), max_size=30))
def test_no_comment_is_part_of_a_value(text: str) -> None:
    """Whatever the file, a comment found can be deleted without changing what YAML reads (independent reader)."""
    whole = f"{text}{ALLOW}\n"
    comments = read_comments(whole.encode(), "m.yaml")
    for comment in comments:
        lines = whole.split("\n")
        lines[comment.place.line - 1] = lines[comment.place.line - 1][: comment.place.column - 1]
        try:
            before = list(yaml.load_all(whole, Loader=yaml.BaseLoader))
        except yaml.YAMLError:
            continue
        assert list(yaml.load_all("\n".join(lines), Loader=yaml.BaseLoader)) == before


@pytest.mark.parametrize(
    ("comment", "understood", "code", "reason"),
    [
        ("allow KG317 because of this: # and that", True, "KG317", "of this: # and that"),
        ("allow KG317", True, "KG317", ""),
        ("allow KG317 because", True, "KG317", ""),
        ("allow because so", True, "", "so"),
        ("allow KG317, KG318 because so", False, "", ""),
        ("allow KG317 as so", False, "", ""),
        ("", False, "", ""),
    ],
)
def test_the_form(comment: str, understood: bool, code: str, reason: str) -> None:
    """``allow CODE because REASON``; what is missing is empty, and any other form is not understood."""
    (read,) = read_comments(f"a: b  # kgbuild: {comment}\n".encode(), "m.yaml")
    assert (read.understood, read.code, read.reason) == (understood, code, reason)
    assert isinstance(read, Comment)
    assert (read.place.line, read.place.column) == (1, 7)
