"""A project opened for work: its vocabulary, registry and documents, and the passes over its mappings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kgbuild.claims.audit.verdicts import SUFFIX as AUDIT_SUFFIX
from kgbuild.claims.claim import Namer
from kgbuild.claims.lineage import Corpus, check_unused, corpus_pass
from kgbuild.claims.summaries import Summary
from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import read_file
from kgbuild.core.places import Place
from kgbuild.core.project import Project
from kgbuild.core.terminal import count
from kgbuild.evidence.lookalikes import find_lookalikes
from kgbuild.findings.diagnostics import Diagnostic, Severity, diagnostic, worst
from kgbuild.findings.levels import BEFORE_SHAPES, Levels
from kgbuild.graph.shapes.library import shape_severities
from kgbuild.mapping.namesakes import check_names
from kgbuild.mapping.registry import Registry, load_registry
from kgbuild.ontology.vocabulary import Vocabulary, load_vocabulary
from kgbuild.pipeline.local import (
    LOCKED,
    MISSING,
    VERIFIED,
    LocalInput,
    LocalResult,
    Outcome,
    local_pass,
)
from kgbuild.text.documents import Library, read_library

Progress = Callable[[int, int], None]
"""Called with (done, total) after each document."""


@dataclass(slots=True)
class Counts:
    """What a run looked at: documents checked against their text, against their lock only, or without either."""

    verified: int = 0
    from_lock: int = 0
    missing: int = 0
    claims: int = 0
    audited: int = 0
    citations: int = 0
    quads: int = 0

    @property
    def documents(self) -> int:
        """All mappings that could be read."""
        return self.verified + self.from_lock + self.missing


class Workspace:
    """A project with its vocabulary, registry and the documents at hand, ready for passes over its mappings."""

    def __init__(self, project: Project, progress: Progress | None = None) -> None:
        self.project = project
        self.levels = Levels(project, shape_severities)
        self.vocabulary: Vocabulary = load_vocabulary(project.ontology)
        self.namer = Namer(project.base, self.vocabulary)
        self.findings: list[Diagnostic] = []
        self.registry: Registry = load_registry(
            project.registry,
            project.relative(project.registry),
            project.base,
            self.vocabulary,
            self.findings.append,
        )
        check_names(self.registry, self.findings.append)
        for path in project.registry_files():
            self.findings += self.levels.read(project.relative(path), read_file(path))
        self.library: Library = read_library(project.documents)
        self.findings += self._unread()
        self.progress = progress
        self.counts = Counts()
        self.summaries: list[Summary] = []
        self._claimed: set[str] = set()
        self._verified: set[str] = set()
        self._unverified: list[str] = []

    def __reduce__(self) -> tuple[type[Workspace], tuple[Project]]:
        """Another process opens the project again."""
        return Workspace, (self.project,)

    def _unread(self) -> Iterator[Diagnostic]:
        """What is not read, though one might think so: files of the project, and files among the documents."""
        for left_out in self.project.left_out():
            place = Place.whole(self.project.relative(left_out.path))
            yield diagnostic("KG115", f"this is not read: {left_out.why}", place, help=left_out.help)
        for unread in self.library.unread:
            if unread.is_fault:
                place = Place.whole(self.project.relative(unread.path))
                yield diagnostic("KG343", f"this file among the documents {unread.why}", place)

    def mappings(self, files: Sequence[Path] | None = None) -> list[Path]:
        """The mapping files: all, or the given ones. Raises :class:`KgbuildError` where there is none."""
        paths = self.project.mapping_files() if files is None else list(files)
        if not paths:
            raise KgbuildError(
                f"no mapping in {self.project.mappings}",
                "write one there: a file ending in .yaml, one a document",
            )
        return paths

    def read(self, path: Path) -> LocalInput:
        """The bytes of a mapping, and of its lock and verdicts. Raises :class:`OSError`."""
        file = self.project.relative(path)
        name = os.path.splitext(file)[0]
        lock, audit = f"{name}.lock", f"{name}{AUDIT_SUFFIX}"
        return LocalInput(file, read_file(path), lock, self._beside(lock), audit, self._beside(audit))

    def _beside(self, file: str) -> bytes | None:
        try:
            return read_file(self.project.root / file)
        except FileNotFoundError:
            return None

    def local(self, path: Path, *, locked: bool, claims: bool = True) -> LocalResult:
        """The local pass over one mapping; its outcome is kept for the passes that follow."""
        item = self.read(path)
        result = self.examine(item, locked=locked, claims=claims)
        self.keep(result.outcome, item.content)
        return result

    def examine(self, item: LocalInput, *, locked: bool, claims: bool) -> LocalResult:
        """The local pass over one mapping; nothing of it is kept here."""
        demand = self.project.audit
        return local_pass(
            item,
            self.library.texts,
            self.namer,
            self.registry,
            language=self.project.language,
            locked=locked,
            claims=claims,
            readers=demand.readers if demand is not None else 1,
        )

    def keep(self, outcome: Outcome, content: bytes | None = None) -> None:
        """Count what a local pass found; its findings and its summary are kept for the passes that follow."""
        self.findings += outcome.findings
        if outcome.addressed:
            path = self.project.root / outcome.file
            self.findings += self.levels.read(outcome.file, read_file(path) if content is None else content)
        counts = self.counts
        counts.claims += outcome.claims
        counts.audited += outcome.audited
        counts.citations += outcome.citations
        counts.verified += outcome.state == VERIFIED
        counts.from_lock += outcome.state == LOCKED
        counts.missing += outcome.state == MISSING
        if outcome.summary is not None:
            self.summaries.append(outcome.summary)
            self._claimed.add(outcome.summary.text_hash)
            if outcome.state == VERIFIED:
                self._verified.add(outcome.file)
            elif self.library.texts:
                self._unverified.append(outcome.file)

    def finish(self) -> Corpus:
        """Once every mapping was examined: files that look like documents but differ, and the corpus pass."""
        strangers = [layer for layer in self.library.texts.values() if layer.hash not in self._claimed]
        if strangers:
            files = (self.project.root / file for file in self._unverified)
            missing = (self.examine(self.read(path), locked=False, claims=False) for path in files)
            self.findings += find_lookalikes(
                [(each.spec, each.evidence) for each in missing if each.spec is not None], strangers
            )
        corpus = corpus_pass(self.summaries, self.namer, self.registry, self.findings.append)
        if worst(self.findings) is not Severity.ERROR:
            # Where a mapping has errors, what it does not use is a consequence of them.
            check_unused(self.summaries, self.registry, self.findings.append)
        return corpus

    def no_document(self, job: str, results: Sequence[LocalResult]) -> KgbuildError:
        """Why a job that needs documents cannot be done: none of these mappings has its own at hand."""
        specs = [(result.spec, result.evidence) for result in results if result.spec is not None]
        claimed = {spec.text_hash for spec, _ in specs} | self._claimed
        others = [layer for layer in self.library.texts.values() if layer.hash not in claimed]
        changed = find_lookalikes(specs, others)
        if changed:
            return KgbuildError(f"{job}: {changed[0].message}", changed[0].help)
        folders = ", ".join(str(folder) for folder in self.project.documents)
        if folders:
            texts = count(len(self.library.texts), "text")
            return KgbuildError(
                f"{job}: none of the documents is at hand; {folders} has {texts}, all of other documents",
                "name another folder with --documents DIR or KGBUILD_DOCUMENTS",
            )
        return KgbuildError(
            f"{job}: none of the documents is at hand",
            "name their folder with --documents DIR or KGBUILD_DOCUMENTS",
        )

    def used_names(self) -> set[str]:
        """The names of the registry that mappings use, once every mapping was examined."""
        return {name for summary in self.summaries for name in summary.used}

    def settled(self, wanted: Callable[[Diagnostic], bool] = lambda _: True) -> list[Diagnostic]:
        """The wanted findings of a finished run, as they are shown: with the levels and comments of the project."""
        return self.levels.settled(self.findings, BEFORE_SHAPES, self._verified, wanted)
