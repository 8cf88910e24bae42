"""Apache Jena as an independent engine for SPARQL and SHACL: a server of its own process, ``Jena.java``."""

from __future__ import annotations

import json
import shutil
import subprocess
import urllib.request
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

JARS = Path("/usr/share/java")
_CORE = JARS / "jena-core.jar"
ABSENT = (
    None
    if shutil.which("javac") and _CORE.exists()
    else "no Apache Jena with a Java compiler (make system-deps)"
)
_SECONDS = 120
_MOVED = "org/apache/jena/ext/"
"""Where Debian's jar has the messages that its classes look for one level up; without them they do not load."""


class Jena:
    """A running server over a graph file, with shapes to validate by."""

    def __init__(self, folder: Path, graph: Path, shapes: Path) -> None:
        with zipfile.ZipFile(_CORE) as core:
            for name in core.namelist():
                if name.startswith(_MOVED) and name.endswith(".properties"):
                    target = folder / name.removeprefix(_MOVED)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(core.read(name))
        path = f"{folder}:{JARS}/*"
        source = Path(__file__).with_name("Jena.java")
        command = ["java", "-XX:TieredStopAtLevel=1", "-cp", path, str(source), str(graph), str(shapes)]
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log
        )
        assert self._process.stdout is not None
        port = self._process.stdout.readline().strip().decode()
        assert port, (folder / "log").read_text(encoding="utf-8")
        self._address = f"http://127.0.0.1:{port}"

    def close(self) -> None:
        """End the server."""
        self._process.communicate()
        self._log.close()

    def rows(self, query: str, names: Sequence[str], *, over: str = "union") -> list[tuple[str | None, ...]]:
        """The rows of a query: IRIs and the values of literals, by their names; over the ``union`` or the ``named``."""
        found: dict[str, Any] = json.loads(self._ask(f"/{over}", query))
        rows = found["results"]["bindings"]
        return [tuple(row[name]["value"] if name in row else None for name in names) for row in rows]

    def results(self, triples: str) -> set[tuple[str, str]]:
        """What SHACL finds in N-Triples: pairs of shape and node, by their IRIs."""
        lines = self._ask("/shacl", triples).splitlines()
        return {(shape, node) for shape, node in (line.split(" ", 1) for line in lines)}

    def _ask(self, path: str, body: str) -> str:
        with urllib.request.urlopen(self._address + path, body.encode(), timeout=_SECONDS) as answer:
            return str(answer.read().decode())
