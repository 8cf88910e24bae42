"""What only the project knows, and not the graph: what of each document is not mapped, and how documents drift."""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.analysis.drift.results import Drift, DriftChange, drift, sources_of
from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.study import Section, Study
from kgbuild.claims.claim import Claim
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import Project
from kgbuild.core.records import record
from kgbuild.evidence.unmapped import OPEN, Stretch, anchored_spans, merged, settle
from kgbuild.pipeline.local import LocalResult
from kgbuild.text.documents import TextLayer


@record
class MappedExtent:
    """How far the mapping of a document goes: its length, the stretches that claims rest on, and those left out.

    ``parts`` are the stretches of its parts, ``ignored`` those that the mapping leaves out, each with the reason.
    ``text`` and ``open`` (figures, dates, names … that nothing is said of) are there where the text is wanted and at
    hand.
    """

    document: str
    length: int
    covered: tuple[Stretch, ...]
    parts: tuple[tuple[str, int, int], ...]
    ignored: tuple[tuple[int, int, str], ...]
    text: str | None
    open: tuple[tuple[str, int, int], ...] | None


class ProjectReader:
    """Opens a project for the explorer: ``study`` its claims, ``readings`` its documents."""

    def __init__(self, project: Project, *, with_text: bool) -> None:
        self._with_text = with_text
        self._taken: list[tuple[LocalResult, TextLayer | None]] = []
        self.study: Study = open_study(project, lambda local, text: self._taken.append((local, text)))
        self.readings = [found for taken in self._taken for found in self._reading(*taken)]

    def _reading(self, local: LocalResult, layer: TextLayer | None) -> Iterator[MappedExtent]:
        spec, evidence = local.spec, local.evidence
        if spec is None or evidence is None:
            return
        ignored = [
            (anchor.span.start, anchor.span.end, ignore.why)
            for ignore in spec.ignores
            if (anchor := evidence.anchors.get(ignore.quote.key)) is not None
        ]
        shown = layer if self._with_text else None
        open_items = None
        if shown is not None:
            settled = settle(spec, evidence, shown, self.study.registry)
            open_items = tuple((s.item.kind, s.item.start, s.item.end) for s in settled if s.state == OPEN)
        yield MappedExtent(
            document=spec.id,
            length=evidence.length,
            covered=tuple(merged(anchored_spans(spec, evidence))),
            parts=tuple((name, *span) for name, span in evidence.parts.items()),
            ignored=tuple(sorted(ignored)),
            text=None if shown is None else shown.text,
            open=open_items,
        )


def drifts(study: Study) -> Iterator[Drift]:
    """Every document or part that has a recorded source in the corpus, beside each of them."""
    for section in study.sections.values():
        if section.id == section.document or section.reports is not None:
            for source in _sources(study, section):
                yield drift(study, section, source)


def _sources(study: Study, section: Section) -> list[Section]:
    try:
        return sources_of(study, section)
    except KgbuildError:
        return []  # no recorded source: nothing to read it beside


def drift_object(study: Study, found: Drift) -> dict[str, object]:
    """A drift for the page; claims are named by their ids."""
    return {
        "document": found.section.id,
        "source": found.source.id,
        "same": found.same,
        "sameButVoice": found.same_but_voice,
        "changes": [_change(study, change) for change in found.changes],
    }


def _change(study: Study, change: DriftChange) -> list[object]:
    def ids(claims: tuple[Claim, ...]) -> list[str]:
        return [claim.id for claim in claims]

    return [
        change.group,
        change.aspect,
        change.pairing,
        study.label(change.subject),
        list(change.properties),
        change.value,
        list(change.before),
        list(change.after),
        ids(change.source),
        ids(change.claims),
    ]
