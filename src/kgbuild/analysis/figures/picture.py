"""The figures of a question on an axis of time: a row a figure, with a mark for each date that a voice gives it for."""

from __future__ import annotations

from collections.abc import Sequence

from kgbuild.analysis.conflicts.picture import conflicts_picture
from kgbuild.analysis.drawing.parts import Axis, Mark, Row
from kgbuild.analysis.drawing.render import Picture
from kgbuild.analysis.figures.page import figure_text, row_dates, stands
from kgbuild.analysis.figures.results import FigureRow, FiguresOverTime
from kgbuild.analysis.phrases import claim_tip
from kgbuild.analysis.study import Study


def figures_picture(study: Study, found: Sequence[FiguresOverTime]) -> Picture:
    """Each question with its figures in the order of their dates; as DOT its sides, as ``conflicts`` draws them."""
    several = len(found) > 1
    parts = [
        Axis(
            each.question.label if several else "",
            [_row(study, each, row) for row in each.rows if row.dates],
            True,
        )
        for each in found
    ]
    undated = [figure_text(study, row) for each in found for row in each.rows if not row.dates]
    remarks = ["A date is that of the document, unless it is marked as stated."]
    if undated:
        remarks.append(f"Without a date, and so not drawn: {', '.join(undated)}")
    title = "Figures over time" if several or not found else f"{found[0].question.label}, over time"
    graphs = conflicts_picture(study, [each.dispute for each in found]).graphs
    return Picture(title, parts, remarks, graphs)


def _row(study: Study, each: FiguresOverTime, row: FigureRow) -> Row:
    tip = "; ".join(map(claim_tip, row.claims))
    kind = "recorded" if row.origins and not row.unrecorded else "mixed" if row.origins else "open"
    marks = tuple(Mark(time.start, time.end, kind, tip) for time, _ in row.dates)
    note = "; ".join((row_dates(row), *stands(each, row)))
    voices = "; ".join(map(study.label, row.voices))
    return Row(voices, marks, figure_text(study, row), note, ", ".join(map(study.name, row.voices)))
