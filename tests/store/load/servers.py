"""Real stores on the loopback address, started by the tests and ended with them."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import requests
from requests.auth import HTTPDigestAuth

from kgbuild.store.load.client import Client, Limits
from kgbuild.store.load.credentials import Credentials
from kgbuild.store.load.servers import PROFILES, ServerTarget

HOST = "127.0.0.1"
OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")
PATIENCE = 300.0
"""Seconds after which a server that does not answer is given up: Virtuoso rests for half a minute at times."""
LIMITS = Limits(timeout=PATIENCE, retries=0)

_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 1000000
"""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


class Server:
    """A server of its own process over a folder; it can be killed and started again."""

    profile = ""
    credentials: Credentials | None = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def command(self) -> list[str]:
        raise NotImplementedError

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.process = subprocess.Popen(
            self.command(), cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                requests.get(self.address, timeout=1)
                return
            except requests.RequestException:
                time.sleep(0.05)
        raise AssertionError(f"{self.command()[0]} did not start")

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(PATIENCE)

    def stop(self) -> None:
        """End it well."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()

    def target(self, port: int | None = None, limits: Limits = LIMITS) -> ServerTarget:
        """The server as a target, by way of another port where one is given."""
        address = self.address if port is None else f"http://{HOST}:{port}"
        return ServerTarget(Client(limits, self.credentials), address, PROFILES[self.profile])

    def names(self) -> set[str]:
        """The names of the graphs that tests made: those of ``example.org`` and of the sample."""
        rows = self.target().rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        return {
            row["g"]
            for row in rows
            if row["g"].startswith(("https://example.org/", "https://w3id.org/kgbuild/"))
        }

    def graphs(self) -> dict[str, set[str]]:
        """Every graph that the project or its loads made, with its triples, as the server itself gives them."""
        raise NotImplementedError


class Oxigraph(Server):
    """``oxigraph serve`` over a folder."""

    profile = "oxigraph"

    def command(self) -> list[str]:
        assert OXIGRAPH is not None
        return [OXIGRAPH, "serve", "--location", str(self.folder / "store"), "--bind", f"{HOST}:{self.port}"]

    def graphs(self) -> dict[str, set[str]]:
        answer = requests.get(
            f"{self.address}/store", headers={"Accept": "application/n-quads"}, timeout=PATIENCE
        )
        assert answer.status_code == 200
        found: dict[str, set[str]] = {}
        for quad in ox.parse(answer.content, format=ox.RdfFormat.N_QUADS):
            found.setdefault(quad.graph_name.value, set()).add(f"{quad.triple}")
        return found


class Virtuoso(Server):
    """``virtuoso-t`` over a folder, with the password that it comes with."""

    profile = "virtuoso"
    credentials = Credentials("dba", "dba")

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.sql_port = free_port()
        (folder / "virtuoso.ini").write_text(_INI.format(http=self.port, sql=self.sql_port))

    def command(self) -> list[str]:
        assert VIRTUOSO is not None
        return [VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"]

    def start(self) -> None:
        (self.folder / "virtuoso.lck").unlink(missing_ok=True)  # a killed server leaves it behind
        super().start()

    def graphs(self) -> dict[str, set[str]]:
        found = {}
        for name in self.names():
            answer = requests.get(
                f"{self.address}/sparql-graph-crud-auth",
                params={"graph": name},
                headers={"Accept": "text/plain"},
                auth=HTTPDigestAuth("dba", "dba"),
                timeout=PATIENCE,
            )
            assert answer.status_code == 200
            quads = ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)
            found[name] = {f"{quad.triple}" for quad in quads}
        return found
