"""Words that are alike, for help lines only: likeness suggests, and never decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import Final

_NEAR: Final = 72
_SLIPS: Final = 2
_SHORT: Final = 5
_MIDDLING: Final = 8
_LONG: Final = 10
_LITTLE: Final = 3
_FIGURES: Final = re.compile(r"\d+")
_PART: Final = re.compile(r"[^\W\d_]+|\d+")
_ROMAN: Final = re.compile("[ivxlcdm]+")
_DIGITS: Final = re.compile(r"\d")
_OPENING: Final = "(\"'["
_CLOSING: Final = ".,;:!?)\"']"
_LETTERS: Final = re.compile(r"[^\W\d_]{3,}")
_WORD: Final = re.compile(r"\w+(?:\S*\w+)*|[^\w\s]+")


def suggestion(word: str, candidates: Iterable[str]) -> str | None:
    """The one candidate that ``word`` is likely a misspelling or the beginning of, or ``None`` rather than a guess.

    One slip (a letter too many, a letter missing, a wrong letter, or two swapped) outweighs any other likeness, and two
    swapped any other slip.
    """
    return _likeliest(word, candidates, lambda each: _may_be_slip(word, each) or _begins(word, each))


def misspelling(word: str, candidates: Iterable[str]) -> str | None:
    """The one name that ``word`` is most likely a misspelling of, or ``None`` rather than a guess.

    Another name is no misspelling: "prime-minister-of-armenia" for "prime-minister-of-azerbaijan", "flood-1901" for
    "flood-1876".
    """
    alike = [each for each in set(candidates) if _same_figures(word, each)]
    return _likeliest(word, alike, lambda each: _may_be_slip(word, each))


def _likeliest(word: str, candidates: Iterable[str], may_be: Callable[[str], bool]) -> str | None:
    # Imported here because it costs as much as the rest of `check` together, and only errors need it.
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    known = sorted(set(candidates))
    slips = [each for each in known if min(len(word), len(each)) > 1 and OSA.distance(word, each) == 1]
    swapped = [each for each in slips if sorted(each) == sorted(word)]
    if len(found := swapped or slips) == 1:
        return found[0]
    likely = slips or [each for each in known if may_be(each)]
    near = process.extract(word, likely, scorer=fuzz.ratio, limit=2, score_cutoff=_NEAR)
    if not near or (len(near) == 2 and near[0][1] - near[1][1] < 1):
        return None
    return str(near[0][0])


def _begins(word: str, other: str) -> bool:
    """Whether one word or several are the first of another: "population" of "population-group"."""
    mine, theirs = (_PART.findall(each.casefold()) for each in (word, other))
    return bool(mine) and mine == theirs[: len(mine)]


def _may_be_slip(word: str, other: str) -> bool:
    """Whether one may be a misspelling of the other: its words but for slips, run together, or less a little one."""
    mine, theirs = (_PART.findall(each.casefold()) for each in (word, other))
    if [part for part in mine if part.isdecimal()] != [part for part in theirs if part.isdecimal()]:
        return False
    if len(mine) == len(theirs) and all(map(_near_words, mine, theirs)):
        return True
    long_ones = [[part for part in parts if len(part) > _LITTLE] for parts in (mine, theirs)]
    return "".join(mine) == "".join(theirs) or (long_ones[0] == long_ones[1] != [])


def _same_figures(one: str, other: str) -> bool:
    """Whether two names have the same figures, but for a digit left out or written twice."""
    mine, theirs = (_FIGURES.findall(each) for each in (one, other))
    return len(mine) == len(theirs) and all(
        a == b or abs(len(a) - len(b)) == 1 for a, b in zip(mine, theirs, strict=True)
    )


def _near_words(one: str, other: str) -> bool:
    """Whether two words differ by slips only, the more the longer they are, or one is the other and an ending."""
    from rapidfuzz.distance import OSA  # see above

    most = max(len(one), len(other))
    if OSA.distance(one, other) <= (1 if most <= _SHORT else _SLIPS if most <= _LONG else _SLIPS + 1):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) > _LITTLE and long.startswith(short) and len(long) - len(short) <= _LITTLE


def did_you_mean(name: str, known: Iterable[str], otherwise: str | None = None) -> str | None:
    """The help for a name that is not known: the known one that may be meant, or else ``otherwise``."""
    near = suggestion(name, known)
    return f"did you mean `{near}`?" if near else otherwise


def sure(word: str, candidates: Iterable[str]) -> str | None:
    """The one candidate that ``word`` can only be a misspelling of; ``None`` where any other is near.

    At most two slips (one in a short word), and never in the first letter, where prefixes turn the meaning round
    ("armed", "unarmed"), nor in a figure.
    """
    from rapidfuzz import fuzz  # see above
    from rapidfuzz.distance import OSA

    small, near = word.casefold(), set()
    for candidate in candidates:
        slips = OSA.distance(small, candidate.casefold(), score_cutoff=_SLIPS)
        if slips <= _SLIPS or fuzz.ratio(word, candidate) >= _NEAR:
            near.add((candidate, slips))
    if len(near) != 1:
        return None
    ((found, slips),) = near
    other = found.casefold()
    alike = small[:1] == other[:1] and _DIGITS.findall(small) == _DIGITS.findall(other)
    return found if alike and slips <= (_SLIPS if len(word) > _SHORT else 1) else None


def one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one slip: a letter too many, a missing one, a wrong one, or two swapped."""
    from rapidfuzz.distance import OSA  # see above

    return OSA.distance(one, other, score_cutoff=1) == 1


def same_words(one: str, other: str) -> bool:
    """Whether two phrases have the same words and figures; letter case and punctuation do not count."""
    return _bare_words(one) == _bare_words(other)


def slips_only(one: str, other: str) -> bool:
    """Whether two phrases have the same figures and, but for misread letters, the same words in the same order.

    Short words must be equal ("now", "not"; "must", "most"), and so must Roman numerals, and first letters ("armed",
    "unarmed").
    """
    from rapidfuzz.distance import OSA  # see above

    pairs = list(zip_longest(_bare_words(one), _bare_words(other), fillvalue=""))
    return all(
        a == b
        or (
            min(len(a), len(b)) > _SHORT
            and not (_ROMAN.fullmatch(a) or _ROMAN.fullmatch(b))
            and a[0] == b[0]
            and _DIGITS.findall(a) == _DIGITS.findall(b)
            and OSA.distance(a, b) <= (_SLIPS if len(a) > _MIDDLING else 1)
        )
        for a, b in pairs
    )


def _bare_words(phrase: str) -> list[str]:
    found = (word.casefold().lstrip(_OPENING).rstrip(_CLOSING) for word in phrase.split())
    return [word for word in found if word]


def mended(text: str, words: Iterable[str], reads: Callable[[str], object]) -> str | None:
    """The text with one misspelt word replaced, where ``reads`` takes it then; ``None`` where it never does."""
    known = set(words)
    for match in _LETTERS.finditer(text):
        word = match.group().lower()
        near = None if word in known else suggestion(word, known)
        if near is not None:
            near = near.capitalize() if match.group()[0].isupper() else near
            found = f"{text[: match.start()]}{near}{text[match.end() :]}"
            try:
                reads(found)
            except ValueError:
                continue
            return found
    return None


def closest_stretch(phrase: str, text: str) -> tuple[int, int] | None:
    """The stretch of ``text`` most like ``phrase``, widened to whole words, or ``None`` where nothing is near."""
    from rapidfuzz import fuzz  # see above

    small, lower = phrase.lower(), text.lower()
    if len(small) != len(phrase) or len(lower) != len(text):
        small, lower = phrase, text
    best = fuzz.partial_ratio_alignment(small, lower, score_cutoff=70)
    if best is None:
        return None
    start, end = best.dest_start, best.dest_end
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    if end - start > 2 * len(phrase) + 40:  # a script without spaces: there are no words to widen to
        return best.dest_start, best.dest_end
    # The alignment has the length of the phrase: leave out, at either end, the words that make it less alike.
    words = [match.span() for match in _WORD.finditer(text, start, end)]
    spans = [(a, b) for a, _ in words[:3] for _, b in words[-3:] if a < b]
    return max(spans, key=lambda span: fuzz.ratio(small, lower[span[0] : span[1]]), default=None)
