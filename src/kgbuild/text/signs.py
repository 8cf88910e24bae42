"""The table of signs that say the same: quotation marks, dashes, ligatures, presentation forms, what is invisible.

Numerals are never in it: "²", "½" and "①" are no digits, and digits of other scripts stay what they are.
Sources: Unicode Character Database, decomposition mappings (UAX 44) and Default_Ignorable_Code_Point.
"""

from __future__ import annotations

import unicodedata
from typing import Final

SOFT_HYPHEN: Final = "\u00ad"
APOSTROPHES: Final = "‘’‚‛′‵‹›´`ʹʻʼʽʾʿ՚׳᾽᾿ꞌ〈〉『』﹃﹄❛❜❟❮❯＇｀"
QUOTATION_MARKS: Final = "“”„‟″‶«»˝ˮ״⹂《》「」｢｣﹁﹂〝〞〟❝❞❠🙶🙷🙸＂"
DASHES: Final = "‐‑‒–—―−⁃֊־᠆⸗⸺⸻⹀﹘﹣－"
ELLIPSES: Final = {"…": "...", "‥": ".."}
# Joiners, directional marks and isolates, variation selectors, fillers: what no eye sees, but for the soft hyphen.
INVISIBLE: Final = (
    "\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
# Where letters stand once more: as ligatures, in the shapes of their place in a word, wide, narrow, as radicals.
SHAPED: Final = (
    "\u00b5\u0132\u0133\u013f\u0140\u0149\u017f\u01c4-\u01cc\u01f1-\u01f3\u03d0-\u03d6\u03f0-\u03f2\u03f4\u03f5\u03f9"
    "\u0587\u0675-\u0678\u0e33\u0eb3\u0edc\u0edd\u0f77\u0f79\u1e9a\u2100-\u214f\u2e80-\u2fdf\ufb00-\ufdfd\ufe10-\ufefc"
    "\uff00-\uffee\U0001d400-\U0001d7ff\U0001ee00-\U0001eef1"
)
# Marks that make one letter with the letter before them.
JOINING_MARKS: Final = "\u0300-\u036f\u0653-\u0655\u3099\u309a\uff9e\uff9f"
_SHAPES: Final = frozenset((
    "<compat>", "<font>", "<initial>", "<medial>", "<final>", "<isolated>", "<wide>", "<narrow>", "<vertical>",
    "<small>",
))  # fmt: skip
_EMPHASIS: Final = frozenset("*_")
_CARRIERS: Final = " \u0640"
"""What carries a mark that is shown alone."""


class _Signs(dict[str, str]):
    """Each sign with what it is read as; that of a shaped letter is looked up when it is first met."""

    def __missing__(self, sign: str) -> str:
        read = "".join(map(self._letters_of, sign))
        self[sign] = unicodedata.normalize("NFC", read) if len(sign) > 1 else read
        return self[sign]

    def _letters_of(self, sign: str) -> str:
        shape, *points = unicodedata.decomposition(sign).split(" ")
        if shape not in _SHAPES or _is_numeral(sign):
            return sign
        letters = (chr(int(point, 16)) for point in points)
        read = "".join(self[each] if each in self else self._letters_of(each) for each in letters)
        if len(read) > 1 and read[0] in _CARRIERS and unicodedata.combining(read[1]):
            read = read[1:]
        return sign if any(each in _EMPHASIS or _is_numeral(each) for each in read) else read


def _is_numeral(sign: str) -> bool:
    return unicodedata.category(sign).startswith("N")


SIGNS: Final = _Signs({
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys(QUOTATION_MARKS, '"'),
    **dict.fromkeys(DASHES, "-"),
    **ELLIPSES,
})  # fmt: skip
