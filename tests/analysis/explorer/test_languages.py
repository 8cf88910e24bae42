"""A corpus that is written from right to left, with its text: marked passages that overlap, and a page in Arabic."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from conftest import RunKgbuild

TEXTS = {
    "taqrir-1": "تقول اللجنة إن 12 شخصا قتلوا في السيل يوم 3 مارس 1970. "
    "وقد نزح نحو 300 شخص إلى قرية Brookdale المجاورة.",
    "taqrir-2": "قال المجلس إن 15 شخصا قتلوا في السيل، وسماه كارثة كبيرة 😀 لم تشهد القرية مثلها.",
}
CLAIMS = {
    "taqrir-1": """  toll:
    killed: {n: 12, quote: 12 شخصا قتلوا في السيل}
  place:
    took_place_in: {value: qarya, quote: قرية Brookdale, reading: القرية المجاورة}
  day:
    occurred: {value: 1970-03-03, quote: يوم 3 مارس 1970}
  flood:
    named: {value: السيل, quote: قتلوا في السيل}
""",
    "taqrir-2": """  toll:
    killed: {n: 15, quote: 15 شخصا قتلوا}
  name:
    named: {value: كارثة كبيرة, quote: كارثة كبيرة}
""",
}


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in Arabic, with its texts at hand."""
    folder = tmp_path_factory.mktemp("arabic")
    for name in ("mappings", "registry", "texts"):
        (folder / name).mkdir()
    (folder / "kgbuild.toml").write_text(
        'base = "https://example.org/sayl/"\ntitle = "سيل عام 1970: ما تقوله وثيقتان"\nlanguage = "ar"\n'
        'ontology = ["events"]\ndocuments = ["texts"]\n',
        encoding="utf-8",
    )
    (folder / "registry" / "events.yaml").write_text(
        "sayl-1970: {type: event, label: {ar: السيل في مارس 1970}}\n", encoding="utf-8"
    )
    (folder / "registry" / "places.yaml").write_text(
        "qarya: {type: town, label: {ar: القرية المجاورة (Brookdale)}}\n", encoding="utf-8"
    )
    (folder / "registry" / "organisations.yaml").write_text(
        "lajna: {type: organisation, label: {ar: اللجنة}}\nmajlis: {type: organisation, label: {ar: المجلس}}\n",
        encoding="utf-8",
    )
    for name, voice in (("taqrir-1", "lajna"), ("taqrir-2", "majlis")):
        (folder / "texts" / f"{name}.txt").write_text(TEXTS[name], encoding="utf-8")
        digest = hashlib.sha256(TEXTS[name].encode()).hexdigest()
        (folder / "mappings" / f"{name}.yaml").write_text(
            f"document:\n  id: {name}\n  kind: news-report\n  text: sha256:{digest}\n  language: ar\n"
            f"voice: {voice}\nabout: sayl-1970\nclaims:\n{CLAIMS[name]}",
            encoding="utf-8",
        )
    return folder


def test_a_right_to_left_corpus(arabic: Path, run: RunKgbuild, open_page: Any) -> None:
    """The page is in Arabic and runs right to left; the text is whole, with every passage marked at its characters."""
    locked, built = run("lock", cwd=arabic), run("build", "--no-shapes", cwd=arabic)
    assert (locked.returncode, built.returncode) == (0, 0), locked.stderr + built.stderr
    page = arabic / "page.html"
    assert run("explore", "-o", str(page), "--with-text", cwd=arabic).returncode == 0
    shown = open_page(page)
    assert shown.page.evaluate("[document.documentElement.dir, document.documentElement.lang]") == [
        "rtl",
        "ar",
    ]
    assert "السيل في مارس 1970" in shown.text("#/questions")
    for name, text in TEXTS.items():
        shown.go(f"#/document/{name}?show=text")
        assert shown.page.locator(".fulltext").text_content() == text
    shown.go("#/document/taqrir-1?show=text")
    marked = "".join(shown.page.locator("a.marked").all_text_contents())
    assert "12 شخصا قتلوا في السيل" in marked
    assert shown.page.locator("a.marked.overlap").all_text_contents() == ["قتلوا في السيل"]
    shown.page.locator("a.marked.overlap").click()
    assert shown.page.locator("main .here, main blockquote").count() == 1
    shown.page.keyboard.press("/")
    shown.page.keyboard.type("كارثه".replace("ه", "ة"))
    assert shown.page.locator('[data-found="claim"] .claim').count() == 1
