"""``check --watch``: again after every change, what is new and what is gone, and a clean end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from test_malformed import FLOOD, run_here

from kgbuild.pipeline.watch import Watcher

PATIENCE = 60


class Watching:
    """A running ``kgbuild check --watch`` whose lines can be waited for."""

    def __init__(self, project: Path) -> None:
        env = {name: value for name, value in os.environ.items() if not name.startswith("KGBUILD_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kgbuild", "check", "--watch", "--format", "concise"],
            cwd=project,
            env=env,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines: Queue[str] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.put(line.rstrip("\n"))

    def until(self, sign: str) -> list[str]:
        """The lines up to the one that holds a sign."""
        found = [self.lines.get(timeout=PATIENCE)]
        while sign not in found[-1]:
            found.append(self.lines.get(timeout=PATIENCE))
        return found

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FLOOD, tmp_path / "flood", ignore=shutil.ignore_patterns("out")))


@pytest.fixture
def watching(project: Path) -> Iterator[Watching]:
    running = Watching(project)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait(PATIENCE)
        assert running.process.stderr is not None
        running.process.stderr.close()


def save(path: Path, text: str) -> None:
    """Save as editors do that replace the file in one step, so that no check sees half of it."""
    beside = path.parents[2] / "saved"
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def test_what_is_new_and_gone_is_printed(project: Path, watching: Watching) -> None:
    """A change in a mapping, the settings or a document is checked; each finding is printed once, then its end."""
    watching.until("no findings · ")
    mapping = project / "mappings" / "flood-report.yaml"
    good = mapping.read_text(encoding="utf-8")
    save(mapping, good.replace("killed: 13 civilians", "kiled: 13 civilians"))
    lines = watching.until("1 error, 1 fixable with --fix · ")
    assert "KG104" in lines[0]

    config = project / "kgbuild.toml"
    settings = config.read_text(encoding="utf-8")
    config.write_text("base = \n", encoding="utf-8")
    watching.until("error: ")
    config.write_text(settings, encoding="utf-8")
    assert not any("KG104" in line for line in watching.until("1 error, "))

    save(mapping, good)
    assert any(
        line.startswith("gone: mappings/flood-report.yaml:") for line in watching.until("no findings · ")
    )
    document = project / "documents" / "flood-report.txt"
    save(document, document.read_text(encoding="utf-8") + "\nAn addition.\n")
    watching.until("KG325")
    watching.until("documents: ")
    assert watching.end() == 1


def test_ctrl_c_gives_the_code_of_the_last_check(watching: Watching) -> None:
    """A clean project ends with 0, and nothing is printed about the interruption."""
    watching.until("documents:")
    assert watching.end() == 0
    assert watching.lines.empty()


def test_formats_for_programs_are_refused(project: Path) -> None:
    """A stream of JSON documents is no JSON."""
    said = run_here(["check", "--watch", "--format", "json"], project)
    assert (
        said == "error: --watch has no --format json\nhelp: leave it out, or write --format concise\nexit 2\n"
    )


def test_reading_is_no_change(tmp_path: Path) -> None:
    """Only changes of what is watched wake the watcher: not reading, and not a neighbour of a watched file."""
    (tmp_path / "in").mkdir()
    watched, neighbour = tmp_path / "one.txt", tmp_path / "two.txt"
    watched.write_text("a")
    with Watcher() as watcher:
        watcher.watch([watched, tmp_path / "in"])
        watched.read_text()
        neighbour.write_text("b")
        (tmp_path / "in" / "new.txt").write_text("c")
        watcher.wait()
        assert watcher._changed.empty()
