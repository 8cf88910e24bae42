"""Loops as a page."""

from __future__ import annotations

from collections.abc import Sequence

from kgbuild.analysis.loops.results import COUNTED, Loop, StepEvidence
from kgbuild.analysis.phrases import claim_object, quoted, short_name, voices_text
from kgbuild.analysis.study import Study
from kgbuild.core.pages import Page
from kgbuild.core.terminal import count

MOST = 12
"""How many steps of a loop, and things recorded of a step, are shown to people."""
COLUMNS = (
    *("loop", "level", "members", "step", "from", "to", "kind", "claim_or_citing", "source"),
    *("date", "source_date", "backwards", "place"),
)


def loops_page(study: Study, loops: Sequence[Loop]) -> Page:
    """Loops, those of claims first, with what is recorded on each step; and which things recorded count as steps."""
    page = Page(header=COLUMNS)
    page.heading("Loops: what is had from what leads back to it")
    for level, counted in COUNTED.items():
        number = sum(loop.level == level for loop in loops)
        page.line(f"{level}: {count(number, 'loop') if number else 'no loop'} (steps: {', '.join(counted)})")
    page.line("citations that dispute or refute are no steps; unnamed voices are left out")
    for number, loop in enumerate(loops, start=1):
        _loop(page, study, number, loop)
    page.data = {
        "steps": {level: list(counted) for level, counted in COUNTED.items()},
        "loops": [_object(study, loop) for loop in loops],
    }
    return page


def _loop(page: Page, study: Study, number: int, loop: Loop) -> None:
    page.heading(f"{number}. {loop.level}: {count(len(loop.edges), 'step')}", 2)
    if len(loop.members) > len(loop.edges):
        names = [short_name(study, term) for term in loop.members[:MOST]]
        more = f" and {len(loop.members) - MOST:,} more" if len(loop.members) > MOST else ""
        page.line(f"one of the shortest among {len(loop.members):,}: {', '.join(names)}{more}")
    if loop.question is not None:
        page.line(f"on every step about: {study.questions[loop.question].label}")
    elif loop.level != "claims":
        page.line("no one question is recorded on every step: its steps may be about different things")
    if loop.backwards:
        page.line("time runs backwards on it: a source is dated after what is had from it")
    for step, edge in enumerate(loop.edges):
        if step < MOST:
            page.line(f"{short_name(study, edge.derived)} ← {short_name(study, edge.source)}")
            for item in edge.evidence[:MOST]:
                page.line(_evidence(study, item), 1)
            if len(edge.evidence) > MOST:
                page.line(f"and {len(edge.evidence) - MOST:,} more", 1)
        page.rows += [_row(study, number, loop, step, item) for item in edge.evidence]
    if len(loop.edges) > MOST:
        page.line(f"and {count(len(loop.edges) - MOST, 'further step')} (all of them in json and csv)")


def _evidence(study: Study, item: StepEvidence) -> str:
    claim = study.by_term.get(item.derived)
    words = (
        f"{claim.id}: {voices_text(study, claim)} {quoted(claim)}"
        if claim
        else short_name(study, item.derived)
    )
    place = f" ({item.place})" if item.place is not None else ""
    if item.kind == "attributes":
        return f"{words}, {_when(item, 0)}{place}"
    later = "; the source is the later one" if item.backwards else ""
    source = f"{short_name(study, item.source)}, {_when(item, 1)}"
    return f"{words}, {_when(item, 0)}, {item.kind} {source}{place}{later}"


def _when(item: StepEvidence, side: int) -> str:
    date = item.dates[side]
    return "undated" if date is None else date.edtf


def _row(study: Study, number: int, loop: Loop, step: int, item: StepEvidence) -> tuple[object, ...]:
    edge = loop.edges[step]
    return (
        *(number, loop.level, len(loop.members), step + 1),
        *(study.name(edge.derived), study.name(edge.source), item.kind),
        *(study.name(item.derived), study.name(item.source)),
        *(date.edtf if date is not None else "" for date in item.dates),
        *(item.backwards, str(item.place or "")),
    )


def _object(study: Study, loop: Loop) -> dict[str, object]:
    def evidence(item: StepEvidence) -> dict[str, object]:
        claim = study.by_term.get(item.derived)
        return {
            "kind": item.kind,
            "derived": study.name(item.derived),
            "source": study.name(item.source),
            "date": item.dates[0].edtf if item.dates[0] is not None else None,
            "source_date": item.dates[1].edtf if item.dates[1] is not None else None,
            "backwards": item.backwards,
            "place": str(item.place) if item.place is not None else None,
            "claim": claim_object(study, claim) if claim is not None else None,
        }

    return {
        "level": loop.level,
        "members": [study.name(term) for term in loop.members],
        "question": study.questions[loop.question].key if loop.question is not None else None,
        "backwards": loop.backwards,
        "steps": [
            {
                "derived": study.name(edge.derived),
                "source": study.name(edge.source),
                "evidence": [evidence(item) for item in edge.evidence],
            }
            for edge in loop.edges
        ],
    }
