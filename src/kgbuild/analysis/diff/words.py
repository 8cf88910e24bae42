"""Terms of a built graph in words, as a page of differences shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kgbuild.analysis.diff.aspects import NOT_COMPARED, aspect_name
from kgbuild.analysis.diff.results import DiffItem
from kgbuild.core.terms import Term, literal_datatype, literal_text
from kgbuild.graph import terms as t
from kgbuild.store.records import BuiltAnchor, BuiltClaim, BuiltGraph


def text_of(graph: BuiltGraph, term: Term) -> str:
    """A term in words: a quote with its characters, a figure, a label, a source with what it rests on."""
    if term.startswith('"'):
        text = literal_text(term)
        return f"“{text}”" if literal_datatype(term) is None else text
    wording = _WORDINGS.get(graph.kind(term))
    return graph.value_text(term) if wording is None else wording(graph, term)


def detail_of(graph: BuiltGraph, term: Term) -> str:
    """A term in words with all that tells it from others that read alike: its name, or what is said of it."""
    if term.startswith('"'):
        return term
    said = [
        f"{aspect_name(graph, predicate)}: {', '.join(text_of(graph, value) for value in sorted(values))}"
        for predicate, values in sorted(graph.facts.get(term, {}).items())
        if predicate not in NOT_COMPARED and predicate != t.TYPE
    ]
    nameless = graph.kind(term) in ("qty", "when", *_WORDINGS)
    return f"{text_of(graph, term)} ({'; '.join(said) if nameless and said else graph.name(term)})"


def question_text(graph: BuiltGraph, proposition: Term) -> str:
    """The question that a proposition answers: "Baku, night of 19–20 January 1990: number of people killed"."""
    content = graph.content(proposition)
    return f"{graph.label(content.subject)}: {graph.label(content.predicate)}"


def answer_text(graph: BuiltGraph, proposition: Term) -> str:
    """What a proposition answers, with what limits it: "150 (civilians)"."""
    content = graph.content(proposition)
    limits = [content.population, content.severity, content.place, content.time]
    limited = ", ".join(graph.value_text(term) for term in limits if term is not None)
    answer = f"{'not ' if content.negative else ''}{graph.value_text(content.object)}"
    return f"{answer} ({limited})" if limited else answer


def item_of(graph: BuiltGraph, term: Term) -> DiffItem:
    """A thing as a graph has it."""
    kind, name = graph.kind(term), graph.name(term)
    if kind == "claim":
        return _claim_item(graph, graph.claims[term])
    if kind == "citation":
        citation = graph.citations[term]
        label = f"{text_of(graph, citation.citing)} {citation.intent} {text_of(graph, citation.cited)}"
        return _evident(
            DiffItem(kind, name, label, citation.document, place=citation.mapped_at), citation.evidence
        )
    if kind in ("doc", "part"):
        document = graph.documents[term]
        owner, said = document.document, document.title or document.kind
        return DiffItem("document" if kind == "doc" else kind, name, said, owner, place=document.mapped_at)
    return DiffItem("entity", name, graph.label(term), place=graph.text(term, t.MAPPED_AT))


def _claim_item(graph: BuiltGraph, claim: BuiltClaim) -> DiffItem:
    content = claim.content.term
    label = f"{question_text(graph, content)}: {answer_text(graph, content)}"
    voices = ": ".join(f"{graph.label(each.voice)} {each.stance}" for each in claim.chain)
    return _evident(
        DiffItem("claim", claim.id, label, claim.document, voices, place=claim.mapped_at), claim.evidence
    )


def _evident(item: DiffItem, evidence: BuiltAnchor) -> DiffItem:
    return replace(item, quote=evidence.quote, start=evidence.start, end=evidence.end)


def _anchor(graph: BuiltGraph, term: Term) -> str:
    passage = graph.passage(term)
    match = "" if passage.match == "exact" else f", {passage.match}"
    return f"“{passage.quote}” (characters {passage.start}–{passage.end}{match})"


def _derivation(graph: BuiltGraph, term: Term) -> str:
    source = graph.needed(term, t.PROV_ENTITY)
    return f"{text_of(graph, source)} ({graph.label(graph.needed(term, t.BASIS))})"


def _link(graph: BuiltGraph, term: Term) -> str:
    notes = filter(None, (graph.text(term, t.SOURCE), graph.text(term, t.PERIOD)))
    return f"{graph.label(graph.needed(term, t.OBJECT))} ({', '.join(notes)})"


def _identification(graph: BuiltGraph, term: Term) -> str:
    reading = graph.text(term, t.IDENTITY_READING)
    grade = f"{graph.label(graph.needed(term, t.IDENTITY_OF))}, {graph.key(term, t.IDENTITY_GRADE)}"
    return grade if reading is None else f"{grade}: {reading}"


def _signature(graph: BuiltGraph, term: Term) -> str:
    return ", ".join(graph.label(each) for p in (t.SIGNATORY, t.IN_OFFICE) for each in graph.values(term, p))


def _repair(graph: BuiltGraph, term: Term) -> str:
    return f"“{graph.text(term, t.REPAIR_TEXT)}” read as “{graph.text(term, t.REPAIR_READ)}”"


def _mismatch(graph: BuiltGraph, term: Term) -> str:
    facts: Mapping[Term, Sequence[Term]] = graph.facts[term]
    said = {
        p.rpartition("#")[2]: literal_text(values[0]) for p, values in facts.items() if values[0][0] == '"'
    }
    return ", ".join(
        f"{name.removesuffix('>')} {value}" for name, value in sorted(said.items(), reverse=True)
    )


_WORDINGS: Final[Mapping[str, Callable[[BuiltGraph, Term], str]]] = {
    "anchor": _anchor,
    "drv": _derivation,
    "link": _link,
    "identification": _identification,
    "signature": _signature,
    "repair": _repair,
    "mismatch": _mismatch,
    "claim": BuiltGraph.name,
    "doc": BuiltGraph.name,
    "part": BuiltGraph.name,
}
