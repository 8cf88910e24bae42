"""One comparison: graph, query, `conflicts`, its CSV, matrix and picture say the same of every two claims."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

import kgbuild
from kgbuild.analysis.conflicts.page import COLUMNS, conflicts_page
from kgbuild.analysis.conflicts.picture import conflicts_picture
from kgbuild.analysis.conflicts.results import Dispute, disputes
from kgbuild.analysis.drawing.parts import Axis
from kgbuild.analysis.matrix.results import matrix_of
from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.study import Study
from kgbuild.core.project import load_project
from kgbuild.graph.write.nquads import nquads
from kgbuild.pipeline.graphs import BuildResult
from kgbuild.store.records import BuiltGraph
from kgbuild.store.sparql.content import Loaded
from kgbuild.store.sparql.library import read_query
from kgbuild.store.sparql.store import GraphStore, Table

ROOT = Path(__file__).parents[2]
PROJECTS = {"sample": ROOT, "dam": ROOT / "tests" / "cases" / "dam"}
COLUMN = {
    "agree": ("agrees_with", "agrees_with"),
    "compatible": ("compatible_with", "compatible_with"),
    "later-figure": ("later_figure_of", "earlier_figure_of"),
    "part-of-total": ("part_of_total", "total_of_parts"),
    "conflict": ("conflicts_with", "conflicts_with"),
    "not-comparable": ("not_comparable_with", "not_comparable_with"),
    "relation-not-stated": ("relation_not_stated_with", "relation_not_stated_with"),
}
IN_PICTURE = {
    "conflicts with": "conflict",
    "later figure than": "later-figure",
    "part of": "part-of-total",
    "agrees with": "agree",
    "compatible with": "compatible",
    "relation not stated to": "relation-not-stated",
}
Pair = tuple[str, str, str]


@dataclass(frozen=True)
class Corpus:
    """A project as it is built and as it is studied, and what its graph says of every two claims, by their ids."""

    built: BuildResult
    study: Study
    found: tuple[Dispute, ...]
    graph: frozenset[Pair]


@pytest.fixture(scope="module", params=sorted(PROJECTS))
def corpus(request: pytest.FixtureRequest) -> Corpus:
    folder = PROJECTS[request.param]
    built, study = kgbuild.build(folder), open_study(load_project(folder / "kgbuild.toml"))
    graph = BuiltGraph(built.quads(), study.namer.vocabulary)
    pairs = {
        _unturned(graph.name(each.left), graph.name(each.right), each.relation)
        for each in graph.comparisons.values()
    }
    assert len(pairs) == len(graph.comparisons) > 60
    return Corpus(built, study, tuple(disputes(study, study.questions.values())), frozenset(pairs))


def _unturned(left: str, right: str, relation: str) -> Pair:
    """A pair in one order where its relation has no direction."""
    if relation in ("later-figure", "part-of-total"):
        return left, right, relation
    return (*sorted((left, right)), relation)  # type: ignore[return-value]


def _between_sides(corpus: Corpus, dispute: Dispute) -> Iterator[tuple[int, int, str]]:
    """What the graph says of every two sides of a question, by their numbers."""
    sides = {claim.id: each.number for each in dispute.positions for claim in each.claims}
    for left, right, relation in corpus.graph:
        if left in sides and sides[left] != sides[right]:
            yield sides[left], sides[right], relation


def test_one_row_is_one_pair(corpus: Corpus) -> None:
    """The query has each pair of the graph once, and a claim never stands against itself."""
    data = b"".join(nquads(name, triples) for name, triples in corpus.built.graphs.items())
    store = GraphStore(Loaded(data, ox.RdfFormat.N_QUADS))
    table = store.query(read_query(ROOT / "ontology" / "queries" / "relations.rq").text)
    assert isinstance(table, Table)
    at = [table.variables.index(name) for name in ("leftClaim", "rightClaim", "relation")]
    names = corpus.study.namer.members("relations")
    keys = {term: key for key, term in names.items()}
    rows = [
        _unturned(corpus.study.name(left), corpus.study.name(right), keys[relation])
        for row in table.rows
        for left, right, relation in [[str(row[column]) for column in at]]
    ]
    assert len(rows) == len(set(rows))
    assert set(rows) == corpus.graph
    assert all(left != right for left, right, _ in rows)


def test_conflicts_and_its_csv_say_the_same(corpus: Corpus) -> None:
    """The pairs of sides are those of the graph; each claim's row names the sides to which it stands in a relation."""
    for dispute in corpus.found:
        shown = {
            _unturned(each.left.id, each.right.id, str(pair.relation))
            for pair in dispute.pairs
            for each in pair.pairs
        }
        sides = {claim.id: each.number for each in dispute.positions for claim in each.claims}
        wanted = {pair for pair in corpus.graph if pair[0] in sides and sides[pair[0]] != sides[pair[1]]}
        assert shown == wanted
        rows: Mapping[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for left, right, relation in wanted:
            rows[left][COLUMN[relation][0]].add(str(sides[right]))
            rows[right][COLUMN[relation][1]].add(str(sides[left]))
        for row in conflicts_page(corpus.study, [dispute]).rows:
            cells = dict(zip(COLUMNS, row, strict=True))
            for column in {name for names in COLUMN.values() for name in names}:
                named = {number for number in str(cells[column]).split("; ") if number}
                assert named == rows[str(cells["claim"])][column]


def test_the_matrix_says_the_same(corpus: Corpus) -> None:
    """A cell names for each relation the documents with whose claims the graph has it."""
    matrix = matrix_of(corpus.study, corpus.study.questions.values())
    for dispute in corpus.found:
        related: Mapping[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        claims = {claim.id: claim for each in dispute.positions for claim in each.claims}
        for left, right, relation in corpus.graph:
            if left in claims:
                one, other = claims[left].document, claims[right].document
                if one != other:
                    related[one][relation].add(other)
                    related[other][relation].add(one)
        for document in {claim.document for claim in claims.values()}:
            others = matrix.cells[document, dispute.question.key].others
            found = {str(relation): set(names) for relation, names in others.items()}
            if dispute.question.predicate.many:  # what is the same there is no pair of the graph
                found.pop("agree", None)
                related[document].pop("agree", None)
            assert found == related[document]


def test_the_picture_says_the_same(corpus: Corpus) -> None:
    """A row of the picture says in words how its side stands to the others, by their numbers."""
    for dispute in corpus.found:
        picture = conflicts_picture(corpus.study, [dispute])
        (axis,) = picture.parts
        assert isinstance(axis, Axis)
        wanted = {each for each in _between_sides(corpus, dispute) if each[2] in IN_PICTURE.values()}
        shown = set()
        for row in axis.rows:
            number = re.fullmatch(r"side (\d+): .*", row.label)
            assert number is not None
            assert "more" not in row.note.split("; as of")[0] or len(dispute.positions) > 8
            for words, relation in IN_PICTURE.items():
                for listed in re.findall(rf"(?:^|; ){words} ([\d, ]+)", row.note):
                    shown |= {(int(number[1]), int(other), relation) for other in listed.split(", ")}
        directed = {"later-figure", "part-of-total"}
        both = wanted | {(right, left, name) for left, right, name in wanted if name not in directed}
        missing = {each for each in both - shown if len(dispute.positions) <= 8}
        assert shown <= both
        assert not missing
