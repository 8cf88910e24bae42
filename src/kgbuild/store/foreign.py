"""Values of a graph that somebody else may have written: each is what kgbuild writes there, or an error says so."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from kgbuild.core.errors import KgbuildError
from kgbuild.core.limits import MAX_DIGITS
from kgbuild.core.terms import Term, literal_text
from kgbuild.values.quantities import Number

_WHOLE: Final = re.compile(rf"[0-9]{{1,{MAX_DIGITS}}}")
_NUMBER: Final = re.compile(rf"[-+]?[0-9]{{1,{MAX_DIGITS}}}(\.[0-9]{{1,{MAX_DIGITS}}})?")


def not_whole(node: Term, predicate: Term, why: str) -> KgbuildError:
    """The error for a value that is not what kgbuild writes there."""
    return KgbuildError(f"{predicate} of {node} {why}: the graph is not whole", "run `kgbuild validate`")


def node_of(node: Term, predicate: Term, found: Term) -> Term:
    """A term that is an IRI. Raises :class:`KgbuildError` for any other."""
    if not found.startswith("<"):
        raise not_whole(node, predicate, f"must be a node (got {found[:40]})")
    return found


def text_of(node: Term, predicate: Term, found: Term) -> str:
    """The text of a literal. Raises :class:`KgbuildError` for a node in its place."""
    if not found.startswith('"'):
        raise not_whole(node, predicate, f"must be a text (got {found[:80]})")
    return literal_text(found)


def whole_number(node: Term, predicate: Term, text: str) -> int:
    """A count or position. Raises :class:`KgbuildError`."""
    if not _WHOLE.fullmatch(text):
        raise not_whole(node, predicate, f"must be a whole number (got {text[:40]!r})")
    return int(text)


def number(node: Term, predicate: Term, text: str) -> Number:
    """A number of a quantity. Raises :class:`KgbuildError`."""
    if not _NUMBER.fullmatch(text):
        raise not_whole(node, predicate, f"must be a number (got {text[:40]!r})")
    return Decimal(text) if "." in text else int(text)
