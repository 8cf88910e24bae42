"""``kgbuild reuse``."""

from __future__ import annotations

import click

from kgbuild.analysis.reuse.accept import accept
from kgbuild.analysis.reuse.page import acceptance_page, reuse_page
from kgbuild.analysis.reuse.results import find_reuse
from kgbuild.cli.analysis import Analysis, analysis_options


@click.command()
@click.argument("names", nargs=-1, metavar="[DOCUMENT]...")
@click.option(
    "--accept",
    "passage",
    metavar="PASSAGE",
    help="Write into the later document's mapping that its claims in this passage are had from the other's.",
)
@click.option(
    "--into", metavar="DOCUMENT", help="With --accept: the document to write to, where dates do not tell."
)
@analysis_options
def command(analysis: Analysis, names: tuple[str, ...], passage: str | None, into: str | None) -> int:
    """Show passages that documents share, as suggestions only.

    It needs the documents at hand. Page furniture, names, dates, figures and phrases that both quote are left out.
    Which text is earlier is said by their dates alone; nothing is recorded until a passage is accepted, and then apart,
    with `basis: text-reuse`. DOCUMENT limits it to pairs with one of these documents.
    """
    if into is not None and passage is None:
        raise click.UsageError("--into needs --accept PASSAGE")
    project = analysis.project()
    found = find_reuse(project, names)
    if passage is None:
        analysis.show(lambda: reuse_page(found))
        return 0
    acceptance = accept(project, found, passage, into)
    acceptance.write()
    analysis.show(lambda: acceptance_page(acceptance))
    return 0
