"""The corpus pass: from the summaries of all documents to what only all of them together show.

Links between claims (lineage), names that lead to other documents, and the findings that belong to none of the files
alone. Nothing here reads a mapping or a document. What documents say is compared in :mod:`kgbuild.claims.comparisons`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kgbuild.claims.claim import Namer
from kgbuild.claims.summaries import ClaimSummary, DeclaredSource, Summary
from kgbuild.core.places import Place
from kgbuild.core.similar import misspelling, suggestion
from kgbuild.core.terms import Term
from kgbuild.findings.diagnostics import Related, diagnostic
from kgbuild.mapping.registry import Registry
from kgbuild.mapping.tree import Report


@dataclass(frozen=True, slots=True)
class Link:
    """A derivation: ``derived`` comes from ``source``; ``basis`` is a key of the list ``bases``.

    ``place`` is what says so in a mapping: a ``from:``, the source that a document declares, or the claim itself.
    """

    derived: Term
    source: Term
    basis: str
    relation: str = "derived"
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The result of the corpus pass: links, the origins of claims, and the voices that speak in their own documents."""

    links: tuple[Link, ...]
    origins: Mapping[Term, tuple[Term, ...]]
    speakers: frozenset[Term]


def corpus_pass(
    summaries: Sequence[Summary],
    namer: Namer,
    registry: Registry,
    report: Report,
    known: Collection[Term] = (),
) -> Corpus:
    """Link and check all documents. The order of ``summaries`` does not matter.

    ``known`` are works that count as held though no copy of them is among the documents.
    """
    summaries = sorted(summaries, key=lambda summary: summary.document)
    _check_names(summaries, registry, report)
    links = _links(summaries, namer, registry, report, works_held(summaries).union(known))
    return Corpus(
        links=tuple(sorted(set(links), key=lambda link: (link.derived, link.source, link.basis))),
        origins=_origins(links, summaries, report),
        speakers=frozenset(
            section.voice for summary in summaries for section in summary.sections if section.voice
        ),
    )


def _check_names(summaries: Sequence[Summary], registry: Registry, report: Report) -> None:
    known = {section.name for summary in summaries for section in summary.sections}
    known.update(name for summary in summaries for name in summary.claim_ids)
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
        for name, place in summary.refs:
            if name not in known and not registry.may_hold(name):
                works = (e.id for e in registry.entities.values() if e.kind.file in ("works", "laws"))
                alike = (each for each in known if each.count(".") == name.count("."))
                near = misspelling(name, [*works, *alike])
                report(
                    diagnostic(
                        "KG201",
                        f"neither the registry nor the corpus holds `{name}`",
                        place,
                        label="unknown name",
                        help=f"write `{near}`"
                        if near
                        else "add it to a registry file; a document cited but not held belongs in `works.yaml`",
                    )
                )


def check_unused(summaries: Sequence[Summary], registry: Registry, report: Report) -> None:
    """Report the entities of the registry that no mapping uses and no other entity is part of."""
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


def works_held(summaries: Iterable[Summary]) -> frozenset[Term]:
    """The works of which some document or part is a copy."""
    return frozenset(each.copy_of.term for summary in summaries for each in summary.sections if each.copy_of)


def _links(
    summaries: Sequence[Summary], namer: Namer, registry: Registry, report: Report, held: Collection[Term]
) -> list[Link]:
    known = {name for summary in summaries for name in summary.claim_ids}
    copies = _copies(summaries)
    links: list[Link] = []
    for summary in summaries:
        sections = {section.name: section for section in summary.sections}
        whole = sections[summary.document]
        for section in summary.sections:
            for work in (section.reports, section.copy_of):
                if work is not None:
                    links.append(Link(section.term, work.term, work.basis, place=work.place))
            links += _declared(section.term, section.sources or (), known, namer, registry, report)
        for claim in summary.claims:
            section = sections.get(f"{summary.document}.{claim.part}", whole)
            copied = section.copy_of or whole.copy_of
            if copied is not None:
                links.append(Link(claim.term, copied.term, copied.basis, place=copied.place))
            if claim.sources is not None:
                links += _declared(claim.term, claim.sources, known, namer, registry, report)
                continue
            reported = section.reports or (whole.reports if section.copy_of is None else None)
            if reported is not None and reported.term not in held:
                # Nobody can say which of its claims a work makes that is not held: the report is all there is of it.
                links.append(Link(claim.term, reported.term, reported.basis, place=reported.place))
            elif reported is not None:
                links += _by_slot(claim, copies.get(reported.term, {}), reported.name, report)
    return links


def _copies(summaries: Sequence[Summary]) -> dict[Term, dict[Term, list[ClaimSummary]]]:
    """For each work, the claims of its copies in the corpus, by slot."""
    found: dict[Term, dict[Term, list[ClaimSummary]]] = defaultdict(lambda: defaultdict(list))
    for summary in summaries:
        copied = {section.name: section.copy_of for section in summary.sections}
        for claim in summary.claims:
            work = copied.get(f"{summary.document}.{claim.part}") or copied[summary.document]
            if work is not None:
                found[work.term][claim.slot].append(claim)
    return found


def _declared(
    derived: Term,
    sources: Iterable[DeclaredSource],
    known: Collection[str],
    namer: Namer,
    registry: Registry,
    report: Report,
) -> Iterator[Link]:
    """Links to the sources that a mapping names with ``from:``."""
    for source in sources:
        work = registry.get(source.name)
        if work is not None and work.kind.file == "works":
            yield Link(derived, work.term, source.basis, source.relation, source.place)
        elif source.name in known:
            term = namer.node("claim", source.name)
            yield Link(derived, term, source.basis, source.relation, source.place)
        elif not registry.may_hold(source.name):
            works = (entity.id for entity in registry.entities.values() if entity.kind.file == "works")
            near = suggestion(source.name, [*known, *works])
            report(
                diagnostic(
                    "KG501",
                    f"there is no claim or work `{source.name}`",
                    source.place,
                    notes=[
                        "a claim is named DOCUMENT.ENTRY.PROPERTY, and .VALUE where the property is many-valued"
                    ],
                    help=f"write `{near}`" if near else None,
                )
            )


def _by_slot(
    claim: ClaimSummary, copies: Mapping[Term, Sequence[ClaimSummary]], work: str, report: Report
) -> Iterator[Link]:
    """The claims of a reported work that answer the same question: linked where there is no doubt which one is meant.

    By a many-valued property only the same proposition is the same statement.
    """
    candidates = [found for found in copies.get(claim.slot, ()) if found is not claim]
    same = [found for found in candidates if found.content == claim.content]
    chosen = same or ([] if claim.many else list(candidates))
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
        yield Link(claim.term, candidate.term, "by-source-and-slot", place=claim.place)


def _origins(
    links: Iterable[Link], summaries: Sequence[Summary], report: Report
) -> dict[Term, tuple[Term, ...]]:
    """For each claim with recorded lineage, the ends of it. Circles are findings, and are no end themselves."""
    sources: dict[Term, list[Term]] = defaultdict(list)
    for link in links:
        sources[link.derived].append(link.source)
    places = {claim.term: claim.place for summary in summaries for claim in summary.claims}
    roots: dict[Term, frozenset[Term]] = {}
    for group in _components(sources):
        # Whoever is in a circle has all ends to which the circle leads, wherever it is entered.
        outside = {source for node in group for source in sources.get(node, ())}
        circular = len(group) > 1 or group[0] in outside
        ends = frozenset().union(*(roots[source] for source in outside.difference(group)))
        for node in group:
            roots[node] = ends if node in sources else frozenset((node,))
        if circular and (claims := sorted(node for node in group if node in places)):
            report(diagnostic("KG504", "the lineage of this claim leads back to itself", places[claims[0]]))
    return {node: tuple(sorted(roots[node])) for node in sorted(sources) if node in places and roots[node]}


def _components(sources: Mapping[Term, Sequence[Term]]) -> Iterator[list[Term]]:
    """The strongly connected components, each after those that it leads to (Tarjan 1972, without recursion)."""
    index: dict[Term, int] = {}
    low: dict[Term, int] = {}
    open_nodes: dict[Term, None] = {}
    for start in sorted(sources):
        todo = [] if start in index else [(start, iter(sources[start]))]
        while todo:
            node, rest = todo[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                open_nodes[node] = None
            for source in rest:
                if source not in index:
                    todo.append((source, iter(sources.get(source, ()))))
                    break
                if source in open_nodes:
                    low[node] = min(low[node], index[source])
            else:
                todo.pop()
                if todo:
                    low[todo[-1][0]] = min(low[todo[-1][0]], low[node])
                if low[node] == index[node]:
                    group = []
                    while node in open_nodes:
                        group.append(open_nodes.popitem()[0])
                    yield group
