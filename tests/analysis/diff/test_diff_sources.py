"""What OLD and NEW of ``kgbuild diff`` may be, and what is said where one of them cannot be had."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, RunKgbuild

from kgbuild.analysis.diff.comparison import differences
from kgbuild.analysis.diff.sources import NOW, GraphSources
from kgbuild.core.errors import KgbuildError

EXCAVATION = ROOT / "examples" / "excavation"
IDENTITY = ("-c", "user.name=N", "-c", "user.email=n@example.org", "-c", "init.defaultBranch=main")


def git(folder: Path, *arguments: str) -> str:
    ran = subprocess.run(
        ["git", *IDENTITY, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return ran.stdout


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "state")


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The excavation in a subfolder of a repository with two commits; in the second, 38 graves are about 38."""
    folder = tmp_path / "repository" / "digs" / "excavation"
    shutil.copytree(EXCAVATION, folder, ignore=shutil.ignore_patterns("out", ".kgbuild"))
    git(tmp_path / "repository", "init", "-q")
    commit(folder)
    replace_in(
        folder / "mappings" / "report-1958.yaml",
        "graves_counted: 38 graves",
        "graves_counted: about 38 graves",
    )
    commit(folder)
    return folder


def changed(folder: Path, old: str, new: str | None = None) -> list[str]:
    """The ids of the claims that a comparison shows."""
    one, other = GraphSources(folder).sides(old, new)
    return [each.item.id for each in differences(one.graph, other.graph).claims]


COUNTED = ["report-1958.graves.graves_counted"]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("HEAD",), []),
        (("HEAD~1",), COUNTED),
        (("HEAD~1", "HEAD"), COUNTED),
        (("HEAD", "HEAD~1"), COUNTED),
        (("HEAD~1..HEAD",), COUNTED),
        (("HEAD~1..",), COUNTED),
        (("..HEAD~1",), COUNTED),
        (("HEAD~1...HEAD",), COUNTED),
        (("HEAD...HEAD~1",), []),
        (("HEAD@{1}",), COUNTED),
        (("HEAD~1", "."), COUNTED),
        ((".",), []),
    ],
)
def test_revisions(project: Path, arguments: tuple[str, ...], found: list[str]) -> None:
    """Revisions, ranges and the working tree are compared as git compares them, from a folder of the repository."""
    assert changed(project, *arguments) == found


def test_uncommitted_work_stays_as_it_is(project: Path) -> None:
    """Neither the working tree nor the index is touched, and what is not committed is compared."""
    mapping = project / "mappings" / "diary-1931.yaml"
    replace_in(mapping, "  graves:\n", "  counted:\n")
    replace_in(project / "mappings" / "report-1958.yaml", "diary-1931.graves.", "diary-1931.counted.")
    git(project, "add", str(mapping))
    before = git(project, "status", "--porcelain"), (project.parents[1] / ".git" / "index").read_bytes()
    assert changed(project, "HEAD") == ["diary-1931.counted.graves_counted"]
    assert before == (
        git(project, "status", "--porcelain"),
        (project.parents[1] / ".git" / "index").read_bytes(),
    )
    assert not (project / ".kgbuild").exists()


def test_a_branch_called_like_a_folder(project: Path) -> None:
    """What exists is a file or folder; its name with ~0 behind it is the revision."""
    git(project, "branch", "mappings", "HEAD~1")
    with pytest.raises(KgbuildError, match="no graph in"):
        changed(project, "mappings")
    assert changed(project, "mappings~0") == COUNTED


def test_files_and_folders_of_graphs(project: Path, run: RunKgbuild, tmp_path: Path) -> None:
    """A file and the folder it lies in are the same graph; without a project, files can be compared all the same."""
    assert run("build", "--no-shapes", cwd=project).returncode == 0
    one, other = GraphSources(tmp_path).sides(str(project / "out"), str(project / "out" / "graph.ttl"))
    assert not differences(one.graph, other.graph)
    assert GraphSources(project).sides("out")[1].name == NOW


def test_a_project_elsewhere(project: Path, tmp_path: Path) -> None:
    """The folder of another project is built from its mappings; of a folder with both, the mappings count."""
    shutil.copytree(EXCAVATION, tmp_path / "other", ignore=shutil.ignore_patterns(".kgbuild"))
    assert changed(project, "../../../other") == COUNTED


def test_what_a_revision_has_is_what_was_committed(project: Path) -> None:
    """Attributes that change what git hands out (export-ignore, export-subst) play no part."""
    (project / ".gitattributes").write_text("registry export-ignore\n*.yaml export-subst\n")
    commit(project)
    assert changed(project, "HEAD") == []


def refused(folder: Path, *arguments: str) -> tuple[str, str | None]:
    with pytest.raises(KgbuildError) as caught:
        GraphSources(folder).sides(*arguments)
    return str(caught.value), caught.value.hint


def test_unknown_names(project: Path) -> None:
    """A name that is nothing says so; one with the ending or form of a path is taken for a path."""
    message, hint = refused(project, "no-such-branch")
    assert message.startswith("no-such-branch is no file, no folder, and no revision of the repository")
    assert hint is None
    assert refused(project, "graph.nq") == ("graph.nq does not exist", None)
    assert refused(project, "../graph") == ("../graph does not exist", None)
    assert refused(project, "HEAD..", "HEAD") == ("HEAD.. is a range already", "leave out HEAD, or the dots")
    assert "--output=x is no file" in refused(project, "--output=x")[0]


def test_a_revision_that_cannot_be_built(project: Path) -> None:
    """The place of its first error is named, and the graph that was committed with it, where one was."""
    mapping = project / "mappings" / "courier-1931.yaml"
    replace_in(mapping, "claims:", "klaims:")
    commit(project)
    message, hint = refused(project, "HEAD")
    assert "cannot be built by this kgbuild: its mappings have" in message
    assert "the first at mappings/courier-1931.yaml:" in message
    assert hint is None
    (project / "out").mkdir()
    (project / "out" / "graph.trig").write_text("")
    git(project, "add", "--force", "out")
    commit(project)
    assert refused(project, "HEAD")[1] == (
        "the graph committed then can be compared: git show HEAD:digs/excavation/out/graph.trig > old.trig"
    )


def test_settings_of_a_revision(project: Path) -> None:
    """A broken kgbuild.toml is named with its revision, and one that reaches out of the repository, or is absent."""
    config = project / "kgbuild.toml"
    text = config.read_text()

    def committed(more: str) -> str:
        config.write_text(text + more)
        commit(project)
        config.write_text(text)
        return refused(project, "HEAD")[0]

    assert committed("shape = 1\n") == "HEAD:digs/excavation/kgbuild.toml: unknown key `shape`"
    assert "): kgbuild.toml: " in committed("[\n")
    assert "names ../../../registry, which lies outside" in committed('registry = "../../../registry"\n')
    git(project, "rm", "-q", "--cached", "kgbuild.toml")
    git(project, "commit", "-q", "-m", "none")
    assert refused(project, "HEAD")[0].endswith(
        "has no digs/excavation/kgbuild.toml: there was no project here yet"
    )


def test_a_link_in_the_repository(project: Path) -> None:
    """What a link led to is not known, so it is not followed."""
    (project / "mappings" / "more.yaml").symlink_to("/etc/hostname")
    commit(project)
    assert "digs/excavation/mappings/more.yaml is a link or a submodule" in refused(project, "HEAD", ".")[0]


def test_in_a_hook(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git sets for its hooks leads to no other repository than that of the project."""
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    assert GraphSources(project).sides("HEAD")[0].name.startswith("HEAD (")


def test_no_repository_and_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside a repository, and where git is not installed, files can still be compared, and the message says so."""
    folder = tmp_path / "excavation"
    shutil.copytree(EXCAVATION, folder, ignore=shutil.ignore_patterns("out", ".kgbuild"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    message, hint = refused(folder, "HEAD")
    assert "can be read: not a git repository" in message
    assert hint == "compare files or folders instead: kgbuild diff OLD.nq NEW.nq"
    monkeypatch.setenv("PATH", os.devnull)
    assert refused(folder, "HEAD")[0] == "git cannot be run, so no revision can be read: Not a directory"


def test_a_shallow_clone(project: Path, tmp_path: Path) -> None:
    """A revision that a shallow clone lacks is asked for with git, never fetched by kgbuild."""
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{project.parents[1]}", "clone")
    clone = tmp_path / "clone" / "digs" / "excavation"
    assert changed(clone, "HEAD") == []
    assert refused(clone, "HEAD~1")[1] == (
        "this clone is shallow, it holds only the latest revisions: git fetch --unshallow"
    )


def test_a_partial_clone(project: Path, tmp_path: Path) -> None:
    """What a partial clone lacks is not fetched behind the user's back."""
    git(project, "config", "uploadpack.allowFilter", "true")
    git(
        tmp_path,
        "clone",
        "-q",
        "--filter=blob:none",
        "--no-checkout",
        f"file://{project.parents[1]}",
        "clone",
    )
    clone = tmp_path / "clone"
    shutil.copytree(project, clone / "digs" / "excavation")
    message, hint = refused(clone / "digs" / "excavation", "HEAD")
    assert message.startswith("this clone does not hold all files of the revision")
    assert hint == "fetch them with git first"
