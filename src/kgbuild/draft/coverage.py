"""What of each document is mapped: items counted, the open ones shown with a few words around them.

It needs the documents at hand. No more of a text is shown than :data:`WORDS_AROUND` words an item, unless
:func:`marked_text` is asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import Project
from kgbuild.evidence.unmapped import (
    COVERED,
    IGNORED,
    KINDS,
    OPEN,
    Item,
    Settled,
    Stretch,
    anchored_spans,
    merged,
    settle,
)
from kgbuild.pipeline.local import LocalResult
from kgbuild.pipeline.workspace import Progress, Workspace
from kgbuild.text.documents import TextLayer

WORDS_AROUND: Final = 8
_CHARACTERS: Final = 80


@dataclass(frozen=True, slots=True)
class DocumentCoverage:
    """One document with its items settled and the stretches its mapping rests on; ``layer`` is its text.

    Without a text at hand ``layer`` is ``None`` and nothing is known. ``faults`` counts the errors of the mapping.
    """

    id: str
    file: str
    layer: TextLayer | None
    items: tuple[Settled, ...]
    spans: tuple[Stretch, ...]
    quoted: float
    faults: int

    def of(self, state: str, kind: str | None = None) -> list[Settled]:
        """The items of a state, of one kind or of all."""
        return [each for each in self.items if each.state == state and kind in (None, each.item.kind)]

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """For each kind of item how many are covered, ignored and open."""
        return {kind: {s: len(self.of(s, kind)) for s in (COVERED, IGNORED, OPEN)} for kind in KINDS}


def cover(
    project: Project, files: Sequence[Path] | None = None, progress: Progress | None = None
) -> list[DocumentCoverage]:
    """What of each document is mapped; ``files`` are the mappings wanted (none: all).

    Raises :class:`KgbuildError` where no document is at hand.
    """
    space = Workspace(project)
    paths = space.mappings()
    if files is not None:
        wanted = {path.resolve() for path in files}
        absent = wanted - {path.resolve() for path in paths}
        if absent:
            names = sorted(project.relative(path) for path in absent)
            raise KgbuildError(f"no mapping of this project: {', '.join(names)}")
        paths = [path for path in paths if path.resolve() in wanted]
    found, results = [], []
    for done, path in enumerate(paths, 1):
        results.append(space.local(path, locked=False))
        found.append(_one(space, path, results[-1]))
        if progress is not None:
            progress(done, len(paths))
    if all(each.layer is None for each in found):
        raise space.no_document("nothing can be covered", results)
    return found


def _one(space: Workspace, path: Path, result: LocalResult) -> DocumentCoverage:
    faults = sum(finding.severity.name == "ERROR" for finding in result.findings)
    spec, evidence = result.spec, result.evidence
    layer = space.library.texts.get(spec.text_hash) if spec is not None else None
    if spec is None or evidence is None or layer is None:
        return DocumentCoverage(path.stem, result.file, None, (), (), 0.0, faults)
    items = settle(spec, evidence, layer, space.registry)
    spans = merged(anchored_spans(spec, evidence))
    return DocumentCoverage(
        spec.id, result.file, layer, tuple(items), tuple(spans), evidence.share or 0.0, faults
    )


def as_lines(document: DocumentCoverage) -> list[str]:
    """A document for people: one line, then the open items, then the ignored ones with their reasons."""
    lines = [summary(document)]
    for state in (OPEN, IGNORED):
        found = document.of(state)
        if found:
            lines.append(f"  {state}:")
        for each in found:
            item = each.item
            why = f" ({each.ignore.why})" if each.ignore is not None else ""
            place = f"line {line_of(document, item)}, characters {item.start}–{item.end}"
            lines.append(f"    {item.kind:<9}  {place:<34}  {words_around(document, item)}{why}")
    return lines


def summary(document: DocumentCoverage) -> str:
    """ "letter: 34 of 40 figures, …": how many items are not open, and how much of the text is quoted."""
    if document.layer is None:
        return f"{document.id}: not at hand" + (" (its mapping has errors)" if document.faults else "")
    parts = []
    for kind, count in document.counts.items():
        total = sum(count.values())
        if total:
            parts.append(f"{total - count[OPEN]} of {total} {kind}{'' if total == 1 else 's'}")
    ignored = len(document.of(IGNORED))
    return (
        f"{document.id}: {', '.join(parts) or 'nothing to map'}"
        f"{f' ({ignored} ignored)' if ignored else ''} · {document.quoted:.1%} of the text quoted"
    ).replace("%", " %")


def as_object(document: DocumentCoverage) -> dict[str, object]:
    """A document for programs; the same items as :func:`as_lines`."""

    def item_of(each: Settled) -> dict[str, object]:
        item = each.item
        return {
            "kind": item.kind,
            "line": line_of(document, item),
            "start": item.start,
            "end": item.end,
            "words": words_around(document, item),
            "why": each.ignore.why if each.ignore is not None else None,
        }

    at_hand = document.layer is not None
    return {
        "document": document.id,
        "mapping": document.file,
        "at_hand": at_hand,
        "errors": document.faults,
        "quoted": round(document.quoted, 4) if at_hand else None,
        "counts": document.counts if at_hand else None,
        "open": [item_of(each) for each in document.of(OPEN)],
        "ignored": [item_of(each) for each in document.of(IGNORED)],
    }


def line_of(document: DocumentCoverage, item: Item) -> int:
    """The line of the text layer on which an item begins, from 1."""
    return _layer(document).text.count("\n", 0, item.start) + 1


def words_around(document: DocumentCoverage, item: Item) -> str:
    """The words of an item with its neighbours: eight in all, and of scripts without spaces no long runs."""
    layer = _layer(document)
    words, text = layer.words, layer.text
    first = bisect_left(words, item.start + 1, key=lambda word: word[1])
    last = bisect_left(words, item.end, key=lambda word: word[0])
    spare = WORDS_AROUND - (last - first)
    first = max(0, first - max(0, spare) // 2)
    last = min(len(words), first + WORDS_AROUND)
    if first >= last:
        return ""
    start, end = words[first][0], words[last - 1][1]
    if end - start > _CHARACTERS:
        start = max(start, item.start - _CHARACTERS // 4)
        end = min(end, start + _CHARACTERS)
    shown = " ".join(text[start:end].split())
    return f"{'… ' if start > words[0][0] else ''}{shown}{' …' if end < words[-1][1] else ''}"


def marked_text(document: DocumentCoverage, before: str, after: str, show: Callable[[str], str]) -> str:
    """The whole text, ``before`` and ``after`` every mapped phrase; ``show`` makes its lines fit to be shown."""

    def shown(start: int, end: int) -> str:
        return "\n".join(map(show, text[start:end].split("\n")))

    text = _layer(document).text
    pieces, position = [], 0
    for start, end in document.spans:
        pieces += [shown(position, start), before, shown(start, end), after]
        position = end
    return "".join([*pieces, shown(position, len(text))])


def _layer(document: DocumentCoverage) -> TextLayer:
    assert document.layer is not None, "only a document at hand has items"
    return document.layer
