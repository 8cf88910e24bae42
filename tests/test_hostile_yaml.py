"""YAML that is meant to harm or that harms by mistake: each is a finding at the smallest span, in bounded memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_malformed import CASES, FLOOD, expected, run_here

# The horrors that are kept as cases of tests/malformed, and the characters that are underlined in each.
UNDERLINED = {
    "KG101-utf-16": None,  # of a file that is no UTF-8, no line can be shown
    "KG101-windows-1252": None,
    "KG102-control-character": r"\u0007",
    "KG102-nul": None,
    "KG102-tab": "    ",
    "KG103-key-twice": "quote",
    "KG105-alias": "*",
    "KG105-alias-of-an-anchor": "&",
    "KG105-merge": "<<",
    "KG105-tag": "!",
    "KG105-python-tag": "!",
    "KG108-bidi": r"\u202e",
    "KG108-line-separator": r"\u2028",
    "KG109-too-deep": "[[[",
}
MEGABYTES = 400  # a run with no finding takes some 150

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} {{<<: [{', '.join([f'*{chr(97 + n)}'] * 9)}]}}\n" for n in range(20)
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "flood"
    shutil.copytree(FLOOD, folder, ignore=shutil.ignore_patterns("out"))
    return folder


@pytest.mark.parametrize("case", UNDERLINED)
def test_the_smallest_span_is_underlined(case: str) -> None:
    """One finding, which underlines the characters at fault and no more of the line than that."""
    assert case in CASES
    text = expected(case)
    assert text.startswith(f"error[{case[:5]}]: ")
    assert "1 error · " in text
    start = UNDERLINED[case]
    if start is None:
        assert "^" not in text
        assert "--> mappings/flood-report.yaml:" in text
        return
    shown = text.splitlines()
    at = next(number for number, line in enumerate(shown) if "^" in line)
    column, stop = shown[at].index("^"), shown[at].rindex("^") + 1
    assert shown[at - 1][column:stop].startswith(start)
    # A tag or an anchor is underlined together with the value that it stands before.
    assert start in ("    ", "!", "&") or " " not in shown[at - 1][column:stop]


@pytest.mark.parametrize("bomb", [BOMB, MERGES], ids=["aliases", "merges"])
def test_a_bomb_is_not_opened(bomb: str, project: Path) -> None:
    """Aliases that would unfold to 9²⁰ items are refused, each where it stands."""
    (project / "mappings" / "bomb.yaml").write_text(bomb)
    found = run_here(["check"], project)
    assert found.startswith("error[KG105]: YAML anchors and aliases are not part of the mapping language")
    assert {line[:12] for line in found.splitlines() if line.startswith("error")} == {"error[KG105]"}
    assert len(found) < 60_000
    assert found.endswith("exit 1\n")


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="the memory of a process is not known here")
@pytest.mark.parametrize(
    "content",
    [b"#" * 10_000_000, b"k: v\n" * 2_000_000, b"a: [" + b"b," * 5_000_000],
    ids=["a comment", "keys", "a list"],
)
def test_ten_megabytes_are_not_read(content: bytes, project: Path) -> None:
    """A file of 10 MB is one finding; the run takes no more memory than the file and a run without it."""
    (project / "mappings" / "large.yaml").write_bytes(content)
    process = subprocess.Popen(
        [sys.executable, "-m", "kgbuild", "check", "--format", "concise"],
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    with process.stderr as stream:
        found = stream.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 1
    assert found.count("error[") == 1
    assert found.startswith("mappings/large.yaml:1:1: error[KG109] the file is larger than 4,000,000 bytes\n")
    kilobytes = usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    assert kilobytes < MEGABYTES * 1000
