"""The diagnostic codes that shapes bring: how grave each is, and what ``kgbuild explain`` says of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kgbuild.findings.diagnostics import Severity
from kgbuild.findings.explain import Explanation
from kgbuild.graph.shapes.library import SEVERITIES, ShapesLibrary, load_shapes


def shape_severities(files: Sequence[Path]) -> dict[str, Severity]:
    """The severity of each code that files of shapes bring. Raises :class:`ShapesError` where they cannot be read."""
    return {shape.code: SEVERITIES[shape.severity] for shape in load_shapes(files).shapes.values()}


def shape_explanations(library: ShapesLibrary) -> dict[str, Explanation]:
    """What the shapes of a project say of their own codes."""
    return {
        shape.code: Explanation(
            code=shape.code,
            severity=str(SEVERITIES[shape.severity]),
            title=shape.label,
            what=shape.message[:1].upper() + shape.message[1:] + ".",
            why=shape.comment,
            wrong=shape.wrong,
            right=shape.right,
        )
        for shape in library.shapes.values()
        if shape.code
    }
