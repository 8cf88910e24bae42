"""Applies the fixes of findings to a copy of the mappings and the registry, round after round.

After every round the project is checked again. A round that leaves more errors than before, or a file that cannot be
read any more, is undone, and its fixes are tried in smaller batches. A fix that does harm alone is left out and named.
"""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

from kgbuild.claims.audit.verdicts import SUFFIX
from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import AtomicFiles, write_atomic
from kgbuild.core.locks import scratch_folder
from kgbuild.core.project import Project
from kgbuild.findings.diagnostics import Diagnostic, Fix, Severity
from kgbuild.mapping.edits import Edit, EditableFile
from kgbuild.pipeline.check import check

MAX_ROUNDS: Final = 10
_COPIED: Final = (".yaml", ".yml", ".lock", SUFFIX)
"""What a check reads, or names because it is not read for its suffix."""
# An error of these hides every other of its file.
_UNREADABLE: Final = frozenset({"KG101", "KG102", "KG103", "KG105", "KG108", "KG109"})


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file with its bytes before and after."""

    path: Path
    name: str
    old: bytes
    new: bytes

    def diff(self) -> bytes:
        """The change as a unified diff, for ``git apply`` and ``patch -p1``."""
        old, new = (_lines(content) for content in (self.old, self.new))
        out = []
        for line in difflib.unified_diff(old, new, f"a/{self.name}", f"b/{self.name}"):
            out.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
        return "".join(out).encode()


@dataclass(slots=True)
class FixPlan:
    """What the fixes of a project change: files, fixes made, fixes that would do harm, and findings that are left."""

    changes: list[FileChange] = field(default_factory=list)
    fixed: list[Diagnostic] = field(default_factory=list)
    harmful: list[Diagnostic] = field(default_factory=list)
    left: list[Diagnostic] = field(default_factory=list)

    def write(self) -> None:
        """Write the changed files, all or none. Raises :class:`KgbuildError` where one was changed meanwhile."""
        for change in self.changes:
            if (change.path.read_bytes() if change.path.exists() else b"") != change.old:
                raise KgbuildError(f"{change.name} was changed meanwhile; nothing was written")
        with AtomicFiles() as files:
            for change in self.changes:
                files.open(change.path).write(change.new)


def with_exact_fixes(project: Project, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings, each fix as exactly the text that would be written; fixes that cannot be written are dropped."""
    pages: dict[str, EditableFile | None] = {}

    def page_of(file: str) -> EditableFile | None:
        if file not in pages:
            pages[file] = _page(project.root / file)
        return pages[file]

    listed = list(findings)
    fixes: dict[str, list[Fix]] = {}
    for finding in listed:
        if finding.fix is not None:
            fixes.setdefault(finding.fix.place.file, []).append(finding.fix)
    safe = {file for file, found in fixes.items() if _all_at_once(found, page_of(file))}
    return [
        finding
        if finding.fix is None
        else replace(
            finding,
            fix=_exact(finding.fix, page_of(finding.fix.place.file), sure=finding.fix.place.file in safe),
        )
        for finding in listed
    ]


def _all_at_once(fixes: Sequence[Fix], page: EditableFile | None) -> bool:
    """Whether all fixes of a file can be made together. Then none must be tried alone, which reads the file again."""
    edits = [page.edit(fix) for fix in fixes] if page is not None else []
    certain = sorted((edit for edit in edits if edit is not None), key=lambda edit: edit.start)
    if page is None or len(certain) < max(len(fixes), 2):
        return False
    apart = all(one.end < other.start for one, other in pairwise(certain))
    return apart and page.applied(certain) is not None


def _page(path: Path) -> EditableFile | None:
    try:
        return EditableFile(path.read_bytes())
    except (OSError, UnicodeDecodeError):
        return None


def _exact(fix: Fix, page: EditableFile | None, *, sure: bool) -> Fix | None:
    edit = page.edit(fix) if page is not None else None
    if page is None or edit is None or not (sure or page.applied([edit]) is not None):
        return None
    return Fix(page.place(fix.place.file, edit.start, edit.end), edit.text, "text")


def plan_fixes(project: Project, files: Sequence[Path] | None = None) -> FixPlan:
    """What the certain fixes of a project, or of some of its mappings, change. Nothing is written."""
    found = check(project, files).findings  # raises what cannot be checked at all, before anything is copied
    if files is None and all(finding.fix is None for finding in found):
        return FixPlan(left=found)
    with project_copy(project) as copy:
        copies = _copies(project, copy)
        asked = None if files is None else {path.resolve() for path in files}
        names = {copy.relative(twin) for path, twin in copies if asked is None or path.resolve() in asked}
        rounds = _Rounds(copy)
        rounds.run(names)
        plan = FixPlan(fixed=rounds.fixed, harmful=rounds.harmful)
        for path, twin in copies:
            old, new = path.read_bytes(), twin.read_bytes()
            if old != new:
                plan.changes.append(FileChange(path, project.relative(path), old, new))
        others = {copy.relative(path) for path in copy.mapping_files()} - names
        plan.left = [finding for finding in rounds.findings if finding.place.file not in others]
    return plan


@contextmanager
def project_copy(project: Project) -> Iterator[Project]:
    """The project with copies of its mappings, locks and registry; the documents stay where they are."""
    with scratch_folder() as root:
        copy = replace(
            project, root=root, mappings=root / "mappings", registry=root / "registry", out=root / "out"
        )
        # The same names as in the project, so that findings say the same; a folder outside of it gets a name inside.
        folders = (project.mappings, project.registry)
        if all(folder.is_relative_to(project.root) and ".." not in folder.parts for folder in folders):
            mappings, registry = (root / folder.relative_to(project.root) for folder in folders)
            copy = replace(copy, mappings=mappings, registry=registry)
        for kept, other in ((project.mappings, copy.mappings), (project.registry, copy.registry)):
            for path in kept.rglob("*"):
                if path.name.lower().endswith(_COPIED) and path.is_file():
                    twin = other / path.relative_to(kept)
                    twin.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, twin)
        if project.queries.is_relative_to(project.root) and project.queries.is_dir():
            copy = replace(copy, queries=root / project.queries.relative_to(project.root))
            shutil.copytree(project.queries, copy.queries, dirs_exist_ok=True)
        yield copy


def _copies(project: Project, copy: Project) -> list[tuple[Path, Path]]:
    """Each mapping and registry file with its copy."""
    found = [(path, copy.mappings / path.relative_to(project.mappings)) for path in project.mapping_files()]
    return [*found, *((path, copy.registry / path.name) for path in project.registry_files())]


class _Rounds:
    """Fixes applied to the files of a project, in place."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.findings = check(project, cache=True).findings
        self.fixed: list[Diagnostic] = []
        self.harmful: list[Diagnostic] = []
        self._refused: set[tuple[str, str, str]] = set()

    def run(self, wanted: Collection[str]) -> None:
        """Round after round, until nothing changes; only in the files wanted."""
        for _ in range(MAX_ROUNDS):
            batch = self._batch(wanted)
            if not batch or not self._apply(batch):
                return

    def _batch(self, wanted: Collection[str]) -> list[Diagnostic]:
        """The findings of a round: those whose fix can be written, and none that touches another."""
        found: list[Diagnostic] = []
        pages: dict[str, EditableFile | None] = {}
        taken: dict[str, list[tuple[int, int, str]]] = {}
        for finding in self.findings:
            if finding.fix is None or _key(finding) in self._refused:
                continue
            file = finding.fix.place.file
            if file not in wanted:
                continue
            if file not in pages:
                pages[file] = _page(self.project.root / file)
            page = pages[file]
            edit = page.edit(finding.fix) if page is not None else None
            if edit is None:
                continue
            others, own = taken.setdefault(file, []), (edit.start, edit.end, edit.text)
            if own in others or all(edit.end < start or end < edit.start for start, end, _ in others):
                others.append(own)
                found.append(finding)
        return found

    def _apply(self, batch: Sequence[Diagnostic]) -> bool:
        """Make the fixes of a batch, or of the first part of it that does no harm; whether any was made."""
        old = self._write(batch)
        if old is not None:
            findings = self._checked()
            if findings is not None and not is_worse(self.findings, findings):
                self.findings = findings
                self.fixed += batch
                return True
            for path, content in old.items():
                write_atomic(path, content)
        if len(batch) == 1:
            self._refused.add(_key(batch[0]))
            self.harmful += batch
            return False
        half = len(batch) // 2
        # Where the first half is made, places have moved: the other gets its turn in the next round.
        return self._apply(batch[:half]) or self._apply(batch[half:])

    def _write(self, batch: Sequence[Diagnostic]) -> dict[Path, bytes] | None:
        """Write a batch; returns the bytes before. Writes nothing (``None``) if a file could not be read any more."""
        pages: dict[Path, EditableFile] = {}
        edits: dict[Path, dict[tuple[int, int, str], Edit]] = {}
        for fix in (finding.fix for finding in batch if finding.fix is not None):
            path = self.project.root / fix.place.file
            page = pages.setdefault(path, pages.get(path) or EditableFile(path.read_bytes()))
            if (edit := page.edit(fix)) is not None:
                edits.setdefault(path, {})[edit.start, edit.end, edit.text] = edit
        old, new = {path: path.read_bytes() for path in edits}, {}
        for path, listed in edits.items():
            content = pages[path].applied(listed.values())
            if content is None:
                return None
            new[path] = content
        for path, content in new.items():
            write_atomic(path, content)
        return old

    def _checked(self) -> list[Diagnostic] | None:
        try:
            return check(self.project, cache=True).findings
        except KgbuildError:
            return None


def _key(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.place.file, finding.code, finding.message


def is_worse(before: Collection[Diagnostic], after: Collection[Diagnostic]) -> bool:
    """Whether there are more errors than before, or more files that cannot be read."""

    def count(findings: Collection[Diagnostic], codes: Collection[str] | None = None) -> int:
        return sum(f.severity is Severity.ERROR and (codes is None or f.code in codes) for f in findings)

    return count(after) > count(before) or count(after, _UNREADABLE) > count(before, _UNREADABLE)


def _lines(content: bytes) -> list[str]:
    text = content.decode("utf-8")
    found = [f"{line}\n" for line in text.split("\n")]
    last = found.pop()[:-1]
    return [*found, last] if last else found
