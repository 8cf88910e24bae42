"""The modules of the page, checked as strictly as TypeScript can: types, and names that nothing uses."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from conftest import ROOT

TSC = shutil.which("tsc")


@pytest.mark.skipif(TSC is None, reason="TypeScript is not installed (make system-deps)")
def test_the_types_are_sound() -> None:
    """`tsc` finds nothing: no value is used for what it may not be, and no name is declared for nothing."""
    assert TSC is not None
    checked = subprocess.run([TSC, "-p", ROOT / "explorer"], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")
