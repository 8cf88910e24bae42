"""What a text offers to claims: its figures, dates, names, articles of law and symbols, each with a quote.

Pure text work, nothing is understood. Each entry is valid as it stands, with a subject: where the words of the quote
name a property ("131 civilians were killed"), it has that property, else one that only says that the text speaks of the
value (:mod:`kgbuild.draft.proposals`). What is neither figure nor date nor in the registry is kept in its words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from kgbuild.core.terms import is_id
from kgbuild.draft.proposals import Proposals
from kgbuild.draft.quotes import UNWRITABLE, Accept, Quote, Quoter
from kgbuild.evidence.datetext import TextDates
from kgbuild.evidence.finder import as_yaml
from kgbuild.mapping.registry import Entity, Registry
from kgbuild.ontology.vocabulary import ClaimProperty, Vocabulary
from kgbuild.text.folding import fold
from kgbuild.values.dateexpressions import DateExpression
from kgbuild.values.datereader import read_all
from kgbuild.values.dates import ValueSyntaxError, parse_time
from kgbuild.values.datestated import states
from kgbuild.values.days import WEEKDAYS, parts_of, weekday_of
from kgbuild.values.edtf import GREGORIAN
from kgbuild.values.foreign_dates import ForeignNumber, Language
from kgbuild.values.numerals import APPROXIMATOR, FoundNumber, numbers_in, ordinals_in
from kgbuild.values.quantities import Quantity, parse_quantity
from kgbuild.values.quantities import states as states_quantity

_PERCENT: Final = re.compile(r"\s*(?:%|per[\s-]?cent\b)", re.IGNORECASE)
_PIECE: Final = r"[A-Z]{1,5}(?:/[A-Z0-9][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*)+"
_SYMBOL: Final = re.compile(rf"(?<![\w/]){_PIECE}(?:-(?:{_PIECE}|[A-Z0-9]{{1,6}}))*(?![\w/])")
_BETWEEN: Final = re.compile(r"(?:between|from)\s+\Z", re.IGNORECASE)
_MOST_BETWEEN: Final = 12
_WORDS_BEHIND: Final = re.compile(r"(?: [^\W\d_]+){1,3}")
_NUMERAL: Final = re.compile(
    r"[^\W\d_]*\d(?:[\w.,:/'’-]*\w)?"
    r"|\b(?:(?:an?|one|two|three|four|five|six|seven|eight|nine)[ -])?"
    r"(?:half|halves|(?<=[ -])(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?)\b"
)
_ARTICLE: Final = re.compile(r"\b[Aa]rticles? (\d+|[IVXLC]+)\b(?: \(\d+\))*,? (?:of|to) (?:the )?")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry as it could stand in the mapping, without its id: ``figure`` in a paragraph, at a place of the text.

    ``note`` stands for an entry where none can be made.
    """

    kind: str
    start: int
    paragraph: int
    lines: tuple[str, ...] = ()
    note: str | None = None


class Offers:
    """Finds the candidates of one text."""

    def __init__(
        self,
        quoter: Quoter,
        vocabulary: Vocabulary,
        registry: Registry,
        language: Language | None = None,
        tongue: str = "en",
    ) -> None:
        self.quoter = quoter
        self.text = quoter.text
        self.vocabulary = vocabulary
        self.registry = registry
        self.proposals = Proposals(vocabulary)
        self.language = language
        self.tongue = tongue
        self.around = TextDates(quoter.layer.text, lambda _: tongue)
        self.dates = self._read_dates()
        self.foreign = _Foreign(self.text, language, self.dates)
        self._taken: list[Span] = []
        self._covered: list[Span] = []

    def _read_dates(self) -> list[DateExpression]:
        """The dates of the text as a check reads them, sentence by sentence, at their places in the folded text."""
        folded = self.quoter.finder.folded
        raw = [folded.raw_start(position) for position in range(len(self.text) + 1)]
        found = []
        for date in self.around.all():
            start, end = bisect_left(raw, date.start), bisect_left(raw, date.end)
            if date.core is not None and start < end:
                found.append(replace(date, start=start, end=end))
        return found

    def claims(self, header: int = 0) -> list[Candidate]:
        """Every candidate for the section ``claims``, in the order of paragraphs, then of kinds, then of the text.

        Symbols before ``header`` are the document's own.
        """
        order = {"figure": 0, "date": 1, "law": 2, "symbol": 3, "name": 4}
        found = [*self._figures(), *self._dates(), *self._articles(), *self._unknown_symbols(header)]
        found += [*self._as_elsewhere(), *self._names(), *self._numerals()]
        return sorted(found, key=lambda item: (item.paragraph, order[item.kind], item.start))

    def symbols(self, within: Span | None = None) -> Iterator[tuple[str, Span]]:
        """The document symbols of the text, or of a stretch of it."""
        start, end = within or (0, len(self.text))
        for match in _SYMBOL.finditer(self.text, start, end):
            if any(c.isdigit() for c in match.group()):
                yield match.group(), match.span()

    def citations(self, header: int) -> list[Candidate]:
        """A citation for every symbol behind the header that a work of the registry has, each symbol once."""
        found = []
        for symbol, span in self._first_symbols(header):
            quote = self.quoter.quote(*span) if symbol in self._works else None
            if quote is not None:
                lines = [f"to: {self._works[symbol]}", "how: cites", *quote.lines()]
                found.append(self._made("symbol", span, lines))
        return found

    @cached_property
    def _works(self) -> dict[str, str]:
        """The works of the registry by their symbols."""
        return {
            fold(symbol): entity.id for entity in self.registry.entities.values() for symbol in entity.symbols
        }

    def _first_symbols(self, header: int) -> Iterator[tuple[str, Span]]:
        seen: set[str] = set()
        for symbol, span in self.symbols((header, len(self.text))):
            if symbol not in seen:
                seen.add(symbol)
                yield symbol, span

    def _made(self, kind: str, span: Span, lines: Sequence[str] | None, note: str = "") -> Candidate:
        paragraph = self.quoter.paragraph_of(span[0])
        self._covered.append(span)
        if lines is not None:
            return Candidate(kind, span[0], paragraph, tuple(lines))
        words = UNWRITABLE.sub(" ", self.text[slice(*span)])
        return Candidate(kind, span[0], paragraph, note=f"{note or 'no quote of 12 words'}: {words}")

    def _in_words(self, kind: str, span: Span, *hints: str) -> Candidate:
        """An entry that keeps a stretch in its words, for what is no other value."""
        words = self.text[slice(*span)]
        quote = None if UNWRITABLE.search(words) or not words.strip() else self.quoter.quote(*span)
        if quote is None:
            return self._made(kind, span, None)
        key = self.proposals.mention("text").key
        notes = [f"# {UNWRITABLE.sub(' ', hint)}" for hint in hints]
        return self._made(kind, span, [*notes, f"{key}: {as_yaml(words)}", *quote.lines()])

    def _entry(
        self, props: Sequence[ClaimProperty], form: str, value: str, quote: Quote, span: Span
    ) -> list[str]:
        """The lines of an entry: the properties there are to choose from, one of them, and the quote."""
        chosen = self.proposals.choose(props, form, quote.text, self.text[slice(*span)])
        if form == "quantity" and not value.endswith(" percent"):
            value = self._counted(chosen, value, span[1])
        return [*self.proposals.notes(props, chosen), f"{chosen.key}: {as_yaml(value)}", *quote.lines()]

    def _figures(self) -> Iterator[Candidate]:
        """Every number, or range of two, that is no part of a date."""
        taken = [*((date.start, date.end) for date in self.dates), *self.foreign.spans]
        for start, end in self.quoter.paragraphs:
            numbers = numbers_in(self.text[start:end])
            at = 0
            while at < len(numbers):
                span = (start + numbers[at].start, start + numbers[at].end)
                if any(a < span[1] and span[0] < b for a, b in taken):
                    at += 1
                    continue
                made = self._range(span, numbers[at + 1 : at + 2], start)
                yield made or self._figure(numbers[at], span)
                at += 2 if made else 1

    def _range(self, first: Span, following: Sequence[FoundNumber], offset: int) -> Candidate | None:
        """Two numbers that the text joins: "40 to 50", "between 40 and 50"."""
        for number in following:
            last = (offset + number.start, offset + number.end)
            if last[0] - first[1] > _MOST_BETWEEN:
                break
            before = _BETWEEN.search(self.text, max(0, first[0] - _MOST_BETWEEN), first[0])
            whole = (before.start() if before else first[0], last[1])
            percent = _PERCENT.match(self.text, last[1])
            value = self.text[slice(*whole)] + (" percent" if percent else "")
            made = self._quantity(value, (whole[0], percent.end() if percent else whole[1]), whole, "range")
            if made is not None:
                return made
        return None

    def _figure(self, number: FoundNumber, span: Span) -> Candidate:
        percent = _PERCENT.match(self.text, span[1])
        whole = (span[0], percent.end() if percent else span[1])
        for before in APPROXIMATOR.finditer(self.text, max(0, span[0] - 16), span[0]):
            if number.approximator and before.end() == span[0]:
                whole = (before.start(1), whole[1])
        for value in self._values(number, whole, span, bool(percent)):
            made = self._quantity(value, whole, span)
            if made is not None:
                return made
        return self._in_words("figure", span)

    def _quantity(self, value: str, whole: Span, span: Span, form: str = "") -> Candidate | None:
        """The entry of a value, where it can be read (as a quantity of that form) and quoted."""
        try:
            quantity = parse_quantity(value).quantity
        except ValueSyntaxError:
            return None
        quote = self.quoter.quote(*whole, _states_number(quantity))
        if quote is None or UNWRITABLE.search(value) or form not in ("", quantity.approximation):
            return None
        percent = value.endswith(" percent")
        props = [p for p in self.proposals.taking("quantity") if percent == (self._unit(p) == "percent")]
        return self._made("figure", span, self._entry(props, "quantity", value, quote, span))

    def _values(self, number: FoundNumber, whole: Span, span: Span, percent: bool) -> Iterator[str]:
        """How the mapping may write a number: in the words of the text, or in digits."""
        unit = " percent" if percent else ""
        yield self.text[whole[0] : span[1]] + unit
        yield self.text[slice(*span)] + unit
        if number.value is not None:
            yield f"{number.value}{unit}"

    def _counted(self, prop: ClaimProperty, value: str, end: int) -> str:
        """A number with the words behind it that are a group or a unit which the property takes."""
        behind = _WORDS_BEHIND.match(self.text, end)
        words = behind.group().split() if behind else []
        for count in range(len(words), 0, -1):
            rest = " ".join(words[:count])
            unit = self.vocabulary.unit_words.get(rest.casefold())
            group = rest.casefold() in self.registry.groups_by_name and "population" in prop.qualifiers
            if group or (unit is not None and (prop.mention or unit == self._unit(prop))):
                return f"{value} {rest}"
        return value

    def _unit(self, prop: ClaimProperty) -> str:
        return next(
            (key for key, item in self.vocabulary.choices("units").items() if item.iri == prop.unit), ""
        )

    def _dates(self) -> Iterator[Candidate]:
        props = self.proposals.taking("date")
        for date in self.dates:
            span = (date.start, date.end)
            made = self._date(date)
            if made is None:
                yield self._in_words("date", span, date.problem or "no year or day that exists: see the text")
                continue
            value, quote, weekday = made
            lines = self._entry(props, "date", value, quote, span)
            if date.lacks_year:
                lines.insert(0, "# the year is that of its sentence, or of the date before it")
            time = parse_time(value)
            if weekday is not None and time.start is not None and time.start == time.end:
                computed = weekday_of(time.start)
                if computed != WEEKDAYS[weekday]:
                    lines.append(f"sic: {value} was a {computed}")
            yield self._made("date", span, lines)

    def _date(self, date: DateExpression) -> tuple[str, Quote, int | None] | None:
        """The value of a date, its quote, and the weekday that stands with it there."""
        whole = date
        if date.lacks_year:
            near = [e for e in self.around.within(date.core_start, date.core_end) if e.lacks_year]
            found = self.around.year_for(near[0], 0) if near else None
            whole = date if found is None else date.with_year(found[0])
        value = whole.value
        if value is None or whole.calendar not in (None, GREGORIAN) or UNWRITABLE.search(value):
            return None
        time = parse_time(value)
        year = parts_of(time.end or time.start or 0)[0] if date.lacks_year else None

        def stating(words: str) -> list[DateExpression]:
            found = read_all(words, self.tongue)
            dated = [e.with_year(year) if e.lacks_year and year is not None else e for e in found]
            return [e for e in dated if states(e, time)]

        quote = self.quoter.quote(date.start, date.end, lambda words: bool(stating(words)))
        if quote is None:
            return None
        weekday = next((e.weekday for e in stating(quote.text)), None)
        return value, quote, weekday.number if weekday is not None else None

    def _as_elsewhere(self) -> Iterator[Candidate]:
        """The numbers that are written as in another language, each with a reading that says so."""
        for number in self.foreign.numbers:
            yield self._read("figure", (number.start, number.end), f"{number.value:f}")

    def _read(self, kind: str, span: Span, value: str) -> Candidate:
        """An entry whose number the words alone do not show."""
        words = self.text[slice(*span)]
        quote = None if UNWRITABLE.search(words) else self.quoter.quote(*span)
        if quote is None or self.language is None:
            return self._in_words(kind, span)
        reading = f"“{words}” is a number in {self.language.name}"
        lines = self._entry(self.proposals.taking("quantity"), "quantity", value, quote, span)
        return self._made(kind, span, [*lines, f"reading: {as_yaml(reading)}"])

    def _articles(self) -> Iterator[Candidate]:
        """ "Article 7 of the Rome Statute": of a law of the registry, or of one that is not in it."""
        laws = {
            name: entity
            for entity in self.registry.entities.values()
            if entity.kind.file == "laws"
            for name in map(fold, entity.names())
        }
        props = self.proposals.taking("law")
        for match in _ARTICLE.finditer(self.text):
            at = match.end()
            names = [name for name in laws if self.quoter.finder.folded.find(name, at, at + len(name))]
            name = max(names, key=len, default="")
            span = (match.start(), at + len(name)) if name else (match.start(), match.end(1))
            quote = self.quoter.quote(*span) if name and is_id(match[1]) else None
            self._taken.append(span)
            if quote is None:
                key = self.proposals.mention("entity").key
                hint = f"{key}: ID.{match[1]}, with the law in laws.yaml of the registry"
                yield self._in_words("law", span, hint)
            else:
                value = f"{laws[name].id}.{match[1]}"
                yield self._made("law", span, self._entry(props, "entity", value, quote, span))

    def _unknown_symbols(self, header: int) -> Iterator[Candidate]:
        """The symbols behind the header that no work of the registry has."""
        self._covered += [span for _, span in self.symbols()]
        for symbol, span in self._first_symbols(header):
            if symbol not in self._works:
                entry = f"ID: {{type: TYPE, label: {{en: …}}, symbols: [{symbol}]}}"
                hint = f"a citation, with the work in works.yaml of the registry: {entry}"
                yield self._in_words("symbol", span, hint)

    def _numerals(self) -> Iterator[Candidate]:
        """Ordinals, fractions in words, and digits that are neither figure nor date nor symbol, in their words."""
        for match in _NUMERAL.finditer(self.text):
            letters = [c for c in match.group() if c.isalpha()]
            if letters and all(unicodedata.category(c) == "Lo" for c in letters):
                yield from self._without_spaces(match.span())
            elif self._is_free(match.span()):
                yield self._in_words("figure", match.span())
        for ordinal in ordinals_in(self.text):
            if self._is_free((ordinal.start, ordinal.end)):
                yield self._in_words("figure", (ordinal.start, ordinal.end))

    def _is_free(self, span: Span) -> bool:
        return not any(a < span[1] and span[0] < b for a, b in self._covered)

    def _without_spaces(self, span: Span) -> Iterator[Candidate]:
        """The numbers of a word in a script whose letters stand beside digits: "14人", "و١٤"."""
        for match in re.finditer(r"\d+", self.text[slice(*span)]):
            at = (span[0] + match.start(), span[0] + match.end())
            quote = self.quoter.quote(*at) if self._is_free(at) else None
            if quote is not None:
                lines = self._entry(
                    self.proposals.taking("quantity"), "quantity", str(int(match[0])), quote, at
                )
                around = self.text[max(span[0], at[0] - 1) : min(span[1], at[1] + 1)]
                yield self._made("figure", at, [*lines, f"reading: “{around}” holds the number {match[0]}"])

    def _names(self) -> Iterator[Candidate]:
        """Every entity of the registry that the text names, where it first does."""
        names = sorted(
            ((fold(name), entity) for entity in self.registry.entities.values() for name in entity.names()),
            key=lambda item: (-len(item[0]), item[0]),
        )
        first: dict[str, Span] = {}
        for name, entity in names:
            for span in self.quoter.finder.folded.find(name) if len(name) > 1 else ():
                if any(a < span[1] and span[0] < b for a, b in self._taken):
                    continue
                self._taken.append(span)
                if entity.id not in first or span < first[entity.id]:
                    first[entity.id] = span
        for name_id, span in first.items():
            quote = self.quoter.quote(*span)
            props = self._props_for(self.registry.entities[name_id])
            lines = self._entry(props, "entity", name_id, quote, span) if quote is not None else None
            yield self._made("name", span, lines)

    def _props_for(self, entity: Entity) -> list[ClaimProperty]:
        """The properties whose value the entity can be."""
        takes = {"laws": ("law",), "concepts": ("concept", "entity")}.get(entity.kind.file, ("entity",))
        return [
            prop
            for prop in self.proposals.taking(*takes)
            if not prop.value_kinds or prop.value_kinds & entity.type.ancestors
        ]


class _Foreign:
    """What a text has of the numbers of a language that is not English."""

    def __init__(self, text: str, language: Language | None, dates: Sequence[DateExpression]) -> None:
        spans = [(date.start, date.end) for date in dates]
        numbers = language.numbers(text) if language is not None else []
        plain = {(each.start, each.end, each.value) for each in numbers_in(text)} if numbers else set()
        self.numbers = [
            each
            for each in numbers
            if not _meets(each, spans) and (each.start, each.end, each.value) not in plain
        ]
        self.spans = [(number.start, number.end) for number in self.numbers]


def _meets(found: ForeignNumber, spans: Sequence[Span]) -> bool:
    return any(start < found.end and found.start < end for start, end in spans)


def _states_number(quantity: Quantity) -> Accept:
    return lambda words: states_quantity(words, quantity)
