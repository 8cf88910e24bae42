"""The graph of the sample, for every test of an export."""

from __future__ import annotations

import pytest
from conftest import ROOT

from kgbuild.core.project import load_project
from kgbuild.ontology.vocabulary import Vocabulary, load_vocabulary
from kgbuild.pipeline.graphs import BuildResult
from kgbuild.store.export.selection import Selection
from kgbuild.store.records import BuiltGraph


@pytest.fixture(scope="package")
def vocabulary() -> Vocabulary:
    return load_vocabulary(load_project(ROOT / "kgbuild.toml").ontology)


@pytest.fixture(scope="package")
def graph(sample: BuildResult, vocabulary: Vocabulary) -> BuiltGraph:
    return BuiltGraph(sample.quads(), vocabulary)


@pytest.fixture(scope="package")
def selection(graph: BuiltGraph) -> Selection:
    return Selection(graph)
