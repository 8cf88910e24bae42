"""CSV tables come back cell by cell, for csv readers, for pandas and for spreadsheets."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pandas as pd
import pytest

from kgbuild.store.export.csv import TABLES, WrittenRows, write_csv
from kgbuild.store.export.selection import Selection
from kgbuild.store.tables import Cell, Sheet
from store.export.cases import HARD, hostile, small, small_quads


def written(sheet: Sheet, *, spreadsheet: bool = False) -> tuple[str, WrittenRows]:
    stream = io.BytesIO()
    result = write_csv(sheet, stream, spreadsheet=spreadsheet)
    return stream.getvalue().decode(), result


def text_of(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_comes_back(selection: Selection, name: str) -> None:
    """Python's reader has the header and each cell as its text; lines end as RFC 4180 says, without a mark before."""
    sheet = TABLES[name](selection)
    text, result = written(sheet)
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(header) == sheet.header
    assert rows == [list(map(text_of, row)) for row in sheet.rows]
    assert result.rows == len(rows)
    assert text.startswith(sheet.header[0] + ",")
    assert text.endswith("\r\n")
    assert text.count("\r\n") == len(rows) + 1


@pytest.mark.parametrize("hard", HARD)
def test_hard_texts_come_back(hard: str) -> None:
    """Quotation marks, line ends and commas stay in their cell."""
    sheet = TABLES["claims"](hostile(hard))
    text, _ = written(sheet)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert len(rows) == 41
    assert {row["quote"] for row in rows} == {row["words"] for row in rows} == {hard}


def test_pandas_has_the_right_types(selection: Selection) -> None:
    """Integers, numbers with gaps, truth values and texts; dates sort; an open bound is no number."""
    text, _ = written(TABLES["claims"](selection))
    frame = pd.read_csv(io.StringIO(text), keep_default_na=False, na_values=[""])
    assert len(frame) == 633
    assert frame["counts"].dtype == bool
    assert pd.api.types.is_integer_dtype(frame["start"])
    assert pd.api.types.is_float_dtype(frame["high"])
    killed = frame[(frame["property"] == "killed") & (frame["number"] == 150)]
    assert len(killed) == 4
    assert pd.to_datetime(frame["issued"]).notna().sum() == frame["issued"].notna().sum() == 476
    vague = frame[(frame["property"] == "missing") & frame["number"].isna()]
    assert list(vague["low"]) == [200]
    assert vague["high"].isna().all()


def test_spreadsheets_are_kept_from_running_formulas() -> None:
    """Texts that start like a formula are counted, and with ``spreadsheet`` have an apostrophe before; numbers not."""
    header = ("text", "number")
    rows: list[tuple[Cell, ...]] = [
        *((text, None) for text in ("=1+1", "+49 30", "-131 civilians", "@SUM(A1)", "\tx", "\rx", "a=b")),
        (None, Decimal("-5")),
    ]
    sheet = Sheet(header, ("text", "number"), rows)
    plain, result = written(sheet)
    assert result == WrittenRows(8, 6)
    assert "'" not in plain
    text, _ = written(sheet, spreadsheet=True)
    assert text.startswith("\ufefftext,number\r\n")
    again = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[1:]
    assert [row[0] for row in again[:6]] == [f"'{row[0]}" for row in rows[:6]]
    assert again[6:] == [["a=b", ""], ["", "-5"]]


def test_tables_of_a_part(selection: Selection) -> None:
    """Of one document, only what it says and what it names."""
    part = Selection(selection.graph, ["news-report-2026"], ["killed"])
    sheets = {name: make(part) for name, make in TABLES.items()}
    assert [row[0] for row in sheets["documents"].rows] == ["news-report-2026"]
    assert [row[0] for row in sheets["claims"].rows] == ["news-report-2026.toll.killed"]
    assert [row[0] for row in sheets["entities"].rows] == ["baku-1990-01-19", "civilians"]
    assert all(row[1] == "news-report-2026" for row in sheets["citations"].rows)


def test_the_order_of_quads_is_no_matter() -> None:
    """The same graph in another order gives the same bytes."""
    for make in TABLES.values():
        assert written(make(small(small_quads()))) == written(make(small(reversed(small_quads()))))
