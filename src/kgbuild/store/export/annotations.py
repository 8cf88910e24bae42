"""W3C Web Annotations: one for each claim, on the text of its document, as one collection.

Source: Web Annotation Data Model (W3C Recommendation, 23 February 2017), sections 3.2 (bodies and targets), 4.2
(selectors) and 5 (collections). The body says in a few words what the claim says and points to it; the target is the
passage, without the text. The context of the standard is named and not repeated, as its section 3.1 asks; what is
kgbuild's own is written with the prefix ``kg``, which the file declares itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, TypeAlias
from urllib.parse import quote

from kgbuild.core.errors import KgbuildError, TermError
from kgbuild.core.terms import Term, iri, literal_text
from kgbuild.graph import terms as t
from kgbuild.graph.write.names import ByteSink
from kgbuild.ontology.namespaces import KG
from kgbuild.store.export.selection import Selection
from kgbuild.store.records import BuiltClaim, BuiltGraph

JsonObject: TypeAlias = Mapping[str, object]
CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
_DOCUMENT: Final = "{document}"


def write_annotations(selection: Selection, sink: ByteSink, *, source: str | None = None) -> int:
    """Write an annotation for each claim; returns their number.

    ``source`` is the address of the texts, with ``{document}`` in place of a document's id; without it, texts have the
    IRIs of the graph. Raises :class:`KgbuildError` for one that is no such address.
    """
    graph = selection.graph
    sources = {each.document: _source(graph, each.document, source) for each in selection.claims}
    if len(sources) > len(set(sources.values())):
        raise KgbuildError(
            f"the address of the texts is the same for {len(sources)} documents",
            "write {document} where the id of a document belongs: https://example.org/{document}.txt",
        )
    collection, page = f"{graph.base}annotations", f"{graph.base}annotations/1"
    head: dict[str, object] = {
        "@context": [CONTEXT, {"kg": KG}],
        "id": collection,
        "type": "AnnotationCollection",
    }
    titles = graph.values(f"<{graph.base}dataset/all>", t.TITLE)
    if titles:
        head["label"] = literal_text(titles[0])
    head |= {"total": len(selection.claims), "last": page}
    first = {"id": page, "type": "AnnotationPage", "partOf": collection, "startIndex": 0}
    # One line for each: two collections can be compared, and none has to be held in memory.
    sink.write(f'{_dumps(head)[:-1]},\n "first": {_dumps(first)[:-1]},\n  "items": ['.encode())
    separator = "\n   "
    for claim in selection.claims:
        sink.write(f"{separator}{_dumps(_annotation(graph, claim, sources[claim.document]))}".encode())
        separator = ",\n   "
    sink.write(b"\n  ]\n }\n}\n")
    return len(selection.claims)


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _source(graph: BuiltGraph, document: str, template: str | None) -> str:
    if template is None:
        return f"{graph.base}text/{document}"
    address = template.replace(_DOCUMENT, quote(document))
    try:
        return iri(address)[1:-1]
    except TermError as error:
        raise KgbuildError(f"the address of the texts cannot be used: {error}") from error


def _words(graph: BuiltGraph, claim: BuiltClaim) -> str:
    """What a claim says, for people: who says it of what, what limits it, and how sure that the text means this."""
    said = claim.content
    chain = ": ".join(f"{graph.label(each.voice)} {each.stance}" for each in claim.chain)
    value = f"{'not ' if said.negative else ''}{graph.value_text(said.object)}"
    limits = [graph.label(each) for each in (said.population, said.severity, said.place) if each is not None]
    limits += [graph.value_text(said.time)] if said.time is not None else []
    limits += [claim.modality] if claim.modality != "actual" else []
    limits += [f"“{claim.hedge}”"] if claim.hedge is not None else []
    limits += [f"identity of {graph.label(each.of)} {each.grade}" for each in claim.identities]
    within = f" ({'; '.join(limits)})" if limits else ""
    return f"{chain}: {graph.label(said.subject)} – {graph.label(said.predicate)}: {value}{within}"


def _annotation(graph: BuiltGraph, claim: BuiltClaim, source: str) -> JsonObject:
    said = claim.content
    fields = {
        "kg:property": said.predicate,
        "kg:content": said.term,
        "kg:sourceVoice": claim.voice,
        "kg:stance": graph.needed(claim.term, t.STANCE),
        "kg:modality": graph.needed(claim.term, t.MODALITY),
        "kg:polarity": graph.value(said.term, t.POLARITY),
    }
    body = {
        "type": "TextualBody",
        "purpose": "describing",
        "format": "text/plain",
        "value": _words(graph, claim),
    }
    about: dict[str, object] = {"id": claim.term[1:-1], "type": "kg:Claim"}
    about |= {key: {"id": term[1:-1]} for key, term in fields.items() if term is not None}
    return {
        "id": f"{graph.base}annotation/{claim.id}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [body, about],
        "target": {
            "type": "SpecificResource",
            "source": source,
            "kg:match": {"id": graph.needed(claim.evidence.term, t.MATCH)[1:-1]},
            "selector": [
                _selector(graph, each) for each in graph.values(claim.evidence.term, t.HAS_SELECTOR)
            ],
        },
    }


def _selector(graph: BuiltGraph, node: Term) -> JsonObject:
    """A selector as the graph has it (section 4.2): a position, a quote, a page, an element, or a range."""
    kinds = graph.values(node, t.TYPE)
    if t.TEXT_POSITION in kinds:
        start, end = (graph.count(node, each) for each in (t.OA_START, t.OA_END))
        return {"type": "TextPositionSelector", "start": start, "end": end}
    if t.TEXT_QUOTE in kinds:
        return {"type": "TextQuoteSelector", "exact": graph.needed_text(node, t.EXACT)}
    if t.FRAGMENT_SELECTOR in kinds:
        return _in_original(graph, node, "FragmentSelector")
    if t.XPATH_SELECTOR in kinds:
        return _in_original(graph, node, "XPathSelector")
    start_selector, end_selector = (
        _selector(graph, graph.needed(node, each)) for each in (t.HAS_START, t.HAS_END)
    )
    return {"type": "RangeSelector", "startSelector": start_selector, "endSelector": end_selector}


def _in_original(graph: BuiltGraph, node: Term, kind: str) -> JsonObject:
    """A selector of the original of a text: with the standard it conforms to, and the quote within it."""
    standard, refined = graph.value(node, t.CONFORMS_TO), graph.value(node, t.REFINED_BY)
    found: dict[str, object] = {"type": kind}
    if standard is not None:
        found["conformsTo"] = standard[1:-1]
    found["value"] = graph.needed_text(node, t.RDF_VALUE)
    if refined is not None:
        found["refinedBy"] = _selector(graph, refined)
    return found
