"""The pages say what really happens: commands are run, links are followed, generated pages are compared.

Conventions for the pages (``README.md`` and ``docs/**/*.md``; generated pages, which hold examples only, are left out):

* A block fenced as ``console`` is run. A line that starts with ``$ `` is a shell command; the lines up to the next
  one are what it prints, stdout and stderr together in the order of a terminal. A line ``…`` stands for any number
  of lines, ``…`` inside a line for anything there. Blank lines and white space at the ends of lines do not count.
  The exit code is free: a page shows it with ``echo $?``.
* All blocks of a page run in order in one folder: an empty one for the tutorial, a copy of the sample project (after
  ``kgbuild build``) for ``README.md``, where it is a repository of its own, and for pages that start with
  ``<!-- runs in: sample -->``, what ``kgbuild init`` writes for pages that start with ``<!-- runs in: starter -->``, a
  copy of ``examples/excavation`` for all others.
* A line ``File `name`:`` before a fenced block makes the file ``name`` with the text of the block, at its place in the
  order; ``File `name`, at its end:`` adds the text to it.
* A ``python`` block of ``README.md`` is run; a comment behind a ``print(…)`` is what it prints.
* A ``turtle`` block of ``docs/explanation/model.md`` is quoted from ``out/graph.ttl``; a line ``…`` leaves lines out.
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

import pytest

from kgbuild.cli import COMMANDS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SAMPLE = ("kgbuild.toml", "mappings", "registry")
GENERATED = "<!-- Made by docs/generate.py"
FENCE = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1\n", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^File `([^`]+)`(, at its end)?:\n\n\Z", re.MULTILINE)
LINK = re.compile(r"(?<!\\)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")
ANY = "…"
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "README.md", *DOCS.rglob("*.md")))


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its language, its text, and the file that the line before it names."""

    language: str
    text: str
    file: str | None
    append: bool


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str) -> Iterator[Block]:
    text = read(page)
    for fence in FENCE.finditer(text):
        named = FILE.search(text, 0, fence.start())
        yield Block(
            fence[2], fence[3], named[1] if named else None, named is not None and named[2] is not None
        )


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


def environment(folder: Path) -> dict[str, str]:
    """The caller's environment without documents, with ``kgbuild`` and ``python`` on the path, run by this Python."""
    folder.mkdir()
    for name, module in (("kgbuild", " -m kgbuild"), ("python", "")):
        shim = folder / name
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}"{module} "$@"\n')
        shim.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KGBUILD_")}
    return {**kept, "PATH": f"{folder}{os.pathsep}{kept['PATH']}", "LC_ALL": "C.UTF-8"}


def folder_for(page: str, folder: Path, env: dict[str, str]) -> Path:
    """The folder that a page runs in."""
    if page.startswith("docs/tutorial/"):
        folder.mkdir()
    elif page == "README.md" or read(page).startswith("<!-- runs in: sample -->"):
        folder.mkdir()
        for name in SAMPLE:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, folder / name)
        subprocess.run(["kgbuild", "build", "--no-shapes"], cwd=folder, env=env, check=True)
        if page == "README.md":
            git = ["git", "-c", "user.name=somebody", "-c", "user.email=somebody@example.org"]
            for arguments in (["init", "-q"], ["add", *SAMPLE], ["commit", "-q", "-m", "The sample"]):
                subprocess.run([*git, *arguments], cwd=folder, env=env, check=True)
    elif read(page).startswith("<!-- runs in: starter -->"):
        subprocess.run(["kgbuild", "init", str(folder)], env=env, check=True)
    else:
        shutil.copytree(ROOT / "examples" / "excavation", folder, ignore=shutil.ignore_patterns("out"))
    return folder


RUNNING = [
    page
    for page in PAGES
    if GENERATED not in read(page) and any(block.language == "console" for block in blocks(page))
]


def test_pages_that_run_are_found() -> None:
    """The README, the tutorial and the how-to pages all hold commands, so that none falls silent unseen."""
    assert {page for page in PAGES if page.startswith(("docs/tutorial/", "docs/how-to/"))} < set(RUNNING)
    assert "README.md" in RUNNING
    assert len(RUNNING) >= 6


@pytest.mark.parametrize("page", RUNNING)
def test_commands_print_what_the_page_shows(page: str, tmp_path: Path) -> None:
    """Every command of a page, run in order, prints what stands below it; files are made where the page makes them."""
    env = environment(tmp_path / "bin")
    folder = folder_for(page, tmp_path / "project", env)
    for block in blocks(page):
        if block.file is not None:
            target = folder / block.file
            assert target.resolve().is_relative_to(folder.resolve())
            assert target.is_file() or not block.append, f"{block.file} is not there yet"
            target.parent.mkdir(parents=True, exist_ok=True)
            before = target.read_text(encoding="utf-8") if block.append else ""
            target.write_text(before + block.text, encoding="utf-8")
        elif block.language == "console":
            for command, wanted in commands(block.text):
                ran = subprocess.run(
                    ["bash", "-c", command],
                    cwd=folder,
                    env=env,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    encoding="utf-8",
                    timeout=60,
                    check=False,
                )
                printed = shown(ran.stdout.splitlines())
                assert matches(shown(wanted), printed), f"{page}: $ {command}\n{ran.stdout}"


def test_python_of_the_readme_prints_what_it_says(tmp_path: Path) -> None:
    """The Python of the README runs in a copy of the sample and prints what the comments behind ``print`` say."""
    env = environment(tmp_path / "bin")
    folder = folder_for("README.md", tmp_path / "project", env)
    found = [block.text for block in blocks("README.md") if block.language == "python"]
    assert found
    for text in found:
        ran = subprocess.run(
            [sys.executable, "-c", text], cwd=folder, env=env, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.splitlines() == re.findall(r"^print\(.*\)  # (.*)$", text, re.MULTILINE)


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
