"""A scene: what stands where on a sheet, in points from its top left corner; and the few colours there are.

The colours are those of Okabe and Ito (2008), which people with colour-blindness tell apart, in light tints; every
difference that a colour makes is made by a shape, a line style or a word too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

INK: Final = "#1d1d1d"
GREY: Final = "#5a5a5a"
PALE: Final = "#f1f1f1"
RULE: Final = "#d4d4d4"
WHITE: Final = "#ffffff"
BLUE: Final = "#0072b2"
LIGHT_BLUE: Final = "#d6eaf6"
ORANGE: Final = "#b37700"
LIGHT_ORANGE: Final = "#fbeccb"

Dash: TypeAlias = Literal["solid", "dashed", "dotted", "dash-dot"]
Outline: TypeAlias = Literal["box", "pill", "octagon", "circle", "diamond", "square", "none"]
Ending: TypeAlias = Literal["none", "arrow", "bar"]
Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text with the left end of its baseline; ``width`` is what it was measured to take.

    ``tip`` is shown where a reader points at it (SVG): the whole of a text that was shortened.
    """

    x: float
    y: float
    text: str
    size: float
    width: float
    bold: bool = False
    colour: str = INK
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled outline; ``tip`` is shown where a reader points at it (SVG). ``under``: it lies below the lines too."""

    outline: Outline
    x: float
    y: float
    width: float
    height: float
    fill: str = WHITE
    colour: str = INK
    thickness: float = 1.0
    dash: Dash = "solid"
    tip: str = ""
    under: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, curved between two that differ in both directions; ``arrow`` is how it ends."""

    points: tuple[Point, ...]
    colour: str = INK
    thickness: float = 1.0
    dash: Dash = "solid"
    arrow: Ending = "none"
    tip: str = ""


SceneItem: TypeAlias = Label | Shape | Stroke


@dataclass(slots=True)
class Scene:
    """A sheet and what stands on it: lines lie under shapes, shapes under labels."""

    width: float
    height: float
    title: str = ""
    items: list[SceneItem] = field(default_factory=list)

    def add(self, items: Sequence[SceneItem], dx: float = 0.0, dy: float = 0.0) -> None:
        """Add items, moved by an offset."""
        self.items += [moved(item, dx, dy) for item in items]


def moved(item: SceneItem, dx: float, dy: float) -> SceneItem:
    """An item at another place."""
    if isinstance(item, Stroke):
        return replace(item, points=tuple((x + dx, y + dy) for x, y in item.points))
    return replace(item, x=item.x + dx, y=item.y + dy)
