"""Tables as :class:`pandas.DataFrame`, where pandas is installed; it is imported here alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from kgbuild.core.errors import KgbuildError
from kgbuild.store.tables import Cell, Kind, Sheet

_TYPES: Final[dict[str, str]] = {"integer": "Int64", "boolean": "boolean", "text": "string", "date": "string"}


def dataframe_of(sheet: Sheet) -> Any:
    """A ``DataFrame`` with nullable types: ``Int64``, ``Float64``, ``boolean``, ``string`` (dates are texts that sort).

    Raises :class:`KgbuildError` where pandas is not installed.
    """
    try:
        import pandas as pd  # everything else works without it
    except ImportError as error:
        raise KgbuildError("pandas is not installed", "run `pip install 'kgbuild[pandas]'`") from error
    columns = zip(*sheet.rows, strict=True) if sheet.rows else ((),) * len(sheet.header)
    return pd.DataFrame(
        {
            name: pd.array([_number(cell) for cell in cells], dtype=_type(kind, cells))
            for name, kind, cells in zip(sheet.header, sheet.kinds, columns, strict=True)
        }
    )


def _number(cell: Cell) -> Cell | float:
    """A cell as pandas takes it: a decimal as a float."""
    return float(cell) if isinstance(cell, Decimal) else cell


def _type(kind: Kind, cells: Sequence[Cell]) -> str:
    """The type of a column. A figure is a whole number where all of its column are."""
    if kind != "number":
        return _TYPES[kind]
    whole = all(cell is None or Decimal(cell) % 1 == 0 for cell in cells)
    return "Int64" if whole else "Float64"
