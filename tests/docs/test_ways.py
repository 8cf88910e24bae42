"""The tracer of :mod:`ways` on modules made for it, and on the four ways that the project keeps an eye on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from ways import JOURNEYS, Tracer, Way, follow

MODULES = {
    "door": "from traced import reader, writer\n\ndef run():\n    writer.write(reader.read())\n",
    "reader": "from traced import helper\n\ndef read():\n    text = source()\n    return {'n': helper.number(text)}\n\n"
    "def source():\n    return 'n: 4711'\n",
    "helper": "def number(text):\n    return int(text[3:])\n\ndef shown(number):\n    return str(number)\n\n"
    "def unconcerned(text):\n    return text\n",
    "writer": "from traced import helper\n\ndef write(found):\n    helper.unconcerned('other')\n"
    "    lines = [helper.shown(value) for value in found.values()]\n    return list(lined(lines))\n\n"
    "def lined(lines):\n    for line in lines:\n        yield helper.unconcerned('other')\n        yield line\n",
}


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A package of four small modules."""
    (tmp_path / "traced").mkdir()
    for name, text in {**MODULES, "__init__": ""}.items():
        (tmp_path / "traced" / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    import traced.door  # type: ignore[import-not-found]

    yield traced.door
    for name in [name for name in sys.modules if name.split(".")[0] == "traced"]:
        del sys.modules[name]


def test_a_step_is_a_call_that_is_given_the_value_or_hands_it_back(door: ModuleType) -> None:
    """The reader hands it back and is stepped into once; what is called without it is not on the way."""
    way = Tracer("4711", "traced").run(door.run)
    assert way == Way(("reader", "helper", "writer", "helper"))
    assert (way.modules, way.returns) == (["reader", "helper", "writer"], ["helper"])


def test_a_value_that_is_not_there_has_no_way(door: ModuleType) -> None:
    """Nothing is stepped into, and what was profiling before does so again."""
    assert Tracer("4712", "traced").run(door.run) == Way(())
    assert sys.getprofile() is None


def test_a_part_of_a_way() -> None:
    """From the first module of a name to the next of another; without names, the whole."""
    way = Way(("a.one", "b.two", "a.one", "c.two", "d"))
    assert way.between("b", "c") == Way(("b.two", "a.one", "c.two"))
    assert way.between("", "") == way


ENDS = {
    "a figure to its quad": ("pipeline.workspace", "graph.write.nquads", "out/graph.nq", '"7391"^^'),
    "a misspelt key to its message": (
        "pipeline.check",
        "findings.diagnostics",
        "stderr.txt",
        "unknown key `modalitty`",
    ),
    "a SHACL result to its column": ("graph.shapes.run", "cli.findings", "stderr.txt", "report.yaml:10:13"),
    "a claim to the picture of its origins": ("cli", "core.files", "out.svg", "report.toll9k.killed"),
}


@pytest.mark.parametrize("name", JOURNEYS)
def test_the_ways_lead_where_they_should(name: str, tmp_path: Path) -> None:
    """Each begins where the value comes in and ends where it is written, and is the same in every run."""
    first, last, file, text = ENDS[name]
    way = follow(JOURNEYS[name], tmp_path / "one")
    assert (way.steps[0], way.steps[-1]) == (first, last)
    assert text in (tmp_path / "one" / file).read_text(encoding="utf-8")
    assert follow(JOURNEYS[name], tmp_path / "two") == way
