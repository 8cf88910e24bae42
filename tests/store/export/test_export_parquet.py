"""Parquet tables come back cell by cell in DuckDB, which has a reader of its own."""

from __future__ import annotations

import io
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from kgbuild.core.errors import KgbuildError
from kgbuild.store.export.csv import TABLES
from kgbuild.store.export.parquet import write_parquet
from kgbuild.store.export.selection import Selection
from kgbuild.store.tables import Cell, Sheet
from store.export.cases import HARD, hostile

TYPES = {"text": "VARCHAR", "date": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN"}


def written(sheet: Sheet) -> bytes:
    stream = io.BytesIO()
    assert write_parquet(sheet, stream) == len(sheet.rows)
    return stream.getvalue()


def read(data: bytes, folder: Path) -> tuple[list[str], list[str], list[tuple[Cell, ...]]]:
    """The names, types and rows that DuckDB finds."""
    file = folder / "table.parquet"
    file.write_bytes(data)
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(file)])
        names = [column[0] for column in found.description]
        return names, [str(column[1]) for column in found.description], found.fetchall()


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_comes_back(selection: Selection, name: str, tmp_path: Path) -> None:
    """Names, types, order and every cell are those of the table; a figure is exact."""
    sheet = TABLES[name](selection)
    names, types, rows = read(written(sheet), tmp_path)
    assert tuple(names) == sheet.header
    for found, kind in zip(types, sheet.kinds, strict=True):
        assert found == TYPES[kind] if kind != "number" else found.startswith("DECIMAL(38,")
    assert rows == sheet.rows
    assert len(rows) > 0


@pytest.mark.parametrize("hard", HARD)
def test_hard_texts_come_back(hard: str, tmp_path: Path) -> None:
    """Whatever characters a quote has, it is the same afterwards."""
    sheet = TABLES["claims"](hostile(hard))
    names, _, rows = read(written(sheet), tmp_path)
    assert {row[names.index("quote")] for row in rows} == {hard}


def test_figures_can_be_added_up(selection: Selection, tmp_path: Path) -> None:
    """SQL over the file counts what the table counts."""
    (tmp_path / "claims.parquet").write_bytes(written(TABLES["claims"](selection)))
    query = (
        "SELECT property, SUM(number), COUNT(low) FROM read_parquet(?) WHERE property = 'killed' GROUP BY ALL"
    )
    sheet = TABLES["claims"](selection)
    at = {name: number for number, name in enumerate(sheet.header)}
    killed = [row for row in sheet.rows if row[at["property"]] == "killed"]
    total = sum(Decimal(str(row[at["number"]])) for row in killed if row[at["number"]] is not None)
    lows = sum(row[at["low"]] is not None for row in killed)
    with duckdb.connect() as connection:
        assert connection.execute(query, [str(tmp_path / "claims.parquet")]).fetchall() == [
            ("killed", total, lows)
        ]


def test_numbers_keep_every_digit(tmp_path: Path) -> None:
    """Figures of up to 24 digits are exact, wherever the point is; what has no place is refused, not rounded."""
    figures = ["123456789012345678901234", "-0.5", "0.123456789012", "1E+3", "99999999999999.999999999999"]
    column: list[tuple[Cell, ...]] = [(Decimal(each),) for each in figures]
    _, types, rows = read(written(Sheet(("figure",), ("number",), [*column, (None,)])), tmp_path)
    assert rows == [*column, (None,)]
    assert types == ["DECIMAL(38,12)"]
    fine: list[tuple[Cell, ...]] = [(Decimal("0." + "1" * 24),)]
    assert read(written(Sheet(("figure",), ("number",), fine)), tmp_path)[2] == fine
    with pytest.raises(KgbuildError, match="`figure` has numbers of more than 38 digits"):
        written(Sheet(("figure",), ("number",), [*column, *fine]))


def test_a_table_without_rows(tmp_path: Path) -> None:
    """It has its columns, with their types."""
    sheet = Sheet(("id", "figure"), ("text", "number"), [])
    assert read(written(sheet), tmp_path) == (["id", "figure"], ["VARCHAR", "DECIMAL(38,12)"], [])


def test_the_same_table_has_the_same_bytes(selection: Selection) -> None:
    """No time and no order of memory gets into the file."""
    assert written(TABLES["claims"](selection)) == written(TABLES["claims"](selection))


def test_where_pyarrow_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install is said."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(KgbuildError, match="pyarrow is not installed") as caught:
        written(Sheet(("id",), ("text",), []))
    assert caught.value.hint == "run `pip install 'kgbuild[parquet]'`"
