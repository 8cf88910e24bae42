"""``kgbuild export`` as people call it: where the bytes go, what is said, and how it fails."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, RunKgbuild

import kgbuild
from kgbuild.store.export.csv import TABLES
from kgbuild.store.export.formats import FORMATS

EXCAVATION = ROOT / "examples" / "excavation"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The excavation, built; its documents are away."""
    folder = tmp_path_factory.mktemp("excavation") / "project"
    shutil.copytree(EXCAVATION, folder, ignore=shutil.ignore_patterns("out", "documents"))
    (folder / "documents").mkdir()
    kgbuild.build(folder, out=folder / "out", formats=("nq", "ttl"), shapes=False)
    return folder


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("csv", "parquet")])
def test_file_and_stdout_hold_the_same_bytes(
    project: Path, run: RunKgbuild, name: str, tmp_path: Path
) -> None:
    """Whatever the hash seed; stderr says how much, and what is left out."""
    ran = run("export", name, cwd=project, env={"PYTHONHASHSEED": "1"})
    assert (ran.returncode, ran.stderr.endswith(f"leaves out: {FORMATS[name].leaves_out}\n")) == (0, True)
    file = tmp_path / "new" / "file"
    again = run("export", name, "-o", str(file), cwd=project, env={"PYTHONHASHSEED": "2"})
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr.startswith("wrote ")
    assert file.read_bytes() == ran.stdout.encode()


def test_csv_is_a_folder_or_one_table(project: Path, run: RunKgbuild, tmp_path: Path) -> None:
    """Four files, or one of them to stdout, with the same bytes."""
    folder = tmp_path / "tables"
    ran = run("export", "csv", "-o", str(folder), cwd=project)
    assert ran.returncode == 0
    texts = {name: (folder / f"{name}.csv").read_bytes().decode() for name in TABLES}
    rows = {name: len(list(csv.reader(io.StringIO(text, newline="")))) - 1 for name, text in texts.items()}
    counts = ", ".join(f"{number} rows of {name}" for name, number in rows.items())
    assert ran.stderr.startswith(f"wrote {counts} to {folder}\n")
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{name}.csv" for name in TABLES)
    for name in TABLES:
        one = tmp_path / f"{name}.csv"
        assert run("export", "csv", "--table", name, "-o", str(one), cwd=project).returncode == 0
        assert one.read_bytes() == (folder / f"{name}.csv").read_bytes()
    out = run("export", "csv", "--table", "claims", cwd=project).stdout
    assert len(list(csv.reader(io.StringIO(out)))) == 1 + rows["claims"]


def test_parquet_is_a_folder_or_one_table(project: Path, run: RunKgbuild, tmp_path: Path) -> None:
    """As with csv: four files, or one of them, with as many rows."""
    ran = run("export", "parquet", "-o", str(tmp_path / "tables"), cwd=project)
    assert (ran.returncode, sorted(path.name for path in (tmp_path / "tables").iterdir())) == (
        0,
        sorted(f"{name}.parquet" for name in TABLES),
    )
    as_csv = run("export", "csv", "-o", str(tmp_path / "csv"), cwd=project)
    assert ran.stderr.partition(" to ")[0] == as_csv.stderr.partition(" to ")[0]
    one = tmp_path / "one"
    assert run("export", "parquet", "--table", "claims", "-o", str(one), cwd=project).returncode == 0
    assert one.read_bytes() == (tmp_path / "tables" / "claims.parquet").read_bytes()
    assert run("export", "parquet", cwd=project).returncode == 2


def test_some_documents_and_properties(project: Path, run: RunKgbuild) -> None:
    """Options that are given more than once add up; both together narrow."""
    table = ("export", "csv", "--table", "claims")
    claims = list(csv.DictReader(io.StringIO(run(*table, cwd=project).stdout)))
    two = ("--document", "courier-1931", "--document", "diary-1931")
    found = list(csv.DictReader(io.StringIO(run(*table, *two, cwd=project).stdout)))
    assert found == [row for row in claims if row["document"] != "report-1958"]
    key = claims[0]["property"]
    found = list(csv.DictReader(io.StringIO(run(*table, *two, "--property", key, cwd=project).stdout)))
    assert found == [row for row in claims if row["document"] != "report-1958" and row["property"] == key]


def test_another_graph_can_be_named(project: Path, run: RunKgbuild, tmp_path: Path) -> None:
    """A file or a folder; which format it has makes no difference."""
    expected = run("export", "annotations", cwd=project).stdout
    turtle = project / "out" / "graph.ttl"
    assert run("export", "annotations", "--graph", str(turtle), cwd=project).stdout == expected
    assert run("export", "annotations", "--graph", str(turtle.parent), cwd=project).stdout == expected


def test_a_view_of_documents_alone(project: Path, run: RunKgbuild) -> None:
    """``--what documents`` has no claims."""
    ran = run("export", "graphml", "--what", "documents", cwd=project)
    assert ran.returncode == 0
    assert "/claim/" not in ran.stdout
    assert "/claim/" in run("export", "graphml", cwd=project).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("csv",), "csv is four files"),
        (("csv", "-o", "kgbuild.toml"), "csv is four files"),
        (("nanopubs", "--table", "claims"), "nanopubs takes no --table"),
        (("csv", "--source", "https://a.example/"), "csv takes no --source"),
        (("gexf", "--document", "diary-1931"), "gexf takes no --document"),
        (("prov-json", "--what", "all"), "prov-json takes no --what"),
        (("nanopubs", "--document", "diary-1932"), "no document `diary-1932` in the graph"),
        (("nanopubs", "--property", "kiled"), "no claim by the property `kiled` in the graph"),
        (("nanopub",), "Did you mean 'nanopubs'?"),
        (("nanopubs", "--graph", "registry"), "no graph in registry"),
        (("nanopubs", "--graph", "kgbuild.toml"), "kgbuild.toml is no RDF file"),
        (("nanopubs", "--graph", "away.nq"), "away.nq"),
        (("nanopubs", "-o", "registry"), "Is a directory"),
    ],
)
def test_what_cannot_be_done_is_said(
    project: Path, run: RunKgbuild, arguments: tuple[str, ...], message: str
) -> None:
    """With exit code 2, and nothing on stdout."""
    ran = run("export", *arguments, cwd=project)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert message in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_failed_export_leaves_the_old_file(project: Path, run: RunKgbuild, tmp_path: Path) -> None:
    """A graph with a claim torn off is named, and what was there stays."""
    torn = tmp_path / "torn.nq"
    lines = (project / "out" / "graph.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    torn.write_text("".join(line for line in lines if "#evidence>" not in line), encoding="utf-8")
    file = tmp_path / "old.trig"
    file.write_text("old")
    ran = run("export", "nanopubs", "--graph", str(torn), "-o", str(file), cwd=project)
    assert ran.returncode == 2
    assert "the graph is not whole" in ran.stderr
    assert (file.read_text(), len(list(tmp_path.iterdir()))) == ("old", 2)


def test_the_page_says_what_is_left_out() -> None:
    """In the words of the command."""
    page = (ROOT / "docs" / "how-to" / "export-the-graph.md").read_text(encoding="utf-8")
    for each in FORMATS.values():
        assert f"| {each.leaves_out} |" in page


def test_help_names_every_format(project: Path, run: RunKgbuild) -> None:
    """With what it is."""
    text = run("export", "--help", cwd=project).stdout
    for each in FORMATS.values():
        assert each.name in text
        assert each.summary in text
