"""How the kinds of things and links look, and what the legend calls them. Colour alone never sets two apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kgbuild.analysis.drawing import scene
from kgbuild.analysis.drawing.scene import Dash, Ending, Outline


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """A kind of node: its name in the legend, its outline and its lines; its shape in DOT."""

    name: str
    outline: Outline
    fill: str
    colour: str
    dash: Dash = "solid"
    thickness: float = 1.0
    dot: str = "box"


@dataclass(frozen=True, slots=True)
class EdgeStyle:
    """A kind of edge: its name in the legend and its line.

    It ends with an arrow at what is derived. Where something is only cited, it ends at the source itself, with an arrow
    (``back``) or a ``bar``; where neither comes from the other, with ``none``.

    ``plain``: a label would say no more than what stands at its ends.
    """

    name: str
    dash: Dash
    thickness: float = 1.0
    colour: str = scene.INK
    plain: bool = False
    end: Literal["arrow", "back", "bar", "none"] = "arrow"

    @property
    def ending(self) -> Ending:
        """What is drawn at the end, wherever it is."""
        return "arrow" if self.end == "back" else self.end


@dataclass(frozen=True, slots=True)
class MarkStyle:
    """A kind of figure or time on an axis."""

    name: str
    outline: Outline
    fill: str
    dash: Dash = "solid"


NODES: Final = {
    "document": NodeStyle("document", "box", scene.WHITE, scene.INK),
    "part": NodeStyle("part of a document", "box", scene.PALE, scene.GREY),
    "mention": NodeStyle("statement of a document, lineage recorded", "box", scene.WHITE, scene.INK),
    "open": NodeStyle(
        "statement of a document, lineage not recorded", "box", scene.WHITE, scene.GREY, "dashed"
    ),
    "work": NodeStyle("work", "octagon", scene.LIGHT_BLUE, scene.BLUE, thickness=1.4, dot="octagon"),
    "law": NodeStyle("law", "octagon", scene.PALE, scene.GREY, dot="octagon"),
    "voice": NodeStyle("voice", "pill", scene.LIGHT_ORANGE, scene.ORANGE, dot="ellipse"),
    "claim": NodeStyle("claim", "box", scene.PALE, scene.GREY),
    "many": NodeStyle("several of them as one", "box", scene.PALE, scene.INK, thickness=1.0, dot="box3d"),
    "side": NodeStyle("answer", "box", scene.WHITE, scene.INK, thickness=2.0, dot="box"),
    "question": NodeStyle("question", "box", scene.PALE, scene.GREY, dot="note"),
    "event": NodeStyle("event", "pill", scene.WHITE, scene.INK, dot="ellipse"),
    "dating": NodeStyle("date that an event is given", "box", scene.WHITE, scene.INK),
    "other": NodeStyle("other", "box", scene.PALE, scene.GREY, "dotted"),
}
"""Kinds of nodes, in the order of the legend."""

EDGES: Final = {
    "annexed": EdgeStyle("annexed", "solid", 2.0),
    "declared-by-mapper": EdgeStyle("declared by the mapper", "solid", 0.9),
    "stated-in-text": EdgeStyle("stated in the text", "dash-dot", 1.2),
    "by-source-and-slot": EdgeStyle("by source and question", "dashed", 1.2),
    "text-reuse": EdgeStyle("suggested by shared wording", "dotted", 1.3, scene.GREY),
    "annexes": EdgeStyle("annexed", "solid", 2.0),
    "relays": EdgeStyle("relayed", "solid", 1.2, scene.BLUE),
    "derives": EdgeStyle("derived", "solid", 0.9),
    "quotes": EdgeStyle("quoted", "dashed", 1.2),
    "disputes": EdgeStyle("disputed (bar at what is disputed)", "dash-dot", 1.2, scene.ORANGE, end="bar"),
    "cites": EdgeStyle("cited (points to what is cited)", "dotted", 1.2, scene.GREY, end="back"),
    "within": EdgeStyle("stands in", "solid", 0.6, scene.GREY),
    "said by": EdgeStyle("said by", "dashed", 0.8, scene.ORANGE),
    "matched": EdgeStyle("put together by what they say", "dashed", 1.2),
    "alone": EdgeStyle("on one side only", "dotted", 1.2, scene.GREY),
    "conflict": EdgeStyle("conflict", "solid", 2.0, end="none"),
    "later-figure": EdgeStyle("later figure of one voice (points to the earlier)", "dash-dot"),
    "part-of-total": EdgeStyle("part of a total", "dashed"),
    "relation-not-stated": EdgeStyle("relation not stated", "dotted", end="none"),
    "agree": EdgeStyle("agree", "solid", end="none"),
    "compatible": EdgeStyle("compatible", "dashed", end="none"),
    "not-comparable": EdgeStyle("not comparable", "dotted", end="none"),
    "ends in": EdgeStyle("recorded origin", "solid"),
    "gives": EdgeStyle("gives this answer", "dashed", plain=True),
    "answers": EdgeStyle("answered", "dotted", plain=True),
    "dated": EdgeStyle("dated", "solid", plain=True),
    "event": EdgeStyle("said of two events", "dashed"),
    "other": EdgeStyle("other link", "dotted", 1.2, scene.GREY),
}
"""Kinds of edges, in the order of the legend; where one edge is of several kinds it is drawn as the first."""

MARKS: Final = {
    "plain": MarkStyle("stated", "circle", scene.INK),
    "recorded": MarkStyle("origin recorded", "square", scene.BLUE),
    "mixed": MarkStyle("origin recorded of some", "square", scene.WHITE),
    "linked": MarkStyle("lineage recorded", "square", scene.BLUE),
    "open": MarkStyle("lineage not recorded", "circle", scene.WHITE),
    "some": MarkStyle("lineage recorded of some", "square", scene.WHITE),
    "denied": MarkStyle("said not to be so", "diamond", scene.WHITE),
    "inferred": MarkStyle("inferred, not stated", "diamond", scene.LIGHT_ORANGE, "dashed"),
}
"""Kinds of marks on an axis, in the order of the legend."""


def node_style(kind: str) -> NodeStyle:
    """The style of a kind of node."""
    return NODES.get(kind, NODES["other"])


def edge_style(kind: str) -> EdgeStyle:
    """The style of a kind of edge."""
    return EDGES.get(kind, EDGES["other"])
