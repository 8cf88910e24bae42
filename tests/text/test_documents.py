"""Text layers and their folded form: what is the same text, and what is the same phrase."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.core.errors import DocumentError
from kgbuild.text.documents import Folded, Repair, fold, read_library, text_layer

WORDS = (
    "flood",
    "Elmford",
    "13",
    "3",
    "200,000",
    "1,5",
    "ﬂood",
    "oﬃce",
    "naïve",
    "l’eau",
    "d'eau",
    "O’Neill",
)
MARKED = ("**{}**", "*{}*", "_{}_", "“{}”", "«{}»", "({})", "{},", "{}.", "‘{}’", "{}")
GAPS = (" ", "  ", "\n", " \n\n ", "\t", "\u00a0", " – ", "—", " ", "\u2009")

pieces = st.tuples(
    st.sampled_from(WORDS),
    st.sampled_from(MARKED),
    st.sampled_from(GAPS),
    st.sampled_from(("", "\u00ad", "\u200b")),
)
texts = st.lists(pieces, min_size=1, max_size=12).map(
    lambda found: "".join(
        mark.format(word[:1] + hidden + word[1:]) + gap for word, mark, gap, hidden in found
    )
)


def found_in(phrase: str, text: str) -> list[str]:
    """The raw stretches of a text in which a phrase stands."""
    folded = Folded(text)
    matches = [folded.match(*at) for at in folded.find(fold(phrase))]
    return [text[match.start : match.end] for match in matches]


@given(texts, st.data())
def test_folding_a_raw_slice_is_slicing_the_folded_text(text: str, data: st.DataObject) -> None:
    """Whatever run of words of the folded text is led back to raw offsets, its raw slice folds to that run."""
    folded = Folded(text)
    words = [at for at in sorted(folded.boundaries) if folded.text[at : at + 1].isalnum()]
    start = data.draw(st.sampled_from(words))
    ends = [at for at in sorted(folded.boundaries) if at > start and folded.text[at - 1].isalnum()]
    end = data.draw(st.sampled_from(ends))
    match = folded.match(start, end)
    raw = text[match.start : match.end]
    assert fold(raw) == folded.text[start:end]
    assert raw == raw.strip()
    assert (start, end) in folded.find(fold(raw))


@given(st.text(max_size=60))
def test_offsets_stay_inside_and_in_order(text: str) -> None:
    """Of any text whatever, raw offsets lie in the text and never run backwards."""
    folded = Folded(text)
    starts = [folded.raw_start(at) for at in range(len(folded.text) + 1)]
    ends = [folded.raw_end(at) for at in range(1, len(folded.text) + 1)]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= at <= len(text) for at in (*starts, *ends))


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    """A folded text has nothing left to fold."""
    assert fold(fold(text)) == fold(text)


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_a_number_does_not_stand_in_a_longer_one(head: int, tail: int) -> None:
    """ "3 civilians" is not in "13 civilians", nor "13" in "113", "13,000" or "1.13"."""
    assert found_in(f"{tail} civilians", f"{head}{tail} civilians were killed") == []
    assert found_in(f"{head} civilians", f"{head} civilians were killed") == [f"{head} civilians"]
    assert found_in(str(head), f"{head},{tail:03} persons") == []
    assert found_in(str(tail), f"{head}.{tail} persons") == []


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("man", "human", []),
        ("hum", "human", []),
        ("human", "a human being", ["human"]),
        ("12 houses", "12\n\n  houses", ["12\n\n  houses"]),
        ('"no"', "he said “no” twice", ["“no”"]),
        ("1901-03", "in 1901–03", ["1901–03"]),
        ("flood", "a ﬂood", ["ﬂood"]),
        ("lower street", "the **lower** street", ["lower** street"]),
        ("co-operate", "co\u2010operate", ["co\u2010operate"]),
        ("harmony", "har\u00admony", ["har\u00admony"]),
        ("5", "⁵ notes ٥ ５", []),
        ("x²", "x2", []),
        ("①", "1", []),
        ("The", "the", []),
        ("naïve", "nai\u0308ve", []),
        ("", "anything", []),
    ],
)
def test_what_is_the_same_phrase(phrase: str, text: str, found: list[str]) -> None:
    """White space, quotes, dashes, ligatures and emphasis may differ; case, numerals and parts of words may not."""
    assert found_in(phrase, text) == found


@pytest.mark.parametrize(
    ("phrase", "text", "count"),
    [
        ("三人", "三人が死亡した", 1),
        ("死亡", "三人が死亡した", 1),
        ("น้ำท่วม", "เกิดน้ำท่วมใหญ่", 1),
        ("قتل", "قتل ثلاثة", 1),
        ("قتل", "القتلى ثلاثة", 0),
        ("كتب", "كَتَبَ", 0),
        ("٣", "١٣ مدنيا", 0),
        ("١٣ مدنيا", "قتل ١٣ مدنيا", 1),
        ("дома", "домам", 0),
    ],
)
def test_scripts(phrase: str, text: str, count: int) -> None:
    """Where words are not spaced each character is a token; Arabic and Cyrillic words and digits stay whole."""
    assert len(found_in(phrase, text)) == count


@given(st.text(st.sampled_from("三人が死亡した。漢字"), min_size=1, max_size=12), st.data())
def test_any_stretch_of_an_unspaced_script_is_found(text: str, data: st.DataObject) -> None:
    """In Chinese and Japanese text every stretch can be quoted."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert text[start:end] in found_in(text[start:end], text)


def test_repairs_are_whole_words_and_counted() -> None:
    """A repair mends the broken words where they stand, over line breaks too, and leaves others alone."""
    repair = Repair("o f", "of")
    text = "the end o f it, hoped to frighten, o\nf all"
    folded = Folded(text, [repair])
    assert folded.text == "the end of it, hoped to frighten, of all"
    assert folded.repairs_used == {repair: 2}
    matches = [folded.match(*at) for at in folded.find("of")]
    assert [text[m.start : m.end] for m in matches] == ["o f", "o\nf"]
    assert [m.repaired for m in matches] == [True, True]
    (plain,) = folded.find("hoped to frighten")
    assert not folded.match(*plain).repaired


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\r"), max_size=40))
def test_one_layer_however_it_is_saved(text: str) -> None:
    """BOM, CRLF, CR and decomposed letters change nothing: one text, one hash."""
    layer = text_layer(text.encode())
    assert layer.text == unicodedata.normalize("NFC", text)
    assert layer.hash == hashlib.sha256(layer.text.encode()).hexdigest()
    for form in (
        b"\xef\xbb\xbf" + text.encode(),
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
        unicodedata.normalize("NFD", text).encode(),
    ):
        assert text_layer(form).hash == layer.hash


def test_what_is_not_utf_8_is_no_document(tmp_path: Path) -> None:
    """A file that is not UTF-8 is an error on its own, and set aside in a folder; hidden files are not read."""
    with pytest.raises(DocumentError, match="not UTF-8 text"):
        text_layer(b"caf\xe9")
    (tmp_path / "bad.txt").write_bytes(b"caf\xe9")
    (tmp_path / ".hidden").write_bytes(b"caf")
    (tmp_path / "good.txt").write_bytes(b"cafe")
    library = read_library([tmp_path])
    assert [path.name for path in library.unreadable] == ["bad.txt"]
    assert [layer.text for layer in library.texts.values()] == ["cafe"]
