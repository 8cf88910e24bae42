"""The folded form of a text: what is the same phrase, and where it stands in the raw text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.text.folding import Folded, Repair, fold
from kgbuild.text.signs import SIGNS

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
    edges = [at for at in range(len(folded.text) + 1) if folded.is_edge(at)]
    words = [at for at in edges if folded.text[at : at + 1].isalnum()]
    start = data.draw(st.sampled_from(words))
    ends = [at for at in edges if at > start and folded.text[at - 1].isalnum()]
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
    positions = [folded.position(at) for at in range(len(text) + 1)]
    assert positions == sorted(positions)
    assert all(0 <= at <= len(folded.text) for at in positions)
    assert all(positions[start] <= at for at, start in enumerate(starts))


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


# What a phrase may look like in a scan: each sign with other forms of it.
FORMS = {
    "'": "‘’‹›ʼ׳＇",
    '"': "“”„«»״「」",
    "-": "‐–—־－",
    " ": ("\n", " \u200f", "\u00a0", " \n\n ", "\u202b ", "\u3000"),
    "fi": ("ﬁ",),
    "ffl": ("ﬄ",),
    "s": "ſｓ",
    "A": "Ａ𝐀",
    "µ": "μ",
    "մի": ("ﬕ",),
    "لا": ("ﻻ", "ﻼ"),
    "ق": "ﻗﻘﻖﻕ",
    "ل": "ﻟﻠﻞﻝ",
    "ガ": ("ｶﾞ",),
    "人": "⼈",
}
HIDDEN = ("", "", "", "\u00ad", "\u200b", "\u200e", "\u2066", "\u2069", "\u061c", "\ufe0f", "\u2060")
PHRASES = (
    "the office was shut",
    "13 civilians were killed",
    "'no' said the afflicted",
    'he said "no" to A-B',
    "قتل لاجئ",
    "كلف 12 شخصا",
    "դա մի տուն է",
    "ガスの人",
    "Дом-музей 1990",
    '"דבר" ג\'ורג',
    "naïve l'été",
    "নিহত ১৩ জন",
)


@st.composite
def disguises(draw: st.DrawFn) -> tuple[str, str]:
    """A phrase, and the same phrase as a scan or a PDF may write it."""
    phrase = draw(st.sampled_from(PHRASES))
    written, at = "", 0
    while at < len(phrase):
        plain = next(
            (form for form in sorted(FORMS, key=len, reverse=True) if phrase.startswith(form, at)), None
        )
        sign = phrase[at] if plain is None else plain
        forms = (sign, *FORMS.get(sign, ())) if plain is not None else (sign,)
        following = phrase[at + len(sign) : at + len(sign) + 1]
        written += draw(st.sampled_from(forms))
        if sign.isalpha() and following.isalpha():
            written += draw(st.sampled_from(HIDDEN))
        at += len(sign)
    return phrase, written


@given(
    disguises(),
    st.sampled_from(("", "¶ ", "\u200f", "(", "Ünder; ", "\n\u00ad")),
    st.sampled_from(("", ".", "\u200f", " x")),
)
def test_a_phrase_is_found_however_it_is_disguised(
    disguise: tuple[str, str], before: str, after: str
) -> None:
    """Soft hyphens, marks of direction, ligatures and typographic signs hide no phrase, and its span is exact."""
    phrase, written = disguise
    assert found_in(phrase, before + written + after) == [written]
    assert fold(written) == fold(phrase)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("government burned", "The gov\u00ad\n\nernment burned", ["gov\u00ad\n\nernment burned"]),
        ("1990-1991", "in 1990\u00ad1991", ["1990\u00ad1991"]),
        ("19901991", "in 1990\u00ad1991", []),
        ("قتل", "قـــتل ١٢ـ١٥", ["قـــتل"]),
        ("١٢١٥", "قـــتل ١٢ـ١٥", []),
        ("12 people", "12\u200e \u200f\n people", ["12\u200e \u200f\n people"]),
        ("12", "¹²  ①②  １２ ⑫ Ⅻ", []),
        ("⅛ of it", "⅛ of it", ["⅛ of it"]),
        ("1/8 of it", "⅛ of it", []),
        ("...and so", "…and so", ["…and so"]),
        ("می روم", "می\u200cروم", []),
        ("میروم", "می\u200cروم", ["می\u200cروم"]),
        ("মা", "মানুষ", []),
        ("a_b", "a_b *c*", ["a_b"]),
    ],
)
def test_what_is_hidden_and_what_is_not(phrase: str, text: str, found: list[str]) -> None:
    """What no eye sees is passed over; what makes another number or word is not."""
    assert found_in(phrase, text) == found


def test_no_numeral_is_read_as_another() -> None:
    """No digit, number or numeral of Unicode is in the table of signs, nor comes out of it."""
    for point in range(0x110000):
        sign = chr(point)
        if unicodedata.category(sign).startswith("N"):
            assert SIGNS.get(sign, sign) == sign
            assert Folded(sign).text == sign
        elif not any(each.isnumeric() for each in unicodedata.normalize("NFKC", sign)):
            continue
        elif sign not in "\u2e80\u2fd5" and not "\u2e80" <= sign <= "\u2fdf":
            assert not any(unicodedata.category(each).startswith("N") for each in Folded(sign).text)


def test_repairs_that_overlap() -> None:
    """Of two repairs over one another the longer holds; the other is left unused, and the offsets stay right."""
    long, short = Repair("hum an ity", "humanity"), Repair("hum an", "human")
    for repairs in ([long, short], [short, long]):
        folded = Folded("of hum an ity, a hum an", repairs)
        assert folded.text == "of humanity, a human"
        assert folded.repairs_used == {long: 1, short: 1}
    folded = Folded("one two three", [Repair("one two", "onetwo"), Repair("two three", "twothree")])
    assert folded.text == "one twothree"
    assert [(a.text, b.text) for a, b in folded.crossed.items()] == [("one two", "two three")]
    (place,) = folded.find("twothree")
    assert folded.match(*place).start == 4
