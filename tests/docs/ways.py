"""The way of one value through the modules of kgbuild: from a mapping to the graph, to a message, to a picture.

The method. A command is run in this process on a project of one document, in which one value is a word or a number that
nothing else there holds. A *step* is a call from one module of kgbuild to a function of another that is given the value
or hands it back: alone, or inside a text, a list, a record, a node of YAML. The object that a method belongs to is not
given to it. Steps into one module in a row count as one. The *modules* of a way are those it steps into, each once; a
*return* is a step into a module that the way stepped into before and then left. So a helper that two other modules call
in turn makes returns, and that is meant: whoever reads the code has to turn back there too.

``python tests/docs/ways.py`` prints the four ways of :data:`JOURNEYS`, with ``--steps`` every step of them, and with
``--source DIR`` those of another copy of the sources.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import groupby
from pathlib import Path
from types import FrameType
from typing import Any

_INNER = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
_OWN = ("self", "cls")
_DEEPEST = 40


@dataclass(frozen=True)
class Way:
    """The modules that a value stepped into, in order, none twice in a row; names without ``kgbuild.``."""

    steps: tuple[str, ...]

    @property
    def modules(self) -> list[str]:
        """The modules, each once, in the order of the first step into them."""
        return list(dict.fromkeys(self.steps))

    @property
    def returns(self) -> list[str]:
        """The steps into a module that had been left."""
        return [step for number, step in enumerate(self.steps) if step in self.steps[:number]]

    def between(self, first: str, last: str) -> Way:
        """The way from the first step into a module with ``first`` in its name to the next into one with ``last``."""
        start = next(number for number, step in enumerate(self.steps) if first in step)
        steps = self.steps[start:]
        end = next(number for number, step in enumerate(steps) if last in step) if last else len(steps) - 1
        return Way(steps[: end + 1])


class Tracer:
    """Notes the way of a value while a function runs. ``mark`` is its text; a whole number is known by its digits."""

    def __init__(self, mark: str, package: str = "kgbuild") -> None:
        self.mark = mark
        self.package = package
        self._number = int(mark) if mark.isdecimal() else None
        # A few digits turn up by chance in hashes and in the random names of blank nodes; as a number they stand alone.
        pattern = rf"(?<![0-9A-Za-z]){mark}(?![0-9A-Za-z])" if mark.isdecimal() else re.escape(mark)
        self._text, self._bytes = re.compile(pattern), re.compile(pattern.encode())
        self._modules: list[str] = []
        self._called: dict[FrameType, int | None] = {}

    def run(self, function: Callable[[], object]) -> Way:
        """Run a function; whatever it raises passes through."""
        before = sys.getprofile()
        sys.setprofile(self._event)
        try:
            function()
        finally:
            sys.setprofile(before)
            self._called.clear()
        names = [module.removeprefix(f"{self.package}.") for module in self._modules]
        return Way(tuple(name for name, _ in groupby(names)))

    def _event(self, frame: FrameType, event: str, arg: object) -> None:
        if event not in ("call", "return"):
            return
        module = self._module(frame)
        if module is None:
            return
        if event == "call":
            # A generator is called once, and then goes on at every value that is asked of it.
            if frame not in self._called:
                given = self._is_given(frame)
                self._called[frame] = None if given else len(self._modules)
                if given and not self._within(frame, module):
                    self._modules.append(module)
            return
        # What hands the value back was stepped into when it was called, before all that it called itself.
        position = self._called.get(frame)
        if position is not None and self.holds(arg):
            self._called[frame] = None
            if not self._within(frame, module):
                self._modules.insert(position, module)

    def _is_given(self, frame: FrameType) -> bool:
        code = frame.f_code
        count = code.co_argcount + code.co_kwonlyargcount
        count += bool(code.co_flags & 0x04) + bool(code.co_flags & 0x08)
        local = frame.f_locals
        return any(self.holds(local.get(name)) for name in code.co_varnames[:count] if name not in _OWN)

    def _module(self, frame: FrameType) -> str | None:
        """The module of a function; what dataclasses and named tuples generate is no function of it."""
        name = str(frame.f_globals.get("__name__", ""))
        if name != self.package and not name.startswith(f"{self.package}."):
            return None
        return None if frame.f_code.co_filename.startswith("<") or frame.f_code.co_name in _INNER else name

    def _within(self, frame: FrameType, module: str) -> bool:
        """Whether a function is called from its own module."""
        caller = frame.f_back
        while caller is not None and self._module(caller) is None:
            caller = caller.f_back
        return caller is not None and self._module(caller) == module

    def holds(self, thing: object) -> bool:
        """Whether the value is in a thing, looked for in texts, numbers, collections, records and nodes of YAML."""
        seen: set[int] = set()
        todo: list[tuple[object, int]] = [(thing, 0)]
        while todo:
            each, depth = todo.pop()
            if isinstance(each, str):
                if self._text.search(each):
                    return True
            elif isinstance(each, bytes):
                if self._bytes.search(each):
                    return True
            elif isinstance(each, int | Decimal):
                if self._number is not None and each == self._number:
                    return True
            elif depth < _DEEPEST and id(each) not in seen:
                seen.add(id(each))
                todo += [(part, depth + 1) for part in _parts(each)]
        return False


def _parts(thing: object) -> Iterator[object]:
    if isinstance(thing, Mapping):
        yield from thing.keys()
        yield from thing.values()
    elif isinstance(thing, list | tuple | set | frozenset):
        yield from thing
    elif isinstance(thing, partial):
        yield from thing.args
        yield from thing.keywords.values()
    elif hasattr(type(thing), "__dataclass_fields__"):
        yield from (getattr(thing, name, None) for name in vars(type(thing))["__dataclass_fields__"])
    elif type(thing).__module__.startswith("yaml"):
        yield getattr(thing, "value", None)


# The four ways. The figure stands in the document in words, so that no quote holds it.

FIGURE = "7391"
MISSPELT = "modalitty"
ENTRY = "toll9k"
_TEXT = """Report on the flood of 4 March 1901.

Seven thousand three hundred and ninety-one civilians were killed at Elmford, the paper says. The clerk went on to say
that the bridge had stood for forty years and that nobody had ever seen the river so high. It was closed for the rest of
the month, and the letters came by the upper road. A list of all that was found in the water hangs beside the door.
"""
_REGISTRY = {
    "events": "flood: {type: event, label: {en: Flood}}\n",
    "groups": "civilians: {type: group, label: {en: civilians}}\n",
    "organisations": "paper: {type: news-outlet, label: {en: The Paper}}\n",
    "works": "wire: {type: work, label: {en: A telegram}}\n",
}
_SHAPE = """@prefix kg: <https://w3id.org/kgbuild/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/most> a sh:PropertyShape ; sh:targetClass kg:Quantity ; sh:path kg:lo ; sh:maxInclusive 700 ;
    kg:code "EX401" ; sh:message "more than 700" ; sh:severity sh:Warning .
"""


@dataclass(frozen=True)
class Journey:
    """What is followed: the value, what is added to its entry, the command, and where the way begins and ends.

    ``first`` and ``last`` are in the names of the modules; where they are empty, all that the command does counts.
    """

    mark: str
    command: tuple[str, ...]
    extra: str = ""
    first: str = ""
    last: str = ""


JOURNEYS: Mapping[str, Journey] = {
    "a figure to its quad": Journey(FIGURE, ("build", "--only", "nq", "--no-shapes"), last="nquads"),
    "a misspelt key to its message": Journey(MISSPELT, ("check",), f"    {MISSPELT}: habitual\n"),
    "a SHACL result to its column": Journey(FIGURE, ("build", "--only", "nq"), first="shapes"),
    "a claim to the picture of its origins": Journey(
        ENTRY, ("origins", f"report.{ENTRY}.killed", "--picture", "out.svg"), "    from: wire\n"
    ),
}


def write_project(folder: Path, extra: str = "") -> None:
    """A project of one document and one claim; ``extra`` are further lines of the claim's entry."""
    digest = hashlib.sha256(_TEXT.encode()).hexdigest()
    files = {
        "documents/report.txt": _TEXT,
        "mappings/report.yaml": (
            f"document:\n  id: report\n  kind: news-report\n  text: sha256:{digest}\n  language: en\n"
            f"voice: paper\nabout: flood\nclaims:\n  {ENTRY}:\n    killed: {FIGURE} civilians\n"
            f"    quote: Seven thousand three hundred and ninety-one civilians were killed\n{extra}"
        ),
        "shapes.ttl": _SHAPE,
        "kgbuild.toml": 'base = "https://example.org/way/"\ntitle = "A way"\nlanguage = "en"\n'
        'ontology = ["events"]\ndocuments = ["documents"]\nshapes = ["shapes.ttl"]\n',
        **{f"registry/{name}.yaml": text for name, text in _REGISTRY.items()},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def follow(journey: Journey, project: Path) -> Way:
    """The way of a journey; the project is written to a folder, and what the command writes stays there."""
    from kgbuild.cli import main  # late: --source says which copy

    def call(arguments: Sequence[str]) -> None:
        with contextlib.suppress(SystemExit):
            main(list(arguments))

    before = Path.cwd()
    write_project(project, journey.extra)
    with contextlib.redirect_stdout(_stream()), contextlib.redirect_stderr(_stream()) as said:
        os.chdir(project)
        try:
            call(["lock"])
            said.buffer.truncate(0)
            way = Tracer(journey.mark).run(partial(call, journey.command))
        finally:
            os.chdir(before)
    (project / "stderr.txt").write_bytes(said.buffer.getvalue())
    return way.between(journey.first, journey.last)


def _stream() -> Any:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _print_all() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", default=str(Path(__file__).parents[2] / "src"))
    parser.add_argument("--steps", action="store_true", help="print every step")
    options = parser.parse_args()
    sys.path.insert(0, options.source)
    for name, journey in JOURNEYS.items():
        with tempfile.TemporaryDirectory() as folder:
            way = follow(journey, Path(folder))
        steps = f"  {' > '.join(way.steps)}\n" if options.steps else ""
        sys.stdout.write(f"{name}: {len(way.modules)} modules, {len(way.returns)} returns\n{steps}")


if __name__ == "__main__":
    _print_all()
