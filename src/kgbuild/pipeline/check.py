"""Checks a project and writes its locks; makes no graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kgbuild.claims.audit.verdicts import SUFFIX as AUDIT_SUFFIX
from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import CONFIG, write_atomic
from kgbuild.core.places import Place
from kgbuild.core.project import Project
from kgbuild.core.terminal import count
from kgbuild.evidence.anchors import lock_of
from kgbuild.evidence.locks import write_lock
from kgbuild.findings.diagnostics import Diagnostic, Severity, diagnostic, worst
from kgbuild.pipeline.cache import Cache
from kgbuild.pipeline.survey import survey
from kgbuild.pipeline.workspace import Counts, Progress, Workspace


@dataclass(slots=True)
class CheckResult:
    """The result of a check: findings, sorted by place, and what was looked at. ``note`` reports a damaged cache."""

    findings: list[Diagnostic]
    counts: Counts
    note: str | None = None


def check(
    project: Project,
    files: Sequence[Path] | None = None,
    *,
    progress: Progress | None = None,
    cache: bool = False,
) -> CheckResult:
    """Read and check the mappings. ``files`` limits the findings, not what the corpus pass sees: to those of these
    files, and to errors of the registry.

    With ``cache`` what did not change since the last such check is not read again (:mod:`kgbuild.pipeline.cache`);
    without it nothing is written.
    """
    space = Workspace(project, progress)
    paths = space.mappings()
    own = _with_verdicts(project, paths if files is None else own_mappings(project, files))
    others = _with_verdicts(project, paths) - own
    kept = Cache(space) if cache else None
    survey(space, cache=kept)
    space.finish()
    space.findings += _unaudited(space)

    def concerns(finding: Diagnostic) -> bool:
        is_error = finding.severity is Severity.ERROR
        return files is None or finding.place.file in own or (is_error and finding.place.file not in others)

    findings = space.settled(concerns)
    return CheckResult(findings, space.counts, kept.note if kept is not None else None)


def _with_verdicts(project: Project, paths: Sequence[Path]) -> set[str]:
    """Mappings and the files of verdicts beside them, by their names in messages."""
    return {project.relative(file) for path in paths for file in (path, path.with_suffix(AUDIT_SUFFIX))}


def _unaudited(space: Workspace) -> Iterator[Diagnostic]:
    """What is missing of the audit that the project demands; a fault of a mapping hides what was read of it."""
    demand, counts = space.project.audit, space.counts
    if (
        demand is None
        or counts.audited >= demand.share * counts.claims
        or worst(space.findings) is Severity.ERROR
    ):
        return
    who = "one reader has" if demand.readers == 1 else f"{demand.readers} readers have"
    yield diagnostic(
        "KG511",
        f"{who} audited {counts.audited:,} of {count(counts.claims, 'claim')}; "
        f"the project demands {demand.share:.0%}",
        Place.whole(CONFIG),
        help="draw claims with `kgbuild audit --sample N --seed S -o sheet.csv`",
    )


def own_mappings(project: Project, files: Sequence[Path]) -> list[Path]:
    """The files as the project has them. Raises :class:`KgbuildError` where one is no mapping of it."""
    # A mapping may be a link, and is known by its own name.
    wanted = [path.parent.resolve() / path.name for path in files]
    absent = {project.relative(path) for path in set(wanted).difference(project.mapping_files())}
    if absent:
        raise KgbuildError(f"no mapping of this project: {', '.join(sorted(absent))}")
    return wanted


def lock(project: Project, files: Sequence[Path] | None = None) -> tuple[CheckResult, list[str]]:
    """Look every quote up in the documents at hand and write the locks. Returns findings and the locks written.

    A mapping whose document is not at hand, or with an error, keeps its old lock. Raises :class:`KgbuildError` where no
    document is at hand.
    """
    own = None if files is None else own_mappings(project, files)
    space = Workspace(project)
    written: list[str] = []
    findings = list(space.findings)
    missing = []
    paths = space.mappings(own)
    for path in paths:
        result = space.local(path, locked=False, claims=False)
        if result.spec is not None and (result.evidence is None or not result.evidence.verified):
            missing.append(result)
        if result.evidence is not None and not result.evidence.verified:
            continue
        findings += (finding for finding in result.findings if finding.code != "KG344")  # it is written now
        if (
            result.spec is None
            or result.evidence is None
            or worst(space.levels.relevelled(result.findings)) is Severity.ERROR
        ):
            continue
        target = path.with_suffix(".lock")
        text = write_lock(lock_of(result.spec, result.evidence)).encode()
        if not target.is_file() or text != target.read_bytes():
            write_atomic(target, text)
            written.append(project.relative(target))
    if len(missing) == len(paths):
        raise space.no_document("nothing can be locked", missing)
    # The corpus pass did not run, so nothing is said of comments that allow what it finds.
    return CheckResult(space.levels.settled(findings, ()), space.counts), written
