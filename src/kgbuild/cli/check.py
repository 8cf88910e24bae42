"""``kgbuild check``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kgbuild.cli.findings import FindingOptions, finding_options, tally
from kgbuild.cli.last_line import last_line
from kgbuild.cli.options import ProjectOptions, project_options
from kgbuild.cli.terminal import progress_on_terminal
from kgbuild.core.project import Project
from kgbuild.core.terminal import count
from kgbuild.pipeline.check import check
from kgbuild.pipeline.fix import FixPlan, plan_fixes


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--no-cache", is_flag=True, help="Read every mapping anew, and leave .kgbuild/ alone.")
@click.option(
    "--fix", "mode", flag_value="fix", help="Make the fixes that are certain, then show what is left."
)
@click.option(
    "--add-stubs", is_flag=True, help="Write the entries that the registry lacks, then show what is left."
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
    add_stubs: bool,
    mode: str | None,
    report: FindingOptions,
    options: ProjectOptions,
) -> int:
    """Check mappings, registry and evidence; change none of them unless told to --fix or --add-stubs.

    With FILES, only what concerns these mappings is shown, and only they are changed. A document at hand is read; for
    one that is not, its lock is used. Of --fix, --diff and --watch the last one given counts. What did not change since
    the last check is known from the folder .kgbuild, which may be deleted at any time.
    """
    wanted = list(files) or None
    if mode == "watch":
        from kgbuild.cli.check_watch import watch  # imported only where it is needed

        return watch(options, wanted, report)
    project = options.open_project()
    if mode == "diff":
        return _diff(plan_fixes(project, wanted), report)
    fixes = ""
    if mode == "fix":
        plan = plan_fixes(project, wanted)
        plan.write()
        _name_harmful(plan)
        fixes = f"{_made(plan)} · "
    if add_stubs:
        _add_stubs(project, wanted)
    result = check(project, wanted, progress=progress_on_terminal("checking"), cache=not no_cache)
    if result.note is not None:
        click.echo(f"note: {result.note}", err=True)
    report.show(project, result.findings)
    click.echo(f"{fixes}{last_line(project, result.findings, result.counts, mode != 'fix')}", err=True)
    return report.exit_code(result.findings)


def _add_stubs(project: Project, wanted: Sequence[Path] | None) -> None:
    from kgbuild.pipeline.stubs import add_stubs  # only who asks for it pays for it

    for file, names in add_stubs(project, check(project, wanted).findings).items():
        click.echo(f"{file}: added {', '.join(names)}", err=True)


def _diff(plan: FixPlan, report: FindingOptions) -> int:
    for change in plan.changes:
        click.echo(change.diff(), nl=False)
    _name_harmful(plan)
    click.echo(f"{_made(plan, 'would be made')}; {tally(plan.left)} would be left", err=True)
    return int(bool(plan.changes)) or report.exit_code(plan.left)


def _made(plan: FixPlan, verb: str = "made") -> str:
    number = len(plan.fixed)
    fixes = f"{number:,} fix{'' if number == 1 else 'es'}"
    return f"{fixes} in {count(len(plan.changes), 'file')} {verb}"


def _name_harmful(plan: FixPlan) -> None:
    for finding in plan.harmful:
        click.echo(f"{finding.place}: not fixed ({finding.code}): more errors would follow", err=True)
