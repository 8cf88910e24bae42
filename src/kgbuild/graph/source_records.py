"""The source record of a document as triples: where its file comes from, and what catalogues know it by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kgbuild.core.terms import XSD, Term, literal
from kgbuild.graph import terms as t
from kgbuild.mapping.model import Datum, Recorded

_TERMS: Final[dict[str, tuple[Term, str, str | None]]] = {
    "url": (t.URL, "", None),
    "archived": (t.ARCHIVED_AT, "", None),
    "retrieved": (t.RETRIEVED, "", t.DATE),
    "original": (t.ORIGINAL_HASH, "", None),
    "pages": (t.PAGINATION, "", None),
    "rights": (t.RIGHTS, "", None),
    "doi": (t.IDENTIFIER, "doi:", None),
    "isbn": (t.IDENTIFIER, "urn:isbn:", None),
    "ark": (t.IDENTIFIER, "", None),
    "call_number": (t.CALL_NUMBER, "", None),
}
"""Of each key its property, what its value begins with in the graph, and its datatype."""
_DATE_TYPES: Final = {4: XSD + "gYear", 7: XSD + "gYearMonth", 10: XSD + "date"}
_LOCATORS: Final = {"pages": t.PAGINATION, "paragraphs": t.PARAGRAPHS}


def recorded_terms(record: tuple[Recorded, ...]) -> Iterator[tuple[Term, Term, Datum]]:
    """Each item of a source record: predicate, term, and the datum."""
    for item in record:
        predicate, begins, datatype = _TERMS[item.key]
        value = item.datum.value.replace(" ", "").replace("-", "") if item.key == "isbn" else item.datum.value
        if item.key == "original":
            value = value.removeprefix("sha256:")
        yield predicate, literal(f"{begins}{value}", datatype), item.datum


def locator(key: str, value: str) -> tuple[Term, Term]:
    """Where in what is cited: predicate and term."""
    return _LOCATORS[key], literal(value)


def date_term(value: str) -> Term:
    """The date of a document, as far as it is known: a year, a month or a day."""
    return literal(value, _DATE_TYPES[len(value)])
