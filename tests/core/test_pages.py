"""Pages in notebooks: HTML that holds what the page says and nothing else, whatever that is."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from kgbuild.core.pages import Page
from kgbuild.core.terminal import visible

TEXTS = {"h1", "p", "th", "td"}
OWN = TEXTS | {"table", "thead", "tbody", "tr"}
HOSTILE = st.one_of(
    st.text(),
    st.sampled_from(
        ["<script>alert(1)</script>", "</td></table><img src=x onerror=y>", "&lt;b&gt;", "\"'>", "<!--"]
    ),
)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs or (tag == "p" and [name for name, _ in attrs] == ["style"])
        self.tags.append(tag)
        self.open.append(tag)
        if tag in TEXTS:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in TEXTS:
            self.texts[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


@given(HOSTILE, HOSTILE, st.lists(st.lists(HOSTILE, min_size=2, max_size=2), max_size=3))
def test_html_holds_the_texts_and_no_other_tags(title: str, line: str, rows: list[list[str]]) -> None:
    """A parser finds the tags of the page alone, all closed, and every text as it can be shown."""
    page = Page()
    page.heading(title)
    page.line(line, 2)
    page.grid((title, line), rows)
    reader = Reader()
    reader.feed(page._repr_html_())
    reader.close()
    assert not reader.open
    assert set(reader.tags) <= OWN
    said = [title, line, title, line, *(cell for row in rows for cell in row)]
    assert reader.texts == list(map(visible, said))
