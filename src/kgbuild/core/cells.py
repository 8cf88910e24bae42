"""Cells of CSV files that a spreadsheet program may open.

A program runs a cell that starts with ``=``, ``+``, ``-`` or ``@`` as a formula (OWASP, "CSV Injection"), and texts of
documents may start so.
"""

from __future__ import annotations

from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it before the file, Excel does not take it for UTF-8."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet program would run a cell as a formula."""
    return text.startswith(_FORMULA)


def safe_cell(text: str) -> str:
    """A cell that is shown and not run: with an apostrophe before what would be a formula."""
    return f"'{text}" if is_formula(text) else text
