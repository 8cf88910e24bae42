"""The pages say what really happens: commands are run, links are followed, generated pages are compared.

Conventions for the pages (``README.md`` and ``docs/**/*.md``; generated pages, which hold examples only, are left out):

* A block fenced as ``console`` is run. A line that starts with ``$ `` is a shell command; the lines up to the next
  one are what it prints, stdout and stderr together in the order of a terminal. A line ``…`` stands for any number
  of lines, ``…`` inside a line for anything there. Blank lines and white space at the ends of lines do not count.
  The exit code is free where the page shows what is printed (``echo $?`` shows it too); where ``…`` is all it shows,
  the command succeeds. ``cd`` lasts, as in a terminal.
* All blocks of a page run in order in one folder, an empty one at first. A line ``<!-- runs in: NAME -->`` begins a new
  one: ``starter`` has what ``kgbuild init`` writes, ``excavation`` is a copy of ``examples/excavation``, and ``sample``
  is a copy of the sample project after ``kgbuild build``, as a git repository of its own.
* A line ``File `name`:`` before a fenced block makes the file ``name`` with the text of the block, at its place in the
  order; ``File `name`, at its end:`` adds the text to it.
* Any other block fenced as ``python`` is run too; a comment behind a ``print(…)`` is what it prints.
* A ``turtle`` block of ``docs/explanation/model.md`` is quoted from ``out/graph.ttl``; a line ``…`` leaves lines out.
* A ``yaml`` block of ``README.md`` is quoted from a mapping that ``kgbuild init`` writes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import forks
import pytest

from kgbuild.cli import COMMANDS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "kgbuild"
SAMPLE = ("kgbuild.toml", "mappings", "registry")
GENERATED = "<!-- Made by docs/generate.py"
FENCE = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1\n", re.MULTILINE | re.DOTALL)
RUNS_IN = re.compile(r"^<!-- runs in: (\w+) -->$", re.MULTILINE)
FILE = re.compile(r"^File `([^`]+)`(, at its end)?:\n\n\Z", re.MULTILINE)
LINK = re.compile(r"(?<!\\)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")
ANY = "…"
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "README.md", *DOCS.rglob("*.md")))


class Folder(NamedTuple):
    """Where blocks run: the kind of folder, and how many folders the page has had before."""

    kind: str
    number: int


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its language and text, where it runs, and the file that the line before it names."""

    language: str
    text: str
    folder: Folder
    file: str | None
    append: bool


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str) -> Iterator[Block]:
    text = read(page)
    for fence in FENCE.finditer(text):
        kinds = ["empty", *RUNS_IN.findall(text, 0, fence.start())]
        named = FILE.search(text, 0, fence.start())
        file, append = (named[1], named[2] is not None) if named else (None, False)
        yield Block(fence[2], fence[3], Folder(kinds[-1], len(kinds)), file, append)


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block with the lines it is to print."""
    lines = block.splitlines()
    assert lines[0].startswith("$ "), f"a console block starts with a command: {lines[0]}"
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start][2:], lines[start + 1 : end]


def matches(wanted: list[str], printed: list[str]) -> bool:
    """Whether lines are as wanted, where ``…`` stands for any number of lines, or for anything in a line."""
    if not wanted:
        return not printed
    if wanted[0].strip() == ANY:
        return any(matches(wanted[1:], printed[start:]) for start in range(len(printed) + 1))
    line = ".*".join(map(re.escape, wanted[0].split(ANY)))
    return bool(printed) and bool(re.fullmatch(line, printed[0])) and matches(wanted[1:], printed[1:])


def shown(text: list[str]) -> list[str]:
    return [line.rstrip() for line in text if line.strip()]


def environment(folder: Path, runs_at: str) -> dict[str, str]:
    """The caller's environment without documents, with ``kgbuild`` and ``python`` on the path, run by this Python."""
    folder.mkdir()
    for name, how in (("kgbuild", f' -IS "{forks.__file__}" {runs_at}'), ("python", "")):
        shim = folder / name
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}"{how} "$@"\n')
        shim.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KGBUILD_")}
    return {**kept, "PATH": f"{folder}{os.pathsep}{kept['PATH']}", "LC_ALL": "C.UTF-8"}


def make_folder(kind: str, folder: Path, env: dict[str, str]) -> None:
    """Make a folder of a kind for blocks to run in."""
    if kind == "empty":
        folder.mkdir()
    elif kind == "sample":
        folder.mkdir()
        for name in SAMPLE:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, folder / name)
        subprocess.run(["kgbuild", "build", "--no-shapes"], cwd=folder, env=env, check=True)
        git = ["git", "-c", "user.name=somebody", "-c", "user.email=somebody@example.org"]
        for arguments in (["init", "-q"], ["add", *SAMPLE], ["commit", "-q", "-m", "The sample"]):
            subprocess.run([*git, *arguments], cwd=folder, env=env, check=True)
    elif kind == "starter":
        subprocess.run(["kgbuild", "init", str(folder)], env=env, check=True)
    else:
        assert kind == "excavation", f"no such folder: {kind}"
        shutil.copytree(ROOT / "examples" / "excavation", folder, ignore=shutil.ignore_patterns("out"))


def runs(block: Block) -> bool:
    """Whether a block is more than shown: a file to make, commands to run, Python to run."""
    return block.file is not None or block.language in ("console", "python")


RUNNING = [page for page in PAGES if GENERATED not in read(page) and any(map(runs, blocks(page)))]


def test_pages_that_run_are_found() -> None:
    """The README, the tutorials and the how-to pages all hold commands, so that none falls silent unseen."""
    wanted = {page for page in PAGES if page.startswith(("docs/tutorial/", "docs/how-to/"))} | {"README.md"}
    assert len(wanted) > 12
    for page in wanted:
        assert any(block.language == "console" for block in blocks(page)), page
    assert wanted < set(RUNNING)


class Terminal:
    """A place where blocks run one after the other: its folder, which ``cd`` changes, and its environment."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.top = self.here = folder
        self.env = env

    def run(self, command: str) -> tuple[str, int]:
        """What a command prints, in the order of a terminal, and its exit code."""
        left = self.env["LEFT_IN"]
        ran = subprocess.run(
            ["bash", "-c", f'{command}\ncode=$?; pwd > "$LEFT_IN"; exit $code'],
            cwd=self.here,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        self.here = Path(Path(left).read_text(encoding="utf-8").removesuffix("\n"))
        return ran.stdout, ran.returncode

    def write(self, block: Block) -> None:
        """Make the file that a block is the text of, or add to it."""
        assert block.file is not None
        target = self.here / block.file
        assert target.resolve().is_relative_to(self.top.resolve())
        assert target.is_file() or not block.append, f"{block.file} is not there yet"
        target.parent.mkdir(parents=True, exist_ok=True)
        before = target.read_text(encoding="utf-8") if block.append else ""
        target.write_text(before + block.text, encoding="utf-8")

    def python(self, text: str) -> None:
        """Run Python; it prints what the comments behind ``print(…)`` say."""
        ran = subprocess.run(
            [sys.executable, "-c", text],
            cwd=self.here,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.splitlines() == re.findall(r"^ *print\(.*\)  # (.*)$", text, re.MULTILINE)


@pytest.mark.parametrize("page", RUNNING)
def test_commands_print_what_the_page_shows(page: str, tmp_path: Path, runs_at: str) -> None:
    """Every command of a page, run in order, prints what stands below it; files are made where the page makes them."""
    env = {**environment(tmp_path / "bin", runs_at), "LEFT_IN": str(tmp_path / "left-in")}
    terminals: dict[Folder, Terminal] = {}
    for block in filter(runs, blocks(page)):
        if block.folder not in terminals:
            folder = tmp_path / f"project-{block.folder.number}"
            make_folder(block.folder.kind, folder, env)
            terminals[block.folder] = Terminal(folder, env)
        terminal = terminals[block.folder]
        if block.file is not None:
            terminal.write(block)
        elif block.language == "python":
            terminal.python(block.text)
        else:
            for command, wanted in commands(block.text):
                printed, code = terminal.run(command)
                assert matches(shown(wanted), shown(printed.splitlines())), f"{page}: $ {command}\n{printed}"
                assert code == 0 or shown(wanted) != [ANY], f"{page}: $ {command}\n{printed}"


def test_mapping_of_the_readme_is_one_that_init_writes() -> None:
    """The lines of YAML in the README follow one another in a mapping of the first project."""
    mapping = read("src/kgbuild/draft/starter/project/mappings/courier-2019.yaml").splitlines()
    quoted = [block.text for block in blocks("README.md") if block.language == "yaml"]
    assert quoted
    for text in quoted:
        at = 0
        for line in text.splitlines():
            assert line in mapping[at:], line
            at = mapping.index(line, at) + 1


def subject_blocks(turtle: str) -> Iterator[tuple[str, list[str]]]:
    """Each subject of Turtle as kgbuild writes it, with its lines, ends of line left out."""
    for block in re.split(r"\n\n+", turtle.strip()):
        lines = [re.sub(r" ?[;.,]$", "", line.strip()) for line in block.splitlines() if line.strip()]
        if lines and not lines[0].startswith(("@prefix", "#")):
            yield lines[0], lines[1:]


def test_turtle_of_the_model_page_is_in_the_graph() -> None:
    """Each line of Turtle that the model page quotes stands in ``out/graph.ttl``, below the same subject."""
    graph: dict[str, set[str]] = defaultdict(set)
    for subject, lines in subject_blocks((ROOT / "out" / "graph.ttl").read_text(encoding="utf-8")):
        graph[subject].update(lines)
    quoted = [block.text for block in blocks("docs/explanation/model.md") if block.language == "turtle"]
    assert quoted
    for text in quoted:
        for subject, lines in subject_blocks(text):
            assert subject in graph, subject
            missing = [line for line in lines if line != ANY and line not in graph[subject]]
            assert not missing, f"{subject}: {missing}"


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    found: set[str] = set()
    for heading in re.findall(r"^#{1,6} (.+?)\s*$", text, re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        count = 0
        while (numbered := f"{name}-{count}" if count else name) in found:
            count += 1
        found.add(numbered)
    return found


@pytest.mark.parametrize("page", [*PAGES, "CONTRIBUTING.md"])
def test_relative_links_lead_somewhere(page: str) -> None:
    """Every relative link leads to a file or folder of the repository, and to a heading where it names one."""
    text = re.sub(r"`[^`\n]*`", "", FENCE.sub("", read(page)))
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = ((ROOT / page).parent / name).resolve() if name else ROOT / page
        assert target.exists(), f"{page}: {link}"
        assert target.is_relative_to(ROOT), f"{page}: {link} leads out of the repository"
        if anchor:
            assert anchor in anchors(target), f"{page}: {link}"


@pytest.mark.parametrize("page", [*PAGES, "CONTRIBUTING.md"])
def test_modules_that_a_page_names_are_there(page: str) -> None:
    """A path such as `graph/shapes/engines.py` is one of the repository, or of a package of ``src/kgbuild``."""
    named = re.findall(r"`(\w+(?:/\w+)+\.py)`", read(page))
    assert [name for name in named if not any((top / name).is_file() for top in (ROOT, SOURCE))] == []


def test_every_command_has_its_reference() -> None:
    """Each command of the command line has a section in ``docs/reference/commands.md``."""
    text = read("docs/reference/commands.md")
    for names in COMMANDS.values():
        for name in names:
            assert f"\n### kgbuild {name}\n" in text


def test_generated_pages_are_up_to_date() -> None:
    """``docs/generate.py --check`` finds nothing to write."""
    ran = subprocess.run(
        [sys.executable, str(DOCS / "generate.py"), "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
