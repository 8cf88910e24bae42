"""Shapes are what somebody else may have written: no query in them gets out, in the lint or in an engine."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgbuild.core.errors import ShapesError
from kgbuild.graph.shapes import engines
from kgbuild.graph.shapes.engines import ENGINES, validate
from kgbuild.graph.shapes.library import ShapesLibrary, load_shapes
from kgbuild.graph.shapes.run import validate_union

SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/kgbuild/ns#> .
<x:s> a sh:NodeShape ; sh:targetClass <x:C> ; sh:message "m" ; kg:code "KG499" ; sh:sparql [ sh:select '''%s''' ] .
"""
DATA = '<x:a> a <x:C> ; <x:p> "x" .'
CALLS = [
    "SELECT DISTINCT $this WHERE { $this <x:p> ?v . SERVICE <%s> { ?a ?b ?c } }",
    "SELECT DISTINCT $this WHERE { $this <x:p> ?v . SERVICE SILENT <%s> { ?a ?b ?c } }",
    "SELECT DISTINCT $this WHERE { $this ?p trueSERVICE <%s> { ?a ?b ?c } }",
    "SELECT DISTINCT $this WHERE { $this ?a ?b FILTER(?a<?b)SERVICE#>\n<%s>{ ?x ?y ?z } }",
    "SELECT DISTINCT $this WHERE { $this <x:p> ?v . SERV\\\\u0049CE <%s> { ?a ?b ?c } }",
]
FETCHES = ["SELECT DISTINCT $this FROM <%s> WHERE { $this <x:p> ?v }"]


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of a server that must never be called."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(TimeoutError):
            server.accept()


def library(folder: Path, query: str) -> ShapesLibrary:
    (folder / "own.ttl").write_text(SHAPE % query, encoding="utf-8")
    return load_shapes([folder / "own.ttl"])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("query", CALLS)
def test_a_call_is_refused(query: str, engine: str, elsewhere: str, tmp_path: Path) -> None:
    """A shape that calls a SERVICE is refused by its name, for either engine, and nobody is called."""
    with pytest.raises(ShapesError, match="must not use SERVICE"):
        validate_union(library(tmp_path, query % elsewhere), DATA, engine=engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("query", CALLS + FETCHES)
def test_a_call_that_is_not_seen_calls_nobody(
    query: str, engine: str, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the lint sees nothing, neither the lint itself nor an engine finds a way out."""
    monkeypatch.setattr("kgbuild.graph.shapes.lint.calls_service", lambda text: False)
    with contextlib.suppress(ShapesError):
        validate_union(library(tmp_path, query % elsewhere), DATA, engine=engine)
    with contextlib.suppress(ShapesError):
        validate(engine, SHAPE % (query % elsewhere), DATA)


def test_an_engine_that_aborts(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that ends its process is an error in words, with what to try."""

    def abort(shapes: str, data: object, format: str) -> list[object]:
        os.abort()

    monkeypatch.setitem(engines._ENGINES, "shacl", abort)  # type: ignore[arg-type]
    monkeypatch.setattr(
        "kgbuild.core.apart._threads", lambda: 1
    )  # a function of this test has no name to import
    with pytest.raises(ShapesError, match="SIGABRT") as caught:
        validate("shacl", "", "")
    assert "pyshacl" in (caught.value.hint or "")
