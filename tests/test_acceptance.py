"""The sample corpus as its users run it: verified against the documents, from locks, and always the same bytes."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, RunKgbuild

OUTPUTS = ("graph.nq", "graph.ttl", "graph.trig", "graph.jsonld", "SHA256SUMS")
FILES = {
    "001": "letter-2020-01-17",
    "002": "agency-report-2025",
    "000": "letter-2025-01-20",
    "003": "ombudsman-statement-2021-01-19",
    "004": "news-report-2026",
}


def digests(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in OUTPUTS}


def committed() -> dict[str, str]:
    lines = (ROOT / "out" / "SHA256SUMS").read_text().splitlines()
    return dict(reversed(line.split("  ")) for line in lines)


def test_committed_output_is_what_its_sums_say() -> None:
    """The graph in ``out/`` has the checksums in ``out/SHA256SUMS``."""
    sums = committed()
    for name in ("graph.ttl", "graph.trig", "graph.jsonld"):
        assert hashlib.sha256((ROOT / "out" / name).read_bytes()).hexdigest() == sums[name]


def test_five_documents_are_verified(documents: Path, sample_copy: Path, run: RunKgbuild) -> None:
    """With the documents at hand a build says that five were verified, and gives the committed bytes."""
    result = run("build", cwd=sample_copy, documents=documents)
    assert result.returncode == 0, result.stderr
    assert "5 verified, 0 from lock, 0 missing" in result.stderr
    assert {
        name: value for name, value in digests(sample_copy / "out").items() if name in committed()
    } == committed()


def test_a_changed_figure_is_found(
    documents: Path, sample_copy: Path, run: RunKgbuild, tmp_path: Path
) -> None:
    """131 → 132 in a copy of 001 fails the build, naming document, claim and place, and leaves ``out/`` alone."""
    changed = tmp_path / "documents"
    shutil.copytree(documents, changed)
    (file,) = changed.glob("001_*")
    text = file.read_text(encoding="utf-8")
    assert text.count("131") == 1
    file.write_text(text.replace("131", "132"), encoding="utf-8")
    result = run("build", cwd=sample_copy, documents=changed)
    assert result.returncode == 1
    assert "error[KG325]" in result.stderr
    assert f"{file.name} looks like the document `letter-2020-01-17` but differs" in result.stderr
    assert "letter-2020-01-17.toll.killed" in result.stderr
    assert "mappings/letter-2020-01-17.yaml:" in result.stderr
    assert not (sample_copy / "out").exists()


@pytest.mark.parametrize("present", [("000", "003"), ("001", "004")])
def test_two_documents_verify_two(
    documents: Path, sample_copy: Path, run: RunKgbuild, tmp_path: Path, present: tuple[str, ...]
) -> None:
    """With two documents at hand two are verified, three come from their locks, and the bytes are the same."""
    some = tmp_path / "some"
    some.mkdir()
    for number in present:
        (file,) = documents.glob(f"{number}_*")
        shutil.copy(file, some / f"renamed-{number}.txt")
    result = run("build", cwd=sample_copy, documents=some)
    assert result.returncode == 0, result.stderr
    assert "2 verified, 3 from lock, 0 missing" in result.stderr
    assert {
        name: value for name, value in digests(sample_copy / "out").items() if name in committed()
    } == committed()


@pytest.mark.parametrize(
    ("seed", "locale", "zone"),
    [("0", "C", "UTC"), ("1", "C.UTF-8", "Asia/Baku"), ("4242", "POSIX", "America/New_York")],
)
def test_bytes_do_not_depend_on_the_surroundings(
    sample_copy: Path, run: RunKgbuild, tmp_path: Path, seed: str, locale: str, zone: str
) -> None:
    """Hash seed, locale, time zone, working folder and the order in which files were made change no byte."""
    moved = tmp_path / "another place"
    moved.mkdir()
    for path in sorted(sample_copy.rglob("*"), reverse=True):
        if path.is_file():
            target = moved / path.relative_to(sample_copy)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    elsewhere = moved / "mappings" if seed == "1" else tmp_path
    config = () if seed == "1" else ("--config", str(moved / "kgbuild.toml"))
    env = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
    result = run("build", *config, cwd=elsewhere, env=env)
    assert result.returncode == 0, result.stderr
    assert {
        name: value for name, value in digests(moved / "out").items() if name in committed()
    } == committed()


def test_build_check_notices_stale_output(sample_copy: Path, run: RunKgbuild) -> None:
    """``build --check`` writes nothing, passes on a fresh build and fails once a mapping changed."""
    assert run("build", cwd=sample_copy).returncode == 0
    before = digests(sample_copy / "out")
    assert run("build", "--check", cwd=sample_copy).returncode == 0
    registry = sample_copy / "registry" / "places.yaml"
    registry.write_text(
        registry.read_text(encoding="utf-8").replace("Lankaran", "Lenkoran"), encoding="utf-8"
    )
    result = run("build", "--check", cwd=sample_copy)
    assert result.returncode == 1
    assert "not up to date" in result.stderr
    assert digests(sample_copy / "out") == before


def test_a_failed_build_leaves_the_old_files(sample_copy: Path, run: RunKgbuild) -> None:
    """An error in a mapping leaves the files of the last good build, byte for byte and with no litter."""
    assert run("build", cwd=sample_copy).returncode == 0
    before = digests(sample_copy / "out")
    mapping = sample_copy / "mappings" / "letter-2020-01-17.yaml"
    mapping.write_text(mapping.read_text(encoding="utf-8").replace("voice:", "voise:", 1), encoding="utf-8")
    result = run("build", cwd=sample_copy)
    assert result.returncode == 1
    assert "write `voice:`" in result.stderr
    assert digests(sample_copy / "out") == before
    assert sorted(path.name for path in (sample_copy / "out").iterdir()) == sorted(OUTPUTS)
