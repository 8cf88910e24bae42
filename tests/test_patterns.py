"""Regular expressions take time that grows with the length of a text, not with its square: on hard texts, each one."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kgbuild

SOURCE = Path(kgbuild.__file__).parent
METHODS = {"match", "fullmatch", "search", "sub", "subn", "finditer", "findall", "split"}
# Whose texts are never anybody else's, or never long.
OWN = {
    "kgbuild.analysis.explorer.modules": "the modules of the explorer, which are part of kgbuild",
    "kgbuild.graph.shapes.lint": "queries of at most SHAPE_QUERY characters",
    "kgbuild.values.numbers.lexicon": "the words of numbers in CLDR",
}
SIGNS = " \nab1-.,\"'\\<(é*:/…的"
SHORT, LONG = 1_000, 8_000


def modules() -> Iterator[str]:
    for found in pkgutil.walk_packages([str(SOURCE)], "kgbuild."):
        if not found.name.endswith("__main__"):
            yield found.name


def uses() -> dict[tuple[str, str], set[str]]:
    """The methods that are called of each name of a module, where it is defined and where it is imported."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in SOURCE.rglob("*.py"):
        here = ".".join(("kgbuild", *path.relative_to(SOURCE).with_suffix("").parts))
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            each.asname or each.name: (node.module or "", each.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for each in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS and isinstance(node.value, ast.Name):
                found[imported.get(node.value.id, (here, node.value.id))].add(node.attr)
    return found


def patterns() -> dict[str, tuple[re.Pattern[str], set[str]]]:
    """Each pattern that a module has as a constant, and how it is used."""
    called = uses()
    found = {}
    for name in modules():
        for constant, value in vars(importlib.import_module(name)).items():
            if (
                isinstance(value, re.Pattern)
                and isinstance(value.pattern, str)
                and (name, constant) in called
            ):
                found[f"{name}.{constant}"] = value, called[name, constant]
    return found


def runs(pattern: re.Pattern[str], methods: set[str]) -> Iterator[Callable[[str], object]]:
    """Every match from the first to the last, or those that begin where the text does."""
    if methods - {"match", "fullmatch"}:
        yield lambda text: sum(1 for _ in pattern.finditer(text))
    if "fullmatch" in methods:
        yield pattern.fullmatch
    if "match" in methods:
        yield pattern.match


def hard_texts(pattern: str) -> Iterator[tuple[str, str, str]]:
    """What is repeated, with what stands before and behind it: signs of the pattern and others, alone and in pairs."""
    chance = random.Random(ascii(pattern))
    written = sorted({sign for sign in pattern if not "\ud800" <= sign <= "\udfff"} - set(SIGNS))
    signs = [*SIGNS, *chance.sample(written, min(8, len(written)))]
    for unit in (*signs, *("".join(chance.sample(signs, 2)) for _ in range(6)), '\\"', "a-", "1 "):
        yield "", unit, ""
        yield "", unit, "\0"
        yield unit[0] + "1", unit, "a\n!"


def seconds(run: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    run(text)
    return time.process_time() - start


def grows(run: Callable[[str], object], before: str, unit: str, behind: str) -> bool:
    """Whether eight times the text takes over 24 times the time, each time that it is measured."""

    def text(length: int) -> str:
        return before + unit * (length // len(unit)) + behind

    for _ in range(3):
        short = min(seconds(run, text(SHORT)) for _ in range(2))
        if short < 0.002 or seconds(run, text(LONG)) < 24 * short:
            return False
    return True


def test_patterns_are_found() -> None:
    """What the next test rests on: the patterns of all packages, with how they are used."""
    found = patterns()
    assert len(found) > 150
    assert len({name.split(".")[1] for name in found}) > 10
    assert set(OWN) <= {name.rpartition(".")[0] for name in found}


@pytest.mark.parametrize(("pattern", "unit"), [(r"[^\W\d_]*\d", "a"), (r"\n\s*(?=\S)", "\n")])
def test_square_time_is_noticed(pattern: str, unit: str) -> None:
    """A pattern with which the next test must fail does, on one of its texts."""
    assert ("", unit, "") in hard_texts(pattern)
    assert grows(next(runs(re.compile(pattern), {"search"})), "", unit, "")


def test_time_grows_with_the_text() -> None:
    """No pattern takes over 24 times the time for a text of eight times the length."""
    wrong = [
        f"{name} ({pattern.pattern[:60]}): {text}"
        for name, (pattern, methods) in patterns().items()
        if name.rpartition(".")[0] not in OWN
        for run in runs(pattern, methods)
        for text in hard_texts(pattern.pattern)
        if grows(run, *text)
    ]
    assert wrong == []
