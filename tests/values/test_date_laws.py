"""Laws of dates: what is written is read as just that time, and a quote that cuts it says nothing.

Each law tries ``KGBUILD_LAW_CASES`` cases (by default 2,000), always the same ones.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from babel.dates import format_date
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgbuild.evidence.dates import DateEvidence
from kgbuild.evidence.datetext import TextDates
from kgbuild.evidence.finder import Span
from kgbuild.values.datereader import read_all, read_dates
from kgbuild.values.dates import parse_time
from kgbuild.values.datestated import states
from kgbuild.values.edtf import Time
from kgbuild.values.errors import ValueSyntaxError
from kgbuild.values.lexicon import read_in_full

CASES = int(os.environ.get("KGBUILD_LAW_CASES", "2000"))
law: Callable[[Any], Any] = settings(
    max_examples=CASES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

# How each language says it; {d} is a day as the CLDR writes it, {y} a year, {m} a month with its year.
WAYS: dict[str, dict[str, str]] = {
    "en": {
        "on": "on {d}", "before": "before {d}", "after": "after {d}", "since": "since {d}", "until": "until {d}",
        "by": "no later than {d}", "shortly after": "shortly after {d}", "shortly before": "shortly before {d}",
        "day before": "the day before {d}", "day after": "the day after {d}", "2 days after": "two days after {d}",
        "3 weeks before": "three weeks before {d}", "week after": "the week after {d}",
        "evening": "on the evening of {d}", "morning": "the morning of {d}", "afternoon": "the afternoon of {d}",
        "about": "about {y}", "year": "in {y}", "month": "in {m}", "early": "in early {m}", "late": "in late {m}",
    },
    "de": {
        "on": "am {d}", "before": "vor dem {d}", "after": "nach dem {d}", "since": "seit dem {d}",
        "until": "bis zum {d}", "by": "spätestens am {d}", "shortly after": "kurz nach dem {d}",
        "day before": "am Tag vor dem {d}", "day after": "am Tag nach dem {d}",
        "2 days after": "zwei Tage nach dem {d}",
        "evening": "am Abend des {d}", "morning": "am Morgen des {d}", "afternoon": "am Nachmittag des {d}",
        "about": "um {y}", "year": "im Jahr {y}", "month": "im {m}", "early": "Anfang {m}", "late": "Ende {m}",
    },
    "fr": {
        "on": "le {d}", "before": "avant le {d}", "after": "après le {d}", "since": "depuis le {d}",
        "until": "jusqu’au {d}", "by": "au plus tard le {d}", "shortly after": "peu après le {d}",
        "day before": "la veille du {d}", "day after": "le lendemain du {d}",
        "2 days after": "deux jours après le {d}",
        "evening": "le soir du {d}", "morning": "le matin du {d}", "afternoon": "l’après-midi du {d}",
        "about": "vers {y}", "year": "en {y}", "month": "en {m}", "early": "début {m}", "late": "fin {m}",
    },
    "es": {
        "on": "el {d}", "before": "antes del {d}", "after": "después del {d}", "since": "a partir del {d}",
        "until": "hasta el {d}", "by": "a más tardar el {d}", "shortly after": "poco después del {d}",
        "day before": "el día anterior al {d}", "day after": "el día siguiente al {d}",
        "2 days after": "dos días después del {d}", "morning": "la mañana del {d}",
        "about": "hacia {y}", "year": "en {y}", "month": "en {m}", "early": "a principios de {m}",
        "late": "a finales de {m}",
    },
    "it": {
        "on": "il {d}", "before": "prima del {d}", "after": "dopo il {d}", "since": "a partire dal {d}",
        "until": "fino al {d}", "by": "entro il {d}", "shortly after": "poco dopo il {d}",
        "day before": "la vigilia del {d}", "2 days after": "due giorni dopo il {d}", "evening": "la sera del {d}",
        "morning": "la mattina del {d}", "afternoon": "il pomeriggio del {d}", "about": "verso il {y}",
        "year": "nel {y}",
        "month": "nel {m}", "early": "all’inizio di {m}", "late": "alla fine di {m}",
    },
    "pt": {
        "on": "em {d}", "before": "antes de {d}", "after": "depois de {d}", "since": "a partir de {d}",
        "until": "até {d}", "shortly after": "pouco depois de {d}", "day before": "na véspera de {d}",
        "day after": "no dia seguinte a {d}", "2 days after": "dois dias depois de {d}", "morning": "na manhã de {d}",
        "about": "por volta de {y}", "year": "em {y}", "month": "em {m}", "early": "no início de {m}",
        "late": "no fim de {m}",
    },
    "ru": {
        "on": "{d}", "after": "после {d}", "by": "не позднее {d}", "since": "начиная с {d}",
        "shortly after": "вскоре после {d}", "day before": "накануне {d}", "day after": "на следующий день после {d}",
        "2 days after": "через два дня после {d}", "evening": "вечером {d}", "morning": "утром {d}",
        "about": "около {y} года", "year": "в {y} году", "month": "в {m}", "early": "в начале {m}",
        "late": "в конце {m}",
    },
    "uk": {
        "on": "{d}", "after": "після {d}", "by": "не пізніше {d}", "since": "починаючи з {d}",
        "day before": "напередодні {d}", "day after": "наступного дня після {d}",
        "2 days after": "через два дні після {d}",
        "evening": "увечері {d}", "morning": "вранці {d}", "about": "близько {y} року", "year": "у {y} році",
        "early": "на початку {m}", "late": "наприкінці {m}",
    },
    "tr": {
        "on": "{d} tarihinde", "before": "{d} tarihinden önce", "after": "{d} tarihinden sonra",
        "since": "{d} tarihinden beri", "until": "{d} tarihine kadar", "2 days after": "{d} tarihinden iki gün sonra",
        "evening": "{d} akşamı", "morning": "{d} sabahı", "about": "yaklaşık {y}", "year": "{y} yılında",
        "month": "{m} ayında", "late": "{m} sonlarında",
    },
    "az": {
        "on": "{d} tarixində", "before": "{d} tarixindən əvvəl", "after": "{d} tarixindən sonra",
        "since": "{d} tarixindən etibarən", "until": "{d} tarixinə qədər",
        "2 days after": "{d} tarixindən iki gün sonra",
        "evening": "{d} axşamı", "about": "təxminən {y}-ci ildə", "year": "{y}-ci ildə",
    },
    "ar": {
        "on": "في {d}", "before": "قبل {d}", "after": "بعد {d}", "since": "منذ {d}", "until": "حتى {d}",
        "day before": "عشية {d}", "2 days after": "بعد يومين من {d}", "evening": "مساء {d}", "morning": "صباح {d}",
        "about": "حوالي عام {y}", "year": "في عام {y}", "month": "في {m}", "early": "في أوائل {m}",
        "late": "في أواخر {m}",
    },
    "fa": {
        "on": "در {d}", "before": "پیش از {d}", "after": "پس از {d}", "until": "تا {d}",
        "day before": "روز پیش از {d}",
        "day after": "روز بعد از {d}", "evening": "شامگاه {d}", "morning": "صبح {d}", "about": "حدود سال {y} میلادی",
        "year": "در سال {y} میلادی", "month": "در {m}", "early": "اوایل {m}", "late": "اواخر {m}",
    },
}  # fmt: skip
PARTS = ("night", "morning", "afternoon", "evening")
DAYS = st.dates(min_value=datetime.date(1583, 1, 1), max_value=datetime.date(2099, 12, 28))
# Filler words on both sides that belong to no date.
AROUND = {
    "en": ("they say: ", " – so they say"), "de": ("man sagt: ", " – so heißt es"), "fr": ("dit-on : ", " – dit-on"),
    "es": ("dicen: ", " – dicen"), "it": ("dicono: ", " – dicono"), "pt": ("dizem: ", " – dizem"),
    "ru": ("говорят: ", " – говорят"), "uk": ("кажуть: ", " – кажуть"), "tr": ("derler: ", " – derler"),
    "az": ("deyirlər: ", " – deyirlər"), "ar": ("يقولون: ", " – يقولون"), "fa": ("می‌گویند: ", " – می‌گویند"),
}  # fmt: skip


def month_and_year(day: datetime.date, language: str) -> str:
    """The month and the year, as the CLDR writes them together."""
    pattern = {"es": "MMMM 'de' y", "pt": "MMMM 'de' y", "ru": "MMMM y"}.get(language, "MMMM y")
    text: str = format_date(day, pattern, locale=language)
    if language == "ru":  # in the prepositional case, of which the CLDR has no names
        month = text.split()[0]
        text = text.replace(month, month[:-1] + "е" if month[-1] in "яь" else month.removesuffix("а") + "е")
    return text


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str, str, datetime.date, str]:
    """A language, a way, a text, its day, and the value that a mapping would write."""
    language = draw(st.sampled_from(sorted(WAYS)))
    way = draw(st.sampled_from(sorted(WAYS[language])))
    day = draw(DAYS)
    form = draw(st.sampled_from(["long", "medium"] if language not in ("tr", "az") else ["long"]))
    shown = format_date(day, form, locale=language)
    if language in ("ru", "uk"):
        shown = format_date(day, "d MMMM y", locale=language)
    elif language in ("en", "fa", "ar", "es", "pt", "it", "de", "fr") and not any(c.isalpha() for c in shown):
        shown = format_date(day, "long", locale=language)
    text = WAYS[language][way].format(d=shown, y=f"{day.year:04d}", m=month_and_year(day, language))
    return language, way, text, day, value_of(way, day)


def value_of(way: str, day: datetime.date) -> str:
    """What a way of saying it means, as a mapping writes it."""
    iso = day.isoformat()
    if way in ("about", "year"):
        return iso[:4] + ("~" if way == "about" else "")
    if way == "month":
        return iso[:7]
    if way in ("early", "late"):
        last = (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
        return f"{iso[:7]}-01/{iso[:7]}-10" if way == "early" else f"{iso[:7]}-21/{last.isoformat()}"
    if way in PARTS:
        return f"{way} of {iso}"
    return iso if way == "on" else f"{way} {iso}"


def others(way: str, day: datetime.date, days: int) -> Iterator[str]:
    """Times that the text does not say: another relation, part of day, precision, approximation, day."""
    iso, moved = day.isoformat(), (day + datetime.timedelta(days=days)).isoformat()
    for other in ("on", "before", "after", "since", "until", "by", "shortly after", "day before", "day after",
                  "2 days after", "3 weeks before", "week after", "evening", "morning", "afternoon", "about", "year",
                  "month", "early", "late"):  # fmt: skip
        if other != way:
            yield value_of(other, day)
    if way not in ("about", "year", "month", "early", "late"):
        yield value_of(way, datetime.date.fromisoformat(moved))
    yield f"{iso}~"
    yield f"{iso}/{moved}" if days > 0 else f"{moved}/{iso}"
    yield f"{iso[:3]}X"
    yield f"[{','.join(sorted((iso, moved)))}]"


def as_time(value: str) -> Time | None:
    """The time of a value, None where there is no such time."""
    try:
        return parse_time(value)
    except ValueSyntaxError:
        return None


@law
@given(written())
def test_what_is_written_is_read(case: tuple[str, str, str, datetime.date, str]) -> None:
    """In every language that is read in full: each way of saying a date gives its value, all of its words read."""
    language, _, text, _, value = case
    before, behind = AROUND[language]
    (found,) = read_dates(before + text + behind, language)
    assert states(found, parse_time(value)), (text, found.value)
    assert found.others or found.value == value


@law
@given(written(), st.integers(-400, 400).filter(bool))
def test_no_other_time_passes(case: tuple[str, str, str, datetime.date, str], days: int) -> None:
    """No other day, precision, relation, bound, part of the day or approximation is what a text says."""
    language, way, text, day, value = case
    said = parse_time(value)
    (found,) = read_dates(text, language)
    for other in others(way, day, days):
        time = as_time(other)
        if time is None or (time.edtf, time.part_of_day) == (said.edtf, said.part_of_day):
            continue  # "the day before 2 May" is 1 May
        assert not states(found, time), (text, other)


@law
@given(written(), st.data())
def test_a_quote_that_cuts_a_date_says_nothing(
    case: tuple[str, str, str, datetime.date, str], data: st.DataObject
) -> None:
    """Cut anywhere, at either end or both, no expression of the quote is a date with any time."""
    language, _, text, _, value = case
    before, behind = AROUND[language]
    whole = before + text + behind
    (found,) = read_dates(whole, language)
    start = data.draw(st.integers(found.start, found.end - 1))
    end = data.draw(st.integers(start + 1, found.end))
    if (start, end) == (found.start, found.end):
        return
    evidence = DateEvidence(TextDates(whole, lambda _: language), language)
    passage = evidence.passage(whole[start:end], Span(start, end, "exact", ""))
    assert not any(states(each, parse_time(value)) for each in passage.whole)
    assert all(each.core is None for each in passage.whole)


ALL_LANGUAGES = sorted({*read_in_full(), "pl", "cs", "nl", "sv", "da", "fi", "hu", "ro", "bg", "sr", "hr", "sk", "sl",
    "el", "he", "hi", "bn", "ta", "ka", "hy", "kk", "uz", "ja", "ko", "zh", "vi", "id", "ms", "sw", "lt", "lv", "et",
    "ca", "gl", "eu", "is", "sq", "mk", "be", "mn", "ne", "ur", "af", "cy", "ga"})  # fmt: skip
# Months in digits, or with endings that depend on the number before them.
NOT_READ = {"vi", "eu", "mn"}


@law
@given(st.sampled_from(ALL_LANGUAGES), DAYS)
def test_long_dates_of_any_language(language: str, day: datetime.date) -> None:
    """A long date of the CLDR is read as its day, or not at all; never as another day."""
    text = format_date(day, "long", locale=language)
    found = [each for each in read_dates(text, language) if each.time is not None]
    days = [each.value for each in found if each.core is not None and each.core.points[0].unit == "day"]
    if language not in NOT_READ:
        assert days == [day.isoformat()], (text, days)
    assert all(value == day.isoformat() for value in days), (text, days)


@law
@given(written())
def test_a_value_that_is_proposed_is_stated(case: tuple[str, str, str, datetime.date, str]) -> None:
    """What a draft or a help line would write for a date, pasted, is a time that the same words state."""
    language, _, text, _, _ = case
    for each in read_all(text, language):
        if each.value is not None and each.calendar is None:
            assert states(each, parse_time(each.value))
            assert not states(replace(each, problem="two ways"), parse_time(each.value))
