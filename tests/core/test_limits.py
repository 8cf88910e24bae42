"""The page of limits has each limit, with its value."""

from __future__ import annotations

import re

from conftest import ROOT

from kgbuild.core import limits


def test_the_page_of_limits() -> None:
    """A limit that is changed or added is changed or added there."""
    page = (ROOT / "docs" / "reference" / "limits.md").read_text(encoding="utf-8")
    listed = {
        name: float(value.replace(",", ""))
        for name, value in re.findall(r"\| `([A-Z_]+)` \| ([\d,.]+)", page)
    }
    assert listed == {name: float(value) for name, value in vars(limits).items() if name.isupper()}
