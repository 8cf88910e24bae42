"""What ``kgbuild diff`` compares: graphs in files, projects as they are now, and projects at git revisions.

A name that exists as a file or folder means that; any other is a revision, or a range of two (``A..B``, and ``A...B``
from where the two parted). For a revision with the name of a file, write ``NAME~0``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Final

from kgbuild.analysis.diff.revisions import Repository, Revision, take_out
from kgbuild.core.errors import ConfigError, KgbuildError
from kgbuild.core.files import CONFIG
from kgbuild.core.locks import scratch_folder
from kgbuild.core.project import Project, find_config, load_project, ontology_folder
from kgbuild.core.records import record
from kgbuild.findings.diagnostics import errors_text
from kgbuild.ontology.vocabulary import Vocabulary, load_vocabulary
from kgbuild.pipeline.graphs import Memory, build_graphs
from kgbuild.pipeline.workspace import Workspace
from kgbuild.store.records import FORMATS, NAMES, BuiltGraph, read_graph

NOW: Final = "the mappings as they are now"
_RANGE: Final = re.compile(r"(?P<old>[^/.].*?)?(?P<dots>\.\.\.?)(?P<new>[^/.].*)?")


@record
class ComparedGraph:
    """One of the two graphs of a comparison, and its name: a file, a folder, a revision."""

    name: str
    graph: BuiltGraph


class GraphSources:
    """Finds the graphs to compare, from a folder: the project there, its repository, files by their paths.

    ``config`` names the project, else it is the nearest upwards; files can be compared without any.
    """

    def __init__(self, folder: Path, config: Path | None = None, documents: Sequence[Path] = ()) -> None:
        self._folder = folder
        self._config = config
        self._documents = documents

    def sides(self, old: str, new: str | None = None) -> tuple[ComparedGraph, ComparedGraph]:
        """The two sides: ``new`` is the project as it is now where it is not given, or ``old`` is a range.

        Raises :class:`KgbuildError` where one cannot be read or built, and :class:`OSError`.
        """
        found = None if self._exists(old) else _RANGE.fullmatch(old)
        if found is None:
            return self._side(old), self._now() if new is None else self._side(new)
        if new is not None:
            raise KgbuildError(f"{old} is a range already", f"leave out {new}, or the dots")
        repository = self._repository()
        one, other = (repository.revision(found[side] or "HEAD") for side in ("old", "new"))
        if found["dots"] == "...":
            one = repository.merge_base(one, other)
        return self._at(repository, one), self._at(repository, other)

    def _exists(self, name: str) -> bool:
        return (self._folder / name).exists()

    def _side(self, name: str) -> ComparedGraph:
        path = self._folder / name
        if (path / CONFIG).is_file() and not any((path / graph).is_file() for graph in NAMES):
            project = load_project(path / CONFIG, self._documents)
            return ComparedGraph(f"the mappings of {name} as they are now", built(project))
        if path.exists():
            return ComparedGraph(name, read_graph(path, self._vocabulary()))
        if Path(name).suffix in FORMATS or name.startswith(("/", "./", "../")):
            raise KgbuildError(f"{name} does not exist")
        repository = self._repository()
        return self._at(repository, repository.revision(name))

    def _now(self) -> ComparedGraph:
        return ComparedGraph(NOW, built(self._project()))

    def _at(self, repository: Repository, revision: Revision) -> ComparedGraph:
        return ComparedGraph(str(revision), built_at(repository, revision))

    def _named(self) -> Path:
        return self._config if self._config is not None else find_config(self._folder)

    def _repository(self) -> Repository:
        return Repository(self._named().resolve().parent)

    def _project(self) -> Project:
        return load_project(self._named(), self._documents)

    def _vocabulary(self) -> Vocabulary:
        """The vocabulary of the project; without one, of kgbuild's own ontology."""
        try:
            files = self._project().ontology
        except ConfigError:
            if self._config is not None:
                raise
            files = tuple(ontology_folder() / name for name in ("kgbuild.ttl", "events.ttl"))
        return load_vocabulary(files)


def built(project: Project) -> BuiltGraph:
    """The graph of a project as it is now, built in memory; evidence comes from the documents or their locks.

    Raises :class:`KgbuildError` where the mappings have errors.
    """
    return _built(project, lambda errors: KgbuildError(f"the mappings have {errors}", "run `kgbuild check`"))


def built_at(repository: Repository, revision: Revision) -> BuiltGraph:
    """The graph of a project at a revision, built by this kgbuild from what was committed, with the locks as evidence.

    Raises :class:`KgbuildError` where the revision holds no project, or one that cannot be built.
    """
    with scratch_folder() as folder:
        top = folder / repository.top.name
        try:
            project = load_project(take_out(repository, revision, top))

            def refusal(errors: str) -> KgbuildError:
                return KgbuildError(
                    f"{revision} cannot be built by this kgbuild: its mappings have {errors}",
                    _committed_graph(repository, revision, os.path.relpath(project.out, top)),
                )

            return _built(replace(project, documents=()), refusal)
        except KgbuildError as error:
            raise KgbuildError(str(error).replace(f"{top}/", f"{revision.name}:"), error.hint) from error


def _built(project: Project, refusal: Callable[[str], KgbuildError]) -> BuiltGraph:
    space, memory = Workspace(project), Memory()
    errors = errors_text(build_graphs(space, [memory], locked=False).findings)
    if errors is not None:
        raise refusal(errors)
    quads = ((graph, *triple) for graph, triples in memory.graphs.items() for triple in triples)
    return BuiltGraph(quads, space.vocabulary)


def _committed_graph(repository: Repository, revision: Revision, out: str) -> str | None:
    """How to compare the graph that was committed with a revision, where one was."""
    for name in NAMES:
        path = PurePath(out, name).as_posix()
        if repository.files(revision, path):
            return f"the graph committed then can be compared: git show {revision.name}:{path} > old{Path(name).suffix}"
    return None
