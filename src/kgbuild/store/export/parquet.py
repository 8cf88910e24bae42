"""Tables as Parquet, each column with its type. Nothing else imports pyarrow.

A column of numbers is exact: a decimal with 38 digits, at least twelve of them behind the point. Dates are texts that
sort, as in CSV: a month is no day. Source: Apache Parquet format 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from kgbuild.core.errors import KgbuildError
from kgbuild.graph.write.names import ByteSink
from kgbuild.store.tables import Cell, Kind, Sheet

_DIGITS: Final = 38
_PLACES: Final = 12
"""Digits behind the point that every column of numbers has room for, so that tables of two builds fit together."""


def write_parquet(sheet: Sheet, sink: ByteSink) -> int:
    """Write a table; how many rows it has. The same table gives the same bytes, by one version of pyarrow.

    Raises :class:`KgbuildError` where pyarrow is not installed, and for a number with too many digits.
    """
    try:
        import pyarrow as pa  # everything else works without it
        import pyarrow.parquet as pq
    except ImportError as error:
        raise KgbuildError("pyarrow is not installed", "run `pip install 'kgbuild[parquet]'`") from error
    columns: Iterable[Sequence[Cell]] = (
        zip(*sheet.rows, strict=True) if sheet.rows else ((),) * len(sheet.header)
    )
    arrays = [
        _column(pa, name, kind, cells)
        for name, kind, cells in zip(sheet.header, sheet.kinds, columns, strict=True)
    ]
    buffer = pa.BufferOutputStream()
    pq.write_table(pa.table(arrays, names=list(sheet.header)), buffer, compression="zstd")
    sink.write(buffer.getvalue().to_pybytes())
    return len(sheet.rows)


def _column(pa: Any, name: str, kind: Kind, cells: Sequence[Cell]) -> Any:
    if kind != "number":
        types = {"integer": pa.int64(), "boolean": pa.bool_(), "text": pa.string(), "date": pa.string()}
        return pa.array(cells, type=types[kind])
    numbers = [None if cell is None else Decimal(cell) for cell in cells]
    places = max([_PLACES, *(_places(number) for number in numbers if number is not None)])
    try:
        return pa.array(numbers, type=pa.decimal128(_DIGITS, places))
    except pa.ArrowInvalid as error:
        raise KgbuildError(
            f"the column `{name}` has numbers of more than {_DIGITS} digits together: Parquet has no place for them",
            "export them as csv",
        ) from error


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
