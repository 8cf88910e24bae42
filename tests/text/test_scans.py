"""Note marks and words that line ends cut: passed over where they are surely that, and nowhere else."""

from __future__ import annotations

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.text.folding import Folded, fold
from kgbuild.text.scans import _COMMA, Scanned, note_marks

WORDS = ("people", "murió", "шлюза", "κόσμος", "Menschen", "drowned")
MARKS = ("¹", "²³", "⁴⁵", "[6]", "[7][8]", "†", "¹,²", "[note 3]", ".12", "!9", ".”3", ",4")
PLAIN = ("The weir", "Los diques", "Плотина", "Der Damm")


def scanned_in(phrase: str, text: str, language: str | None = None) -> list[str]:
    """The raw stretches of a text in which a phrase stands, note marks and line ends aside."""
    folded = Folded(text)
    matches = [folded.match(*at) for at in Scanned(folded, language).find(fold(phrase))]
    return [text[match.start : match.end] for match in matches]


@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)), min_size=1, max_size=6),
    st.sampled_from(PLAIN),
)
def test_a_phrase_is_found_over_its_note_marks(noted: list[tuple[str, str]], tail: str) -> None:
    """Wherever marks stand behind words, the phrase without them is found, and its span holds them, sign by sign."""
    phrase = " ".join([*(word + _stop(mark) for word, mark in noted), tail])
    written = " ".join([*(word + mark for word, mark in noted), tail])
    following = [*(word for word, _ in noted[1:]), tail]
    if any(
        _stop(mark)[:1] in ".!" and word[0].islower()
        for (_, mark), word in zip(noted, following, strict=True)
        if _stop(mark)
    ):
        return  # a small letter begins no sentence
    assert scanned_in(phrase, f"({written} and so on") == [written]


def _stop(mark: str) -> str:
    """The signs of a mark that belong to the sentence."""
    return "".join(sign for sign in mark if sign in ".!,”") if mark[0] in ".!," else ""


@given(
    st.text(st.sampled_from("aA1.,; ¹[]()\n-\u00ad'\"†²Ж人"), max_size=60),
    st.sampled_from(("en", "ru", None)),
)
def test_offsets_stay_inside_and_in_order(text: str, language: str | None) -> None:
    """Of any text whatever, marks lie in it, none over another, and what is found lies in it too."""
    folded = Folded(text)
    spans = list(note_marks(folded.text, language))
    scanned = Scanned(folded, language, join_all=True)
    assert all(0 <= start < end <= len(folded.text) for start, end in spans)
    for word in {*folded.text.split(), "a", "A1", "aA"}:
        places = [folded.match(*at) for at in scanned.find(word)]
        assert all(0 <= match.start < match.end <= len(text) for match in places)
        assert places == sorted(places, key=lambda match: match.start)


@given(
    st.integers(1, 999),
    st.integers(1, 999),
    st.sampled_from(("people", "million", "Swiss francs", "Menschen", "", "in", "км")),
)
def test_a_decimal_is_never_cut(whole: int, part: int, unit: str) -> None:
    """A figure before what is counted stays whole, in the languages that may write it with a point."""
    text = f"They paid {whole}.{part} {unit}".strip()
    for language in ("en", "de", "zh", None):
        assert scanned_in(f"They paid {whole}", text, language) == []


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("people¹ and m² and km³ and 10⁵ and x⁻¹", ["¹"]),
        ("the 5th U²³⁵ and H₂O", []),
        ("killed.12 The end.3", ["12"]),
        ("killed.12 the end", []),
        ("قتلوا.١٢ وكان", ["١٢"]),
        ("at 131.5 The end", ["5"]),
        ("at 131.505 The end", []),
        ("at 1,131.5 The end", ["5"]),
        ("at 1.131.5 The end", []),
        ("on 19.01.1990.5 The end", ["5"]),
        ("page 131.5 The end", []),
        ("§ 131.5 The end", []),
        ("131.5 The end", []),
        ("art. 7(1) and people(2)", []),
        ("[12] people and a[3] or b.[c]", ["[3]", "[c]"]),
        ("hous[e] and [e]", []),
        ("people5 and B12 and COVID19 and abc7", ["5"]),
        ("said:3 and", ["3"]),
        ("John 3:16 For", []),
        ("premierᵃ et XXᵉ", ["ᵃ"]),
    ],
)
def test_what_is_a_note_mark(text: str, marks: list[str]) -> None:
    """Units, powers, decimals, numbers of tables and what an editor put in are no note marks."""
    assert [text[start:end] for start, end in note_marks(text, "en")] == marks


def test_words_cut_by_line_ends() -> None:
    """A hyphen is dropped where the whole word stands elsewhere, kept where the compound does, else left alone."""
    text = "The muni-\ncipal well-\n known gov‐\nern-\nment in mid-\nair. Municipal, well-known, government."
    folded = Folded(text)
    found = {word.text: (word.joined, word.read) for word in Scanned(folded).broken}
    assert found == {
        "muni- cipal": ("municipal", "municipal"),
        "well- known": ("wellknown", "well-known"),
        "gov- ern- ment": ("government", "government"),
        "mid- air": ("midair", None),
    }
    assert scanned_in("the government", "gov-\nernment, The government") == []
    assert scanned_in("mid-air", text) == []


def test_languages_with_a_comma_have_one_in_the_cldr() -> None:
    """A point behind a figure ends a sentence only in languages whose decimals have a comma."""
    for code in _COMMA:
        signs = Locale.parse(code).number_symbols["latn"]
        assert signs["decimal"] == ",", code
    assert _COMMA.isdisjoint({"de", "en", "es", "zh", "ar", "he", "hi", "ja"})
