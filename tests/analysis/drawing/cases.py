"""Pictures of every kind at any size, and labels that are hard to draw."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

from analysis.corpora import Doc, Says, corpus, many
from kgbuild.analysis.conflicts.picture import conflicts_picture
from kgbuild.analysis.conflicts.results import disputes
from kgbuild.analysis.drawing.parts import Axis, Caption, ColumnRow, Columns, Edge, Flow, Mark, Node, Row
from kgbuild.analysis.drawing.render import Picture
from kgbuild.analysis.drawing.styles import EDGES, MARKS, NODES
from kgbuild.analysis.origins.picture import origins_picture
from kgbuild.analysis.origins.results import origins_of
from kgbuild.analysis.picture import provenance_picture
from kgbuild.analysis.timeline.picture import timeline_picture
from kgbuild.analysis.timeline.results import events_of, telling_of

SIZES = (5, 50, 500)
KINDS = ("origins", "whole", "conflicts", "timeline", "figures", "times", "changes")
HARD = (
    "Министерство иностранных дел",
    "Ադրբեջանի արտաքին գործերի նախարարություն",
    "აზერბაიჯანის საგარეო საქმეთა სამინისტრო",
    "وزارة الخارجية الأذربيجانية تعلن مقتل المدنيين",
    "משרד החוץ של אזרבייג׳ן",
    "北京の新聞が報じた死者の数についての長い見出しです",
    "अज़रबैजान का विदेश मंत्रालय",
    "กระทรวงการต่างประเทศ",
    "e\u0301\u0302\u0303\u0304\u0305\u0306a\u0301" * 9,
    "👩\u200d👩\u200d👧 🏳️ 𝔐𝔞𝔱𝔥",
    "$x^2$ $\\frac{1}{0}$ \\n <b>&amp;</b> ]]> \"quoted\" 'it' {a} [b] |c|",
    "two\nlines\tand a tab\u2028\u202eand\x00\x07\ufffe\ud800",
    "W" * 300,
    "an-id-of-many-joints/" * 20,
    "words " * 100,
    "",
    " ",
)


@cache
def picture(kind: str, size: int) -> Picture:
    """A picture of a kind for a corpus of so many documents; figures, times and changes for so many rows."""
    if kind in ("origins", "whole"):
        study = corpus(many(size))
        (question,) = study.select("killed")
        return (
            provenance_picture(study)
            if kind == "whole"
            else origins_picture(study, origins_of(study, question))
        )
    if kind == "conflicts":
        study = corpus([Doc(f"d{n:03}", 1990 + n % 30, says=(Says(value=n * n + 1),)) for n in range(size)])
        return conflicts_picture(study, list(disputes(study, study.select("killed"))))
    if kind == "timeline":
        study = corpus([replace(doc, says=(*doc.says, _event(n))) for n, doc in enumerate(many(size))])
        tellings = [telling_of(study, question) for question in study.questions.values()]
        return timeline_picture(study, events_of(study), tellings)
    chance = random.Random(size)
    marks = [chance.choice(list(MARKS)) for _ in range(size)]
    if kind == "figures":
        return Picture(
            "How many were killed", [Axis("", [_figure(chance, n, m) for n, m in enumerate(marks)])]
        )
    if kind == "times":
        return Picture(
            "What happened when", [Axis("", [_time(chance, n, m) for n, m in enumerate(marks)], True)]
        )
    return Picture(
        "What changed on the way", [Columns("", "source", "had from it", [_change(n) for n in range(size)])]
    )


def _event(number: int) -> Says:
    return Says("occurred", f"{1990 + number % 30}-0{number % 9 + 1}", about=f"event/e{number % 200:03}")


def _figure(chance: random.Random, number: int, mark: str) -> Row:
    lo = chance.choice((None, 0, 5, 20, 131, 150, 150))
    hi = chance.choice((lo, lo, None)) if lo is not None else 200
    label = f"document-{number:03}: agency-{number % 7} asserts"
    return Row(label, (Mark(lo, hi, mark),), f"{lo} to {hi}", "from report-1")


def _time(chance: random.Random, number: int, mark: str) -> Row:
    year = chance.randrange(1988, 2026)
    start, end = chance.choice(((year * 10_000 + 120,) * 2, (year * 10_000 + 101, None), (None, None)))
    label = f"event-{number:03}: what happened"
    return Row(label, (Mark(start, end, mark, count=number % 3),), str(year), "lineage not recorded")


def _change(number: int) -> ColumnRow:
    left = (Caption(f"document-{number:03}", True), Caption("“150 were killed”"))
    right = (
        Caption(f"document-{number + 1:03}", True),
        Caption("“more than 150 people were killed that night”"),
    )
    return ColumnRow(left, right, "figure changed, population added", list(EDGES)[number % len(EDGES)])


def hard_picture() -> Picture:
    """Every kind of part, with every kind of node, edge and mark, labelled with what is hard to draw."""
    kinds, links, marks = list(NODES), list(EDGES), list(MARKS)
    nodes = [
        Node(
            f"n{at}",
            (Caption(text, True, f"id-{at}"), Caption(text), Caption(text * 3)),
            kinds[at % len(kinds)],
            1990 + at if at % 3 else None,
            marked=at % 4 == 0,
            count=1 + at % 2,
            tip=text,
        )
        for at, text in enumerate(HARD)
    ]
    edges = [
        Edge(f"n{at}", f"n{(at * 2 + 1) % len(HARD)}", links[at % len(links)], text, text)
        for at, text in enumerate(HARD)
    ]
    edges.append(Edge("n3", "n3", "quotes", "itself"))
    figures = [
        Row(text, (Mark(at - 2, at * 10**at, marks[at % len(marks)], text),), text, text, f"id-{at}")
        for at, text in enumerate(HARD)
    ]
    marks_of = [
        Mark(None, None),
        *(Mark(year * 10_000 + 101, 99990101, count=year) for year in (1, 500, 1000)),
    ]
    days = [Row(HARD[0], tuple(marks_of), HARD[10], HARD[12], "id")]
    changes = [
        ColumnRow((Caption(text, True), Caption(text)), (Caption(text),), text, links[at % len(links)], text)
        for at, text in enumerate(HARD)
    ]
    parts = [
        Flow(HARD[0], nodes, edges),
        Axis(HARD[4], figures),
        Axis("", days, True),
        Axis("", [Row(text, (Mark(None, None),), text) for text in HARD]),
        Columns("", HARD[0], HARD[12], changes),
    ]
    return Picture(HARD[10], parts, HARD)
