"""``kgbuild query``."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from pathlib import Path

import click

from kgbuild.cli.common import OneOf, open_project, project_options
from kgbuild.errors import KgbuildError
from kgbuild.report import count, render_table
from kgbuild.store import GraphStore, Table, open_store, rows_of


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option("-e", "--expression", help="The query itself, instead of a file.")
@click.option(
    "--format",
    "style",
    type=OneOf(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How the rows of a SELECT are shown.",
)
@click.option(
    "--graph", type=click.Path(path_type=Path, file_okay=False), help="The folder of the built graph."
)
@project_options
def command(
    file: Path | None,
    expression: str | None,
    style: str,
    graph: Path | None,
    config: Path | None,
    documents: tuple[Path, ...],
) -> int:
    """Ask the built graph in SPARQL: a FILE (- for standard input) or -e 'SELECT …'.

    The prefixes of the project are predefined; the default graph is the union of all graphs. ASK prints true or
    false; CONSTRUCT and DESCRIBE print N-Triples.
    """
    project = open_project(config, documents)
    if (file is None) == (expression is None):
        raise KgbuildError(
            "give a query file or -e, and not both", "for example: kgbuild query -e 'SELECT …'"
        )
    text = expression if expression is not None else _read(file)
    store = open_store(project.base, project.out if graph is None else graph.resolve())
    answer = store.query(text)
    if isinstance(answer, Table):
        _show(answer, store, style)
        click.echo(count(len(answer.rows), "row"), err=True)
    elif isinstance(answer, bool):
        click.echo("true" if answer else "false")
    else:
        sys.stdout.buffer.write(answer)
    return 0


def _read(file: Path | None) -> str:
    if file is None or str(file) == "-":
        return sys.stdin.read()
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise KgbuildError(f"{file} is not UTF-8 text") from error


def _show(table: Table, store: GraphStore, style: str) -> None:
    rows = rows_of(table, store)
    if style == "csv":
        stream = io.StringIO()
        csv.writer(stream).writerows([list(table.variables), *rows])
        click.echo(stream.getvalue(), nl=False)
    elif style == "json":
        click.echo(
            json.dumps(
                [dict(zip(table.variables, row, strict=True)) for row in rows], ensure_ascii=False, indent=1
            )
        )
    else:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 200
        click.echo(render_table(list(table.variables), rows, width=width))
