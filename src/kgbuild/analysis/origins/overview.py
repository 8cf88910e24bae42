"""The origins of all figures on one screen: which answers several documents give, and where they come from."""

from __future__ import annotations

from collections.abc import Sequence

from kgbuild.analysis.origins.results import Figure
from kgbuild.core.pages import SCREEN, Heading, Line, PageBlock
from kgbuild.core.short import short_grid
from kgbuild.core.terminal import count

_HEADER = ("question", "answer", "documents", "recorded origins", "not recorded", "shared wording")


def origins_overview(figures: Sequence[Figure]) -> list[PageBlock]:
    """The answers that more than one document gives; figures first, those of most documents before others."""
    given = sorted((figure for figure in figures if len(figure.documents) > 1), key=_place)
    if not given:
        return [Line("no answer is given by more than one document")]
    several = sum(len(figure.origins) > 1 for figure in given)
    one = sum(len(figure.origins) == 1 for figure in given)
    none = len(given) - several - one
    head: list[PageBlock] = [
        Heading("From how many recorded origins do the answers come that several documents give?"),
        Line(
            f"{count(len(given), 'answer')} in more than one document: {one} with one recorded origin, {several} with "
            f"several, {none} with none"
        ),
        Line("where nothing is recorded, nothing follows about where an answer came from"),
    ]
    shared = sum(bool(figure.shared) for figure in given)
    if shared:
        head.append(
            Line(
                f"{count(shared, 'answer')} in wording that documents share and no recorded lineage explains: a "
                "suggestion, in none of the counts"
            )
        )
    header = _HEADER if shared else _HEADER[:-1]
    rows = [_row(figure)[: len(header)] for figure in given]
    tail = [
        Line(
            f"one question: `kgbuild origins {given[0].question.key}`; everything: `kgbuild origins --details`"
        )
    ]
    return [*head, *short_grid(header, rows, SCREEN - 10), *tail]


def _place(figure: Figure) -> tuple[object, ...]:
    takes = figure.question.predicate.takes
    return takes != "quantity", -len(figure.documents), figure.question.key, figure.value


def _row(figure: Figure) -> tuple[str, ...]:
    alike = {name for wording in figure.shared for name in wording.documents}
    return (
        figure.question.label,
        figure.value,
        str(len(figure.documents)),
        str(len(figure.origins)),
        str(len(figure.unrecorded)),
        count(len(alike), "document") if alike else "",
    )
