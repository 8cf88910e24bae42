"""What the tests share: the sample project, the source documents where they are at hand, and small projects."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

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


@pytest.fixture
def run() -> RunKgbuild:
    """Runs ``kgbuild ARGUMENTS`` in a folder, as a process of its own, without the caller's documents."""

    def call(
        *arguments: str, cwd: Path, documents: Path | None = None, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        environment = {
            k: v for k, v in os.environ.items() if k not in ("KGBUILD_DOCUMENTS", "PYTHONHASHSEED")
        }
        if documents is not None:
            environment["KGBUILD_DOCUMENTS"] = str(documents)
        return subprocess.run(
            [sys.executable, "-m", "kgbuild", *arguments],
            cwd=cwd,
            env={**environment, **(env or {})},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return call
