"""``kgbuild audit``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.analysis.audit.page import audit_page
from kgbuild.analysis.audit.results import Audit, open_audit
from kgbuild.analysis.audit.sheet import SHEETS, write_sheet
from kgbuild.analysis.audit.taken import Taken, take_sheet
from kgbuild.cli.analysis import Analysis, analysis_options
from kgbuild.core.files import write_atomic
from kgbuild.core.terminal import count


@click.command()
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="N", help="Write a sheet of N claims for a reader."
)
@click.option("--seed", metavar="S", help="With --sample: what decides which claims are drawn, such as 7.")
@click.option(
    "--import",
    "sheet",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="SHEET",
    help="Take the verdicts of a sheet into the files beside the mappings.",
)
@click.option(
    "--reader", metavar="NAME", help="Whose sheet it is; with --sample, what NAME has read is left out."
)
@analysis_options
def command(
    analysis: Analysis, sample: int | None, seed: str | None, sheet: Path | None, reader: str | None
) -> int:
    """Have claims read by people who see only the claim, its voices and the words it cites.

    A sheet (.csv for spreadsheets, .md for print) asks of each claim whether its words carry it: `holds`, `does not
    hold` or `cannot say`. Whether it is true is not asked. Verdicts are kept in a file beside each mapping; one on a
    claim that has changed since is stale. Without --sample and --import the figures are shown.
    """
    if sample is not None and sheet is not None:
        raise click.UsageError("--sample and --import are two steps: give one of them")
    if (sample is None) != (seed is None):
        raise click.UsageError("--sample and --seed belong together")
    if sheet is not None and reader is None:
        raise click.UsageError("--import needs --reader NAME")
    if reader is not None and sheet is None and sample is None:
        raise click.UsageError("--reader belongs to --import or --sample")
    audit = open_audit(analysis.project())
    if sample is not None and seed is not None:
        return _draw(audit, sample, seed, reader, analysis.page.output)
    if sheet is not None and reader is not None:
        return _tell(take_sheet(audit, sheet, reader))
    analysis.show(lambda: audit_page(audit))
    return 0


def _draw(audit: Audit, size: int, seed: str, reader: str | None, output: Path | None) -> int:
    suffix = output.suffix if output is not None else ".csv"
    if suffix not in SHEETS:
        raise click.UsageError(f"a sheet ends in {' or '.join(SHEETS)} (got {output})")
    claims = audit.draw(size, seed, reader)
    content = write_sheet(claims, suffix)
    if output is None:
        click.echo(content, nl=False)
    else:
        write_atomic(output, content)
    left = "" if len(claims) == size else f": {reader} has read all others" if reader else ": all there are"
    click.echo(
        f"{count(len(claims), 'claim')} of {len(audit.claims):,} drawn with seed {seed}{left}", err=True
    )
    return 0


def _tell(taken: Taken) -> int:
    """Say what was taken in; 1 where some of the sheet is not as the corpus is now."""
    click.echo(
        f"{count(taken.verdicts, 'verdict')} taken into {', '.join(taken.files) or 'no file'}", err=True
    )
    if taken.empty:
        click.echo(f"{count(taken.empty, 'claim')} of the sheet without a verdict", err=True)
    for names, what in (
        (taken.changed, "changed since the sheet was written; its verdict is stale"),
        (taken.gone, "no claim any more; its verdict was left out"),
    ):
        for name in names:
            click.echo(f"{name}: {what}", err=True)
    return int(bool(taken.changed or taken.gone))
