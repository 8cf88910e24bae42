"""A read-only SPARQL endpoint over the built graph: a store made for it, and the server of the ``oxigraph`` package."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgbuild.built import format_of, graph_file
from kgbuild.errors import KgbuildError

_PATIENCE: Final = 30.0
_PAUSE: Final = 0.05


class ServeError(KgbuildError):
    """The server is not installed, or does not start."""


@dataclass(frozen=True, slots=True)
class Serving:
    """A running server: its address, and the process, which ends only when it is ended."""

    address: str
    process: subprocess.Popen[bytes]

    def wait(self) -> None:
        """Wait as long as it runs. Raises :class:`ServeError` when it ends by itself."""
        code = self.process.wait()
        raise ServeError(f"the server ended by itself (code {code})")


@contextmanager
def serving(folder: Path, host: str, port: int, *, timeout: int) -> Iterator[Serving]:
    """A server over the graph built in ``folder``, which answers when the block begins and is gone when it ends.

    Port 0 stands for a free one; ``timeout`` bounds a query, in seconds. Raises :class:`KgbuildError`.
    """
    program = _program()
    file = graph_file(folder)
    port = _free(host, port)
    with tempfile.TemporaryDirectory(prefix="kgbuild-serve-") as name:
        store, log = Path(name) / "store", Path(name) / "log"
        _fill(store, file, format_of(file))
        place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        command = [program, "serve-read-only", "--location", str(store), "--bind", place]
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
            _await(process, host, port, log)
            yield Serving(f"http://{place}", process)
        finally:
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _program() -> str:
    """The server's program: of this Python, or any on the path. Raises :class:`ServeError`."""
    own = shutil.which("oxigraph", path=sysconfig.get_path("scripts"))
    found = own or shutil.which("oxigraph")
    if found is None:
        raise ServeError("the Oxigraph server is not installed", "pip install 'kgbuild[serve]'")
    return found


def _free(host: str, port: int) -> int:
    """The port, where nobody has it; for 0 one that is free. Raises :class:`ServeError`."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, os.name == "posix")
            tried.bind(address)
            return int(tried.getsockname()[1])
    except OSError as error:
        raise ServeError(
            f"cannot listen at {host}, port {port}: {(error.strerror or str(error)).lower()}",
            "name another port, or let kgbuild find one: --port 0",
        ) from None


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


def _await(process: subprocess.Popen[bytes], host: str, port: int, log: Path) -> None:
    """Wait until the server takes connections. Raises :class:`ServeError` for one that ends or stays silent."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            lines = log.read_text(errors="replace").strip().splitlines() or [f"code {process.returncode}"]
            raise ServeError(f"the server does not start: {lines[-1]}")
        try:
            with socket.create_connection((_near(host), port), timeout=1):
                return
        except OSError:
            time.sleep(_PAUSE)
    raise ServeError(f"the server does not answer within {_PATIENCE:g} s")


def _near(host: str) -> str:
    """Where this machine reaches a server that listens at ``host``: all addresses include the loopback one."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
