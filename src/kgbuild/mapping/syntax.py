"""Says in plain words, and at the place of the fault, what libyaml cannot read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import yaml

from kgbuild.core.places import Place
from kgbuild.findings.diagnostics import Diagnostic, diagnostic

_INDENTATION: Final = "the indentation does not fit the lines above"
_MESSAGES: Final = (
    ("'\\t' that cannot start any token", "YAML wants spaces here, not a tab", "indent with spaces"),
    (
        "mapping values are not allowed",
        "an unquoted value has a colon and a space in it",
        "put the value in quotes",
    ),
    ("could not find expected ':'", "a line among keys has no colon", "write `KEY: VALUE`"),
    ("did not find expected '-' indicator", "a line of a list does not begin with `- `", None),
    (
        "unknown escape character",
        "a backslash in double quotes begins no escape",
        "write the value in single quotes",
    ),
    ("did not find expected key", _INDENTATION, None),
    ("did not find expected ',' or", "a `[` or `{` is not closed", "close it, or put its values in quotes"),
    ("found unexpected end of stream", "a quotation mark is not closed", "close it at the end of the value"),
    ("control characters are not allowed", "the file has a control character", "delete it"),
    ("special characters are not allowed", "the file has a control character", "delete it"),
)
# The fault of these is where the unfinished thing begins, not where libyaml gave up.
_FROM_THE_START: Final = (
    "could not find expected ':'",
    "did not find expected ',' or",
    "unexpected end of stream",
)
_CONFLICT: Final = re.compile(r"^(?:<<<<<<<|=======|>>>>>>>)(?= |$)", re.MULTILINE)
_KEY_BEFORE: Final = re.compile(r"\s*[^\s:]+")
# A key whose colon touches its value, or has a blank behind it that YAML takes for a letter.
GLUED: Final = re.compile(
    r"(?P<key>[\w-]+)(?P<colon>[:：])(?P<blank>[\u00a0\u2000-\u200a\u202f\u205f\u3000]*)(?P<value>\S.*)"
)
_NO_KEY: Final = (
    "mapping values are not allowed",
    "could not find expected ':'",
    "did not find expected key",
)


def _columns(lines: Sequence[str], row: int) -> str:
    """In which columns the line of a fault and the lines above it begin, as far as they explain it."""
    rule = "keys of one block begin in one column"
    begin = [
        (number, len(line) - len(line.lstrip()) + 1)
        for number, line in enumerate(lines[:row], 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if len(begin) < 2 or begin[-1][0] != row:
        return rule
    *_, (above, column), (_, here) = begin
    return f"{rule}: line {row} begins in column {here}, line {above} in column {column}"


def syntax_finding(name: str, text: str, error: yaml.YAMLError) -> Diagnostic:
    """What is wrong with the YAML of a file, from what libyaml says of it."""
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        place = Place(name, line, 1, line, 8)
        return diagnostic("KG102", "a merge was left unfinished", place, help="keep one side of it")
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not well-formed YAML"
    row, column = _position(text, error, problem)
    if "undefined alias" in problem or "anchor" in problem:
        message = "YAML anchors and aliases are not part of the mapping language"
        advice = "write the value out, in quotes if it begins with `*` or `&`"
        return diagnostic("KG105", message, Place(name, row, column, row, column + 1), help=advice)
    lines = text.split("\n")
    line_text = lines[row - 1] if row <= len(lines) else ""
    if "\t" in line_text[: len(line_text) - len(line_text.lstrip())]:
        # libyaml reports a tab in the indentation in several ways; the tab is the fault.
        column = line_text.index("\t") + 1
        problem = _MESSAGES[0][0]
    if any(words in problem for words in _NO_KEY) and (found := _glued(lines[:row], name)) is not None:
        return found
    message, help_text = _explained(problem, line_text, column, str(error))
    if message == _INDENTATION:
        help_text = _columns(lines, row)
    return diagnostic("KG102", message, Place(name, row, column, row, column + 1), help=help_text)


def glued_key(key: str) -> tuple[str, str] | None:
    """What is wrong with a key that holds its value, ``killed:12``, and what to write; ``None`` for any other."""
    found = GLUED.fullmatch(key)
    if found is None:
        return None
    advice = f"write `{found['key']}: {found['value']}`"
    if found["colon"] != ":":
        return "this colon is not the one of YAML", advice
    if found["blank"]:
        return "the blank behind the colon is not an ordinary one", advice
    return "no blank stands behind the colon", advice


def glued_name(key: str) -> str:
    """The key of :func:`glued_key` by itself."""
    found = GLUED.fullmatch(key)
    return found["key"] if found is not None else ""


def _glued(lines: Sequence[str], name: str) -> Diagnostic | None:
    """The line at fault where a colon touches its value: the last of the lines, or the one before it."""
    written = [
        (row, line) for row, line in enumerate(lines, 1) if line.strip() and not line.lstrip().startswith("#")
    ]
    for row, line in reversed(written[-2:]):
        start = len(line) - len(line.lstrip(" -"))
        found = glued_key(line[start:])
        if found is not None:
            column = start + len(GLUED.fullmatch(line, start)["key"]) + 1  # type: ignore[index]
            place = Place(name, row, column, row, column + 1)
            return diagnostic("KG102", found[0], place, help=found[1])
    return None


def _position(text: str, error: yaml.YAMLError, problem: str) -> tuple[int, int]:
    context = getattr(error, "context_mark", None)
    if context is not None and any(sign in problem for sign in _FROM_THE_START):
        return context.line + 1, context.column + 1
    mark = getattr(error, "problem_mark", None) or context
    if mark is not None:
        return mark.line + 1, mark.column + 1
    if hasattr(error, "position"):
        # A character that YAML forbids; libyaml gives its offset in the UTF-8 bytes.
        before = text.encode()[: error.position].decode("utf-8", "ignore")
        return before.count("\n") + 1, len(before) - before.rfind("\n")
    return 1, 1


def _explained(problem: str, line: str, column: int, whole: str) -> tuple[str, str | None]:
    """What libyaml calls a problem, in plain words, and what to do about it. ``line`` is the line at fault."""
    sign = line[column - 1 : column]
    if "expected a single document" in whole:
        return "a file holds one YAML document", "delete the line `---` and what follows"
    if "cannot start any token" in problem and sign.strip():
        return f"an unquoted value begins with `{sign}`", "put the value in quotes"
    if "did not find expected key" in problem and line[: column - 1].rstrip()[-1:] in ("'", '"'):
        return "words follow a closed quotation mark", "put the whole value in quotes"
    if "mapping values are not allowed" in problem and _KEY_BEFORE.fullmatch(line[: column - 1]):
        problem = "did not find expected key"  # it is the only colon of its line, which is indented too far
    for words, message, advice in _MESSAGES:
        if words in problem:
            return message, advice
    return f"the YAML is not well formed: {problem}", None
