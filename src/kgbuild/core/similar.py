"""Similarity, for help lines only: it suggests, it never decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import Final

_NEAR: Final = 72
_SLIPS: Final = 2
_SHORT: Final = 5
_MIDDLING: Final = 8
_ROMAN: Final = re.compile("[ivxlcdm]+")
_DIGITS: Final = re.compile(r"\d")
_EDGE: Final = re.compile(r"""^[("'\[]+|[.,;:!?)"'\]]+$""")
_LETTERS: Final = re.compile(r"[^\W\d_]{3,}")
_WORD: Final = re.compile(r"\w+(?:\S*\w+)*|[^\w\s]+")


def suggestion(word: str, candidates: Iterable[str]) -> str | None:
    """The one candidate that ``word`` is most likely a misspelling of, or ``None`` rather than a guess.

    One slip of the pen (a letter too many, too few, another, or two changed about) outweighs any other likeness.
    """
    # Imported here because it costs as much as the rest of `check` together, and only errors need it.
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    known = sorted(set(candidates))
    slips = [each for each in known if min(len(word), len(each)) > 1 and OSA.distance(word, each) == 1]
    if len(slips) == 1:
        return slips[0]
    found = process.extract(word, slips or known, scorer=fuzz.ratio, limit=2, score_cutoff=_NEAR)
    if not found or (len(found) == 2 and found[0][1] - found[1][1] < 1):
        return None
    return str(found[0][0])


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
    """Whether two words differ by one slip: a letter too many, too few, another, or two changed about."""
    from rapidfuzz.distance import OSA  # see above

    return OSA.distance(one, other, score_cutoff=1) == 1


def same_words(one: str, other: str) -> bool:
    """Whether two phrases have the same words and figures, letter case and punctuation between them aside."""
    return _bare_words(one) == _bare_words(other)


def slips_only(one: str, other: str) -> bool:
    """Whether two phrases are the same words in the same order but for misread letters, with the same figures.

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
    found = (_EDGE.sub("", word.casefold()) for word in phrase.split())
    return [word for word in found if word]


def mended(text: str, words: Iterable[str], reads: Callable[[str], object]) -> str | None:
    """The text with one of its words replaced by a word that it may be a misspelling of, where it reads then."""
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
