"""The explorer of a project or of a graph file: the built graph is read, and the page made of it."""

from __future__ import annotations

from pathlib import Path

from kgbuild.analysis.explorer.data import ExplorerData, explorer_data
from kgbuild.analysis.explorer.readings import ProjectReader
from kgbuild.core.project import Project
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.store.records import BuiltGraph, graph_file, read_graph


def explorer_of(project: Project, *, graph: Path, with_text: bool = False) -> ExplorerData:
    """The explorer of a project: of the graph built into the folder ``graph``.

    ``with_text`` takes in the texts of the documents that are at hand. Raises :class:`KgbuildError` where there is no
    graph, or one that is not of the mappings.
    """
    built = read_graph(graph_file(graph), load_vocabulary(project.ontology))
    return explorer_with(built, project, with_text=with_text)


def explorer_with(graph: BuiltGraph, project: Project | None, *, with_text: bool = False) -> ExplorerData:
    """The explorer of a graph in memory, and of its project if there is one."""
    return explorer_data(graph, None if project is None else ProjectReader(project, with_text=with_text))
