"""The corpus pass: from small summaries of the documents to what only all of them together show.

Links between claims (lineage), comparisons of propositions of one slot, names that lead to other documents, and the
findings that belong to none of the files alone. Nothing here reads a mapping or a document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from kgbuild.claims import Claim, Namer, Proposition
from kgbuild.comparability import Comparison, Relation, Side, compare
from kgbuild.diagnostics import Related, diagnostic
from kgbuild.mapping.model import Lineage, MappingSpec, Ref, SectionSpec, SourceRef
from kgbuild.mapping.tree import Report
from kgbuild.registry import Registry
from kgbuild.spans import Place
from kgbuild.terms import Term

ANNEX = "https://w3id.org/kgbuild/ns#Annex"


@dataclass(frozen=True, slots=True)
class ClaimSummary:
    """What the corpus pass needs of a claim."""

    id: str
    term: Term
    part: str | None
    proposition: Proposition
    counts: bool
    denies: bool
    voice: Term
    sources: tuple[SourceRef, ...] | None
    chain: tuple[tuple[Term, Term], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """A document (``name`` is its id) or part (``doc.part``): its node, date, voice and declared lineage."""

    name: str
    term: Term
    issued: int | None
    voice: Term | None
    reports: Lineage | None
    copy_of: Lineage | None
    annex: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What one document leaves behind for the corpus pass."""

    document: str
    file: str
    text_hash: str
    place: Place
    sections: tuple[SectionSummary, ...]
    claims: tuple[ClaimSummary, ...]
    refs: tuple[Ref, ...]
    used: frozenset[str]


@dataclass(frozen=True, slots=True)
class Link:
    """A derivation: ``derived`` was had from ``source``; ``basis`` is a key of the list ``bases``."""

    derived: Term
    source: Term
    basis: str
    relation: str = "derived"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A comparison with the affiliation that the voices of both sides share, and the years they spoke in."""

    comparison: Comparison
    slot: Term
    shared: tuple[Term, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The result of the corpus pass."""

    links: tuple[Link, ...]
    origins: Mapping[Term, tuple[Term, ...]]
    comparisons: tuple[Tagged, ...]
    voices_in_corpus: Mapping[Term, bool] = field(default_factory=dict)


def summarise(spec: MappingSpec, claims: Sequence[Claim], namer: Namer) -> Summary:
    """The summary of a document."""
    used: set[str] = set()
    refs: list[Ref] = []
    for ref in _all_refs(spec):
        if ref.corpus:
            refs.append(ref)
        else:
            used |= {ref.id, ref.id.partition(".")[0]}
    return Summary(
        document=spec.id,
        file=spec.file,
        text_hash=spec.text_hash,
        place=spec.document.place,
        sections=tuple(_sections(spec, namer)),
        claims=tuple(
            ClaimSummary(
                claim.id,
                claim.term,
                claim.part,
                claim.proposition,
                claim.counts,
                claim.denies,
                claim.voice,
                claim.sources,
                tuple((u.term, u.voice) for u in claim.utterances[1:]),
                claim.place,
            )
            for claim in claims
        ),
        refs=tuple(refs),
        used=frozenset(used),
    )


def _sections(spec: MappingSpec, namer: Namer) -> Iterator[SectionSummary]:
    for section in (spec.document, *spec.parts):
        is_document = section is spec.document
        name = spec.id if is_document else f"{spec.id}.{section.id}"
        issued = section.issued or spec.document.issued
        yield SectionSummary(
            name=name,
            term=namer.node("doc" if is_document else "part", name),
            issued=int(issued.value[:4]) if issued is not None else None,
            voice=section.voice.ref.term
            if section.voice is not None and section.voice.ref is not None
            else None,
            reports=section.reports,
            copy_of=section.copy_of,
            annex=section.kind == ANNEX,
        )


def _all_refs(spec: MappingSpec) -> Iterator[Ref]:
    """Every name a mapping uses."""
    for section in (spec.document, *spec.parts):
        yield from _section_refs(section)
    if spec.publisher is not None:
        yield spec.publisher
    for claim in spec.claims:
        scope = getattr(claim.scope_time, "event", None)
        for ref in (claim.subject, claim.value, claim.population, claim.scope_place, scope):
            if isinstance(ref, Ref):
                yield ref
        yield from (voice.ref for voice in claim.said_by or () if voice.ref is not None)
    yield from (citation.target for citation in spec.citations)


def _section_refs(section: SectionSpec) -> Iterator[Ref]:
    voices = (section.voice, *(section.said_by or ()))
    yield from (voice.ref for voice in voices if voice is not None and voice.ref is not None)
    yield from (ref for ref, _ in section.addressees)
    yield from (lineage.work for lineage in (section.reports, section.copy_of) if lineage is not None)
    for signature in section.signatures:
        yield signature.person
        if signature.office is not None:
            yield signature.office


def corpus_pass(summaries: Sequence[Summary], registry: Registry, report: Report) -> Corpus:
    """Link, compare and check all documents. The order of ``summaries`` does not matter."""
    summaries = sorted(summaries, key=lambda summary: summary.document)
    _check_names(summaries, registry, report)
    links = _links(summaries, registry, report)
    speakers = {section.voice for summary in summaries for section in summary.sections if section.voice}
    return Corpus(
        links=tuple(sorted(set(links), key=lambda link: (link.derived, link.source, link.basis))),
        origins=_origins(links, summaries, report),
        comparisons=tuple(_comparisons(summaries, registry, report)),
        voices_in_corpus={
            utterance: voice in speakers
            for summary in summaries
            for claim in summary.claims
            for utterance, voice in claim.chain
        },
    )


def _check_names(summaries: Sequence[Summary], registry: Registry, report: Report) -> None:
    known = {section.name for summary in summaries for section in summary.sections}
    known |= {claim.id for summary in summaries for claim in summary.claims}
    by_text: dict[str, Summary] = {}
    by_id: dict[str, Summary] = {}
    for summary in summaries:
        first = by_id.setdefault(summary.document.casefold(), summary)
        if first is not summary:
            related = [Related(first.place, "first written here")]
            report(
                diagnostic(
                    "KG209", f"two mappings have the id `{summary.document}`", summary.place, related=related
                )
            )
        first = by_text.setdefault(summary.text_hash, summary)
        if first is not summary:
            related = [Related(first.place, f"`{first.document}` maps it too")]
            report(diagnostic("KG505", "two mappings map the same text", summary.place, related=related))
        for ref in summary.refs:
            if ref.id not in known and ref.place is not None:
                report(
                    diagnostic(
                        "KG201",
                        f"neither the registry nor the corpus holds `{ref.id}`",
                        ref.place,
                        label="unknown name",
                        help="add it to a registry file; a document cited but not held belongs in `works.yaml`",
                    )
                )


def check_unused(summaries: Sequence[Summary], registry: Registry, report: Report) -> None:
    """Report the entities of the registry that no mapping uses and nothing of the registry lies in."""
    used = {name for summary in summaries for name in summary.used}
    used |= {link.id for entity in registry.entities.values() for link in entity.broader}
    for entity in registry.entities.values():
        if entity.id not in used:
            report(
                diagnostic(
                    "KG503",
                    f"no mapping uses `{entity.id}`",
                    entity.place,
                    help=f"delete `{entity.id}` from the registry, or use it",
                )
            )


def _links(summaries: Sequence[Summary], registry: Registry, report: Report) -> list[Link]:
    claims = {claim.id: claim for summary in summaries for claim in summary.claims}
    copies = _copies(summaries)
    links: list[Link] = []
    for summary in summaries:
        sections = {section.name: section for section in summary.sections}
        for section in summary.sections:
            for lineage in (section.reports, section.copy_of):
                if lineage is not None:
                    links.append(Link(section.term, lineage.work.term, _basis(section, lineage)))
        for claim in summary.claims:
            section = sections.get(f"{summary.document}.{claim.part}") or sections[summary.document]
            copied = section.copy_of or sections[summary.document].copy_of
            if copied is not None:
                links.append(Link(claim.term, copied.work.term, _basis(section, copied)))
            if claim.sources is not None:
                links += _declared(claim, claims, registry, report)
                continue
            reported = section.reports or (
                sections[summary.document].reports if section.copy_of is None else None
            )
            if reported is not None:
                links += _by_slot(claim, copies.get(reported.work.term, {}), reported.work.id, report)
    return links


def _basis(section: SectionSummary, lineage: Lineage) -> str:
    if lineage is section.copy_of and section.annex:
        return "annexed"
    return "stated-in-text" if lineage.quote is not None else "declared-by-mapper"


def _copies(summaries: Sequence[Summary]) -> dict[Term, dict[Term, list[ClaimSummary]]]:
    """For each work, the claims of its copies in the corpus, by slot."""
    found: dict[Term, dict[Term, list[ClaimSummary]]] = defaultdict(lambda: defaultdict(list))
    for summary in summaries:
        copied = {section.name: section.copy_of for section in summary.sections}
        for claim in summary.claims:
            lineage = copied.get(f"{summary.document}.{claim.part}") or copied[summary.document]
            if lineage is not None:
                found[lineage.work.term][claim.proposition.slot].append(claim)
    return found


def _declared(
    claim: ClaimSummary, claims: Mapping[str, ClaimSummary], registry: Registry, report: Report
) -> Iterator[Link]:
    """The sources that a mapping names with ``from:``."""
    for source in claim.sources or ():
        basis = "stated-in-text" if source.quote is not None else "declared-by-mapper"
        work = registry.get(source.name)
        if work is not None and work.kind.file == "works":
            yield Link(claim.term, work.term, basis, source.relation)
        elif source.name in claims:
            yield Link(claim.term, claims[source.name].term, basis, source.relation)
        else:
            report(
                diagnostic(
                    "KG501",
                    f"there is no claim or work `{source.name}`",
                    source.place,
                    notes=[
                        "a claim is named DOCUMENT.ENTRY.PROPERTY, and .VALUE where the property is many-valued"
                    ],
                )
            )


def _by_slot(
    claim: ClaimSummary, copies: Mapping[Term, Sequence[ClaimSummary]], work: str, report: Report
) -> Iterator[Link]:
    """The claims of a reported work that answer the same question: linked where there is no doubt which one is meant.

    By a many-valued property only the same proposition is the same statement.
    """
    candidates = copies.get(claim.proposition.slot, ())
    same = [c for c in candidates if c.proposition.term == claim.proposition.term]
    chosen = same or ([] if claim.proposition.predicate.many else list(candidates))
    if not same and len(chosen) > 1:
        report(
            diagnostic(
                "KG502",
                f"`{work}` has {len(chosen)} claims that could be the source of this one",
                claim.place,
                notes=[f"they are: {', '.join(c.id for c in chosen[:6])}"],
                help=f"add `from: {chosen[0].id}`, another of them, or `from: none`",
            )
        )
        return
    for candidate in chosen:
        yield Link(claim.term, candidate.term, "by-source-and-slot")


def _origins(
    links: Iterable[Link], summaries: Sequence[Summary], report: Report
) -> dict[Term, tuple[Term, ...]]:
    """For each claim with recorded lineage, the ends of it. Circles are findings, and give no origin."""
    sources: dict[Term, list[Term]] = defaultdict(list)
    for link in links:
        sources[link.derived].append(link.source)
    places = {claim.term: claim.place for summary in summaries for claim in summary.claims}
    roots: dict[Term, frozenset[Term]] = {}
    open_nodes: dict[Term, None] = {}
    circles: set[Term] = set()
    for start in sorted(sources):
        stack = [(start, False)]
        while stack:
            node, done = stack.pop()
            if done:
                open_nodes.pop(node, None)
                roots[node] = frozenset().union(*(roots.get(s, frozenset()) for s in sources[node]))
            elif node in open_nodes:
                circles.add(node)
            elif node not in roots:
                if node not in sources:
                    roots[node] = frozenset((node,))
                    continue
                open_nodes[node] = None
                stack.append((node, True))
                stack.extend((source, False) for source in sources[node] if source not in roots)
    for node in sorted(circles):
        if node in places:
            report(diagnostic("KG504", "the lineage of this claim leads back to itself", places[node]))
    return {node: tuple(sorted(roots[node])) for node in sorted(sources) if node in places and roots[node]}


def _comparisons(summaries: Sequence[Summary], registry: Registry, report: Report) -> Iterator[Tagged]:
    contents: dict[Term, Proposition] = {}
    by_slot: dict[Term, dict[tuple[Term, bool], tuple[Side, list[tuple[ClaimSummary, int | None]]]]] = (
        defaultdict(dict)
    )
    for summary in summaries:
        years = {section.name: section.issued for section in summary.sections}
        for claim in summary.claims:
            if not (claim.counts or claim.denies):
                continue
            year = years.get(f"{summary.document}.{claim.part}", years[summary.document])
            if contents.setdefault(claim.proposition.term, claim.proposition) != claim.proposition:
                report(
                    diagnostic("KG215", f"{claim.proposition.term} is the hash of two contents", claim.place)
                )
            key = (claim.proposition.term, claim.denies)
            sides = by_slot[claim.proposition.slot]
            if key not in sides:
                sides[key] = (Side(claim.proposition, claim.denies), [])
            sides[key][1].append((claim, year))
    names = {entity.term: entity.id for entity in registry.entities.values()}
    terms = {entity.id: entity.term for entity in registry.entities.values()}
    ancestors: dict[Term, frozenset[Term]] = {}

    def above(term: Term) -> frozenset[Term]:
        if term not in ancestors:
            name = names.get(term)
            ids = registry.ancestors(name) if name is not None else frozenset()
            ancestors[term] = frozenset(terms[i] for i in ids if i in terms)
        return ancestors[term]

    affiliations = _affiliations(summaries)
    for slot in sorted(by_slot):
        sides = by_slot[slot]
        for one, other in combinations(sorted(sides), 2):
            comparison = compare(sides[one][0], sides[other][0], above)
            if comparison is not None:
                yield _tag(comparison, slot, sides[one][1], sides[other][1], affiliations)


def _affiliations(summaries: Sequence[Summary]) -> dict[Term, frozenset[Term]]:
    """For each voice, itself and all that it belongs to or acts for, as the documents say."""
    direct: dict[Term, set[Term]] = defaultdict(set)
    for summary in summaries:
        for claim in summary.claims:
            content = claim.proposition
            if content.predicate.affiliation and claim.counts and not content.negative:
                direct[content.subject].add(content.object_term)
    closed: dict[Term, frozenset[Term]] = {}
    for voice in direct:
        seen: set[Term] = set()
        todo = [voice]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo.extend(direct.get(node, ()))
        closed[voice] = frozenset(seen)
    return closed


def _tag(
    comparison: Comparison,
    slot: Term,
    left: Sequence[tuple[ClaimSummary, int | None]],
    right: Sequence[tuple[ClaimSummary, int | None]],
    affiliations: Mapping[Term, frozenset[Term]],
) -> Tagged:
    """A conflict whose sides have voices of one body or state is tagged so, with the years. A tag is no exemption."""
    if comparison.relation is not Relation.CONFLICT:
        return Tagged(comparison, slot, (), ())

    def belongs(claims: Sequence[tuple[ClaimSummary, int | None]]) -> dict[Term, set[int]]:
        found: dict[Term, set[int]] = defaultdict(set)
        for claim, year in claims:
            for body in affiliations.get(claim.voice, frozenset((claim.voice,))):
                found[body] |= {year} if year is not None else set()
        return found

    one, other = belongs(left), belongs(right)
    shared = set(one) & set(other)
    shared -= {above for body in shared for above in affiliations.get(body, frozenset()) - {body}}
    notes = []
    for body in sorted(shared):
        years = "; ".join(
            sorted((", ".join(map(str, sorted(side[body]))) or "undated") for side in (one, other))
        )
        same = all(claim.voice == body for claim, _ in (*left, *right))
        notes.append(
            f"{'one voice over time' if same else 'differs between voices of one body or state'} ({years})"
        )
    return Tagged(comparison, slot, tuple(sorted(shared)), tuple(notes))
