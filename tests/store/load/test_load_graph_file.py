"""The built graph read from disk, graph by graph."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

import kgbuild
from kgbuild.core.errors import KgbuildError
from kgbuild.store.load.graph_file import TripleStream, open_graph_file
from store.load.graphs import BASE, graph, lines_of, triples, write_graph

GRAPHS = {"doc.a": triples("a", 3), "doc.b": triples("b", 700), "entities": triples("e", 1)}


def test_each_graph_is_one_stretch(tmp_path: Path) -> None:
    """Sections come in the order of the file, with number and hash of their lines; their triples are those written."""
    folder = write_graph(tmp_path, GRAPHS)
    with open_graph_file(folder, BASE) as built:
        assert [section.graph for section in built.sections] == [graph(name) for name in GRAPHS]
        assert [section.quads for section in built.sections] == [3, 700, 1]
        for section in (*built.sections, built.meta):
            stream = built.triples(section)
            data = stream.read()
            assert len(data) == len(stream)
            quads = ox.parse(data, format=ox.RdfFormat.N_TRIPLES)
            wanted = lines_of(folder)[section.graph]
            assert {str(quad.triple) for quad in quads} == wanted
            assert b"".join(built.parts(section, 100)) == data
            assert all(part.endswith(b" .\n") for part in built.parts(section, 100))


@given(sizes=st.lists(st.integers(1, 70_000), min_size=1, max_size=20), again=st.integers(0, 100_000))
def test_a_stream_may_be_read_in_any_pieces_and_again(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], again: int
) -> None:
    """Pieces of any size come to the whole; after going back to the start it is read once more."""
    folder = tmp_path_factory.getbasetemp() / "streams"
    if not folder.exists():
        write_graph(folder, GRAPHS)
    with open_graph_file(folder, BASE) as built:
        stream = TripleStream(built.path, built.sections[1])
        whole = b"".join(stream)
        assert len(whole) == len(stream)
        assert stream.read(again) == whole[:again]
        assert stream.tell() == min(again, len(whole))
        stream.seek(0)
        pieces = []
        while piece := stream.read(sizes[len(pieces) % len(sizes)]):
            pieces.append(piece)
        assert b"".join(pieces) == whole


def test_trig_stands_in_for_a_missing_nq(sample: kgbuild.BuildResult, tmp_path: Path) -> None:
    """From ``graph.trig`` alone come the same sections: the committed sample has no ``graph.nq``."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "graph.trig").symlink_to(ROOT / "out" / "graph.trig")
    base = "https://w3id.org/kgbuild/sample/"
    with open_graph_file(folder, base) as built:
        for section in (*built.sections, built.meta):
            lines = b"".join(built.parts(section, 1 << 20)).replace(b" .\n", section.ending)
            assert hashlib.sha256(lines).hexdigest() == section.sha256
        assert len(built.sections) == 10
        assert sum(section.quads for section in built.sections) + built.meta.quads == 30_453
    assert not built.path.exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("a é \\\\ 1", "a é 1", "is not as the meta graph says"),
        (f" <{graph('doc.a')}> .", " .", "is not"),
        ("graph/doc.a> .", "graph/doc.z> .", "is not as the meta graph says"),
        ("graph/entities> .", "graph/doc.a> .", "is not sorted by graph"),
        ("graph/meta> .", "graph/other> .", "holds no graph"),
    ],
)
def test_a_file_that_is_not_as_it_was_built(old: str, new: str, message: str, tmp_path: Path) -> None:
    """Edited, cut or mixed files are refused, before anything is sent."""
    folder = write_graph(tmp_path, GRAPHS)
    path = folder / "graph.nq"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(KgbuildError, match=message), open_graph_file(folder, BASE):
        pass


def test_a_file_that_ends_early(tmp_path: Path) -> None:
    """Half a file has no meta graph, or half a line."""
    folder = write_graph(tmp_path, GRAPHS)
    data = (folder / "graph.nq").read_bytes()
    for length in (0, 1, len(data) // 2, len(data) - 1):
        (folder / "graph.nq").write_bytes(data[:length])
        with pytest.raises(KgbuildError), open_graph_file(folder, BASE):
            pass


def test_no_graph(tmp_path: Path) -> None:
    """Without a built graph there is nothing to load."""
    with pytest.raises(KgbuildError, match="no graph"), open_graph_file(tmp_path, BASE):
        pass
