"""The source record of a first draft: what the file of a document, or a library, says of it, to be looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kgbuild.core.terminal import visible
from kgbuild.evidence.finder import as_yaml
from kgbuild.ontology.keys import RECORD
from kgbuild.ontology.record_keys import RECORD_FORMS
from kgbuild.text.documents import TextLayer

FROM_FILE: Final = "the metadata of the file"
_DATA: Final = ("title", "issued")
_DAY: Final = re.compile(r"\d{4}(-\d{2}){0,2}")
_BEFORE_DOI: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def source_record(layer: TextLayer, catalogues: Sequence[tuple[str, Mapping[str, str]]]) -> Iterator[str]:
    """The lines: the hash of the original, which is known, and what catalogues say, which may be wrong.

    A catalogue is the metadata of the file itself, or the item of a library: what to cite, and what it says by key. A
    line after one ``#`` is valid once uncommented; after two stands what no key takes as it is, such as a name.
    """
    if layer.places is not None:
        yield f"  original: sha256:{layer.places.head['sha256']}"
        if not any("url" in says for _, says in catalogues):
            yield "  ## Say where it is from: `url:`, `archived:`, `retrieved:` of what is online, else `held_by:`."
    proposed = {key.name for key in RECORD} | set(_DATA)
    for citation, says in catalogues:
        if says:
            yield f"  ## From {visible(citation)}. It may be wrong: look at each, and uncomment what is right."
        for key, value in sorted(says.items(), key=lambda item: (item[0] not in proposed, item[0])):
            value = _BEFORE_DOI.sub("", value) if key == "doi" else value
            if _fits(key, value):
                cited = f"source: catalogue, citation: {_quoted(citation)}"
                yield f"  # {key}: {{value: {_quoted(value)}, {cited}}}"
            else:
                yield f"  ## {visible(key.replace('_', ' '))}: {visible(value)}"


def _fits(key: str, value: str) -> bool:
    """Whether a value can stand at a key of the document as it is."""
    if key == "title":
        return True
    if key == "issued":
        return _DAY.fullmatch(value) is not None
    if not any(known.name == key for known in RECORD):
        return False
    form = RECORD_FORMS.get(key)
    return form is None or re.fullmatch(form.pattern, value) is not None


def _quoted(value: str) -> str:
    """A value as it can stand within braces."""
    special = re.search(r"[^\w ./:-]", value)
    return visible(json.dumps(value, ensure_ascii=False)) if special else as_yaml(value)
