"""What the commands share: the project they work on, how findings are shown, and the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeVar

import click

from kgbuild.core.project import Project, find_config, load_project
from kgbuild.core.terminal import count
from kgbuild.findings.codes import CODES
from kgbuild.findings.diagnostics import Diagnostic, Severity, worst
from kgbuild.findings.github import render_github
from kgbuild.findings.json import render_json
from kgbuild.findings.text import render_text

F = TypeVar("F", bound=Callable[..., Any])
STYLES = ("text", "concise", "json", "sarif", "github")
LEVELS = {"info": Severity.INFO, "warning": Severity.WARNING, "error": Severity.ERROR}


class OneOf(click.Choice):  # type: ignore[type-arg]
    """A closed list of words; one that is misspelt is named."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            from kgbuild.core.similar import suggestion  # only a misspelt word pays for it

            near = suggestion(str(value), self.choices)
            self.fail(f"{error.message} Did you mean '{near}'?" if near else error.message, param, ctx)


def project_options(function: F) -> F:
    """``--config`` and ``--documents``, on every command that works on a project."""
    function = click.option(
        "--documents",
        type=click.Path(path_type=Path, file_okay=False),
        multiple=True,
        envvar="KGBUILD_DOCUMENTS",
        help="A folder of source texts (also KGBUILD_DOCUMENTS); may be given more than once.",
    )(function)
    return click.option(
        "--config",
        type=click.Path(path_type=Path, dir_okay=False),
        help="The kgbuild.toml of the project; else the nearest one upwards.",
    )(function)


def finding_options(function: F) -> F:
    """``--format`` and ``--fail-on``, on every command that reports findings."""
    function = click.option(
        "--fail-on",
        type=OneOf(list(LEVELS)),
        default="error",
        show_default=True,
        help="The lightest finding that makes the exit code 1.",
    )(function)
    return click.option(
        "--format",
        "style",
        type=OneOf(STYLES),
        default="text",
        show_default=True,
        help="How findings are shown.",
    )(function)


def open_project(config: Path | None, documents: Sequence[Path]) -> Project:
    """The project that the options name."""
    folders = [folder.resolve() for folder in documents]
    return load_project(config if config is not None else find_config(Path.cwd()), folders)


def show_findings(project: Project | None, findings: Sequence[Diagnostic], style: str) -> None:
    """Show findings: for programs on stdout, text on stderr. Without a project their files are of this folder."""
    if for_programs(style):
        click.echo(_rendered(project, findings, style), nl=style == "json")
        return
    texts: dict[str, str | None] = {}
    root = project.root if project is not None else Path.cwd()

    def source_of(file: str) -> str | None:
        if file not in texts:
            try:
                texts[file] = (root / file).read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError):
                texts[file] = None
        return texts[file]

    text = render_text(
        findings, source_of, color=use_color(), style="concise" if style == "concise" else "full"
    )
    if text:
        click.echo(text, err=True)


def for_programs(style: str) -> bool:
    """Whether findings go to stdout in this style, where nothing else may stand then."""
    return style in ("json", "sarif", "github")


def _rendered(project: Project | None, findings: Sequence[Diagnostic], style: str) -> str:
    folder = _folder_in_repository(project.root if project is not None else Path.cwd())
    if style == "github":
        return render_github(findings, folder)
    # The other styles do not pay for these.
    from kgbuild.pipeline.fix import written

    findings = written(project, findings) if project is not None else findings
    if style == "json":
        return render_json(findings)
    from kgbuild.findings.explain import Explanation, explanation
    from kgbuild.findings.sarif import render_sarif
    from kgbuild.graph.shapes.codes import shape_explanations
    from kgbuild.graph.shapes.library import NO_CODE, load_shapes

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


def use_color() -> bool:
    """Whether stderr shows colours: a terminal, and NO_COLOR is not set (https://no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def exit_code(findings: Sequence[Diagnostic], fail_on: str) -> int:
    """1 if anything at or above the level was found, else 0."""
    heaviest = worst(findings)
    return int(heaviest is not None and heaviest >= LEVELS[fail_on])


def tally(findings: Sequence[Diagnostic]) -> str:
    """ "2 errors, 1 warning", or "no findings"."""
    parts = []
    for severity in sorted(Severity, reverse=True):
        number = sum(finding.severity is severity for finding in findings)
        if number:
            parts.append(count(number, {Severity.INFO: "note"}.get(severity, str(severity))))
    return ", ".join(parts) or "no findings"


def progress_on_terminal(what: str) -> Callable[[int, int], None] | None:
    """A progress line on stderr for long runs, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if total >= 50 and (done % 50 == 0 or done == total):
            click.echo(f"\r{what} {done}/{total}", err=True, nl=done == total)

    return show


def is_loopback(host: str) -> bool:
    """Whether an address or name is this machine's own, which no other reaches."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
