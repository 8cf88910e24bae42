"""A project opened for analysis: its mappings are checked, and all claims are made and held in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection

from kgbuild.analysis.study import Citation, Section, Study
from kgbuild.claims.claim import Claim, Namer
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import Project
from kgbuild.core.terms import Term
from kgbuild.evidence.finder import Anchor
from kgbuild.findings.diagnostics import errors_text
from kgbuild.mapping.model import Lineage, MappingSpec, SectionSpec
from kgbuild.pipeline.local import LocalResult
from kgbuild.pipeline.workspace import Workspace
from kgbuild.text.documents import TextLayer
from kgbuild.values.dates import parse_time

Taker = Callable[[LocalResult, TextLayer | None], None]


def open_study(project: Project, take: Taker | None = None, *, allow: Collection[str] = ()) -> Study:
    """The claims of a project with their lineage and comparisons; evidence comes from the documents or their locks.

    ``take`` is called with what the local pass found in each document, and with its text where that is at hand. Raises
    :class:`KgbuildError` where the mappings have errors, other than those of the codes in ``allow``.
    """
    space = Workspace(project)
    claims: list[Claim] = []
    sections: list[Section] = []
    citations: list[Citation] = []
    anchors: dict[tuple[str, str], Anchor] = {}
    for path in space.mappings():
        result = space.local(path, locked=False)
        claims += result.claims
        if take is not None:
            text_hash = result.spec.text_hash if result.spec is not None else ""
            take(result, space.library.texts.get(text_hash))
        if result.spec is not None:
            sections += _sections(result.spec, space.namer)
            citations += _citations(result, result.spec, space.namer)
            anchors |= _anchors(result, result.spec)
    corpus = space.finish()
    errors = errors_text(finding for finding in space.settled() if finding.code not in allow)
    if errors is not None:
        raise KgbuildError(f"the mappings have {errors}", "run `kgbuild check`")
    return Study(
        claims,
        sections,
        citations,
        corpus,
        space.registry,
        space.namer,
        anchors,
        space.summaries,
    )


def _sections(spec: MappingSpec, namer: Namer) -> list[Section]:
    found = []
    for section in (spec.document, *spec.parts):
        whole = section is spec.document
        name = spec.id if whole else f"{spec.id}.{section.id}"
        found.append(
            Section(
                id=name,
                term=namer.node("doc" if whole else "part", name),
                document=spec.id,
                title=section.title.value if section.title is not None else None,
                kind=section.kind,
                issued=parse_time(section.issued.value) if section.issued is not None else None,
                voice=_voice(section),
                place=section.place,
                reports=_work(section.reports),
                copy_of=_work(section.copy_of),
                text_hash=spec.text_hash,
                record=tuple((item.key, item.datum.value) for item in section.record),
            )
        )
    return found


def _work(lineage: Lineage | None) -> Term | None:
    return lineage.work.term if lineage is not None else None


def _voice(section: SectionSpec) -> str | None:
    return section.voice.ref.term if section.voice is not None and section.voice.ref is not None else None


def _anchors(result: LocalResult, spec: MappingSpec) -> dict[tuple[str, str], Anchor]:
    found = result.evidence.anchors if result.evidence is not None else {}
    return {(spec.id, key): anchor for key, anchor in found.items()}


def _citations(result: LocalResult, spec: MappingSpec, namer: Namer) -> list[Citation]:
    found = []
    for citation in spec.citations:
        anchor = result.evidence.anchors.get(citation.quote.key) if result.evidence is not None else None
        part = result.evidence.part_of(anchor) if result.evidence is not None and anchor is not None else None
        source = namer.node("part", f"{spec.id}.{part}") if part else namer.node("doc", spec.id)
        found.append(Citation(source, spec.id, citation))
    return found
