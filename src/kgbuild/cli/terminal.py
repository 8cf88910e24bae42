"""The terminal that a command runs in: whether it shows colours, and lines of progress on it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TextIO

import click


def shows_color(stream: TextIO) -> bool:
    """Whether a stream shows colours: a terminal, and NO_COLOR is not set (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def progress_on_terminal(what: str) -> Callable[[int, int], None] | None:
    """A progress line on stderr for long runs, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if total >= 50 and (done % 50 == 0 or done == total):
            click.echo(f"\r{what} {done}/{total}", err=True, nl=done == total)

    return show
