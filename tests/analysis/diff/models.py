"""Small projects drawn at random, built for real, and what a comparison of two of them must find."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

from hypothesis import strategies as st

from kgbuild.analysis.diff.sources import built
from kgbuild.core.project import load_project
from kgbuild.store.records import BuiltGraph

PROPERTIES = ("killed", "wounded", "missing")
VALUES = (1, 2, 3)
BASE = "https://example.org/"


@dataclass(frozen=True)
class Figure:
    """What a document says by one property: a figure, perhaps by another voice, perhaps called official."""

    value: int
    by: str | None = None
    official: bool = False


@dataclass(frozen=True)
class Paper:
    """A document: its figures by property. ``head`` stands before all else in its text and moves every quote."""

    figures: dict[str, Figure] = field(default_factory=dict)
    head: str = ""

    def text(self, name: str) -> str:
        """All that it could be quoted for, whatever is mapped."""
        return f"{self.head}Paper {name}.\n" + "".join(
            f"Here {n} people {key}.\n" for key in PROPERTIES for n in VALUES
        )

    def mapping(self, name: str) -> str:
        """Its mapping. An entry without a figure keeps the document from being empty."""
        digest = hashlib.sha256(self.text(name).encode()).hexdigest()
        lines = [
            f"document: {{id: {name}, kind: report, text: 'sha256:{digest}'}}",
            "voice: council\nabout: flood\nclaims:",
            "  name:\n    named: {value: Here, quote: Here 1 people killed}",
        ]
        for key, figure in self.figures.items():
            lines.append(f"  {key}:\n    {key}: {figure.value}\n    quote: {figure.value} people {key}")
            lines += [f"    said_by: {figure.by}"] if figure.by else []
            lines += ["    status: official"] if figure.official else []
        return "\n".join(lines) + "\n"


Papers = dict[str, Paper]
figures = st.builds(
    Figure, st.sampled_from(VALUES), st.none() | st.sampled_from(("mayor", "police")), st.booleans()
)
papers = st.dictionaries(
    st.sampled_from(("a", "b", "c")),
    st.builds(Paper, st.dictionaries(st.sampled_from(PROPERTIES), figures)),
    min_size=1,
)


def graph(papers: Papers, *, base: str = BASE) -> BuiltGraph:
    """The graph of such documents, built by kgbuild from files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        write(papers, folder, base=base)
        return built(load_project(folder / "kgbuild.toml", [folder / "texts"]))


def write(papers: Papers, folder: Path, *, base: str = BASE) -> None:
    """Write a project; its texts lie in ``texts``."""
    for each in ("mappings", "registry", "texts"):
        (folder / each).mkdir(parents=True)
    (folder / "kgbuild.toml").write_text(f'base = "{base}"\nontology = ["events"]\n')
    (folder / "registry" / "events.yaml").write_text("flood: {type: event, label: {en: Flood}}\n")
    (folder / "registry" / "organisations.yaml").write_text(
        "".join(
            f"{name}: {{type: organisation, label: {{en: {name.title()}}}}}\n"
            for name in ("council", "mayor", "police")
        )
    )
    for name, paper in papers.items():
        (folder / "mappings" / f"{name}.yaml").write_text(paper.mapping(name))
        (folder / "texts" / f"{name}.txt").write_text(paper.text(name))


def claims(papers: Papers) -> dict[str, Figure]:
    """The figures by the ids of their claims."""
    return {
        f"{name}.{key}.{key}": figure
        for name, paper in papers.items()
        for key, figure in paper.figures.items()
    }


def changes(old: Figure, new: Figure) -> set[str]:
    """What is different of a claim."""
    found = {"value", "evidence"} if old.value != new.value else set()
    found |= {"status"} if old.official != new.official else set()
    if old.by != new.by:
        found |= {"voices"}
    if (old.by is None) != (new.by is None):
        found |= {"stance", "voices' own texts in the corpus"}
    return found


def conflicts(papers: Papers, others: Papers) -> set[tuple[str, str, str]]:
    """Every two figures of one property, all of them exact, that conflict here and not in the other drawing.

    They do not conflict there if nobody gives one of them, unless those who give them now give two others there.
    """
    here, there = claims(papers), claims(others)
    found = set()
    for one, other in permutations(here, 2):
        key, values = one.rpartition(".")[2], (here[one].value, here[other].value)
        if key != other.rpartition(".")[2] or values[0] >= values[1]:
            continue
        given = {figure.value for name, figure in there.items() if name.endswith(f".{key}")}
        was = one in there and other in there and there[one].value != there[other].value
        if not was and not given >= set(values):
            found.add((key, str(values[0]), str(values[1])))
    return found
