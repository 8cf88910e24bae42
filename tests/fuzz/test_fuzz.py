"""A short run of the fuzzer, over seeds that are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import COMMANDS, SEEDS, files_of, is_read, make_template, try_seed

KEPT = [
    int(line) for line in SEEDS.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("fuzz"))


@pytest.mark.parametrize("seed", KEPT)
def test_a_kept_seed(seed: int, template: Path) -> None:
    """The command ends with 0, 1 or 2, in words, and tries no connection."""
    assert try_seed(seed, template) is None


@pytest.mark.parametrize("pattern", COMMANDS)
def test_every_command_reads_what_is_changed(pattern: str, template: Path) -> None:
    """On the unchanged project it ends with 0, and with other bytes in the file it says something else."""
    path = files_of(template, pattern)[-1]
    assert [why for each in COMMANDS[pattern] if (why := is_read(path, each, template)) is not None] == []
