"""A scene as SVG or PNG, drawn by matplotlib: nothing here decides where anything stands."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from itertools import pairwise
from typing import Any, Final

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from kgbuild.analysis.drawing import measure
from kgbuild.analysis.drawing.scene import Label, Point, Scene, Shape, Stroke
from kgbuild.analysis.drawing.texts import clean
from kgbuild.core.errors import KgbuildError

DPI: Final = 144
"""Dots an inch of a PNG, as a rule."""
_MOST_DOTS: Final = 32_000
_LEAST_DPI: Final = 72
_STYLE: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "kgbuild",
    "text.usetex": False,
    "text.hinting": "none",
    "text.parse_math": False,
    "path.simplify": False,
    "savefig.facecolor": "white",
}
_DASHES: Final[dict[str, Any]] = {
    "solid": "solid",
    "dashed": (0, (5, 3)),
    "dotted": (0, (1, 2)),
    "dash-dot": (0, (6, 2, 1, 2)),
}
_TIP: Final = re.compile(r'<g id="tip-(\d+)">')


@contextmanager
def style(*, fallbacks: bool = False) -> Iterator[None]:
    """The settings of matplotlib under which a scene is drawn as it was laid out, whatever the caller's are.

    ``fallbacks``: letters that the font lacks are drawn in other fonts that the machine has.
    """
    families = measure.families() if fallbacks else (measure.FAMILY,)
    with measure.quiet(), matplotlib.rc_context({**_STYLE, "font.family": list(families)}):
        yield


def svg(scene: Scene) -> bytes:
    """The scene as SVG: text stays text, and each shape tells what it is where one points at it."""
    with style(), warnings.catch_warnings():
        figure, tips = make_figure(scene)
        stream = io.StringIO()
        # Letters that our font lacks stay text, for a font of the reader's.
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        metadata = {"Date": None, "Creator": "kgbuild", "Title": scene.title}
        figure.savefig(stream, format="svg", metadata=metadata)
    text = _TIP.sub(
        lambda found: f"{found[0]}<title>{escape(tips[int(found[1])], quote=False)}</title>",
        stream.getvalue(),
    )
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines()).encode()


def png(scene: Scene) -> bytes:
    """The scene as PNG.

    Very long ones have fewer dots an inch. Raises :class:`KgbuildError` where it would be too large all the same.
    """
    dpi = min(DPI, int(_MOST_DOTS * 72 / max(scene.width, scene.height)))
    if dpi < _LEAST_DPI:
        raise KgbuildError("this picture is too large for PNG", "write it to a file that ends in .svg")
    with style(fallbacks=True):
        figure, _ = make_figure(scene)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", dpi=dpi, metadata={"Software": "kgbuild"})
    return stream.getvalue()


def make_figure(scene: Scene) -> tuple[Figure, list[str]]:
    """The scene as a figure of matplotlib, and the tips by the number in the id of what has them."""
    figure = Figure(figsize=(scene.width / 72, scene.height / 72), dpi=72)
    FigureCanvasAgg(figure)
    tips: list[str] = []
    for item in scene.items:
        tip = None
        if item.tip:
            tip = f"tip-{len(tips)}"
            tips.append(clean(item.tip))
        if isinstance(item, Label):
            _draw_label(figure, scene, item, tip)
        elif isinstance(item, Shape):
            _draw_shape(figure, scene, item, tip)
        else:
            _draw_stroke(figure, scene, item, tip)
    return figure, tips


def _draw_label(figure: Figure, scene: Scene, label: Label, tip: str | None) -> None:
    artist = Text(
        label.x,
        scene.height - label.y,
        label.text,
        fontsize=label.size,
        fontweight="bold" if label.bold else "normal",
        color=label.colour,
        parse_math=False,
        zorder=3,
    )
    artist.set_gid(tip)
    artist.set_transform(_points(figure))
    figure.add_artist(artist)


def _points(figure: Figure) -> Any:
    """From points to dots, at whatever dots an inch the figure is drawn."""
    return Affine2D().scale(1 / 72) + figure.dpi_scale_trans


def _patch(
    figure: Figure, path: Path, *, fill: str, colour: str, thickness: float, dash: str, order: float, tip: Any
) -> None:
    patch = PathPatch(
        path,
        facecolor=fill,
        edgecolor=colour,
        linewidth=thickness,
        linestyle=_DASHES[dash],
        zorder=order,
        capstyle="butt",
        joinstyle="round",
    )
    patch.set_gid(tip)
    patch.set_transform(_points(figure))
    figure.add_artist(patch)


def _draw_shape(figure: Figure, scene: Scene, shape: Shape, tip: str | None) -> None:
    x, y, w, h = shape.x, scene.height - shape.y - shape.height, shape.width, shape.height
    colour = "none" if shape.outline == "none" else shape.colour
    path = _outline(shape.outline, x, y, w, h)
    _patch(
        figure,
        path,
        fill=shape.fill,
        colour=colour,
        thickness=shape.thickness,
        dash=shape.dash,
        order=0 if shape.under else 2,
        tip=tip,
    )


def _outline(kind: str, x: float, y: float, w: float, h: float) -> Path:
    if kind in ("circle", "pill"):
        return _rounded(x, y, w, h, min(w, h) / 2)
    if kind == "diamond":
        return _closed([(x, y + h / 2), (x + w / 2, y + h), (x + w, y + h / 2), (x + w / 2, y)])
    if kind == "octagon":
        c = min(6.0, h / 3, w / 3)
        left, right = [(x, y + c), (x, y + h - c)], [(x + w, y + h - c), (x + w, y + c)]
        return _closed([*left, (x + c, y + h), (x + w - c, y + h), *right, (x + w - c, y), (x + c, y)])
    return _closed([(x, y), (x, y + h), (x + w, y + h), (x + w, y)])


def _closed(points: list[Point]) -> Path:
    codes = [Path.MOVETO, *[Path.LINETO] * (len(points) - 1), Path.CLOSEPOLY]
    return Path([*points, points[0]], codes)


def _rounded(x: float, y: float, w: float, h: float, r: float) -> Path:
    k = r * 0.4477  # 1 - 4/3·(√2 - 1): where the control points of a quarter of a circle lie
    points = [
        *((x + r, y), (x + w - r, y), (x + w - k, y), (x + w, y + k), (x + w, y + r), (x + w, y + h - r)),
        *((x + w, y + h - k), (x + w - k, y + h), (x + w - r, y + h), (x + r, y + h), (x + k, y + h)),
        *((x, y + h - k), (x, y + h - r), (x, y + r), (x, y + k), (x + k, y), (x + r, y), (x + r, y)),
    ]
    side = [Path.LINETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
    return Path(points, [Path.MOVETO, *side * 4, Path.CLOSEPOLY])


def _draw_stroke(figure: Figure, scene: Scene, stroke: Stroke, tip: str | None) -> None:
    points = [(x, scene.height - y) for x, y in stroke.points]
    (x1, y1), (x2, y2) = points[-2:]
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1.0
    # A curve comes in level; a straight line as it lies.
    level = abs(y1 - y2) > 0.01 and abs(x1 - x2) > 0.01
    ux, uy = (1.0 if x2 > x1 else -1.0, 0.0) if level else ((x2 - x1) / length, (y2 - y1) / length)
    if stroke.arrow == "arrow":
        back, half = 6.0 + stroke.thickness, 2.6 + stroke.thickness / 2
        base = (x2 - ux * back, y2 - uy * back)
        head = [
            (x2, y2),
            (base[0] - uy * half, base[1] + ux * half),
            (base[0] + uy * half, base[1] - ux * half),
        ]
        _patch(
            figure,
            _closed(head),
            fill=stroke.colour,
            colour=stroke.colour,
            thickness=0.5,
            dash="solid",
            order=2.5,
            tip=None,
        )
        points[-1] = base
    elif stroke.arrow == "bar":
        at = (x2 - ux * 4, y2 - uy * 4)
        bar = Path([(at[0] - uy * 5, at[1] + ux * 5), (at[0] + uy * 5, at[1] - ux * 5)])
        _patch(
            figure,
            bar,
            fill="none",
            colour=stroke.colour,
            thickness=2,
            dash="solid",
            order=2.5,
            tip=None,
        )
    path = _line(points)
    _patch(
        figure,
        path,
        fill="none",
        colour=stroke.colour,
        thickness=stroke.thickness,
        dash=stroke.dash,
        order=1,
        tip=tip,
    )


def _line(points: list[Point]) -> Path:
    vertices, codes = [points[0]], [Path.MOVETO]
    for (x1, y1), (x2, y2) in pairwise(points):
        if abs(x1 - x2) < 0.01 or abs(y1 - y2) < 0.01:
            vertices.append((x2, y2))
            codes.append(Path.LINETO)
        else:
            middle = (x1 + x2) / 2
            vertices += [(middle, y1), (middle, y2), (x2, y2)]
            codes += [Path.CURVE4] * 3
    return Path(vertices, codes)
