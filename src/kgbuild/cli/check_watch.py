"""``kgbuild check --watch``: check again whenever a file changes, and say what is new and what is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from kgbuild.cli.findings import FindingOptions
from kgbuild.cli.last_line import last_line
from kgbuild.cli.options import ProjectOptions
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import Project
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.pipeline.check import CheckResult, check
from kgbuild.pipeline.watch import Watcher


def watch(options: ProjectOptions, files: Sequence[Path] | None, report: FindingOptions) -> int:
    """Check until Ctrl-C; returns the exit code of the last check (2 where it could not be made)."""
    if report.for_programs:
        raise KgbuildError(
            f"--watch has no --format {report.style}", "leave it out, or write --format concise"
        )
    config = options.config_file().resolve()
    shown: Sequence[Diagnostic] = ()
    code = 0
    with Watcher() as watcher:
        watcher.watch([config])
        try:
            while True:
                result = None
                try:
                    project = options.open_project()
                    watcher.watch(_watched(project, config))
                    result = check(project, files, cache=True)
                except KgbuildError as error:
                    code = 2
                    click.echo(f"error: {error}", err=True)
                except OSError as error:  # a file that went away between being listed and being read
                    code = 2
                    click.echo(f"error: {error.filename}: {error.strerror or error}", err=True)
                if result is not None:
                    code = report.exit_code(result.findings)  # first: Ctrl-C may come while it is shown
                    _show(project, shown, result, report)
                    shown = result.findings
                watcher.wait()
        except KeyboardInterrupt:
            return code


def _watched(project: Project, config: Path) -> list[Path]:
    return [
        config,
        project.mappings,
        project.registry,
        *project.ontology,
        *project.shapes,
        *project.documents,
    ]


def _show(
    project: Project, before: Sequence[Diagnostic], result: CheckResult, report: FindingOptions
) -> None:
    """Findings that are new, a line for each that is gone, and the closing line."""
    known = Counter(map(_name, before))
    now = Counter(map(_name, result.findings))
    for finding in before:
        if now[_name(finding)] > 0:
            now[_name(finding)] -= 1
        else:
            click.echo(
                f"gone: {finding.place}: {finding.severity}[{finding.code}]: {finding.message}", err=True
            )
    new = []
    for finding in result.findings:
        if known[_name(finding)] > 0:
            known[_name(finding)] -= 1
        else:
            new.append(finding)
    report.show(project, new)
    click.echo(last_line(project, result.findings, result.counts), err=True)


def _name(finding: Diagnostic) -> tuple[str, str, str]:
    """What makes a finding the same one after lines were added above it."""
    return finding.place.file, finding.code, finding.message
