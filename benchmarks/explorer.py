"""How large the explorer is and how quickly it answers in headless Chromium: ``python -m benchmarks.explorer FILE``.

Milliseconds are those of the page's main thread (Chrome DevTools Protocol, ``Performance.getMetrics`` with
``threadTicks``), so that other programs on the machine do not count; ``wall`` is what a person waits.
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

_READY: Final = "html[data-ready]"
_TWO_FRAMES: Final = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_GO: Final = f"""async address => {{
  if (location.hash !== address) await new Promise(done => {{
    addEventListener("hashchange", () => done(), {{ once: true }}); location.hash = address; }});
  await {_TWO_FRAMES}; }}"""
_TYPE: Final = f"""async value => {{
  const box = document.querySelector("input[type=search]");
  box.focus(); box.value = value;
  box.dispatchEvent(new Event("input", {{ bubbles: true }}));
  await {_TWO_FRAMES}; }}"""
_DRAG: Final = """async () => {
  const frame = document.querySelector(".frame");
  const send = (name, clientX) => frame.dispatchEvent(
    new PointerEvent(name, { clientX, clientY: 400, bubbles: true, buttons: 1 }));
  send("pointerdown", 300);
  const times = [];
  for (let n = 0, last = performance.now(); n < 90; n += 1) {
    send("pointermove", 300 + 3 * n);
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - last);
    last = performance.now();
  }
  send("pointerup", 570);
  return times; }"""


class Measured:
    """A page under measurement."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy(self) -> float:
        """Milliseconds that the main thread has worked."""
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(each["value"] for each in metrics if each["name"] == "TaskDuration")

    def of(self, code: str, value: object = None) -> float:
        """Milliseconds that some code takes, until what it changed is on the screen."""
        before = self.busy()
        self.page.evaluate(code, value)
        return self.busy() - before


def measure(file: Path) -> None:
    """Print what is measured of one page."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        measured = Measured(page)
        started = time.monotonic()
        page.goto(file.as_uri())
        page.wait_for_selector(_READY, state="attached", timeout=120_000)
        page.evaluate(_TWO_FRAMES)
        wall = time.monotonic() - started
        print(
            f"{file.name}: {file.stat().st_size / 1e6:.2f} MB, open {measured.busy():.0f} ms (wall {wall:.2f} s)"
        )
        links = page.eval_on_selector_all(
            ".facet li:first-child a", "all => all.map(each => each.getAttribute('href'))"
        )
        for link in links:
            measured.of(_GO, "#/about")
            print(f"  filter {link}: {measured.of(_GO, link):.0f} ms")
        typed = [measured.of(_TYPE, "council of ash"[:n]) for n in range(1, 15)]
        print(f"  a letter typed: the first {typed[0]:.0f} ms, then at most {max(typed[1:]):.0f} ms")
        measured.of(_GO, "#/lineage")
        page.wait_for_timeout(1000)
        frames = sorted(page.evaluate(_DRAG))
        print(
            f"  a frame of the lineage, moved: median {frames[45]:.0f} ms, nine of ten within {frames[81]:.0f} ms"
        )
        browser.close()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        measure(Path(name).resolve())
