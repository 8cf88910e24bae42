"""Changes to a YAML file that leave all else as it is: comments, layout, quotation marks, line ends, byte order mark.

A change is made only if the file then reads as the change means it; else the file stays as it is.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from kgbuild.core.places import Place
from kgbuild.findings.diagnostics import Fix

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BREAK: Final = re.compile(r"\r\n|\r")
_ANY_BREAK: Final = re.compile(r"\r\n|\r|\n")
_COMMA: Final = re.compile(r"\s*,\s*")
# Written in the place of an item, and of a key with its value, that is to be deleted.
_GONE: Final = "\x00item"
_GONE_KEY: Final = "\x00key"


@dataclass(frozen=True, slots=True)
class Edit:
    """``text`` in place of the characters from ``start`` to ``end``; ``node`` then has the value ``value``."""

    start: int
    end: int
    text: str
    node: yaml.Node | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class _Spot:
    """A node with the node that holds it, its number there, and whether it is a key."""

    node: yaml.Node
    parent: yaml.Node | None
    number: int
    key: bool = False


class EditableFile:
    """The text of a YAML file as places count it (LF, no byte order mark), and how it is written in bytes.

    Raises :class:`UnicodeDecodeError` for bytes that are not UTF-8.
    """

    def __init__(self, content: bytes) -> None:
        self._written = content.decode("utf-8")
        self._mark = "\ufeff" if self._written.startswith("\ufeff") else ""
        self._written = self._written[len(self._mark) :]
        # The offsets in the text of what is CR LF in the file, and so one character more.
        self._pairs = [
            m.start() - n
            for n, m in enumerate(m for m in _BREAK.finditer(self._written) if len(m.group()) == 2)
        ]
        self.text = _BREAK.sub("\n", self._written)
        self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        try:
            self.root: yaml.Node | None = yaml.compose(self.text, Loader=_LOADER)
        except (yaml.YAMLError, RecursionError):
            self.root = None
        self._scalars: dict[int, _Spot] = {}
        self._items: dict[int, _Spot] = {}
        self._spots: dict[int, _Spot] = {}
        for spot in _spots(self.root):
            self._spots[id(spot.node)] = spot
            if isinstance(spot.node, yaml.ScalarNode) and (spot.node.value or spot.node.style):
                self._scalars.setdefault(spot.node.start_mark.index, spot)
            if not spot.key and spot.parent is not None:
                self._items.setdefault(spot.node.start_mark.index, spot)

    def edit(self, fix: Fix) -> Edit | None:
        """How a fix is written in this file; ``None`` where it cannot be, or changes nothing."""
        start = self.offset(fix.place.line, fix.place.column)
        end = self.offset(fix.place.end_line, fix.place.end_column)
        if start is None or end is None:
            return None
        if fix.how == "text":
            found: Edit | None = Edit(start, end, fix.text)
        elif fix.how == "comment":
            found = self._whole_lines(start, end)
        elif fix.how == "item":
            found = self._removal(self._items.get(start))
        elif fix.how == "block":
            spot = self._items.get(start)
            found = self._removal(self._spots[id(spot.parent)] if spot is not None else None)
        else:
            found = self._scalar(self._scalars.get(start), fix.text)
        return None if found is None or self.text[found.start : found.end] == found.text else found

    def addition(self, place: Place, key: str, text: str, *, value_key: str, alone: bool) -> Edit | None:
        """How ``key: text`` is written beside the value at a place, in a block that has the value under ``value_key``.

        A value without a block gets one, or, if ``alone`` says that its entry has no other value, the key
        is written in the entry. What it means then is for the caller to check.
        """
        start = self.offset(place.line, place.column)
        spot = None if start is None else self._around(start)
        if spot is None or not isinstance(spot.node, yaml.ScalarNode) or spot.node.style in ("|", ">"):
            return None
        node, holder = spot.node, spot.parent
        if isinstance(holder, yaml.MappingNode):
            name = holder.value[spot.number][0].value
            if name == value_key or (alone and not holder.flow_style):
                return self.with_key(holder, f"{key}: {text}")
        for written in _written(node.value, node.style):
            if _reads(written, node.value, flow=True, key=False):
                block = f"{{{value_key}: {written}, {key}: {text}}}"
                return Edit(node.start_mark.index, node.end_mark.index, block)
        return None

    def _around(self, offset: int) -> _Spot | None:
        """The text at an offset, if it is not a key."""
        return next(
            (
                spot
                for spot in self._items.values()
                if isinstance(spot.node, yaml.ScalarNode)
                and spot.node.start_mark.index <= offset < spot.node.end_mark.index
            ),
            None,
        )

    def with_key(self, block: yaml.MappingNode, line: str, behind: str | None = None) -> Edit:
        """How a line ``key: value`` is added to a block that has keys: at its end, or behind the value of a key."""
        values = [value for key, value in block.value if behind in (None, key.value)]
        end = self._end(values[-1] if values else block.value[-1][1])
        if block.flow_style:
            return Edit(end, end, f", {line}")
        _, column = self._position(block.start_mark.index)
        stop = self.text.find("\n", end)
        stop = len(self.text) if stop < 0 else stop
        return Edit(stop, stop, f"{self._line_break(stop)}{' ' * (column - 1)}{line}")

    def in_block(
        self, pairs: Sequence[tuple[yaml.ScalarNode, yaml.Node]], name: str, line: str
    ) -> Iterator[Edit]:
        """How keys of a block that follow one another get into a new block called ``name``, below a line of it."""
        start = self.offset(pairs[0][0].start_mark.line + 1, 1)
        end = self._end(pairs[-1][1])
        assert start is not None, "a key stands in a line"
        indent = " " * pairs[0][0].start_mark.column
        line_break = self._line_break(start - 1 if start else 0)
        yield Edit(start, start, f"{indent}{name}:{line_break}{indent}  {line}{line_break}")
        at = start
        while 0 <= at < end:
            stop = self.text.find("\n", at)
            if self.text[at : stop if stop >= 0 else None].strip():
                yield Edit(at, at, "  ")
            at = stop + 1 if stop >= 0 else -1

    def _line_break(self, offset: int) -> str:
        """How the line that ends at an offset is ended; at the end of the file, how the first line is."""
        found = _ANY_BREAK.match(self._written, self._back(offset)) or _ANY_BREAK.search(self._written)
        return found.group() if found is not None else "\n"

    def applied(self, edits: Iterable[Edit]) -> bytes | None:
        """The bytes of the file with the edits made; ``None`` where it would then not read as they mean it."""
        pieces, at = [], 0
        listed = sorted(edits, key=lambda edit: (edit.start, edit.end))
        for edit in listed:
            start, end = self._back(edit.start), self._back(edit.end)
            pieces += [self._written[at:start], edit.text]
            at = end
        written = "".join([*pieces, self._written[at:]])
        if self.root is not None and all(edit.node is not None or not edit.text for edit in listed):
            wanted = {id(edit.node): edit.value for edit in listed if edit.node is not None}
            try:
                new = yaml.compose(_BREAK.sub("\n", written), Loader=_LOADER)
            except yaml.YAMLError:
                return None
            if _shape(new, {}) != _shape(self.root, wanted):
                return None
        return (self._mark + written).encode()

    def place(self, file: str, start: int, end: int) -> Place:
        """The place of the text between two offsets."""
        (line, column), (end_line, end_column) = self._position(start), self._position(end)
        return Place(file, line, column, end_line, end_column)

    def place_of(self, file: str, *keys: str) -> Place | None:
        """The place of the value to which keys lead from the top, one below the other."""
        node = self.root
        for key in keys:
            pairs = node.value if isinstance(node, yaml.MappingNode) else ()
            node = next((value for name, value in pairs if name.value == key), None)
        return None if node is None else self.place(file, node.start_mark.index, node.end_mark.index)

    def offset(self, line: int, column: int) -> int | None:
        """The offset of a position in the text, or ``None`` where there is none."""
        if not 1 <= line <= len(self._starts):
            return None
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        return min(self._starts[line - 1] + column - 1, end)

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_left(self._starts, offset + 1)
        return line, offset - self._starts[line - 1] + 1

    def _back(self, offset: int) -> int:
        return offset + bisect_left(self._pairs, offset)

    def _flow(self, spot: _Spot) -> bool:
        node = spot.parent
        while node is not None:
            if isinstance(node, yaml.CollectionNode) and node.flow_style:
                return True
            node = self._spots[id(node)].parent
        return False

    def _scalar(self, spot: _Spot | None, value: str) -> Edit | None:
        if spot is None or not isinstance(spot.node, yaml.ScalarNode) or spot.node.style in ("|", ">"):
            return None
        node, flow = spot.node, self._flow(spot)
        start, end = node.start_mark.index, node.end_mark.index
        return next(
            (
                Edit(start, end, text, node, value)
                for text in _written(value, node.style)
                if _reads(text, value, flow=flow, key=spot.key)
            ),
            None,
        )

    def _line_end(self, offset: int) -> int:
        """Where the line of an offset ends, with its break."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end + 1

    def _line_before(self, offset: int) -> tuple[int, str]:
        """Where the line of an offset begins, and what is on it before the offset."""
        start = self.text.rfind("\n", 0, offset) + 1
        return start, self.text[start:offset]

    def _whole_lines(self, start: int, end: int) -> Edit:
        """Deletes the text between two offsets: whole lines if nothing else is on them, else with the space before."""
        line, before = self._line_before(start)
        stop = self._line_end(end)
        if not before.strip() and not self.text[end:stop].strip():
            return Edit(line, stop, "")
        return Edit(line + len(before.rstrip()), end, "")

    def _removal(self, spot: _Spot | None) -> Edit | None:
        """Deletes an item, or a value with its key; if nothing else is in its list or block, then that too."""
        while spot is not None and spot.parent is not None and len(spot.parent.value) == 1:
            spot = self._spots[id(spot.parent)]
        if spot is None or not isinstance(spot.parent, yaml.CollectionNode):
            return None
        stretches = [self._stretch(item) for item in spot.parent.value]
        in_list = isinstance(spot.parent, yaml.SequenceNode)
        if spot.parent.flow_style:
            found = self._between_commas(stretches, spot.number)
        else:
            found = self._on_lines(stretches, spot.number, in_list=in_list)
        return None if found is None else Edit(*found, "", spot.node, _GONE if in_list else _GONE_KEY)

    def _stretch(self, item: yaml.Node | tuple[yaml.Node, yaml.Node]) -> tuple[int, int]:
        """Where an item of a list begins and ends, or a key with its value."""
        key, value = item if isinstance(item, tuple) else (item, item)
        start, end = key.start_mark.index, self._end(value)
        if key is not value and not value.value:
            end = max(end, key.end_mark.index + 1)  # the colon
        return start, max(start, end)

    def _between_commas(self, stretches: Sequence[tuple[int, int]], number: int) -> tuple[int, int] | None:
        """What to delete for an item within brackets: with the comma before it, or behind it for the first."""
        first = max(number, 1)
        (_, before), (start, end) = stretches[first - 1], stretches[first]
        if not _COMMA.fullmatch(self.text[before:start]):
            return None
        return (before, end) if number else (stretches[0][0], start)

    def _on_lines(
        self, stretches: Sequence[tuple[int, int]], number: int, *, in_list: bool
    ) -> tuple[int, int] | None:
        """What to delete for an item that has its lines to itself, or is followed by a key."""
        start, end = stretches[number]
        if in_list:
            start = self.text.rfind("-", 0, start)
        line, before = self._line_before(start)
        if not before.strip():
            return line, self._line_end(end)
        following = stretches[number + 1][0] if number + 1 < len(stretches) else None
        if in_list or following is None or self.text[end:following].strip():
            return None
        return start, following

    def _end(self, node: yaml.Node) -> int:
        """Where a node ends, without the comments and white space behind it."""
        if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
            start, end = node.start_mark.index, node.end_mark.index
            return start + len(self.text[start:end].rstrip())
        last = node.value[-1]
        return max(map(self._end, last)) if isinstance(last, tuple) else self._end(last)


def _spots(root: yaml.Node | None) -> Iterator[_Spot]:
    stack = [_Spot(root, None, 0)] if root is not None else []
    seen: set[int] = set()
    while stack:
        spot = stack.pop()
        if id(spot.node) in seen:  # an alias, which the reader refuses
            continue
        seen.add(id(spot.node))
        yield spot
        for number, item in enumerate(spot.node.value if isinstance(spot.node, yaml.CollectionNode) else ()):
            if isinstance(item, tuple):
                stack += [_Spot(item[0], spot.node, number, key=True), _Spot(item[1], spot.node, number)]
            else:
                stack.append(_Spot(item, spot.node, number))


def _shape(node: Any, wanted: Mapping[int, str | None]) -> Any:
    """What a tree says, without places and styles, once the values and deletions that are wanted are made."""
    if isinstance(node, yaml.ScalarNode):
        return wanted.get(id(node), node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_shape(item, wanted) for item in node.value if wanted.get(id(item)) != _GONE]
    if isinstance(node, yaml.MappingNode):
        return {
            (number, _shape(key, wanted) if isinstance(key, yaml.ScalarNode) else ""): _shape(value, wanted)
            for number, (key, value) in enumerate(
                pair for pair in node.value if wanted.get(id(pair[1])) != _GONE_KEY
            )
        }
    return None


def _written(value: str, style: str | None) -> Sequence[str]:
    """The forms in which a value can be written, beginning with the style that it has now."""
    double = json.dumps(value, ensure_ascii=False)
    single = "'" + value.replace("'", "''") + "'"
    return {"'": (single, double), '"': (double,)}.get(style or "", (value, double))


def _reads(text: str, value: str, *, flow: bool, key: bool) -> bool:
    """Whether YAML reads ``text``, written as a key or a value, as ``value``."""
    line = f"{text}: x" if key else f"k: {text}"
    try:
        tree = yaml.compose(f"{{{line}, a: b}}" if flow else f"{line}\na: b\n", Loader=_LOADER)
    except yaml.YAMLError:
        return False
    if not isinstance(tree, yaml.MappingNode) or len(tree.value) != 2 or "\n" in text:
        return False
    found = tree.value[0][0 if key else 1]
    marked = text[:1] in "&!*|>" and text[:1] != ""
    return isinstance(found, yaml.ScalarNode) and found.value == value and not marked
