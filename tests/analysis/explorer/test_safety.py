"""Nothing in a corpus can do anything to the page: not a label, quote, IRI, file name, note or address."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import RunKgbuild

EVIL = '</script><img src=x onerror="alert(1)">\'"&lt;'
EVIL_TITLE = f"{EVIL}<script>alert(2)</script> javascript:alert(3) {{{{script}}}}"
TEXT = f"""The report {EVIL} counts 12 people dead, as <svg onload=alert(4)> says.
Reports of 15 dead came later: "><iframe src="https://example.org"></iframe>.
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with hostile words wherever a project may have words."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "mappings").mkdir()
    (folder / "registry").mkdir()
    (folder / "texts").mkdir()
    (folder / "texts" / "<b onclick=alert(5)>.txt").write_text(TEXT)
    quoted = EVIL.replace("'", "''")
    (folder / "kgbuild.toml").write_text(
        f'base = "https://example.org/evil/"\ntitle = """{EVIL_TITLE}"""\n'
        'ontology = ["events"]\ndocuments = ["texts"]\n'
    )
    (folder / "registry" / "events.yaml").write_text(
        f"storm: {{type: event, label: {{en: '{quoted} Storm'}}, also: ['{quoted}'], source: '{quoted}',\n"
        "  same_as: ['https://example.org/\"onmouseover=alert(6)']}\n".replace('"on', "%22on")
    )
    (folder / "registry" / "organisations.yaml").write_text(
        f"office: {{type: organisation, label: {{en: '{quoted} Office'}}}}\n"
    )
    (folder / "registry" / "concepts.yaml").write_text(
        f"bad: {{type: characterisation, label: {{en: '{quoted} Bad'}}}}\n"
    )
    (folder / "mappings" / "a.yaml").write_text(
        f"""document:
  id: a
  kind: news-report
  text: sha256:{hashlib.sha256(TEXT.encode()).hexdigest()}
  title: {{value: '{quoted} Title', source: catalogue, citation: '{quoted}'}}
  language: en
voice: office
about: storm
claims:
  toll:
    killed: {{n: 12, quote: 12 people dead, hedge: '<svg onload=alert(4)>', reading: '{quoted}'}}
  later:
    killed: {{n: 15, quote: 15 dead}}
  name:
    characterised_as: {{value: bad, quote: '<svg onload=alert(4)>', reading: '{quoted}'}}
  frame:
    named: {{value: '"><iframe src="https://example.org"></iframe>', quote: '"><iframe src="https://example.org"></iframe>'}}
"""
    )
    return folder


VISIT = """async most => {
  const found = new Set(["#/questions"]);
  const faults = [];
  const bad = "main :is(img, iframe, script, object, embed), [onclick], [onerror], [onload]";
  for (const address of found) {
    if (location.hash !== address) await new Promise(done => {
      addEventListener("hashchange", () => done(), { once: true }); location.hash = address; });
    for (const each of document.querySelectorAll(bad)) faults.push([address, each.outerHTML]);
    for (const each of document.querySelectorAll("a[href]")) {
      const href = each.getAttribute("href");
      if (!/^(#|https?:[/][/])/.test(href)) faults.push([address, href]);
      if (href.startsWith("#/") && found.size < most) found.add(href);
    }
  }
  return [found.size, faults];
}"""
"""Follows the links of the page from view to view, and says what is in them that should not be."""


@pytest.mark.parametrize("with_text", [False, True])
def test_hostile_words_do_nothing(hostile: Path, run: RunKgbuild, open_page: Any, with_text: bool) -> None:
    """In no view do hostile words become an element, run, ask for anything, or make a link of another kind."""
    if not (hostile / "out").is_dir():
        locked, built = run("lock", cwd=hostile), run("build", "--no-shapes", cwd=hostile)
        assert (locked.returncode, built.returncode) == (0, 0), locked.stderr + built.stderr
    page = hostile / "page.html"
    assert run("explore", "-o", str(page), *(["--with-text"] * with_text), cwd=hostile).returncode == 0
    assert page.read_text(encoding="utf-8").count("</script>") == 4
    assert "alert(" not in page.read_text(encoding="utf-8").partition("<body>")[0].partition("<style>")[2]
    shown = open_page(page)
    visited, faults = shown.page.evaluate(VISIT, 120)
    assert visited > 15
    assert faults == []
    shown.page.keyboard.press("/")
    shown.page.keyboard.type('<img src=x onerror="alert(7)">')
    assert shown.page.locator("main img").count() == 0
    assert shown.page.title()


def test_the_policy_forbids_what_the_page_does_not_need(sample_page: Path, browser: Any) -> None:
    """No markup is made of text, nothing is fetched, and no element has a style or a handler in its markup."""
    page = browser.new_page()
    page.goto(sample_page.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    refused = page.evaluate(
        """async () => {
          const attempts = {
            markup: () => { document.createElement("div").innerHTML = "<b>x</b>"; },
            fetch: () => fetch("https://example.org/"),
            image: () => new Promise((done, failed) => {
              const image = new Image(); image.onload = done; image.onerror = failed;
              image.src = "https://example.org/x.png"; }),
          };
          const refused = [];
          for (const [name, act] of Object.entries(attempts)) try { await act(); } catch { refused.push(name); }
          return refused; }"""
    )
    assert refused == ["markup", "fetch", "image"]
    assert page.locator("[onclick], [onload], [onerror]").count() == 0
    page.close()


@contextmanager
def _host(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", "default-src 'self'; img-src data:; style-src 'self'")
            super().end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_the_folder_works_on_a_strict_host(sample_page: Path, browser: Any, tmp_path: Path) -> None:
    """`--folder` shows the same page on a host that forbids inline code, and asks only for its own files."""
    from conftest import ROOT

    from kgbuild.analysis.explorer.explore import explorer_with
    from kgbuild.analysis.explorer.page import write_folder
    from kgbuild.core.project import load_project
    from kgbuild.ontology.vocabulary import load_vocabulary
    from kgbuild.store.records import read_graph

    project = load_project(ROOT / "kgbuild.toml", [])
    graph = read_graph(ROOT / "out" / "graph.ttl", load_vocabulary(project.ontology))
    write_folder(tmp_path, explorer_with(graph, project))
    with _host(tmp_path) as address:
        page = browser.new_page()
        faults: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: faults.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.wait_for_selector("html[data-ready]", state="attached")
        page.goto(f"{address}#/claim/letter-2020-01-17.toll.killed")
        page.locator("details.turtle summary").click()
        page.locator(".turtle pre", has_text="kg:QuantityClaim").wait_for()
        page.close()
    assert faults == []
    assert {url.removeprefix(address) for url in asked if not url.startswith("data:")} <= {
        "", "explorer.css", "explorer.js", "strings.bin", "data.bin", "turtle.bin",
        "#/claim/letter-2020-01-17.toll.killed",
    }  # fmt: skip
