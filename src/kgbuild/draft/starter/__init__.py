"""A first project: ``kgbuild init`` writes the files of ``project/``, two invented documents mapped and locked."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import CONFIG, AtomicFiles, remove_left_over
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


def _is_free(folder: Path) -> bool:
    """Whether a folder holds no file. What a run that was killed left there is no file of anybody."""
    for inner in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        remove_left_over(inner)
    return not any(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())


def start(folder: Path) -> list[Path]:
    """Write the first project into a new or empty folder; returns its files.

    Raises :class:`KgbuildError` where something is there already; nothing is written then.
    """
    if folder.exists() and not folder.is_dir():
        raise KgbuildError(f"{folder} is a file", "name a new or empty folder")
    if folder.is_dir() and not _is_free(folder):
        raise KgbuildError(f"{folder} is not empty", "name a new or empty folder")
    written = starter_files()
    # Without the ids of the registry, which will grow: an editor would underline what is right.
    schema = schema_text(mapping_schema(load_vocabulary(load_project(_PROJECT / CONFIG).ontology)))
    with AtomicFiles() as files:
        for name in written:
            made = schema.encode() if name == SCHEMA else (_PROJECT / name).read_bytes()
            files.open(folder / name).write(made)
    return written
