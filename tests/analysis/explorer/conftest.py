"""A real browser for the tests of the explorer: Debian's Chromium, one for all tests, and the sample's page in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import ROOT

from analysis.explorer.counted import Ask, Counted
from analysis.explorer.walking import Walk
from kgbuild.analysis.explorer.explore import explorer_with
from kgbuild.analysis.explorer.page import one_page
from kgbuild.core.project import load_project
from kgbuild.graph.write.nquads import nquads
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.pipeline.graphs import BuildResult
from kgbuild.store.records import BuiltGraph

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
READY = "html[data-ready]"
Open = Callable[..., Any]


class Shown:
    """A page in the browser, with everything that went wrong in it: errors, console messages, requests."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        page.on("dialog", self._dialog)
        page.on("request", self._request)

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:")):
            self.faults.append(f"request: {request.url}")

    def go(self, address: str) -> Any:
        """Show an address of the page; its main part."""
        self.page.evaluate(
            """address => new Promise(done => {
              if (location.hash === address) return done();
              addEventListener("hashchange", () => done(), { once: true });
              location.hash = address;
            })""",
            address,
        )
        return self.page.locator("main")

    def violations(self, rules: dict[str, Any] | None = None) -> list[tuple[str, str, str]]:
        """What axe-core finds wrong with what is shown; of items that are alike it looks at the first few."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(
                files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
            )
        found = self.page.evaluate(
            "rules => axe.run({ exclude: ['li', 'tr', '.card', '.box'].map(each => each + ':nth-of-type(n+4)') }, "
            "{ resultTypes: ['violations'], iframes: false, preload: false, ...rules })",
            rules or {},
        )
        return [
            (each["id"], node["html"][:200], node["failureSummary"][:300])
            for each in found["violations"]
            for node in each["nodes"][:3]
        ]

    def text(self, address: str, selector: str = "main") -> str:
        """The text of an address, as it is seen."""
        self.go(address)
        found: str = self.page.locator(selector).inner_text()
        return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests; they are skipped where it is not installed (`make system-deps`)."""
    if CHROMIUM is None:
        pytest.skip("no Chromium (make system-deps)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Open]:
    """Opens a file offline in a window of its own; at the end nothing may have gone wrong in it."""
    windows: list[tuple[Any, Shown]] = []

    def show(file: Path, address: str = "", **options: Any) -> Shown:
        context = browser.new_context(offline=True, viewport={"width": 1366, "height": 900}, **options)
        shown = Shown(context.new_page())
        windows.append((context, shown))
        shown.page.goto(file.as_uri() + address)
        shown.page.wait_for_selector(READY, state="attached")
        return shown

    yield show
    for context, shown in windows:
        context.close()
        assert shown.faults == []


@pytest.fixture(scope="session")
def sample_page(graph: BuiltGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the sample, made from its locks."""
    project = load_project(ROOT / "kgbuild.toml", [])
    file = tmp_path_factory.mktemp("explorer") / "explorer.html"
    file.write_text(one_page(explorer_with(graph, project)), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def sample_window(browser: Any, sample_page: Path) -> Iterator[Shown]:
    """The sample's page in one window, for the tests that only look."""
    context = browser.new_context(offline=True, viewport={"width": 1366, "height": 900})
    shown = Shown(context.new_page())
    shown.page.goto(sample_page.as_uri())
    shown.page.wait_for_selector(READY, state="attached")
    yield shown
    context.close()


@pytest.fixture
def sample_shown(sample_window: Shown) -> Iterator[Shown]:
    """That window at its landing page; nothing may go wrong in it."""
    sample_window.go("#/questions")
    yield sample_window
    assert sample_window.faults == []


@pytest.fixture(scope="session")
def asked(sample: BuildResult) -> Ask:
    """Asks the N-Quads of the sample in SPARQL: rows of the texts of terms, ids for IRIs of the project."""
    store = ox.Store()
    for name, triples in sample.graphs.items():
        store.bulk_load(nquads(name, triples), format=ox.RdfFormat.N_QUADS)
    prefixes = (
        "PREFIX kg: <https://w3id.org/kgbuild/ns#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX prov: <http://www.w3.org/ns/prov#> "
    )

    def ask(query: str) -> list[tuple[str, ...]]:
        rows = store.query(prefixes + query, use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        return [tuple(_text(value) for value in row) for row in rows]

    return ask


@pytest.fixture(scope="session")
def graph(sample: BuildResult) -> BuiltGraph:
    """The sample read back."""
    return BuiltGraph(sample.quads(), load_vocabulary(load_project(ROOT / "kgbuild.toml", []).ontology))


@pytest.fixture(scope="session")
def counted(asked: Ask, graph: BuiltGraph) -> Counted:
    """The sample, counted by queries."""
    return Counted(asked, graph.vocabulary)


@pytest.fixture
def walk(sample_shown: Shown) -> Walk:
    """The sample's page, to be walked."""
    return Walk(sample_shown)


def _text(value: object) -> str:
    if isinstance(value, ox.NamedNode):
        return value.value.rpartition("/")[2].rpartition("#")[2]
    return "" if value is None else str(getattr(value, "value", value))
