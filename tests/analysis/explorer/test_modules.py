"""The modules of the page by themselves: imported as they are written, in the browser, and called."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT

from kgbuild.analysis.explorer.columns import columns

HOST = "http://modules.invalid/"


@pytest.fixture(scope="module")
def modules(browser: Any) -> Iterator[Any]:
    """Calls code with some modules imported: ``modules("search", "m.folded('É')")``."""
    page = browser.new_page()

    def serve(route: Any) -> None:
        name = route.request.url.removeprefix(HOST)
        if not name:
            route.fulfill(body="<!doctype html><title>modules</title>", content_type="text/html")
        else:
            route.fulfill(path=ROOT / "explorer" / name, content_type="text/javascript")

    page.route(f"{HOST}**", serve)
    page.goto(HOST)
    yield lambda name, code: page.evaluate(
        f"async () => {{ const m = await import('./{name}.js'); return {code}; }}"
    )
    page.close()


def test_search_folds_any_script(modules: Any) -> None:
    """Case, diacritics, ligatures and compatibility forms do not matter; other letters stay what they are."""
    for written, folded in (
        ("Sumqayıt", "sumqayit"),
        ("Lənkəran", "lenkeran"),
        ("ﬁnal ÉTÉ", "final ete"),
        ("Łódź", "lodz"),
        ("مُحَمَّد", "محمد"),
        ("北京", "北京"),
        ("Баку́", "баку"),
        ("Straße", "strasse"),
    ):
        assert modules("search", f"m.folded({written!r})") == folded


def test_addresses_come_back(modules: Any) -> None:
    """An address is taken apart into what it was made of, whatever is in its parts; one that is broken is read too."""
    for of, query in ((["a.b/c?d#e"], {"q": "x&y=z"}), (["ə İ"], {}), (["50%"], {"voice": "a b"})):
        made = modules("router", f"m.parsedAddress(m.addressOf('claim', {of}, {query}))")
        assert made["view"] == "claim"
        assert made["of"] == of
    assert modules("router", "m.parsedAddress('#/claim/%E0%A4%A')")["of"] == ["%E0%A4%A"]
    assert modules("router", "m.parsedAddress('')")["view"] == "questions"


def test_scales_hold_what_they_show(modules: Any) -> None:
    """Every value lies within its scale, in its order; wide ranges are logarithmic; days may lie before our era."""
    assert modules(
        "axis", "[21, 131, 150].map(v => Math.round(new m.Scale([21, 131, 150], false).at(v)))"
    ) == sorted(
        modules("axis", "[21, 131, 150].map(v => Math.round(new m.Scale([21, 131, 150], false).at(v)))")
    )
    assert modules("axis", "new m.Scale([2, 900000], false).log") is True
    assert modules("axis", "new m.Scale([0, 900000], false).log") is False
    assert modules("axis", "m.dayNumber(19700101)") == 0
    assert modules("axis", "m.dayNumber(19900120) - m.dayNumber(19900119)") == 1
    assert modules("axis", "m.dayNumber(101) < m.dayNumber(10000101)") is True
    for low, high in ((0, 1), (21, 150), (1e6, 3e9), (-4, 4), (7, 7)):
        ticks = modules("axis", f"m.ticksOf({low}, {high}, 4)")
        assert ticks == sorted(ticks)
        assert all(low <= tick <= high * 1.000001 or low == high for tick in ticks)
        assert 1 <= len(ticks) <= 8


def test_gaps_and_passages_make_the_whole_text(modules: Any) -> None:
    """What no passage covers begins and ends where passages do, overlapping ones too."""
    reading = "{covered: [[3, 5], [4, 9], [9, 10]], length: 12}"
    assert modules("ruler", f"m.gapsOf({reading})") == [[0, 3], [10, 12]]
    assert modules("ruler", "m.gapsOf({covered: [], length: 4})") == [[0, 4]]
    assert modules("ruler", "m.gapsOf({covered: [[0, 4]], length: 4})") == []


def test_only_web_addresses_are_links(modules: Any) -> None:
    """Anything but http and https stays text."""
    assert modules("dom", "m.outside('https://example.org/').outerHTML") == (
        '<a href="https://example.org/" rel="noreferrer noopener external">https://example.org/</a>'
    )
    for url in ("javascript:alert(1)", "data:text/html,x", " https://a", "//a", "file:///etc/passwd"):
        assert modules("dom", f"m.outside({url!r}).tagName") == "SPAN"


def test_columns_come_back(modules: Any) -> None:
    """A packed column gives the cells that it was made of."""
    rows = [("a", 1, None), ("a", 2, "x"), ("a", 3, None), ("b", 4, "x"), (None, 5, "x")]
    table = columns(("word", "number", "few"), rows)
    assert "words" in table["word"]
    read = modules("data", f"m.rowsOf({json.dumps(table)})")
    assert [(row["word"], row["number"], row["few"]) for row in read] == rows


def test_words_follow_their_number(modules: Any) -> None:
    """Each language has the form of its plural rules, digits grouped; a word that is not there is its key."""
    strings = json.loads((ROOT / "explorer" / "strings.json").read_text(encoding="utf-8"))
    for language, n, words in (
        ("en", 1, "1 mention"),
        ("en", 12000, "12,000 mentions"),
        ("xx", 2, "2 mentions"),
    ):
        code = f"(m.setStrings({json.dumps(strings)}), m.setLanguage({language!r}), m.t('mentions', {{ n: {n} }}))"
        assert modules("words", code) == words
    assert modules("words", "m.wordFor('relation', 'no-such_relation')") == "no such relation"


def test_a_figure_rests_on_its_ends(modules: Any) -> None:
    """One recorded origin and nothing else is one; more ends are several; a claim alone rests on nothing recorded."""
    for origins, ends, rests in (
        ([1], [], "one"),
        ([1, 2], [], "several"),
        ([1], [3], "several"),
        ([], [3], "none"),
    ):
        answer = json.dumps({"origins": origins, "open": ends})
        assert modules("figures_view", f"m.restsOn({answer})") == rests


def test_long_names_are_cut(modules: Any) -> None:
    """A name is cut to its length with an ellipsis, a title at a word, and neither where it fits."""
    assert modules("origins", "[m.cut('abcdef', 6), m.cut('abcdefg', 6)]") == ["abcdef", "abcde…"]
    assert modules("parts", "m.shortTitle({ title: 'A letter of the mission' }, 12)") == "A letter of…"
    assert modules("parts", "m.shortTitle({ id: 'letter-1' }, 12)") == "letter-1"
