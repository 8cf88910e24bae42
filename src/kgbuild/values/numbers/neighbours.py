"""What stands right beside a number and makes another one of it, or one that cannot be read: "3 x 40", "5-fold"."""

from __future__ import annotations

from typing import Final

from kgbuild.values.numbers.counted import Counted, Measure
from kgbuild.values.numbers.passage import Piece, TokenText
from kgbuild.values.numbers.tokens import INNER, is_unspaced

_OTHER_NUMBER: Final = frozenset("×^*")
_PARTS: Final = frozenset(("分之", "分の", "분의"))
"""Between the two numbers of a fraction, the lower one first: "三分之一"."""


class Neighbours:
    """Looks at the tokens beside the numbers of one passage. ``foreign_scales`` are scale words of all languages."""

    def __init__(self, passage: TokenText, counted: Counted, foreign_scales: frozenset[str]) -> None:
        self.passage = passage
        self.lexicon = passage.lexicon
        self.counted = counted
        self.foreign_scales = foreign_scales

    def problem(self, first: int, piece: Piece, measure: Measure | None) -> str | None:
        """Why what stands right beside a number, whose first token is given, keeps it from being read."""
        passage, at = self.passage, piece.next
        sign = passage.raw(first - 1)
        if sign and sign in INNER and passage.touching(first - 1) and not passage.touching(first - 2):
            return f"“{sign}” stands before it"
        if measure is not None and measure.next > at:
            return None
        word, key = passage.raw(at), passage.keys[at]
        if key in _OTHER_NUMBER or (key == "x" and passage.is_figure(at + 1)):
            return f"“{word}” behind it makes another number of it"
        if passage.keys[first - 1] in ("×", "x") and passage.is_figure(first - 2):
            return "it multiplies the number before it"
        if "".join(passage.keys[at : at + 2]) in _PARTS or "".join(passage.keys[first - 2 : first]) in _PARTS:
            return "it is a part of a fraction"
        if not passage.is_figure(at - 1):
            return None
        if passage.is_word(at) and passage.touching(at - 1) and not self._may_touch(at):
            return f"“{passage.raw(at - 1)}{word}” is no number"
        if key == "-" and passage.touching(at - 1) and passage.touching(at) and passage.is_word(at + 1):
            return None if self._may_follow_hyphen(at + 1) else f"“-{passage.raw(at + 1)}” belongs to it"
        return f"“{word}” may be a scale word" if self._is_foreign_scale(at) else None

    def _may_touch(self, at: int) -> bool:
        """Whether a word may touch the figure before it: a character of Chinese, an ending, an approximator."""
        known = self.lexicon.after.at(self.passage.keys, at) is not None
        return (
            known or self.passage.keys[at] in self.lexicon.digit_suffixes or is_unspaced(self.passage.raw(at))
        )

    def _may_follow_hyphen(self, at: int) -> bool:
        """Whether a word may stand behind a figure and a hyphen: what it counts, an ending, an approximator."""
        key, lexicon = self.passage.keys[at], self.lexicon
        if key in lexicon.digit_suffixes or lexicon.after.at(self.passage.keys, at) is not None:
            return True
        return self.counted.noun(self.passage, at - 1) is not None

    def _is_foreign_scale(self, at: int) -> bool:
        """Whether a word that this language does not know is a scale word of another one."""
        passage, lexicon, key = self.passage, self.lexicon, self.passage.keys[at]
        if key not in self.foreign_scales or not passage.is_word(at):
            return False
        known = (*lexicon.stops, *lexicon.of, *lexicon.joiners, *lexicon.per_article)
        if key in known or lexicon.to.at(passage.keys, at) or lexicon.after.at(passage.keys, at):
            return False
        return self.counted.known(passage, at) is None
