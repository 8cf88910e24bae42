"""JSON-LD contexts: what they hold and what they refuse."""

from __future__ import annotations

import io
import json

import pytest

from kgbuild.core.errors import TermError, VocabularyError
from kgbuild.core.terms import RDF, XSD, iri
from kgbuild.graph.write.context import ContextTerm, build_context
from kgbuild.graph.write.jsonld import JsonLdWriter

KG = "https://w3id.org/kgbuild/ns#"
PREFIXES = {"xsd": XSD, "kg": KG, "claim": "https://example.org/claim/"}


def test_the_whole_context() -> None:
    """Aliases, then prefixes, then keys; strings of either kind stay without coercion."""
    terms = [
        ContextTerm("lo", KG + "lo", XSD + "integer"),
        ContextTerm("inDocument", KG + "inDocument", KG + "iri"),
        ContextTerm("claims", KG + "inDocument", KG + "iri", reverse=True),
        ContextTerm("quote", KG + "quote", XSD + "string"),
        ContextTerm("label", "http://www.w3.org/2000/01/rdf-schema#label", RDF + "langString"),
        ContextTerm("object", RDF + "object"),
        ContextTerm("edtf", KG + "edtf", KG + "edtfLiteral"),
    ]
    context = build_context(terms, PREFIXES)
    assert list(context.items()) == [
        ("@version", 1.1),
        ("id", "@id"),
        ("type", "@type"),
        ("claim", "https://example.org/claim/"),
        ("kg", KG),
        ("xsd", XSD),
        ("claims", {"@reverse": "kg:inDocument", "@type": "@id"}),
        ("edtf", {"@id": "kg:edtf", "@type": "http://id.loc.gov/datatypes/edtf/EDTF"}),
        ("inDocument", {"@id": "kg:inDocument", "@type": "@id"}),
        ("label", {"@id": "http://www.w3.org/2000/01/rdf-schema#label"}),
        ("lo", {"@id": "kg:lo", "@type": "xsd:integer"}),
        ("object", {"@id": RDF + "object"}),
        ("quote", {"@id": "kg:quote"}),
    ]
    assert build_context(reversed(terms), dict(reversed(PREFIXES.items()))) == context


def test_a_namespace_without_delimiter_is_said_to_be_a_prefix() -> None:
    """JSON-LD 1.1 takes a term for a prefix only if its IRI ends in a delimiter, or `@prefix` says so."""
    assert build_context([], {"isbn": "urn:isbn:9"})["isbn"] == {"@id": "urn:isbn:9", "@prefix": True}


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ([ContextTerm("claim", KG + "claim")], "is also a prefix"),
        ([ContextTerm("id", KG + "id")], "stands for @id"),
        ([ContextTerm("type", KG + "type")], "stands for @type"),
        ([ContextTerm("@type", KG + "type")], "must be an id"),
        ([ContextTerm("kg:lo", KG + "lo")], "must be an id"),
        ([ContextTerm("a/b", KG + "lo")], "must be an id"),
        ([ContextTerm("", KG + "lo")], "must be an id"),
        ([ContextTerm("lo", KG + "lo"), ContextTerm("lo", KG + "hi")], "given twice"),
        ([ContextTerm("lo", KG + "lo"), ContextTerm("lo", KG + "lo", reverse=True)], "given twice"),
        ([ContextTerm("lo", KG + "lo"), ContextTerm("low", KG + "lo")], "two JSON keys: 'lo' and 'low'"),
        ([ContextTerm("lo", KG + "lo", KG + "quantity")], "unknown kind"),
    ],
)
def test_refused_keys(terms: list[ContextTerm], message: str) -> None:
    """No key may be read as anything but its own property."""
    with pytest.raises(VocabularyError, match=message):
        build_context(terms, PREFIXES)


@pytest.mark.parametrize("prefixes", [{"id": KG}, {"type": KG}, {"urn": "urn:isbn:"}, {"_": KG}, {"": KG}])
def test_refused_prefixes(prefixes: dict[str, str]) -> None:
    """No prefix may be a keyword alias, a blank node, or the scheme of a namespace."""
    with pytest.raises(VocabularyError):
        build_context([], prefixes)


@pytest.mark.parametrize(
    "entry",
    [
        {"@vocab": KG},
        {"@language": "en"},
        {"@base": KG},
        {"@version": 1.0},
        {"label": {"@id": KG + "label", "@container": "@language"}},
        {"label": {"@id": "label"}},
        {"label": {"@reverse": KG + "label"}},
        {"label": None},
        {"label": KG + "label"},
    ],
)
def test_the_writer_refuses_what_it_would_not_honour(entry: dict[str, object]) -> None:
    """A context from elsewhere cannot silently change what the written values mean."""
    with pytest.raises((VocabularyError, TermError)):
        JsonLdWriter(io.BytesIO(), entry)


def test_an_iri_that_json_ld_cannot_write() -> None:
    """An IRI whose scheme is a prefix would be read as a compact IRI, so it is refused, never misread."""
    writer = JsonLdWriter(io.BytesIO(), build_context([], PREFIXES))
    with pytest.raises(TermError, match="cannot be written in JSON-LD"):
        writer.graph(iri("claim:x"), [(iri(KG + "a"), iri(KG + "b"), iri(KG + "c"))])


def test_a_context_without_aliases() -> None:
    """Where the context has no aliases the keywords themselves are used."""
    stream = io.BytesIO()
    writer = JsonLdWriter(stream, {"kg": KG})
    writer.graph(iri(KG + "g"), [(iri(KG + "a"), iri(RDF + "type"), iri(KG + "C"))])
    writer.close()
    assert json.loads(stream.getvalue())["@graph"] == [
        {"@id": "kg:g", "@graph": [{"@id": "kg:a", "@type": "kg:C"}]}
    ]
