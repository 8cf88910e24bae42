"""What is to be found in originals: quotes and their places, and the words that most originals are made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Quote(NamedTuple):
    """Words as seen, and where: the page, or how the path of the element ends."""

    words: str
    page: int = 0
    path: str = ""


class Original(NamedTuple):
    """A file, how to make it, its media type, and what is to be found in it."""

    name: str
    make: Callable[[Path], None]
    media: str
    quotes: tuple[Quote, ...]


PAGES = (
    (
        "Report of the vestry of Saltmarsh on the flood",
        "To the Lord Lieutenant of the county",
        "In the night of 3 November 1811 the river broke the dyke at the mill.",
        "The clerk counted thirteen persons drowned, and some forty cattle.",
        "At the inn of the Three Herons the water stood nine feet high, and the inhab-",
        "itants of the lower street fled to the church on the hill above it.",
        "The vestry asked for 120 blankets and received sixty-two of them.",
        "Nobody was seen at the sluice, as the miller says, after ten o'clock.",
    ),
    (
        "The second day brought rain. The dyke of Nether-",
        "Saltmarsh held until noon, and gave way at a quarter past twelve.",
        "Of the boats of the parish only three could be used that day.",
        "Mrs Désirée Lefèvre, who kept the school, saved eleven children.",
        "The bell of St Æthelwald was rung from four in the morning on.",
        "The bridge at Long Acre was carried away together with its piers.",
    ),
    (
        "The damage was put at £4,300 by the surveyor, Mr Hale.",
        "The parish paid 85 pounds for the repair of the dyke in 1812.",
        "Given at Saltmarsh on the 9th of January 1812",
        "Thomas Ferrers, clerk of the vestry",
    ),
)  # fmt: skip
NOTE = "1 Counted again on the fifth of November, with the same result."
# The lines that are whole sentences.
PARAGRAPHS = tuple(
    line
    for lines in PAGES
    for line in lines
    if line[-1] != "-" and not line.startswith(("itants", "Saltmarsh"))
)


def quotes(path: str, first: int = 1) -> tuple[Quote, ...]:
    """The first ten paragraphs, each in its own element."""
    return tuple(
        Quote(words, path=path.format(number)) for number, words in enumerate(PARAGRAPHS[:10], first)
    )
