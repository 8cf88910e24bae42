"""What a report changed, on one screen: figures, who did it, hedges and manner, names of acts, and the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from kgbuild.analysis.drift.results import Drift, DriftChange, stated_text
from kgbuild.analysis.phrases import quoted
from kgbuild.analysis.study import Study
from kgbuild.claims.claim import Claim
from kgbuild.core.pages import SCREEN, Heading, Line, PageBlock
from kgbuild.core.short import short_lines
from kgbuild.core.terminal import count
from kgbuild.core.terms import Term

_HEADINGS: Final = 8
"""The lines of the head and the tail of an overview."""


def _is_two_sided(change: DriftChange) -> bool:
    return bool(change.before and change.after)


_SECTIONS: Final[Sequence[tuple[str, int, Callable[[DriftChange], bool]]]] = (
    ("Figures, with what limits them", 10, lambda c: c.group == "figures"),
    ("Who did it", 9, lambda c: c.group == "agency"),
    ("Softened or hardened: hedges, manner, modality, stance", 7, lambda c: c.group == "qualifiers"),
    ("Acts and people called otherwise", 8, lambda c: c.group == "wording" and _is_two_sided(c)),
    ("Dates", 5, lambda c: c.group == "dates"),
    ("Left out", 6, lambda c: c.group in ("omitted", "wording") and not c.after),
    ("Added", 6, lambda c: c.group in ("added", "wording") and not c.before),
)
"""The parts of the overview: a title, the lines it may take, and which differences belong there."""


def drift_overview(study: Study, drifts: Sequence[Drift]) -> list[PageBlock]:
    """The most telling differences of each document and its source, each in a line with both quotes."""
    blocks: list[PageBlock] = []
    room = SCREEN // len(drifts) if drifts else SCREEN
    for drift in drifts:
        blocks += _overview(study, drift, room)
    return blocks


def _overview(study: Study, drift: Drift, room: int) -> list[PageBlock]:
    changes = [change for change in drift.changes if change.aspect != "said by"]
    subjects = Counter(change.subject for change in changes)
    main = min(subjects, key=lambda term: (-subjects[term], term), default=None)
    parts = [(title, most, [c for c in changes if is_in(c)]) for title, most, is_in in _SECTIONS]
    blocks: list[PageBlock] = [
        Heading(f"{drift.section.id} beside {drift.source.id}"),
        Line(
            f"{count(len(changes), 'difference')}; {count(drift.same, 'statement')} without one, "
            f"{drift.same_but_voice} different only in who says it"
        ),
    ]
    if main is not None:
        blocks.append(Line(f"about “{study.label(main)}”, unless another subject is named"))
    left = room - _HEADINGS - 2 * sum(bool(found) for _, _, found in parts)
    spare = left - sum(min(most, 2 * len(found)) for _, most, found in parts if found)
    for title, most, found in parts:
        if found:
            texts = list(dict.fromkeys(_text(study, change, main) for change in sorted(found, key=_order)))
            lines = short_lines(texts, min(most, 2 * len(found)) + max(spare, 0) // 2)
            blocks += [Heading(f"{title} ({len(found)})", 2), *lines]
    command = f"kgbuild drift {drift.section.id} {drift.source.id} --details"
    return [*blocks, Line(f"all of them, with their places: `{command}`")]


def important(drift: Drift, most: int) -> list[DriftChange]:
    """The most telling differences: some of each part of the overview in its order, then more of the first parts."""
    changes = [change for change in drift.changes if change.aspect != "said by"]
    parts = [sorted(filter(is_in, changes), key=_order) for _, _, is_in in _SECTIONS]
    first = [change for part in parts[:4] for change in part[:3]][:most]
    chosen = {id(change) for change in first}
    more = [change for part in parts for change in part if id(change) not in chosen][: most - len(first)]
    chosen |= {id(change) for change in more}
    return [change for part in parts for change in part if id(change) in chosen]


def _order(change: DriftChange) -> tuple[bool, bool]:
    """What both sides say differently comes before what one side says alone."""
    return not _is_two_sided(change), change.pairing == "none"


def _text(study: Study, change: DriftChange, main: Term | None) -> str:
    """ "number of people killed, population: civilians → not stated: “150 civilians were killed” → “150 deaths”"."""
    about = "" if change.subject == main else f"{study.label(change.subject)}: "
    aspect = f", {change.aspect}" if change.aspect not in ("value", "words") else ""
    what = f"{about}{', '.join(change.properties)}{aspect}"
    if _is_two_sided(change):
        said = f"{_listed(change.before)} → {_listed(change.after)}"
        return f"{what}: {said}: {_quotes(change.source)} → {_quotes(change.claims)}"
    claims = change.source if change.before else change.claims
    texts = change.before or change.after
    side = "left out" if change.before else "added"
    if change.group in ("omitted", "added"):
        texts = tuple(dict.fromkeys(stated_text(study, claim) for claim in claims))
    return f"{what}: {side}: {_listed(texts)}: {_quotes(claims)}"


def _quotes(claims: Iterable[Claim]) -> str:
    first, *others = dict.fromkeys(map(quoted, claims)) or [""]
    return f"{first} and {len(others)} more" if others else first


def _listed(texts: Iterable[str | None]) -> str:
    return "; ".join("not stated" if text is None else text for text in texts)
