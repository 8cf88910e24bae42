"""How a mapping stands to another text of its document: a list for people, an object for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kgbuild.core.terminal import visible
from kgbuild.draft.new_edition import QuoteUpdate, Update
from kgbuild.evidence.finder import as_yaml, times
from kgbuild.findings.json import place_object


def render_update(update: Update) -> str:
    """A block of lines for each quote and each repair that is not needed, in the order of the mapping."""
    lines = [line for quote in update.quotes for line in _quote(quote)]
    for repair, place in update.repairs:
        lines.append(f"{place}: repair not needed: the document has no “{repair.text}”")
    return "".join(f"{visible(line)}\n" for line in lines)


def _quote(update: QuoteUpdate) -> Iterator[str]:
    before, after = _stretch(update.before), _stretch(update.after)
    where = {
        "unchanged": f"characters {after}",
        "moved": f"characters {before} → {after}",
        "found": f"characters {after}",
        "broken": f"was characters {before}" if update.before else "",
        "ambiguous": f"stands in the text {times(update.times)}"
        + (f", was characters {before}" if update.before else ""),
    }[update.state]
    parts = [f"{update.quote.place}: {update.state}", where, f"“{update.quote.text}”"]
    yield ": ".join(part for part in parts if part)
    for proposal in update.proposals:
        value = proposal.value if proposal.key == "occurrence" else as_yaml(proposal.value)
        yield f"    {'certain' if proposal.certain else 'nearest'}: write `{proposal.key}: {value}`"


def _stretch(span: tuple[int, int] | None) -> str:
    return f"{span[0]}–{span[1]}" if span is not None else ""


def render_update_json(update: Update, *, written: bool) -> str:
    """The comparison as one JSON object that ends with a line break; ASCII only, as in :mod:`kgbuild.findings.json`."""
    found = {
        "mapping": update.file,
        "document": update.document.name,
        "old_hash": update.old_hash,
        "new_hash": update.new_hash,
        "quotes": [_object(quote) for quote in update.quotes],
        "repairs": [
            {"text": repair.text, "read": repair.read, **place_object(place)}
            for repair, place in update.repairs
        ],
        "written": written,
    }
    return json.dumps(found, indent=2) + "\n"


def _object(update: QuoteUpdate) -> dict[str, object]:
    place = update.quote.place
    return {
        "state": update.state,
        **(place_object(place) if place is not None else {}),
        "quote": update.quote.text,
        "context": update.quote.context,
        "before": update.before,
        "after": update.after,
        "times": update.times,
        "proposals": [{"key": p.key, "value": p.value, "certain": p.certain} for p in update.proposals],
    }
