"""What a text offers to claims: its figures, dates, names, articles of law and symbols, each with a quote.

Pure text work, nothing is understood: which property a figure belongs to is for the mapper to say. Where a word of
the quote is the name of a property ("131 civilians were killed"), that property is proposed; else ``PROPERTY`` stands
for it, which `kgbuild check` does not accept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kgbuild.documents import fold
from kgbuild.evidence import as_yaml
from kgbuild.mapping.dates import (
    FoundDate,
    Time,
    ValueSyntaxError,
    date_components_missing,
    dates_in,
    nearest_earlier_year,
    parse_time,
    weekday_of,
    weekdays_in,
)
from kgbuild.mapping.numerals import APPROXIMATOR, FoundNumber, numbers_in
from kgbuild.mapping.quantities import Quantity, parse_quantity, states
from kgbuild.quoting import UNWRITABLE, Accept, Quote, Quoter
from kgbuild.registry import Entity, Registry
from kgbuild.terms import is_id
from kgbuild.vocabulary import ClaimProperty, Vocabulary

PROPERTY: Final = "PROPERTY"
WORK: Final = "WORK"
LAW: Final = "LAW"
_MOST_KEYS: Final = 9
_PERCENT: Final = re.compile(r"\s*(?:%|per[\s-]?cent\b)", re.IGNORECASE)
_PIECE: Final = r"[A-Z]{1,5}(?:/[A-Z0-9][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*)+"
_SYMBOL: Final = re.compile(rf"(?<![\w/]){_PIECE}(?:-{_PIECE})*(?![\w/])")
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

    def __init__(self, quoter: Quoter, vocabulary: Vocabulary, registry: Registry) -> None:
        self.quoter = quoter
        self.text = quoter.text
        self.vocabulary = vocabulary
        self.registry = registry
        self.dates = dates_in(self.text)
        self._taken: list[Span] = []

    def claims(self) -> list[Candidate]:
        """Every candidate for the section ``claims``, in the order of paragraphs, then of kinds, then of the text."""
        order = {"figure": 0, "date": 1, "law": 2, "name": 3}
        found = [*self._figures(), *self._dates(), *self._articles(), *self._names()]
        return sorted(found, key=lambda item: (item.paragraph, order[item.kind], item.start))

    def symbols(self, within: Span | None = None) -> Iterator[tuple[str, Span]]:
        """The document symbols of the text, or of a stretch of it."""
        start, end = within or (0, len(self.text))
        for match in _SYMBOL.finditer(self.text, start, end):
            if any(c.isdigit() for c in match.group()):
                yield match.group(), match.span()

    def citations(self, after: int) -> list[Candidate]:
        """A citation for every symbol behind a place (the header), each symbol once."""
        works = {
            fold(symbol): entity.id for entity in self.registry.entities.values() for symbol in entity.symbols
        }
        seen: set[str] = set()
        found = []
        for symbol, span in self.symbols((after, len(self.text))):
            if symbol in seen:
                continue
            seen.add(symbol)
            quote = self.quoter.quote(*span)
            lines = quote.lines() if quote else []
            to = f"to: {works.get(symbol, WORK)}"
            found.append(self._made("symbol", span, [to, "how: cites", *lines] if quote else None))
        return found

    def _made(self, kind: str, span: Span, lines: Sequence[str] | None, note: str = "") -> Candidate:
        paragraph = self.quoter.paragraph_of(span[0])
        if lines is not None:
            return Candidate(kind, span[0], paragraph, tuple(lines))
        words = UNWRITABLE.sub(" ", self.text[slice(*span)])
        return Candidate(kind, span[0], paragraph, note=f"{note or 'no quote of 12 words'}: {words}")

    def _entry(self, keys: Sequence[str], value: str, quote: Quote) -> list[str]:
        """The lines of an entry: the properties there are to choose from, one of them, and the quote."""
        words = {word.casefold() for word in re.findall(r"\w+", quote.text)}
        named = [key for key in keys if len(key) > 4 and key.casefold() in words]
        chosen = named[0] if named else keys[0] if len(keys) == 1 else PROPERTY
        shown = " | ".join(keys[:_MOST_KEYS]) + (" | …" if len(keys) > _MOST_KEYS else "")
        hint = [f"# {shown}"] if len(keys) > 1 else []
        return [*hint, f"{chosen}: {as_yaml(value)}", *quote.lines()]

    def _keys(self, takes: str) -> list[ClaimProperty]:
        return [prop for prop in self.vocabulary.properties.values() if prop.takes == takes]

    def _figures(self) -> Iterator[Candidate]:
        """Every number that is no part of a date."""
        dates = [(date.start, date.end) for date in self.dates]
        for start, end in self.quoter.paragraphs:
            for number in numbers_in(self.text[start:end]):
                span = (start + number.start, start + number.end)
                if not any(a < span[1] and span[0] < b for a, b in dates):
                    yield self._figure(number, span)

    def _figure(self, number: FoundNumber, span: Span) -> Candidate:
        percent = _PERCENT.match(self.text, span[1])
        whole = (span[0], percent.end() if percent else span[1])
        for before in APPROXIMATOR.finditer(self.text, max(0, span[0] - 16), span[0]):
            if number.approximator and before.end() == span[0]:
                whole = (before.start(1), whole[1])
        keys = [
            prop.key for prop in self._keys("quantity") if bool(percent) == (self._unit(prop) == "percent")
        ]
        for value in self._values(number, whole, span, bool(percent)):
            try:
                quantity = parse_quantity(value).quantity
            except ValueSyntaxError:
                continue
            quote = self.quoter.quote(*whole, _states_number(quantity))
            if quote is not None and keys:
                return self._made("figure", span, self._entry(keys, value, quote))
        return self._made("figure", span, None)

    def _values(self, number: FoundNumber, whole: Span, span: Span, percent: bool) -> Iterator[str]:
        """How the mapping may write a number: in the words of the text, or in digits."""
        unit = " percent" if percent else ""
        yield self.text[whole[0] : span[1]] + unit
        yield self.text[slice(*span)] + unit
        if number.value is not None:
            yield f"{number.value}{unit}"

    def _unit(self, prop: ClaimProperty) -> str:
        return next(
            (key for key, item in self.vocabulary.choices("units").items() if item.iri == prop.unit), ""
        )

    def _dates(self) -> Iterator[Candidate]:
        keys = [prop.key for prop in self._keys("date")]
        for date in self.dates:
            span = (date.start, date.end)
            made = self._date(date) if keys else None
            if made is None:
                yield self._made("date", span, None, "no year or day that exists, see the text")
                continue
            value, quote = made
            lines = self._entry(keys, value, quote)
            time = parse_time(value)
            stated = [day.name.casefold() for day in weekdays_in(quote.text)]
            if stated and time.start is not None and time.start == time.end:
                computed = weekday_of(time.start)
                if computed.casefold() not in stated:
                    lines.append(f"sic: {value} was a {computed.capitalize()}")
            yield self._made("date", span, lines)

    def _date(self, date: FoundDate) -> tuple[str, Quote] | None:
        """The value of a date and its quote; a year that is not written is that of the date before it."""
        yearless = date.year is None
        if yearless:
            year = nearest_earlier_year(self.quoter.layer.text, self.quoter.finder.folded.raw_end(date.end))
            date = date._replace(year=year, end_year=year if date.joined else None)
        for value in (date.edtf, self.text[date.start : date.end]):
            try:
                time = parse_time(value) if value and not UNWRITABLE.search(value) else None
            except ValueSyntaxError:
                continue
            if value is None or time is None:
                continue
            quote = self.quoter.quote(date.start, date.end, _states_time(time, yearless))
            if quote is not None:
                return value, quote
        return None

    def _articles(self) -> Iterator[Candidate]:
        """ "Article 7 of the Rome Statute": of a law of the registry, or of one that is not in it."""
        laws = {
            name: entity
            for entity in self.registry.entities.values()
            if entity.kind.file == "laws"
            for name in map(fold, entity.names())
        }
        keys = [prop.key for prop in self._keys("law")]
        for match in _ARTICLE.finditer(self.text):
            at = match.end()
            names = [name for name in laws if self.quoter.finder.folded.find(name, at, at + len(name))]
            name = max(names, key=len, default="")
            span = (match.start(), at + len(name)) if name else (match.start(), match.end(1))
            value = f"{laws[name].id if name else LAW}.{match[1]}"
            quote = self.quoter.quote(*span)
            usable = quote is not None and keys and is_id(match[1])
            yield self._made("law", span, self._entry(keys, value, quote) if usable and quote else None)
            self._taken.append(span)

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
            entity = self.registry.entities[name_id]
            keys = self._keys_for(entity)
            quote = self.quoter.quote(*span) if keys else None
            if quote is not None:
                yield self._made("name", span, self._entry(keys, entity.id, quote))
            else:
                uses = "`citations`" if entity.kind.file == "works" else "`about`, `voice` or `said_by`"
                yield self._made("name", span, None, f"{entity.id}, for {uses}")

    def _keys_for(self, entity: Entity) -> list[str]:
        """The properties whose value the entity can be."""
        takes = {"laws": ("law",), "concepts": ("concept", "entity")}.get(entity.kind.file, ("entity",))
        return [
            prop.key
            for prop in self.vocabulary.properties.values()
            if prop.takes in takes and (not prop.value_kinds or prop.value_kinds & entity.type.ancestors)
        ]


def _states_time(time: Time, yearless: bool) -> Accept:
    """Whether words give a time, all of it or, where no year is written, all but its year."""

    def accept(words: str) -> bool:
        missing = date_components_missing(time, [words])
        return (
            not missing if not yearless else missing == {"year"} and not any(d.year for d in dates_in(words))
        )

    return accept


def _states_number(quantity: Quantity) -> Accept:
    return lambda words: states(words, quantity)
