"""Pictures are tested with the font that matplotlib brings, whatever fonts a machine has."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kgbuild.analysis.drawing import measure


@pytest.fixture(autouse=True)
def other_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Without other fonts, until the test calls this with the name of one."""

    def use(*names: str) -> None:
        monkeypatch.setattr(measure, "FALLBACKS", names)
        measure.families.cache_clear()
        measure._in_another_font.cache_clear()

    use()
    yield use
    monkeypatch.undo()
    measure.families.cache_clear()
    measure._in_another_font.cache_clear()
