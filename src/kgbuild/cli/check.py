"""``kgbuild check``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.closing import closing
from kgbuild.cli.common import (
    exit_code,
    finding_options,
    open_project,
    progress_on_terminal,
    project_options,
    show_findings,
    tally,
)
from kgbuild.core.terminal import count
from kgbuild.pipeline.check import check
from kgbuild.pipeline.fix import FixPlan, plan_fixes


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--no-cache", is_flag=True, help="Read every mapping anew, and leave .kgbuild/ alone.")
@click.option(
    "--fix", "mode", flag_value="fix", help="Make the fixes that are certain, then show what is left."
)
@click.option("--diff", "mode", flag_value="diff", help="Print what --fix would change; write nothing.")
@click.option(
    "--watch", "mode", flag_value="watch", help="Check again whenever a file changes, until Ctrl-C."
)
@finding_options
@project_options
def command(
    files: tuple[Path, ...],
    no_cache: bool,
    mode: str | None,
    config: Path | None,
    documents: tuple[Path, ...],
    style: str,
    fail_on: str,
) -> int:
    """Check mappings, registry and evidence; change none of them unless told to --fix.

    With FILES, only what concerns these mappings is shown, and only they are changed. A document at hand is read; for
    one that is not, its lock is used. Of --fix, --diff and --watch the last one given counts. What did not change since
    the last check is known from the folder .kgbuild, which may be deleted at any time.
    """
    if mode == "watch":
        from kgbuild.cli.watch import watch  # only who watches pays for it

        return watch(config, documents, list(files) or None, style, fail_on)
    project = open_project(config, documents)
    wanted = list(files) or None
    if mode == "diff":
        return _diff(plan_fixes(project, wanted), fail_on)
    fixes = ""
    if mode == "fix":
        plan = plan_fixes(project, wanted)
        plan.write()
        _name_harmful(plan)
        fixes = f"{_made(plan)} · "
    result = check(project, wanted, progress=progress_on_terminal("checking"), cache=not no_cache)
    if result.note is not None:
        click.echo(f"note: {result.note}", err=True)
    show_findings(project, result.findings, style)
    click.echo(f"{fixes}{closing(project, result.findings, result.counts, mode != 'fix')}", err=True)
    return exit_code(result.findings, fail_on)


def _diff(plan: FixPlan, fail_on: str) -> int:
    for change in plan.changes:
        click.echo(change.diff(), nl=False)
    _name_harmful(plan)
    click.echo(f"{_made(plan, 'would be made')}; {tally(plan.left)} would be left", err=True)
    return int(bool(plan.changes)) or exit_code(plan.left, fail_on)


def _made(plan: FixPlan, verb: str = "made") -> str:
    number = len(plan.fixed)
    fixes = f"{number:,} fix{'' if number == 1 else 'es'}"
    return f"{fixes} in {count(len(plan.changes), 'file')} {verb}"


def _name_harmful(plan: FixPlan) -> None:
    for finding in plan.harmful:
        click.echo(f"{finding.place}: not fixed ({finding.code}): more errors would follow", err=True)
