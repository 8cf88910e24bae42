"""The command line: one module a command, click only here. ``--help`` imports no command and reads no ontology."""

from __future__ import annotations

import gc
import importlib
import signal
import sys
import threading
from types import FrameType
from typing import Final

import click

from kgbuild.core.errors import KgbuildError
from kgbuild.core.terminal import shown
from kgbuild.core.version import VERSION

COMMANDS: Final = {
    "Author": {
        "init": "Write a small working project into a new or empty folder.",
        "extract": "Write the text of a PDF, page, office file, mail or scan, and its map.",
        "new": "Write the skeleton of a mapping for a document.",
        "check": "Check mappings, registry and evidence; write nothing.",
        "lock": "Look every quote up in the documents and write the locks.",
        "coverage": "Show what of the documents is mapped, and what is not.",
        "audit": "Have claims read by people who see only the words they cite.",
        "documents": "List the source texts and the mappings they belong to.",
        "schema": "Print the JSON Schema of the project's mappings, for editors.",
        "explain": "Say what a diagnostic code means, with a wrong and a right example.",
    },
    "Build": {
        "build": "Build the graph: N-Quads, Turtle, TriG and JSON-LD, validated with SHACL.",
        "validate": "Validate the graph, or an RDF file, with SHACL.",
        "clean": "Remove what is kept from one run to the next.",
        "diff": "Show what changed between two graphs, or since a git revision.",
    },
    "Use": {
        "explore": "Write one HTML page in which people look at the graph, offline.",
        "query": "Ask the built graph in SPARQL.",
        "load": "Send what changed of the built graph to a triple store.",
        "serve": "Answer SPARQL over the built graph on this machine, read-only.",
        "export": "Write the graph for other programs: nanopublications, PROV, annotations, CSV …",
    },
    "Analyse": {
        "origins": "Show from how many recorded origins a figure comes.",
        "drift": "Show what is different between a document and the one it reports.",
        "trace": "Show all that is recorded of one claim.",
        "conflicts": "Show who answers a question differently, side by side.",
        "matrix": "Show what each document answers to each question.",
        "figures": "Show the figures of a question over time, by date, voice and origin.",
        "timeline": "Show what is dated when, and who said what first.",
        "loops": "Find documents, voices and claims whose sources lead back to themselves.",
        "retract": "Show what loses its recorded support without a document or a voice.",
        "reuse": "Show passages that documents share, as suggestions only.",
        "picture": "Draw the provenance of the whole corpus.",
    },
}


class _Commands(click.Group):
    """Loads a command's module when it is called, and lists the commands in their groups."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for group in COMMANDS.values() for name in group]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"kgbuild.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from kgbuild.core.similar import suggestion  # only a misspelt command pays for it

            near = suggestion(args[0], self.list_commands(ctx))
            if near:
                raise click.UsageError(f"{error.message} Did you mean '{near}'?", ctx) from None
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for group, commands in COMMANDS.items():
            with formatter.section(group):
                formatter.write_dl(list(commands.items()), col_max=14)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "KGBUILD"},
    epilog="Exit codes: 0 nothing found, 1 findings, 2 the job could not be done.",
)
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.version_option(VERSION, prog_name="kgbuild")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """Knowledge graphs of who says what: every statement with its document, its voices and its evidence."""


def main(arguments: list[str] | None = None) -> None:
    """The console script: runs a command and exits with its code (2 where the job could not be done)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in arguments
    # A run makes millions of small values and hardly a cycle: the collector would search them again and again.
    gc.set_threshold(100_000, 20, 20)
    _end_in_order()
    try:
        code = cli.main(args=arguments, prog_name="kgbuild", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        _fail("interrupted", None, 130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except KgbuildError as error:
        if debug:
            raise
        _fail(str(error), error.hint, 2)
    except BrokenPipeError:
        # The reader of our output is gone (`kgbuild … | head`): there is nothing to say, and nothing left to flush.
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        if debug:
            raise
        _fail(f"{error.filename or 'the operating system'}: {error.strerror or error}", None, 2)
    except Exception as error:
        if debug:
            raise
        _fail(
            f"internal fault: {type(error).__name__}: {error}", "please report it, with what --debug shows", 2
        )
    sys.exit(code if isinstance(code, int) else 0)


def _end_in_order() -> None:
    """Let `kill` and a terminal that closes end a run as an error does, so that nothing is left half done."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    if threading.current_thread() is threading.main_thread():
        for ending in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(ending) is signal.SIG_DFL:
                signal.signal(ending, stop)


def _fail(message: str, hint: str | None, code: int) -> None:
    click.echo(f"error: {shown(message)}", err=True)
    if hint:
        click.echo(f"help: {shown(hint)}", err=True)
    sys.exit(code)
