"""What the tests share: the sample project, the source documents where they are at hand, and small projects."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import forks
import hypothesis
import pytest
from jena import ABSENT, Jena

import kgbuild
from kgbuild.pipeline.graphs import BuildResult

ROOT = Path(__file__).parents[1]
SAMPLE_PARTS = ("kgbuild.toml", "mappings", "registry")

# Tests assert no times: a slow machine is no fault of the code. The same examples are tried in every run, so that
# what passes here passes there.
hypothesis.settings.register_profile("kgbuild", deadline=None, derandomize=True)
hypothesis.settings.load_profile("kgbuild")

# A run in the background of a shell ignores Ctrl-C, and would hand that on to the commands that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# What Python itself reads at its start, so that a run with other values needs a start of its own.
READ_AT_THE_START = {"LC_ALL", "PYTHONHASHSEED"}
RunKgbuild = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def sample() -> BuildResult:
    """The sample graph, built from its locks, with SHACL."""
    return kgbuild.build(ROOT)


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder of the five source documents; skips where it is not at hand."""
    folder = os.environ.get("KGBUILD_DOCUMENTS")
    if not folder:
        pytest.skip("the source documents are not at hand (KGBUILD_DOCUMENTS)")
    return Path(folder)


@pytest.fixture(scope="session")
def jena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jena]:
    """Apache Jena over the sample, with the shapes that kgbuild ships."""
    if ABSENT is not None:
        pytest.skip(ABSENT)
    server = Jena(
        tmp_path_factory.mktemp("jena"), ROOT / "out" / "graph.trig", ROOT / "ontology" / "shapes.ttl"
    )
    yield server
    server.close()


@pytest.fixture
def sample_copy(tmp_path: Path) -> Path:
    """A copy of the sample project, to break."""
    folder = tmp_path / "sample"
    folder.mkdir()
    for name in SAMPLE_PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    return folder


@pytest.fixture(scope="session")
def runs_at() -> Iterator[str]:
    """The socket of the server that forks runs of ``kgbuild``; see ``forks.py``."""
    with tempfile.TemporaryDirectory(prefix="kgbuild-runs-") as folder:
        path = f"{folder}/socket"
        command = [sys.executable, forks.__file__, "--serve", path]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            assert server.stdout is not None
            assert server.stdout.readline() == b"ready\n"
            yield path


@pytest.fixture
def run(runs_at: str) -> RunKgbuild:
    """Runs ``kgbuild ARGUMENTS`` in a folder, as a process of its own, without the caller's documents."""

    def call(
        *arguments: str, cwd: Path, documents: Path | None = None, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        environment = {
            k: v for k, v in os.environ.items() if k not in ("KGBUILD_DOCUMENTS", "PYTHONHASHSEED")
        }
        if documents is not None:
            environment["KGBUILD_DOCUMENTS"] = str(documents)
        environment |= env or {}
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            if env and env.keys() & READ_AT_THE_START:
                command = [sys.executable, "-m", "kgbuild", *arguments]
                code = subprocess.call(command, cwd=cwd, env=environment, stdout=out, stderr=err)
            else:
                with open(os.devnull) as nothing:
                    streams = (nothing.fileno(), out.fileno(), err.fileno())
                    code = forks.call(runs_at, list(arguments), str(cwd), environment, streams)
            return subprocess.CompletedProcess(arguments, code, _text(out), _text(err))

    return call


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n")
