"""The options that commands share: what each group of them is called, and what it gives a command."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import click

from kgbuild.core.project import Project, find_config, load_project

F = TypeVar("F", bound=Callable[..., Any])


class OneOf(click.Choice):  # type: ignore[type-arg]
    """A closed list of words; for a misspelt one it suggests the right one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            from kgbuild.core.similar import suggestion  # only a misspelt word pays for it

            near = suggestion(str(value), self.choices)
            self.fail(f"{error.message} Did you mean '{near}'?" if near else error.message, param, ctx)


def grouped(name: str, kind: type, *options: Callable[[Any], Any]) -> Callable[[F], F]:
    """A decorator that adds options to a command, which gets their values as one ``kind`` under ``name``.

    ``kind`` is a dataclass with a field for each of the options, which the help lists in the order given.
    """
    names = [field.name for field in fields(kind)]

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def command(*arguments: Any, **values: Any) -> Any:
            group = kind(**{field: values.pop(field) for field in names})
            return function(*arguments, **{name: group}, **values)

        for option in reversed(options):
            command = option(command)
        return command  # type: ignore[return-value]

    return decorate


config_option = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The kgbuild.toml of the project; else the nearest one upwards.",
)
output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead."
)
built_folder_option = click.option(
    "--graph", type=click.Path(path_type=Path, file_okay=False), help="The folder of the built graph."
)
no_store_option = click.option(
    "--no-cache", is_flag=True, help="Read the whole graph anew, and leave .kgbuild/ alone."
)


@dataclass(frozen=True, slots=True)
class ProjectOptions:
    """Which project a command works on, and further folders of source texts."""

    config: Path | None
    documents: tuple[Path, ...] = ()

    def config_file(self) -> Path:
        """The ``kgbuild.toml`` of the project. Raises :class:`ConfigError` where there is none."""
        return self.config if self.config is not None else find_config(Path.cwd())

    def folders(self) -> list[Path]:
        """The folders of source texts, by absolute paths."""
        return [folder.resolve() for folder in self.documents]

    def open_project(self, *documents: Path) -> Project:
        """The project; ``documents`` are folders of source texts beside those of the options."""
        return load_project(self.config_file(), [*self.folders(), *(each.resolve() for each in documents)])


project_options = grouped(
    "options",
    ProjectOptions,
    config_option,
    click.option(
        "--documents",
        type=click.Path(path_type=Path, file_okay=False),
        multiple=True,
        envvar="KGBUILD_DOCUMENTS",
        help="A folder of source texts (also KGBUILD_DOCUMENTS); may be given more than once.",
    ),
)
"""``--config`` and ``--documents``, on every command that works on a project."""
