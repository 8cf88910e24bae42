"""What scans and PDFs put into a text beside its words: note marks, and hyphens where a line ends.

Whether "131.5 The" is a decimal, and "gov- ernment" one word, is seen only from what is around; so this second
folding is asked only for a quote that does not stand in the text without it, and gives a tolerant match at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kgbuild.text.folding import Folded, Replacement
from kgbuild.text.openers import OPENERS
from kgbuild.text.signs import SOFT_HYPHEN
from kgbuild.text.tokens import WORD_LETTER

_SUPERSCRIPT: Final = "⁰¹²³⁴-⁹"
_LETTER: Final = rf"[^\W\d_{_SUPERSCRIPT}]"
_RAISED_LETTERS: Final = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_CLOSING: Final = r""".,;:!?"')\]%،؛؟。，、；：！？"""
# Behind a word of three letters or more, or a closing sign: "m²" and "km²" are units, "10⁵" is a power.
_BEHIND: Final = rf"(?:(?<={_LETTER}{{3}})|(?<=[{_CLOSING}]))"
_MARKING: Final = re.compile(rf"[⁽{_SUPERSCRIPT}{_RAISED_LETTERS}†‡§¶‖\[]")
_NOTE_MARK: Final = re.compile(
    rf"(?={_MARKING.pattern}| \[)"  # nothing else is tried for most signs of a text
    rf"(?:{_BEHIND}⁽?[{_SUPERSCRIPT}]+(?:[,⁻-][{_SUPERSCRIPT}]+)*⁾?(?![\w{_SUPERSCRIPT}⁻⁺])"
    rf"|(?<={_LETTER}{{3}})[{_RAISED_LETTERS}](?!\w)"
    rf"|(?<=[\w{_CLOSING}])[†‡§¶‖]+(?!\w)"
    rf"|(?<=[\w{_CLOSING}])(?:\[(?:(?:note|nb|n)\.? ?)?\d{{1,3}}(?:[,;-] ?\d{{1,3}})*\])+(?!\w)"
    rf"|(?<=[.,;:!?])\[[a-z]\](?!\w)"
    r"|(?<=\w) \[\d{1,3}(?:[,;-] ?\d{1,3})*\](?=[.,;:!?]))"
)
# Figures that are not raised: "killed.12 The", "said,”3 and", "131.5 The"; and "people5 were".
_GLUED: Final = re.compile(
    rf"(?P<stop>[.,;:!?])[\"')\]]{{0,3}}(?P<mark>\d{{1,3}})(?= [\"'(\[]{{0,2}}(?P<next>{_LETTER}+))"
)
_FIGURE: Final = re.compile(r"(?<![\d.])(?:\d\d?\.\d\d?\.\d{4}|\d+)\Z")
_LONGEST_FIGURE: Final = 24
_RAISED: Final = re.compile(rf"\d(?<={WORD_LETTER}{{4}}\d)(?<![A-Z]\d)\d?(?=[.,;:!?]?(?: |\Z))")
_NUMBERED: Final = re.compile(
    r"(?:(?:table|fig|figure|section|sec|chapter|chap|article|art|paragraph|para|par|part|annex|item|rule|version|page"
    r"|no|nr|tabelle|abbildung|abschnitt|kapitel|artikel|absatz|tableau|chapitre|partie|capítulo|artículo|sección"
    r"|tabla|cuadro|capitolo|articolo|tabella|статья|глава|таблица|пункт|раздел|рис)\.?|§) \Z",
    re.IGNORECASE,
)
_LONGEST_NUMBERED: Final = 16
# Languages with a comma for decimals that write counted things small (CLDR): a point behind a figure ends a sentence.
_COMMA_LANGUAGES: Final = """
az be bg ca cs da el et eu fi fr gl hr hu hy id is it ka kk ky lt lv mk nb nl nn no pl pt ro ru sk sl sq sr sv tk tr uk
uz vi
"""
_COMMA: Final = frozenset(_COMMA_LANGUAGES.split())
_BROKEN: Final = re.compile(rf"(?<!{WORD_LETTER}){WORD_LETTER}++(?:[-¬] {WORD_LETTER}++)+")
_CUT: Final = re.compile(rf"(?<={WORD_LETTER})[-¬] (?={WORD_LETTER})")
_COMPOUND: Final = re.compile(rf"(?<!{WORD_LETTER}){WORD_LETTER}++(?:-{WORD_LETTER}++)+")
_WORD: Final = re.compile(rf"{WORD_LETTER}++")
_SOFT_END: Final = re.compile(rf"(?<={_LETTER}){SOFT_HYPHEN}+[^\S\n]+(?={_LETTER})")
_HYPHENS: Final = frozenset("-¬\u2010\u058a\u2e17\u2e40")


class BrokenWord(NamedTuple):
    """A word that a hyphen and a line end cut, by its offsets in a folded text: "gov- ernment", joined "government".

    ``read`` is the word as it stands elsewhere in the text; ``None`` where it does not, or with and without hyphen.
    """

    start: int
    end: int
    text: str
    joined: str
    read: str | None


class Scanned:
    """A folded text once more: without note marks, and with whole words where a line end cuts them.

    With ``join_all`` also words are joined that do not stand elsewhere in the text.
    """

    def __init__(self, folded: Folded, language: str | None = None, *, join_all: bool = False) -> None:
        self._language = language
        self.broken = tuple(_broken_words(folded))
        edits = [Replacement(start, end, "") for start, end in note_marks(folded.text, language)]
        edits += _soft_ends(folded)
        for word in self.broken:
            read = word.joined if join_all else word.read
            if read is not None:
                edits.append(Replacement(word.start, word.end, read))
        self._again = Folded(folded.text, more=edits)

    def find(self, folded_phrase: str) -> list[tuple[int, int]]:
        """Every place of a folded phrase, by whole tokens, as offsets of the folded text; its own note marks aside."""
        marks = (Replacement(start, end, "") for start, end in note_marks(folded_phrase, self._language))
        bare = Folded(folded_phrase, more=marks).text
        found = self._again.find(folded_phrase) or (self._again.find(bare) if bare != folded_phrase else [])
        return [(self._again.raw_start(start), self._again.raw_end(end)) for start, end in found]

    def broken_between(self, start: int, end: int) -> list[BrokenWord]:
        """The broken words of a stretch of the folded text."""
        return [word for word in self.broken if start <= word.start and word.end <= end]


def note_marks(folded: str, language: str | None = None) -> Iterator[tuple[int, int]]:
    """Where a folded text has note marks behind its words: "people¹", "killed.12 The", "131.5 The", "said[3]".

    ``language`` is the code of the language of the text: it says whether a point can be a decimal sign.
    """
    found = [match.span() for match in _NOTE_MARK.finditer(folded)] if _MARKING.search(folded) else []
    found += [match.span("mark") for match in _GLUED.finditer(folded) if _is_note(folded, match, language)]
    found += [match.span() for match in _RAISED.finditer(folded)]
    return iter(sorted(found))


def _is_note(folded: str, match: re.Match[str], language: str | None) -> bool:
    """Whether figures that touch the end of a sentence, or a comma, are those of a note."""
    following, stop, at = match["next"], match["stop"], match.start()
    before = folded[at - 1 : at]
    if before.isdecimal() and stop == ".":
        return _is_behind_a_figure(folded, match, language)
    if before.isdecimal() or not before.isalpha():
        return before.isdecimal() and stop in "!?" and not following[0].islower()
    return stop in ",;:" or not following[0].islower()


def _is_behind_a_figure(folded: str, match: re.Match[str], language: str | None) -> bool:
    """Whether it is "131.5 The", a figure that ends a sentence and a note, and no "131.5 Swiss francs"."""
    following, at = match["next"], match.start()
    figure = _FIGURE.search(folded, max(0, at - _LONGEST_FIGURE), at)
    if figure is None or len(match["mark"]) > 2 or following[0].islower():
        return False  # "3.000 Menschen"
    if "." in figure.group():
        return True  # a date
    start = figure.start()
    if start == 0 or _NUMBERED.search(folded, max(0, start - _LONGEST_NUMBERED), start):
        return False
    return following in OPENERS or (language or "").partition("-")[0].lower() in _COMMA


def _soft_ends(folded: Folded) -> Iterator[Replacement]:
    """Soft hyphens with a space behind them: there a line ended before the text was made one line."""
    for match in _SOFT_END.finditer(folded.raw):
        at = folded.position(match.start())
        if folded.text[at : at + 1] == " ":
            yield Replacement(at, at + 1, "")


def _broken_words(folded: Folded) -> Iterator[BrokenWord]:
    """Every word of a text that a hyphen at the end of a line may cut."""
    if _CUT.search(folded.text) is None:
        return
    candidates = [match for match in _BROKEN.finditer(folded.text) if _has_hyphens(match, folded)]
    if not candidates:
        return
    words = {match.group().casefold() for match in _WORD.finditer(folded.text)}
    compounds = {match.group().casefold() for match in _COMPOUND.finditer(folded.text)}
    for match in candidates:
        joined, compound = _CUT.sub("", match.group()), _CUT.sub("-", match.group())
        known = [word for word, there in ((joined, words), (compound, compounds)) if word.casefold() in there]
        read = known[0] if len(known) == 1 else None
        yield BrokenWord(match.start(), match.end(), match.group(), joined, read)


def _has_hyphens(match: re.Match[str], folded: Folded) -> bool:
    """Whether the signs that cut a word are hyphens in the raw text, and no dashes."""
    cuts = (match.start() + cut.start() for cut in _CUT.finditer(match.group()))
    return all(folded.raw[folded.raw_start(at)] in _HYPHENS for at in cuts)
