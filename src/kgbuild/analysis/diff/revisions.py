"""A project at a git revision: its files are read from the repository; working tree and index stay untouched.

Only what the project's own ``kgbuild.toml`` of that revision names is taken out (mappings with their locks, registry,
modules of the ontology), byte for byte as committed. git is run without a shell, and may not fetch anything.
Source: git-rev-parse(1), gitrevisions(7), git-ls-tree(1), git-cat-file(1).
"""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import CONFIG
from kgbuild.core.records import record

# A partial clone must not fetch what it lacks, and nobody is asked for a password.
_OFFLINE: Final = ("-c", "protocol.allow=never")
_ENVIRONMENT: Final = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
# The repository is always the one that the folder lies in, even within a hook of another one.
_OTHERS: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
_FOLDERS: Final = {"mappings": "mappings", "registry": "registry"}
_LINK, _SUBMODULE = "120000", "160000"


class GitError(KgbuildError):
    """git failed; the message is the first line of its own."""


@record
class Revision:
    """A commit: the name that it was given by (``HEAD~1``), and its full hash."""

    name: str
    commit: str

    def __str__(self) -> str:
        return f"{self.name} ({self.commit[:10]})"


class Repository:
    """The git repository that a folder lies in; ``prefix`` is the path from its top to the folder ("" or "a/b/")."""

    def __init__(self, folder: Path) -> None:
        """Raises :class:`KgbuildError` where git is absent or the folder lies in no repository."""
        self.folder = folder
        try:
            top, self.prefix = (
                self._git("rev-parse", "--show-toplevel", "--show-prefix").decode().split("\n")[:2]
            )
        except GitError as error:
            raise KgbuildError(
                f"no revision of {folder} can be read: {error}",
                "compare files or folders instead: kgbuild diff OLD.nq NEW.nq",
            ) from error
        self.top = Path(top)

    def revision(self, name: str) -> Revision:
        """The commit of a name. Raises :class:`KgbuildError` for a name that git does not know."""
        try:
            commit = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except GitError as error:
            shallow = self._git("rev-parse", "--is-shallow-repository").strip() == b"true"
            raise KgbuildError(
                f"{name} is no file, no folder, and no revision of the repository {self.top}",
                "this clone is shallow, it holds only the latest revisions: git fetch --unshallow"
                if shallow
                else None,
            ) from error
        return Revision(name, commit.decode().strip())

    def merge_base(self, one: Revision, other: Revision) -> Revision:
        """The commit at which two revisions parted. Raises :class:`KgbuildError` where there is none."""
        try:
            found = self._git("merge-base", one.commit, other.commit)
        except GitError as error:
            raise KgbuildError(f"{one.name} and {other.name} have no common past") from error
        return Revision(f"{one.name}...{other.name}", found.decode().strip())

    def files(self, revision: Revision, path: str) -> list[tuple[str, str, str]]:
        """The files below a path of a revision: mode, object and path from the top, in order of paths."""
        below = [] if path == "." else ["--", f":(literal){path}"]
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", revision.commit, *below)
        found = []
        for line in listed.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            about, _, name = line.partition("\t")
            mode, _, object = about.split(" ")
            found.append((mode, object, name))
        return found

    def contents(self, objects: Sequence[str]) -> Iterator[bytes]:
        """The contents of objects, in order. Raises :class:`KgbuildError` where the clone does not hold them all."""
        try:
            data = self._git("cat-file", "--batch", input="".join(f"{each}\n" for each in objects).encode())
            at = 0
            for each in objects:
                end = data.index(b"\n", at)
                head = data[at:end].split(b" ")
                if len(head) != 3:
                    raise GitError(f"{each} is missing")
                at = end + 1 + int(head[2])
                yield data[end + 1 : at]
                at += 1
        except GitError as error:
            raise KgbuildError(
                f"this clone does not hold all files of the revision: {error}", "fetch them with git first"
            ) from error

    def _git(self, *arguments: str, input: bytes = b"") -> bytes:
        try:
            ran = subprocess.run(
                ["git", *_OFFLINE, *arguments],
                cwd=self.folder,
                env={**{key: text for key, text in os.environ.items() if key not in _OTHERS}, **_ENVIRONMENT},
                input=input,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise KgbuildError(
                f"git cannot be run, so no revision can be read: {error.strerror}",
                "compare files or folders instead: kgbuild diff OLD.nq NEW.nq",
            ) from error
        if ran.returncode:
            message = ran.stderr.decode("utf-8", "replace").strip().split("\n")[0]
            raise GitError(message.removeprefix("fatal: ") or f"git {arguments[0]} failed")
        return ran.stdout


def take_out(repository: Repository, revision: Revision, top: Path) -> Path:
    """Write the project of a revision into a folder that stands for the top of its repository.

    Returns the path of its ``kgbuild.toml``. Raises :class:`KgbuildError` where the
    revision holds no project, or one that reaches outside the repository.
    """
    config = f"{repository.prefix}{CONFIG}"
    held = repository.files(revision, config)
    if not held:
        raise KgbuildError(f"{revision} has no {config}: there was no project here yet")
    text = next(repository.contents([held[0][1]]))
    wanted = [config, *(_within(repository, revision, name) for name in _named(revision, text))]
    found = {name: (mode, each) for path in wanted for mode, each, name in repository.files(revision, path)}
    blobs = {name: each for name, (mode, each) in found.items() if mode not in (_LINK, _SUBMODULE)}
    links = sorted(found.keys() - blobs.keys())
    if links:
        raise KgbuildError(
            f"{revision}: {links[0]} is a link or a submodule, and what it led to is not known"
        )
    for name, content in zip(blobs, repository.contents(list(blobs.values())), strict=True):
        target = top / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return top / config


def _named(revision: Revision, text: bytes) -> list[str]:
    """The folders and files that a ``kgbuild.toml`` names, as it writes them; ontology modules by their files."""
    try:
        table = tomllib.loads(text.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KgbuildError(f"{revision}: {CONFIG}: {error}") from error
    folders = [table.get(key, default) for key, default in _FOLDERS.items()]
    modules = [
        name for key in ("ontology", "shapes") for name in table.get(key, ()) if str(name).endswith(".ttl")
    ]
    return [str(name) for name in (*folders, *modules)]


def _within(repository: Repository, revision: Revision, name: str) -> str:
    """A path of ``kgbuild.toml`` from the top of the repository. Raises :class:`KgbuildError` for one outside."""
    path = os.path.normpath(PurePosixPath(repository.prefix) / name)
    if os.path.isabs(path) or path.split(os.sep)[0] == os.pardir:
        raise KgbuildError(
            f"{revision}: {CONFIG} names {name}, which lies outside the repository; as it was then is not known",
            "compare built graphs instead: kgbuild diff OLD.nq NEW.nq",
        )
    return PurePosixPath(path).as_posix()
