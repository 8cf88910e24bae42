"""What ships: the built wheel in a bare environment, and what a bare import loads."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT
from sbom import pinned

HEAVY = {"click", "networkx", "pyoxigraph", "pyshacl", "rapidfuzz", "rdflib", "requests", "shacl", "yaml"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (found,) = folder.glob("*.whl")
    return found


def test_two_folders_build_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """A copy of the source elsewhere, with other times and rights of its files, gives the same bytes."""
    other = tmp_path / "elsewhere" / "kgbuild"
    other.mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE", "src", "ontology", "explorer"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, other / name, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(source, other / name)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(other)],
        check=True,
        capture_output=True,
    )
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_wheel_carries_the_ontology(wheel: Path) -> None:
    """Ontology, shapes, explanations, the explorer and the typing marker are inside; tests, mappings and texts not."""
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "ontology/files/kgbuild.ttl",
        "ontology/files/events.ttl",
        "ontology/files/shapes.ttl",
        "findings/explanations.toml",
        "analysis/explorer/files/main.js",
        "analysis/explorer/files/strings.json",
        "py.typed",
        "draft/starter/project/kgbuild.toml",
        "draft/starter/project/mappings/courier-2019.lock",
    ):
        assert f"kgbuild/{name}" in names
    assert not [name for name in names if not name.startswith(("kgbuild/", "kgbuild-"))]


def test_the_wheel_builds_another_project(wheel: Path, tmp_path: Path) -> None:
    """Installed alone, with its dependencies only, kgbuild builds and validates a project of another domain."""
    environment = tmp_path / "bare"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    clean = {
        k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV", "KGBUILD_DOCUMENTS")
    }
    pins = tmp_path / "pins.txt"
    pins.write_text(
        "".join(f"{name}=={version}\n" for name, (version, _) in pinned(ROOT / "constraints.txt").items())
    )
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-c", pins, wheel],
        check=True,
        capture_output=True,
        env=clean,
    )
    project = tmp_path / "excavation"
    shutil.copytree(ROOT / "examples" / "excavation", project, ignore=shutil.ignore_patterns("out"))
    result = subprocess.run(
        [environment / "bin" / "kgbuild", "build"],
        cwd=project,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert (project / "out" / "graph.ttl").stat().st_size > 10_000
    explained = subprocess.run(
        [environment / "bin" / "kgbuild", "explain", "KG301"],
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert explained.returncode == 0, explained.stderr


def test_a_bare_import_is_light() -> None:
    """``import kgbuild`` loads no store, parser or graph library; ``kgbuild --help`` loads click and no other."""
    script = "import sys, kgbuild; print(sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert not [name for name in HEAVY if f"'{name}'" in loaded]
    script = (
        "import sys\nfrom kgbuild.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert not [name for name in HEAVY - {"click"} if f"'{name}'" in loaded]


def test_a_check_loads_neither_writers_nor_engines() -> None:
    """``kgbuild check`` makes no graph: it loads no writer of RDF, no SHACL engine, and no library for either."""
    script = (
        "import sys\nfrom kgbuild.cli import main\ntry: main(['check', '--no-cache'])\nexcept SystemExit: pass\n"
        "print('loaded', sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = done.stdout.partition("loaded ")[2]
    assert "'kgbuild.pipeline.check'" in loaded
    unwanted = ("kgbuild.graph.write", "kgbuild.graph.document", "kgbuild.graph.shapes.engines")
    assert [name for name in (*unwanted, "shacl", "pyshacl", "rdflib") if f"'{name}" in loaded] == []
