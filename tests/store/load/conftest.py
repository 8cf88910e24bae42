"""The servers as fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.load.servers import OXIGRAPH, VIRTUOSO, Oxigraph, Server, Virtuoso

ABSENT = {
    "oxigraph": None if OXIGRAPH else "no Oxigraph server (pip install oxigraph)",
    "virtuoso": None if VIRTUOSO else "no Virtuoso server (make system-deps)",
}
KINDS = {"oxigraph": Oxigraph, "virtuoso": Virtuoso}


@pytest.fixture(params=sorted(KINDS))
def server(request: pytest.FixtureRequest) -> Server:
    """An empty server of each kind that is installed."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Server)
    return found


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[Server]:
    """A fresh Oxigraph server."""
    yield from _running("oxigraph", tmp_path)


@pytest.fixture(scope="session")
def virtuoso_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One Virtuoso server for all tests, as a fresh one takes seconds to make its database."""
    yield from _running("virtuoso", tmp_path_factory.mktemp("stores"))


@pytest.fixture
def virtuoso(virtuoso_process: Server) -> Server:
    """A Virtuoso server without graphs of the tests."""
    target = virtuoso_process.target()
    for graph in virtuoso_process.names():
        target.update(f"DROP SILENT GRAPH <{graph}>")
    assert not virtuoso_process.names()
    return virtuoso_process


def _running(kind: str, folder: Path) -> Iterator[Server]:
    reason = ABSENT[kind]
    if reason is not None:
        pytest.skip(reason)
    found = KINDS[kind](folder / kind)
    try:
        found.start()
        yield found
    finally:
        found.stop()
