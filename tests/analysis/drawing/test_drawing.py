"""Pictures are readable: measured by the renderer, no label lies on another, none is cut off, all can be selected."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib.text
import pytest
from matplotlib.backends.backend_agg import RendererAgg

from analysis.drawing.cases import HARD, KINDS, SIZES, hard_picture, picture
from kgbuild.analysis.drawing import draw, measure, sheet
from kgbuild.analysis.drawing.labels import set_lines
from kgbuild.analysis.drawing.layers import arrange
from kgbuild.analysis.drawing.letters import LACKING
from kgbuild.analysis.drawing.measure import lacks, width
from kgbuild.analysis.drawing.parts import Axis, Caption, ColumnRow, Columns, Flow, Mark, Node, Part, Row
from kgbuild.analysis.drawing.render import Picture, render_picture, suffix_of
from kgbuild.analysis.drawing.scene import Label, Scene, Shape
from kgbuild.analysis.drawing.texts import clean
from kgbuild.analysis.open_study import open_study
from kgbuild.analysis.origins.picture import origins_picture
from kgbuild.analysis.origins.results import origins_of
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import load_project

ROOT = Path(__file__).parents[3]
SVG = "{http://www.w3.org/2000/svg}"


def laid_out(picture: Picture) -> Scene:
    return sheet.lay_out(picture.title, picture.parts, picture.remarks, as_text=False)


def extents(scene: Scene) -> list[tuple[str, float, float, float, float]]:
    """Every label with its left, bottom, right and top as the renderer draws it, in points."""
    found = []
    with draw.style(fallbacks=True):
        figure, _ = draw.make_figure(scene)
        figure.set_dpi(draw.DPI)
        renderer = RendererAgg(10, 10, draw.DPI)
        for text in figure.findobj(matplotlib.text.Text):
            if text.get_text().strip():
                box = text.get_window_extent(renderer)
                corners = (edge * 72 / draw.DPI for edge in box.extents)
                found.append((text.get_text(), *corners))
    return found


def check(scene: Scene) -> int:
    """No two labels overlap, and none leaves the sheet; how many there are."""
    boxes = extents(scene)
    for text, x0, y0, x1, y1 in boxes:
        assert min(x0, y0) >= 0, f"cut off: {text}"
        assert x1 <= scene.width, f"cut off: {text}"
        assert y1 <= scene.height, f"cut off: {text}"
    boxes.sort(key=lambda box: box[2])
    for at, (text, x0, _, x1, y1) in enumerate(boxes):
        for other, left, bottom, right, _ in boxes[at + 1 :]:
            if bottom >= y1 - 0.5:
                break
            assert right <= x0 + 0.5 or left >= x1 - 0.5, f"{text!r} and {other!r} overlap"
    return len(boxes)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_label_over_another_and_nothing_cut_off(kind: str, size: int) -> None:
    """At 5, 50 and 500 documents every kind of picture has all its labels apart and on the sheet."""
    assert check(laid_out(picture(kind, size))) >= 10


def test_hard_labels() -> None:
    """Long labels, other scripts, signs of mathematics and control characters are drawn, and drawn apart."""
    assert check(laid_out(hard_picture())) > len(HARD)


@pytest.mark.parametrize("kind", ["origins", "whole", "conflicts", "timeline"])
def test_a_picture_of_much_is_folded_and_says_so(kind: str) -> None:
    """At 500 documents a picture is some pages long, not dozens, and says below it what stands in how little."""
    made = picture(kind, 500)
    assert any(remark.startswith("Condensed: ") for remark in made.remarks)
    assert max(laid_out(made).height, laid_out(made).width) < 7500
    assert not any(remark.startswith("Condensed: ") for remark in picture(kind, 5).remarks)


@pytest.mark.parametrize("kind", KINDS)
def test_boxes_do_not_overlap(kind: str) -> None:
    """No box with a tip lies on another."""
    shapes = [i for i in laid_out(picture(kind, 50)).items if isinstance(i, Shape) and i.outline == "box"]
    solid = [shape for shape in shapes if shape.tip]
    for at, one in enumerate(solid):
        for other in solid[at + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y


@pytest.mark.parametrize("kind", KINDS)
def test_labels_stay_within_what_was_measured(kind: str) -> None:
    """The renderer draws no label wider than the layout measured, so that none leaves its box."""
    scene = laid_out(picture(kind, 50))
    measured = {}
    for item in scene.items:
        if isinstance(item, Label):
            measured[item.text, round(item.x, 1)] = item.width
    for text, x0, _, x1, _ in extents(scene):
        near = [w for (label, x), w in measured.items() if label == text and abs(x - x0) < 2]
        assert near, text
        assert x1 - x0 <= max(near) + 1.5, text


@pytest.mark.parametrize("kind", KINDS)
def test_svg_is_text_and_the_same_twice(kind: str) -> None:
    """An SVG is well-formed, has every label as text, holds no clock, and is the same bytes each time."""
    made = picture(kind, 5)
    first = render_picture(made, ".svg")
    assert first == render_picture(made, ".svg")
    root = ElementTree.fromstring(first)
    texts = {"".join(node.itertext()) for node in root.iter(f"{SVG}text")}
    labels = [item for item in laid_out(made).items if isinstance(item, Label)]
    assert {label.text for label in labels} <= texts
    assert b"dc:date" not in first
    assert root.find(f"{SVG}title") is not None


def test_svg_keeps_hard_labels_as_text() -> None:
    """Letters that the font lacks stay text in SVG, and what XML cannot hold does not break it."""
    root = ElementTree.fromstring(render_picture(hard_picture(), ".svg"))
    texts = "\n".join("".join(node.itertext()) for node in root.iter(f"{SVG}text"))
    assert "北京" in texts
    assert "अज़रबैजान" in texts
    assert "$x^2$" in texts


def texts_of(part: Part) -> Iterator[str]:
    """Every text of a part of a picture that is drawn."""
    yield part.title
    if isinstance(part, Flow):
        yield from (text.text for node in part.nodes for text in node.texts)
        yield from (edge.text for edge in part.edges)
    elif isinstance(part, Axis):
        yield from (text for row in part.rows for text in (row.label, row.value, row.note))
    else:
        yield from (part.left, part.right)
        yield from (text.text for row in part.rows for text in (*row.left, *row.right))
        yield from (row.what for row in part.rows)


def squeezed(text: str) -> str:
    return "".join(clean(text).split())


@pytest.mark.parametrize("kind", [*KINDS, "hard"])
def test_no_text_is_lost_in_svg(kind: str) -> None:
    """Every text stands in an SVG whole: in lines that follow one another, or where it was shortened in its tip."""
    made = hard_picture() if kind == "hard" else picture(kind, 50)
    root = ElementTree.fromstring(render_picture(made, ".svg"))
    lines = squeezed("".join("".join(node.itertext()) for node in root.iter(f"{SVG}text")))
    tips = {squeezed(node.text or "") for node in root.iter(f"{SVG}title")}
    for text in (made.title, *made.remarks, *(text for part in made.parts for text in texts_of(part))):
        assert squeezed(text) in lines or squeezed(text) in tips, text


def test_a_shortened_text_says_that_it_was() -> None:
    """What does not fit ends in ``…`` and has its whole in its tip; what fits has none."""
    long, short = set_lines("words " * 100, 50, 8), set_lines("words", 50, 8)
    assert long[-1].text.endswith("…")
    assert {line.tip for line in long} == {("words " * 100).strip()}
    assert [line.tip for line in short] == [""]


def test_letters_of_a_font_of_the_machine(other_fonts: Callable[..., None]) -> None:
    """A letter that the font lacks is drawn in another that has it, bold too, no wider than it was measured."""
    letter, in_one_weight = "Ⓐ", "ᶁ"
    assert lacks(letter)
    before = width(letter, 10)
    other_fonts("no such font", "STIXGeneral")
    assert measure.families() == (measure.FAMILY, "STIXGeneral")
    assert not lacks(letter)
    assert lacks(in_one_weight)
    assert width(letter, 10) == before
    assert lacks("北")
    scene = laid_out(Picture(letter, []))
    assert [item.text for item in scene.items if isinstance(item, Label)] == [letter]
    assert check(scene) == 1


def test_what_one_source_gives_runs_on_one_line() -> None:
    """Between columns there are no more lines than sources, however many edges pass, and each edge ends by itself."""
    years = {"source": 1990, "between": 1995, **{f"d{n}": 2000 for n in range(20)}}
    edges = [("source", f"d{n}") for n in range(20)]
    layout = arrange(years, edges, 1, ["quotes"] * 20)
    assert [len(cells) for cells in layout.columns] == [1, 1, 2, 20, 20, 0]
    assert len({route[-1] for route in layout.routes}) == 20
    two = arrange(years, edges, 1, ["quotes", "relays"] * 10)
    assert [len(cells) for cells in two.columns] == [1, 2, 3, 20, 20, 0]


def test_a_day_and_the_year_it_is_in() -> None:
    """A time of one day is one mark, and an axis of a few days says the year."""
    day = Axis("", [Row("d", (Mark(20210119, 20210119),))], True)
    scene = laid_out(Picture("", [day]))
    labels = [item.text for item in scene.items if isinstance(item, Label)]
    assert labels.count("2021-01-19") == 2
    marks = [item for item in scene.items if isinstance(item, Shape) and item.outline == "circle"]
    assert len(marks) == 2  # one of them in the legend


def test_svg_says_where_a_box_leads_back_to() -> None:
    """A box of a statement tells its claim, its quote, its characters and its place in the mapping."""
    root = ElementTree.fromstring(render_picture(picture("origins", 5), ".svg"))
    tips = [node.text or "" for node in root.iter(f"{SVG}title")]
    assert any(
        "document-000.killed.killed “" in tip and "mappings/document-000.yaml:2:5" in tip for tip in tips
    )


def test_png_says_that_letters_are_lacking() -> None:
    """A PNG has the id where the font lacks letters of a name, and says so; without such names it says nothing."""
    japanese = Picture("", [Flow("", [Node("n", (Caption("北京", fallback="beijing-daily"),))], [])])
    scene = laid_out(japanese)
    assert {"beijing-daily", LACKING} <= {text for text, *_ in extents(scene)}
    assert LACKING not in {text for text, *_ in extents(laid_out(picture("origins", 5)))}


def test_empty_pictures() -> None:
    """Parts without anything in them are drawn as such."""
    parts = [Flow("", [], []), Axis("none", []), Axis("none", [], True), Columns("", "left", "right", [])]
    assert check(laid_out(Picture("nothing", parts))) >= 5
    assert check(laid_out(Picture("one", [Columns("", "a", "b", [ColumnRow((), (), "")])]))) >= 3


def test_sizes_that_no_png_can_have() -> None:
    """A picture too long for PNG is refused with the way out."""
    rows = [ColumnRow((Caption("a"),), (Caption("b"),), "c")] * 2000
    with pytest.raises(KgbuildError, match="too large for PNG"):
        render_picture(Picture("", [Columns("", "a", "b", rows)]), ".png")


def test_what_a_file_is_called_decides() -> None:
    """The ending of a name is the format, in any case of letters; others are refused."""
    assert suffix_of(Path("a/b.SVG")) == ".svg"
    with pytest.raises(KgbuildError, match=r"no picture can be written to `c\.pdf`"):
        suffix_of(Path("a.svg/c.pdf"))


def test_without_matplotlib() -> None:
    """Without matplotlib DOT is written all the same, and SVG refused with the command that installs it."""
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from kgbuild.analysis.drawing.parts import Caption, Flow, Node\n"
        "from kgbuild.analysis.drawing.render import Picture, render_picture\n"
        "from kgbuild.core.errors import KgbuildError\n"
        "p = Picture('p', [Flow('', [Node('a', (Caption('a'),))], [])])\n"
        "print(render_picture(p, '.dot')[:7])\n"
        "try: render_picture(p, '.svg')\n"
        "except KgbuildError as error: print(error, '|', error.hint)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "b'digraph'\npictures need matplotlib | pip install 'kgbuild[pictures]'\n"


def test_the_picture_of_the_docs_is_current() -> None:
    """The picture of the docs is what the command beside it draws from the sample."""
    study = open_study(load_project(ROOT / "kgbuild.toml", []))
    figures = origins_of(study, *study.select("baku-1990-01-19.killed"))
    drawn = render_picture(origins_picture(study, figures), ".svg")
    assert (ROOT / "docs" / "pictures" / "killed.svg").read_bytes() == drawn


def test_command_line(run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    """The commands write the file that is asked for, and refuse what cannot be drawn with one line and a way out."""
    for name in ("whole.svg", "whole.png", "whole.dot"):
        assert run("picture", str(tmp_path / name), cwd=ROOT).returncode == 0
        assert (tmp_path / name).stat().st_size > 1000
    assert run("origins", "killed", "--picture", str(tmp_path / "killed.svg"), cwd=ROOT).returncode == 0
    for command in (
        ["conflicts", "killed"],
        ["timeline", "--question", "killed"],
        ["drift", "agency-report-2025"],
    ):
        assert run(*command, "--picture", str(tmp_path / "part.dot"), cwd=ROOT).returncode == 0
        assert (tmp_path / "part.dot").read_text(encoding="utf-8").startswith("digraph ")
    refused = run("timeline", "--question", "killed", "--events", cwd=ROOT)
    assert (refused.returncode, "--question is about statements" in refused.stderr) == (2, True)
    refused = run("origins", "--picture", str(tmp_path / "all.svg"), cwd=ROOT)
    assert (refused.returncode, refused.stderr.splitlines()) == (
        2,
        ["error: a picture shows one question", "help: kgbuild origins killed --picture killed.svg"],
    )
    refused = run("picture", str(tmp_path / "whole.pdf"), cwd=ROOT)
    assert refused.stderr.startswith("error: no picture can be written to `whole.pdf`\nhelp: ")


def test_nothing_of_matplotlib_without_a_picture() -> None:
    """A command that draws nothing imports no matplotlib."""
    code = (
        "import sys, kgbuild.cli, kgbuild.cli.origins, kgbuild.cli.picture\n"
        "print([name for name in sys.modules if name.startswith('matplotlib')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
