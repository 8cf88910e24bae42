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
    "KG102-nul": r"\u0000",
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
    assert start == "    " or " " not in shown[at - 1][column:stop]


@pytest.mark.parametrize("bomb", [BOMB, MERGES], ids=["aliases", "merges"])
def test_a_bomb_is_not_opened(bomb: str, project: Path) -> None:
    """Aliases that would unfold to 9²⁰ items are refused, each where it stands."""
    (project / "mappings" / "bomb.yaml").write_text(bomb)
    found = run_here(["check"], project)
    assert found.startswith("error[KG105]: YAML anchors and aliases are not part of the mapping language")
    assert {line[:12] for line in found.splitlines() if line.startswith("error")} == {"error[KG105]"}
    assert len(found) < 60_000
    assert found.endswith("exit 1\n")


STATUS = Path("/proc/self/status")
# The high-water mark that `wait4` gives is also that of the process which started this one.
MEASURED = f"""
from kgbuild.cli import main
try:
    main(["check", "--format", "concise"])
finally:
    print(next(line.split()[1] for line in open({str(STATUS)!r}) if line.startswith("VmHWM:")))
"""


@pytest.mark.skipif(not STATUS.is_file(), reason="the memory of a process is not known here")
@pytest.mark.parametrize(
    "content",
    [b"#" * 10_000_000, b"k: v\n" * 2_000_000, b"a: [" + b"b," * 5_000_000],
    ids=["a comment", "keys", "a list"],
)
def test_ten_megabytes_are_not_read(content: bytes, project: Path) -> None:
    """A file of 10 MB is one finding; the run takes no more memory than the file and a run without it."""
    found, kilobytes = measured(content, project)
    assert found.count("error[") == 1
    assert found.startswith("mappings/large.yaml:1:1: error[KG109] the file is larger than 1,000,000 bytes\n")
    assert kilobytes < MEGABYTES * 1000


@pytest.mark.skipif(not STATUS.is_file(), reason="the memory of a process is not known here")
@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"a: [" + b"b," * 499_990 + b"]", {"KG104", "KG106"}),
        (b"".join(b"k%d:\n" % n for n in range(100_000)), {"KG104", "KG114"}),
        (b"".join(b"- k%d\n" % n for n in range(100_000)), {"KG107"}),
    ],
    ids=["a list", "unknown keys", "items"],
)
def test_a_megabyte_is_read_in_bounded_memory(content: bytes, codes: set[str], project: Path) -> None:
    """A file just under the limit takes little more, and says no more than two hundred things and where it stops."""
    found, kilobytes = measured(content, project)
    own = [line for line in found.splitlines() if line.startswith("mappings/large.yaml:")]
    assert {code for line in own for code in codes if f"[{code}]" in line} <= codes
    assert len(own) <= 201
    assert ("200 errors" in found or "199 errors" in found) == ("KG114" in codes)
    assert ("after 500 faults the file is not read further" in found) == ("KG114" in codes)
    assert kilobytes < MEGABYTES * 1000


def measured(content: bytes, project: Path) -> tuple[str, int]:
    """What a check says of a project with this mapping too, and how many kilobytes it takes at most."""
    (project / "mappings" / "large.yaml").write_bytes(content)
    env = {name: value for name, value in os.environ.items() if not name.startswith("KGBUILD_")}
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED],
        cwd=project,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    return ran.stderr, int(ran.stdout)


def test_a_registry_file_may_be_larger(project: Path) -> None:
    """A registry file of two megabytes is read; with too many faults it is given up, and nothing follows from that."""
    things = project / "registry" / "places.yaml"
    good = things.read_bytes()
    things.write_bytes(good + b"#" * 2_000_000 + b"\n")
    assert run_here(["check"], project).startswith("no findings")
    things.write_bytes(b"".join(b"k%d: x\n" % n for n in range(100_000)))
    found = run_here(["check", "--format", "concise"], project)
    assert "after 500 faults the file is not read further" in found
    assert "info[KG114] 301 more findings of this file are not shown" in found
    assert all("registry/places.yaml" in line for line in found.splitlines()[:-3])
