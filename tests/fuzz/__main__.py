"""Runs the fuzzer for some seconds: ``python -m fuzz SECONDS [FIRST-SEED]``."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from fuzz import make_template, try_seed


def run(seconds: float, first: int) -> int:
    """Try seeds until the time is over; how many failed."""
    until, seed, failed = time.monotonic() + seconds, first, 0
    with tempfile.TemporaryDirectory() as name:
        template = make_template(Path(name))
        while time.monotonic() < until:
            if (wrong := try_seed(seed, template)) is not None:
                failed += 1
                print(wrong, flush=True)
            seed += 1
    print(f"{seed - first} inputs, {failed} failed (seeds {first} to {seed - 1})")
    return failed


if __name__ == "__main__":
    arguments = [*sys.argv[1:], "0"]
    sys.exit(1 if run(float(arguments[0]), int(arguments[1])) else 0)
