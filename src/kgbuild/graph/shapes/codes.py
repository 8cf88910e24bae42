"""The diagnostic codes that shapes bring: how grave each is, and what ``kgbuild explain`` says of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kgbuild.findings.diagnostics import Severity
from kgbuild.findings.explain import Explanation
from kgbuild.graph.shapes.library import ShapesLibrary, load_shapes

_SEVERITIES: Final = {"Violation": Severity.ERROR, "Warning": Severity.WARNING, "Info": Severity.INFO}


def shape_severities(files: Sequence[Path]) -> dict[str, Severity]:
    """The severity of each code that files of shapes bring. Raises :class:`ShapesError` where they cannot be read."""
    return {shape.code: _SEVERITIES[shape.severity] for shape in load_shapes(files).shapes.values()}


def shape_explanations(library: ShapesLibrary) -> dict[str, Explanation]:
    """What the shapes of a project say of their own codes."""
    return {
        shape.code: Explanation(
            code=shape.code,
            severity=_SEVERITIES[shape.severity].name.lower(),
            title=shape.label,
            what=shape.message[:1].upper() + shape.message[1:] + ".",
            why=shape.comment,
            wrong=shape.wrong,
            right=shape.right,
        )
        for shape in library.shapes.values()
        if shape.code
    }
