"""What a picture shows, as plain records: no text is measured and nothing is placed yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Caption:
    """A text of a picture; ``fallback``, such as an id, stands for it where the font lacks its letters."""

    text: str
    bold: bool = False
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing in a :class:`Flow`: ``kind`` is a key of :data:`kgbuild.analysis.drawing.styles.NODES`.

    ``year`` places it in time, ``marked`` sets it off (on every recorded way), ``count`` is how many things it stands
    for, and ``tip`` says where it leads back to.
    """

    id: str
    texts: tuple[Caption, ...]
    kind: str = "document"
    year: int | None = None
    marked: bool = False
    count: int = 1
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """From a source to what was had from it; ``kind`` is a key of :data:`kgbuild.analysis.drawing.styles.EDGES`."""

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
class Mark:
    """A figure, or a time by its first and last day as yyyymmdd, on an :class:`Axis`.

    ``None`` is open, on both sides nowhere on it. ``kind`` is a key of
    :data:`~kgbuild.analysis.drawing.styles.MARKS`; ``count`` is how many things it stands for.
    """

    lo: float | None
    hi: float | None
    kind: str = "plain"
    tip: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A line of an :class:`Axis`: what it is, its marks, what they mean (``value``), where that is from (``note``).

    ``fallback``, such as an id, stands for the label where the font lacks its letters.
    """

    label: str
    marks: tuple[Mark, ...]
    value: str = ""
    note: str = ""
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """Figures on one axis; or times, where its marks are ``days``."""

    title: str
    rows: Sequence[Row]
    days: bool = False


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """What stood in a source, and what became of it: ``what`` says in which way it changed.

    ``kind`` is a key of :data:`kgbuild.analysis.drawing.styles.EDGES`.
    """

    left: tuple[Caption, ...]
    right: tuple[Caption, ...]
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
    rows: Sequence[ColumnRow]


Part: TypeAlias = Flow | Axis | Columns


@dataclass(frozen=True, slots=True)
class DotGraph:
    """What DOT has in place of an axis: things, how they are linked, and which of them stand beside each other.

    ``ranks`` are dates or the like, in their order, each with the ids of what belongs there.
    """

    title: str
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    ranks: Sequence[tuple[str, Sequence[str]]] = ()
