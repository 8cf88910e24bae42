"""How a document differs from the one it reports, as far as the mappings record what both say.

Claims of both sides are gathered into statements: by recorded derivation, and by subject, property and value. What
only one side has is then joined where it answers the same question (a property with one value), says of the same
subject who did it, gives the same value by another property or another name, or the same value of another subject.
Of each statement the sides are compared as sets, so nothing depends on an order, a document does not differ from
itself, and swapping the sides swaps the differences. Whether a difference changes the sense is not said here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias

import networkx as nx

from kgbuild.analysis.study import Section, Study
from kgbuild.claims.claim import Claim, TimeNode
from kgbuild.core.errors import KgbuildError
from kgbuild.core.records import record
from kgbuild.core.terms import Term
from kgbuild.mapping.model import RANGE_MARK
from kgbuild.text.folding import fold

GROUPS: Final = ("figures", "dates", "agency", "qualifiers", "wording", "omitted", "added")
Sides: TypeAlias = tuple[tuple[Claim, ...], tuple[Claim, ...]]
"""The claims of the source and of the report that are one statement; one of them may have none."""


@record
class DriftChange:
    """One difference: what the source says and what the report says, with the claims that say it on either side.

    ``aspect`` is what differs: ``value``, ``subject`` (the same ``value`` stands under another subject), a qualifier,
    ``said by`` … ``before`` and ``after`` are what only the source and only the report has; ``None`` among them is
    "not stated". Where one side says nothing of the kind, its claims are the first that speaks of the subject, if any.
    ``pairing`` says how the two were put together: ``derivation``, ``content``, ``question``, ``agency``, ``value``,
    ``name``, ``subject``, or ``none`` where there is nothing to put together. ``properties`` are the labels of the
    properties that the statement is made with.
    """

    group: str
    aspect: str
    pairing: str
    subject: Term
    properties: tuple[str, ...]
    value: str | None
    before: tuple[str | None, ...]
    after: tuple[str | None, ...]
    source: tuple[Claim, ...]
    claims: tuple[Claim, ...]


@record
class Drift:
    """A document or part beside its source: the differences by group, and how many statements show none.

    ``same_but_voice`` counts the statements that differ in nothing but who says them, in which stance.
    """

    section: Section
    source: Section
    changes: tuple[DriftChange, ...]
    same: int
    same_but_voice: int


def sources_of(study: Study, section: Section) -> list[Section]:
    """The sources of a document or part: the copies in the corpus of the work that it reports.

    Without one, the documents or parts that its claims are derived from. Raises :class:`KgbuildError` where the corpus
    records neither.
    """
    reported = section.reports or study.sections[section.document].reports
    others = [other for other in study.sections.values() if other.document != section.document]
    copies = [other for other in others if reported is not None and other.copy_of == reported]
    if not copies:
        terms = {
            link.source for claim in claims_of(study, section) for link in study.links.get(claim.term, ())
        }
        parts = {study.section_of(study.by_term[term]).id for term in terms if term in study.by_term}
        copies = [other for other in others if other.id in parts]
    if not copies:
        raise KgbuildError(
            f"`{section.id}` has no recorded source in this corpus",
            f"name what to read it beside: `kgbuild drift {section.id} OTHER`",
        )
    return sorted(copies, key=lambda other: other.id)


def claims_of(study: Study, section: Section) -> list[Claim]:
    """The claims of a document with those of its parts, or of one part."""
    whole = section.id == section.document
    return [
        claim
        for claim in study.claims
        if claim.document == section.document and (whole or study.section_of(claim) is section)
    ]


def drift(study: Study, section: Section, source: Section) -> Drift:
    """What is different between a document or part and its source."""
    sides = (_ordered(claims_of(study, source)), _ordered(claims_of(study, section)))
    changes = _moved_dates(study, *sides)
    moved = {claim.id for change in changes for claim in (*change.source, *change.claims)}
    spoken_of = (_spoken_of(sides[0]), _spoken_of(sides[1]))
    same = same_but_voice = 0
    for pairing, statement in _joined(study, _statements(study, *sides)):
        if all(statement):
            found = _compared(study, pairing, statement)
            same += not found
            same_but_voice += bool(found) and all(change.aspect == "said by" for change in found)
        else:
            alone = _alone(study, statement, spoken_of)
            known = alone.group == "dates" and {c.id for side in statement for c in side} <= moved
            found = [] if known else [alone]
        changes += found
    kept = sorted(_without_kept(changes, sides), key=_place_of)
    return Drift(section, source, tuple(kept), same, same_but_voice)


def _ordered(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted(claims, key=lambda claim: (claim.document, claim.anchor.span.start, claim.id)))


def _place_of(change: DriftChange) -> tuple[object, ...]:
    shown = [(c.document, c.anchor.span.start, c.id) for c in (change.source or change.claims)]
    return GROUPS.index(change.group), min(shown), change.aspect, [c.id for c in change.claims]


# How claims become statements.


def _statements(study: Study, source: Sequence[Claim], report: Sequence[Claim]) -> list[tuple[str, Sides]]:
    """Claims joined by recorded derivation over any number of claims, or by subject, property and value."""
    graph: nx.Graph[Hashable] = nx.Graph()
    sides = [(0, claim) for claim in source] + [(1, claim) for claim in report]
    by_term: dict[Term, list[tuple[int, str]]] = defaultdict(list)
    for side, claim in sides:
        by_term[claim.term].append((side, claim.id))
        graph.add_edge((side, claim.id), (claim.proposition.subject, *_content(study, claim)))
    links = [
        ((side, claim.id), other)
        for side, claim in sides
        for term in study.lineage_of(claim.term)
        for other in by_term.get(term, ())
        if other[0] != side
    ]
    graph.add_edges_from(links)
    derived = {end for link in links for end in link}
    found = []
    for component in nx.connected_components(graph):
        both: Sides = (
            tuple(claim for claim in source if (0, claim.id) in component),
            tuple(claim for claim in report if (1, claim.id) in component),
        )
        found.append(("derivation" if derived & component else "content", both))
    return found


def _content(study: Study, claim: Claim) -> tuple[Hashable, ...]:
    """Property and value: of words without letter case, as "Martyrs" and "martyrs" are one name."""
    return claim.predicate.key, _object(study, claim)


def _object(study: Study, claim: Claim) -> Hashable:
    if claim.predicate.takes == "text":
        return fold(study.value(claim)).casefold()
    content = claim.proposition.object
    if isinstance(content, TimeNode) and content.time is not None:
        return content.time.start, content.time.end  # the part of the day is compared apart
    return claim.proposition.object_term


_Key: TypeAlias = Callable[[Study, Claim], Hashable]

_JOINS: Final[Sequence[tuple[str, _Key]]] = (
    ("question", lambda _, c: None if c.predicate.many else (c.proposition.subject, c.predicate.key)),
    ("agency", lambda _, c: (c.proposition.subject, c.predicate.key) if c.predicate.agency else None),
    ("value", lambda study, c: (c.proposition.subject, _object(study, c))),
    ("name", lambda _, c: c.proposition.subject if c.predicate.takes == "text" else None),
    ("subject", lambda study, c: None if c.predicate.takes == "date" else _content(study, c)),
)
"""What joins a statement of one side to one of the other, the closest tie first."""


def _joined(study: Study, statements: Sequence[tuple[str, Sides]]) -> list[tuple[str, Sides]]:
    """Statements, with those of one side joined to those of the other as :data:`_JOINS` says."""
    joined = [(pairing, sides) for pairing, sides in statements if all(sides)]
    loose = [sides for _, sides in statements if not all(sides)]
    for pairing, key_of in _JOINS:
        groups: dict[Hashable, list[Sides]] = defaultdict(list)
        rest: list[Sides] = []
        for sides in loose:
            key = key_of(study, next(claim for side in sides for claim in side))
            (rest if key is None else groups[key]).append(sides)
        for members in groups.values():
            both: Sides = (
                _ordered(claim for source, _ in members for claim in source),
                _ordered(claim for _, report in members for claim in report),
            )
            if all(both):
                joined.append((pairing, both))
            else:
                rest += members
        loose = rest
    return [*joined, *(("none", sides) for sides in loose)]


# What differs within a statement.

_AFFIRMED: Final = "affirmed"
"""What the stances that count in comparisons have in common. Which of them it is, the voice shows."""


def _qualifiers(study: Study, claim: Claim) -> dict[str, str | None]:
    """What a claim says beside its value, as far as it says it."""
    content = claim.proposition
    time = content.object.time if isinstance(content.object, TimeNode) else None
    return {
        "part of day": time.part_of_day if time is not None else None,
        "population": _label(study, content.population),
        "severity": _label(study, content.severity),
        "place": _label(study, content.place),
        "polarity": "said not to be so" if content.negative else None,
        "modality": claim.modality if claim.modality != "actual" else None,
        "hedge": claim.hedge,
        "manner": claim.manner,
        "status": claim.status,
        "stance": _AFFIRMED if claim.stance in study.namer.counted_stances else claim.stance,
        "said by": f"{study.label(claim.voice)} {claim.stance}",
    }


def _qualifier(study: Study, name: str, claim: Claim) -> tuple[Hashable, str | None]:
    return _key(_qualifiers(study, claim)[name])


def _label(study: Study, term: Term | None) -> str | None:
    return None if term is None else study.label(term)


def full_time_text(study: Study, node: TimeNode) -> str:
    """A time with its part of day and how it is meant: "1990-01-19/1990-01-20 (night, throughout)"."""
    text = study.time_text(node)
    if node.time is None:
        return text
    more = ", ".join(word for word in (node.time.part_of_day, node.time.extent) if word)
    return f"{text} ({more})"


def _value(study: Study, claim: Claim) -> str:
    content = claim.proposition.object
    return full_time_text(study, content) if isinstance(content, TimeNode) else study.value(claim)


def stated_text(study: Study, claim: Claim) -> str:
    """What a claim says, with all that it says beside its value: "punished (polarity: said not to be so)"."""
    more = {**_qualifiers(study, claim), "time": _time_scope(study, claim), "said by": None}
    details = "; ".join(f"{name}: {text}" for name, text in more.items() if text not in (None, _AFFIRMED))
    return f"{_value(study, claim)} ({details})" if details else _value(study, claim)


def _group(claims: Iterable[Claim]) -> str:
    """The group of differences in a value."""
    predicates = [claim.predicate for claim in claims]
    if any(predicate.agency for predicate in predicates):
        return "agency"
    return {"quantity": "figures", "date": "dates"}.get(predicates[0].takes, "wording")


def _compared(study: Study, pairing: str, sides: Sides) -> list[DriftChange]:
    """The differences within a statement that both sides have."""
    claims = [*sides[0], *sides[1]]
    several = len({claim.predicate.key for claim in claims}) > 1
    found = []

    def compare(
        group: str,
        aspect: str,
        seen: Callable[[Claim], tuple[Hashable, str | None]],
        value: str | None = None,
    ) -> None:
        change = _difference(pairing, sides, group, aspect, seen, value)
        if change is not None:
            found.append(change)

    def value_of(claim: Claim) -> tuple[Hashable, str | None]:
        text = f"{'not so: ' if claim.proposition.negative else ''}{_value(study, claim)}"
        return _content(study, claim), f"{claim.predicate.label}: {text}" if several else text

    def subject_of(claim: Claim) -> tuple[Hashable, str | None]:
        return claim.proposition.subject, study.label(claim.proposition.subject)

    compare(_group(claims), "value", value_of)
    compare(_group(claims), "subject", subject_of, _value(study, claims[0]))
    if not several or pairing == "value":
        compare("dates", "time", lambda c: _key(_time_scope(study, c)))
    for name in _qualifiers(study, claims[0]):
        compare(_qualifier_group(claims[0], name), name, partial(_qualifier, study, name))
    if _worded(sides[0]) and _worded(sides[1]):
        sides = (_worded(sides[0]), _worded(sides[1]))
        compare("wording", "words", lambda c: (fold(c.words).casefold(), c.words))
    return found


def _qualifier_group(claim: Claim, name: str) -> str:
    """Where a difference in a qualifier belongs: what limits a figure is part of the figure."""
    if name == "part of day":
        return "dates"
    return "figures" if claim.predicate.takes == "quantity" and name != "said by" else "qualifiers"


def _without_kept(changes: Iterable[DriftChange], sides: Sides) -> Iterator[DriftChange]:
    """The differences without the manner or hedge of one side that the other side has elsewhere for the subject."""
    words = [_words_by_subject(side) for side in sides]
    for change in changes:
        if change.aspect not in ("manner", "hedge") or (any(change.before) and any(change.after)):
            yield change
            continue
        subjects = sorted({claim.proposition.subject for claim in (*change.source, *change.claims)})
        source, report = ("\n".join(found.get(each, "") for each in subjects) for found in words)
        before = tuple(text for text in change.before if text is None or fold(text).casefold() not in report)
        after = tuple(text for text in change.after if text is None or fold(text).casefold() not in source)
        if {*before, *after} - {None}:
            yield replace(change, before=before, after=after)


def _words_by_subject(claims: Iterable[Claim]) -> dict[Term, str]:
    """All words that claims quote or give for each subject."""
    found: dict[Term, list[str]] = defaultdict(list)
    for claim in claims:
        texts = (claim.quote.text, claim.words, claim.manner or "", claim.hedge or "")
        found[claim.proposition.subject] += texts
    return {subject: fold("\n".join(texts)).casefold() for subject, texts in found.items()}


def _key(text: str | None) -> tuple[Hashable, str | None]:
    return (None if text is None else fold(text).casefold()), text


def _time_scope(study: Study, claim: Claim) -> str | None:
    return None if claim.proposition.time is None else full_time_text(study, claim.proposition.time)


def _worded(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims whose wording is recorded: of concepts, where the words are not a range that leaves some out."""
    return tuple(c for c in claims if c.predicate.takes == "concept" and RANGE_MARK not in c.words)


def _difference(
    pairing: str,
    sides: Sides,
    group: str,
    aspect: str,
    seen: Callable[[Claim], tuple[Hashable, str | None]],
    value: str | None = None,
) -> DriftChange | None:
    """What only one of two sides has of an aspect; ``None`` where both have the same."""
    one, other = (_by_key(claims, seen) for claims in sides)
    if one.keys() == other.keys():
        return None
    before, after = one.keys() - other.keys(), other.keys() - one.keys()
    if before | after == {None}:
        return None  # what is said with it is said without it too
    return DriftChange(
        group=group,
        aspect=aspect,
        pairing=pairing,
        subject=sides[0][0].proposition.subject,
        properties=_properties(*sides),
        value=value,
        before=_texts(one[key][0] for key in before),
        after=_texts(other[key][0] for key in after),
        source=_ordered(c for key in before for c in one[key][1]) or sides[0],
        claims=_ordered(c for key in after for c in other[key][1]) or sides[1],
    )


def _properties(*groups: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(sorted({claim.predicate.label for claims in groups for claim in claims}))


def _by_key(
    claims: Iterable[Claim], seen: Callable[[Claim], tuple[Hashable, str | None]]
) -> dict[Hashable, tuple[str | None, list[Claim]]]:
    found: dict[Hashable, tuple[str | None, list[Claim]]] = {}
    for claim in claims:
        key, text = seen(claim)
        found.setdefault(key, (text, []))[1].append(claim)
    return found


def _texts(texts: Iterable[str | None]) -> tuple[str | None, ...]:
    return tuple(sorted(texts, key=lambda text: (text is not None, text or "")))


# What only one side has.


def _spoken_of(claims: Iterable[Claim]) -> dict[Hashable, Claim]:
    """The first claim that answers each question, and that speaks of each thing, as its subject if any does."""
    ordered = _ordered(claims)
    found: dict[Hashable, Claim] = {}
    for claim in ordered:
        found.setdefault(claim.proposition.slot, claim)
        found.setdefault(claim.proposition.subject, claim)
    for claim in ordered:
        if isinstance(claim.proposition.object, str):
            found.setdefault(claim.proposition.object, claim)
    return found


def _moved_dates(study: Study, source: Sequence[Claim], report: Sequence[Claim]) -> list[DriftChange]:
    """Dates that stand with one subject in the source and with another in the report."""
    dated: tuple[dict[str, dict[Term, list[Claim]]], ...] = tuple(
        defaultdict(lambda: defaultdict(list)) for _ in range(2)
    )
    for found, claims in zip(dated, (source, report), strict=True):
        for claim in claims:
            for node in (claim.proposition.object, claim.proposition.time):
                if isinstance(node, TimeNode) and node.time is not None:
                    found[node.time.edtf][claim.proposition.subject].append(claim)
    changes = []
    for date in sorted(dated[0].keys() & dated[1].keys()):
        one, other = dated[0][date], dated[1][date]
        gone, new = one.keys() - other.keys(), other.keys() - one.keys()
        if gone and new:
            changes.append(
                DriftChange(
                    group="dates",
                    aspect="subject",
                    pairing="subject",
                    subject=min(gone),
                    properties=_properties(
                        *(one[term] for term in sorted(gone)), *(other[term] for term in sorted(new))
                    ),
                    value=date,
                    before=_texts(map(study.label, gone)),
                    after=_texts(map(study.label, new)),
                    source=_ordered({c.id: c for term in gone for c in one[term]}.values()),
                    claims=_ordered({c.id: c for term in new for c in other[term]}.values()),
                )
            )
    return changes


def _alone(study: Study, sides: Sides, spoken_of: Sequence[Mapping[Hashable, Claim]]) -> DriftChange:
    """What only one side has. Where the other speaks of its subject, and is silent on this, that is shown beside it."""
    omitted = bool(sides[0])
    claims = sides[0] or sides[1]
    predicate, subject = claims[0].predicate, claims[0].proposition.subject
    other = spoken_of[1 if omitted else 0]
    beside = other.get(claims[0].proposition.slot) or other.get(subject)
    own_group = predicate.agency or predicate.takes in ("quantity", "date")
    if predicate.takes == "text" or (beside is not None and own_group):
        group = _group(claims)
    else:
        group = "omitted" if omitted else "added"
    shown = (beside,) if beside is not None and group not in ("omitted", "added") else ()
    texts = _texts({stated_text(study, claim) for claim in claims})
    return DriftChange(
        group=group,
        aspect="value",
        pairing="none",
        subject=subject,
        properties=_properties(claims),
        value=None,
        before=texts if omitted else (),
        after=() if omitted else texts,
        source=claims if omitted else shown,
        claims=shown if omitted else claims,
    )
