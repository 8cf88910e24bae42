"""Take the pictures of the explorer that the pages show, from the real page of the sample, in Chromium.

``make pictures`` runs it where Chromium and Playwright are installed. The bytes depend on the browser and
the fonts of the machine, so no test compares them.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "out" / "explorer.html"
PICTURES: Final = ROOT / "docs" / "pictures"
COLOURS: Final = 128
"""Enough for a page of few colours, at a third of the size."""


class Shot(NamedTuple):
    """A picture: its name, the address it shows, what of the page, and how large the window is."""

    name: str
    address: str
    height: int
    width: int = 1280


SHOTS: Final = (
    Shot("explorer.png", "#/questions", 1180),
    Shot("explorer-131.png", "#/claim/letter-2020-01-17.toll.killed", 760),
    Shot("explorer-dropped.png", "#/drift/agency-report-2025/letter-2025-01-20.annex?group=omitted", 700),
    Shot("explorer-one-source.png", "#/figures?rests=one", 560),
    Shot("explorer-law.png", "#/thing/law/rome-statute.7", 620),
    Shot("explorer-unmapped.png", "#/document/news-report-2026?show=unmapped", 760),
)


def take(page: Page, shot: Shot) -> None:
    """One picture."""
    page.set_viewport_size({"width": shot.width, "height": shot.height})
    page.goto(PAGE.as_uri() + shot.address)
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    file = PICTURES / shot.name
    page.screenshot(path=file)
    Image.open(file).quantize(COLOURS).save(file, optimize=True)


def main() -> int:
    """Take them all."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.stderr.write("no Chromium: run `make system-deps`\n")
        return 2
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        for shot in SHOTS:
            take(page, shot)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
