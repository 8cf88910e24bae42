"""CSL-JSON and BibTeX: what is written is read back by the other side, and what a library says becomes proposals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import RunKgbuild

from kgbuild.core.bibtex import BibEntry, read_bibtex, write_bibtex
from kgbuild.core.errors import KgbuildError
from kgbuild.draft.bibliography import item_of, read_bibliography

BIBTEX = r"""
@article{smith2020, title={The {Flood} of {\"O}lm {\&} more, 5 % of it}, author={Smith, Anna and M{\"u}ller, Karl},
  year=2020, month=mar, day=4, doi={10.1000/182}, url={https://example.org/a_b%20c}, pages={12--15},
  urldate={2026-11-30}, file={Letter:files/7/letter.pdf:application/pdf}, journal={Annals}}
@book{other, title={Another}, year={1999}}
"""
CSL = [
    {
        "id": "smith2020",
        "type": "article-journal",
        "title": "The Flood of Ölm & more, 5 % of it",
        "author": [{"family": "Smith", "given": "Anna"}, {"literal": "The Vestry"}],
        "issued": {"date-parts": [["2020", 3, 4]]},
        "accessed": {"date-parts": [[2026, 11, 30]]},
        "DOI": "10.1000/182",
        "URL": "https://example.org/a_b%20c",
        "page": "12–15",
        "container-title": "Annals",
    }
]
SAYS = {
    "title": "The Flood of Ölm & more, 5 % of it",
    "issued": "2020-03-04",
    "retrieved": "2026-11-30",
    "doi": "10.1000/182",
    "url": "https://example.org/a_b%20c",
    "pages": "12–15",
    "published in": "Annals",
}


def test_both_forms_say_the_same(tmp_path: Path) -> None:
    """Macros of LaTeX are characters, `%` in an address is no comment, and dates are those of mappings."""
    (tmp_path / "a.bib").write_text(BIBTEX)
    (tmp_path / "a.json").write_text(json.dumps(CSL))
    in_bibtex, _ = read_bibliography(tmp_path / "a.bib")
    (in_csl,) = read_bibliography(tmp_path / "a.json")
    for item in (in_bibtex, in_csl):
        assert {key: value for key, value in item.says.items() if key != "creator"} == SAYS
    assert in_bibtex.says["creator"] == "Smith, Anna and Müller, Karl"
    assert in_csl.says["creator"] == "Anna Smith; The Vestry"


def test_the_item_of_a_document(tmp_path: Path) -> None:
    """By its key, by the file attached, or the only one; else the keys are named, and none is guessed."""
    library = tmp_path / "a.bib"
    library.write_text(BIBTEX)
    assert item_of(library, Path("scans/letter.pdf")).key == "smith2020"
    assert item_of(library, Path("x.pdf"), "other").says == {"title": "Another", "issued": "1999"}
    with pytest.raises(KgbuildError, match=r"no items for x\.pdf") as error:
        item_of(library, Path("x.pdf"))
    assert error.value.hint == "name one with --item: smith2020, other"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("@misc{bad, title={x", "line 1: "),
        ("[1]", "is no CSL-JSON"),
        ("[{", "cannot be read as JSON"),
        ("", "holds no items"),
    ],
)
def test_what_is_no_library(content: str, said: str, tmp_path: Path) -> None:
    """A file that cannot be read as a whole is refused, with the place."""
    (tmp_path / "a").write_text(content)
    with pytest.raises(KgbuildError, match=said):
        read_bibliography(tmp_path / "a")


def test_what_is_written_is_read_back() -> None:
    """Signs of LaTeX, letters of other scripts, and addresses."""
    fields = {
        "title": "Ölm & 100 % {x} $ #_~\\ Баку 北京",
        "url": "https://e.org/a_b%20c~d",
        "author": "A and B",
    }
    text = write_bibtex([BibEntry("misc", "key", fields)])
    (entry,) = read_bibtex(text, "a.bib")
    assert entry == BibEntry("misc", "key", fields)


def test_a_library_proposes_and_the_graph_gives_back(tmp_path: Path, run: RunKgbuild) -> None:
    """`new --record` proposes with the item as its citation; uncommented, exported, it is what the library said."""
    project = tmp_path / "project"
    run("init", "project", cwd=tmp_path)
    (project / "documents" / "letter.txt").write_text("Report of Saltmarsh\n\nThe dyke held until noon.\n")
    library = tmp_path / "zotero.json"
    library.write_text(json.dumps(CSL))
    drafted = run("new", "letter.txt", "--record", str(library), cwd=project)
    assert drafted.returncode == 0, drafted.stderr
    mapping = project / "mappings" / "letter.yaml"
    text = mapping.read_text()
    cited = 'source: catalogue, citation: "zotero.json, item smith2020"'
    assert f'  # url: {{value: "https://example.org/a_b%20c", {cited}}}\n' in text
    assert "  ## creator: Anna Smith; The Vestry\n" in text
    head = text[: text.index("\nvoice:")]
    digest = next(line for line in head.splitlines() if line.startswith("  text: "))
    taken = [line.replace("  # ", "  ", 1) for line in head.splitlines() if line.startswith("  # ")]
    mapping.write_text(
        f"document:\n  id: letter\n  kind: report\n  language: en\n{digest}\n" + "\n".join(taken) + "\n"
        "voice: {unnamed: the report}\nabout: lantern-walk-2019\nclaims:\n"
        "  dyke: {mentions_words: held until noon, quote: The dyke held until noon}\n"
    )
    assert run("lock", cwd=project).returncode == 0
    built = run("build", cwd=project)
    assert built.returncode == 0, built.stderr
    (item,) = json.loads(run("export", "csl", "--document", "letter", cwd=project).stdout)
    given = {key: CSL[0][key] for key in ("title", "DOI", "URL", "page", "accessed")}
    assert {key: item[key] for key in given} == given
    assert item["issued"] == {"date-parts": [[2020, 3, 4]]}
    (entry,) = read_bibtex(run("export", "bibtex", "--document", "letter", cwd=project).stdout, "out")
    assert (entry.fields["doi"], entry.fields["date"]) == ("10.1000/182", "2020-03-04")
