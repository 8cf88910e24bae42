"""kgbuild from Python: what the command line does, as functions that return their results."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from os import PathLike
from pathlib import Path

from kgbuild.analysis import Study
from kgbuild.analysis.open_study import open_study
from kgbuild.api.open_graph import OpenGraph
from kgbuild.core.files import CONFIG
from kgbuild.core.project import Project, find_config, load_project
from kgbuild.pipeline import build as building
from kgbuild.pipeline import check as checking
from kgbuild.pipeline.build import FORMATS
from kgbuild.pipeline.check import CheckResult
from kgbuild.pipeline.graphs import BuildResult

Folder = str | PathLike[str]


def _project(folder: Folder, documents: Sequence[Folder]) -> Project:
    path = Path(folder).resolve()
    config = path if path.is_file() else find_config(path)
    return load_project(config, [Path(item).resolve() for item in documents])


def build(
    project: Folder = ".",
    *,
    documents: Sequence[Folder] = (),
    out: Folder | None = None,
    formats: Sequence[str] = FORMATS,
    shapes: bool = True,
) -> BuildResult:
    """Build the graph of the project in a folder (or of a ``kgbuild.toml``).

    ``documents`` are folders of source texts. Files (``formats`` of "nq", "ttl", "trig", "jsonld") are written only
    where ``out`` names a folder. ``shapes`` validates with SHACL. The result holds ``claims``, ``findings``,
    ``counts`` and the graph: ``quads()`` as N-Triples terms, ``dataset()`` as an :class:`rdflib.Dataset`.

    Raises :class:`kgbuild.core.errors.KgbuildError` where the job cannot be done; what is wrong with mappings is in
    ``findings``.
    """
    folder = None if out is None else Path(out).resolve()
    return building.build(
        _project(project, documents), out=folder, formats=formats if folder else (), keep=True, shapes=shapes
    )


def check(project: Folder = ".", *, documents: Sequence[Folder] = ()) -> CheckResult:
    """Check the mappings of a project. Raises :class:`kgbuild.core.errors.KgbuildError` where that cannot be done."""
    return checking.check(_project(project, documents))


def study(project: Folder = ".", *, documents: Sequence[Folder] = (), allow: Collection[str] = ()) -> Study:
    """Open a project for analysis: its claims in memory, with all that :mod:`kgbuild.analysis` needs.

    Raises :class:`kgbuild.core.errors.KgbuildError` where the mappings have errors, other than those of the codes in
    ``allow``: :func:`kgbuild.analysis.loops_of` works even with KG504.
    """
    return open_study(_project(project, documents), allow=allow)


def open(path: Folder = ".") -> OpenGraph:
    """Open a built graph: that of a project (its folder or ``kgbuild.toml``), or an RDF file that kgbuild wrote.

    ``query`` asks it in SPARQL or by the name of a query; ``claims``, ``documents``, ``entities`` and ``citations`` are
    pandas tables, where pandas is installed; ``dataset`` is for rdflib, ``provenance`` for networkx. Raises
    :class:`kgbuild.core.errors.KgbuildError` where there is no graph.
    """
    place = Path(path).resolve()
    if place.name == CONFIG or (place / CONFIG).is_file():
        project = _project(place, ())
        return OpenGraph(project.out, project)
    return OpenGraph(place, None)
