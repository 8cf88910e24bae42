"""Does a quote say the date of its claim? What passes is what the words say, whole, in the language of the text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import pytest

from kgbuild.core.places import Place
from kgbuild.core.project import ontology_folder
from kgbuild.evidence.dates import Checked, DateEvidence, check_date, check_issued, with_year
from kgbuild.evidence.datetext import TextDates
from kgbuild.evidence.finder import Anchor, Finder
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.mapping.model import ClaimSpec, Datum, QuoteSpec, Ref
from kgbuild.ontology.vocabulary import ClaimProperty, load_vocabulary
from kgbuild.text.documents import TextLayer
from kgbuild.text.folding import Repair
from kgbuild.values.dates import Time, parse_time

HERE = Place.whole("m.yaml")
FILLER = " Nothing else of note. The roads were dry, and the carts went to market."


@cache
def properties() -> dict[str, ClaimProperty]:
    """The properties that the package ships."""
    shipped = ontology_folder()
    return load_vocabulary([shipped / "kgbuild.ttl", shipped / "events.ttl"]).properties


@dataclass
class Outcome:
    """What a check gave: the finding, if any, and what was noted."""

    findings: list[Diagnostic]
    checked: Checked

    @property
    def code(self) -> str | None:
        """The code of the finding."""
        return self.findings[0].code if self.findings else None


def anchored(
    text: str, quote: QuoteSpec, language: str, repairs: tuple[Repair, ...] = ()
) -> tuple[Anchor, TextDates]:
    """The anchor of a quote with the year that the text gives, and the dates of the text."""
    anchor = Finder(TextLayer(text), repairs).find(quote, lambda _: None)
    assert anchor is not None, quote
    dates = TextDates(text, lambda _: language)
    return with_year(quote, anchor, dates, 0), dates


def check(
    text: str, quote: str, value: str, *, context: str | None = None, language: str = "en", calendar: str | None = None,
    prop: str = "occurred", known: dict[str, Time] | None = None, locked: bool = False,
    repairs: tuple[Repair, ...] = (), reading: str | None = None, sic: str | None = None,
) -> Outcome:  # fmt: skip
    """Check the date of a claim about the event ``fair``; ``locked`` without the text at hand."""
    spec = QuoteSpec(quote, context)
    anchor, dates = anchored(text + FILLER, spec, language, repairs)
    time = parse_time(value, calendar=calendar)
    claim = ClaimSpec("d.a.b", properties()[prop], Ref("<fair>", "fair"), time, spec, quote, HERE, HERE)
    claim = replace(claim, reading=reading, sic=sic)
    evidence = DateEvidence(None if locked else dates, language, known or {})
    findings: list[Diagnostic] = []
    return Outcome(findings, check_date(claim, time, anchor, evidence, findings.append))


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        (
            "On the evening of 9 November 2019 it burned.",
            "On the evening of 9 November 2019",
            "evening of 2019-11-09",
        ),
        ("The fair closed before 19 January 1990.", "before 19 January 1990", "before 1990-01-19"),
        ("The fair closed before 19 January 1990.", "before 19 January 1990", "../1990-01-19"),
        ("It was the day before 9 November 2019.", "the day before 9 November 2019", "2019-11-08"),
        ("It rained on 19, 20 and 21 January 1990.", "19, 20 and 21 January 1990", "1990-01-19/1990-01-21"),
        ("It rained on 19, 20 and 21 January 1990.", "19, 20 and 21 January 1990", "1990-01-20"),
        ("It rained on 19 and 21 January 1990.", "19 and 21 January 1990", "{1990-01-19,1990-01-21}"),
        ("In 1990 and in 1992 it rained.", "In 1990 and in 1992", "{1990,1992}"),
        ("In July and August 2020 it rained.", "July and August 2020", "2020-07/2020-08"),
        ("It took effect from 1 January 1991.", "from 1 January 1991", "since 1991-01-01"),
        ("The letter from 1 January 1991.", "from 1 January 1991", "1991-01-01"),
        ("Dated 19 January 1990 at 23:20.", "19 January 1990 at 23:20", "1990-01-19T23:20:00"),
        ("Dated 19 January 1990 at 23:20.", "19 January 1990", "1990-01-19"),
        ("On 9 November 2019 at dawn it burned.", "9 November 2019 at dawn", "2019-11-09"),
        ("About 1340 it was built.", "About 1340", "1340~"),
    ],
)
def test_what_passes(text: str, quote: str, value: str) -> None:
    """A claim passes where its date is the one that the words state: value, precision, relation, part of the day."""
    assert check(text, quote, value).code is None


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        (
            "On the evening of 9 November 2019 it burned.",
            "On the evening of 9 November 2019",
            "morning of 2019-11-09",
        ),
        ("On the evening of 9 November 2019 it burned.", "On the evening of 9 November 2019", "2019-11-09"),
        ("On 9 November 2019 it burned.", "On 9 November 2019", "evening of 2019-11-09"),
        ("On 9 November 2019 at dawn it burned.", "9 November 2019 at dawn", "morning of 2019-11-09"),
        ("The fair closed before 19 January 1990.", "before 19 January 1990", "after 1990-01-19"),
        ("The fair closed before 19 January 1990.", "before 19 January 1990", "until 1990-01-19"),
        ("The fair closed before 19 January 1990.", "before 19 January 1990", "1990-01-19"),
        ("It closed shortly after 19 January 1990.", "shortly after 19 January 1990", "after 1990-01-19"),
        ("It was the day before 9 November 2019.", "the day before 9 November 2019", "day after 2019-11-09"),
        ("It was the day before 9 November 2019.", "the day before 9 November 2019", "2019-11-09"),
        ("from 31 December to 1 January 1990", "31 December to 1 January 1990", "1990-12-31"),
        ("From 19 to 21 January 1990 it rained.", "From 19 to 21 January 1990", "1990-01-19"),
        ("From 19 to 21 January 1990 it rained.", "From 19 to 21 January 1990", "1990-01-20"),
        ("On 19 January 1990 it burned.", "On 19 January 1990", "1990-01"),
        ("On 19 January 1990 it burned.", "On 19 January 1990", "1990"),
        ("In January 1990 it burned.", "In January 1990", "1990-01-19"),
        ("In January 1990 it burned.", "In January 1990", "1990-01-01/1990-01-31"),
        ("In 1985 it burned.", "In 1985", "198X"),
        ("In the 1980s it burned.", "the 1980s", "1980"),
        ("About 1340 it was built.", "About 1340", "1340"),
        ("In 1340 it was built.", "In 1340", "1340~"),
        ("In July or August 2020 it rained.", "July or August 2020", "{2020-07,2020-08}"),
        ("Dated 19 January 1990 at 23:20.", "19 January 1990 at 23:20", "1990-01-19T23:21:00"),
        ("Dated 03/04/1990.", "Dated 03/04/1990", "1990-04-03"),
        ("Dated 03/04/1990.", "Dated 03/04/1990", "1990"),
        ("It was 31 April 1990.", "31 April 1990", "1990-04-30"),
        ("It was 9 January 1905 (O.S.).", "9 January 1905 (O.S.)", "1905-01-09"),
    ],
)
def test_what_is_a_finding(text: str, quote: str, value: str) -> None:
    """Another value, precision, bound, relation, part of the day or approximation, and what reads in two ways."""
    assert check(text, quote, value).code == "KG306"
    assert check(text, quote, value, reading="explained").code is None


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("On 19 January 1990 it burned.", "On 19 January", "1990-01-19"),
        ("On 19 January 1990 it burned.", "January 1990", "1990-01"),
        ("On 19 January 1990 it burned.", "1990 it burned", "1990"),
        ("From 19 to 21 January 1990.", "21 January 1990", "1990-01-21"),
        ("Before 19 January 1990 it closed.", "19 January 1990", "1990-01-19"),
        ("On the evening of 9 November 2019.", "9 November 2019", "2019-11-09"),
        ("In early 1990 it burned.", "1990 it burned", "1990"),
        ("About 1340 it was built.", "1340 it was built", "1340"),
        ("On 25 October (7 November) 1917 it began.", "On 25 October", "1917-10-25"),
        ("In the 5th century BC it was built.", "the 5th century", "04XX"),
    ],
)
def test_a_quote_cuts_no_date(text: str, quote: str, value: str) -> None:
    """Words beside the quote that belong to the date make it another one; the help names all of them."""
    found = check(text, quote, value)
    assert found.code == "KG306"
    assert (found.findings[0].help or "").startswith("quote all of")


@pytest.mark.parametrize(
    ("text", "quote", "context", "value", "basis"),
    [
        ("On 9 January 1905 it began.", "On 9 January 1905", None, "1905-01-09", "in-quote"),
        (
            "In 1905 the strike began; on 9 January the march.",
            "on 9 January",
            None,
            "1905-01-09",
            "in-sentence",
        ),
        (
            "On 9 January the march began, he wrote in 1905.",
            "On 9 January",
            None,
            "1905-01-09",
            "in-sentence",
        ),
        (
            "In 1905 they struck. On 9 January they marched.",
            "On 9 January",
            "In 1905",
            "1905-01-09",
            "in-context",
        ),
        (
            "Dated 2 March 1905. On 9 January they marched.",
            "On 9 January",
            None,
            "1905-01-09",
            "nearest-date",
        ),
        (
            "In 1905 they struck, and on 9 January marched.",
            "In 1905 … 9 January",
            None,
            "1905-01-09",
            "in-quote",
        ),
        (
            "On that day, 9 January 1905, it began.",
            "On that day",
            "9 January 1905",
            "1905-01-09",
            "in-context",
        ),
    ],
)
def test_where_the_year_comes_from(
    text: str, quote: str, context: str | None, value: str, basis: str
) -> None:
    """From the date, its sentence, the context, or the nearest earlier full date; the claim keeps which."""
    for locked in (False, True):
        found = check(text, quote, value, context=context, locked=locked)
        assert (found.code, found.checked.year_basis) == (None, basis)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 March 2019\n\nOn 9 January they marched, and in 1905 they won.", "2019-01-09"),
        ("In 1905 they met; on 9 January they marched; in 1907 they won.", "1905-01-09"),
        ("In 1905 they met. On 9 January they marched.", "1905-01-09"),
        ("In the 1980s they met, on 9 January they marched.", "1980-01-09"),
    ],
)
def test_no_year_is_guessed(text: str, value: str) -> None:
    """No letterhead where the sentence gives a year; none from two years of a sentence, or a bare year before it."""
    quote = "on 9 January" if "on 9 January" in text else "On 9 January"
    assert check(text, quote, value).code == "KG306"


def test_a_year_comes_from_its_own_part() -> None:
    """The nearest earlier full date counts only within the part."""
    text = "On 4 March 1901 it rose. Annex. On Friday, 8 March, it fell."
    dates = TextDates(text, lambda _: "en")
    (day,) = [each for each in dates.within(text.index("8 March"), len(text)) if each.lacks_year]
    assert dates.year_for(day, 0) == (1901, "nearest")
    assert dates.year_for(day, text.index("Annex")) is None


def test_sentences_end_at_no_abbreviation() -> None:
    """A full stop behind a short weekday, a month or a day in German ends no sentence, and cuts no date."""
    for text, language, value in (
        ("It was on Sun. October 27, 2019, they say.", "en", "2019-10-27"),
        ("Es war am 19. Januar 1990.", "de", "1990-01-19"),
        ("It was c. 1340. The next was later.", "en", "1340~"),
    ):
        (found,) = [e for e in TextDates(text, lambda _, code=language: code).within(0, len(text)) if e.core]
        assert found.value == value


def test_words_that_count_from_an_event() -> None:
    """ "The day after the fire": counted from a date of the context, or from when the mapping dates an event."""
    text = "The fire was on 9 November 2019. They came the day after the fire."
    value = "day after 2019-11-09"
    quote = "the day after the fire"
    assert check(text, quote, value).code == "KG306"
    assert check(text, quote, value, context="9 November 2019").checked.year_basis == "in-context"
    known = check(text, quote, value, known={"fire": parse_time("2019-11-09")})
    assert (known.code, known.checked.year_basis) == (None, None)
    assert check(text, quote, "day before 2019-11-09", context="9 November 2019").code == "KG306"
    assert check(text, quote, "2 days after 2019-11-09", context="9 November 2019").code == "KG306"


def test_a_part_of_the_day_beside_its_date() -> None:
    """The part of the day may stand in the quote and its date in the context, and not another part."""
    text = "They met on 9 November 2019. It burned in the evening."
    found = check(text, "in the evening", "evening of 2019-11-09", context="9 November 2019")
    assert found.checked.year_basis == "in-context"
    assert check(text, "in the evening", "morning of 2019-11-09", context="9 November 2019").code == "KG306"


def test_from_the_lock_a_range_is_not_read_again() -> None:
    """The middle of a range is not at hand: what was found in it with the document is not a finding without it.

    Where a reading explains the date it is not read with the document either, so that the graph is the same.
    """
    text, quote, value = "They came on 9 November 2019 to the fair.", "They came … the fair", "2019-11-09"
    for locked in (False, True):
        assert check(text, quote, value, locked=locked).checked.year_basis == "in-quote"
        assert check(text, quote, value, locked=locked, reading="so").checked.year_basis is None
    assert check(text, "They came … the fair", "2019-11-10").code == "KG306"


def test_a_repaired_quote_is_read_as_written() -> None:
    """Where a repair mends the words of a date, they are read as the mapping writes them."""
    repairs = (Repair("Janu ary", "January"),)
    assert (
        check("On 19 Janu ary 1990 it burned.", "19 January 1990", "1990-01-19", repairs=repairs).code is None
    )


@pytest.mark.parametrize(
    ("text", "quote", "value", "code"),
    [
        ("On Sun., 26 Oct. 2019, they say.", "Sun., 26 Oct. 2019", "2019-10-26", "KG311"),
        ("On Saturday, 26 October 2019.", "Saturday, 26 October 2019", "2019-10-26", None),
        (
            "Said on Sunday that the fair of 9 November 2019.",
            "Sunday that the fair of 9 November 2019",
            "2019-11-09",
            None,
        ),
        ("On 26 October 2019, a Sunday.", "26 October 2019, a Sunday", "2019-10-26", "KG311"),
        ("On Sunday, 26 October 2019.", "26 October 2019", "2019-10-26", None),
    ],
)
def test_weekdays(text: str, quote: str, value: str, code: str | None) -> None:
    """A weekday beside the date, in the quote, must be that of the date; another one accuses nobody."""
    assert check(text, quote, value).code == code


def test_a_weekday_is_kept_where_the_mapper_says_so() -> None:
    """With `sic` the fault of the document stays in the graph; with a reading, also a weekday in place of a date."""
    found = check("On Sunday, 26 October 2019.", "Sunday, 26 October 2019", "2019-10-26", sic="a slip")
    kept = found.checked.inconsistency
    assert (found.code, kept and (kept.kind, kept.stated, kept.computed)) == (
        None,
        ("Weekday", "sunday", "saturday"),
    )
    found = check("They met on Sunday.", "They met on Sunday", "2019-10-26", reading="the week of the fair")
    assert found.checked.inconsistency is not None


def test_a_weekday_of_the_julian_calendar() -> None:
    """9 January 1905 was a Sunday in Russia: in its calendar no finding, else one that says how to write it."""
    text, quote = "It was Sunday, 9 January 1905, in Russia.", "Sunday, 9 January 1905"
    assert check(text, quote, "1905-01-09", calendar="julian").code is None
    found = check(text, quote, "1905-01-09")
    assert found.code == "KG311"
    assert any("calendar: julian" in note for note in found.findings[0].notes)
    assert check(text, quote, "1905-01-08", calendar="julian").code == "KG306"


def test_dates_in_two_calendars() -> None:
    """A date that the text gives in both calendars passes in each, and in no other."""
    text, quote = "On 25 October (7 November) 1917 it began.", "25 October (7 November) 1917"
    assert check(text, quote, "1917-11-07").code is None
    assert check(text, quote, "1917-10-25", calendar="julian").code is None
    assert check(text, quote, "1917-10-25").code == "KG306"


@pytest.mark.parametrize(
    ("text", "prop", "value", "code"),
    [
        ("The tenth anniversary of the fair of 2009 was kept.", "occurred", "2009", None),
        ("The tenth anniversary of the fair fell on 9 November 2019.", "observed_on", "2019-11-09", None),
        ("The 11th anniversary of the fair fell on 9 November 2019.", "observed_on", "2019-11-09", "KG312"),
    ],
)
def test_anniversaries(text: str, prop: str, value: str, code: str | None) -> None:
    """The ordinal of an anniversary must fit the date on which it is kept; it says nothing of the event's own date."""
    words = text.rstrip(".").split()
    quote = f"{' '.join(words[:3])} … {' '.join(words[-3:])}"
    assert check(text, quote, value, prop=prop, known={"fair": parse_time("2009")}).code == code


def test_a_language_that_is_not_known() -> None:
    """Where dates of the language cannot be read, the finding says so."""
    found = check("On 9 January 1905.", "9 January 1905", "1905-01-09", language="xx")
    assert found.code == "KG306"
    assert any("cannot be read" in note for note in found.findings[0].notes)


@pytest.mark.parametrize(
    ("quote", "value", "calendar", "code"),
    [
        ("9 March 1901", "1901-03-09", None, None),
        ("Saturday", "1901-03-09", None, "KG316"),
        ("9 March 1901", "1901-03-08", None, "KG316"),
        ("9 March 1901", "1901-03-09", "julian", None),
    ],
)
def test_the_date_of_issue(quote: str, value: str, calendar: str | None, code: str | None) -> None:
    """The words for the date of issue must state it, in its calendar."""
    text = f"THE CHRONICLE\nSaturday, 9 March 1901\n\nThe river rose.{FILLER}"
    anchor, dates = anchored(text, QuoteSpec(quote), "en")
    time = parse_time(value, calendar=calendar)
    issued = Datum(time.edtf, QuoteSpec(quote), None, HERE, HERE, None, calendar, time.written or "")
    findings: list[Diagnostic] = []
    check_issued(issued, anchor, DateEvidence(dates), findings.append)
    assert [finding.code for finding in findings] == ([code] if code else [])
