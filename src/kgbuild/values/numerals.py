"""Numerals in running English text: figures, number words, vague words and ordinals, each with its place.

Source: "Numbers" in ``docs/reference/identifiers.md`` and "Quantities" in the design. The vague words are
:data:`VAGUE`, the words before a number :data:`APPROXIMATORS`. Digits are read one by one (Unicode ``Nd``,
any script, as ``unicodedata.decimal`` does), never through NFKC: "²" and "½" are no digits.

A number is *rounded* where a scale word (``2 million``) or words alone (``twenty``, ``one hundred and
fifty``) state it no finer than to tens: its tolerance is half its last stated unit (``2 million`` ± 500,000,
``1.5 million`` ± 50,000, ``twenty`` ± 5). ``ten``, and digits without a scale word, are exact.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

from kgbuild.values.scalewords import SCALE_WORDS

Number: TypeAlias = int | Decimal
"""An exact number: ``int`` wherever it is whole."""

APPROXIMATORS: Final[dict[str, str]] = {
    "exactly": "exactly",
    **dict.fromkeys(
        ("about", "around", "approximately", "roughly", "some", "circa", "nearly", "almost"), "about"
    ),
    **dict.fromkeys(("more than", "over", "above"), "more-than"),
    **dict.fromkeys(("at least", "no fewer than", "no less than", "not less than"), "at-least"),
    **dict.fromkeys(("at most", "up to", "no more than", "not more than"), "at-most"),
    **dict.fromkeys(("fewer than", "less than", "under", "below"), "fewer-than"),
}
"""Words before a number → the approximation they state."""

VAGUE: Final[dict[str, tuple[int, int | None]]] = {
    **{
        name: (2 * unit, None)
        for name, unit in (("tens", 10), ("dozens", 12), ("scores", 20), ("hundreds", 100))
    },
    **{
        name: (2 * unit, None)
        for name, unit in (("thousands", 10**3), ("millions", 10**6), ("billions", 10**9))
    },
    **{f"tens of {name}": (20 * unit, None) for name, unit in (("thousands", 10**3), ("millions", 10**6))},
    **{
        f"hundreds of {name}": (200 * unit, None)
        for name, unit in (("thousands", 10**3), ("millions", 10**6))
    },
    "a couple": (2, 3),
    "a few": (2, None),
    "a number": (2, None),
    "a handful": (2, None),
    "several": (3, None),
    "many": (3, None),
    "numerous": (3, None),
    **{
        f"{word} {name}": (low * unit, None)
        for word, low in (("a few", 2), ("several", 3), ("many", 3))
        for name, unit in (("dozen", 12), ("hundred", 100), ("thousand", 10**3), ("million", 10**6))
    },
    **{
        f"many {name}": (3 * unit, None)
        for name, unit in (("hundreds", 100), ("thousands", 10**3), ("millions", 10**6))
    },
}
"""Vague words → the least and the greatest number they can mean; None is open.

A plural of a unit is at least two of it; "several" and "many" are at least three, "a few" at least two.
"""

_SMALL: tuple[str, ...] = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
)
_SMALL += (
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_UNITS: Final = {word: value for value, word in enumerate(_SMALL)} | {
    w: 10 * n for n, w in enumerate(_TENS, 2)
}
_SCALES: Final = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
DIGIT_SCALES: Final = {"dozen": 12, **_SCALES} | {f"{w}s": n for w, n in _SCALES.items() if n > 100}
_ORDINALS: Final[dict[str, int]] = {
    **{f"{w}th": n for n, w in enumerate(_SMALL) if n not in (0, 1, 2, 3, 5, 8, 9, 12)},
    **{"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12},
    **{f"{w[:-1]}ieth": n for w, n in _UNITS.items() if n >= 20},
    **{f"{w}th": n for w, n in _SCALES.items()},
}
_FRACTIONS: Final = frozenset(
    {f"{w}s" for w, n in _ORDINALS.items() if n > 2} | {"third", "half", "halves", "quarter", "quarters"}
)
_VAGUE_BY_FIRST: Final[dict[str, list[tuple[str, ...]]]] = {}
for _phrase in sorted(VAGUE, key=lambda phrase: -len(phrase.split())):
    _VAGUE_BY_FIRST.setdefault(_phrase.split()[0], []).append(tuple(_phrase.split()))
_STARTS: Final = frozenset(_UNITS) | frozenset(_VAGUE_BY_FIRST) | {"a", "an"}
_NOT_ONE_BEFORE: Final = frozenset({"no", "any", "every", "each", "this", "that", "the", "another", "which"})
_NOT_ONE_AFTER: Final = frozenset({"of", "another", "who", "whom", "that", "which", "s"})

# Scripts whose letters touch digits: "250人", "14일".
_TOUCHING: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
# Signs that make another number of the digits before them: scales ("3万"), other numerals, "and more" ("250多").
_SCALE_SIGNS: Final = "十百千万萬亿億兆京垓拾佰仟〇零一二三四五六七八九两兩几幾多余餘数數십백천만억조경여"
_BEFORE: Final = rf"(?<![^\W{_TOUCHING}])(?<![第제{_SCALE_SIGNS}])"
_AFTER: Final = rf"(?![^\W{_TOUCHING}])(?!\s*[{_SCALE_SIGNS}])"
_GROUP = ",\u00a0\u2009\u202f\u066c"
# First what holds digits and is no number: document symbols, dotted dates, clock times, designations (T-72).
_TOKEN = re.compile(
    r"(?<!\w)(?:[A-Z]+(?:/[\w.]+)+|\d+(?:\.\d+){2,}|\d{1,2}:\d\d(?!\d)|[^\W\d_]+-\d+)"
    rf"|(?P<d>{_BEFORE}(?>(?>\d{{1,3}}(?:[{_GROUP}]\d{{3}})+(?!\d)|\d{{1,3}}(?:\s000)+(?!\d)|\d+)"
    rf"(?:[.\u066b]\d+)?)){_AFTER}"
    r"|(?P<o>(?<!\w)\d+(?:,\d{3})*)(?:st|nd|rd|th)(?!\w)"
    r"|(?P<w>(?<!\w)[^\W\d_]+(?!\w))",
)
APPROXIMATOR: Final = re.compile(
    rf"({'|'.join(sorted(APPROXIMATORS, key=len, reverse=True)).replace(' ', chr(92) + 's+')})\s+",
    re.IGNORECASE,
)

_Token: TypeAlias = tuple[str | None, int, int, str]
"""Kind (``d`` digits, ``w`` word, ``o`` ordinal, None skipped), start, end, the word in lower case."""


def number_words() -> set[str]:
    """The words of numbers, of vague numbers, and of what stands before one."""
    phrases = " ".join((*VAGUE, *APPROXIMATORS))
    return {word for word in (*phrases.split(), *_UNITS, *DIGIT_SCALES) if len(word) > 2}


class FoundNumber(NamedTuple):
    """One number in running text: "2 million" from ``start`` to ``end``, in code points.

    ``value``, ``lo``, ``hi``, ``tolerance`` are of the number alone; ``approximation`` is ``exactly``,
    ``rounded`` or ``vague``; ``approximator`` is what the words right before it say ("more than" →
    ``more-than``), else None.
    """

    start: int
    end: int
    value: Number | None
    lo: Number | None
    hi: Number | None
    approximation: str
    tolerance: Number | None = None
    approximator: str | None = None


class FoundOrdinal(NamedTuple):
    """One ordinal in running text: "31st" or "thirty-fifth"."""

    value: int
    start: int
    end: int


def whole(number: Decimal) -> Number:
    """The same number, an ``int`` where it is whole."""
    return int(number) if number == number.to_integral_value() else number


def _half(unit: Number) -> Number:
    return whole(Decimal(unit) / 2)


def _decimal(digits: str) -> Decimal:
    """The exact number of a token of digits: groups dropped, decimal digits of any script read one by one."""
    return Decimal("".join(c for c in digits.replace("\u066b", ".") if c.isdecimal() or c == "."))


def _tokens(text: str, start: int = 0) -> list[_Token]:
    return [(m.lastgroup, m.start(), m.end(), m.group().lower()) for m in _TOKEN.finditer(text, start)]


def _joined(text: str, left: _Token, right: _Token) -> bool:
    """Whether only white space or one hyphen stands between two tokens."""
    return text[left[2] : right[1]].strip() in ("", "-")


def _run(text: str, tokens: list[_Token], at: int, most: int = 24) -> list[_Token]:
    """The word tokens from ``at`` that follow one another with nothing but space or hyphens between."""
    run = [tokens[at]]
    for token in tokens[at + 1 : at + most]:
        if token[0] != "w" or not _joined(text, run[-1], token):
            break
        run.append(token)
    return run


def _read_words(words: list[str]) -> tuple[int, int, int] | None:
    """The longest English cardinal that ``words`` begin with: value, last stated unit, count of words."""
    total, group, unit, ceiling, last, used = 0, 0, 1, 10**15, "", 0
    position = 1 if words[0] in ("a", "an") else 0
    if position:
        if len(words) < 2 or words[1] not in DIGIT_SCALES or words[1].endswith("s"):
            return None
        group, last = 1, "unit"
    while position < len(words):
        word = words[position]
        if word == "and" and last in ("hundred", "scale") and position + 1 < len(words):
            position += 1
            word = words[position]
            if word not in _UNITS:
                break
        number = _UNITS.get(word)
        if number is not None:
            if last == "unit" or (last == "tens" and not 0 < number < 10):
                break
            group, unit = group + number, (10 if number and number % 10 == 0 else 1)
            last = "tens" if number >= 20 else "unit"
        elif word == "hundred" and last in ("unit", "tens") and 0 < group < 100:
            group, unit, last = group * 100, unit * 100, "hundred"
        elif word == "dozen" and used + position and last == "unit" and not total:
            return group * 12, 12, position + 1
        elif word in _SCALES and word != "hundred" and last not in ("", "scale") and _SCALES[word] < ceiling:
            ceiling = _SCALES[word]
            total, group, unit, last = total + group * ceiling, 0, unit * ceiling, "scale"
        else:
            break
        position += 1
        used = position
    return (total + group, unit, used) if used else None


def _cardinal(start: int, end: int, value: Number, unit: Number) -> FoundNumber:
    if unit > 1 and value != 10:
        return FoundNumber(start, end, value, value, value, "rounded", _half(unit))
    return FoundNumber(start, end, value, value, value, "exactly")


def _digits_at(text: str, tokens: list[_Token], at: int) -> tuple[FoundNumber, int]:
    _, start, end, digits = tokens[at]
    number = _decimal(digits)
    unit = Decimal(1).scaleb(int(number.as_tuple().exponent))
    scaled, following = False, at + 1
    while following < len(tokens) and tokens[following][3] in DIGIT_SCALES:
        if tokens[following][0] != "w" or not _joined(text, tokens[following - 1], tokens[following]):
            break
        scale = DIGIT_SCALES[tokens[following][3]]
        number, unit, scaled = number * scale, unit * scale, True
        end, following = tokens[following][2], following + 1
    return _cardinal(start, end, whole(number), whole(unit) if scaled else 1), following


def _vague_at(words: list[str]) -> tuple[str, ...] | None:
    for phrase in _VAGUE_BY_FIRST.get(words[0], ()):
        if tuple(words[: len(phrase)]) == phrase:
            return phrase
    return None


def _words_at(text: str, tokens: list[_Token], at: int) -> tuple[FoundNumber, int] | None:
    run = _run(text, tokens, at)
    words = [token[3] for token in run]
    vague = _vague_at(words)
    if vague is not None:
        lo, hi = VAGUE[" ".join(vague)]
        return FoundNumber(run[0][1], run[len(vague) - 1][2], None, lo, hi, "vague"), at + len(vague)
    read = _read_words(words)
    if read is None:
        return None
    value, unit, used = read
    return _cardinal(run[0][1], run[used - 1][2], value, unit), at + used


def _number_at(text: str, tokens: list[_Token], at: int) -> tuple[FoundNumber, int] | None:
    """The number whose first token is ``at``, and the index of the token after it."""
    kind, _, _, word = tokens[at]
    if kind == "d":
        return _digits_at(text, tokens, at)
    return _words_at(text, tokens, at) if kind == "w" and word in _STARTS else None


def number_at(text: str, start: int) -> FoundNumber | None:
    """The number that begins exactly at ``start`` of the text, or None. "one of" is a number here."""
    tokens = _tokens(text, start)
    read = _number_at(text, tokens, 0) if tokens and tokens[0][1] == start else None
    return None if read is None else read[0]


def _is_pronoun(tokens: list[_Token], at: int, following: int) -> bool:
    """Whether the word "one" stands for somebody: "one of the …", "no one", "the one who", "one another"."""
    if following - at > 1 or tokens[at][3] != "one":
        return False
    before = tokens[at - 1][3] if at else ""
    after = tokens[following][3] if following < len(tokens) else ""
    return before in _NOT_ONE_BEFORE or after in _NOT_ONE_AFTER


def _ends_in_ordinal(text: str, tokens: list[_Token], found: FoundNumber, following: int) -> bool:
    """Whether the words go on to an ordinal or a fraction: "thirty-fifth", "two thirds"."""
    if tokens[following - 1][0] != "w" or following >= len(tokens) or found.value is None:
        return False
    last, token = tokens[following - 1], tokens[following]
    if not _joined(text, last, token):
        return False
    if token[3] == "and" and following + 1 < len(tokens):
        return found.value >= 100 and tokens[following + 1][3] in _ORDINALS
    if token[3] in _FRACTIONS or _ORDINALS.get(token[3], 0) >= 100:
        return True
    return token[3] in _ORDINALS and (text[last[2] : token[1]] == "-" or found.value >= 20)


def _scaled_elsewhere(text: str, tokens: list[_Token], following: int) -> bool:
    """Whether a scale word of another language follows digits: "2 миллиона" does not state 2."""
    run = _run(text, tokens, following, 2) if following < len(tokens) else []
    if not run or run[0][0] != "w" or text[tokens[following - 1][2] : run[0][1]].strip():
        return False
    words = [token[3] for token in run]
    return words[0] in SCALE_WORDS or " ".join(words) in SCALE_WORDS


def _approximator_before(text: str, start: int) -> str | None:
    for match in APPROXIMATOR.finditer(text, max(0, start - 16), start):
        if match.end() == start and (match.start() == 0 or not text[match.start() - 1].isalnum()):
            return APPROXIMATORS[" ".join(match[1].lower().split())]
    return None


def numbers_in(text: str) -> list[FoundNumber]:
    """Every cardinal number of running English text, in order: digits, number words, vague words.

    Left out: ordinals (see :func:`ordinals_in`), document symbols, dotted dates, clock times, designations
    such as ``T-72``, fractions in words, and "one" as a pronoun. Days and years of dates are numbers too:
    take away the spans of :func:`kgbuild.values.dates.dates_in` where only figures are wanted.
    """
    tokens = _tokens(text)
    result: list[FoundNumber] = []
    at = 0
    while at < len(tokens):
        kind, start, _, word = tokens[at]
        read = _number_at(text, tokens, at) if kind == "d" or word in _STARTS else None
        if read is None:
            at += 1
            continue
        found, following = read
        if kind == "d" and _scaled_elsewhere(text, tokens, following):
            at = following
            continue
        if not _is_pronoun(tokens, at, following) and not _ends_in_ordinal(text, tokens, found, following):
            approximator = _approximator_before(text, start) if start else None
            result.append(found._replace(approximator=approximator) if approximator else found)
        at = following
    return result


def ordinals_in(text: str) -> list[FoundOrdinal]:
    """Every ordinal of running English text, in order: "31st", "thirtieth", "thirty-fifth"."""
    tokens = _tokens(text)
    result: list[FoundOrdinal] = []
    at = 0
    while at < len(tokens):
        kind, start, end, word = tokens[at]
        if kind == "o":
            result.append(FoundOrdinal(int(_decimal(word.rstrip("stndrh"))), start, end))
        elif kind == "w" and word in _ORDINALS:
            result.append(FoundOrdinal(_ORDINALS[word], start, end))
        elif kind == "w" and word in _UNITS:
            at, compound = _compound_ordinal(text, tokens, at)
            result.extend(compound)
        at += 1
    return result


def _compound_ordinal(text: str, tokens: list[_Token], at: int) -> tuple[int, list[FoundOrdinal]]:
    """The ordinal that begins with the cardinal word at ``at``, and the index of the last token read."""
    read = _words_at(text, tokens, at)
    if read is None or not isinstance(read[0].value, int):
        return at, []
    found, following = read
    if not _ends_in_ordinal(text, tokens, found, following):
        return following - 1, []
    if tokens[following][3] == "and":
        following += 1
    _, _, end, word = tokens[following]
    value = found.value
    if word not in _ORDINALS or value is None or (word in _FRACTIONS and value < 20):
        return following, []
    number = _ORDINALS[word]
    whole = int(value) * number if number >= 100 else int(value) + number
    return following, [FoundOrdinal(whole, found.start, end)]
