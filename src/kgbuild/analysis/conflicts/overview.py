"""Who answers differently, on one screen: questions with answers in conflict, then rival answers side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kgbuild.analysis.conflicts.page import side_answer, side_value
from kgbuild.analysis.conflicts.results import Dispute, Position
from kgbuild.analysis.study import Study
from kgbuild.claims.comparability import Relation
from kgbuild.core.pages import SCREEN, Heading, Line, Page, PageBlock, render_page
from kgbuild.core.short import short_grid
from kgbuild.core.terminal import count

_HEADINGS: Final = 8
"""The lines of the heads and the tail."""
_LONGEST: Final = 60
"""How many signs of an answer are shown."""


def conflicts_overview(study: Study, disputes: Sequence[Dispute]) -> list[PageBlock]:
    """Each question with its answers and who gives them: those in conflict first, then those of no stated relation.

    Rival answers to the questions for which the ontology wants them stand apart: nothing says that they conflict.
    """
    in_conflict = [each for each in disputes if each.has(Relation.CONFLICT)]
    not_stated = [each for each in disputes if each.is_open and not each.has(Relation.CONFLICT)]
    open_ones, rivals = [*in_conflict, *not_stated], [each for each in disputes if not each.is_open]
    room = SCREEN - _HEADINGS
    below = _rivals(study, rivals, room // 2 if open_ones else room) if rivals else []
    blocks: list[PageBlock] = []
    if open_ones or not rivals:
        rows = [row for each in open_ones for row in _rows(study, each)]
        taken = render_page(Page(below), "text").count("\n") if below else 0
        blocks = [
            Heading("Who answers a question differently?"),
            Line(
                f"{count(len(in_conflict), 'question')} with answers in conflict, {len(not_stated)} with answers whose "
                "relation is not stated"
            ),
            *short_grid(("question", "answer", "given by", "stands"), rows, room - taken),
        ]
    first = [*open_ones, *rivals][0].question.key if disputes else "QUESTION"
    return [
        *blocks,
        *below,
        Line(f"one question: `kgbuild conflicts {first}`; everything: `kgbuild conflicts --details`"),
    ]


def _rivals(study: Study, rivals: Sequence[Dispute], room: int) -> list[PageBlock]:
    rows = [row[:3] for each in rivals for row in _rows(study, each)]
    return [
        Heading("What caused it, and who did it: rival answers side by side"),
        Line(
            f"{count(len(rivals), 'question')}; several of the answers to one may be so, and nothing says that any "
            "two conflict"
        ),
        *short_grid(("question", "answer", "given by"), rows, room),
    ]


def _rows(study: Study, dispute: Dispute) -> Iterator[tuple[str, str, str, str]]:
    """A row for each side; the first has the question."""
    for position in dispute.positions:
        label = dispute.question.label if position.number == 1 else ""
        yield (
            label,
            _cut(side_answer(position)),
            _voices(study, position),
            "; ".join(_stands(dispute, position)),
        )


def _voices(study: Study, position: Position) -> str:
    """ "Ministry of Foreign Affairs and 2 others"."""
    voices = list(dict.fromkeys(claim.voice for claim in position.claims))
    others = f" and {count(len(voices) - 1, 'other')}" if len(voices) > 1 else ""
    return f"{study.label(voices[0])}{others}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _stands(dispute: Dispute, position: Position) -> Iterator[str]:
    """ "conflict: 131, 150": the answers that an answer conflicts with, or to which it has no stated relation."""
    values = {each.number: side_value(each) for each in dispute.positions}
    for relation, name in ((Relation.CONFLICT, "conflict"), (Relation.NOT_STATED, "not stated")):
        pairs = [pair for pair in dispute.pairs if pair.relation is relation]
        ends = {pair.left if pair.right == position.number else pair.right for pair in pairs
                if position.number in (pair.left, pair.right)}  # fmt: skip
        if ends:
            answers = list(dict.fromkeys(values[number] for number in sorted(ends)))
            yield f"{name}: {', '.join(map(_cut, answers[:3]))}{' …' if len(answers) > 3 else ''}"
