"""Accepting shared wording: links for the claims of a passage are written, and nothing else changes."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from test_malformed import FLOOD

from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.origins.page import figure_summary
from kgbuild.analysis.origins.results import origins_of
from kgbuild.analysis.reuse.accept import accept
from kgbuild.analysis.reuse.page import acceptance_page
from kgbuild.analysis.reuse.results import Reuse, SharedPassage, find_reuse
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import Project, load_project
from kgbuild.pipeline.check import check

TEXT = """THE HERALD
{date}

We hear from the north that the parish clerk states that 13 civilians were killed and that two children are missing.
About 40 persons lost their homes. Nothing else is known here.
"""
HEAD = """# a third paper
document:
  id: herald-1901
  kind: news-report
  text: sha256:{hash}
  {issued}
  language: en
voice: county-gazette
about: flood-elmford-1901-03-04
claims:
"""
LINK = "from: {source: flood-report.toll.killed, basis: text-reuse}"
# How a claim may be written, and what becomes of it.
FORMS = {
    "alone": (
        "  toll:\n    killed: 13 civilians  # so they say\n    quote: 13 civilians were killed\n",
        f"  toll:\n    killed: 13 civilians  # so they say\n    quote: 13 civilians were killed\n    {LINK}\n",
    ),
    "beside another": (
        "  toll:\n    killed: '13 civilians'  # so\n    displaced: about 40 persons\n"
        "    quote: 13 civilians … 40 persons\n",
        f"  toll:\n    killed: {{n: '13 civilians', {LINK}}}  # so\n"
        "    displaced: {n: about 40 persons, from: {source: flood-report.homes.displaced, basis: text-reuse}}\n"
        "    quote: 13 civilians … 40 persons\n",
    ),
    "in braces": (
        "  toll: {killed: 13 civilians, quote: 13 civilians were killed}\n",
        f"  toll: {{killed: {{n: 13 civilians, {LINK}}}, quote: 13 civilians were killed}}\n",
    ),
    "a value in braces": (
        "  toll:\n    killed: {n: 13 civilians, quote: 13 civilians were killed }\n",
        f"  toll:\n    killed: {{n: 13 civilians, quote: 13 civilians were killed, {LINK} }}\n",
    ),
    "a block": (
        "  toll:\n    killed:\n      # counted\n      n: 13 civilians\n      quote: 13 civilians were killed  # why\n"
        "\n# the end\n",
        "  toll:\n    killed:\n      # counted\n      n: 13 civilians\n      quote: 13 civilians were killed  # why\n"
        f"      {LINK}\n\n# the end\n",
    ),
}


def project(folder: Path, claims: str, date: str = "Monday, 18 March 1901", newline: str = "\n") -> Project:
    """The flood with a third paper, which has a sentence of the first."""
    root = folder / "flood"
    shutil.copytree(FLOOD, root)
    text = TEXT.format(date=date)
    (root / "documents" / "herald.txt").write_text(text, encoding="utf-8")
    issued = 'issued: {value: 1901-03-18, quote: "Monday, 18 March 1901"}' if date else "# no date"
    head = HEAD.format(hash=hashlib.sha256(text.encode()).hexdigest(), issued=issued)
    (root / "mappings" / "herald-1901.yaml").write_bytes((head + claims).replace("\n", newline).encode())
    return load_project(root / "kgbuild.toml")


def passage_of(reuse: Reuse) -> SharedPassage:
    """The passage of the first paper that the third has."""
    (pair,) = [pair for pair in reuse.pairs if set(pair.documents) == {"flood-report", "herald-1901"}]
    (passage,) = pair.passages
    return passage


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CR LF"])
@pytest.mark.parametrize("form", FORMS)
def test_a_link_is_written_for_each_claim_of_the_passage(form: str, newline: str, tmp_path: Path) -> None:
    """However a claim is written, the key is added to it; comments, layout and line ends stay."""
    before, after = FORMS[form]
    opened = project(tmp_path, before, newline=newline)
    reuse = find_reuse(opened)
    passage = passage_of(reuse)
    assert (passage.undecided, passage.later.section.document) == (None, "herald-1901")
    acceptance = accept(opened, reuse, passage.id)
    acceptance.write()
    content = (opened.mappings / "herald-1901.yaml").read_bytes().decode()
    _, _, claims = content.replace(newline, "\n").partition("claims:\n")
    assert claims == after
    assert content.count("\n") == content.count(newline)
    study = open_study(opened)
    assert {link.basis for link in study.links[study.claim("herald-1901.toll.killed").term]} == {"text-reuse"}


def test_what_shared_wording_suggested_is_counted_apart(tmp_path: Path) -> None:
    """The page of origins says how many mentions are traced by it, and names the basis."""
    opened = project(tmp_path, FORMS["alone"][0])
    reuse = find_reuse(opened)
    accept(opened, reuse, passage_of(reuse).id).write()
    study = open_study(opened)
    (question,) = study.select("flood-elmford-1901-03-04.killed")
    (figure,) = origins_of(study, question)
    assert dict(figure.bases)["text-reuse"] == 1
    assert figure_summary(figure).endswith("1 mention traced by shared wording, not by what a text states")


def test_without_a_date_the_mapper_says_which_document_has_it(tmp_path: Path) -> None:
    """The dates do not tell: nothing is accepted until ``into`` does; with dates it cannot turn them round."""
    opened = project(tmp_path / "undated", FORMS["alone"][0], date="")
    reuse = find_reuse(opened)
    passage = passage_of(reuse)
    assert passage.undecided == "no date of herald-1901 is recorded"
    with pytest.raises(KgbuildError, match="undecided: no date of herald-1901"):
        accept(opened, reuse, passage.id)
    with pytest.raises(KgbuildError, match="does not stand in `gazette-report`"):
        accept(opened, reuse, passage.id, "gazette-report")
    assert len(accept(opened, reuse, passage.id, "herald-1901").links) == 1
    dated = project(tmp_path / "dated", FORMS["alone"][0])
    reuse = find_reuse(dated)
    with pytest.raises(KgbuildError, match="`flood-report` is the earlier of the two by date"):
        accept(dated, reuse, passage_of(reuse).id, "flood-report")
    with pytest.raises(KgbuildError, match="no shared passage is named `nothing`"):
        accept(dated, reuse, "nothing")


def test_recorded_lineage_is_left_as_it_is(tmp_path: Path) -> None:
    """A claim that says where it is from, or that it is from nowhere, is named and not touched."""
    claims = FORMS["alone"][0] + "    from: none\n"
    opened = project(tmp_path, claims)
    reuse = find_reuse(opened)
    acceptance = accept(opened, reuse, passage_of(reuse).id)
    assert (acceptance.links, acceptance.change) == ((), None)
    assert [why for _, why in acceptance.left] == ["its lineage is recorded already"]
    acceptance.write()
    assert (opened.mappings / "herald-1901.yaml").read_text(encoding="utf-8").endswith(claims)
    assert acceptance_page(acceptance).data["links"] == []  # type: ignore[index]


def test_a_mapping_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    """What was written between the plan and its execution stays."""
    opened = project(tmp_path, FORMS["alone"][0])
    reuse = find_reuse(opened)
    acceptance = accept(opened, reuse, passage_of(reuse).id)
    path = opened.mappings / "herald-1901.yaml"
    path.write_bytes(path.read_bytes() + b"# changed\n")
    with pytest.raises(KgbuildError, match="changed meanwhile"):
        acceptance.write()
    assert path.read_bytes().endswith(b"# changed\n")


def test_accepting_adds_no_error(tmp_path: Path) -> None:
    """A link by which a claim would be derived from itself is refused with the error that it would be."""
    opened = project(tmp_path, FORMS["alone"][0])
    first = opened.mappings / "flood-report.yaml"
    old = first.read_text(encoding="utf-8")
    new = old.replace(
        "      killed: 13 civilians\n", "      killed: {n: 13 civilians, from: herald-1901.toll.killed}\n"
    )
    assert new != old
    first.write_text(new, encoding="utf-8")
    reuse = find_reuse(opened)
    with pytest.raises(
        KgbuildError, match="would add an error: the lineage of this claim leads back to itself"
    ):
        accept(opened, reuse, passage_of(reuse).id)
    assert not [f for f in check(opened).findings if f.code == "KG504"]
