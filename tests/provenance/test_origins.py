"""Origins: known structures come out right, and nothing is made of what is not recorded."""

from __future__ import annotations

from kgbuild.provenance.origins import Figure, origins_of
from kgbuild.provenance.study import Study
from provenance.corpora import Doc, Says, corpus


def figures(study: Study) -> list[Figure]:
    (question,) = study.select("killed")
    return origins_of(study, question)


def test_one_wire_story_with_two_primaries_copied_thrice() -> None:
    """Two recorded origins behind one wire story: the cut is one, and the wire is named."""
    wire = Doc("wire", says=(Says(source=("one.killed", "two.killed")),))
    copies = [Doc(f"copy{n}", says=(Says(source=("wire.killed",)),)) for n in range(3)]
    study = corpus([Doc("one"), Doc("two"), wire, *copies])
    (figure,) = figures(study)
    assert figure.origins == ()
    assert [study.name(claim) for claim in figure.unrecorded] == ["one.killed.killed", "two.killed.killed"]
    assert (figure.cut, [study.name(node) for node in figure.bottleneck]) == (1, ["wire"])
    assert len(figure.documents) == 6


def test_a_diamond_has_one_origin() -> None:
    """Two ways from one source are one recorded origin, and the source is on both."""
    study = corpus(
        [
            Doc("source"),
            Doc("left", says=(Says(source=("source.killed",)),)),
            Doc("right", says=(Says(source=("source.killed",)),)),
            Doc("last", says=(Says(source=("left.killed", "right.killed")),)),
        ]
    )
    (figure,) = figures(study)
    assert [study.name(claim) for claim in figure.unrecorded] == ["source.killed.killed"]
    assert [study.name(node) for node in figure.bottleneck] == ["source"]


def test_mentions_without_lineage_are_counted_as_just_that() -> None:
    """Three documents of which nothing is recorded have no origin and no bottleneck."""
    (figure,) = figures(corpus([Doc("a"), Doc("b"), Doc("c")]))
    assert (figure.origins, figure.cut, figure.bottleneck) == ((), 0, ())
    assert len(figure.unrecorded) == 3


def test_a_work_is_a_recorded_origin() -> None:
    """Two documents that have a figure from one work have one recorded origin."""
    study = corpus([Doc(name, says=(Says(source=("work:report",)),)) for name in "ab"])
    (figure,) = figures(study)
    assert ([study.name(work) for work in figure.origins], figure.unrecorded) == (["report"], ())
