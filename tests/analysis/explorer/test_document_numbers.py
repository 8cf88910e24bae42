"""The numbers of documents and claims, of lineage and drift: those counted from the N-Quads and from the mappings."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from conftest import ROOT

import kgbuild
from analysis.explorer.counted import Counted, Said, Span, plural
from analysis.explorer.walking import (
    Expected,
    Notes,
    Walk,
    address,
)
from kgbuild.analysis.drift.results import drift
from kgbuild.analysis.explorer.readings import ProjectReader
from kgbuild.core.project import load_project


def lengths() -> dict[str, int]:
    """How long each document is, from the locks."""
    return {
        path.stem: int(path.read_text(encoding="utf-8").split(maxsplit=3)[2])
        for path in sorted(Path(ROOT / "mappings").glob("*.lock"))
    }


def place(span: Span) -> str:
    return f"characters {span[0]:,}–{span[1]:,}"


def ruler(n: int, length: int) -> str:
    return f"{plural(n, 'passage')} in a document of {length:,} characters"


def drift_counts() -> dict[tuple[str, str], Counter[str]]:
    """The differences of the documents that `kgbuild drift` compares, by group."""
    study = kgbuild.study(ROOT)
    found = drift(study, study.sections["agency-report-2025"], study.sections["letter-2025-01-20.annex"])
    return {("agency-report-2025", "letter-2025-01-20.annex"): Counter(each.group for each in found.changes)}


def margin(counted: Counted, claim: Said) -> Notes:
    """What agrees and what stands against a claim, beside it in its document."""
    relations = Counter(name for name, _ in counted.compared.get(claim.id, ()))
    relations["agree"] += sum(
        other.document != claim.document and (other.content, other.denies) == (claim.content, claim.denies)
        for other in counted.questions[claim.question]
    )
    return Counter(f"{name.replace('-', ' ')} {n}" for name, n in (+relations).items())


def test_every_document(walk: Walk, counted: Counted) -> None:
    """Its length, passages, claims with what agrees and stands against them, and what of it is unmapped."""
    length, drifts = lengths(), drift_counts()
    reader = ProjectReader(load_project(ROOT / "kgbuild.toml", []), with_text=False)
    readings = {each.document: each for each in reader.readings}

    def expected() -> Expected:
        held = Counter(claim.document for claim in counted.claims.values())
        yield (
            "#/documents",
            Counter(
                [
                    f"Documents → {len(held)}",
                    *(f"{address('document', each)} → {n}" for each, n in held.items()),
                ]
            ),
        )
        for section in sorted(
            {each for claim in counted.claims.values() for each in (claim.document, claim.part) if each}
        ):
            claims = [claim for claim in counted.claims.values() if section in (claim.document, claim.part)]
            document = claims[0].document
            passages = {claim.anchor for claim in claims}
            head = Notes({f"{length[document]:,} characters": 1, ruler(len(passages), length[document]): 1,
                          f"{address('document', section)} → {len(claims)}": 1})  # fmt: skip
            gaps = list(gaps_of(readings[document].covered, length[document]))
            if section == document:
                head[f"{address('document', section, show='unmapped')} → {len(gaps)}"] += 1
            own = {
                pair: n
                for pair, n in drifts.items()
                if any(f"{each}.".startswith(f"{section}.") for each in pair)
            }
            head[f"{address('document', section, show='drift')} → {len(own)}"] += bool(own)
            notes = head + Counter(place(counted.spans[each]) for each in passages)
            for claim in claims:
                notes += margin(counted, claim)
            yield address("document", section), +notes
            if own:
                yield (
                    address("document", section, show="drift"),
                    +head + Counter(f"{address('drift', *pair)} → {n.total()}" for pair, n in own.items()),
                )
            if section == document:
                notes = unmapped(gaps, length[document], readings[document].ignored)
                yield address("document", section, show="unmapped"), +head + notes

    assert walk.same(expected()) > 12


def gaps_of(covered: Sequence[Span], length: int) -> Iterator[Span]:
    """The stretches of a document between those that are covered."""
    ends = [0, *(end for span in covered for end in span), length]
    yield from ((start, end) for start, end in zip(ends[::2], ends[1::2], strict=True) if start < end)


def unmapped(gaps: list[Span], length: int, ignored: Sequence[tuple[int, int, str]]) -> Notes:
    """What of a document is in no passage, and what its mapping leaves out."""
    bare = sum(end - start for start, end in gaps)
    share = math.floor(100 * bare / length + 0.5)
    verb = "is" if bare == 1 else "are"
    notes = Notes(
        [f"{bare:,} of {length:,} characters ({share} %) {verb} in no passage that a claim rests on."]
    )
    notes += Counter(
        [
            f"Left out by the mapper, with the reason → {len(ignored)}",
            f"Stretches without a passage, the longest first → {len(gaps)}",
        ]
    )
    notes += Counter(place((start, end)) for start, end, _ in ignored)
    for start, end in gaps:
        notes += Counter([place((start, end)), plural(end - start, "character")])
    return notes


def test_every_claim(walk: Walk, counted: Counted) -> None:
    """Its passages and how many claims are derived from it, agree with it or stand against it."""
    length = lengths()

    def expected() -> Expected:
        for claim in counted.claims.values():
            spans = [counted.spans[each] for each in (claim.anchor, *counted.other_passages[claim.id])]
            notes = Counter([*map(place, spans), ruler(1, length[claim.document])])
            derived = len(counted.derived[claim.id])
            notes[f"Claims derived from it → {derived}"] += derived > 0
            same = sum(
                other != claim and (other.counts or other.denies)
                and (other.content, other.denies) == (claim.content, claim.denies)
                for other in counted.questions[claim.question]
            )  # fmt: skip
            compared = len(counted.compared.get(claim.id, ()))
            notes[f"Agrees with it, stands against it → {same + compared}"] += bool(same or compared)
            notes[f"The same answer elsewhere → {same}"] += same > 0
            yield address("claim", claim.id), +notes

    assert walk.same(expected()) > 600


DRAWN = "{} of {} boxes are drawn. Choose one to see what is around it."
UNLINKED = (
    "Claims and what they are from. A line leads from a source to the claim derived from it. "
    "{} claims have no recorded lineage and are not here."
)


def test_the_lineage(walk: Walk, counted: Counted) -> None:
    """Every link with the claims behind it; from every thing what is around it in one step and in two."""
    tabs = Notes()
    levels = {"documents": [], "voices": ["voices"], "claims": ["claims"]}
    nodes = {
        "documents": {*counted.documents, *(end for ends in counted.lineage["documents"] for end in ends)},
        "voices": {voice for chain in counted.chains.values() for voice in chain},
        "claims": {end for ends in counted.lineage["claims"] for end in ends},
    }
    for level, path in levels.items():
        tabs[f"{address('lineage', *path)} → {len(nodes[level])}"] += 1

    def expected() -> Expected:
        for level, path in levels.items():
            links = counted.lineage[level]
            drawn = tabs + Counter("link of " + plural(n, "claim") for n in links.values())
            if level == "claims":
                drawn[UNLINKED.format(len(counted.claims.keys() - nodes[level]))] += 1
            yield address("lineage", *path), drawn + Counter([plural(len(links), "link")])
            for thing in sorted(nodes[level]):
                for steps in (1, 2):
                    near = {thing}
                    for _ in range(steps):
                        near |= {end for ends in links if near & set(ends) for end in ends}
                    notes = drawn + Counter([f"{len(near)} of {len(nodes[level])} shown in full"])
                    if level == "claims" and len(near) < len(nodes[level]):
                        left = [ends for ends in links if not near.issuperset(ends)]
                        notes -= Counter("link of " + plural(links[ends], "claim") for ends in left)
                        notes[DRAWN.format(len(near), len(nodes[level]))] += 1
                    notes[f"Comes from → {sum(ends[1] == thing for ends in links)}"] += 1
                    notes[f"Leads to → {sum(ends[0] == thing for ends in links)}"] += 1
                    notes += Counter(
                        "via " + plural(n, "claim") for ends, n in links.items() if n and thing in ends
                    )
                    query = {"of": f"{counted.kind_of(thing, level)}/{thing}"} | (
                        {"steps": "2"} if steps == 2 else {}
                    )
                    yield address("lineage", *path, **query), +notes

    assert walk.same(expected()) > 60


def test_the_drift(walk: Walk) -> None:
    """The differences by group are those of `kgbuild drift`."""
    study = kgbuild.study(ROOT)
    found = drift(study, study.sections["agency-report-2025"], study.sections["letter-2025-01-20.annex"])
    groups = Counter(change.group for change in found.changes)
    names = {"figures": "Figures", "dates": "Dates", "agency": "Who did it", "qualifiers": "Limits and doubts",
             "wording": "Wording", "omitted": "Left out", "added": "Added"}  # fmt: skip
    pair = ("agency-report-2025", "letter-2025-01-20.annex")
    tabs = Counter(f"{address('drift', *pair, group=group)} → {n}" for group, n in groups.items())

    def expected() -> Expected:
        yield "#/drift", tabs
        head = tabs + Counter([f"{address('drift', *pair)} → {groups.total()}"])
        head[f"{plural(groups.total(), 'difference')}; {found.same} statements are the same."] += 1
        yield address("drift", *pair), head + Counter(f"{names[group]} → {n}" for group, n in groups.items())
        for group, n in groups.items():
            yield address("drift", *pair, group=group), head + Counter([f"{names[group]} → {n}"])

    assert walk.same(expected()) == len(groups) + 2
