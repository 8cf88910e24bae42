"""The graph of the sample, for every test of an export."""

from __future__ import annotations

import pytest
from conftest import ROOT

from kgbuild.built import BuiltGraph
from kgbuild.export import Selection
from kgbuild.graphs import BuildResult
from kgbuild.project import load_project
from kgbuild.vocabulary import Vocabulary, load_vocabulary


@pytest.fixture(scope="package")
def vocabulary() -> Vocabulary:
    return load_vocabulary(load_project(ROOT / "kgbuild.toml").ontology)


@pytest.fixture(scope="package")
def graph(sample: BuildResult, vocabulary: Vocabulary) -> BuiltGraph:
    return BuiltGraph(sample.quads(), vocabulary)


@pytest.fixture(scope="package")
def selection(graph: BuiltGraph) -> Selection:
    return Selection(graph)
