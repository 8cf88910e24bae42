"""Broken copies of ``tests/cases/flood``: each gives exactly the findings written down beside it.

A folder ``malformed/CODE-SLUG/`` holds ``edits.txt`` (lines ``FILE<TAB>OLD<TAB>NEW``, ``OLD`` standing once in the
file; ``FILE<TAB>deleted``), files that replace or join those of the project, ``command.txt`` where the command is
not ``check``, and ``expected.txt``: stderr and the exit code. ``\\n``, ``\\t``, ``\\xff`` and ``\\u202e`` are escapes.
``python tests/test_malformed.py --write`` writes ``expected.txt`` anew; read every one that changes.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from conftest import RunKgbuild

from kgbuild.cli import main
from kgbuild.findings.codes import CODES

HERE = Path(__file__).parent
FLOOD = HERE / "cases" / "flood"
MALFORMED = HERE / "malformed"
CASES = sorted(path.name for path in MALFORMED.iterdir() if path.is_dir())
OWN_FILES = ("edits.txt", "command.txt", "expected.txt")

# Codes that no file can bring about, and the test that does.
WITHOUT_FILES = {
    "KG215": "needs two contents with one SHA-256 prefix; see test_slots.py",
    "KG114": "needs two hundred findings of one file; see test_levels.py",
    "KG343": "needs a link or a pipe; see test_unread.py",
    "KG608": "needs a machine without a reader; see test_extract.py",
    "KG610": "needs another version of a reader, which its message names; see test_extract.py",
}

# The mistakes of people who are new to it: each must be one finding with a place and a help line.
NEWCOMERS = {
    "unknown key": "KG104-misspelt-property",
    "misspelt entity": "KG201-misspelt-entity",
    "quote not in the text": "KG301-misspelt-quote",
    "part of a number": "KG301-part-of-a-number",
    "number not in the quote": "KG305-other-number",
    "ambiguous quote": "KG302-twice-in-the-text",
    "wrong weekday": "KG311-weekday",
    "duplicate claim key": "KG103-entry-twice",
    "tab indentation": "KG102-tab",
    "bad date": "KG205-no-such-day",
}

_ESCAPE = re.compile(rb"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([nt\\]))")


def unescaped(text: bytes) -> bytes:
    """The bytes that a field of ``edits.txt`` stands for."""

    def byte(match: re.Match[bytes]) -> bytes:
        if match[1]:
            return bytes([int(match[1], 16)])
        if match[2]:
            return chr(int(match[2], 16)).encode()
        return {b"n": b"\n", b"t": b"\t", b"\\": b"\\"}[match[3]]

    return _ESCAPE.sub(byte, text)


def make_project(case: str, folder: Path) -> Path:
    """The flood project with the edits of a case."""
    project = folder / "flood"
    shutil.copytree(FLOOD, project, ignore=shutil.ignore_patterns("out", ".kgbuild"))
    source = MALFORMED / case
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.relative_to(source).as_posix() not in OWN_FILES:
            target = project / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    edits = source / "edits.txt"
    for line in edits.read_bytes().splitlines() if edits.is_file() else ():
        name, *change = line.split(b"\t")
        target = project / name.decode()
        if change == [b"deleted"]:
            target.unlink()
            continue
        old, new = map(unescaped, change)
        content = target.read_bytes()
        assert content.count(old) == 1, f"{case}: {old!r} stands {content.count(old)} times in {name!r}"
        target.write_bytes(content.replace(old, new))
    return project


def command_of(case: str) -> list[str]:
    """The arguments of a case."""
    file = MALFORMED / case / "command.txt"
    return file.read_text(encoding="utf-8").split() if file.is_file() else ["check"]


def run_here(arguments: list[str], project: Path) -> str:
    """What ``kgbuild`` says to stderr in a folder, and its exit code, without a process of its own."""
    before = Path.cwd()
    known = os.environ.pop("KGBUILD_DOCUMENTS", None)
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    code: object = None
    try:
        os.chdir(project)
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            main(arguments)
    except SystemExit as exit_:
        code = exit_.code
    finally:
        os.chdir(before)
        if known is not None:
            os.environ["KGBUILD_DOCUMENTS"] = known
    return shown(streams[1].buffer.getvalue().decode(), code, project)  # type: ignore[attr-defined]


def shown(stderr: str, code: object, project: Path) -> str:
    """The form of ``expected.txt``: the number of quads of the whole graph, which any new term changes, is left out."""
    text = re.sub(r" · [0-9,]+ quads$", " · quads", stderr, flags=re.MULTILINE)
    return f"{text.replace(str(project.resolve()), 'PROJECT')}exit {code}\n"


def expected(case: str) -> str:
    """What a case must give."""
    return (MALFORMED / case / "expected.txt").read_bytes().decode()


@pytest.mark.parametrize("case", CASES)
def test_findings_are_exactly_the_expected_ones(case: str, tmp_path: Path) -> None:
    """A broken project gives its expected output, whole, and never a traceback or an internal fault."""
    found = run_here(command_of(case), make_project(case, tmp_path))
    assert found == expected(case)
    assert "Traceback" not in found
    assert "internal fault" not in found


@pytest.mark.parametrize("case", ["KG102-tab", "KG201-misspelt-entity", "config-unknown-key"])
def test_a_process_says_the_same(case: str, tmp_path: Path, run: RunKgbuild) -> None:
    """What is tested in one process is what a user gets from the command."""
    project = make_project(case, tmp_path)
    result = run(*command_of(case), cwd=project)
    assert shown(result.stderr, result.returncode, project) == expected(case)


def test_no_case_is_lost() -> None:
    """Whatever lies in the folder of cases is one; each has its output and something that breaks the project."""
    assert sorted(path.name for path in MALFORMED.iterdir()) == CASES
    for case in CASES:
        names = {path.name for path in (MALFORMED / case).iterdir()}
        assert "expected.txt" in names, case
        assert names - {"expected.txt", "command.txt"}, case


def test_every_code_has_a_case() -> None:
    """Every code is shown by a case that is named after it, or says why there can be none."""
    for code in CODES:
        cases = [case for case in CASES if case.startswith(f"{code}-")]
        assert bool(cases) != (code in WITHOUT_FILES), code
        for case in cases:
            assert f"{CODES[code].severity}[{code}]: " in expected(case), case
    assert {case.partition("-")[0] for case in CASES} <= {*CODES, "config", "accepted", "usage"}


@pytest.mark.parametrize("mistake", NEWCOMERS)
def test_a_newcomers_mistake_is_one_finding_with_help(mistake: str) -> None:
    """The ten usual mistakes: one finding, at a line of the mapping, with a help line, exit 1."""
    case = NEWCOMERS[mistake]
    text = expected(case)
    assert len(re.findall(r"^(?:error|warning|note|info)\[", text, re.MULTILINE)) == 1
    assert re.search(
        rf"\Aerror\[{case.partition('-')[0]}\]: [^\n]*[^.\n]\n +--> mappings/flood-report\.yaml:", text
    )
    assert text.count("= help: ") == 1
    assert text.endswith("\nexit 1\n")


@pytest.mark.parametrize("case", ["KG301-misspelt-quote", "KG209-over-registry-files"])
def test_build_leaves_the_last_good_files(case: str, tmp_path: Path) -> None:
    """``build`` in a broken project leaves ``out/`` byte for byte as the last good build wrote it."""
    project = make_project(case, tmp_path)
    good = tmp_path / "good"
    shutil.copytree(FLOOD, good)
    assert run_here(["build"], good).endswith("exit 0\n")
    shutil.copytree(good / "out", project / "out")
    assert run_here(["build"], project).endswith("nothing written: out is as it was\nexit 1\n")
    files = {path.name: path.read_bytes() for path in (project / "out").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (good / "out").iterdir()}
    assert len(files) == 5


CLEAN = "no findings · 14 claims and 1 citation in 2 documents: {} · quads\n"


@pytest.mark.parametrize("at_hand", [True, False], ids=["documents", "locks"])
def test_the_project_itself_is_clean(at_hand: bool, tmp_path: Path) -> None:
    """The project that the cases break has no finding, with its documents and from its locks alone."""
    project = tmp_path / "flood"
    shutil.copytree(FLOOD, project)
    if not at_hand:
        for file in (project / "documents").iterdir():
            file.unlink()
    where = "2 verified, 0 from lock" if at_hand else "0 verified, 2 from lock"
    assert run_here(["build"], project).startswith(CLEAN.format(f"{where}, 0 missing"))
    assert run_here(["check"], project).endswith("missing\nexit 0\n")


@pytest.mark.parametrize("change", ["BOM", "CRLF", "CR"])
def test_line_ends_and_byte_order_marks_do_not_matter(change: str, tmp_path: Path) -> None:
    """Every text file of the project may have a BOM, or CRLF or CR for LF: no finding, the same bytes built."""
    project = tmp_path / "flood"
    shutil.copytree(FLOOD, project)
    assert run_here(["build"], project).endswith("exit 0\n")
    good = (project / "out" / "SHA256SUMS").read_bytes()
    for path in [*(project / "mappings").glob("*.yaml"), *(project / "registry").iterdir()]:
        content = path.read_bytes()
        path.write_bytes(
            {
                "BOM": b"\xef\xbb\xbf" + content,
                "CRLF": content.replace(b"\n", b"\r\n"),
                "CR": content.replace(b"\n", b"\r"),
            }[change]
        )
    assert run_here(["build"], project).endswith("exit 0\n")
    assert (project / "out" / "SHA256SUMS").read_bytes() == good


@pytest.mark.parametrize(
    "deep",
    [
        "a: " + "[" * 100_000,
        "a: " + "{a: " * 50_000,
        "a:\n  " + "- " * 20_000,
        "".join(f"{' ' * i}a:\n" for i in range(1_000)),
        "".join(f"{' ' * i}a:\n" for i in range(62)),
    ],
    ids=["brackets", "braces", "dashes", "indentation", "a little"],
)
def test_deep_nesting_is_a_finding(deep: str, tmp_path: Path) -> None:
    """A file nested beyond the limit is one finding, soon, and never a crash."""
    project = tmp_path / "flood"
    shutil.copytree(FLOOD, project)
    (project / "mappings" / "deep.yaml").write_text(deep)
    found = run_here(["check"], project)
    assert found.count("error[") == 1
    assert re.match(
        r"error\[KG109\]: the YAML is nested more than 60 deep\n +--> mappings/deep\.yaml:", found
    )
    assert found.endswith("exit 1\n")


def test_a_file_of_megabytes_is_a_finding(tmp_path: Path) -> None:
    """A file above the limit is not read."""
    project = tmp_path / "flood"
    shutil.copytree(FLOOD, project)
    (project / "mappings" / "large.yaml").write_bytes(b"#" * 1_000_001)
    found = run_here(["check"], project)
    assert found.startswith(
        "error[KG109]: the file is larger than 1,000,000 bytes\n --> mappings/large.yaml:1:1\n"
    )
    assert found.count("error[") == 1


def write_expected(names: list[str]) -> None:
    """Write ``expected.txt`` of the named cases, or of all."""
    for case in names or CASES:
        with tempfile.TemporaryDirectory() as folder:
            text = run_here(command_of(case), make_project(case, Path(folder)))
        (MALFORMED / case / "expected.txt").write_bytes(text.encode())


if __name__ == "__main__" and sys.argv[1:2] == ["--write"]:
    write_expected(sys.argv[2:])
