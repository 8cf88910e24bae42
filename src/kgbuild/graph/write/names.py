"""What the writers share: where bytes go, and prefix names for IRIs.

Sources: RDF 1.1 Turtle section 6.5 (``PN_PREFIX``, ``PN_LOCAL``) and section 2.4 (prefixed names).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Final, Protocol

from kgbuild.core.errors import VocabularyError
from kgbuild.core.terms import Term, iri, split_iri

WIDTH: Final = 110
"""The column up to which values are kept on one line."""
CACHE_LIMIT: Final = 1 << 16
"""Short forms remembered before a cache is emptied. It bounds memory and has no effect on the bytes."""

_PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9_-]*)")


class ByteSink(Protocol):
    """Anything with a binary ``write``."""

    def write(self, data: bytes, /) -> object:
        """Take ``data``, all of it."""


class Prefixes:
    """Prefix names with their namespaces, such as ``claim`` for ``https://example.org/claim/``.

    An IRI is split once, after its last ``/`` or ``#``, so at most one namespace can match it. A namespace
    that ends otherwise is declared and never used. Of two prefixes of one namespace the first by
    name is used.
    """

    __slots__ = ("_names", "namespaces")

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Raises :class:`VocabularyError` for a bad prefix, :class:`TermError` for a bad namespace."""
        self.namespaces: dict[str, str] = dict(sorted(prefixes.items()))
        self._names: dict[str, str] = {}
        for name, namespace in self.namespaces.items():
            if not _PREFIX.fullmatch(name):
                raise VocabularyError(f"a prefix must be ASCII letters, digits, '_' and '-' (got {name!r})")
            iri(namespace)
            self._names.setdefault(namespace, name)

    def split(self, bare: str) -> tuple[str, str] | None:
        """``("claim", "a.b.c")`` for an IRI without its angle brackets; None where no prefix fits."""
        namespace, local = split_iri(bare)
        name = self._names.get(namespace)
        return None if name is None else (name, local)


class TermTexts(ABC, dict[Term, str]):
    """Term → how a format writes it, worked out once and remembered; emptied where it holds ``limit`` of them."""

    def __init__(self, limit: int = CACHE_LIMIT) -> None:
        super().__init__()
        self._limit = limit

    def __missing__(self, term: Term) -> str:
        if len(self) >= self._limit:
            self.clear()
        text = self._iri(term) if term[0] == "<" else self._literal(term)
        self[term] = text
        return text

    @abstractmethod
    def _iri(self, term: Term) -> str:
        """How the format writes an IRI."""

    @abstractmethod
    def _literal(self, term: Term) -> str:
        """How the format writes a literal."""
