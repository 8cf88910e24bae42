"""Similarity, for help lines only: it suggests, it never decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

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
    found = process.extract(word, slips or known, scorer=fuzz.ratio, limit=2, score_cutoff=72)
    if not found or (len(found) == 2 and found[0][1] - found[1][1] < 1):
        return None
    return str(found[0][0])


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
