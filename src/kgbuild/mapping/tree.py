"""YAML read as text with positions: no anchors, aliases, merges or tags; every scalar stays what was written.

The tree is PyYAML's own node tree (C ``compose``), checked once; :class:`Source` turns nodes into places.
Source: YAML 1.1 as libyaml reads it; bidirectional controls after CVE-2021-42574.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, Unpack

import yaml

from kgbuild.core.limits import MAX_BYTES, MAX_DEPTH
from kgbuild.core.places import Place
from kgbuild.findings.diagnostics import Details, Diagnostic, Related, diagnostic

_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_Base):  # type: ignore[misc]
    """A loader without the resolver: whether a scalar looks like a number is asked nowhere, and costs half the time."""

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: object) -> str:
        """Every node is text, a list or a block."""
        return ""

    def descend_resolver(self, node: object, index: object) -> None:
        """Nothing to keep track of."""

    def ascend_resolver(self) -> None:
        """Nothing to keep track of."""


Report = Callable[[Diagnostic], None]

MOST_FAULTS: Final = 500
# Bidirectional controls, and line separators that YAML counts and editors do not.
_MISLEADING: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u0085\u2028\u2029]")
# Without these signs a file has no anchors, aliases, merges, tags or escapes.
_SPECIAL: Final = re.compile(r"[&*!\\]|<<")
# A tag or an anchor, without the value that follows it.
_SIGN: Final = re.compile(r"[&!][^\s,\[\]{}]*")
# As an escape also NUL, which YAML takes and no literal can hold.
_ESCAPED: Final = re.compile(f"\x00|{_MISLEADING.pattern}")
_MESSAGES: Final = (
    ("'\\t' that cannot start any token", "a tab stands where YAML wants spaces", "indent with spaces"),
    (
        "mapping values are not allowed",
        "a colon and space stand inside an unquoted value",
        "put the value in quotes",
    ),
    ("could not find expected ':'", "a line without a colon stands among keys", "write `KEY: VALUE`"),
    ("did not find expected '-' indicator", "a line without `- ` stands in a list", None),
    (
        "unknown escape character",
        "a backslash in double quotes begins no escape",
        "write the value in single quotes",
    ),
    ("did not find expected key", "the indentation does not fit the lines above", None),
    ("did not find expected ',' or", "a `[` or `{` is not closed", "close it, or put its values in quotes"),
    ("found unexpected end of stream", "a quotation mark is not closed", "close it at the end of the value"),
    ("control characters are not allowed", "a control character stands in the file", "delete it"),
    ("special characters are not allowed", "a control character stands in the file", "delete it"),
)
# Of these the beginning of what is not finished is the place to look at, not where libyaml gave up.
_FROM_THE_START: Final = (
    "could not find expected ':'",
    "did not find expected ',' or",
    "unexpected end of stream",
)
_CONFLICT: Final = re.compile(r"^(?:<<<<<<<|=======|>>>>>>>)(?= |$)", re.MULTILINE)
_KEY_BEFORE: Final = re.compile(r"\s*[^\s:]+")


class TooManyFaultsError(Exception):
    """A file has so many faults that the rest of it is not read: finding what is meant takes time for each."""


class Source:
    """One mapping or registry file: its text, its name in messages, and where its findings go."""

    def __init__(self, file: str, text: str, report: Report) -> None:
        self.file = file
        self.text = text
        self.report = report
        self._faults = 0

    def place(self, node: yaml.Node) -> Place:
        """The place of a node; of a block mapping or list only its first line, so that messages stay small."""
        start, end = node.start_mark, node.end_mark
        row, column, last = start.line + 1, start.column + 1, end.column
        if end.line + 1 == row:
            return Place(self.file, row, column, row, (last if last > column else column) + 1)
        if not (isinstance(node, yaml.ScalarNode) and node.style in ("'", '"')):
            line_end = self.text.find("\n", start.index)
            line = self.text[start.index : len(self.text) if line_end < 0 else line_end].rstrip()
            return Place(self.file, row, column, row, column + max(len(line), 1))
        return Place(self.file, row, column, end.line + 1, end.column + 1)

    def inside(self, node: yaml.ScalarNode, start: int, end: int) -> Place:
        """The place of ``value[start:end]`` of a scalar, where it is written as it reads; else of the whole scalar."""
        mark = node.start_mark
        offset = mark.index + (1 if node.style in ("'", '"') else 0)
        if "\n" in node.value or self.text[offset : offset + len(node.value)] != node.value:
            return self.place(node)
        column = mark.column + 1 + (offset - mark.index)
        return Place(self.file, mark.line + 1, column + start, mark.line + 1, column + max(end, start + 1))

    def error(self, code: str, message: str, node: yaml.Node, **details: Unpack[Details]) -> None:
        """Report a finding at a node."""
        self.at(code, message, self.place(node), **details)

    def at(self, code: str, message: str, place: Place, **details: Unpack[Details]) -> None:
        """Report a finding at a place. Raises :class:`TooManyFaultsError` after :data:`MOST_FAULTS`."""
        self.report(diagnostic(code, message, place, **details))
        self._faults += 1
        if self._faults == MOST_FAULTS:
            self.report(
                diagnostic("KG114", f"after {MOST_FAULTS} faults the file is not read further", place)
            )
            raise TooManyFaultsError


def read_tree(
    content: bytes, file: str, report: Report, most: int = MAX_BYTES
) -> tuple[Source, yaml.MappingNode] | None:
    """The checked tree of a YAML file of so many bytes at most, or ``None`` after reporting why there is none."""
    if len(content) > most:
        report(
            diagnostic(
                "KG109",
                f"the file is larger than {most:,} bytes",
                Place.whole(file),
                notes=[f"it has {len(content):,} bytes"],
            )
        )
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = (
            len(content[content.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace"))
            + 1
        )
        place = Place(file, line, column, line, column + 1)
        report(
            diagnostic(
                "KG101",
                "the file is not UTF-8 text",
                place,
                label=f"byte 0x{content[error.start]:02X}",
                help="save the file with the encoding UTF-8",
            )
        )
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(file, text, report)
    if _misleads(source):
        return None
    node = _compose(source)
    if node is None:
        return None
    if not isinstance(node, yaml.MappingNode):
        source.error("KG107", "the file must be a list of `key: value` lines", node)
        return None
    try:
        if (_SPECIAL.search(text) or not _is_plain(node, 0)) and not _check(source, node):
            return None
    except TooManyFaultsError:
        return None
    return source, node


def _misleads(source: Source) -> bool:
    if source.text.isascii():
        return False
    found = _MISLEADING.search(source.text)
    for match in _MISLEADING.finditer(source.text):
        line = source.text.count("\n", 0, match.start()) + 1
        column = match.start() - source.text.rfind("\n", 0, match.start())
        place = Place(source.file, line, column, line, column + 1)
        name = f"U+{ord(match.group()):04X}"
        source.report(
            diagnostic(
                "KG108",
                "an invisible character makes the file read otherwise than it is",
                place,
                label=name,
                help=f"delete the character {name}",
            )
        )
    return found is not None


def _compose(source: Source) -> yaml.Node | None:
    text = source.text
    try:
        # libyaml's composer recurses in C; a depth that could overflow its stack is counted from events first.
        if text.count("[") + text.count("{") + max(map(len, text.split("\n")), default=0) > 500:
            depth = 0
            for event in yaml.parse(text, Loader=_Loader):
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
                    event, yaml.CollectionEndEvent
                )
                if depth > MAX_DEPTH:
                    mark: Any = event.start_mark
                    place = Place(source.file, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
                    source.report(
                        diagnostic("KG109", f"the YAML is nested more than {MAX_DEPTH} deep", place)
                    )
                    return None
        node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        _syntax_error(source, error)
        return None
    if node is None:
        source.report(diagnostic("KG107", "the file is empty", Place.whole(source.file)))
    return node


def _syntax_error(source: Source, error: yaml.YAMLError) -> None:
    """Report what libyaml could not read, at the place and in the words of whoever wrote it."""
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not well-formed YAML"
    if conflict := _CONFLICT.search(source.text):
        line = source.text.count("\n", 0, conflict.start()) + 1
        place = Place(source.file, line, 1, line, 8)
        source.report(diagnostic("KG102", "a merge was left unfinished", place, help="keep one side of it"))
        return
    line, column = _position(source, error, problem)
    place = Place(source.file, line, column, line, column + 1)
    if "undefined alias" in problem or "anchor" in problem:
        message = "YAML anchors and aliases are not part of the mapping language"
        advice = "write the value out, in quotes if it begins with `*` or `&`"
        source.report(diagnostic("KG105", message, place, help=advice))
        return
    lines = source.text.split("\n")
    text = lines[line - 1] if line <= len(lines) else ""
    if "\t" in text[: len(text) - len(text.lstrip())]:
        # libyaml reports a tab in the indentation in several ways; the tab is the fault.
        column = text.index("\t") + 1
        place = Place(source.file, line, column, line, column + 1)
        problem = _MESSAGES[0][0]
    message, help_text = _plain(problem, text, column, str(error))
    source.report(diagnostic("KG102", message, place, help=help_text))


def _position(source: Source, error: yaml.YAMLError, problem: str) -> tuple[int, int]:
    context = getattr(error, "context_mark", None)
    if context is not None and any(sign in problem for sign in _FROM_THE_START):
        return context.line + 1, context.column + 1
    mark = getattr(error, "problem_mark", None) or context
    if mark is not None:
        return mark.line + 1, mark.column + 1
    if hasattr(error, "position"):
        # A character that YAML forbids; libyaml gives its offset in the UTF-8 bytes.
        before = source.text.encode()[: error.position].decode("utf-8", "ignore")
        return before.count("\n") + 1, len(before) - before.rfind("\n")
    return 1, 1


def _plain(problem: str, text: str, column: int, whole: str) -> tuple[str, str | None]:
    """What libyaml calls a problem, in plain words, and what to do. ``text`` is the line at fault."""
    sign = text[column - 1 : column]
    if "expected a single document" in whole:
        return "a file holds one YAML document", "delete the line `---` and what follows"
    if "cannot start any token" in problem and sign.strip():
        return f"an unquoted value begins with `{sign}`", "put the value in quotes"
    if "did not find expected key" in problem and text[: column - 1].rstrip()[-1:] in ("'", '"'):
        return "words follow a closed quotation mark", "put the whole value in quotes"
    if "mapping values are not allowed" in problem and _KEY_BEFORE.fullmatch(text[: column - 1]):
        problem = "did not find expected key"  # the only colon of its line: it is indented too far
    for words, message, advice in _MESSAGES:
        if words in problem:
            return message, advice
    return f"the YAML is not well formed: {problem}", None


def _is_plain(node: yaml.Node, depth: int) -> bool:
    """Whether a tree without special signs is surely free of what :func:`_check` reports, which takes longer."""
    if depth > MAX_DEPTH:
        return False
    if isinstance(node, yaml.MappingNode):
        keys = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                return False
            keys.add(key.value)
            if not isinstance(value, yaml.ScalarNode) and not _is_plain(value, depth + 1):
                return False
        return len(keys) == len(node.value)
    return all(isinstance(item, yaml.ScalarNode) or _is_plain(item, depth + 1) for item in node.value)


def _report_sign(source: Source, node: yaml.Node) -> None:
    """Report the tag or anchor that a node begins with, or the anchor that an alias leads to, without its value."""
    mark = node.start_mark
    sign = _SIGN.match(source.text, mark.index)
    width = len(sign.group()) if sign is not None else 1
    place = Place(source.file, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 1 + width)
    is_tag = sign is not None and sign.group().startswith("!")
    kind = "tags" if is_tag else "anchors and aliases"
    help_text = "delete the tag" if is_tag else "write the value out in each place"
    source.at("KG105", f"YAML {kind} are not part of the mapping language", place, help=help_text)


def _check(source: Source, root: yaml.Node) -> bool:
    """Report anchors, aliases, tags, merges, complex and doubled keys; whether there were none."""
    text, ok = source.text, True
    seen: set[int] = set()
    stack: list[tuple[yaml.Node, int]] = [(root, 0)]
    while stack:
        node, depth = stack.pop()
        if depth > MAX_DEPTH:
            source.error("KG109", f"the YAML is nested more than {MAX_DEPTH} deep", node)
            return False
        sign = text[node.start_mark.index : node.start_mark.index + 1]
        if isinstance(node, yaml.MappingNode) and node.value:
            first_key = node.value[0][0]
            # A block of keys begins where its first key does: what stands there is the key's.
            sign = "" if first_key.start_mark.index == node.start_mark.index else sign
        if sign in ("&", "!") or id(node) in seen:
            _report_sign(source, node)
            ok = False
            if id(node) in seen:
                continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            if node.style == '"' and (found := _ESCAPED.search(node.value)):
                sign = f"U+{ord(found.group()):04X}"
                source.error("KG108", "an escape stands for an invisible character", node, label=sign)
                ok = False
        elif isinstance(node, yaml.SequenceNode):
            stack.extend((item, depth + 1) for item in node.value)
        elif isinstance(node, yaml.MappingNode):
            keys: dict[str, yaml.Node] = {}
            for key, value in node.value:
                stack.append((value, depth + 1))
                if text[key.start_mark.index] in "&!":
                    _report_sign(source, key)
                    ok = False
                elif not isinstance(key, yaml.ScalarNode):
                    source.error("KG107", "a key must be a plain word", key)
                    ok = False
                elif key.value == "<<":
                    message = "YAML merges are not part of the mapping language"
                    source.error("KG105", message, key, help="write the keys out")
                    ok = False
                elif key.value in keys:
                    first = Related(source.place(keys[key.value]), "first written here")
                    source.error(
                        "KG103",
                        f"the key `{key.value}` stands twice",
                        key,
                        related=[first],
                        help="delete one of them, or give it another name",
                    )
                    ok = False
                else:
                    keys[key.value] = key
    return ok
