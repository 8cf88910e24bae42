"""RDF terms. A term *is* its canonical N-Triples text; this is the one module that makes and checks it.

Sources: RDF 1.1 Concepts, RDF 1.1 N-Triples (section 7, grammar), RFC 3987 for IRIs, BCP 47 for tags.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Final, TypeAlias

import pyoxigraph as ox

from kgbuild.core.errors import TermError

Term: TypeAlias = str
"""An IRI (``<…>``) or a literal (``"…"``, ``"…"@en``, ``"…"^^<…>``) in canonical N-Triples."""
Triple: TypeAlias = tuple[Term, Term, Term]
Quad: TypeAlias = tuple[Term, Term, Term, Term]
"""Graph, subject, predicate, object: the order in which outputs are sorted."""

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
HASH_VERSION: Final = "kgbuild-1"
HASH_DIGITS: Final = 32

# The IRIs that nearly all are: http(s), a plain host, and ASCII behind it. All others go through a parser.
_COMMON_IRI = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?/(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*"
    r"(?:#(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?"
)
_SCHEME_AND_MORE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+$")
_ESCAPES: Final = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\b": "\\b",
        "\f": "\\f",
        "\x7f": "\\u007F",
        **{chr(c): f"\\u{c:04X}" for c in range(0x20) if chr(c) not in "\n\r\t\b\f"},
    }
)
_NEEDS_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_PLAIN: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_SURROGATE = re.compile("[\ud800-\udfff]")
# RFC 5646, section 2.1: language, script, region, variants, extensions, private use (or private use alone).
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+",
    re.IGNORECASE,
)
_PLANES = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(0x1, 0xE))
# PN_CHARS_U of Turtle, less what RFC 3987 keeps out of IRIs (non-characters and specials).
_PN_CHARS_U = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    f"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{_PLANES}\U000e1000-\U000efffd"
)
_ASCII_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


@cache
def _any_id() -> re.Pattern[str]:
    """Ids of any script; compiled when first asked for, as the ranges take longer than the rest of a start."""
    return re.compile(f"[{_PN_CHARS_U}0-9](?:[-{_PN_CHARS_U}0-9\u00b7\u0300-\u036f\u203f-\u2040]*)")


def iri(text: str) -> Term:
    """The term of an absolute IRI. Raises :class:`TermError` for one that RFC 3987 does not allow."""
    if not _COMMON_IRI.fullmatch(text):
        if not _SCHEME_AND_MORE.match(text):
            raise TermError(f"not an absolute IRI: {text!r}")
        try:
            list(ox.parse(f"<{text}> <{text}> <{text}> .".encode(), format=ox.RdfFormat.N_TRIPLES))
        except (SyntaxError, ValueError, UnicodeEncodeError):
            raise TermError(f"not an absolute IRI: {text!r}") from None
    return f"<{text}>"


def literal(text: str, datatype: str | None = None, language: str | None = None) -> Term:
    """The term of a literal; ``datatype`` is a bare IRI. ``xsd:string`` is left unwritten, as canonical N-Triples does.

    Raises :class:`TermError` for lone surrogates, NUL, or a bad language tag.
    """
    if _NEEDS_ESCAPE.search(text):
        if "\x00" in text:
            raise TermError("a literal cannot hold the character U+0000")
        text = text.translate(_ESCAPES)
    if _SURROGATE.search(text):
        raise TermError("a literal cannot hold a lone surrogate")
    if language is not None:
        if not _LANGUAGE.fullmatch(language):
            raise TermError(f"not a language tag: {language!r}")
        return f'"{text}"@{language.lower()}'
    if datatype is None or datatype == XSD + "string":
        return f'"{text}"'
    return f'"{text}"^^{iri(datatype)}'


def split_iri(bare: str) -> tuple[str, str]:
    """The namespace and the local name of an IRI without angle brackets: it is cut after its last ``/`` or ``#``."""
    cut = max(bare.rfind("/"), bare.rfind("#")) + 1
    return bare[:cut], bare[cut:]


def parse_term(text: str) -> ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple:
    """The term of pyoxigraph that N-Triples text stands for, canonical or not."""
    if text.startswith("<") and not text.startswith("<<"):
        return ox.NamedNode(text[1:-1])
    (quad,) = ox.parse(f"<x:s> <x:p> {text} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple = quad.object
    return term


def literal_text(term: Term) -> str:
    """The lexical form of a literal in canonical N-Triples, without its quotation marks and escapes."""
    text = term[1 : term.rindex('"')]
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def literal_language(term: Term) -> str | None:
    """The language tag of a literal, where it has one."""
    _, mark, tag = term[term.rindex('"') + 1 :].partition("@")
    return tag if mark else None


def literal_datatype(term: Term) -> str | None:
    """The datatype of a literal as a bare IRI, where it has one written: ``xsd:string`` and language tags are not."""
    _, mark, datatype = term[term.rindex('"') + 1 :].partition("^^")
    return datatype[1:-1] if mark else None


def _unescaped(found: re.Match[str]) -> str:
    sign = found[1]
    return _PLAIN.get(sign) or chr(int(sign[1:], 16))


def integer(value: int) -> Term:
    """The canonical ``xsd:integer``."""
    return f'"{value}"^^<{XSD}integer>'


def number(value: int | Decimal) -> Term:
    """The canonical literal of a whole or decimal number."""
    if isinstance(value, int):
        return integer(value)
    text = format(value, "f")
    return literal(text if "." in text else f"{text}.0", XSD + "decimal")


def boolean(value: bool) -> Term:
    """The canonical ``xsd:boolean``."""
    return f'"{"true" if value else "false"}"^^<{XSD}boolean>'


def is_id(text: str) -> bool:
    """Whether ``text`` can be an id: NFC, ``PN_CHARS_U`` or a digit, then ``PN_CHARS``, no dot, no final ``-``."""
    return (
        bool(_ASCII_ID.fullmatch(text) or _any_id().fullmatch(text))
        and not text.endswith("-")
        and unicodedata.is_normalized("NFC", text)
    )


def node_hash(kind: str, fields: Iterable[tuple[Term, Term | None]]) -> str:
    """The name of a hashed node: see "Hashes" in ``docs/reference/identifiers.md``. Absent fields are left out."""
    # Code points sort as their bytes in UTF-8 do.
    lines = sorted([f"{predicate} {term}\n" for predicate, term in fields if term is not None])
    digest = hashlib.sha256(f"{HASH_VERSION} {kind}\n{''.join(lines)}".encode())
    return digest.hexdigest()[:HASH_DIGITS]
