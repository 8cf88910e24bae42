"""The records that a comparison of two graphs results in: plain texts and numbers, free of the graphs."""

from __future__ import annotations

from typing import Final

from kgbuild.core.records import record

ADDED: Final = "added"
REMOVED: Final = "removed"
CHANGED: Final = "changed"
APPEARED: Final = "appeared"
WENT: Final = "went"


@record
class DiffItem:
    """A claim, document, part, citation or entity as one of the graphs has it, and the line that it comes from."""

    kind: str
    id: str
    label: str
    document: str | None = None
    voices: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    place: str | None = None


@record
class AspectChange:
    """One thing that is said otherwise, ``before`` and ``after``; empty where nothing is said of it."""

    what: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@record
class Difference:
    """A thing that only one graph has, or of which the two do not say the same."""

    before: DiffItem | None
    after: DiffItem | None
    changes: tuple[AspectChange, ...] = ()

    @property
    def item(self) -> DiffItem:
        """The thing as the new graph has it, or else as the old one had it."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def how(self) -> str:
        """Added, removed or changed."""
        return REMOVED if self.after is None else ADDED if self.before is None else CHANGED


@record
class ConflictAnswer:
    """One side of a conflict: an answer, whether it is denied, and the claims that give it."""

    value: str
    denied: bool
    claims: tuple[DiffItem, ...]


@record
class ConflictChange:
    """Two answers to one question that conflict in one graph only.

    ``otherwise`` is how the other graph has the two stand to each other, where it compares them.
    """

    question: str
    how: str
    answers: tuple[ConflictAnswer, ConflictAnswer]
    otherwise: str | None


@record
class Shift:
    """A document whose text is another one, and how many claims and citations have the same quote elsewhere in it."""

    document: str
    quotes: int


@record
class Differences:
    """All that is different between two graphs, each kind in the order of ids.

    ``documents`` holds parts too. ``lineage`` is what only the graph ``derived`` has otherwise: it follows from all
    mappings together. ``shifts`` counts the quotes that a new text only moved; they are no difference of a claim.
    """

    settings: tuple[AspectChange, ...]
    claims: tuple[Difference, ...]
    documents: tuple[Difference, ...]
    citations: tuple[Difference, ...]
    entities: tuple[Difference, ...]
    lineage: tuple[Difference, ...]
    conflicts: tuple[ConflictChange, ...]
    shifts: tuple[Shift, ...]

    def __bool__(self) -> bool:
        things = (self.claims, self.documents, self.citations, self.entities, self.lineage)
        return any((self.settings, *things, self.conflicts))
