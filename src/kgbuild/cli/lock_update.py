"""``kgbuild lock --update``: a mapping against another text of its document."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import write_atomic
from kgbuild.core.project import Project
from kgbuild.core.terminal import count
from kgbuild.draft.edition_page import render_update, render_update_json
from kgbuild.draft.new_edition import State, Update, compare


def update_mapping(project: Project, mapping: Path, to: Path | None, *, write: bool, style: str) -> Update:
    """Compare, print, and with ``write`` change the mapping."""
    if style not in ("text", "json"):
        raise KgbuildError(f"--update has no --format {style}", "write --format json, or leave it out")
    found = compare(project, mapping, to)
    content = found.written() if write else None
    if content is not None:
        write_atomic(found.mapping, content)
    text = render_update_json(found, written=write) if style == "json" else render_update(found)
    click.echo(text, nl=False)
    states = [f"{found.count(state)} {state}" for state in get_args(State) if found.count(state)]
    repairs = [f"{count(len(found.repairs), 'repair')} not needed"] if found.repairs else []
    certain = count(len(found.certain), "certain change")
    if write:
        click.echo(f"{', '.join([*states, *repairs])} · {certain} and the hash written", err=True)
    else:
        click.echo(f"{', '.join([*states, *repairs])} · {certain}; nothing written: --write does", err=True)
    return found
