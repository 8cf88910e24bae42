"""Each kind of document: told by its content, read to the expected text, every quote at its page and element."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from kgbuild.text.documents import text_layer
from kgbuild.text.extract import Options, Readout, read_original
from kgbuild.text.folding import Folded, fold
from kgbuild.text.map import TextMap, read_map
from readers.expected import Original
from readers.originals import ORIGINALS


class Read(NamedTuple):
    """An original read."""

    original: Original
    path: Path
    reading: Readout
    map: TextMap


def read(original: Original, folder: Path, options: Options | None = None) -> Read:
    """Make an original and read it."""
    path = folder / original.name
    original.make(path)
    reading = read_original(path, options or Options())
    assert reading.fault is None, reading.fault
    return Read(original, path, reading, read_map(reading.map.encode(), "map"))


@pytest.fixture(scope="module", params=ORIGINALS, ids=[original.name for original in ORIGINALS])
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """One original of each kind, read."""
    return read(request.param, tmp_path_factory.mktemp("originals"))


def test_a_file_is_told_by_its_content(found: Read) -> None:
    """The name of a file says nothing of what it is."""
    renamed = found.path.with_name("document.dat")
    renamed.write_bytes(found.path.read_bytes())
    reading = read_original(renamed, Options())
    assert read_map(reading.map.encode(), "map").head["media"] == found.original.media
    assert reading.text == found.reading.text


def test_every_quote_is_at_its_place(found: Read) -> None:
    """What a person sees on a page stands in the text once, on that page or in that element."""
    assert len(found.original.quotes) >= 10
    folded = Folded(found.reading.text)
    for quote in found.original.quotes:
        places = folded.find(fold(quote.words))
        assert places, f"{quote.words!r} is not in {found.reading.text!r}"
        match = folded.match(*places[0])
        assert match.end <= found.map.body_end
        spots = found.map.spots(match.start, match.end, found.reading.text)
        assert spots, quote
        if quote.page:
            assert [spot.page for spot in spots] == [quote.page] * len(spots), (
                quote,
                spots,
            )
        if quote.path:
            assert all(spot.path.endswith(quote.path) for spot in spots), (quote, spots)


def test_the_map_fits_the_text(found: Read) -> None:
    """Runs follow one another, cover every word, begin and end at characters that are seen, and are read back."""
    text, runs = found.reading.text, found.map.runs
    covered = 0
    for run in runs:
        assert run.start >= covered
        assert not text[covered : run.start].strip()
        assert text[run.start : run.end].strip() == text[run.start : run.end] != ""
        covered = run.end
    assert not text[covered:].strip()
    assert found.map.render() == found.reading.map
    assert int(found.map.head["characters"]) == len(text)


def test_the_text_is_a_text_layer(found: Read) -> None:
    """What is extracted is stored and read again as it is: LF, NFC, UTF-8."""
    assert text_layer(found.reading.text.encode()).text == found.reading.text


def test_the_map_holds_no_words(found: Read) -> None:
    """A map may be published where the text may not."""
    words = {word for word in found.reading.text.split() if len(word) > 6 and word.isalpha()}
    lines = found.reading.map.partition("\ncharacters:")[2]
    assert not [word for word in words if word in lines]


def test_the_same_original_gives_the_same_bytes(found: Read) -> None:
    """No clock and no hash order in text or map."""
    again = read_original(found.path, Options())
    assert (again.text, again.map) == (found.reading.text, found.reading.map)


def test_every_kind_is_here() -> None:
    """The list of originals did not shrink."""
    assert len(ORIGINALS) == 19
