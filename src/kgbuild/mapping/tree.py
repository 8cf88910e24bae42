"""Reads YAML as text with places: no anchors, aliases, merges or tags, and every scalar stays as it is written.

The tree is PyYAML's own node tree (C ``compose``), checked once; :class:`InputFile` turns nodes into places.
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
from kgbuild.mapping.syntax import syntax_finding

_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_Base):  # type: ignore[misc]
    """A loader without the resolver: to see what looks like a number takes half the time, and nothing asks for it."""

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
# A file without these signs has no anchors, aliases, merges, tags or escapes.
_SPECIAL: Final = re.compile(r"[&*!\\]|<<")
# A tag or an anchor, without the value that follows it.
_SIGN: Final = re.compile(r"[&!][^\s,\[\]{}]*")
# A comment that begins at once with a word, right behind a value.
_CUT: Final = re.compile(r"[ \t]+(?P<sign>#(?!kgbuild:)[^\s#!][^\n]*)")
_CUTTING: Final = re.compile(rf"[^\s#]{_CUT.pattern}")
# Escaped, NUL too: YAML takes it, and no literal can hold it.
_ESCAPED: Final = re.compile(f"\x00|{_MISLEADING.pattern}")


class TooManyFaultsError(Exception):
    """A file has so many faults that the rest of it is not read: it takes time to find what each was meant to be."""


class InputFile:
    """A mapping or registry file that is read: its name in messages, its text, and where its findings go.

    ``faults`` counts the findings at its places so far.
    """

    def __init__(self, name: str, text: str, report: Report) -> None:
        self.name = name
        self.text = text
        self.report = report
        self.faults = 0

    def place(self, node: yaml.Node) -> Place:
        """The place of a node; of a block mapping or list only its first line, so that messages stay small."""
        start, end = node.start_mark, node.end_mark
        row, column, last = start.line + 1, start.column + 1, end.column
        if end.line + 1 == row:
            return Place(self.name, row, column, row, (last if last > column else column) + 1)
        if not (isinstance(node, yaml.ScalarNode) and node.style in ("'", '"')):
            line_end = self.text.find("\n", start.index)
            line = self.text[start.index : len(self.text) if line_end < 0 else line_end].rstrip()
            return Place(self.name, row, column, row, column + max(len(line), 1))
        return Place(self.name, row, column, end.line + 1, end.column + 1)

    def inside(self, node: yaml.ScalarNode, start: int, end: int) -> Place:
        """The place of ``value[start:end]`` of a scalar, if it is written as it reads; else of the whole scalar."""
        mark = node.start_mark
        offset = mark.index + (1 if node.style in ("'", '"') else 0)
        if "\n" in node.value or self.text[offset : offset + len(node.value)] != node.value:
            return self.place(node)
        column = mark.column + 1 + (offset - mark.index)
        return Place(self.name, mark.line + 1, column + start, mark.line + 1, column + max(end, start + 1))

    def error(self, code: str, message: str, node: yaml.Node, **details: Unpack[Details]) -> None:
        """Report a finding at a node."""
        self.at(code, message, self.place(node), **details)

    def at(self, code: str, message: str, place: Place, **details: Unpack[Details]) -> None:
        """Report a finding at a place. Raises :class:`TooManyFaultsError` after :data:`MOST_FAULTS`."""
        self.report(diagnostic(code, message, place, **details))
        self.faults += 1
        if self.faults == MOST_FAULTS:
            self.report(
                diagnostic("KG114", f"after {MOST_FAULTS} faults the file is not read further", place)
            )
            raise TooManyFaultsError


def read_tree(
    content: bytes, name: str, report: Report, most: int = MAX_BYTES
) -> tuple[InputFile, yaml.MappingNode] | None:
    """The checked tree of a YAML file of at most so many bytes, or ``None`` after reporting what is wrong with it."""
    text = _decoded(content, name, report, most)
    if text is None:
        return None
    file = InputFile(name, text.replace("\r\n", "\n").replace("\r", "\n"), report)
    node = None if _misleads(file) else _composed(file)
    if node is None:
        return None
    if not isinstance(node, yaml.MappingNode):
        file.error("KG107", "the file must be a list of `key: value` lines", node)
        return None
    _warn_of_comments(file, node)
    try:
        if (_SPECIAL.search(file.text) or not _is_plain(node, 0)) and not _is_clean(file, node):
            return None
    except TooManyFaultsError:
        return None
    return file, node


def _warn_of_comments(file: InputFile, root: yaml.Node) -> None:
    """Report values that a `#` cuts short, where its author hardly meant a comment: "at #5", not "# at five"."""
    if "#" not in file.text or _CUTTING.search(file.text) is None:
        return
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, yaml.MappingNode):
            stack += (each for pair in node.value for each in pair)
        elif isinstance(node, yaml.SequenceNode):
            stack += node.value
        elif (
            isinstance(node, yaml.ScalarNode)
            and not node.style
            and (cut := _CUT.match(file.text, node.end_mark.index))
        ):
            end: Any = node.end_mark
            column = end.column + 1 + cut.start("sign") - cut.start()
            place = Place(file.name, end.line + 1, column, end.line + 1, column + len(cut["sign"]))
            help_text = "put the value in quotes, or write a comment as `# words`"
            message = "the value ends before this `#`: to YAML a comment begins"
            file.report(diagnostic("KG116", message, place, label="not read", help=help_text))


def _decoded(content: bytes, name: str, report: Report, most: int) -> str | None:
    """The text of a file that is not too large and is UTF-8."""
    if len(content) > most:
        report(
            diagnostic(
                "KG109",
                f"the file is larger than {most:,} bytes",
                Place.whole(name),
                notes=[f"it has {len(content):,} bytes"],
            )
        )
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        before = content[content.rfind(b"\n", 0, error.start) + 1 : error.start]
        column = len(before.decode("utf-8", "replace")) + 1
        report(
            diagnostic(
                "KG101",
                "the file is not UTF-8 text",
                Place(name, line, column, line, column + 1),
                label=f"byte 0x{content[error.start]:02X}",
                help="save the file with the encoding UTF-8",
            )
        )
        return None


def _misleads(file: InputFile) -> bool:
    """Whether invisible characters make the file look different from what it says; each is reported."""
    if file.text.isascii():
        return False
    found = list(_MISLEADING.finditer(file.text))
    for match in found:
        line = file.text.count("\n", 0, match.start()) + 1
        column = match.start() - file.text.rfind("\n", 0, match.start())
        character = f"U+{ord(match.group()):04X}"
        file.report(
            diagnostic(
                "KG108",
                "an invisible character makes the file look different from what it says",
                Place(file.name, line, column, line, column + 1),
                label=character,
                help=f"delete the character {character}",
            )
        )
    return bool(found)


def _composed(file: InputFile) -> yaml.Node | None:
    """The tree that libyaml makes, or ``None`` after reporting what is wrong."""
    try:
        if (mark := _too_deep(file.text)) is not None:
            place = Place(file.name, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
            file.report(diagnostic("KG109", f"the YAML is nested more than {MAX_DEPTH} deep", place))
            return None
        node: yaml.Node | None = yaml.compose(file.text, Loader=_Loader)
    except yaml.YAMLError as error:
        file.report(syntax_finding(file.name, file.text, error))
        return None
    if node is None:
        file.report(diagnostic("KG107", "the file is empty", Place.whole(file.name)))
    return node


def _too_deep(text: str) -> Any:
    """The place at which a text is nested too deep, if there is one.

    libyaml's composer recurses in C: a depth that could overflow its stack is counted from events first.
    """
    if text.count("[") + text.count("{") + max(map(len, text.split("\n")), default=0) <= 500:
        return None
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return event.start_mark
    return None


def _is_plain(node: yaml.Node, depth: int) -> bool:
    """Whether a tree without special signs is sure to be clean; :func:`_is_clean` takes longer to find out."""
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


def _is_clean(file: InputFile, root: yaml.Node) -> bool:
    """Whether a tree has no anchors, aliases, tags, merges, complex and doubled keys; each is reported."""
    before = file.faults
    seen: set[int] = set()
    stack = [(root, 0)]
    while stack:
        node, depth = stack.pop()
        if depth > MAX_DEPTH:
            file.error("KG109", f"the YAML is nested more than {MAX_DEPTH} deep", node)
            return False
        if id(node) in seen:
            _report_sign(file, node)  # an alias: it leads to the node that its anchor names
            continue
        seen.add(id(node))
        if _sign(file, node) in ("&", "!"):
            _report_sign(file, node)
        if isinstance(node, yaml.MappingNode):
            _check_keys(file, node)
            stack.extend((value, depth + 1) for _, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            stack.extend((item, depth + 1) for item in node.value)
        elif (
            isinstance(node, yaml.ScalarNode) and node.style == '"' and (found := _ESCAPED.search(node.value))
        ):
            character = f"U+{ord(found.group()):04X}"
            file.error("KG108", "an escape stands for an invisible character", node, label=character)
    return file.faults == before


def _sign(file: InputFile, node: yaml.Node) -> str:
    """The first character of a node, if it is the node's own."""
    start = node.start_mark.index
    if isinstance(node, yaml.MappingNode) and node.value and node.value[0][0].start_mark.index == start:
        return ""  # a block of keys begins where its first key does: the character is the key's
    return file.text[start : start + 1]


def _report_sign(file: InputFile, node: yaml.Node) -> None:
    """Report the tag or anchor that a node begins with, or the anchor that an alias leads to, without its value."""
    mark = node.start_mark
    sign = _SIGN.match(file.text, mark.index)
    width = len(sign.group()) if sign is not None else 1
    place = Place(file.name, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 1 + width)
    is_tag = sign is not None and sign.group().startswith("!")
    kind = "tags" if is_tag else "anchors and aliases"
    help_text = "delete the tag" if is_tag else "write the value out in each place"
    file.at("KG105", f"YAML {kind} are not part of the mapping language", place, help=help_text)


def _check_keys(file: InputFile, block: yaml.MappingNode) -> None:
    """Report the keys of a block that are no plain words, or that it has twice."""
    keys: dict[str, yaml.Node] = {}
    for key, _ in block.value:
        sign = file.text[key.start_mark.index : key.start_mark.index + 1]
        if sign in ("&", "!"):
            _report_sign(file, key)
        elif not isinstance(key, yaml.ScalarNode):
            file.error("KG107", "a key must be a plain word", key)
        elif key.value == "<<":
            message = "YAML merges are not part of the mapping language"
            file.error("KG105", message, key, help="write the keys out")
        elif (first := keys.setdefault(key.value, key)) is not key:
            file.error(
                "KG103",
                f"the key `{key.value}` is written twice",
                key,
                related=[Related(file.place(first), "first written here")],
                help="delete one of them, or give it another name",
            )
