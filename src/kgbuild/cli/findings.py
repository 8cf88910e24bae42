"""How commands show findings, sum them up in a line, and turn them into an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from kgbuild.cli.options import OneOf, grouped
from kgbuild.cli.terminal import shows_color
from kgbuild.core.project import Project
from kgbuild.core.terminal import count
from kgbuild.findings.codes import CODES
from kgbuild.findings.diagnostics import Diagnostic, Severity, worst
from kgbuild.findings.github import render_github
from kgbuild.findings.json import render_json
from kgbuild.findings.text import render_text

STYLES = ("text", "concise", "json", "sarif", "github")
_FOR_PROGRAMS = ("json", "sarif", "github")
_LEVELS = tuple(map(str, Severity))


@dataclass(frozen=True, slots=True)
class FindingOptions:
    """How findings are shown (``style``), and which of them make a command fail (``fail_on``)."""

    style: str = "text"
    fail_on: str = "error"

    @property
    def for_programs(self) -> bool:
        """Whether findings go to stdout, where nothing else may stand then."""
        return self.style in _FOR_PROGRAMS

    def show(self, project: Project | None, findings: Sequence[Diagnostic]) -> None:
        """Show findings: for programs on stdout, text on stderr. Without a project their files are of this folder."""
        if self.for_programs:
            click.echo(_rendered(project, findings, self.style), nl=self.style == "json")
            return
        texts: dict[str, str | None] = {}
        root = project.root if project is not None else Path.cwd()

        def source_of(file: str) -> str | None:
            if file not in texts:
                path = root / file
                try:
                    # To read from a pipe would be to wait for whoever writes into it.
                    texts[file] = path.read_text(encoding="utf-8-sig") if path.is_file() else None
                except (OSError, UnicodeDecodeError):
                    texts[file] = None
            return texts[file]

        text = render_text(
            findings,
            source_of,
            color=shows_color(sys.stderr),
            style="concise" if self.style == "concise" else "full",
        )
        if text:
            click.echo(text, err=True)

    def exit_code(self, findings: Sequence[Diagnostic]) -> int:
        """1 if anything at or above the level was found, else 0."""
        highest = worst(findings)
        return int(highest is not None and highest >= Severity.named(self.fail_on))


finding_options = grouped(
    "report",
    FindingOptions,
    click.option(
        "--format",
        "style",
        type=OneOf(STYLES),
        default="text",
        show_default=True,
        help="How findings are shown.",
    ),
    click.option(
        "--fail-on",
        type=OneOf(_LEVELS),
        default="error",
        show_default=True,
        help="The lowest severity that makes the exit code 1.",
    ),
)
"""``--format`` and ``--fail-on``, on every command that reports findings."""


def _rendered(project: Project | None, findings: Sequence[Diagnostic], style: str) -> str:
    folder = _folder_in_repository(project.root if project is not None else Path.cwd())
    if style == "github":
        return render_github(findings, folder)
    # The other styles do not pay for these.
    from kgbuild.pipeline.fix import with_exact_fixes

    findings = with_exact_fixes(project, findings) if project is not None else findings
    if style == "json":
        return render_json(findings)
    from kgbuild.findings.explain import Explanation, explanation
    from kgbuild.findings.sarif import render_sarif
    from kgbuild.graph.shapes.library import NO_CODE, load_shapes, shape_explanations

    of_shapes = any(finding.code not in CODES for finding in findings)
    extra = shape_explanations(load_shapes(project.shapes)) if project is not None and of_shapes else {}
    if NO_CODE in {finding.code for finding in findings}:
        what, why = "Shapes of the project that bring no code found this.", "See the message and its notes."
        extra[NO_CODE] = Explanation(NO_CODE, "error", "a shape without a code", what, why, "", "")
    return render_sarif(findings, lambda code: explanation(code, extra), folder)


def _folder_in_repository(folder: Path) -> str:
    """``a/b/`` where GitHub Actions checked a repository out of which ``a/b`` is the folder, else nothing."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    root = Path(workspace).resolve() if workspace else folder
    if root == folder or not folder.is_relative_to(root):
        return ""
    return f"{folder.relative_to(root).as_posix()}/"


def tally(findings: Sequence[Diagnostic]) -> str:
    """ "2 errors, 1 warning", or "no findings"."""
    parts = []
    for severity in sorted(Severity, reverse=True):
        number = sum(finding.severity is severity for finding in findings)
        if number:
            parts.append(count(number, {Severity.INFO: "note"}.get(severity, str(severity))))
    return ", ".join(parts) or "no findings"
