"""BibTeX where its library is missing; what is read and written is tested with the libraries of documents."""

from __future__ import annotations

import sys

import pytest

from kgbuild.core.bibtex import read_bibtex, write_bibtex
from kgbuild.core.errors import KgbuildError


def test_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where bibtexparser is not installed, a message says what to install."""
    monkeypatch.setitem(sys.modules, "bibtexparser.entrypoint", None)
    with pytest.raises(KgbuildError, match="BibTeX needs bibtexparser"):
        list(read_bibtex("@book{a, title={b}}", "library.bib"))
    with pytest.raises(KgbuildError, match="BibTeX needs bibtexparser"):
        write_bibtex([])
