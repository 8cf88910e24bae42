"""``kgbuild reuse``."""

from __future__ import annotations

import click

from kgbuild.analysis.reuse.accept import accept
from kgbuild.analysis.reuse.common import accept_common
from kgbuild.analysis.reuse.page import acceptance_page, common_page, reuse_page
from kgbuild.analysis.reuse.results import find_reuse
from kgbuild.cli.analysis import Analysis, analysis_options, details_option


@click.command()
@click.argument("names", nargs=-1, metavar="[DOCUMENT]...")
@click.option(
    "--accept",
    "passage",
    metavar="PASSAGE",
    help="Write into the later document's mapping that its claims in this passage come from the other's.",
)
@click.option(
    "--into", metavar="DOCUMENT", help="With --accept: the document to write to, where dates do not tell."
)
@click.option(
    "--work",
    metavar="ID",
    help="With --accept: both texts come from this work, which is not held; the registry gets it if it is new.",
)
@click.option("--type", "kind", metavar="TYPE", help="With --work: the type of a new work, if it is known.")
@details_option
@analysis_options
def command(
    analysis: Analysis,
    names: tuple[str, ...],
    passage: str | None,
    into: str | None,
    work: str | None,
    kind: str | None,
) -> int:
    """Show passages that documents share, as suggestions only.

    It needs the documents at hand. Page furniture, names, dates, figures and phrases that both quote are left out.
    Which text is earlier is said by their dates alone; nothing is recorded until a passage is accepted, and then apart,
    with `basis: text-reuse`: as one document's copy of the other, or, with --work, as what both took from one source.
    Without DOCUMENT a screen lists the weightiest passages; with it, and with --details, each is shown with its claims.
    DOCUMENT limits it to pairs with one of these documents.
    """
    if passage is None and (into is not None or work is not None):
        raise click.UsageError("--into and --work need --accept PASSAGE")
    if into is not None and work is not None:
        raise click.UsageError("a text is a copy of another (--into), or both have a common source (--work)")
    if kind is not None and work is None:
        raise click.UsageError("--type needs --work ID")
    project = analysis.project()
    found = find_reuse(project, names)
    if passage is None:
        page = reuse_page(found)
        if names:
            page.short.clear()
        analysis.show(lambda: page)
        return 0
    if work is not None:
        common = accept_common(project, found, passage, work, kind)
        common.write()
        analysis.show(lambda: common_page(common))
        return 0
    acceptance = accept(project, found, passage, into)
    acceptance.write()
    analysis.show(lambda: acceptance_page(acceptance))
    return 0
