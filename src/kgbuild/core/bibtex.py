"""BibTeX read and written, by bibtexparser; LaTeX's macros as characters, by pylatexenc."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NamedTuple

from kgbuild.core.errors import KgbuildError

AS_IT_IS: Final = frozenset(["url", "doi", "isbn", "urldate", "date", "file"])
"""Fields without macros: in an address `%` begins no comment."""


class BibEntry(NamedTuple):
    """An entry: its kind (``article``), its key, and its fields by their names in lower case."""

    kind: str
    key: str
    fields: Mapping[str, str]


@contextmanager
def _installed() -> Iterator[None]:
    """Say in words that the libraries for BibTeX are not installed."""
    try:
        yield
    except ImportError:
        raise KgbuildError("BibTeX needs bibtexparser", "pip install 'kgbuild[documents]'") from None


def read_bibtex(text: str, name: str) -> Iterator[BibEntry]:
    """The entries of a library. Raises :class:`KgbuildError` for what cannot be read, with its line.

    Also where bibtexparser is not installed.
    """
    with _installed():
        from bibtexparser.entrypoint import parse_string

    library = parse_string(text)
    for block in library.failed_blocks:
        raise KgbuildError(f"{name}, line {(block.start_line or 0) + 1}: {block.error}")
    for entry in library.entries:
        fields = {key.lower(): str(field.value) for key, field in entry.fields_dict.items()}
        yield BibEntry(entry.entry_type, entry.key, {key: _read(key, fields[key]) for key in fields})


def write_bibtex(entries: Iterable[BibEntry]) -> str:
    """A library of entries, with LaTeX's own signs escaped."""
    with _installed():
        from bibtexparser.entrypoint import write_string
        from bibtexparser.library import Library
        from bibtexparser.model import Entry, Field

    library = Library()
    for kind, key, fields in entries:
        written = [Field(name, _written(name, value)) for name, value in sorted(fields.items())]
        library.add(Entry(kind, key, written))
    return str(write_string(library))


def _read(name: str, value: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    if name in AS_IT_IS or not re.search(r"[\\{}~]|--", value):
        return value
    # A bare `%` is what other programs write for one, and would be a comment in LaTeX.
    return " ".join(LatexNodes2Text().latex_to_text(re.sub(r"(?<!\\)%", r"\\%", value)).split())


def _written(name: str, value: str) -> str:
    from pylatexenc.latexencode import unicode_to_latex

    if name in AS_IT_IS:
        return value
    text = str(unicode_to_latex(value.replace("\n", "; "), unknown_char_policy="keep"))
    # Within braces a name is taken as it is, and not as first and last names.
    return f"{{{text}}}" if name == "author" else text
