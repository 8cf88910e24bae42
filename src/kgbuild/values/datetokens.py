"""Running text as the tokens that dates are made of: numbers, words with their roles, signs, and dates in digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kgbuild.values.lexicon import UNSPACED, DateWords, word_key

_DASHES: Final = dict.fromkeys(map(ord, "‐‑"), "-") | dict.fromkeys(map(ord, "‒—―−"), "–")
_BLANKS: Final = dict.fromkeys(
    map(ord, "\u00a0\u2007\u2009\u202f\u200b\u200e\u200f\u061c\u2066\u2067\u2068\u2069\ufeff"), " "
)
_NOTES: Final = dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉†‡"), " ")
_ROMAN: Final = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_CYRILLIC_ROMAN: Final = str.maketrans("ХІ", "XI")

# Alternatives in this order: what is more than a number before the number in it.
_TOKEN: Final = re.compile(
    r"(?P<symbol>(?<!\w)(?:[A-Z]+(?:/[\w.]+)+|\w+://\S+))"
    r"|(?P<glued>\d{1,2}(?=\d{4}\.\d\d\.\d\d(?!\d)))"
    r"|(?P<stamp>(?<![\w-])\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d(?::?\d\d)?)?(?!\w))"
    r"|(?P<ymd>(?<![\w/.,-])\d{4}(?P<y>[-./])\s?\d{1,2}(?P=y)\s?\d{1,2}(?!\w|[-/]\d)"
    r"|(?<=\d)(?<!\d{3})\d{4}\.\d\d\.\d\d(?!\d))"
    r"|(?P<dmy>(?<![\w/.,-])\d{1,2}(?P<d>[-./])\s?\d{1,2}(?P=d)\s?(?:\d{4}|\d\d)(?!\w|[-/]\d))"
    r"|(?P<roman>(?<![\w/.,-])\d{1,2}(?:(?P<r>[-./])\s?[IVX]+(?P=r)\s?|\s(?:[IVX]{2,4}|[VX])\s)\d{4}(?!\w|[-/]\d))"
    r"|(?P<span>(?<![\w/.,-])\d{3,4}[-–/]\d{1,2}(?![\w]|[-–/.,:]\d))"
    r"|(?P<clock>(?<![\w.:])\d{1,2}:\d\d(?::\d\d)?(?![\w:]|\.\d))"
    r"|(?P<number>\d+(?:[.,·'’٬٫]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:\u00ad[^\W\d_]+)*(?:['’](?=[^\W\d_]))?)"
    r"|(?P<mark>\S)"
)
_SUFFIX: Final = re.compile(r"(?:['’´]|[-‐‑](?=[^\W\d_]))?([^\W\d_]+|[ºª°])")
_ENDED: Final = re.compile(r"([^\W\d_]{3,})['’]([^\W\d_]{1,4})(?!\w)")
_NOTED: Final = re.compile(r"(\d{3,4})\.([1-9]\d{0,2})")
_UNSPACED: Final = re.compile(f"[{UNSPACED}]+")
_NO_ROLES: Final[Mapping[str, Any]] = {}


@dataclass(slots=True)
class Token:
    """One token: its kind, place and text, for a number its value, for words their roles.

    ``sign`` is what is glued to a number: "ordinal", "decade", or "" for an ending that says nothing about it.
    """

    kind: str
    start: int
    end: int
    text: str
    roles: Mapping[str, Any] = field(default_factory=lambda: _NO_ROLES)
    value: int = -1
    sign: str = ""
    noted: bool = False

    @property
    def digits(self) -> int:
        """How many digits a number has as written."""
        return sum(c.isdigit() for c in self.text)


class _Plain(dict[int, str | int]):
    """Every sign that is read as another of the same length: digits of any script, dashes, blanks, note marks."""

    def __missing__(self, code: int) -> str | int:
        sign = chr(code)
        found = str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else code
        self[code] = found
        return found


_PLAIN: Final = _Plain({**_DASHES, **_BLANKS, **_NOTES})


def plain(text: str) -> str:
    """The text with ASCII digits, two kinds of dashes and plain blanks; every sign keeps its place."""
    return text if text.isascii() else text.translate(_PLAIN)


def roman(text: str) -> int | None:
    """The value of a Roman numeral; Cyrillic letters that look the same count."""
    text = text.translate(_CYRILLIC_ROMAN)
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[sign] for sign in text]
    return sum(
        -value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)
    )


def tokens(text: str, words: DateWords) -> list[Token]:
    """The tokens of a text. Runs of words that are one thing ("the day after") are one token."""
    flat = plain(text)
    return _phrases(flat, list(_raw(flat, words)), words)


def _raw(text: str, words: DateWords) -> Iterator[Token]:
    position = 0
    while (match := _TOKEN.search(text, position)) is not None:
        kind, start, end = match.lastgroup or "mark", match.start(), match.end()
        for inner, outer in (("y", "ymd"), ("d", "dmy"), ("r", "roman")):
            kind = outer if kind == inner else kind
        if kind in ("number", "glued"):
            token = _number(text, start, end, words)
            position = token.end
            yield token
        elif (
            kind == "word"
            and (ended := _ENDED.match(text, start))
            and word_key(ended[2]) in words.signs["endings"]
        ):
            # "Ocak'ta": the ending of a case behind a name.
            yield Token("word", start, ended.end(), ended[1])
            position = ended.end()
        elif kind == "word" and words.splits(match[0]):
            yield Token("word", start, start + 1, match[0][0])
            position = start + 1
        elif kind == "word" and _UNSPACED.match(match[0]):
            # Scripts without spaces: "年" behind a number, and names that stand in front of others.
            for at in range(start, end):
                yield Token("word", at, at + 1, text[at])
            position = end
        else:
            yield Token(kind, start, end, match[0])
            position = end


def _number(text: str, start: int, end: int, words: DateWords) -> Token:
    written = text[start:end]
    noted = _NOTED.fullmatch(written)
    if noted is not None and _begins_a_sentence(text, end):
        # "1990.12 The fair": the mark of a note behind a full stop.
        return Token("number", start, start + len(noted[1]), noted[1], value=int(noted[1]), noted=True)
    if (
        not written.isdigit()
        or len(written) > 12
        or (start and (text[start - 1].isalnum() or text[start - 1] == "_"))
    ):
        glued = written.isdigit() and len(written) <= 12 and start and _UNSPACED.match(text[start - 1])
        if not glued and not (start > 1 and text[start - 1] == "و" and not text[start - 2].isalnum()):
            return Token("other", start, end, written)
    token = Token("number", start, end, written, value=int(written))
    suffix = _SUFFIX.match(text, end)
    if suffix is None:
        return token
    key = word_key(suffix[1])
    for sign in ("ordinal", "decade", "ending"):
        if key in words.signs[f"{sign}s" if sign == "ending" else f"{sign}_signs"]:
            token.sign = "" if sign == "ending" else sign
            token.end = suffix.end()
            return token
    glued_letter = suffix[0] == suffix[1] and suffix[1] not in "ºª°" and not _UNSPACED.match(suffix[1])
    return Token("other", start, suffix.end(), text[start : suffix.end()]) if glued_letter else token


def _begins_a_sentence(text: str, at: int) -> bool:
    behind = text[at : at + 40]
    stripped = behind.lstrip()
    return not stripped or (stripped != behind and (stripped[0].isupper() or stripped[0] in "“\"'«("))


def _phrases(text: str, found: Sequence[Token], words: DateWords) -> list[Token]:
    """The tokens with their roles, the longest run of words first."""
    keys = [word_key(token.text) if token.kind in ("word", "mark") else token.text for token in found]
    result: list[Token] = []
    at = 0
    while at < len(found):
        token = found[at]
        if token.kind not in ("word", "mark"):
            result.append(token)
            at += 1
            continue
        size, roles = 1, _NO_ROLES
        for tail, each in words.entries(keys[at]):
            if tuple(keys[at + 1 : at + 1 + len(tail)]) == tail and _holds_together(found, at, len(tail)):
                size, roles = len(tail) + 1, each
                break
        if size > 1:
            last = found[at + size - 1]
            token = Token("word", token.start, last.end, text[token.start : last.end])
        if roles:
            token.roles = roles
            token.kind = "word"
        elif token.kind == "word" and token.text.isupper() and (value := roman(token.text)) is not None:
            token.value = value
        result.append(token)
        at += size
    return result


def _holds_together(found: Sequence[Token], at: int, size: int) -> bool:
    """Whether no line of a table or paragraph ends inside a run of words with a full stop in it ("a.d.")."""
    return all(
        each.kind != "mark" or each.start - before.end <= 1
        for before, each in zip(found[at : at + size], found[at + 1 : at + 1 + size], strict=True)
    )
