"""``kgbuild export``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import click

from kgbuild.analysis import document_graph, provenance_graph
from kgbuild.analysis.export import gexf, graphml
from kgbuild.analysis.open_study import open_study
from kgbuild.cli.options import OneOf, ProjectOptions, project_options
from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import AtomicFiles
from kgbuild.core.project import Project
from kgbuild.core.terminal import count
from kgbuild.graph.write.names import ByteSink
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.store.export.annotations import write_annotations
from kgbuild.store.export.bibliography import write_bib, write_csl
from kgbuild.store.export.csv import TABLES, WrittenRows, write_csv
from kgbuild.store.export.formats import FORMATS
from kgbuild.store.export.nanopubs import write_nanopubs
from kgbuild.store.export.parquet import write_parquet
from kgbuild.store.export.prov_json import write_prov_json
from kgbuild.store.export.reifiers import write_reifiers
from kgbuild.store.export.selection import Selection
from kgbuild.store.records import read_graph

_VIEWS: Final = {"all": provenance_graph, "documents": document_graph}
_VIEW_FILES: Final = {"graphml": graphml, "gexf": gexf}
_TABLE_FILES: Final = ("csv", "parquet")
_ONLY: Final = {
    "table": _TABLE_FILES,
    "spreadsheet": ("csv",),
    "source": ("annotations",),
    "what": tuple(_VIEW_FILES),
    **dict.fromkeys(
        ("graph", "document", "property"), tuple(each for each in FORMATS if each not in _VIEW_FILES)
    ),
}
"""The options that only some formats take."""
_HELP: Final = "\n\n".join(
    (
        "Write the graph in a FORMAT of other programs, to stdout or -o.",
        "GraphML and GEXF open the mappings, as the commands under Analyse do; all others read the built graph.",
        "\b\n" + "\n".join(f"{each.name:<12} {each.summary}" for each in FORMATS.values()),
        "What a format leaves out is said on stderr.",
    )
)


@click.command(help=_HELP)
@click.argument("name", metavar="FORMAT", type=OneOf(list(FORMATS)))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The file to write; for csv and parquet a folder of four files.",
)
@click.option("--graph", type=click.Path(path_type=Path), help="The built graph: its folder, or an RDF file.")
@click.option(
    "--document", multiple=True, metavar="ID", help="Only this document; may be given more than once."
)
@click.option("--property", multiple=True, metavar="KEY", help="Only claims by this property; likewise.")
@click.option("--table", type=OneOf(list(TABLES)), help="csv, parquet: only this table, as one file.")
@click.option("--spreadsheet", is_flag=True, help="csv: safe to open in Excel and the like.")
@click.option("--source", metavar="URL", help="annotations: where the texts are: https://…/{document}.txt")
@click.option(
    "--what",
    type=OneOf(list(_VIEWS)),
    help="graphml, gexf: all that is recorded (default), or documents alone.",
)
@project_options
@click.pass_context
def command(
    context: click.Context,
    name: str,
    output: Path | None,
    graph: Path | None,
    document: tuple[str, ...],
    property: tuple[str, ...],
    table: str | None,
    spreadsheet: bool,
    source: str | None,
    what: str | None,
    options: ProjectOptions,
) -> int:
    _check_options(context, name)
    project = options.open_project()
    if name in _VIEW_FILES:
        _view(project, name, what or "all", output)
    else:
        built = read_graph(project.out if graph is None else graph, load_vocabulary(project.ontology))
        selection = Selection(built, document, property)
        if name in _TABLE_FILES:
            _tables(selection, name, table, output, spreadsheet)
        else:
            _file(selection, name, output, source)
    click.echo(f"leaves out: {FORMATS[name].leaves_out}", err=True)
    return 0


def _check_options(context: click.Context, name: str) -> None:
    """Refuse an option that the format does not take, as it would have no effect."""
    for option, formats in _ONLY.items():
        if context.params[option] and name not in formats:
            raise KgbuildError(f"{name} takes no --{option}", f"it is for {', '.join(formats)}")


@contextmanager
def _stream(output: Path | None) -> Iterator[ByteSink]:
    """Where the bytes of one file go: a file that appears whole or not at all, or stdout."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()  # what is said of it on stderr comes behind it
    else:
        with AtomicFiles() as files:
            yield files.open(output)


def _file(selection: Selection, name: str, output: Path | None, source: str | None) -> None:
    writers: dict[str, tuple[Callable[[Selection, ByteSink], int], str]] = {
        "nanopubs": (write_nanopubs, "nanopublication"),
        "reifiers": (write_reifiers, "reifier"),
        "prov-json": (write_prov_json, "claim"),
        "csl": (write_csl, "item"),
        "bibtex": (write_bib, "item"),
        "annotations": (partial(write_annotations, source=source), "annotation"),
    }
    write, unit = writers[name]
    with _stream(output) as stream:
        written = write(selection, stream)
    of = len({claim.document for claim in selection.claims})
    _say(f"{count(written, unit)} of {count(of, 'document')}", output)


def _tables(
    selection: Selection, name: str, table: str | None, output: Path | None, spreadsheet: bool
) -> None:
    if table is None and (output is None or output.is_file()):
        raise KgbuildError(f"{name} is four files", "name a folder with -o, or one of them with --table")
    written: dict[str, WrittenRows] = {}
    if table is not None:
        with _stream(output) as stream:
            written[table] = _table(selection, name, table, stream, spreadsheet)
    elif output is not None:
        with AtomicFiles() as files:
            for each in TABLES:
                stream = files.open(output / f"{each}.{name}")
                written[each] = _table(selection, name, each, stream, spreadsheet)
    _say(", ".join(f"{count(each.rows, 'row')} of {table}" for table, each in written.items()), output)
    formulas = sum(each.formulas for each in written.values())
    if formulas and not spreadsheet:
        cells = f"{count(formulas, 'cell')} {'starts' if formulas == 1 else 'start'} like a formula"
        click.echo(f"{cells}: give --spreadsheet for Excel and the like", err=True)


def _table(selection: Selection, name: str, table: str, stream: ByteSink, spreadsheet: bool) -> WrittenRows:
    sheet = TABLES[table](selection)
    if name == "parquet":
        return WrittenRows(write_parquet(sheet, stream), 0)
    return write_csv(sheet, stream, spreadsheet=spreadsheet)


def _view(project: Project, name: str, what: str, output: Path | None) -> None:
    view = _VIEWS[what](open_study(project))
    with _stream(output) as stream:
        stream.write(_VIEW_FILES[name](view))
    _say(f"{count(len(view), 'node')} and {count(view.number_of_edges(), 'edge')}", output)


def _say(what: str, output: Path | None) -> None:
    click.echo(what if output is None else f"wrote {what} to {output}", err=True)
