"""Reads the source record of a document (where the file comes from, and what catalogues know it by), and locators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import yaml

from kgbuild.core.places import Place
from kgbuild.mapping.fields import Fields, as_scalar, items_of
from kgbuild.mapping.model import Datum, Recorded
from kgbuild.mapping.names import Names
from kgbuild.mapping.quotes import read_quote
from kgbuild.ontology.forms import Key
from kgbuild.ontology.keys import LOCATORS, RECORD, RECORDED
from kgbuild.ontology.record_keys import RECORD_FORMS

_SIGNS: Final = "0123456789X"


def read_record(names: Names, fields: Fields) -> Iterator[Recorded]:
    """What a document gives of its source record, each as a datum; what has the wrong form is reported."""
    for key in RECORD:
        node = fields.nodes.get(key.name)
        for item in items_of(node) if node is not None else ():
            datum = _datum(names, item, key)
            if datum is not None and _is_right(names, key, datum):
                yield Recorded(key.name, datum)


def _datum(names: Names, node: yaml.Node, key: Key) -> Datum | None:
    """A value alone, or ``{value, quote}``, or ``{value, source: catalogue, citation}``."""
    place = names.place(node)
    if not isinstance(node, yaml.MappingNode):
        scalar = as_scalar(names.file, node, key.name)
        return None if scalar is None else Datum(scalar.value, None, None, place, place)
    fields = Fields(names, node, RECORDED)
    value = fields.scalar("value")
    if value is None:
        return None
    source, citation, quote = fields.choice("source"), fields.text("citation"), fields.nodes.get("quote")
    if source is not None and source.key == "catalogue" and citation is None:
        fields.missing("citation")
        return None
    shown = None
    if quote is not None:
        shown = read_quote(names, quote, "quote", fields.number("occurrence"))
        if shown is None:
            return None
    return Datum(value.value, shown, citation, place, names.place(value))


def _is_right(names: Names, key: Key, datum: Datum) -> bool:
    """Whether a value has the form of its key; a finding where not."""
    form = RECORD_FORMS.get(key.name)
    if form is not None and re.fullmatch(form.pattern, datum.value) is None:
        return _wrong(names, key, form.meaning, datum)
    if key.name == "retrieved" and not _is_day(datum.value):
        return _wrong(names, key, "a day of the calendar", datum)
    if key.name == "isbn" and not is_isbn(datum.value):
        return _wrong(names, key, "an ISBN whose check digit fits", datum)
    return True


def _wrong(names: Names, key: Key, wanted: str, datum: Datum) -> bool:
    names.file.at("KG107", f"`{key.name}` must be {wanted} (got `{datum.value}`)", datum.value_place)
    return False


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_isbn(text: str) -> bool:
    """Whether the check digit of an ISBN of 10 or 13 digits fits (ISO 2108)."""
    digits = [_SIGNS.index(sign) for sign in text.upper() if sign in _SIGNS]
    if len(digits) == 10:
        return sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0
    return len(digits) == 13 and sum(d * (3 if at % 2 else 1) for at, d in enumerate(digits)) % 10 == 0


def read_locators(names: Names, fields: Fields) -> Iterator[tuple[str, str, Place]]:
    """Where in what is cited: pages and paragraphs, each with its key."""
    for key in LOCATORS:
        for item in fields.items(key.name):
            scalar = as_scalar(names.file, item, key.name)
            if scalar is not None:
                yield key.name, scalar.value, names.place(scalar)


def read_pages(names: Names, fields: Fields) -> tuple[str, str] | None:
    """The first and last page of a part that is cut by pages, as the pages are called; a finding where unreadable."""
    scalar = fields.scalar("pages")
    if scalar is None:
        return None
    first, dash, last = (part.strip() for part in scalar.value.replace("–", "-").partition("-"))
    if not first or bool(dash) != bool(last):
        names.file.error("KG107", "`pages` must be one page or two, such as 3 or 3-7", scalar)
        return None
    return first, last or first
