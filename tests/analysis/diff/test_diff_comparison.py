"""What a comparison says of single changes: renamed things, moved quotes, values of many, and every last statement."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT

import kgbuild
from analysis.diff.test_diff_laws import NOTHING
from kgbuild.analysis.diff.comparison import differences
from kgbuild.analysis.diff.results import Difference, Differences
from kgbuild.analysis.diff.sources import built
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import load_project
from kgbuild.core.terms import Quad
from kgbuild.graph import terms as t
from kgbuild.ontology.vocabulary import Vocabulary, load_vocabulary
from kgbuild.pipeline.graphs import BuildResult
from kgbuild.store.records import NAMES, BuiltGraph, read_graph

EXCAVATION = ROOT / "examples" / "excavation"
# What is no difference: places, what the project is made from, and what is said once more elsewhere.
SAID_TWICE = {
    *(t.MAPPED_AT, t.DERIVED_FROM, t.DERIVED, t.HAS_SOURCE, t.HAS_SELECTOR, t.KEY, t.HAS_INCONSISTENCY),
    *(t.QUAD_COUNT, t.GRAPH_HASH, t.DESCRIBES, t.SUBSET, t.REGISTRY_HASH, t.IN_DOCUMENT, t.BROADER),
    *(t.CHARACTERISATION, t.LABEL),
}
COMPUTED = {"cmp", "slot", "selector", "dataset", "statement"}
TYPES_ALONE = {"prop", "said", "text"}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(load_project(EXCAVATION / "kgbuild.toml").ontology)


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return list(kgbuild.build(EXCAVATION, shapes=False).quads())


Edit = Callable[[Path], None]


def edited(tmp_path: Path, edit: Edit, *, fold: bool = True) -> Differences:
    """The differences that an edit of the excavation makes."""
    folder = tmp_path / "excavation"
    shutil.copytree(EXCAVATION, folder, ignore=shutil.ignore_patterns("out", ".kgbuild"))
    old = built(load_project(folder / "kgbuild.toml"))
    edit(folder)
    return differences(old, built(load_project(folder / "kgbuild.toml")), fold=fold)


def replacing(file: str, *pairs: tuple[str, str]) -> Edit:
    """Replaces texts of a file that stand in it once."""

    def edit(folder: Path) -> None:
        text = (folder / file).read_text()
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (folder / file).write_text(text)

    return edit


def said(
    found: tuple[Difference, ...],
) -> list[tuple[str, str, list[tuple[str, tuple[str, ...], tuple[str, ...]]]]]:
    """Differences as plain values."""
    return [(d.how, d.item.id, [(c.what, c.before, c.after) for c in d.changes]) for d in found]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "graph.nq"])
def test_formats_are_no_difference(sample: BuildResult, name: str) -> None:
    """Turtle, TriG and JSON-LD of one build differ from it in nothing."""
    sample_vocabulary = load_vocabulary(load_project(ROOT / "kgbuild.toml").ontology)
    found = differences(
        BuiltGraph(sample.quads(), sample_vocabulary), read_graph(ROOT / "out" / name, sample_vocabulary)
    )
    assert not found


def test_prefixes_are_no_difference(quads: list[Quad], vocabulary: Vocabulary, tmp_path: Path) -> None:
    """The graph written by another program with other prefixes differs in nothing."""
    result = kgbuild.build(EXCAVATION, shapes=False, out=tmp_path, formats=["nq"])
    assert result.ok
    other = tmp_path / "other.ttl"
    triples = {ox.Quad(q.subject, q.predicate, q.object) for q in ox.parse(path=str(tmp_path / "graph.nq"))}
    ox.serialize(
        triples, str(other), format=ox.RdfFormat.TURTLE, prefixes={"x": "https://example.org/excavation/"}
    )
    assert not differences(BuiltGraph(quads, vocabulary), read_graph(other, vocabulary))


def test_no_statement_is_overlooked(quads: list[Quad], vocabulary: Vocabulary) -> None:
    """Whatever single statement is taken away, the graph is not whole any more, or the comparison shows it."""
    whole = BuiltGraph(quads, vocabulary)
    triples = sorted({quad[1:] for quad in quads})
    chance = random.Random(1)
    tried: dict[tuple[str, str], int] = {}
    for triple in chance.sample(triples, len(triples)):
        subject, predicate, _ = triple
        kind = whole.kind(subject)
        if predicate in SAID_TWICE or kind in COMPUTED or (predicate == t.TYPE and kind in TYPES_ALONE):
            continue
        if predicate == t.WORDS and whole.claims[subject].words == whole.claims[subject].evidence.quote:
            continue
        if tried.setdefault((kind, predicate), 0) == 2:
            continue
        tried[kind, predicate] += 1
        torn = BuiltGraph((quad for quad in quads if quad[1:] != triple), vocabulary)
        with suppress(KgbuildError):  # a graph that is not whole
            assert differences(whole, torn), triple
    assert len(tried) > 100


def test_a_renamed_entry(tmp_path: Path) -> None:
    """An entry under another key, and what names it as a source, is one change of each of its claims, and no other."""

    def edit(folder: Path) -> None:
        replacing("mappings/diary-1931.yaml", ("  graves:\n", "  counted:\n"))(folder)
        replacing("mappings/report-1958.yaml", ("diary-1931.graves.", "diary-1931.counted."))(folder)

    found = edited(tmp_path, edit)
    assert said(found.claims) == [
        (
            "changed",
            "diary-1931.counted.graves_counted",
            [("id", ("diary-1931.graves",), ("diary-1931.counted",))],
        )
    ]
    assert replace(found, claims=()) == NOTHING


def test_a_renamed_entity(tmp_path: Path) -> None:
    """An entity under another id is one difference, whatever speaks of it."""

    def edit(folder: Path) -> None:
        for file in [*folder.glob("registry/*.yaml"), *folder.glob("mappings/*.yaml")]:
            text = file.read_text().replace("leonora-vasey", "l-vasey")
            file.write_text(text)

    found = edited(tmp_path, edit)
    assert said(found.entities) == [("changed", "l-vasey", [("id", ("leonora-vasey",), ("l-vasey",))])]
    assert replace(found, entities=()) == NOTHING


def test_a_renamed_document(tmp_path: Path) -> None:
    """A document under another id is one difference, whatever is in it and whoever cites it."""

    def edit(folder: Path) -> None:
        for ending in ("yaml", "lock"):
            (folder / f"mappings/courier-1931.{ending}").rename(folder / f"mappings/paper.{ending}")
        for file in folder.glob("mappings/*.yaml"):
            file.write_text(file.read_text().replace("courier-1931", "paper"))

    found = edited(tmp_path, edit)
    assert said(found.documents) == [("changed", "paper", [("id", ("courier-1931",), ("paper",))])]
    assert replace(found, documents=()) == NOTHING


def test_another_value_of_many(tmp_path: Path) -> None:
    """One of several values that is another one now has another id, and is still the same claim by its words."""
    found = edited(
        tmp_path,
        replacing(
            "mappings/courier-1931.yaml", ("{value: josiah-pell, quote", "{value: leonora-vasey, quote")
        ),
    )
    (how, id, changes), *more = said(found.claims)
    assert (how, id, more) == ("changed", "courier-1931.flagon.found_by.leonora-vasey", [])
    assert changes[0] == ("value", ("Josiah Pell",), ("Leonora Vasey",))


def test_labels_types_and_hierarchy(tmp_path: Path) -> None:
    """What the registry says otherwise is shown of the entity alone: claims keep their content."""
    found = edited(tmp_path, replacing("registry/places.yaml", ('en: "Trench A', 'en: "First trench')))
    ((how, id, changes),) = said(found.entities)
    assert (how, id, [what for what, _, _ in changes]) == ("changed", "trench-a", ["label"])
    assert not found.claims


def test_types(tmp_path: Path) -> None:
    """The types of an entity are shown whole, the general one among them."""
    edit = replacing("registry/places.yaml", ("grave-9: {type: grave", "grave-9: {type: trench"))
    assert said(edited(tmp_path, edit).entities) == [
        ("changed", "grave-9", [("type", ("grave", "place"), ("trench", "place"))])
    ]


def test_lineage(tmp_path: Path) -> None:
    """A claim that is not derived from another any more is no changed claim: it stands under lineage."""
    source = "    from: {source: diary-1931.shelves.vessels_found, quote: the note that Pell added}\n"
    found = edited(tmp_path, replacing("mappings/report-1958.yaml", (source, "")))
    assert said(found.lineage) == [
        (
            *("changed", "report-1958.vessels.vessels_found"),
            [
                ("recorded origin", ("diary-1931.shelves.vessels_found",), ()),
                ("source", ("diary-1931.shelves.vessels_found (stated in text)",), ()),
            ],
        )
    ]
    assert replace(found, lineage=()) == NOTHING


def test_citations(tmp_path: Path) -> None:
    """Another intent is one change of a citation."""
    found = edited(tmp_path, replacing("mappings/report-1958.yaml", ("how: discusses", "how: cites")))
    ((how, _, changes),) = said(found.citations)
    assert (how, changes) == ("changed", [("citation intent", ("discusses",), ("cites",))])


def test_words_that_read_alike_are_told_apart(tmp_path: Path) -> None:
    """Where both sides read alike, what tells them apart is written out."""
    found = edited(tmp_path, replacing("registry/people.yaml", ("en: Josiah Pell", "de: Josiah Pell")))
    ((_, _, changes),) = said(found.entities)
    assert changes == [("label", ('"Josiah Pell"@en',), ('"Josiah Pell"@de',))]


def new_edition(folder: Path) -> None:
    """Another text of the diary, in which every quote stands further on."""
    text = folder / "documents/diary-1931.txt"
    text.write_text(text.read_text().replace("SEASON OF 1931\n", "SEASON OF 1931\nPrinted for the Society\n"))
    mapping = folder / "mappings/diary-1931.yaml"
    digest = hashlib.sha256(text.read_bytes()).hexdigest()
    lines = mapping.read_text().splitlines(keepends=True)
    mapping.write_text(
        "".join(f"  text: sha256:{digest}\n" if "text: sha256:" in line else line for line in lines)
    )


def test_a_new_text_under_old_quotes(tmp_path: Path) -> None:
    """Where only the text moved below the quotes, its parts, signatures and citations are no differences either."""
    found = edited(tmp_path, new_edition)
    assert [(d.item.id, [c.what for c in d.changes]) for d in found.documents] == [
        ("diary-1931", ["hash of the text"])
    ]
    assert [(shift.document, shift.quotes) for shift in found.shifts] == [("diary-1931", 15)]
    assert replace(found, documents=(), shifts=()) == NOTHING
    unfolded = edited(tmp_path / "again", new_edition, fold=False)
    assert {c.what for d in unfolded.claims for c in d.changes} == {
        *("evidence moved", "context", "words for the voices")
    }


def test_a_renamed_entry_in_a_new_text(tmp_path: Path) -> None:
    """What is the same claim is found in a new text as well, whether its moved quotes are listed or not."""

    def edit(folder: Path) -> None:
        new_edition(folder)
        replacing("mappings/diary-1931.yaml", ("  deepest:\n", "  depth:\n"))(folder)
        replacing("mappings/report-1958.yaml", ("diary-1931.deepest.", "diary-1931.depth."))(folder)

    for fold in (True, False):
        found = edited(tmp_path / str(fold), edit, fold=fold)
        (depth,) = (each for each in found.claims if "depth_in_centimetres" in each.item.id)
        assert depth.changes[0].before == ("diary-1931.deepest",)
        assert {each.how for each in found.claims} == {"changed"}
