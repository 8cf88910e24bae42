"""The data of a page: the tables of the graph, and what the project adds to them."""

from __future__ import annotations

import gzip
import json
from typing import Final

from kgbuild.analysis.explorer.lineage import claims_graph, documents_graph, voices_graph
from kgbuild.analysis.explorer.readings import MappedExtent, ProjectReader, drift_object, drifts
from kgbuild.analysis.explorer.tables import Tables
from kgbuild.analysis.explorer.turtle import claims_turtle, turtle_prefixes
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import explorer_folder
from kgbuild.core.records import record
from kgbuild.core.terms import literal_language, literal_text
from kgbuild.core.version import VERSION
from kgbuild.graph import terms as t
from kgbuild.store.records import BuiltGraph

MOST_TURTLE: Final = 25_000
"""In a page of more claims their Turtle is left out: it would be larger than all the rest."""
MOST_LINKED: Final = 25_000
"""A graph of more claims takes longer to lay out than all the rest, and nobody could read it."""


@record
class ExplorerData:
    """The data of a page, compressed. ``left_out`` says what is not in it and why."""

    title: str
    language: str
    main: bytes
    turtle: bytes
    left_out: tuple[str, ...]


def explorer_data(graph: BuiltGraph, reader: ProjectReader | None) -> ExplorerData:
    """The data of a page. Without a project, nothing is known of drift and of what is not mapped.

    Raises :class:`KgbuildError` where the graph is not that of the mappings.
    """
    if reader is not None:
        _check_fresh(graph, reader)
    tables = Tables(graph)
    title, language = _title(graph)
    left_out = []
    if too_many := len(graph.claims) > MOST_TURTLE:
        left_out.append(
            f"the Turtle of each claim, as there are more than {MOST_TURTLE:,} claims: "
            "`kgbuild query` and out/graph.ttl have it"
        )
    lineage = {
        "documents": documents_graph(graph, tables.things).to_object(),
        "voices": voices_graph(graph, tables.things).to_object(),
    }
    if (linked := sum(bool(claim.sources) for claim in graph.claims.values())) > MOST_LINKED:
        left_out.append(
            f"the lineage of claims as one graph, as more than {MOST_LINKED:,} claims ({linked:,}) have sources: "
            "each claim shows its own"
        )
    else:
        lineage["claims"] = claims_graph(graph, tables.things).to_object()
    content: dict[str, object] = {
        "version": 1,
        "generator": f"kgbuild {VERSION}",
        "title": title,
        "language": language,
        "base": graph.base,
        "leftOut": left_out,
        "lineage": lineage,
        **tables.all(),
    }
    if any(graph.text(entity, t.LATITUDE) is not None for entity in graph.entities):
        outline = json.loads((explorer_folder() / "outline.json").read_text(encoding="utf-8"))
        content["outline"] = outline["rings"]
    if reader is not None:
        content["readings"] = [_reading(each) for each in reader.readings]
        content["drifts"] = [drift_object(reader.study, each) for each in drifts(reader.study)]
    turtle = {
        "prefixes": turtle_prefixes(graph),
        "claims": [] if too_many else list(claims_turtle(graph)),
    }
    return ExplorerData(title, language, packed(content), packed(turtle), tuple(left_out))


def _title(graph: BuiltGraph) -> tuple[str, str]:
    for node in graph.typed.get(t.DATASET, ()):
        title = graph.value(node, t.TITLE)
        if title is not None:
            return literal_text(title), literal_language(title) or "en"
    return "kgbuild", "en"


def _check_fresh(graph: BuiltGraph, reader: ProjectReader) -> None:
    """The built graph and the mappings must claim the same of the same, or the page would tell two stories."""
    built = {claim.id: claim.content.term for claim in graph.claims.values()}
    if built != {claim.id: claim.proposition.term for claim in reader.study.claims}:
        raise KgbuildError("the built graph is not that of the mappings", "run `kgbuild build` first")


def _reading(reading: MappedExtent) -> dict[str, object]:
    found: dict[str, object] = {
        "document": reading.document,
        "length": reading.length,
        "covered": [list(each) for each in reading.covered],
        "parts": [list(each) for each in reading.parts],
        "ignored": [list(each) for each in reading.ignored],
    }
    if reading.text is not None:
        found |= {"text": reading.text, "open": [list(each) for each in reading.open or ()]}
    return found


def packed(content: object) -> bytes:
    """Compact JSON, compressed; the same content gives the same bytes with the same zlib."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)
