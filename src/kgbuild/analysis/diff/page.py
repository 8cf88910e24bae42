"""What is different between two graphs, as a page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

from kgbuild.analysis.diff.aspects import EVIDENCE, ID, MOVED
from kgbuild.analysis.diff.results import (
    APPEARED,
    WENT,
    AspectChange,
    ConflictAnswer,
    ConflictChange,
    Difference,
    Differences,
    DiffItem,
)
from kgbuild.core.pages import Page
from kgbuild.core.terminal import count

COLUMNS: Final = (
    *("of", "change", "id", "says", "voices", "what", "before", "after"),
    *("old_quote", "old_start", "old_end", "old_place", "new_quote", "new_start", "new_end", "new_place"),
)
_HOW: Final = ("added", "removed", "changed")
_PLURALS: Final = {"entity": "entities", "lineage": "lineage"}
_HASH: Final = re.compile(r"“([0-9a-f]{12})[0-9a-f]{52}”")


def differences_page(found: Differences, old: str, new: str, *, everything: bool = False) -> Page:
    """The differences of two graphs that are called ``old`` and ``new``.

    What a document holds that only one graph has is counted with the document; with ``everything`` it is listed for
    people too. For programs it always is.
    """
    page = Page(header=COLUMNS)
    page.heading("What is different")
    page.line(f"old: {old}")
    page.line(f"new: {new}")
    sections = (
        ("document", [each for each in found.documents if each.item.kind == "document"]),
        ("part", [each for each in found.documents if each.item.kind == "part"]),
        ("claim", found.claims),
        ("citation", found.citations),
        ("entity", found.entities),
        ("lineage", found.lineage),
    )
    _summary(page, found, sections)
    if found.settings:
        page.heading("Settings", 2)
        for change in found.settings:
            page.line(_change_text(change))
    notes = _Notes(found)
    whole = {(each.item.id, each.how) for each in found.documents if each.how != "changed"}
    for kind, differences in sections:
        folded = whole if kind in ("part", "claim", "citation") and not everything else ()
        shown = [each for each in differences if (each.item.document, each.how) not in folded]
        for how in _HOW:
            title = f"{_several(kind).capitalize()} {how}"
            _differences(page, notes, title, [each for each in shown if each.how == how])
    _conflicts(page, found.conflicts)
    page.rows += _rows(found, sections)
    page.data = _object(found, old, new)
    return page


def _several(kind: str) -> str:
    return _PLURALS.get(kind, f"{kind}s")


def _summary(page: Page, found: Differences, sections: Sequence[tuple[str, Sequence[Difference]]]) -> None:
    if not found:
        page.line("nothing is different")
    for kind, differences in sections:
        counts = Counter(each.how for each in differences)
        if counts:
            page.line(
                f"{_several(kind)}: {', '.join(f'{counts[how]:,} {how}' for how in _HOW if counts[how])}"
            )
    counts = Counter(conflict.how for conflict in found.conflicts)
    if counts:
        page.line(f"conflicts: {', '.join(f'{number:,} {how}' for how, number in counts.items())}")


def _differences(page: Page, notes: _Notes, title: str, differences: Sequence[Difference]) -> None:
    """The differences of one kind; what is changed in one way in several places is shown once."""
    if not differences:
        return
    page.heading(title, 2)
    alike: dict[tuple[AspectChange, ...], list[Difference]] = defaultdict(list)
    for each in differences:
        alike[each.changes].append(each)
    for changes, group in alike.items():
        if not changes or len(group) == 1:
            for each in group:
                page.line(f"{each.item.id}: {each.item.label}{notes.holding(each)}")
                _changes(page, notes, each)
                page.line(_source(each), 1)
        else:
            page.line(
                f"{len(group):,} alike: {', '.join(f'{each.item.id} ({each.item.place})' for each in group)}"
            )
            _changes(page, notes, group[0])


def _changes(page: Page, notes: _Notes, difference: Difference) -> None:
    for change in difference.changes:
        page.line(_change_text(change), 1)
    moved = notes.moved.get(difference.item.id, 0) if difference.item.kind == "document" else 0
    if moved:
        page.line(f"{count(moved, 'quote')} of its claims and citations moved with the text", 1)


class _Notes:
    """What is said of a document beside its own differences."""

    def __init__(self, found: Differences) -> None:
        self.moved = {shift.document: shift.quotes for shift in found.shifts}
        self._held = Counter(
            (each.item.document, each.how, each.item.kind) for each in (*found.claims, *found.citations)
        )

    def holding(self, difference: Difference) -> str:
        """What a document holds that only one graph has."""
        item, how = difference.item, difference.how
        if item.kind != "document" or how == "changed":
            return ""
        counts = ((self._held[item.id, how, kind], kind) for kind in ("claim", "citation"))
        held = " and ".join(count(number, kind) for number, kind in counts if number)
        return f", with {held}" if held else ""


def _source(difference: Difference) -> str:
    """Who says what only one graph has; the words, unless they are among what changed; and the place."""
    item = difference.item
    words = [item.voices] if item.voices is not None and difference.how != "changed" else []
    if item.quote is not None and not any(change.what in (EVIDENCE, MOVED) for change in difference.changes):
        words.append(f"“{item.quote}” (characters {item.start}–{item.end})")
    return ", ".join(filter(None, (" ".join(words), _place(difference))))


def _place(difference: Difference) -> str:
    """The line of the mapping or the registry; the old one too where it is another, or the only one."""
    old = difference.before.place if difference.before is not None else None
    if difference.how == "added" or (difference.how == "changed" and old == difference.item.place):
        return difference.item.place or ""
    return ", ".join(
        f"{name}: {place}" for name, place in (("old", old), ("new", _new_place(difference))) if place
    )


def _new_place(difference: Difference) -> str | None:
    return difference.after.place if difference.after is not None else None


def _change_text(change: AspectChange) -> str:
    """What is said otherwise: "value changed: 131 → 137", "hedge added: “about”"."""
    before, after = (
        "; ".join(_HASH.sub(r"“\1…”", text) for text in each) for each in (change.before, change.after)
    )
    if not change.before:
        return f"{change.what} added: {after}"
    if not change.after:
        return f"{change.what} removed: {before}"
    what = {ID: "renamed", MOVED: MOVED}.get(change.what, f"{change.what} changed")
    return f"{what}: {before} → {after}"


def _conflicts(page: Page, conflicts: Sequence[ConflictChange]) -> None:
    how = ""
    for conflict in conflicts:
        was = "old: " if conflict.how == WENT else ""
        if conflict.how != how:
            how = conflict.how
            page.heading(f"Conflicts that {how}", 2)
        left, right = map(_answer_text, conflict.answers)
        page.line(f"{conflict.question}: {left} against {right}")
        for answer in conflict.answers:
            for item in answer.claims:
                said = f"{item.document}: {item.voices} “{item.quote}”"
                page.line(f"{_answer_text(answer)}: {said} ({was}{item.place})", 1)
        if conflict.otherwise is not None:
            before = "before" if how == APPEARED else "now"
            page.line(f"{before}: {conflict.otherwise}", 1)


def _answer_text(answer: ConflictAnswer) -> str:
    return f"{answer.value}, denied" if answer.denied else answer.value


# For programs


def _rows(
    found: Differences, sections: Sequence[tuple[str, Sequence[Difference]]]
) -> Iterator[Sequence[object]]:
    """One row a change, one for what only one graph has, one a claim of a conflict."""
    nowhere = (*_where(None), *_where(None))
    for change in found.settings:
        yield ("settings", "changed", "", "", "", *_change_cells(change), *nowhere)
    for kind, differences in sections:
        for difference in differences:
            item = difference.item
            about = (kind, difference.how, item.id, item.label, item.voices or "")
            where = (*_where(difference.before), *_where(difference.after))
            for change in difference.changes:
                yield (*about, *_change_cells(change), *where)
            if not difference.changes:
                yield (*about, "", "", "", *where)
    for shift in found.shifts:
        yield (
            "document",
            "changed",
            shift.document,
            "",
            "",
            "quotes moved with the text",
            "",
            shift.quotes,
            *nowhere,
        )
    for number, conflict in enumerate(found.conflicts, 1):
        for side in (0, 1):
            for item in conflict.answers[side].claims:
                yield _answer_row(number, conflict, side, item)


def _change_cells(change: AspectChange) -> tuple[str, str, str]:
    return change.what, "; ".join(change.before), "; ".join(change.after)


def _answer_row(number: int, conflict: ConflictChange, side: int, item: DiffItem) -> Sequence[object]:
    """A claim of a conflict, with the number of the conflict and its side."""
    appeared = conflict.how == APPEARED
    answer = _answer_text(conflict.answers[side])
    values = ("", answer) if appeared else (answer, "")
    where = (*_where(None), *_where(item)) if appeared else (*_where(item), *_where(None))
    about = ("conflict", conflict.how, item.id, conflict.question, item.voices or "")
    return (*about, f"side {side + 1} of conflict {number}", *values, *where)


def _where(item: DiffItem | None) -> tuple[object, ...]:
    if item is None:
        return ("",) * 4
    return tuple("" if each is None else each for each in (item.quote, item.start, item.end, item.place))


def _object(found: Differences, old: str, new: str) -> dict[str, object]:
    return {
        "old": old,
        "new": new,
        "different": bool(found),
        "settings": [asdict(change) for change in found.settings],
        "documents": [_difference_object(each) for each in found.documents],
        "claims": [_difference_object(each) for each in found.claims],
        "citations": [_difference_object(each) for each in found.citations],
        "entities": [_difference_object(each) for each in found.entities],
        "lineage": [_difference_object(each) for each in found.lineage],
        "conflicts": [_conflict_object(each) for each in found.conflicts],
        "moved_with_the_text": {shift.document: shift.quotes for shift in found.shifts},
    }


def _difference_object(difference: Difference) -> dict[str, object]:
    return {"change": difference.how, **asdict(difference)}


def _conflict_object(conflict: ConflictChange) -> dict[str, object]:
    fields = asdict(conflict)
    return {"change": fields.pop("how"), **fields}
