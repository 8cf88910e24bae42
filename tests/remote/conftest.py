"""The servers as fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from remote.servers import OXIGRAPH, VIRTUOSO, Oxigraph, Server, Virtuoso

ABSENT = {
    "oxigraph": None if OXIGRAPH else "no Oxigraph server (pip install oxigraph)",
    "virtuoso": None if VIRTUOSO else "no Virtuoso server (make system-deps)",
}
KINDS = {"oxigraph": Oxigraph, "virtuoso": Virtuoso}


@pytest.fixture(params=sorted(KINDS))
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A fresh server of each kind that is installed."""
    yield from _running(request.param, tmp_path)


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[Server]:
    """A fresh Oxigraph server."""
    yield from _running("oxigraph", tmp_path)


@pytest.fixture
def virtuoso(tmp_path: Path) -> Iterator[Server]:
    """A fresh Virtuoso server."""
    yield from _running("virtuoso", tmp_path)


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
