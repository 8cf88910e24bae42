"""A read-only SPARQL endpoint over the built graph: a store of its own, served by the ``oxigraph`` package."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgbuild.core.errors import KgbuildError
from kgbuild.store.records import format_of, graph_file
from kgbuild.store.serve.gateway import Gateway

_PATIENCE: Final = 30.0
_PAUSE: Final = 0.05
_LOOPBACK: Final = "127.0.0.1"


class ServeError(KgbuildError):
    """The server is not installed, or does not start."""


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A running server: its address, and its process, which runs until it is stopped."""

    address: str
    process: subprocess.Popen[bytes]

    def wait(self) -> None:
        """Wait while it runs. Raises :class:`ServeError` when it ends by itself."""
        code = self.process.wait()
        raise ServeError(f"the server ended by itself (code {code})")


@contextmanager
def running_server(
    folder: Path, host: str, port: int, *, timeout: int, page: Callable[[], bytes] | None = None
) -> Iterator[RunningServer]:
    """A server over the graph built in ``folder``, which answers when the block begins and is gone when it ends.

    Port 0 stands for a free one; ``timeout`` bounds a query, in seconds; ``page`` makes what is shown at ``/``. Raises
    :class:`KgbuildError`.
    """
    program = _program()
    file = graph_file(folder)
    with (
        _gateway(host, port, timeout, page) as gateway,
        tempfile.TemporaryDirectory(prefix="kgbuild-serve-") as name,
    ):
        store, log = Path(name) / "store", Path(name) / "log"
        _fill(store, file, format_of(file))
        behind = f"{_LOOPBACK}:{gateway.behind}"
        command = [program, "serve-read-only", "--location", str(store), "--bind", behind]
        listening = threading.Thread(target=gateway.serve_forever, daemon=True)
        with log.open("wb") as stream:
            # A session of its own: Ctrl-C is for kgbuild, which ends the server in its turn.
            process = subprocess.Popen(
                [*command, "--timeout-s", str(timeout)],
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        try:
            _await(process, gateway.behind, log)
            listening.start()
            place = f"[{host}]" if ":" in host else host
            yield RunningServer(f"http://{place}:{gateway.server_port}", process)
        finally:
            if listening.is_alive():
                gateway.shutdown()
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _program() -> str:
    """The program of the server: that of this Python, or one on the path. Raises :class:`ServeError`."""
    own = shutil.which("oxigraph", path=sysconfig.get_path("scripts"))
    found = own or shutil.which("oxigraph")
    if found is None:
        raise ServeError("the Oxigraph server is not installed", "pip install 'kgbuild[serve]'")
    return found


@contextmanager
def _gateway(host: str, port: int, timeout: int, page: Callable[[], bytes] | None) -> Iterator[Gateway]:
    """The gateway, already listening, in front of a free port for the server. Raises :class:`ServeError`."""
    with socket.socket() as tried:
        tried.bind((_LOOPBACK, 0))
        behind = int(tried.getsockname()[1])
    try:
        gateway = Gateway(host, port, behind, timeout=timeout + _PATIENCE, page=page)
    except OSError as error:
        raise ServeError(
            f"cannot listen at {host}, port {port}: {(error.strerror or str(error)).lower()}",
            "name another port, or let kgbuild find one: --port 0",
        ) from None
    with gateway:
        yield gateway


def _fill(store: Path, path: Path, format: ox.RdfFormat) -> None:
    """Make the store: every graph by its name, and their union as the default graph, each triple once.

    The server's own ``--union-default-graph`` counts a triple as often as it stands in graphs, so that its answers
    would not be those of ``kgbuild query``.
    """
    filled = ox.Store(str(store))
    try:
        filled.bulk_load(path=path, format=format)
        filled.bulk_extend(
            ox.Quad(quad.subject, quad.predicate, quad.object) for quad in ox.parse(path=path, format=format)
        )
    except SyntaxError as error:
        raise KgbuildError(f"{path}: {error}", "run `kgbuild build`") from error
    filled.flush()


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the server takes connections. Raises :class:`ServeError` for one that ends or stays silent."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            lines = log.read_text(errors="replace").strip().splitlines() or [f"code {process.returncode}"]
            raise ServeError(f"the server does not start: {lines[-1]}")
        try:
            with socket.create_connection((_LOOPBACK, port), timeout=1):
                return
        except OSError:
            time.sleep(_PAUSE)
    raise ServeError(f"the server does not answer within {_PATIENCE:g} s")
