"""Does the text state the quantity that a claim names? The numbers around a quote are read, and compared with it.

A claim passes if one number that its quote or its context holds whole says the same: value, bounds, approximator and
unit. Anything else is a finding, which a ``reading`` explains. With a lock alone, only the words of the quote are read.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from kgbuild.evidence.finder import Anchor
from kgbuild.findings.diagnostics import diagnostic
from kgbuild.mapping.model import Amount, ClaimSpec, MappingSpec
from kgbuild.mapping.registry import Registry
from kgbuild.mapping.tree import Report
from kgbuild.ontology.vocabulary import Vocabulary
from kgbuild.text.folding import Folded, fold
from kgbuild.text.scans import note_marks
from kgbuild.values.numbers.expressions import QUANTITY, NumberExpression
from kgbuild.values.numbers.quantity import Quantity, same
from kgbuild.values.numbers.reader import Reader
from kgbuild.values.numbers.units import SHARES, THINGS
from kgbuild.values.quantities import written, written_as

_MOST_BEFORE: Final = 120
_MOST_BEHIND: Final = 60
"""How many characters before and behind a quote may belong to a number in it."""
_LONGEST_SENTENCE: Final = 1_000
_BREAK: Final = re.compile("[.!?…;。！？；؟۔।](?:(?<=[。！？；؟۔।])|[\"'”’»)]* )")
_PUNCTUATION: Final = ".,;:!?()[]\"'"
_SPACES: Final = re.compile("[\u00a0\u2009\u202f]|\n(?=[^\\S\n]*\n)")
_GROUPING_SPACE: Final = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_OTHERS: Final = {
    "date": "a part of a date",
    "year": "a year",
    "ordinal": "an ordinal",
    "time": "a time of day",
    "symbol": "a part of a document symbol",
    "designation": "a designation",
}

Stretch = tuple[int, int]


@lru_cache(maxsize=64)
def reader_for(language: str, vocabulary: Vocabulary, registry: Registry) -> Reader:
    """The reader of numbers for texts in a language, with the units of the ontology and the groups of the registry."""
    return Reader(language, vocabulary.unit_words, registry.groups_by_name)


@dataclass(frozen=True, slots=True)
class Found:
    """A number that touches a quote: its words, and whether the quote holds it whole."""

    number: NumberExpression
    words: str
    whole: bool


class Passages:
    """The text around the quotes of one document, from which numbers are read where they are asked for.

    A sentence is read once, with the words before and behind it that may belong to a number in it.
    """

    def __init__(self, folded: Folded, language: str) -> None:
        self._folded = folded
        self._text = _without_notes(_with_spaces(folded), language)
        self._read: dict[tuple[int, int, Reader], list[tuple[int, int, NumberExpression]]] = {}

    def numbers(self, raw: Stretch, reader: Reader) -> Iterator[Found]:
        """The numbers that touch a stretch of the raw text."""
        start, end = map(self._folded.position, raw)
        for first, last, number in self._sentences(start, end, reader):
            if last > start and first < end:
                yield Found(number, self._text[first:last], start <= first and last <= end)

    def _sentences(self, start: int, end: int, reader: Reader) -> list[tuple[int, int, NumberExpression]]:
        """The numbers of the sentences in which a stretch lies, with where they stand in the text."""
        at = bisect_right(self._breaks, start)
        until = bisect_left(self._breaks, end)
        first = self._breaks[at - 1] if at else 0
        last = self._breaks[until] if until < len(self._breaks) else len(self._text)
        if last - first > _LONGEST_SENTENCE:
            first, last = start, end
        key = (first, last, reader)
        if (found := self._read.get(key)) is None:
            begin = self._begin(first, reader)
            read = reader.read(self._text[begin : last + _MOST_BEHIND], last - begin)
            found = self._read[key] = [(begin + each.start, begin + each.end, each) for each in read]
        return found

    @cached_property
    def _breaks(self) -> list[int]:
        """Where sentences begin, as far as their punctuation says so."""
        return [match.end() for match in _BREAK.finditer(self._text)]

    def _begin(self, start: int, reader: Reader) -> int:
        """How far back from an offset stand words that may belong to a number there."""
        text, least = self._text, max(0, start - _MOST_BEFORE)
        while start > least:
            if text[start - 1] != " ":  # what touches a number belongs to it
                start = max(least, text.rfind(" ", least, start) + 1)
                continue
            before = max(least, text.rfind(" ", least, start - 1) + 1)
            word = text[before : start - 1].strip(_PUNCTUATION)
            if word.isalpha() and not reader.lexicon.may_belong(reader.lexicon.key(word)):
                break
            start = before
        return start


def _with_spaces(folded: Folded) -> str:
    """The folded text with its no-break and thin spaces, which group digits, and its blank lines, which do not."""
    text, raw = folded.text, folded.raw
    places = [(folded.position(match.start()), match[0]) for match in _SPACES.finditer(raw)]
    if not places:
        return text
    letters = list(text)
    for at, space in places:
        if at < len(letters) and letters[at] == " ":
            letters[at] = space
    return "".join(letters)


def _without_notes(text: str, language: str) -> str:
    """The text with blanks in place of its note marks: "131.5 The" gives the number 131."""
    pieces, position = [], 0
    for start, end in note_marks(text, language):
        pieces += [text[position:start], " " * (end - start)]
        position = end
    return "".join([*pieces, text[position:]]) if pieces else text


def _in_quote(spec: ClaimSpec, reader: Reader) -> Iterator[Found]:
    """The numbers of the words of a quote and its context, where the text is not at hand."""
    quote = spec.quote
    for words in (*(quote.halves or (quote.text,)), *((quote.context,) if quote.context else ())):
        # A space in a quote may stand for a no-break space of the text.
        text = _GROUPING_SPACE.sub("\u00a0", fold(words))
        for each in reader.read(text):
            yield Found(each, text[each.start : each.end], True)


class Figures:
    """Compares the quantities that the claims of one mapping name with what its text says.

    ``folded`` is the text, None where there is only a lock; ``part_of`` gives the part in which an anchor lies.
    """

    def __init__(
        self,
        spec: MappingSpec,
        folded: Folded | None,
        part_of: Callable[[Anchor], str | None],
        vocabulary: Vocabulary,
        registry: Registry,
    ) -> None:
        self._language = spec.language
        self._parts = {part.id: part.language for part in spec.parts if part.language is not None}
        self._folded = folded
        self._part_of = part_of
        self._vocabulary = vocabulary
        self._registry = registry

    @cached_property
    def _passages(self) -> Passages | None:
        """The text, None where there is only a lock."""
        return None if self._folded is None else Passages(self._folded, self._language)

    def check(self, spec: ClaimSpec, amount: Amount, anchor: Anchor, report: Report) -> None:
        """Report where the text does not state the quantity of a claim."""
        if spec.reading is not None:
            return
        reader = self._reader(spec, anchor)
        if self._passages is None:
            found = list(_in_quote(spec, reader))
        else:
            spans = [anchor.span, *([anchor.context] if anchor.context is not None else [])]
            found = [
                each for span in spans for each in self._passages.numbers((span.start, span.end), reader)
            ]
        unit = self._vocabulary.key_of(amount.unit[1:-1])
        claim = ClaimedQuantity(amount.quantity, unit, amount.currency, reader)
        verdicts: list[tuple[str, Found]] = []
        for each in found:
            verdict = claim.verdict(each)
            if verdict is None:
                return
            verdicts.append((verdict, each))
        if self._passages is None and spec.quote.halves is not None:
            return  # between its halves a quote may hold what only the text shows
        _report(spec, claim, verdicts, report)

    def _reader(self, spec: ClaimSpec, anchor: Anchor) -> Reader:
        """The reader for the language of a claim: its own, or that of its part, or of the document."""
        part = self._part_of(anchor) if self._parts else None
        language = spec.language or self._parts.get(part or "") or self._language
        return reader_for(language, self._vocabulary, self._registry)


@dataclass(frozen=True, slots=True)
class ClaimedQuantity:
    """The quantity that a claim names, in a unit (its key, and the code of the currency, of money), to be compared."""

    quantity: Quantity
    unit: str
    currency: str | None
    reader: Reader

    def verdict(self, found: Found) -> str | None:
        """The code of the finding that a number leads to; None where it is what the claim says."""
        number = found.number
        if number.kind != QUANTITY:
            return "KG354" if self._has_digits(found.words) else "KG305"
        if number.quantity is None:
            return "KG353"
        if self.reader.lexicon.digits_only and number.quantity.value == self.quantity.value:
            return "KG353"
        if not same(self.quantity, number.quantity):
            code = self._other(number.quantity)
            return code if found.whole or code == "KG305" else "KG350"
        if not found.whole:
            return "KG350"
        return None if self.fits(number) else "KG352"

    def _other(self, quantity: Quantity) -> str:
        """The code where the text states another quantity than the claim."""
        mine = self.quantity.value
        if (
            mine is not None
            and quantity.approximation in ("range", "interval")
            and mine in (quantity.lo, quantity.hi)
        ):
            return "KG355"
        return "KG351" if mine is not None and mine == quantity.value else "KG305"

    def _has_digits(self, words: str) -> bool:
        """Whether the number of the claim stands among the figures of words that are no quantity."""
        figures = {int(figure) for figure in re.findall(r"\d{1,9}", words)}
        return self.quantity.value in figures

    def fits(self, number: NumberExpression) -> bool:
        """Whether what a number of the text counts is what the claim counts."""
        if self.currency is not None:
            return number.unit == "money" and self.currency in number.currencies
        if self.unit in SHARES or number.unit in SHARES or number.unit == "money":
            return self.unit == number.unit
        if number.unit is None or self.unit == "unspecified":
            return True
        return self.unit == number.unit or (self.unit == "item" and number.unit in THINGS)


_RANK: Final = ("KG350", "KG351", "KG352", "KG355", "KG354", "KG353", "KG305")


def _report(
    spec: ClaimSpec, claim: ClaimedQuantity, verdicts: Sequence[tuple[str, Found]], report: Report
) -> None:
    """One finding for the number that comes nearest to what the claim says."""
    code = min((verdict for verdict, _ in verdicts), key=_RANK.index, default="KG305")
    near = [found for verdict, found in verdicts if verdict == code]
    if code == "KG305" and near and not any(found.whole for _, found in verdicts):
        code = "KG350"
    lexicon = claim.reader.lexicon
    words = near[0].words if near else ""
    number = near[0].number if near else None
    messages = {
        "KG305": f"the quote does not state the number of `{spec.property.key}`",
        "KG350": f"the quote cuts the number “{words}”",
        "KG351": f"the text limits the number of `{spec.property.key}` otherwise",
        "KG352": f"the number of `{spec.property.key}` counts something else",
        "KG353": f"the number of `{spec.property.key}` cannot be read in {lexicon.name}",
        "KG354": f"“{words}” is {_OTHERS.get(number.kind, '') if number is not None else ''}, not a quantity",
        "KG355": f"the number of `{spec.property.key}` is one end of a range or an interval",
    }
    report(
        diagnostic(
            code,
            messages[code],
            spec.value_place,
            label="not in the quote" if code == "KG305" else "not what the text says",
            notes=_notes(code, near, [found for _, found in verdicts], lexicon.digits_only),
            help=_help(claim, code, [found for _, found in verdicts]),
        )
    )


def _notes(code: str, near: Sequence[Found], found: Sequence[Found], digits_only: bool) -> list[str]:
    stated = [each for each in found if each.number.kind == QUANTITY]
    if code == "KG353" and near[0].number.problem is None and digits_only:
        return ["the words beside a number are not read in this language"]
    if code == "KG353":
        return [f"“{each.words}”: {each.number.problem}" for each in near[:2]]
    if code == "KG305":
        said = ", ".join(each.words for each in stated)
        return [f"the quote states: {said}" if said else "the quote states no number that is read"]
    return [f"the text says: {_shown(each)}" for each in near[:2]] if code not in ("KG350", "KG354") else []


def _shown(found: Found) -> str:
    unit = found.number.unit
    return f"“{found.words}”" if unit is None else f"“{found.words}”, in the unit `{unit}`"


def _help(claim: ClaimedQuantity, code: str, found: Sequence[Found]) -> str:
    """What to write: the quantity that the text states, where it is one; else what else can be done."""
    if code == "KG350":
        return "quote the whole number, or add `reading:` with why it is meant"
    stated = {
        words
        for each in found
        if each.number.quantity is not None and each.whole and claim.fits(each.number)
        if (words := _as_written(each, claim.currency)) is not None
    }
    if len(stated) == 1 and not claim.reader.lexicon.digits_only:
        return f"write `{stated.pop()}`"
    return "quote the words that hold the number, or add `reading:` with why it is meant"


def _as_written(found: Found, currency: str | None) -> str | None:
    """How a mapping writes a number of the text; of money, with the code of the currency that the claim names."""
    if found.number.quantity is None:
        return None
    if currency is None:
        return written_as(found.words, found.number.quantity)
    words = written(found.number.quantity)
    return None if words is None else f"{words} {currency}"
