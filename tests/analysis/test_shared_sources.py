"""Sources that many claims share: said once, counted once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.origins.page import figure_summary, origins_page
from kgbuild.analysis.origins.results import Figure, origins_of
from kgbuild.analysis.origins.shared import Suggestions
from kgbuild.analysis.reuse.common import accept_common
from kgbuild.analysis.reuse.results import find_reuse, reuse_at_hand
from kgbuild.analysis.study import Study
from kgbuild.core.errors import KgbuildError
from kgbuild.core.pages import render_page
from kgbuild.core.project import Project, load_project
from kgbuild.pipeline.check import check

DAM = Path(__file__).parents[1] / "cases" / "dam"
PAPERS = ("gazette-1932", "herald-1932")
KILLED = "breach-of-vellmoor-dam-1932-03-13.killed"
COMMON = "from: wire-report-on-vellmoor-1932\n"


def project(folder: Path, old: str = "", new: str = "", *papers: str) -> Project:
    """The two papers of the dam, with one text of the mappings of some of them in place of another."""
    root = folder / "dam"
    shutil.copytree(DAM, root)
    for path in (root / "mappings").iterdir():
        if path.stem not in PAPERS:
            path.unlink()
        elif path.suffix == ".yaml" and path.stem in (papers or PAPERS):
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new), encoding="utf-8")
    return load_project(root / "kgbuild.toml")


def total(study: Study, suggestions: Suggestions | None = None) -> Figure:
    """The figure 147."""
    (question,) = study.select(KILLED)
    return next(each for each in origins_of(study, question, suggestions) if each.value == "147")


def text_of(study: Study, figure: Figure) -> str:
    return " ".join(render_page(origins_page(study, [figure]), "text").split())


def codes(opened: Project) -> set[str]:
    """The codes of the findings; unused entries are those of the documents that are left out here."""
    used = [each for each in check(opened).findings if each.code != "KG503" or "wire" in each.message]
    return {finding.code for finding in used}


def test_a_common_source_said_once_is_one_recorded_origin(tmp_path: Path) -> None:
    """A work at the head of a mapping is the source of all its claims: two copies of one text have one origin."""
    opened = project(tmp_path)
    study = open_study(opened)
    figure = total(study)
    assert figure_summary(figure) == "2 documents, 1 recorded origin"
    assert [study.name(origin) for origin in figure.origins] == ["wire-report-on-vellmoor-1932"]
    assert all(study.links[claim.term] for claim in study.claims)
    assert codes(opened) == set()  # not even that the work is unused


@pytest.mark.parametrize("place", ["part", "block", "claim"])
def test_the_nearest_source_applies(place: str, tmp_path: Path) -> None:
    """A part, a block and a claim replace the source that the whole document names, or take it back."""
    changes = {
        "part": (
            "claims:\n",
            "parts:\n  end: {kind: section, starts: In all, from: none}\nclaims:\n",
        ),
        "block": (
            "  total:\n    killed: 147 people\n    quote: In all, 147 people were killed\n",
            "  last:\n    with: {from: none}\n    total:\n      killed: 147 people\n"
            "      quote: In all, 147 people were killed\n",
        ),
        "claim": ("    killed: 147 people\n", "    killed: 147 people\n    from: none\n"),
    }
    study = open_study(project(tmp_path, *changes[place], "herald-1932"))
    figure = total(study)
    assert figure_summary(figure) == "2 documents, 1 recorded origin, 1 with lineage not recorded"
    assert study.links[study.claim("herald-1932.villages.killed").term]


def test_a_work_that_is_reported_and_not_held_is_an_origin(tmp_path: Path) -> None:
    """`reports:` counts as `from:` does, where no copy of the work is held."""
    opened = project(tmp_path, COMMON, "")
    for name in PAPERS:
        path = opened.mappings / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("voice:", "  reports: wire-report-on-vellmoor-1932\nvoice:"), encoding="utf-8"
        )
    assert figure_summary(total(open_study(opened))) == "2 documents, 1 recorded origin"


def test_it_is_said_why_a_report_has_no_origin_for_a_figure(tmp_path: Path) -> None:
    """Where a copy of the work is held, and none of its claims answers the question, the page says that."""
    opened = project(tmp_path, COMMON, "")
    for name, lineage in zip(PAPERS, ("reports", "copy_of"), strict=True):
        path = opened.mappings / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        text = text.replace("voice:", f"  {lineage}: wire-report-on-vellmoor-1932\nvoice:")
        if lineage == "copy_of":
            text = text.partition("claims:\n")[0] + (
                "claims:\n  night:\n    occurred: 13 March 1932\n    quote: on the night of 13 March 1932\n"
                "    reading: the night that began that day\n"
            )
        path.write_text(text, encoding="utf-8")
    study = open_study(opened)
    said = text_of(study, total(study))
    assert (
        "lineage not recorded: the document reports “Agency report on the breach at Vellmoor, March 1932 (not held)”,"
        " held in herald-1932, and none of its claims answers this question" in said
    )


def test_a_text_shares_works_only(tmp_path: Path) -> None:
    """What is no work cannot be the source of all claims of a text."""
    assert codes(project(tmp_path / "a", COMMON, "from: river-board\n")) == {"KG202"}
    assert codes(project(tmp_path / "b", COMMON, "from: wire-reprt-on-vellmoor-1932\n")) == {"KG201"}


def test_suspected_reuse_is_shown_and_counted_apart(tmp_path: Path) -> None:
    """Without a recorded source, shared wording is named beside the counts and changes none of them."""
    reuse = reuse_at_hand(project(tmp_path, COMMON, ""))
    figure = total(reuse.study, Suggestions(reuse))
    assert (len(figure.documents), len(figure.origins), len(figure.unrecorded)) == (2, 0, 2)
    assert figure_summary(figure).endswith("2 documents with shared wording, suggested and not recorded")
    assert "suggested, not recorded: herald-1932 and gazette-1932 share wording around it" in text_of(
        reuse.study, figure
    )


def test_recorded_reuse_is_no_suggestion(tmp_path: Path) -> None:
    """What lineage explains is not suggested again."""
    reuse = reuse_at_hand(project(tmp_path))
    assert total(reuse.study, Suggestions(reuse)).shared == ()


def test_what_every_path_runs_through_is_said_of_recorded_paths(tmp_path: Path) -> None:
    """One document with a recorded path shows no bottleneck; two of two do."""
    one = open_study(project(tmp_path / "a", COMMON, "", "herald-1932"))
    assert "every" not in text_of(one, total(one))
    both = open_study(project(tmp_path / "b"))
    assert "every path runs through: Agency report" in text_of(both, total(both))


def test_accepting_a_common_source_writes_one_block_and_the_work(tmp_path: Path) -> None:
    """One `from:` a document, in a block around its claims; the work is added to the registry."""
    opened = project(tmp_path, COMMON, "")
    (opened.registry / "works.yaml").unlink()
    reuse = find_reuse(opened)
    (pair,) = reuse.pairs
    common = accept_common(opened, reuse, pair.passages[0].id, "agency-report", "news-work")
    assert (common.made, len(common.claims), common.left) == (True, 10, ())
    common.write()
    for name in PAPERS:
        text = (opened.mappings / f"{name}.yaml").read_text(encoding="utf-8")
        assert text.count("from:") == 1
        assert "    with: {from: {source: agency-report, basis: text-reuse}}\n    before-the-siren:\n" in text
    study = open_study(opened)
    assert figure_summary(total(study)) == (
        "2 documents, 1 recorded origin, 2 mentions traced by shared wording, not by what a text states"
    )
    assert codes(opened) == set()


def test_accepting_a_common_source_keeps_what_is_written(tmp_path: Path) -> None:
    """A block gets it in its `with:`, an entry in its lines, one of two values beside it; recorded lineage stays."""
    opened = project(tmp_path, COMMON, "")
    herald = opened.mappings / "herald-1932.yaml"
    text = herald.read_text(encoding="utf-8")
    head, _, rest = text.partition("  after-the-siren:\n")
    after, _, last = rest.partition("  villages:\n")
    inner = "".join(f"  {line}\n" for line in ["  after-the-siren:", *after.splitlines()])
    text = f"{head}  middle:\n    with: {{status: official}}  # as printed\n{inner}  villages:\n{last}"
    text = text.replace("    killed: 147 people\n", "    killed: 147 people\n    from: none\n")
    herald.write_text(text, encoding="utf-8")
    reuse = find_reuse(opened)
    common = accept_common(opened, reuse, reuse.pairs[0].passages[0].id, "wire-report-on-vellmoor-1932")
    assert (common.made, [claim.id for claim, _ in common.left]) == (False, ["herald-1932.total.killed"])
    common.write()
    written = herald.read_text(encoding="utf-8")
    line = "from: {source: wire-report-on-vellmoor-1932, basis: text-reuse}"
    assert f"with: {{status: official, {line}}}  # as printed\n" in written
    assert f"    quote: In the outer villages 8 people were killed\n    {line}\n" in written
    assert written.count(line) == 3


def test_a_work_of_no_known_type_is_refused(tmp_path: Path) -> None:
    """The type of a new work is one of the ontology, and what is no work is none."""
    opened = project(tmp_path, COMMON, "")
    reuse = find_reuse(opened)
    passage = reuse.pairs[0].passages[0].id
    with pytest.raises(KgbuildError, match="a work cannot be of the type `news`"):
        accept_common(opened, reuse, passage, "agency-report", "news")
    with pytest.raises(KgbuildError, match="`river-board` is no work"):
        accept_common(opened, reuse, passage, "river-board")


def test_an_unnamed_voice_with_an_id_is_one_voice(tmp_path: Path) -> None:
    """Claims of a document share an unnamed voice that has an id, and no other; it is no origin."""
    shared = "said_by: [{unnamed: local people, id: people}]\n"
    study = open_study(project(tmp_path, COMMON, shared))
    for name in PAPERS:
        own = {claim.voice for claim in study.claims if claim.document == name}
        assert {study.name(voice) for voice in own} == {f"{name}.people"}
        assert {study.label(voice) for voice in own} == {"unnamed (local people)"}
    assert figure_summary(total(study)) == "2 documents, 0 recorded origins, 2 with lineage not recorded"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("said_by: [{voice: river-board, id: board}]\n", "KG107"),
        ("said_by: [{unnamed: local people, id: two words}]\n", "KG110"),
        ("said_by: [{unnamed: some, id: people}, {unnamed: others, id: people}]\n", "KG209"),
    ],
    ids=["named", "no id", "other words"],
)
def test_the_id_of_an_unnamed_voice_is_checked(written: str, code: str, tmp_path: Path) -> None:
    """Only a voice without a name has an id of its own, and an id means one voice."""
    assert codes(project(tmp_path, COMMON, written, "herald-1932")) >= {code}
