"""What a text offers to claims: its figures, dates, names, articles of law and symbols, each with a quote.

Pure text work, nothing is understood. Each entry is valid as it stands, with a subject: where the words of the quote
name a property ("131 civilians were killed"), it has that property, else one that only says that the text speaks of the
value (:mod:`kgbuild.draft.proposals`). What is neither figure nor date nor in the registry is kept in its words.
"""

from __future__ import annotations

import re
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
from kgbuild.values.dates import parse_time
from kgbuild.values.datestated import states
from kgbuild.values.days import WEEKDAYS, parts_of, weekday_of
from kgbuild.values.edtf import GREGORIAN
from kgbuild.values.errors import ValueSyntaxError
from kgbuild.values.numbers.expressions import QUANTITY, NumberExpression
from kgbuild.values.numbers.quantity import same
from kgbuild.values.numbers.reader import Reader, read_ordinals
from kgbuild.values.numbers.units import SHARES
from kgbuild.values.quantities import parse_quantity, written, written_as

_PIECE: Final = r"[A-Z]{1,5}(?:/[A-Z0-9][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*)+"
_SYMBOL: Final = re.compile(rf"(?<![\w/]){_PIECE}(?:-(?:{_PIECE}|[A-Z0-9]{{1,6}}))*(?![\w/])")
_WORDS_BEHIND: Final = re.compile(r"(?: [^\W\d_]+){1,3}")
_NUMERAL: Final = re.compile(
    r"(?<![^\W\d_])[^\W\d_]*\d(?:[\w.,:/'’-]*\w)?"
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


def _why_in_words(date: DateExpression) -> str:
    """Why a date of the text is offered in its words, and with no value."""
    if date.problem:
        return date.problem
    if date.others:
        return "the word before it can be read in more than one way: see the text"
    return "no year or day that exists: see the text"


class Offers:
    """Finds the candidates of one text, whose language has the tag ``tag`` ("und": not known)."""

    def __init__(
        self,
        quoter: Quoter,
        vocabulary: Vocabulary,
        registry: Registry,
        tongue: str | None = "en",
    ) -> None:
        self.quoter = quoter
        self.text = quoter.text
        self.vocabulary = vocabulary
        self.registry = registry
        self.proposals = Proposals(vocabulary)
        self.tongue = tongue or "en"
        self.around = TextDates(quoter.layer.text, lambda _: self.tongue)
        self.dates = self._read_dates()
        # A number is read by no language where none is certain; a date has names of months that are tried anyway.
        self.reader = Reader(tongue or "und", vocabulary.unit_words, registry.groups_by_name)
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
        found += [*self._names(), *self._numerals()]
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
        if form == "quantity" and value[-1:].isdigit():
            value = self._counted(chosen, value, span[1])
        return [*self.proposals.notes(props, chosen), f"{chosen.key}: {as_yaml(value)}", *quote.lines()]

    def _figures(self) -> Iterator[Candidate]:
        """Every number that is no part of a date."""
        taken = [(date.start, date.end) for date in self.dates]
        for number in self.reader.read(self.text):
            span = (number.start, number.end)
            if number.kind == QUANTITY and not any(a < span[1] and span[0] < b for a, b in taken):
                yield self._figure(number, span)

    def _figure(self, number: NumberExpression, span: Span) -> Candidate:
        """The entry of a number, where it can be read and quoted; else its words."""
        value = self._value(number, self.text[slice(*span)])
        quote = self.quoter.quote(*span, self._states(number)) if value is not None else None
        if quote is None or value is None or UNWRITABLE.search(value):
            return self._in_words("figure", span)
        props = [prop for prop in self.proposals.taking("quantity") if self._takes(prop, number.unit)]
        return self._made("figure", span, self._entry(props, "quantity", value, quote, span))

    def _takes(self, prop: ClaimProperty, unit: str | None) -> bool:
        """Whether a property takes numbers of a unit; of a share or of money, only one that counts in it."""
        if unit in SHARES or unit == "money":
            return prop.mention or unit in self._units(prop)
        return not (SHARES | {"money"}) & self._units(prop)

    def _value(self, number: NumberExpression, words: str) -> str | None:
        """How the mapping writes a number: in the words of the text, or in digits; None where that is not certain."""
        if number.quantity is None or self.reader.lexicon.digits_only:
            return None
        if number.unit == "money":
            if len(number.currencies) != 1:
                return None
            found = written_as(words, number.quantity) or written(number.quantity)
            return found if found is None or found == words else f"{found} {number.currencies[0]}"
        if number.measured is None:
            return written_as(words, number.quantity)
        if number.unit not in self.vocabulary.choices("units"):
            return None
        if (found := self._with_unit(words, number)) is not None:
            return found
        digits = written(number.quantity)
        unit = next((word for word, key in self.vocabulary.unit_words.items() if key == number.unit), None)
        return None if digits is None or unit is None else f"{digits} {unit}"

    def _with_unit(self, words: str, number: NumberExpression) -> str | None:
        """The words of a number with its unit, where a mapping reads them so."""
        for candidate in (words[:1].lower() + words[1:], words):
            try:
                phrase = parse_quantity(candidate)
            except ValueSyntaxError:
                continue
            fits = number.quantity is not None and same(phrase.quantity, number.quantity)
            if fits and phrase.unit == number.unit and not phrase.rest:
                return candidate
        return None

    def _states(self, number: NumberExpression) -> Accept:
        """Whether words state a number, with all that belongs to it."""

        def accept(words: str) -> bool:
            return any(
                each.quantity is not None
                and number.quantity is not None
                and same(each.quantity, number.quantity)
                and each.unit in (number.unit, None)
                for each in self.reader.read(words)
            )

        return accept

    def _counted(self, prop: ClaimProperty, value: str, end: int) -> str:
        """A number with the words behind it that are a group or a unit which the property takes."""
        behind = _WORDS_BEHIND.match(self.text, end)
        words = behind.group().split() if behind else []
        for count in range(len(words), 0, -1):
            rest = " ".join(words[:count])
            unit = self.vocabulary.unit_of(rest)
            group = rest.casefold() in self.registry.groups_by_name and "population" in prop.qualifiers
            if group or (unit is not None and (prop.mention or unit in self._units(prop))):
                return f"{value} {rest}"
        return value

    def _units(self, prop: ClaimProperty) -> set[str]:
        """The keys of the units that a property counts in."""
        return {self.vocabulary.key_of(unit) for unit in prop.units}

    def _dates(self) -> Iterator[Candidate]:
        props = self.proposals.taking("date")
        for date in self.dates:
            span = (date.start, date.end)
            made = self._date(date)
            if made is None:
                yield self._in_words("date", span, _why_in_words(date))
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
                entry = f"ID: {{type: work, label: {{en: …}}, symbols: [{symbol}]}}"
                hint = f"a citation, with the work in works.yaml of the registry: {entry}"
                yield self._in_words("symbol", span, hint)

    def _numerals(self) -> Iterator[Candidate]:
        """Ordinals, fractions in words, and digits that are neither figure nor date nor symbol, in their words."""
        for match in _NUMERAL.finditer(self.text):
            if self._is_free(match.span()):
                yield self._in_words("figure", match.span())
        for ordinal in read_ordinals(self.text, self.reader.lexicon.tag):
            if self._is_free((ordinal.start, ordinal.end)):
                yield self._in_words("figure", (ordinal.start, ordinal.end))

    def _is_free(self, span: Span) -> bool:
        return not any(a < span[1] and span[0] < b for a, b in self._covered)

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
