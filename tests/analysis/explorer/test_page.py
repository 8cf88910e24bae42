"""The page in a browser: views, links, keyboard, accessibility, safety, and the same bytes twice."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import ROOT, RunKgbuild

from kgbuild.analysis.explorer.modules import joined_script
from kgbuild.core.errors import KgbuildError
from kgbuild.pipeline.graphs import BuildResult

VIEWS = (
    "#/questions",
    "#/question/baku-1990-01-19.killed",
    "#/documents",
    "#/document/letter-2025-01-20",
    "#/document/agency-report-2025?show=unmapped",
    "#/claim/letter-2020-01-17.toll.killed",
    "#/names",
    "#/thing/event/baku-1990-01-19",
    "#/thing/law/rome-statute",
    "#/search?q=131",
    "#/figures",
    "#/timeline",
    "#/timeline/statements",
    "#/lineage",
    "#/lineage?of=doc/agency-report-2025&steps=2",
    "#/lineage/voices",
    "#/lineage/claims",
    "#/lineage/claims?of=claim/agency-report-2025.toll.killed&steps=all",
    "#/drift",
    "#/drift/agency-report-2025/letter-2025-01-20.annex",
)


def test_every_view_opens(sample_shown: Any) -> None:
    """Every view has a heading and a title of its own, and what is not there is said to be not there."""
    titles = set()
    for address in VIEWS:
        sample_shown.go(address)
        assert sample_shown.page.locator("main h1").inner_text().strip()
        assert not sample_shown.page.get_by_text("Not in this page").count(), address
        titles.add(sample_shown.page.title())
    assert len(titles) > 10
    for address in (
        "#/claim/none",
        "#/document/none",
        "#/question/none",
        "#/thing/event/none",
        "#/none",
        "#/claim/%",
    ):
        assert "Not in this page" in sample_shown.text(address)


def test_links_lead_somewhere(sample_shown: Any) -> None:
    """Every link of every view is an address of the page that shows something, or a web address without referrer."""
    addresses: set[str] = set()
    for view in VIEWS:
        sample_shown.go(view)
        for href, rel in sample_shown.page.eval_on_selector_all(
            "a[href]", "all => all.map(each => [each.getAttribute('href'), each.rel])"
        ):
            if href.startswith("#/"):
                addresses.add(href)
            else:
                assert href == "#" or href == "#main" or (href.startswith("https://") and "noreferrer" in rel)
    assert len(addresses) > 300
    texts = sample_shown.page.evaluate(
        """async addresses => { const bad = [];
          for (const address of addresses) {
            if (location.hash !== address) await new Promise(done => {
              addEventListener("hashchange", () => done(), { once: true }); location.hash = address; });
            if (document.querySelector("main h1").textContent === "Not in this page") bad.push(address);
          } return bad; }""",
        sorted(addresses)[::7],
    )
    assert texts == []


def test_back_returns_to_the_place(open_page: Any, sample_page: Path) -> None:
    """Back and forward go through what was seen, with filters and the place on the page."""
    shown = open_page(sample_page, "#/questions?year=2021")
    page = shown.page
    before = page.inner_text(".found > .tally")
    page.locator("section.one button.more").click()
    link = page.locator("section.one .line:nth-child(20) a")
    link.scroll_into_view_if_needed()
    place = link.bounding_box()
    link.click()
    assert "#/question/" in page.url
    page.go_back()
    page.wait_for_selector(".found")
    assert page.inner_text(".found > .tally") == before
    after = link.bounding_box()
    assert place is not None
    assert after is not None
    assert abs(after["y"] - place["y"]) < 5
    assert page.evaluate("document.activeElement.matches('section.one .line:nth-child(20) a')")
    page.go_forward()
    assert "#/question/" in page.url


def test_the_keyboard_is_enough(open_page: Any, sample_page: Path) -> None:
    """Tab goes through all that can be used, what has the keyboard is seen, Enter follows it, and a view takes it."""
    shown = open_page(sample_page)
    page = shown.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", (
            page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        )
    page.locator(".card h3 a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".view.question")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.keyboard.press("/")
    page.keyboard.type("131")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_the_turtle_of_a_claim_is_in_the_graph(sample_shown: Any, sample: BuildResult) -> None:
    """What the page shows as RDF is read by another parser, and every triple of it is in the graph."""
    triples = {triple for graph in sample.graphs.values() for triple in graph}
    for claim in (
        "letter-2020-01-17.toll.killed",
        "agency-report-2025.toll.killed",
        "news-report-2026.toll.missing",
    ):
        sample_shown.go(f"#/claim/{claim}")
        sample_shown.page.locator("details.turtle summary").click()
        shown = sample_shown.page.locator(".turtle pre", has_text=f"claim:{claim}")
        shown.wait_for()
        read = {
            tuple(map(str, triple))[:3] for triple in ox.parse(shown.inner_text(), format=ox.RdfFormat.TURTLE)
        }
        assert len(read) > 25
        assert read <= triples


@pytest.mark.parametrize("how", ["light", "dark", "phone", "arabic"])
def test_axe_finds_no_violation(open_page: Any, sample_page: Path, how: str) -> None:
    """axe-core finds nothing: in any view in the light, nor in its colours in the dark, on a phone or right to left."""
    options: dict[str, Any] = {"dark": {"color_scheme": "dark"}}.get(how, {})
    shown = open_page(sample_page, "#/?lang=ar" if how == "arabic" else "", bypass_csp=True, **options)
    if how == "phone":
        shown.page.set_viewport_size({"width": 390, "height": 844})
    rules = {"runOnly": ["color-contrast"]} if how == "dark" else {}
    for address in VIEWS if how in ("light", "dark") else VIEWS[::3]:
        shown.go(address if how != "arabic" else address + ("&" if "?" in address else "?") + "lang=ar")
        assert (address, shown.violations(rules)) == (address, [])


def test_a_phone_needs_no_sideways_scrolling(open_page: Any, sample_page: Path) -> None:
    """No view is wider than a phone."""
    shown = open_page(sample_page)
    shown.page.set_viewport_size({"width": 360, "height": 740})
    for address in VIEWS:
        shown.go(address)
        assert shown.page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_every_word_has_both_languages() -> None:
    """Every text that the modules ask for is in strings.json, in each language."""
    strings = json.loads((ROOT / "explorer" / "strings.json").read_text(encoding="utf-8"))
    asked = set()
    for module in (ROOT / "explorer").glob("*.js"):
        asked |= set(re.findall(r'\bt\("([\w.-]+)"', module.read_text(encoding="utf-8")))
    assert len(asked) > 80
    for language, words in strings.items():
        assert asked - words.keys() == set(), language
    assert strings["en"].keys() == strings["ar"].keys()


def test_modules_outside_the_profile_are_refused(tmp_path: Path) -> None:
    """A default export, an import that is not exported, a circle, and an end of the script are errors."""
    (tmp_path / "main.js").write_text('import { a } from "./other.js";\na();\n')
    for text, fault in (
        ("export default 1;\n", "not exported"),
        ('import { b } from "./main.js";\nexport function a() {}\n', "not exported"),
        ('export function a() { return "</script>"; }\n', "cannot be put"),
        ("export function a() {}\nexport { a as c };\n", "cannot be put"),
    ):
        (tmp_path / "other.js").write_text(text)
        with pytest.raises(KgbuildError, match=fault):
            joined_script(tmp_path)
    (tmp_path / "other.js").write_text("export function a() {}\n")
    assert "module_other" in joined_script(tmp_path)


def test_a_graph_that_is_not_that_of_the_mappings(run: RunKgbuild, sample_copy: Path) -> None:
    """A figure that was changed since the build stops the page, which would show the one here and the other there."""
    assert run("build", "--no-shapes", cwd=sample_copy).returncode == 0
    mapping = sample_copy / "mappings" / "letter-2020-01-17.yaml"
    text = mapping.read_text(encoding="utf-8")
    figure = "killed: {n: 131 civilians,"
    assert text.count(figure) == 1
    mapping.write_text(text.replace(figure, "killed: {n: 132 civilians, reading: tried,"), encoding="utf-8")
    stale = run("explore", cwd=sample_copy)
    assert stale.returncode == 2
    assert "the built graph is not that of the mappings" in stale.stderr
    assert not (sample_copy / "out" / "explorer.html").exists()


def test_the_command_writes_the_same_page_twice(run: RunKgbuild, sample_copy: Path) -> None:
    """`kgbuild explore` needs a built graph, writes one file, and the same bytes again; `--folder` writes it apart."""
    missing = run("explore", cwd=sample_copy)
    assert missing.returncode == 2
    assert "kgbuild build" in missing.stderr
    assert run("build", "--no-shapes", cwd=sample_copy).returncode == 0
    assert run("explore", cwd=sample_copy).returncode == 0
    page = (sample_copy / "out" / "explorer.html").read_bytes()
    assert run("explore", "-o", "again.html", cwd=sample_copy, env={"PYTHONHASHSEED": "7"}).returncode == 0
    assert (sample_copy / "again.html").read_bytes() == page
    assert len(page) < 700_000
    assert run("explore", "--folder", "site", cwd=sample_copy).returncode == 0
    names = sorted(path.name for path in (sample_copy / "site").iterdir())
    assert names == ["data.bin", "explorer.css", "explorer.js", "index.html", "strings.bin", "turtle.bin"]
    assert b"<style" not in (sample_copy / "site" / "index.html").read_bytes()
    both = run("explore", "--folder", "site", "-o", "a.html", cwd=sample_copy)
    assert both.returncode == 2
