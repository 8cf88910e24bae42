"""Records as notebooks show them: facts in a table, and nothing of a text becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from analysis.corpora import Doc, Says, corpus
from kgbuild.analysis.conflicts.results import disputes
from kgbuild.analysis.html_table import table
from kgbuild.analysis.origins.results import origins_of

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"))


class Reader(HTMLParser):
    """Collects the cells, and refuses any tag but those of a table, and all attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("table", "caption", "thead", "tbody", "tr", "th", "td", "bdi")
        assert not attrs
        self.open.append(tag)
        if tag == "bdi":
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "bdi" in self.open:
            self.cells[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def cells(text: str) -> list[str]:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert not reader.open
    return reader.cells


@given(TEXTS, TEXTS, TEXTS)
def test_any_text_stays_text(title: str, head: str, cell: str) -> None:
    """A parser finds each text as it is, in its place, and no other tags."""
    assert cells(table(title, (head, "n"), [(cell, 5)])) == [title, head, "n", cell, "5"]


def test_a_figure_and_a_dispute() -> None:
    """A figure shows its counts and each mention with what it rests on; a dispute its sides and how they stand."""
    hostile = "<script>alert(1)</script>"
    study = corpus(
        [
            Doc("a", 1990, says=(Says(value=5, source=("work:w",)),)),
            Doc("b", 1991, says=(Says(value=7), Says("named", hostile))),
        ]
    )
    (question,) = study.select("killed")
    (five,) = [figure for figure in origins_of(study, question) if figure.value == "5"]
    assert cells(five._repr_html_()) == [
        "event: number of people killed: 5 (documents: 1; recorded origins: 1; lineage not recorded: 0)",
        "claim", "quote", "links", "a.killed.killed", "“5 killed”", "declared-by-mapper",
    ]  # fmt: skip
    (dispute,) = disputes(study, [question])
    assert cells(dispute._repr_html_())[8:15] == ["1", "5", "asserted", "a", "1", "0", "conflict: 2"]
    (named,) = origins_of(study, *study.select("named"))
    assert hostile in cells(named._repr_html_())[0]
    assert "<script" not in named._repr_html_()
