"""A project on disk: its ``kgbuild.toml``, found upwards from the working folder, and the folders that this names."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from kgbuild.core.errors import ConfigError, TermError
from kgbuild.core.files import CONFIG, read_file
from kgbuild.core.similar import suggestion
from kgbuild.core.terms import iri

_PACKAGE: Final = Path(__file__).resolve().parents[1]
PROJECT_KEYS: Final = {
    "base": str,
    "title": str,
    "language": str,
    "license": str,
    "creator": str,
    "ontology": list,
    "shapes": list,
    "mappings": str,
    "registry": str,
    "queries": str,
    "out": str,
    "documents": list,
    "levels": dict,
    "audit": dict,
}
_AUDIT_KEYS: Final = ("readers", "share")
OFF: Final = "off"
LEVELS: Final = ("error", "warning", "info", OFF)


def ontology_folder() -> Path:
    """Where kgbuild's own ontology lies: inside an installed wheel, or beside ``src/`` in a checkout."""
    installed = _PACKAGE / "ontology" / "files"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "ontology"


def explorer_folder() -> Path:
    """Where the modules of the explorer's page lie: inside an installed wheel, or beside ``src/`` in a checkout."""
    installed = _PACKAGE / "analysis" / "explorer" / "files"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "explorer"


class AuditDemand(NamedTuple):
    """What a project demands: that at least this ``share`` of its claims was audited by so many ``readers``."""

    readers: int
    share: float


@dataclass(frozen=True, slots=True)
class Project:
    """The settings of one project; every path is absolute, ``root`` the folder of its ``kgbuild.toml``."""

    root: Path
    base: str
    title: str
    language: str
    license: str | None
    creator: str | None
    ontology: tuple[Path, ...]
    shapes: tuple[Path, ...]
    mappings: Path
    registry: Path
    queries: Path
    out: Path
    documents: tuple[Path, ...]
    levels: Mapping[str, str] = field(default_factory=dict)
    audit: AuditDemand | None = None

    def relative(self, path: Path) -> str:
        """A path as messages and the graph name it: relative to the project, with ``/``."""
        # By the text of the path: this runs for every file, and pathlib would take a tenth of the time of a check.
        return path.as_posix().removeprefix(f"{self.root.as_posix().rstrip('/')}/")

    def mapping_files(self) -> list[Path]:
        """The mapping files (``*.yaml``), sorted by their name: the id of their document.

        Raises :class:`OSError` for a folder that cannot be read.
        """
        found = [
            Path(current, name)
            for current, _, names in walk(self.mappings)
            for name in names
            if name.endswith(".yaml")
        ]
        return sorted(found, key=lambda path: (path.stem, self.relative(path)))

    def registry_files(self) -> list[Path]:
        """The registry files (``*.yaml``), sorted. Raises :class:`OSError` for a folder that cannot be read."""
        return files_of(self.registry, ".yaml")

    def left_out(self) -> Iterator[LeftOut]:
        """Files of the project that are named nearly as those it reads, in the order of paths."""
        found = [
            *_left_out(self.mappings, (".yaml", ".yml"), ".yaml", "mappings", deep=True),
            *_left_out(self.registry, (".yaml", ".yml"), ".yaml", "registry files", deep=False),
            *_left_out(self.queries, (".rq", ".sparql"), ".rq", "queries", deep=False),
            *_orphans(self.mappings),
        ]
        yield from sorted(found, key=lambda each: each.path)


def walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """As :func:`os.walk`, which passes over a folder that it cannot read; this raises :class:`OSError` for it."""

    def stop(error: OSError) -> None:
        raise error

    return os.walk(folder, onerror=stop) if folder.is_dir() else iter(())


def files_of(folder: Path, suffix: str) -> list[Path]:
    """The files of a folder with a suffix, sorted; none where there is no folder. Raises :class:`OSError`."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name.endswith(suffix))


class LeftOut(NamedTuple):
    """A file or folder that is not read, why, and what to do."""

    path: Path
    why: str
    help: str


def _left_out(folder: Path, like: Sequence[str], suffix: str, what: str, *, deep: bool) -> Iterator[LeftOut]:
    """What of a folder is named like its files and not read: another suffix, a folder that is not looked into."""
    for current, folders, files in walk(folder):
        here = Path(current)
        for name in files:
            stem, end = os.path.splitext(name)
            if end.lower() not in like:
                continue
            if end != suffix:
                yield LeftOut(here / name, f"{what} end in `{suffix}`", f"rename it to `{stem}{suffix}`")
            elif here != folder and not deep:
                yield LeftOut(here / name, f"{what} lie in one folder", f"move it to `{folder.name}/`")
        for name in folders:
            if (here / name).is_symlink():
                yield LeftOut(
                    here / name, f"linked folders of {what} are not read", "link the files, one by one"
                )


def _orphans(folder: Path) -> Iterator[LeftOut]:
    """Verdicts that no mapping stands beside."""
    for path in folder.glob("**/*.audit"):
        if not path.with_suffix(".yaml").is_file():
            name = path.with_suffix(".yaml").name
            yield LeftOut(
                path, f"there is no mapping `{name}` beside it", "name it as its mapping, or delete it"
            )


def find_config(start: Path) -> Path:
    """``kgbuild.toml`` in ``start`` or the nearest folder above it. Raises :class:`ConfigError` if there is none."""
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return folder / CONFIG
    raise ConfigError(
        f"no {CONFIG} in {start} or a folder above it", f"write one, or name it: --config {CONFIG}"
    )


def load_project(config: Path, documents: Sequence[Path] = ()) -> Project:
    """Read ``kgbuild.toml``; ``documents`` are further folders of source texts (from the command line or environment).

    Raises :class:`ConfigError`.
    """
    config = config.resolve()
    try:
        table = tomllib.loads(read_file(config).decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{config}: {error}") from error
    _check_keys(config, table)
    _check_levels(config, table.get("levels", {}))
    root = config.parent
    base = table.get("base")
    if base is None:
        raise ConfigError(
            f"{config}: `base` is missing", 'add a line such as: base = "https://example.org/my-graph/"'
        )
    try:
        iri(base)
    except TermError as error:
        raise ConfigError(f"{config}: `base`: {error}") from error
    if not base.endswith("/"):
        raise ConfigError(f"{config}: `base` must end with / (got {base!r})", f'write: base = "{base}/"')
    return Project(
        root=root,
        base=base,
        title=table.get("title", root.name),
        language=table.get("language", "en"),
        license=table.get("license"),
        creator=table.get("creator"),
        ontology=(ontology_folder() / "kgbuild.ttl", *_modules(config, table, "ontology")),
        shapes=(ontology_folder() / "shapes.ttl", *_modules(config, table, "shapes")),
        mappings=_folder(root, table.get("mappings", "mappings")),
        registry=_folder(root, table.get("registry", "registry")),
        queries=_folder(root, table.get("queries", "queries")),
        out=_folder(root, table.get("out", "out")),
        documents=_documents(root, table, documents),
        levels=table.get("levels", {}),
        audit=_audit(config, table["audit"]) if "audit" in table else None,
    )


def _folder(root: Path, name: str) -> Path:
    """A folder of the project, or one beside it, with ``..`` resolved, as files are known by their paths."""
    return Path(os.path.normpath(root / name))


def _documents(root: Path, table: Mapping[str, list[str]], documents: Sequence[Path]) -> tuple[Path, ...]:
    """The folders of source texts. One that ``kgbuild.toml`` names may be absent: not everybody has the documents."""
    named = [root / name for name in table.get("documents", ())]
    for folder in named:
        if folder.exists() and not folder.is_dir():
            raise ConfigError(f"{root / CONFIG}: `documents` names {folder}, which is no folder")
    return tuple(dict.fromkeys((*(folder for folder in named if folder.is_dir()), *documents)))


def _check_keys(config: Path, table: Mapping[str, object]) -> None:
    for key, value in table.items():
        if key not in PROJECT_KEYS:
            near = suggestion(key, PROJECT_KEYS)
            help = f"write `{near} = …`" if near else f"the keys are: {', '.join(PROJECT_KEYS)}"
            raise ConfigError(f"{config}: unknown key `{key}`", help)
        wanted = PROJECT_KEYS[key]
        if not isinstance(value, wanted) or (
            isinstance(value, list) and not all(isinstance(item, str) for item in value)
        ):
            form = {list: "a list of texts", dict: "a table"}.get(wanted, "a text")
            raise ConfigError(f"{config}: `{key}` must be {form} (got {value!r})")


def _check_levels(config: Path, levels: Mapping[str, object]) -> None:
    """Check the form alone: the shapes of the project bring codes too; see :mod:`kgbuild.findings.levels`."""
    for code, level in levels.items():
        if level not in LEVELS:
            near = suggestion(str(level), LEVELS)
            raise ConfigError(
                f"{config}: `levels`: {code} cannot be {level!r}",
                f'write: {code} = "{near}"' if near else f"one of: {', '.join(LEVELS)}",
            )


def _audit(config: Path, table: Mapping[str, object]) -> AuditDemand:
    """The demand that the table ``[audit]`` makes: by default all claims, by one reader."""
    for key in table:
        if key not in _AUDIT_KEYS:
            near = suggestion(key, _AUDIT_KEYS)
            help = f"write `{near} = …`" if near else f"the keys are: {', '.join(_AUDIT_KEYS)}"
            raise ConfigError(f"{config}: `audit` has no key `{key}`", help)
    readers, share = table.get("readers", 1), table.get("share", 1)
    if not isinstance(readers, int) or isinstance(readers, bool) or readers < 1:
        raise ConfigError(
            f"{config}: `audit`: `readers` must be a whole number from 1 (got {readers!r})",
            "write: readers = 2",
        )
    if not isinstance(share, int | float) or isinstance(share, bool) or not 0 < share <= 1:
        raise ConfigError(
            f"{config}: `audit`: `share` must be a number above 0, at most 1 (got {share!r})",
            "write: share = 0.25",
        )
    return AuditDemand(readers, float(share))


def _modules(config: Path, table: Mapping[str, list[str]], key: str) -> list[Path]:
    """Turtle files of the project, or modules that kgbuild ships, by bare name (``events``)."""
    found = []
    for name in table.get(key, []):
        path = config.parent / name if name.endswith(".ttl") else ontology_folder() / f"{name}.ttl"
        if not path.is_file():
            near = suggestion(name, [each.stem for each in ontology_folder().glob("*.ttl")])
            help = f'write: "{near}"' if near and not name.endswith(".ttl") else None
            raise ConfigError(f"{config}: `{key}` names {name!r}, which does not exist ({path})", help)
        found.append(path)
    return found
