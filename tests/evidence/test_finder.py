"""Quotes looked up in a text: which place is meant, and what is said where none is."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.evidence.anchors import share_limits
from kgbuild.evidence.finder import Anchor, Finder, as_yaml, check_quote, quote_words, written_share
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.mapping.model import QuoteSpec
from kgbuild.mapping.tree import read_tree
from kgbuild.text.documents import TextLayer
from kgbuild.text.folding import Repair

TEXT = (
    "On 4 March 1901 the river rose. The lower street stood in water. The pari sh clerk says “13 civilians”\n"
    "were killed. Annex. The lower street stood in water till Friday. So it was in 1876, in May 1876."
)
ANNEX = TEXT.index("Annex")


def look_up(
    quote: QuoteSpec, text: str = TEXT, annex: int | None = ANNEX
) -> tuple[Anchor | None, list[Diagnostic]]:
    """The anchor of a quote, and the findings."""
    findings: list[Diagnostic] = []
    finder = Finder(TextLayer(text), [Repair("pari sh", "parish")])
    if annex is not None:
        finder.parts = {"annex": (annex, len(text))}
    return finder.find(quote, findings.append), findings


def words(anchor: Anchor | None, text: str = TEXT) -> str:
    """The raw words of an anchor, whose hash must be theirs."""
    assert anchor is not None
    found = text[anchor.span.start : anchor.span.end]
    assert anchor.span.hash == hashlib.sha256(found.encode()).hexdigest()
    return found


@pytest.mark.parametrize(
    ("quote", "found", "match"),
    [
        ("the river rose", "the river rose", "exact"),
        ('"13 civilians" were killed', "“13 civilians”\nwere killed", "tolerant"),
        ("The parish clerk", "The pari sh clerk", "repaired"),
        ("The parish clerk … killed", "The pari sh clerk says “13 civilians”\nwere killed", "range"),
        ("till Friday … 1876", "till Friday. So it was in 1876", "range"),
    ],
)
def test_how_a_quote_matches(quote: str, found: str, match: str) -> None:
    """A quote matches exactly, tolerantly, with a repair or as a range; its span is that of the raw text."""
    anchor, findings = look_up(QuoteSpec(quote))
    assert findings == []
    assert words(anchor) == found
    assert anchor is not None
    assert anchor.span.match == match


def test_a_phrase_found_twice_is_settled_by_occurrence_or_part() -> None:
    """Found twice is a finding; the number of the place, or the part it lies in, settles it."""
    street = "The lower street stood in water"
    anchor, findings = look_up(QuoteSpec(street))
    assert (anchor, [f.code for f in findings]) == (None, ["KG302"])
    first, second = TEXT.index(street), TEXT.rindex(street)
    for quote, start in (
        (QuoteSpec(street, occurrence=1), first),
        (QuoteSpec(street, occurrence=2), second),
        (QuoteSpec(street, part="annex"), second),
    ):
        anchor, findings = look_up(quote)
        assert findings == []
        assert anchor is not None
        assert anchor.span.start == start


@pytest.mark.parametrize(
    ("quote", "code", "message"),
    [
        (QuoteSpec("the water rose"), "KG301", "the quote does not occur in the document"),
        (QuoteSpec("3 civilians"), "KG301", "the quote does not occur in the document"),
        (QuoteSpec("the river", occurrence=2), "KG303", "the quote stands in the text once, not 2 times"),
        (QuoteSpec("the river", part="annex"), "KG313", "the quote does not lie in the part `annex`"),
        (QuoteSpec("the river", context="the sea"), "KG301", "the context does not occur in the document"),
        (
            QuoteSpec("killed … The river"),
            "KG301",
            "the last words of the quote do not occur in the document",
        ),
        (
            QuoteSpec("killed … till Friday"),
            "KG301",
            "no passage of at most 120 words in one part begins and ends so",
        ),
        (
            QuoteSpec("the river", occurrence=1),
            "KG317",
            "`occurrence` is not needed: the quote stands in the text once",
        ),
    ],
)
def test_what_is_said_where_a_quote_leads_nowhere(quote: QuoteSpec, code: str, message: str) -> None:
    """One finding for one fault, which says what is missing."""
    _, findings = look_up(quote)
    assert [(f.code, f.message) for f in findings] == [(code, message)]


@given(st.integers(0, 130))
def test_a_range_reaches_120_words(between: int) -> None:
    """First and last words may stand 120 words apart, themselves counted; the last is the first match after."""
    text = f"alpha {'word ' * between}omega omega"
    anchor, findings = look_up(QuoteSpec("alpha … omega"), text, None)
    if between + 2 <= 120:
        assert words(anchor, text) == text.removesuffix(" omega")
    else:
        assert (anchor, [f.code for f in findings]) == (None, ["KG301"])


@given(st.integers(0, 70), st.booleans())
def test_a_context_reaches_60_words(between: int, before: bool) -> None:
    """A context may stand up to 60 words before or after its quote; farther away it is a finding."""
    gap = "word " * between
    text = f"context {gap}quote" if before else f"quote {gap}context"
    anchor, findings = look_up(QuoteSpec("quote", context="context"), text, None)
    if between <= 60:
        assert anchor is not None
        assert anchor.context is not None
        assert text[anchor.context.start : anchor.context.end] == "context"
    else:
        assert (anchor, [f.code for f in findings]) == (None, ["KG304"])


def test_the_nearest_of_several_contexts_is_taken() -> None:
    """Of a context that stands more than once the nearest place counts."""
    text = "in May … the bank; in May the mill fell, and then in May again"
    anchor, findings = look_up(QuoteSpec("the mill", context="in May"), text, None)
    assert findings == []
    assert anchor is not None
    assert anchor.context is not None
    assert anchor.context.start == text.index("in May the mill")


@pytest.mark.parametrize(
    ("quote", "codes"),
    [
        (QuoteSpec("w " * 12), []),
        (QuoteSpec("w " * 13), ["KG307"]),
        (QuoteSpec("w " * 6 + "… " + "w " * 6), []),
        (QuoteSpec("w " * 7 + "… " + "w " * 6), ["KG307"]),
        (QuoteSpec("w", context="w " * 13), ["KG307"]),
        (QuoteSpec("w – w, " * 6), []),
    ],
)
def test_twelve_words(quote: QuoteSpec, codes: list[str]) -> None:
    """A quote and its context write out twelve words each at most; signs are no words."""
    findings: list[Diagnostic] = []
    assert check_quote(quote, findings.append) is not bool(codes)
    assert [f.code for f in findings] == codes


@given(st.lists(st.tuples(st.integers(0, 39), st.integers(1, 8)), max_size=6))
def test_the_share_counts_each_word_once(cuts: list[tuple[int, int]]) -> None:
    """The share is the words written out, by whatever quotes, over the words of the text."""
    text = " ".join(f"w{i}" for i in range(40))
    layer = TextLayer(text)
    written, covered = [], set()
    for start, count in cuts:
        inside = range(start, min(start + count, 40))
        covered |= set(inside)
        quote = QuoteSpec(" ".join(f"w{i}" for i in inside))
        anchor, _ = look_up(quote, text, None)
        assert anchor is not None
        written.append((quote, anchor.span))
    assert written_share(layer, written) == pytest.approx(len(covered) / 40)


def test_of_a_range_only_the_written_words_count() -> None:
    """The words between the halves of a range are not written out."""
    text = " ".join(f"w{i}" for i in range(20))
    quote = QuoteSpec("w2 w3 … w10")
    anchor, _ = look_up(quote, text, None)
    assert anchor is not None
    assert written_share(TextLayer(text), [(quote, anchor.span)]) == pytest.approx(3 / 20)
    assert quote_words(quote.text) == 3


@given(st.integers(1, 5000))
def test_a_longer_text_allows_more_words_and_no_greater_share(words_: int) -> None:
    """Both limits fall with the length of a text and never jump; what may be written out never gets less."""
    (warning, error), (next_warning, next_error) = share_limits(words_), share_limits(words_ + 1)
    assert next_warning <= warning < error
    assert next_error <= error < 1
    assert words_ * warning <= (words_ + 1) * next_warning + 1e-9
    assert words_ * error <= (words_ + 1) * next_error + 1e-9


@pytest.mark.parametrize(
    ("words_", "limits"),
    [(150, (0.9, 0.95)), (1333, (0.9, 0.95)), (1600, (0.75, 0.95)), (2000, (0.6, 0.9)), (3000, (0.4, 0.6))],
)
def test_the_limits_of_the_reference(words_: int, limits: tuple[float, float]) -> None:
    """The limits are those that the page on the mapping language gives."""
    assert share_limits(words_) == pytest.approx(limits)


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), st.booleans())
def test_help_can_be_pasted(words_: str, inside: bool) -> None:
    """What a help line gives as a value reads back as just these words, in a line of its own or inside braces."""
    line = f"a: {{b: {as_yaml(words_)}}}" if inside else f"a: {as_yaml(words_)}"
    findings: list[Diagnostic] = []
    tree = read_tree(line.encode(), "x.yaml", findings.append)
    assert findings == []
    assert tree is not None
    value = tree[1].value[0][1]
    assert (value.value[0][1].value if inside else value.value) == words_


def test_words_of_scripts_without_spaces() -> None:
    """Two characters of a script without spaces count as one word, so that no quote holds a whole page."""
    text = "共有250人参加游行。报纸说有三百人，看守说木拱门坏了，当晚刮大风，雨一直下到早晨。"
    assert quote_words("木拱门坏了") == 3
    assert quote_words("共有250人 ok") == 4
    findings: list[Diagnostic] = []
    assert not check_quote(QuoteSpec(text), findings.append)
    anchor, found = look_up(QuoteSpec("木拱门坏了"), text, None)
    assert found == []
    assert anchor is not None
    assert written_share(TextLayer(text), [(QuoteSpec("木拱门坏了"), anchor.span)]) < 0.3
    assert quote_words("it was re-built, i.e. — so") == 5
