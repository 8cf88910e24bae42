"""The data of the page, made from a graph without a browser."""

from __future__ import annotations

from conftest import ROOT

from kgbuild.analysis.explorer.tables import Tables
from kgbuild.core.project import load_project
from kgbuild.core.terms import iri, literal
from kgbuild.graph import terms as t
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.pipeline.graphs import BuildResult
from kgbuild.store.records import BuiltGraph


def test_passages_say_where_they_stand_in_the_original(sample: BuildResult) -> None:
    """A passage whose anchor has places in the original of the text names them once each, beside its characters."""
    vocabulary = load_vocabulary(load_project(ROOT / "kgbuild.toml", []).ontology)
    anchor = next(iter(BuiltGraph(sample.quads(), vocabulary).claims.values())).evidence.term
    graph = iri("https://example.org/graph")
    added = [
        quad
        for number, label in enumerate(("page 3, line 12", "page 3, line 12", "page 4"))
        for selector in [iri(f"https://example.org/selector/{number}")]
        for quad in (
            (graph, anchor, t.HAS_SELECTOR, selector),
            (graph, selector, t.LABEL, literal(label)),
        )
    ]
    tables = Tables(BuiltGraph([*sample.quads(), *added], vocabulary)).all()
    where = tables["passages"]["where"]
    named = where["words"] if isinstance(where, dict) else [each for each in where if each is not None]
    assert named == ["page 3, line 12; page 4"]
