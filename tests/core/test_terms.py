"""Terms against pyoxigraph's parser, which knows nothing of this code."""

from __future__ import annotations

import hashlib

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kgbuild.core.errors import TermError
from kgbuild.core.terms import iri, is_id, literal, literal_language, literal_text, node_hash


def parsed(term: str) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    """A term as pyoxigraph reads it from a line of N-Triples."""
    (quad,) = ox.parse(f"<x:s> <x:p> {term} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    return quad.object


@given(st.text())
@example('"\\\n\r\t\b\f\x7f\x1f\u2028\u202e')
def test_a_literal_says_its_text(text: str) -> None:
    """Any text is read back as it was; what no literal can hold is refused."""
    if "\x00" in text:
        with pytest.raises(TermError):
            literal(text)
        return
    found = parsed(literal(text))
    assert isinstance(found, ox.Literal)
    assert found.value == text
    # Oxigraph writes canonical N-Triples, so this is the canonical form of the term.
    assert str(found) == literal(text)


@pytest.mark.parametrize("text", ["\x00", "\ud800", "a\udfffb"])
def test_what_no_literal_holds(text: str) -> None:
    """NUL and lone surrogates are errors, not output."""
    with pytest.raises(TermError):
        literal(text)


TAGS = r"[a-zA-Z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})?(-x-[a-z0-9]{1,8})?"


@given(st.from_regex(TAGS, fullmatch=True))
@example("english")
def test_language_tags(tag: str) -> None:
    """Language, script, region, variant and private use make a tag; pyoxigraph reads it, in lower case."""
    found = parsed(literal("x", language=tag))
    assert isinstance(found, ox.Literal)
    assert found.language == tag.lower()


@pytest.mark.parametrize(
    "tag",
    [
        *("", "en_GB", "-en", "en-", "1a", "English (UK)", "en--GB", "englishlanguage"),
        *("a", "en-a", "en-GB-x"),
    ],
)
def test_what_is_no_language_tag(tag: str) -> None:
    """What is no well-formed tag of RFC 5646 is refused."""
    with pytest.raises(TermError):
        literal("x", language=tag)


@given(st.text(min_size=1, max_size=20).map(lambda text: f"https://example.org/{text}"))
@example("https://example.org/two words")
@example("https://example.org/<a>")
@example("https://example.org/Bakı/土")
@example("https://example.org/%zz")
@example("https://example.org/a#b#c")
def test_an_iri_that_is_accepted_is_one(text: str) -> None:
    """What is accepted as an IRI, pyoxigraph reads, unchanged."""
    try:
        term = iri(text)
    except TermError:
        return
    assert parsed(term) == ox.NamedNode(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "/a",
        "http:",
        "1a:b",
        "https://a b",
        "https://a/<",
        'x:"',
        "x:\\",
        "x:^",
        "x:%1",
        "x:\ue000",
    ],
)
def test_what_is_no_absolute_iri(text: str) -> None:
    """Relative references, spaces, and characters that N-Triples forbids are refused."""
    with pytest.raises(TermError):
        iri(text)


@given(st.text(min_size=1, max_size=8))
def test_ids_are_local_names(text: str) -> None:
    """An id is the local part of a Turtle name as it stands, and holds no dot."""
    if not is_id(text):
        return
    assert "." not in text
    data = f"@prefix p: <https://example.org/> . p:{text} p:{text} p:{text} ."
    (quad,) = ox.parse(data.encode(), format=ox.RdfFormat.TURTLE)
    assert quad.subject == ox.NamedNode(f"https://example.org/{text}")


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("flood-1901", True), ("1901", True), ("_a", True), ("sumqayıt", True), ("東京", True),
        ("a.b", False), ("a b", False), ("-a", False), ("a-", False), ("", False), ("e\u0301", False), ("a/b", False),
    ],
)  # fmt: skip
def test_which_texts_are_ids(text: str, good: bool) -> None:
    """Letters, digits, - and _, composed; no dot, space or slash, no - at either end."""
    assert is_id(text) is good


@given(st.dictionaries(st.sampled_from(["<x:a>", "<x:b>", "<x:c>"]), st.sampled_from(['"1"', "<x:v>", None])))
def test_the_hash_recipe(fields: dict[str, str | None]) -> None:
    """SHA-256 over the kind and the sorted lines of present fields, 32 digits; their order does not matter."""
    lines = "".join(sorted(f"{key} {value}\n" for key, value in fields.items() if value is not None))
    digest = hashlib.sha256(f"kgbuild-1 prop\n{lines}".encode()).hexdigest()[:32]
    assert node_hash("prop", fields.items()) == digest
    assert node_hash("prop", reversed(fields.items())) == digest
    assert node_hash("slot", fields.items()) != digest


@given(
    st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",))),
    st.sampled_from([None, "en", "az"]),
)
def test_literals_are_read_back(text: str, language: str | None) -> None:
    """What a literal was made of is read from it again."""
    term = literal(text, language=language)
    assert literal_text(term) == text
    assert literal_language(term) == language
