"""The made parts of ``docs/explanation/anatomy.md``: the packages with their modules, and two traced paths.

The packages come from the docstrings of the source, in the order of LAYERS in ``tests/test_layers.py``. The paths come
from running kgbuild under the tracer of ``tests/docs/ways.py``. ``docs/paths.toml`` says what a module does there; a
module that is not there gets the first sentence of its docstring. Everything else on the page is written by hand.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "src" / "kgbuild"
PAGE: Final = ROOT / "docs" / "explanation" / "anatomy.md"
PATHS: Final = {"figure": "a figure to its quad", "message": "a misspelt key to its message"}
"""The paths of the page, with their names in ``ways.py``."""
_PART: Final = re.compile(r"(<!-- made: (\S+) -->\n).*?(<!-- end -->\n)", re.DOTALL)


def anatomy() -> str:
    """The page, with its made parts made anew."""
    sentences = said()
    made = {name: "".join(_path(name, sentences[name])) for name in PATHS}
    made["packages"] = "".join(_packages()).rstrip("\n") + "\n"
    text = PAGE.read_text(encoding="utf-8")
    assert sorted(made) == sorted(part[2] for part in _PART.finditer(text)), "the page lacks a part"
    return _PART.sub(lambda part: f"{part[1]}\n{made[part[2]]}\n{part[3]}", text)


def said() -> dict[str, dict[str, str]]:
    """What the modules of each path do with the value, by the name of the path and of the module."""
    return tomllib.loads((ROOT / "docs" / "paths.toml").read_text(encoding="utf-8"))


def modules_of(name: str) -> list[str]:
    """The modules that a value passes through, in the order in which they first get it."""
    ways = _load(ROOT / "tests" / "docs" / "ways.py")
    with tempfile.TemporaryDirectory() as folder:
        return list(ways.follow(ways.JOURNEYS[PATHS[name]], Path(folder)).modules)


def _path(name: str, sentences: dict[str, str]) -> Iterator[str]:
    for number, module in enumerate(modules_of(name), 1):
        sentence = sentences.get(module) or first_sentence(file_of(module))
        yield f"{number}. {_link(file_of(module))}: {sentence}\n"


def _packages() -> Iterator[str]:
    layers = _load(ROOT / "tests" / "test_layers.py")
    for number, package in enumerate(layers.LAYERS, 1):
        folder = SOURCE / package
        yield f"### {number}. {package}\n\n{_docstring(folder / '__init__.py').split('>>>')[0].strip()}\n\n"
        yield from _modules(folder)
        for inner in sorted(path for path in folder.iterdir() if (path / "__init__.py").exists()):
            yield f"{_link(inner)}: {first_sentence(inner / '__init__.py')}\n\n"
            yield from _modules(inner)


def _modules(folder: Path) -> Iterator[str]:
    """The modules of a folder as a list; those that say no more than which command they are come last, in one line."""
    sentences = {
        path: first_sentence(path) for path in sorted(folder.glob("*.py")) if path.stem != "__init__"
    }
    commands = [path for path, sentence in sentences.items() if sentence == f"`kgbuild {path.stem}`."]
    lines = [f"* {_link(path)}: {text}\n" for path, text in sentences.items() if path not in commands]
    if commands:
        lines.append(f"* A file for each command: {', '.join(map(_link, commands))}.\n")
    if lines:
        yield f"{''.join(lines)}\n"


def _link(path: Path) -> str:
    name = path.relative_to(SOURCE).as_posix() + ("/" if path.is_dir() else "")
    return f"[`{name}`](../../src/kgbuild/{name})"


def file_of(module: str) -> Path:
    """The file of a module by its dotted name below ``kgbuild``."""
    path = SOURCE.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def first_sentence(path: Path) -> str:
    """The first sentence of a module's docstring, for Markdown."""
    paragraph = " ".join(_docstring(path).split("\n\n")[0].split())
    sentence = re.split(r"(?<=[.?!])\s+(?=[A-Z`:])", paragraph)[0]
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def _docstring(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert text, f"{path} has no docstring"
    text = re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"`\1`", text)
    return text.replace("``", "`")


def _load(path: Path) -> ModuleType:
    """A module of the tests, which lie in no package."""
    if path.stem not in sys.modules:
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[path.stem] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[path.stem]
