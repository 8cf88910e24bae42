"""XML read safely into a small tree: no entity is expanded, nothing outside is fetched, depth is bounded."""

from __future__ import annotations

from collections.abc import Iterator
from html.entities import html5
from typing import Final
from xml.parsers import expat

from kgbuild.text.refusals import TOO_COSTLY, Refusal, damaged

MAX_DEPTH: Final = 250
MAX_ELEMENTS: Final = 1_000_000

_NO_MEMORY: Final = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]


class Element:
    """An element of a tree: its name without namespace, its attributes likewise, its children and texts in order."""

    __slots__ = ("attributes", "children", "line", "name", "parent", "path")

    def __init__(self, name: str, attributes: dict[str, str], line: int, parent: Element | None) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Element | str] = []
        self.line = line
        self.parent = parent
        self.path = ""

    def elements(self) -> Iterator[Element]:
        """The child elements."""
        return (child for child in self.children if isinstance(child, Element))

    def child(self, name: str) -> Element | None:
        """The first child of a name."""
        return next((child for child in self.elements() if child.name == name), None)

    def all(self, *names: str) -> Iterator[Element]:
        """Every element of these names below this one, in the order of the document."""
        waiting = list(self.elements())[::-1]
        while waiting:
            element = waiting.pop()
            if element.name in names:
                yield element
            waiting.extend(list(element.elements())[::-1])

    def first(self, *names: str) -> Element | None:
        """The first element of these names below this one."""
        return next(self.all(*names), None)

    @property
    def text(self) -> str:
        """All characters in it, white space as one space."""
        pieces: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                pieces.append(node)
            else:
                waiting.extend(reversed(node.children))
        return " ".join("".join(pieces).split())

    @property
    def own_text(self) -> bool:
        """Whether characters other than white space stand directly in it."""
        return any(isinstance(child, str) and not child.isspace() for child in self.children)


class _Builder:
    def __init__(self, parser: expat.XMLParserType, what: str) -> None:
        self._parser = parser
        self._what = what
        self.root: Element | None = None
        self._open: Element | None = None
        self._counts: list[dict[str, int]] = [{}]
        self._number = 0
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.EntityDeclHandler = self.entity
        parser.SkippedEntityHandler = self.skipped

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._number += 1
        if len(self._counts) > MAX_DEPTH:
            raise Refusal(TOO_COSTLY, f"{self._what} nests more than {MAX_DEPTH} elements", self._line)
        if self._number > MAX_ELEMENTS:
            raise Refusal(TOO_COSTLY, f"{self._what} has more than {MAX_ELEMENTS:,} elements", self._line)
        local = name.rpartition(" ")[2]
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(local, plain, self._parser.CurrentLineNumber, self._open)
        counts = self._counts[-1]
        counts[local] = counts.get(local, 0) + 1
        above = self._open.path if self._open is not None else ""
        element.path = f"{above}/{local}" if self._open is None else f"{above}/{local}[{counts[local]}]"
        if self._open is None:
            self.root = element
        else:
            self._open.children.append(element)
        self._open = element
        self._counts.append({})

    def end(self, name: str) -> None:
        self._counts.pop()
        self._open = self._open.parent if self._open is not None else None

    def characters(self, data: str) -> None:
        if self._open is not None:
            self._open.children.append(data)

    def entity(self, name: str, *rest: object) -> None:
        raise Refusal(
            TOO_COSTLY,
            f"{self._what} defines entities of its own (`{name}`), which are not expanded",
            self._line,
            "write the characters out, for example with `xmllint --noent`, if you trust the file",
        )

    def skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self.characters(html5.get(f"{name};", f"&{name};"))

    @property
    def _line(self) -> str:
        return f"line {self._parser.CurrentLineNumber}"


def parse(data: bytes, what: str = "the file", encoding: str | None = None) -> Element:
    """The root of an XML file. Raises :class:`Refusal` for what is not well formed or defines entities."""
    parser = expat.ParserCreate(encoding, namespace_separator=" ")
    builder = _Builder(parser, what)
    # The names of HTML's characters (&nbsp;) come from a DTD that is not fetched: they are known here.
    parser.UseForeignDTD(True)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        if error.code == _NO_MEMORY:
            raise MemoryError from error
        raise damaged(
            f"{what} is not well-formed XML: {expat.ErrorString(error.code)}", f"line {error.lineno}"
        ) from error
    except (LookupError, ValueError) as error:
        raise damaged(f"{what} names an encoding that cannot be read") from error
    if builder.root is None:
        raise damaged(f"{what} has no element")
    return builder.root
