"""A first project: ``kgbuild init`` writes the files of ``project/``, two invented documents mapped and locked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import CONFIG, AtomicFiles, read_file, remove_left_over
from kgbuild.core.project import load_project
from kgbuild.mapping.schema import mapping_schema, schema_text
from kgbuild.ontology.vocabulary import load_vocabulary

_PROJECT: Final = Path(__file__).parent / "project"


SCHEMA: Final = Path("ontology", "mapping.schema.json")
"""What the first lines of the mappings name, for editors; made of the ontology that kgbuild has."""


def starter_files() -> list[Path]:
    """The files of the first project, relative to its folder."""
    kept = (path.relative_to(_PROJECT) for path in _PROJECT.rglob("*") if path.is_file())
    return sorted([SCHEMA, *kept])


def _is_free(folder: Path, made: Mapping[Path, bytes]) -> bool:
    """Whether a folder holds no file, or some of those to be made: what a run that was killed left is nobody's work."""
    for inner in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        remove_left_over(inner)
    there = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    return len(there) < len(made) and not any(
        path.is_symlink()
        or (path.relative_to(folder) not in made or made[path.relative_to(folder)] != read_file(path))
        for path in there
    )


def start(folder: Path) -> list[Path]:
    """Write the first project into a new or empty folder; returns its files.

    Raises :class:`KgbuildError` where something is there already; nothing is written then.
    """
    if folder.exists() and not folder.is_dir():
        raise KgbuildError(f"{folder} is a file", "name a new or empty folder")
    # Without the ids of the registry, which will grow: an editor would underline what is right.
    schema = schema_text(mapping_schema(load_vocabulary(load_project(_PROJECT / CONFIG).ontology)))
    made = {
        name: schema.encode() if name == SCHEMA else (_PROJECT / name).read_bytes()
        for name in starter_files()
    }
    if folder.is_dir() and not _is_free(folder, made):
        raise KgbuildError(f"{folder} is not empty", "name a new or empty folder")
    with AtomicFiles() as files:
        for name, content in made.items():
            files.open(folder / name).write(content)
    return list(made)
