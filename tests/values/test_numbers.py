"""The reader of numbers: texts of many languages, and the data it reads by."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from babel import Locale
from babel.numbers import list_currencies
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.values.numbers import cldr, money
from kgbuild.values.numbers.lexicon import expanded, lexicon, written_languages
from kgbuild.values.numbers.quantity import quantity_text
from kgbuild.values.numbers.reader import Reader, read_numbers, read_ordinals

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))
import number_tables  # noqa: E402  (the tables of the reference try every word of every language)


def shown(text: str, language: str = "en") -> list[str]:
    """The numbers of a text: their words, what they are, and what they count."""
    found = []
    for each in read_numbers(text, language):
        what = each.problem or (quantity_text(each.quantity) if each.quantity is not None else each.kind)
        found.append(f"{text[each.start : each.end]} = {what}{f' {each.unit}' if each.unit else ''}")
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("131 civilians were killed", ["131 = 131 person"]),
        ("744 injuries, and four missing persons", ["744 = 744", "four = 4 person"]),
        ("mass expulsion of more than 200,000 Azerbaijanis", ["more than 200,000 = more than 200,000"]),
        ("26\u00a0000 Soviet troops", ["26\u00a0000 = 26,000 person"]),
        ("26 000 Soviet troops", ["26 000 = 26,000 person"]),
        ("2\n\nmillion people attended", ["2\n\nmillion = 2,000,000 person"]),
        ("twenty-one and twenty one", ["twenty-one = 21", "twenty one = 21"]),
        ("two and three", ["two = 2", "three = 3"]),
        ("one hundred and two thousand", ["one hundred and two thousand = 102,000"]),
        ("20% and 1.5 percent.", ["20% = 20 percent", "1.5 percent = 1.5 percent"]),
        ("the 44-day war", ["44-day = 44 day"]),
        ("on 19–20 January", ["19–20 = date"]),
        ("January 20 events", ["20 = date"]),
        ("In May 12 people died", ["12 = 12 person"]),
        ("no one, one another, the one who", ["no one = 0"]),
        ("one of the most horrible crimes", []),
        ("the 31st and the thirty-fifth", ["31st = ordinal", "thirty-fifth = ordinal"]),
        ("letter A/74/649–S/2020/34 of", ["74/649–S/2020/34 = symbol"]),
        ("at 22:30 on 2021.01.19 with T-72 tanks in the 1980s",
         ["22:30 = time", "2021.01.19 = date", "72 = designation", "1980s = designation"]),
        ("two million, three thousand", ["two million, three thousand = 2,003,000"]),
        ("2 million, 3 thousand and 12 mile posts",
         ["2 million = 2,000,000", "3 thousand = 3,000", "12 mile = 12 mile"]),
        ("300,000 head of cattle", ["300,000 = 300,000 item"]),
        ("12 police cars", ["12 = 12 vehicle"]),
        ("half an hour, half of the land", ["half an hour = 0.5 hour", "half = 50 percent"]),
        ("1½ million; 1 1/2 tonnes", ["1½ million = 1,500,000", "1 1/2 tonnes = 1.5 tonne"]),
        ("12.5 ± 2.1 kg", ["12.5 ± 2.1 kg = 12.5 (10.4–14.6) kilogram"]),
        ("0.65 (95% CI: 0.5 to 0.8)", ["0.65 (95% CI: 0.5 to 0.8) = 0.65 (0.5–0.8)"]),
        ("3.2 Gy at −5 °C", ["3.2 Gy = 3.2 gray", "−5 °C = -5 degree-celsius"]),
        ("between $3bn and $5bn", ["between $3bn and $5bn = 3,000,000,000–5,000,000,000 money"]),
        ("12 deaths per 100,000 people", ["12 deaths per 100,000 = 12 per-hundred-thousand"]),
        ("$40 per person", ["$40 per person = it is a rate that no unit stands for money"]),
        ("5m tall, $5m", ["5m = 5 metre", "$5m = 5,000,000 money"]),
        ("nineteen ninety", ["nineteen ninety = number words follow one another that make no one number"]),
        ("not quite 40; hardly 40", ["not quite 40 = fewer than 40",
                                     "hardly 40 = the words around it can limit it in more than one way"]),
        ("13x and x13", ["13 = “13x” is no number", "13 = designation"]),
        ("3-1; 5 to 2", ["3-1 = its two ends make no range", "5 to 2 = its two ends make no range"]),
        ("Article 7, pages 12–15, No. 5", ["Article 7 = designation",
                                             "pages 12–15 = designation", "No. 5 = designation"]),
        ("a third of it", ["a third = this fraction is no decimal number percent"]),
        ("3×10^6", ["3 = “×” behind it makes another number of it", "10 = designation", "6 = designation"]),
    ],
)  # fmt: skip
def test_english(text: str, found: list[str]) -> None:
    """English numbers are read whole, and what is no quantity, or cannot be read, is said to be so."""
    assert shown(text) == found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "rund einhunderteinunddreißig Tote", ["rund einhunderteinunddreißig = about 131 person"]),
        ("de", "der 31. Jahrestag, am 19. Januar, die 1980er", ["31. = ordinal", "19 = date", "1980er = designation"]),
        ("de", "5 Mrd. Euro, 5 °C unter null", ["5 Mrd. Euro = 5,000,000,000 money", "5 °C unter null = "
                                               "the words around it can limit it in more than one way degree-celsius"]),
        ("fr", "plus d’un million de personnes", ["plus d’un million = more than 1,000,000 person"]),
        ("fr", "soixante-dix-neuf, quatre-vingts, vingt et un",
         ["soixante-dix-neuf = 79", "quatre-vingts = 80", "vingt et un = 21"]),
        ("fr", "3 milliards d'euros, 2 M€", ["3 milliards d'euros = 3,000,000,000 money", "2 M€ = 2,000,000 money"]),
        ("es", "mil doscientos treinta y un heridos", ["mil doscientos treinta y un = 1,231 person"]),
        ("it", "un'ottantina di case", ["un'ottantina = about 80 building"]),
        ("pt", "cento e vinte e uma pessoas", ["cento e vinte e uma = 121 person"]),
        ("ru", "ста тридцати одного человека", ["ста тридцати одного = 131 person"]),
        ("ru", "2 млн 300 тыс. рублей, человек сорок",
         ["2 млн 300 тыс. рублей = 2,300,000 money",
          "человек сорок = the words around it can limit it in more than one way"]),
        ("ru", "в 1990 году, 31-я годовщина, 12-ти человек", ["1990 = year", "31-я = ordinal", "12 = 12 person"]),
        ("uk", "півтора мільйона осіб", ["півтора мільйона = 1,500,000 person"]),
        ("tr", "200'e kadar kişi, 200 kadar kişi",
         ["200'e kadar = at most 200 person", "200 kadar = about 200 person"]),
        ("tr", "yüze kadar kişi, on binlerce", ["yüze kadar = at most 100 person",
                                                "on binlerce = 20,000 or more (vague)"]),
        ("az", "50 nəfərdən çox, 83 mina", ["50 nəfərdən çox = more than 50 person", "83 = 83 item"]),
        ("ar", "مئة وواحد وثلاثون شخصا", ["مئة وواحد وثلاثون = 131 person"]),
        ("ar", "ثلاثة عشر ألفا، ألفا شخص", ["ثلاثة عشر ألفا = 13,000",
                                            "ألفا = it may count once or twice person"]),
        ("ar", "و200 شخص، ٤٠ في المئة", ["200 = 200 person", "٤٠ في المئة = 40 percent"]),
        ("fa", "صد و سی و یک نفر", ["صد و سی و یک = 131 person"]),
        ("zh", "共有250人，约三百五十人，3.5万人", ["250 = 250 person", "约三百五十 = about 350 person",
                                                  "3.5万 = 35,000 person"]),
        ("zh", "2019年11月3日，第3次", ["2019年 = date", "11 = date", "3 = date", "3 = ordinal"]),
        ("ko", "약 350만명", ["약 350만 = about 3,500,000 person"]),
        ("pl", "dwa miliony osób", ["miliony = the number before this scale word is not read person"]),
        ("lt", "5 tūkst. žmonių", ["5 tūkst = 5,000"]),
        ("en", "2 миллиона человек", ["2 = “миллиона” may be a scale word"]),
        ("es", "4,000 personas", ["4,000 = “4,000” may be thousands: what is counted is whole person"]),
        ("es-MX", "4,000 personas", ["4,000 = 4,000 person"]),
        ("xx", "1.200", ["1.200 = “1.200” can be read in two ways"]),
    ],
)  # fmt: skip
def test_other_languages(language: str, text: str, found: list[str]) -> None:
    """Numbers of other languages are read by their own words and marks."""
    assert shown(text, language) == found


def test_ordinals() -> None:
    """Ordinals have their numbers, in digits, words and compounds."""
    text = "the 31st, one hundred and first, two hundredth, the first and the twenty-third; one third, two thirds"
    assert [each.value for each in read_ordinals(text)] == [31, 101, 200, 1, 23]
    assert [each.value for each in read_ordinals("am einunddreißigsten Tag, am 20. Tag", "de")] == [31, 20]


def test_words_of_the_project() -> None:
    """Units of an ontology count as they are written, groups of a registry as persons."""
    reader = Reader("en", {"graves": "grave", "MWe": "megawatt-electric"}, ["lamp lighters"])
    units = [each.unit for each in reader.read("41 graves, 3 MWe, 3 mwe, 12 tall lamp lighters")]
    assert units == ["grave", "megawatt-electric", None, "person"]


@given(st.text(max_size=60), st.sampled_from(written_languages()))
def test_nothing_is_raised(text: str, language: str) -> None:
    """Whatever the text, reading raises nothing, and numbers stand in order, none over another."""
    end = 0
    for found in read_numbers(text, language):
        assert end <= found.start < found.end <= len(text)
        assert (found.quantity is None) == (found.kind != "quantity" or found.problem is not None)
        end = found.end


WORDS = """12 1,200 4.000 ½ half a hundred and thirty-one million 2 Mio. - – % ‰ $ € EUR ± ( ) 95% CI more than at least
or so per 100,000 people houses no one the 31st January 1990 in / : ' + ~ > ≤ three quarters of dozens several 3/4 T-"""
SOME = st.sampled_from(WORDS.split())


@given(
    st.lists(SOME, max_size=14),
    st.sampled_from(["", " "]),
    st.sampled_from(["en", "de", "fr", "ru", "tr", "ar"]),
)
def test_nothing_is_raised_by_words_of_numbers(words: list[str], between: str, language: str) -> None:
    """Nor by any sequence of the words and signs that numbers are made of."""
    text = between.join(words)
    for found in read_numbers(text, language):
        assert 0 <= found.start < found.end <= len(text)


def test_every_word_fares_as_its_kind_does() -> None:
    """Every approximator of every language, with every claim, comes to what the table of the reference says."""
    assert number_tables.exceptions() == []


@pytest.mark.parametrize("code", written_languages())
def test_marks_are_those_of_the_cldr(code: str) -> None:
    """The decimal mark that a file gives is the one of Unicode's table of locales, of Latin digits."""
    signs = Locale.parse(code).number_symbols["latn"]
    assert lexicon(code).words["decimal"] == signs["decimal"]
    assert lexicon(code).name == Locale.parse(code).get_language_name("en").replace(
        "Norwegian Bokmål", "Norwegian"
    )


KEYS = {
    "name", "decimal", "spaces", "joiner", "joiner_after", "inverted", "compounds", "inner_joiner", "articles",
    "of", "the", "adjectives", "head_last", "minus", "plus_minus", "per", "per_article", "interval", "percent",
    "out_of", "per_mille", "clock", "clock_before", "labels", "year_before", "year_behind", "ordinal_suffixes",
    "ordinal_endings", "ordinal_dot", "ordinal_dot_behind", "decade_suffixes", "digit_suffixes", "months",
    "month_capital", "stops", "suffixes", "prefixes", "noun_suffixes", "percent_before", "per_mille_before",
    "rooms", "elided", "fraction_words", "no_numbers", "unclear_alone", "cardinals", "scales", "plurals",
    "swarms", "abbreviations", "rough", "multiples", "ordinals", "ordinal_stems", "fractions", "alone",
    "and_fractions", "before", "after", "softeners", "fillers", "between", "to", "quantifiers", "none", "one",
    "units", "persons", "things", "money",
}  # fmt: skip


@pytest.mark.parametrize("code", written_languages())
def test_a_file_of_words_has_known_keys_only(code: str) -> None:
    """A key that nothing reads would be a setting without an effect; every language has what claims need."""
    words = lexicon(code).words
    assert set(words) <= KEYS
    assert {"name", "decimal", "before", "after", "to", "persons", "things"} <= set(words)
    assert set(words["before"]) | set(words["after"]) <= {
        *("exactly", "about", "more-than", "at-least", "at-most", "fewer-than", "unclear")
    }
    for table in ("before", "after"):
        kinds: dict[str, str] = {}
        for kind, text in words[table].items():
            for word in expanded(text):
                assert kinds.setdefault(word, kind) == kind, (table, word)


def test_currencies_are_those_of_iso_4217() -> None:
    """Every code is one that the CLDR knows, former ones too."""
    assert list_currencies() >= money.CODES
    assert {"USD", "EUR", "SUR", "XAF"} <= money.CODES


def test_scales_of_languages_without_a_file() -> None:
    """The CLDR gives the scale words of languages that have no file of words."""
    assert (1000, "tūkst") in list(cldr.scales("lt"))
    assert lexicon("lt").digits_only
    assert not lexicon("pl").digits_only
