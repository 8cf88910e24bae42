"""Which property a value of a text is proposed for: the one that the words around name, else a mention.

"131 were killed" names ``killed``; where nothing is named, a property that says only that the text speaks of the value
(``kg:mention`` of the ontology). A proposal is always of the vocabulary, so that an entry made of it can be checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

from kgbuild.ontology.namespaces import KG, RDFS
from kgbuild.ontology.vocabulary import ClaimProperty, Vocabulary

_EVENT: Final = KG + "DescribedEvent"
_MOST_KEYS: Final = 9
_SHORTEST_CUE: Final = 5
"""A word of fewer letters names no property: "from", "made"."""


class Proposals:
    """Chooses properties of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._properties = sorted(vocabulary.properties.values(), key=lambda prop: prop.key)

    def taking(self, *forms: str) -> list[ClaimProperty]:
        """The properties that take a value of these forms and are no mentions."""
        return [prop for prop in self._properties if prop.takes in forms and not prop.mention]

    def mention(self, form: str) -> ClaimProperty:
        """The property for a value of this form about which nothing more is known."""
        return next(prop for prop in self._properties if prop.takes == form and prop.mention)

    def choose(self, props: Iterable[ClaimProperty], form: str, words: str, value: str) -> ClaimProperty:
        """The property whose cue stands nearest to the value in the words; the mention where none stands there."""
        middle = words.find(value) + len(value) // 2
        cues = [
            (abs((match.start() + match.end()) // 2 - middle), prop.key, prop)
            for prop in props
            for match in self._cues[prop.key].finditer(words)
        ]
        return min(cues)[2] if cues else self.mention(form)

    def notes(self, props: Sequence[ClaimProperty], chosen: ClaimProperty) -> list[str]:
        """What the subject must be, where an event is not taken, and what else there is to choose from."""
        kinds = sorted(self._label(kind) for kind in chosen.subject_kinds)
        subject = [f"# about: {' or '.join(kinds)}"] if kinds and _EVENT not in chosen.subject_kinds else []
        keys = [prop.key for prop in props if prop is not chosen]
        shown = " | ".join(keys[:_MOST_KEYS]) + (" | …" if len(keys) > _MOST_KEYS else "")
        return [*subject, f"# or: {shown}"] if keys else subject

    def _label(self, kind: str) -> str:
        label = self._vocabulary.one(kind, RDFS + "label")
        return f"an {label}" if label[0] in "aeiou" else f"a {label}"

    @cached_property
    def _cues(self) -> dict[str, re.Pattern[str]]:
        """What names each property: its key, its label, and of a figure the last word of its label."""
        found = {}
        for prop in self._properties:
            cues = {prop.key.replace("_", " "), prop.label.casefold()}
            if prop.takes == "quantity":
                cues.add(prop.label.casefold().split()[-1])
            long = sorted((re.escape(cue) for cue in cues if len(cue) >= _SHORTEST_CUE), reverse=True)
            found[prop.key] = re.compile(rf"(?<!\w)(?:{'|'.join(long) or '(?!)'})(?!\w)", re.IGNORECASE)
        return found
