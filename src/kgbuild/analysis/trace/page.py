"""The dossier of one claim as a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from kgbuild.analysis.conflicts.page import RELATIONS
from kgbuild.analysis.origins.page import path_texts
from kgbuild.analysis.origins.unrecorded import unrecorded_text
from kgbuild.analysis.phrases import basis_text, claim_object, quote_and_place, quoted, voices_text
from kgbuild.analysis.study import Study
from kgbuild.analysis.trace.results import OtherAnswer, Trace
from kgbuild.claims.claim import Claim
from kgbuild.core.pages import Page
from kgbuild.core.places import Place
from kgbuild.core.records import record
from kgbuild.evidence.finder import Anchor, Span
from kgbuild.mapping.model import QuoteSpec
from kgbuild.ontology.namespaces import RDFS
from kgbuild.values.dates import Time

COLUMNS: Final = ("section", "name", "value", "claim", "document", "quote", "start", "end", "place")


@record
class Fact:
    """One line of a dossier: a name, what is recorded, and the evidence for it, a claim or a quote of a document."""

    name: str
    value: str
    claim: Claim | None = None
    document: str | None = None
    quote: str | None = None
    anchor: Anchor | None = None
    place: Place | None = None
    depth: int = 0


def trace_page(study: Study, trace: Trace) -> Page:
    """All that is recorded of one claim, section by section; a section that is empty says what is not recorded."""
    page = Page(header=COLUMNS)
    page.heading(trace.claim.id)
    sections: dict[str, list[dict[str, object]]] = {}
    for title, facts_of, nothing in _SECTIONS:
        page.heading(title, 2)
        facts = list(facts_of(study, trace))
        for fact in facts:
            page.line(f"{fact.name}: {fact.value}" if fact.name else fact.value, fact.depth)
            page.rows.append((title, *_row(fact)))
        if not facts:
            page.line(nothing)
        sections[title] = [dict(zip(COLUMNS[1:], _row(fact), strict=True)) for fact in facts]
    page.data = {**claim_object(study, trace.claim), "sections": sections}
    return page


def _row(fact: Fact) -> tuple[object, ...]:
    claim = fact.claim
    if claim is not None:
        span = claim.anchor.span
        evidence = (claim.id, claim.document, claim.quote.text, span.start, span.end, str(claim.place))
        return fact.name, fact.value, *evidence
    start, end = (None, None) if fact.anchor is None else (fact.anchor.span.start, fact.anchor.span.end)
    place = None if fact.place is None else str(fact.place)
    return fact.name, fact.value, None, fact.document, fact.quote, start, end, place


def _of(study: Study, claim: Claim, name: str = "", depth: int = 0) -> Fact:
    """A claim as a line: its id, who says it, and where."""
    return Fact(name, f"{claim.id}: {voices_text(study, claim)} {quote_and_place(claim)}", claim, depth=depth)


def _shown(study: Study, document: str, quote: QuoteSpec) -> tuple[str, Anchor | None]:
    """A quote for people, with its characters as far as they are known."""
    anchor = study.anchors.get((document, quote.key))
    where = (
        f" (characters {anchor.span.start}–{anchor.span.end}{_in_original(anchor.span)})"
        if anchor is not None
        else ""
    )
    return f"“{quote.text}”{where}", anchor


def _in_original(span: Span) -> str:
    return f"; {span.where}" if span.at else ""


def _evidence(_: Study, trace: Trace) -> Iterator[Fact]:
    claim = trace.claim
    span, context = claim.anchor.span, claim.anchor.context
    yield Fact("quote", quoted(claim), claim)
    yield Fact("characters", f"{span.start}–{span.end} of the text")
    if span.at:
        yield Fact("original", span.where)
        for spot in span.at:
            unit = f" {spot.unit}s" if spot.unit in ("point", "pixel") else f" {spot.unit}"
            for box in spot.boxes:
                edges = ", ".join(f"{edge:g}" for edge in box)
                yield Fact(
                    "rectangle", f"{edges}{unit} from the top left of the page (left, top, right, bottom)"
                )
    yield Fact("match", span.match)
    yield Fact("span hash", f"sha256:{span.hash}")
    if claim.quote.context is not None and context is not None:
        yield Fact("context", f"“{claim.quote.context}” (characters {context.start}–{context.end})")
    if claim.words != claim.quote.text:
        yield Fact("words", f"“{claim.words}”")
    yield Fact("mapping", str(claim.place))


def _document(study: Study, trace: Trace) -> Iterator[Fact]:
    document, part = trace.document, trace.section
    yield Fact("document", document.id, place=document.place)
    yield Fact("title", document.title or "not recorded")
    yield Fact("kind", study.namer.vocabulary.one(document.kind, RDFS + "label", document.kind))
    yield Fact("date", _date(document.issued))
    if part is not document:
        yield Fact("part", part.id, place=part.place)
        yield Fact("title of the part", part.title or "not recorded")
        yield Fact("date of the part", _date(part.issued))
    for name, work in (
        ("reports", part.reports or document.reports),
        ("copy of", part.copy_of or document.copy_of),
    ):
        if work is not None:
            yield Fact(name, study.label(work))
    for key, value in document.record:
        yield Fact(key.replace("_", " "), value)
    yield Fact("text", f"sha256:{document.text_hash}" if document.text_hash else "hash not recorded")


def _date(issued: Time | None) -> str:
    return "not recorded" if issued is None else issued.edtf


def _content(study: Study, trace: Trace) -> Iterator[Fact]:
    claim, content = trace.claim, trace.claim.proposition
    yield Fact("question", f"{study.label(content.subject)}: {claim.predicate.question}")
    yield Fact("property", claim.predicate.key)
    yield Fact("value", study.value(claim))
    if content.negative:
        yield Fact("polarity", "said not to be so")
    for name, term in (
        ("population", content.population),
        ("severity", content.severity),
        ("place", content.place),
    ):
        if term is not None:
            yield Fact(name, study.label(term))
    if content.time is not None:
        yield Fact("time", study.time_text(content.time))
    yield Fact("proposition", study.name(content.term))


def _speech(study: Study, trace: Trace) -> Iterator[Fact]:
    claim = trace.claim
    for utterance in claim.utterances:
        text, anchor = "no words quoted for this voice", None
        if utterance.quote is not None:
            text, anchor = _shown(study, claim.document, utterance.quote)
        held = "; speaks in a document of the corpus" if utterance.voice in study.corpus.speakers else ""
        yield Fact(
            f"voice {utterance.depth}",
            f"{study.label(utterance.voice)} {utterance.stance}: {text}{held}",
            document=claim.document,
            quote=utterance.quote.text if utterance.quote else None,
            anchor=anchor,
            place=claim.place,
        )


def _manner(_: Study, trace: Trace) -> Iterator[Fact]:
    claim = trace.claim
    if claim.modality != "actual":
        yield Fact("modality", claim.modality)
    for name in ("hedge", "manner", "status", "reading", "sic"):
        text = getattr(claim, name)
        if text is not None:
            yield Fact(name, text)
    if claim.name_as_written is not None:
        yield Fact("name as written", claim.name_as_written)
    if claim.year_basis not in (None, "in-quote"):
        yield Fact("the year stands", f"{claim.year_basis}")


def _lineage(study: Study, trace: Trace) -> Iterator[Fact]:
    if not trace.origin.links:
        yield Fact("", unrecorded_text(study, trace.claim), trace.claim)
    for chain in path_texts(study, trace.origin):
        yield Fact("", f"← {chain}")
    for link in trace.origin.links:
        yield Fact("recorded by", f"{basis_text(link.basis)} ({link.place})", place=link.place)
    for end in trace.origin.open_ends if trace.origin.links else ():
        yield Fact("ends at", f"{study.name(end)}; lineage of that not recorded", study.by_term[end])


def _echoes(study: Study, trace: Trace) -> Iterator[Fact]:
    for echo in trace.echoes:
        far = "" if echo.steps == 1 else f", {echo.steps} claims on"
        yield _of(study, echo.claim, f"→ {basis_text(echo.link.basis)}{far}")


def _answers(study: Study, trace: Trace) -> Iterator[Fact]:
    for claim in trace.also:
        yield _of(study, claim, "same content")
    for answer in trace.answers:
        yield Fact(RELATIONS[answer.comparison.comparison.relation], _value(study, answer))
        for note in (*answer.comparison.comparison.notes, *answer.comparison.notes):
            yield Fact("", note, depth=1)
        for claim in answer.claims:
            yield _of(study, claim, depth=1)
    for claim in trace.beside:
        yield _of(
            study, claim, f"beside, not compared: {study.value(claim)} ({claim.stance}, {claim.modality})"
        )


def _value(study: Study, answer: OtherAnswer) -> str:
    claim = answer.claims[0]
    negative = "not so: " if answer.denied != claim.proposition.negative else ""
    return f"{negative}{study.value(claim)}"


def _identities(study: Study, trace: Trace) -> Iterator[Fact]:
    for ref in trace.identities:
        why = ref.reading or "no reading recorded"
        yield Fact(study.label(ref.term), f"{ref.identity}: {why}", place=ref.place)
    for utterance in trace.claim.utterances:
        if utterance.identity != "certain":
            why = utterance.reading or "no reading recorded"
            yield Fact(f"voice {utterance.depth}", f"{utterance.identity}: {why}")


def _inconsistent(study: Study, trace: Trace) -> Iterator[Fact]:
    for claim in trace.inconsistent:
        found = claim.inconsistency
        if found is not None:
            stands = "this claim" if claim is trace.claim else claim.id
            text = f"the text has {found.stated.title()}, the date gives {found.computed.title()}"
            yield Fact(found.kind.lower(), f"{text}; {stands} {quote_and_place(claim)}", claim)


def _citations(study: Study, trace: Trace) -> Iterator[Fact]:
    for citation in trace.citations:
        spec = citation.spec
        text, anchor = _shown(study, citation.document, spec.quote)
        yield Fact(
            spec.how,
            f"{study.name(citation.source)} {spec.how} {study.label(spec.target.term)}: {text}, {spec.place}",
            document=citation.document,
            quote=spec.quote.text,
            anchor=anchor,
            place=spec.place,
        )


def _about(study: Study, trace: Trace) -> Iterator[Fact]:
    for claim in trace.about:
        yield _of(study, claim, claim.predicate.label)


_SECTIONS: Final[Sequence[tuple[str, Callable[[Study, Trace], Iterator[Fact]], str]]] = (
    ("Evidence", _evidence, ""),
    ("Document", _document, ""),
    ("Content", _content, ""),
    ("Speech chain", _speech, ""),
    ("Manner of saying", _manner, "no hedge, manner, status, reading or sic recorded"),
    ("Lineage", _lineage, "lineage not recorded"),
    ("Echoes", _echoes, "no claim is recorded as derived from this one"),
    ("Other answers to the question", _answers, "no other claim of the corpus answers it"),
    ("Inferred identities", _identities, "none recorded: the mapper takes every name as certain"),
    (
        "Inconsistencies of the document",
        _inconsistent,
        "no weekday or anniversary at odds with its date recorded",
    ),
    (
        "Citations of the document",
        _citations,
        "no document of the corpus is recorded as citing or disputing it",
    ),
    ("Claims about this claim", _about, "none recorded"),
)
"""The sections of a dossier: a title, its lines, and what is said where there is none."""
