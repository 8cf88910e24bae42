"""A first draft of a mapping: what the text shows of its document, and candidates for claims as comments.

``kgbuild new`` writes it. What stands in it is read off the text (:mod:`kgbuild.draft.candidates`); what it means is
left to the mapper. Lines that start with ``##`` are headings and notes, the others become entries without their ``# ``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import Final

from kgbuild.core.terms import is_id
from kgbuild.draft.candidates import Candidate, Offers, Span
from kgbuild.draft.letters import read_letter
from kgbuild.draft.quotes import UNWRITABLE, Accept, Quote, Quoter
from kgbuild.draft.source_record import source_record
from kgbuild.evidence.finder import as_yaml, quote_words
from kgbuild.mapping.registry import Registry
from kgbuild.ontology.vocabulary import Vocabulary
from kgbuild.text.documents import TextLayer
from kgbuild.text.folding import Repair
from kgbuild.text.kinds import HTML, MHTML, WACZ, WARC
from kgbuild.values.datereader import read_dates
from kgbuild.values.dates import parse_time
from kgbuild.values.datestated import states
from kgbuild.values.languages import language_of

_PROSE: Final = 40
"""The header ends before the first paragraph of more words than these."""
_TITLE_SENTENCE: Final = 20
_SENTENCE: Final = 8
"""A sentence of the header has no more words than these; its first paragraph, which may be the title, may have more."""
_WEB: Final = frozenset((HTML.media, MHTML.media, WARC.media, WACZ.media))
_KINDS: Final = (
    ("un-letter", r"\bGeneral Assembly\b|\bSecurity Council\b|\bLetter dated\b.{1,300}?\baddressed to\b"),
    ("statement", r"\bStatement (?:by|of)\b|\bSTATEMENT\b"),
    ("news-report", r"^[A-Z][A-Z .'-]{2,40}(?:, [^.:]{1,30})?(?: \([A-Za-z .]{2,30}\)| ?[:-] )"),
)
_STARTS: Final = re.compile(r"Letter dated|Statement|STATEMENT|Report (?:on|of)|REPORT O")
_NOT_TITLE: Final = re.compile(r"[.,;:]$|https?:|www\.|@|^(?:Original|Distr|Page|Agenda item)", re.IGNORECASE)
_MOST_TITLE_WORDS: Final = 40
_MOST_SUBJECTS: Final = 12
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_BESIDE_DATE: Final = 14
"""Fewer signs than these beside a date leave a line that is little more than the date."""
_SPLIT: Final = re.compile(r"(?<![\w'-])(?=([^\W\d_]+)[ \n]([^\W\d_]+)(?![\w'-]))")
_WORD: Final = re.compile(r"[^\W\d_]+")
_KIND_NAMES: Final = {
    "figure": "figures",
    "date": "dates",
    "law": "articles of law",
    "symbol": "symbols",
    "name": "names",
}


def id_of(name: str) -> str:
    """An id made of a file name: "Flood Report (1).txt" → ``flood-report-1``."""
    stem = unicodedata.normalize("NFC", PurePath(name).stem.lower())
    kept = "".join(c if is_id(f"a{c}a") else "-" for c in stem)
    found = re.sub("-{2,}", "-", kept).strip("-")
    if not is_id(found):
        found = f"document-{found}"
    return found if is_id(found) else "document"


def skeleton(
    layer: TextLayer,
    identifier: str,
    vocabulary: Vocabulary,
    registry: Registry,
    *,
    usual: str = "en",
    stated: str | None = None,
    schema: str = "../ontology/mapping.schema.json",
    catalogues: Sequence[tuple[str, Mapping[str, str]]] = (),
) -> str:
    """The text of a mapping for a document.

    ``usual`` is the language of most documents of the project, ``stated`` that of this one where somebody said so,
    ``schema`` the path of the JSON Schema, as an editor needs it, ``catalogues`` what the file of the document, or an
    item of a library, says of it (its title, its date …), which are proposals and may be wrong.
    """
    repairs = find_repairs(layer.text)
    draft = _Draft(layer, repairs, vocabulary, registry, usual, stated)
    lines = [
        f"# yaml-language-server: $schema={schema}",
        "# A draft made by `kgbuild new`. Set `voice:` and `about:`. Take the first `# ` off what you keep.",
        "# To `mention` is only to have these words in the text: choose a property that says more. Delete the rest.",
        "document:",
        f"  id: {identifier}",
        f"  kind: {draft.kind()}",
        f"  text: sha256:{layer.hash}",
        *(
            f"  {line}"
            for line in (*draft.title_and_date(), draft.language(), *draft.own_symbols(), *draft.signatory())
        ),
    ]
    if repairs:
        lines.append("  repairs: # words that the scan may have split: look at each")
        lines += [f"    - {{text: {repair.text}, read: {repair.read}}}" for repair in repairs]
    lines += source_record(layer, catalogues)
    lines += [*draft.voice(), *draft.subjects(), "claims:"]
    lines += draft.claims() or ["  ## no figure, date or name was found"]
    lines += draft.citations()
    return "\n".join(lines) + "\n"


def find_repairs(text: str) -> list[Repair]:
    """Words split by one space: joined they stand elsewhere in the text, and not both halves do."""
    counts = Counter(word.casefold() for word in _WORD.findall(text))
    found: dict[str, Repair] = {}
    for match in _SPLIT.finditer(text):
        one, other = match.groups()
        joined = one + other
        if len(joined) < 4 or not counts[joined.casefold()]:
            continue
        pairs = len(re.findall(rf"\b{re.escape(one)}\s+{re.escape(other)}\b", text))
        if counts[one.casefold()] > pairs and counts[other.casefold()] > pairs:
            continue
        if not UNWRITABLE.search(joined):
            found.setdefault(joined, Repair(f"{one} {other}", joined))
    return list(found.values())


class _Draft:
    """The parts of one skeleton."""

    def __init__(
        self,
        layer: TextLayer,
        repairs: Sequence[Repair],
        vocabulary: Vocabulary,
        registry: Registry,
        usual: str,
        stated: str | None,
    ) -> None:
        self.layer = layer
        self.quoter = Quoter(layer, repairs)
        self.text = self.quoter.text
        self.script = self._script()
        self.tongue = stated or self._tongue(usual)
        self.offers = Offers(self.quoter, vocabulary, registry, self.tongue)
        self.vocabulary = vocabulary
        self.registry = registry
        self.letter = read_letter(self.text, self.quoter.lines)
        self.head = max(self._head(), self.letter.head if self.letter is not None else 0)
        self.head_text = self.text[: self.head]

    def _head(self) -> int:
        """Where the header ends: before the first long paragraph; its first line where it is the first."""
        end = 0
        for start, stop in self.quoter.paragraphs:
            words = quote_words(self.text[start:stop])
            sentence = self.text[start:stop].rstrip(" \"'").endswith((".", "?", "!"))
            if words > (_PROSE if not sentence else _SENTENCE if end else _TITLE_SENTENCE):
                break
            end = stop
        lines = self.quoter.lines
        return end or (lines[0][1] if lines else 0)

    def kind(self) -> str:
        """The kind that the header speaks for, of those that the ontology knows."""
        first = [self.text[start:end][:200] for start, end in self.quoter.lines[:12]]
        known = self.vocabulary.choices("documentKinds")
        for kind, pattern in _KINDS:
            texts = first if pattern.startswith("^") else [self.head_text]
            if kind in known and any(re.search(pattern, text) for text in texts):
                return kind
        if self.letter is not None and "letter" in known:
            return "letter"
        if (
            self.layer.places is not None
            and self.layer.places.head.get("media") in _WEB
            and "web-page" in known
        ):
            return "web-page"
        return "report" if "report" in known else min(known, default="report")

    def title_and_date(self) -> Iterator[str]:
        """The title, as a quote, and the date of issue, where the header, or else the last line, states a full date."""
        title = self._title()
        if title is not None:
            span, quote = title
            value = " ".join(self.text[slice(*span)].split())
            plain = quote.occurrence is None and quote.text == value
            yield f"title: {as_yaml(value) if plain else f'{{value: {as_yaml(value)}, {quote.inline()}}}'}"
        words = title[1].text if title is not None else None
        for span, day in (*self._days((0, self.head)), *self._last_day()):
            stated = _states(day, self.offers.tongue)
            if words is not None and stated(words):
                yield f"issued: {day}"
                return
            found = self.quoter.quote(*span, stated)
            if found is not None and not UNWRITABLE.search(self.text[slice(*span)]):
                yield f"issued: {{value: {day}, {found.inline()}}}"
                return

    def _days(self, within: Span) -> list[tuple[Span, str]]:
        """The full dates of a stretch of the text: where, and which day."""
        start, end = within
        found = []
        for date in read_dates(self.text[start:end], self.offers.tongue):
            single = (
                date.core is not None and len(date.core.points) == 1 and date.core.points[0].unit == "day"
            )
            if single and date.value is not None and _DAY.fullmatch(date.value):
                found.append(((date.start + start, date.end + start), date.value))
        return found

    def _last_day(self) -> list[tuple[Span, str]]:
        """The date of a last line that is little more: "Tarnvik, 19 August 2011"."""
        start, end = self.quoter.lines[-1] if self.quoter.lines else (0, 0)
        found = self._days((start, end))
        written = sum(span[1] - span[0] for span, _ in found)
        return found if end - start - written < _MOST_BESIDE_DATE else []

    def _title(self) -> tuple[Span, Quote] | None:
        """The first line or paragraph of the header that looks like a title and can be quoted."""
        paragraphs = [span for span in self.quoter.paragraphs if span[1] <= self.head]
        lines = [span for span in self.quoter.lines if span[1] <= self.head]
        named = [span for span in (*paragraphs, *lines) if _STARTS.match(self.text[slice(*span)].lstrip())]
        names = {
            name.casefold().removeprefix("the ")
            for entity in self.registry.entities.values()
            if entity.kind.file == "organisations"
            for name in entity.names()
        }
        # The name of a newspaper or office at the head of the page is a title only where nothing else is.
        lines.sort(key=lambda span: self.text[slice(*span)].casefold().strip().removeprefix("the ") in names)
        subject = [self.letter.subject] if self.letter is not None and self.letter.subject is not None else []
        for start, end in (*named, *subject, *lines):
            while start < end and self.text[start] in " \"'#":
                start += 1
            end = self._above_date(start, end)
            while end > start and self.text[end - 1] in " \"'":
                end -= 1
            words = self.text[start:end]
            letters = sum(c.isalpha() for c in words)
            if not 2 <= quote_words(words) <= _MOST_TITLE_WORDS or letters * 2 < len(words):
                continue
            if _NOT_TITLE.search(words) or UNWRITABLE.search(words) or _is_date(words, self.offers.tongue):
                continue
            quote = self.quoter.passage(start, end)
            if quote is not None:
                return (start, end), quote
        return None

    def _above_date(self, start: int, end: int) -> int:
        """Where a title ends: above a last line that is little more than a date."""
        below = [line for line in self.quoter.lines if start < line[0] < end]
        return below[-1][0] if below and _is_date(self.text[slice(*below[-1])], self.offers.tongue) else end

    def _script(self) -> str:
        """The script of most letters, as Unicode names it."""
        scripts = Counter(
            unicodedata.name(c, "UNKNOWN").split()[0].split("-")[0] for c in self.text if c.isalpha()
        )
        return scripts.most_common(1)[0][0] if scripts else "LATIN"

    def _tongue(self, usual: str) -> str | None:
        """The one language that the text can be in; else, for Latin script, the usual one."""
        found = language_of(self.text)
        if found is not None:
            return found
        return usual if self.script == "LATIN" else None

    def language(self) -> str:
        """The line for the language; a question where it is not known."""
        if self.tongue is None:
            script = self.script.capitalize()
            return f"# language: LANGUAGE # the script is {script}: name it, or draft again with --language"
        return f"language: {as_yaml(self.tongue)}"

    def own_symbols(self) -> Iterator[str]:
        """The symbols of the header, as the document's own."""
        seen: set[str] = set()
        for symbol, span in self.offers.symbols((0, self.head)):
            quote = self.quoter.quote(*span, _is(symbol))
            if symbol not in seen and quote is not None:
                if not seen:
                    yield "# symbols: # of the document itself"
                seen.add(symbol)
                value = f"{{value: {symbol}, {quote.inline()}}}" if quote.occurrence else as_yaml(symbol)
                yield f"#   - {value}"

    def signatory(self) -> Iterator[str]:
        """Who signed, where the text is a letter and shows it."""
        name = self.letter.name if self.letter is not None else None
        quote = self.quoter.quote(*name) if name is not None else None
        if self.letter is None or name is None or quote is None:
            return
        written = " ".join(self.text[slice(*name)].split())
        people = (each for each in self.registry.entities.values() if each.kind.file == "people")
        known = next((each.id for each in people if written in each.names()), None)
        office = self.letter.office
        beside = [" ".join(self.text[slice(*office)].split())] if office is not None else []
        beside += [self._place(name[0])] if self._place(name[0]) else []
        note = f" # {'; '.join(beside)}" if beside else ""
        identifier = known or id_of(f"{written}.txt")
        yield f"{'#' if known else '##'} signatory: {{person: {identifier}, {quote.inline()}}}{note}"
        if known is None:
            label = f"{{{self.tongue or 'en'}: {as_yaml(written)}}}"
            yield f"## people.yaml of the registry needs: {identifier}: {{type: person, label: {label}}}"

    def voice(self) -> Iterator[str]:
        """Who speaks: unnamed until somebody says who; the organisations that the header names are proposed."""
        yield "voice: {unnamed: the author of the document} # or an id of the registry"
        head = self.head_text.casefold()
        for entity in self.registry.entities.values():
            if entity.kind.file == "organisations" and any(
                re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", head) for name in entity.names()
            ):
                yield f"# voice: {entity.id} # named in the header"

    def subjects(self) -> Iterator[str]:
        """What the claims can be about: the events of the registry, else anything of it."""
        events = sorted(each.id for each in self.registry.entities.values() if each.kind.file == "events")
        if not events:
            yield "# about: ID # what the claims are about, unless they say otherwise"
            yield "## events.yaml of the registry needs: ID: {type: event, label: {en: …}}"
            return
        others = f", or {', '.join(events[1:_MOST_SUBJECTS])}" if events[1:] else ""
        yield f"# about: {events[0]} # what the claims are about, unless they say otherwise{others}"

    def claims(self) -> list[str]:
        """The candidates, by paragraph and kind."""
        lines: list[str] = []
        counts: Counter[str] = Counter()
        for (paragraph, kind), group in groupby(
            self.offers.claims(self.head), lambda c: (c.paragraph, c.kind)
        ):
            lines.append(f"  ## {_KIND_NAMES[kind]} of paragraph {paragraph + 1}")
            lines += _entries(group, counts, self._place)
        return lines

    def _place(self, start: int) -> str:
        """Where a candidate stands in the original of an extracted text: "page 3, line 12"."""
        at = self.quoter.finder.folded.raw_start(start)
        return "; ".join(map(str, self.layer.spots(at, at + 1)))

    def citations(self) -> list[str]:
        """The symbols of other documents, as citations."""
        found = _entries(self.offers.citations(self.head), Counter(), self._place)
        return (
            ["# citations: # uncomment this line, too", *(f"# {line.replace('# ', '', 1)}" for line in found)]
            if found
            else []
        )


def _entries(
    group: Iterator[Candidate] | Sequence[Candidate], counts: Counter[str], place: Callable[[int], str]
) -> list[str]:
    lines = []
    for candidate in group:
        if candidate.note is not None:
            lines.append(f"  ## {candidate.note}")
            continue
        counts[candidate.kind] += 1
        where = place(candidate.start)
        lines.append(f"  # {candidate.kind}-{counts[candidate.kind]}:{f' # {where}' if where else ''}")
        lines += [f"  #   {line}" for line in candidate.lines]
    return lines


def _states(value: str, language: str) -> Accept:
    time = parse_time(value)
    return lambda words: any(states(each, time) for each in read_dates(words, language))


def _is(wanted: str) -> Accept:
    return lambda words: words == wanted


def _is_date(words: str, language: str) -> bool:
    """Whether a line is little more than a date."""
    dates = read_dates(words, language)
    rest = len(words) - sum(date.end - date.start for date in dates)
    return bool(dates) and rest < _MOST_BESIDE_DATE
