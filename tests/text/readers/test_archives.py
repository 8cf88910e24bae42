"""Web archives: which of the pages saved in one is meant, and what of it is read."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from conftest import RunKgbuild

from kgbuild.text.readers.warc import SavedPage, page_of
from kgbuild.text.refusals import Fault, Refusal
from readers.archives import OTHER, URL, response

FIRST = response(URL, b"<!DOCTYPE html><p>The clerk counted thirteen.")
SECOND = response(OTHER, b"<!DOCTYPE html><p>The mill fell at noon.", day="2020-05-06")
LATER = response(URL, b"<!DOCTYPE html><p>The clerk counted fourteen.", day="2021-05-06")


def refused(data: bytes, wanted: str | None = None) -> Fault:
    """Why no page is taken."""
    with pytest.raises(Refusal) as caught:
        page_of(data, "application/warc", wanted)
    return caught.value.fault


def taken(data: bytes, wanted: str | None = None) -> SavedPage:
    """The page that is taken."""
    return page_of(data, "application/warc", wanted)


def test_several_pages_are_named_and_one_is_asked_for() -> None:
    """No page is guessed: the finding names each, and what to write."""
    fault = refused(FIRST + SECOND)
    assert (fault.code, fault.message) == ("KG602", "the web archive holds 2 pages")
    assert fault.where == f"{URL}, {OTHER}"
    assert fault.help == f"name one: --page {URL}"
    page = taken(FIRST + SECOND, OTHER)
    assert (page.url, page.date) == (OTHER, "2020-05-06T03:04:05Z")
    assert refused(FIRST + SECOND, f"{URL}s").help == f"did you mean `{URL}`?"


def test_a_page_saved_twice() -> None:
    """Saved alike it is one page; else the time of its saving tells which, as replay programs write it."""
    assert taken(FIRST + FIRST).url == URL
    fault = refused(FIRST + LATER, URL)
    assert fault.message == "the page was saved 2 times, and not always alike"
    assert fault.help == f"name one: --page 20190102030405/{URL}"
    assert b"fourteen" in taken(FIRST + LATER, f"20210506030405/{URL}").content


def test_what_is_no_page_is_not_taken_for_one() -> None:
    """Errors of servers, style sheets, and plain texts beside a page."""
    others = [
        response("https://example.org/gone", b"<p>Not found", status="404 Not Found"),
        response("https://example.org/x.css", b"p { }", "text/css"),
        response("https://example.org/robots.txt", b"User-agent: *", "text/plain"),
    ]
    assert taken(b"".join([*others, FIRST])).url == URL
    assert refused(b"".join(others[:2])).message.startswith("the web archive holds no page")
    assert taken(others[2]).media == "text/plain"


def test_the_encoding_that_the_server_named() -> None:
    """It holds where the page is that, and is no UTF-8 all the same."""
    page = "<!DOCTYPE html><p>Отчёт о наводнении".encode
    named = "text/html; charset=koi8-r"
    assert taken(response(URL, page("koi8-r"), named)).encoding == "koi8-r"
    assert taken(response(URL, page("utf-8"), named)).encoding is None
    assert taken(response(URL, page("koi8-r"), "text/html; charset=none-such")).encoding is None


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (response(URL, b"\x8b", more="Content-Encoding: zstd\r\n"), "KG608", "packed with zstd"),
        (gzip.compress(FIRST + SECOND), "KG605", "cannot be read to its end"),
        (FIRST[:-10], "KG605", "breaks off within a page"),
        (gzip.compress(FIRST)[:-30], "KG605", "breaks off within a page"),
        (response(URL, gzip.compress(bytes(1 << 27)), more="Content-Encoding: gzip\r\n"), "KG607", "unpacks to more"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(data: bytes, code: str, said: str) -> None:
    """What is packed in another way, in one piece, broken or without end is named for what it is."""
    fault = refused(data)
    assert fault.code == code
    assert said in fault.message


def test_each_page_has_its_text(tmp_path: Path, run: RunKgbuild) -> None:
    """Two pages of one archive are two texts, which a second run of the folder leaves as they are."""
    (tmp_path / "site.warc").write_bytes(FIRST + SECOND)
    assert run("extract", ".", cwd=tmp_path).returncode == 1
    assert run("extract", "site.warc", "--page", URL, cwd=tmp_path).stdout == "site.txt\n"
    assert run("extract", "site.warc", "--page", OTHER, cwd=tmp_path).stdout == "site-warc.txt\n"
    assert "noon" in (tmp_path / "site-warc.txt").read_text()
    again = run("extract", ".", cwd=tmp_path)
    assert (again.returncode, again.stdout.split()) == (0, ["site-warc.txt", "site.txt"])
    assert "2 unchanged" in again.stderr
    third = run("extract", "site.warc", "--page", "https://example.org/x", cwd=tmp_path)
    assert "help: name this one: --id ID" in third.stderr


def test_a_page_of_an_archive_is_drafted(tmp_path: Path, run: RunKgbuild) -> None:
    """Its address and the day on which it was fetched are proposed, since the archive says so."""
    run("init", "project", cwd=tmp_path)
    project = tmp_path / "project"
    (project / "documents" / "site.warc").write_bytes(FIRST + SECOND)
    asked = run("new", "documents/site.warc", cwd=project)
    assert (asked.returncode, asked.stdout) == (2, "")
    assert f"name one: --page {URL}" in asked.stderr
    assert run("new", "documents/site.warc", "--page", OTHER, cwd=project).returncode == 0
    draft = (project / "mappings" / "site.yaml").read_text()
    assert f"  # url: {{value: {OTHER}, source: catalogue, " in draft
    assert "  # retrieved: {value: 2020-05-06, source: catalogue, " in draft


def test_only_archives_have_pages_by_address(tmp_path: Path, run: RunKgbuild) -> None:
    """An option that means nothing here is not passed over."""
    (tmp_path / "page.html").write_text("<!DOCTYPE html><p>words of a page")
    result = run("extract", "page.html", "--page", URL, cwd=tmp_path)
    assert result.returncode == 1
    assert "only a web archive holds pages by address" in result.stderr
