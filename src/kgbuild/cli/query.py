"""``kgbuild query``: a group whose commands are the named queries, each with its own options, help and completion."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from click.shell_completion import CompletionItem

from kgbuild.cli.options import OneOf, ProjectOptions, config_option, no_store_option, output_option
from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import write_atomic
from kgbuild.core.project import Project
from kgbuild.core.terminal import count, shown, visible
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.store.sparql.answers import (
    GRAPH_FORMATS,
    TABLE_FORMATS,
    shortened,
    write_table,
    write_triples,
    write_truth,
)
from kgbuild.store.sparql.library import (
    NamedQuery,
    Parameter,
    QueryLibrary,
    read_query,
    with_prefixes,
    with_values,
)
from kgbuild.store.sparql.page import render_answer
from kgbuild.store.sparql.parameters import check_types, known_values, term_for
from kgbuild.store.sparql.process import QueryProcess
from kgbuild.store.sparql.store import Answer, Table, Triples, readable_rows
from kgbuild.store.stale import written_since

F = TypeVar("F", bound=Callable[..., Any])
STYLES: Final = ("table", *TABLE_FORMATS, *GRAPH_FORMATS)
_EXAMPLE: Final = "for example: kgbuild query -e 'SELECT …'"


def _answer_options(function: F) -> F:
    """The options that say of which graph is asked, and how the answer is shown; before a name as well as after it."""
    for option in reversed(
        [
            click.option(
                "--format",
                "style",
                type=OneOf(STYLES),
                help="Of a SELECT: table (the default), csv, tsv, json or xml. Of a CONSTRUCT or DESCRIBE: ttl (the "
                "default), jsonld or nt.",
            ),
            output_option,
            click.option(
                "--short", is_flag=True, help="In csv and tsv: prefixed names (kg:killed) in place of IRIs."
            ),
            click.option(
                "--evidence",
                is_flag=True,
                help="Add the document, voice, quote, characters and mapping place of each claim in a row.",
            ),
            click.option(
                "--timeout",
                type=click.FloatRange(min=0, min_open=True),
                metavar="SECONDS",
                help="Stop the query after this many seconds.",
            ),
            click.option(
                "--exit-code", is_flag=True, help="Exit with 1 where an ASK is false or nothing is found."
            ),
            click.option(
                "--graph",
                type=click.Path(path_type=Path),
                help="The folder of the built graph, or an RDF file.",
            ),
            no_store_option,
            config_option,
        ]
    ):
        function = option(function)
    return function


class _Value(click.ParamType[str]):
    """The value of a query's parameter; the shell completes it from the built graph."""

    def __init__(self, parameter: Parameter) -> None:
        self.parameter = parameter
        self.name = parameter.type

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        try:
            settings = _settings(ctx)
            project = ProjectOptions(settings["config"]).open_project()
            known = known_values(self.parameter, _store(project, settings), load_vocabulary(project.ontology))
        except (KgbuildError, OSError):
            return []  # a shell has no place for messages while it completes
        return [CompletionItem(each) for each in known if each.startswith(incomplete)]


class _Queries(click.Group):
    """The named queries as commands; a file of SPARQL, or - for standard input, is one too."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_library(ctx).files)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        try:
            return self._named(ctx, name)
        except (KgbuildError, OSError):
            if ctx.resilient_parsing:
                return None  # see _Value
            raise

    def _named(self, ctx: click.Context, name: str) -> click.Command:
        if name == "-":
            return _command(NamedQuery("-", "", "", (), "" if ctx.resilient_parsing else sys.stdin.read()))
        if name.endswith((".rq", ".sparql")) or Path(name).is_file():
            return _command(read_query(Path(name)))
        return _command(_library(ctx).query(name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Named queries"):
            formatter.write_dl(
                [(visible(query.name), visible(query.title)) for query in _library(ctx).queries()]
            )


def _library(ctx: click.Context) -> QueryLibrary:
    try:
        return QueryLibrary(ProjectOptions(ctx.params.get("config")).open_project())
    except KgbuildError:
        if ctx.resilient_parsing:
            return QueryLibrary(None)
        raise


def _command(query: NamedQuery) -> click.Command:
    """The command of a named query or file: the options for its answer, and its own parameters."""

    @click.pass_context
    def run(ctx: click.Context, /, **given: Any) -> int:
        settings = _settings(ctx)
        project = ProjectOptions(settings["config"]).open_project()
        vocabulary = load_vocabulary(project.ontology)
        check_types(query, vocabulary)
        store = _store(project, settings)
        values = {
            each.name: [term_for(each, word, store, vocabulary) for word in given[f"of_{each.name}"]]
            for each in query.parameters
        }
        text = with_values(query, values)
        if given["sparql"]:
            click.echo(with_prefixes(text, store.prefixes).rstrip("\n"))
            return 0
        _note_stale(project, settings)
        return _answer(store, text, settings)

    run = click.option(
        "--sparql", is_flag=True, help="Print the query, for another store, instead of its answer."
    )(run)
    parameters = [
        click.Option(
            [f"--{each.name.replace('_', '-')}", f"of_{each.name}"],
            type=_Value(each),
            multiple=True,
            help=f"{visible(each.description).rstrip('.')}; may be given more than once.",
        )
        for each in query.parameters
    ]
    command = click.command(query.name, help=_help(query), short_help=visible(query.title))(
        _answer_options(run)
    )
    taken = {option for each in command.params for option in each.opts}
    for parameter in parameters:
        if parameter.opts[0] in taken:
            raise KgbuildError(
                f"query {query.name}: {parameter.opts[0]} is an option of every query",
                "give the parameter another name",
            )
    command.params = [*parameters, *command.params]
    return command


def _help(query: NamedQuery) -> str:
    return "\n\n".join(visible(part) for part in (query.title, query.question) if part)


def _settings(ctx: click.Context) -> Mapping[str, Any]:
    """The options of an answer, where they stand behind the name of a query or else before it."""
    found = dict(ctx.parent.params) if ctx.parent is not None else {}
    default = click.core.ParameterSource.DEFAULT
    found |= {
        name: value
        for name, value in ctx.params.items()
        if name not in found or ctx.get_parameter_source(name) not in (None, default)
    }
    return found


@click.command(
    cls=_Queries,
    invoke_without_command=True,
    subcommand_metavar="[NAME [OPTIONS] | FILE]",
    epilog="`kgbuild query NAME --help` shows what a named query asks and which parameters it has.",
)
@click.option("-e", "--expression", help="The query itself.")
@click.option(
    "--list", "listing", is_flag=True, help="Show the named queries with their questions and parameters."
)
@_answer_options
@click.pass_context
def command(
    ctx: click.Context, /, expression: str | None, listing: bool, config: Path | None, **_: Any
) -> int:
    """Ask the built graph in SPARQL: by the NAME of a query, a FILE (- for standard input) or -e 'SELECT …'.

    The prefixes of the project are predefined; the default graph is the union of all graphs. A query reads only:
    updates, SERVICE, and FROM of graphs that are not here are refused. Where nothing is found, it says which pattern
    has no match.

    The first query of a graph keeps it in the folder .kgbuild, so that the next ones begin at once.
    """
    if (ctx.invoked_subcommand is not None) + (expression is not None) + listing != 1:
        raise KgbuildError("give the name of a query, a file or -e, and only one of these", _EXAMPLE)
    if listing:
        click.echo(shown(_listed(_library(ctx))), nl=False)
    elif expression is not None:
        settings = _settings(ctx)
        project = ProjectOptions(config).open_project()
        _note_stale(project, settings)
        return _answer(_store(project, settings), expression, settings)
    return 0


def _listed(library: QueryLibrary) -> str:
    lines = []
    for query in library.queries():
        lines.append(f"{query.name}\n  {query.question or query.title}\n")
        lines += [
            f"  --{each.name.replace('_', '-')} {each.type}: {each.description}\n"
            for each in query.parameters
        ]
    return "".join(lines)


def _store(project: Project, settings: Mapping[str, Any]) -> QueryProcess:
    """The graph that answers. That of the project is kept in a store, which opens at once."""
    graph: Path | None = settings["graph"]
    if graph is not None:
        return QueryProcess(graph.resolve())
    return QueryProcess(project.out, None if settings["no_cache"] else project.root)


def _note_stale(project: Project, settings: Mapping[str, Any]) -> None:
    """Say so where files of the project were written after the graph that answers."""
    late = written_since(project) if settings["graph"] is None else []
    if late:
        others = f" and {count(len(late) - 1, 'other file')}" if len(late) > 1 else ""
        click.echo(
            f"note: the graph is older than {shown(late[0])}{others}: run `kgbuild build` to ask what they say now",
            err=True,
        )


def _answer(store: QueryProcess, text: str, settings: Mapping[str, Any]) -> int:
    """Show the answer to a query."""
    reply = store.ask(text, evidence=settings["evidence"], timeout=settings["timeout"])
    answer, style = reply.answer, settings["style"]
    if settings["short"]:
        if not isinstance(answer, Table) or style not in ("csv", "tsv"):
            raise KgbuildError("--short is for rows in csv or tsv", "for example: --format csv --short")
        answer = shortened(answer, reply.prefixes)
    written = _written(answer, style, reply.prefixes)
    output: Path | None = settings["output"]
    if output is None:
        click.echo(written, nl=not written.endswith(b"\n"))
    else:
        write_atomic(output, written)
    if not isinstance(reply.answer, bool):
        click.echo(_closing(reply.answer), err=True)
    for fault in store.notes:
        click.echo(f"note: {shown(fault)}", err=True)
    for note, help in reply.notes:
        click.echo(f"note: {shown(note)}", err=True)
        if help:
            click.echo(f"help: {shown(help)}", err=True)
    return int(bool(settings["exit_code"]) and _nothing(reply.answer))


def _written(answer: Answer, style: str | None, names: Mapping[str, str]) -> bytes:
    if isinstance(answer, Table):
        if style in (None, "table"):
            width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 200
            return render_answer(answer.variables, readable_rows(answer, names), width=width).encode()
        _check(style, TABLE_FORMATS, "a SELECT")
        return write_table(answer, str(style))
    if isinstance(answer, Triples):
        _check(style, GRAPH_FORMATS, "a CONSTRUCT or DESCRIBE")
        return write_triples(answer, style or "ttl", names)
    if style in (None, "table"):
        return b"true\n" if answer else b"false\n"
    _check(style, ("json", "xml"), "an ASK")
    return write_truth(answer, str(style))


def _check(style: str | None, known: Collection[str], what: str) -> None:
    if style is not None and style not in known:
        raise KgbuildError(
            f"the answer to {what} cannot be written as {style}", f"one of: {', '.join(known)}"
        )


def _closing(answer: Table | Triples) -> str:
    if isinstance(answer, Table):
        return count(len(answer.rows), "row")
    return count(len(answer.lines), "triple")


def _nothing(answer: Answer) -> bool:
    if isinstance(answer, Table):
        return not answer.rows
    return not answer.lines if isinstance(answer, Triples) else not answer
