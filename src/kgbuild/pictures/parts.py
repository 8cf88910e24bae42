"""What a picture shows, as plain records: no text is measured and nothing is placed yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a picture; ``fallback``, such as an id, stands for it where the font lacks its letters."""

    text: str
    bold: bool = False
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing in a :class:`Flow`: ``kind`` is a key of :data:`kgbuild.pictures.styles.NODES`.

    ``year`` places it in time, ``marked`` sets it off (on every recorded way), ``count`` is how many things it stands
    for, and ``tip`` says where it leads back to.
    """

    id: str
    texts: tuple[Text, ...]
    kind: str = "document"
    year: int | None = None
    marked: bool = False
    count: int = 1
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """From a source to what was had from it; ``kind`` is a key of :data:`kgbuild.pictures.styles.EDGES`."""

    source: str
    derived: str
    kind: str
    text: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """Things in time, from the left to the right, and who had what from whom.

    ``years`` is how many make a period; where it is not said, as few as keep the periods few.
    """

    title: str
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    years: int | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its bounds (``None``: open) on the axis of an :class:`Intervals`.

    ``kind`` is a key of :data:`kgbuild.pictures.styles.MARKS`, ``note`` says where it comes from.
    """

    label: str
    lo: float | None
    hi: float | None
    value: str = ""
    note: str = ""
    kind: str = "plain"
    fallback: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Intervals:
    """Figures that answer one question, on one axis."""

    title: str
    rows: Sequence[Interval]


@dataclass(frozen=True, slots=True)
class Span:
    """Something in time: its first and last day as yyyymmdd (``None``: open; both ``None``: undated).

    ``kind`` is a key of :data:`kgbuild.pictures.styles.MARKS`.
    """

    label: str
    start: int | None
    end: int | None
    value: str = ""
    note: str = ""
    kind: str = "plain"
    fallback: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Spans:
    """Times on one axis."""

    title: str
    rows: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Change:
    """What stood in a source, and what became of it: ``what`` says in which way it changed.

    ``kind`` is a key of :data:`kgbuild.pictures.styles.EDGES`.
    """

    left: tuple[Text, ...]
    right: tuple[Text, ...]
    what: str
    kind: str = "declared-by-mapper"
    left_tip: str = ""
    right_tip: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Sources on the left, what was had from them on the right."""

    title: str
    left: str
    right: str
    rows: Sequence[Change]


Part: TypeAlias = Flow | Intervals | Spans | Columns
