"""Claims and the names of hashed nodes, against a recipe written out here a second time."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

import pytest

import kgbuild
from kgbuild.claims.claim import Namer
from kgbuild.core.project import ontology_folder
from kgbuild.core.terms import node_hash
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.pipeline.graphs import BuildResult
from kgbuild.values.dates import parse_time
from kgbuild.values.quantities import parse_quantity

FLOOD = Path(__file__).parents[1] / "cases" / "flood"
BASE = "https://example.org/flood/"
SAMPLE = "https://w3id.org/kgbuild/sample/"
KG = "https://w3id.org/kgbuild/ns#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

# What each kind of hashed node is named after, in the design's words; anything else stands in no hash.
RECIPES = {
    "prop": [f"{RDF}subject", f"{RDF}predicate", f"{RDF}object"]
    + [KG + name for name in ("population", "severity", "placeScope", "timeScope", "polarity")],
    "qty": [KG + name for name in ("lo", "hi", "approximation", "unit")],
    "when": [
        KG + name for name in ("edtf", "extent", "partOfDay", "afterEvent", "beforeEvent", "duringEvent")
    ],
}


@pytest.fixture(scope="module")
def flood() -> BuildResult:
    """The flood project, built."""
    return kgbuild.build(FLOOD, shapes=False)


def recomputed(kind: str, facts: Iterable[tuple[str, str]]) -> str:
    """The hash of the present fields, written without any code of kgbuild."""
    lines = sorted(f"{p} {o}\n".encode() for p, o in set(facts) if p[1:-1] in RECIPES[kind])
    return hashlib.sha256(b"kgbuild-1 " + kind.encode() + b"\n" + b"".join(lines)).hexdigest()[:32]


@pytest.mark.parametrize("project", ["flood", "sample"])
def test_every_hashed_node_is_named_by_its_content(project: str, request: pytest.FixtureRequest) -> None:
    """Propositions, quantities and times are named by the recipe over what the graph says of them."""
    result: BuildResult = request.getfixturevalue(project)
    facts: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for _, s, p, o in result.quads():
        facts[s].add((p, o))
    count: dict[str, int] = defaultdict(int)
    for node in facts:
        kind, _, name = node[1:-1].removeprefix(BASE if project == "flood" else SAMPLE).partition("/")
        if kind in RECIPES:
            count[kind] += 1
            assert name == recomputed(kind, facts[node]), node
    least = {"prop": 10, "qty": 3, "when": 4} if project == "flood" else {"prop": 100, "qty": 15, "when": 15}
    assert {kind: count[kind] >= least[kind] for kind in least} == dict.fromkeys(least, True)


def test_a_slot_is_named_by_its_question(flood: BuildResult) -> None:
    """A slot is the hash of the normalisation version, the subject and the predicate, and of nothing else."""
    for claim in flood.claims:
        content = claim.proposition
        lines = sorted(
            [
                f'<{KG}normalisation> "1"\n'.encode(),
                f"<{RDF}subject> {content.subject}\n".encode(),
                f"<{RDF}predicate> <{content.predicate.iri}>\n".encode(),
            ]
        )
        digest = hashlib.sha256(b"kgbuild-1 slot\n" + b"".join(lines)).hexdigest()[:32]
        assert content.slot == f"<{BASE}slot/{digest}>"


def test_one_hash_worked_out_by_hand(flood: BuildResult) -> None:
    """The proposition of "13 civilians were killed", from its lines as a person would write them."""
    quantity = hashlib.sha256(
        b"kgbuild-1 qty\n"
        b"<https://w3id.org/kgbuild/ns#approximation> <https://w3id.org/kgbuild/ns#exactly>\n"
        b'<https://w3id.org/kgbuild/ns#hi> "13"^^<http://www.w3.org/2001/XMLSchema#integer>\n'
        b'<https://w3id.org/kgbuild/ns#lo> "13"^^<http://www.w3.org/2001/XMLSchema#integer>\n'
        b"<https://w3id.org/kgbuild/ns#unit> <https://w3id.org/kgbuild/ns#person>\n"
    ).hexdigest()[:32]
    content = hashlib.sha256(
        b"kgbuild-1 prop\n"
        b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#object> <https://example.org/flood/qty/%b>\n"
        b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> <https://w3id.org/kgbuild/ns#killed>\n"
        b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#subject>"
        b" <https://example.org/flood/event/flood-elmford-1901-03-04>\n"
        b"<https://w3id.org/kgbuild/ns#polarity> <https://w3id.org/kgbuild/ns#positive>\n"
        b"<https://w3id.org/kgbuild/ns#population> <https://example.org/flood/group/civilians>\n"
        % quantity.encode()
    ).hexdigest()[:32]
    named = {claim.proposition.term for claim in flood.claims if claim.predicate.key == "killed"}
    assert named == {f"<{BASE}prop/{content}>"}


def test_two_documents_that_say_the_same_share_the_node(flood: BuildResult) -> None:
    """The proposition is one for both newspapers, the claims are two; what stands in no hash does not part them."""
    found = {claim.id: claim for claim in flood.claims if claim.predicate.key in ("killed", "missing")}
    assert len({claim.term for claim in found.values()}) == 4
    assert len({claim.proposition.term for claim in found.values()}) == 2
    assert found["flood-report.toll.killed"].proposition == found["gazette-report.toll.killed"].proposition


def test_the_order_of_fields_is_irrelevant() -> None:
    """However fields are given, and with absent ones among them, the name is the same; each value changes it."""
    fields = [("<x:a>", '"1"'), ("<x:b>", "<x:v>"), ("<x:c>", None), ("<x:d>", '"é"@fr')]
    names = {node_hash("prop", order) for order in permutations(fields)}
    assert names == {node_hash("prop", [field for field in fields if field[1] is not None])}
    others = {
        node_hash("prop", [(key, None if at == i else value) for i, (key, value) in enumerate(fields)])
        for at in range(4)
    }
    assert len(others | names) == 4
    assert node_hash("qty", fields) not in names


def test_the_same_quantity_and_time_however_written() -> None:
    """Digits, words and groups name one quantity; EDTF and words one time. What differs has another name."""
    namer = Namer(BASE, load_vocabulary([ontology_folder() / "kgbuild.ttl"]))
    quantities = [
        namer.quantity(parse_quantity(text).quantity, "<u>").term for text in ("2,000", "2000", "3000")
    ]
    assert quantities[0] == quantities[1] != quantities[2]
    assert namer.quantity(parse_quantity("2000").quantity, "<v>").term != quantities[0]
    times = [namer.time(parse_time(text)).term for text in ("1901-03-04", "4 March 1901", "1901-03")]
    assert times[0] == times[1] != times[2]
    assert namer.time(parse_time("1901-03-04", extent="throughout")).term != times[0]


def test_chains_of_voices(flood: BuildResult) -> None:
    """The paper reports, the clerk asserts; a part with its own voice drops the document's; stances are the claim's."""
    chains = {
        claim.id: [(u.voice.rpartition("/")[2][:-1], u.stance) for u in claim.utterances]
        for claim in flood.claims
    }
    assert chains["flood-report.toll.killed"] == [
        ("elmford-chronicle", "reports"),
        ("parish-clerk-of-elmford", "asserts"),
    ]
    assert chains["flood-report.homes.displaced"] == [("elmford-chronicle", "asserts")]
    assert chains["flood-report.street-by-board.took_place_in.lower-street"] == [
        ("elm-drainage-board", "asserts")
    ]
    assert chains["flood-report.neglect.characterised_as.neglect"] == [("elm-drainage-board", "denies")]
    assert chains["gazette-report.toll.killed"] == [
        ("county-gazette", "reports"),
        ("elmford-chronicle", "asserts"),
    ]
    sides = {claim.id: (claim.counts, claim.denies) for claim in flood.claims}
    assert sides["flood-report.neglect.characterised_as.neglect"] == (False, True)
    assert sides["flood-report.toll.killed"] == (True, False)
    demands = [claim for claim in flood.claims if claim.predicate.key == "demand"]
    assert [(claim.counts, claim.denies) for claim in demands] == [(False, False)]


def test_a_kept_inconsistency(flood: BuildResult) -> None:
    """A weekday that contradicts its date stays on the claim, as what the document says and what the calendar says."""
    kept = {claim.id: claim.inconsistency for claim in flood.claims if claim.inconsistency is not None}
    (found,) = kept.values()
    assert list(kept) == ["flood-report.sluice.occurred"]
    assert (found.kind, found.stated, found.computed) == ("Weekday", "sunday", "monday")
