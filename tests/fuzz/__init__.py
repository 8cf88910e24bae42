"""Changes files of a small project at random, and runs commands over it: each is to end in words, in bounded time.

``make fuzz SECONDS=…`` (or ``python -m fuzz SECONDS``, in tests/) runs it for as long as wanted. Each input comes from
its seed alone. The seeds of inputs that once made something fail are in ``seeds.txt``; the tests run them again.
"""

from __future__ import annotations

import contextlib
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from kgbuild.cli import main

ROOT = Path(__file__).parents[2]
FLOOD = ROOT / "tests" / "cases" / "flood"
SEEDS = Path(__file__).parent / "seeds.txt"
SECONDS = 120
MEMORY = 4 << 30
QUERY = "#+ title: figures\nSELECT ?claim ?o { ?claim kg:content ?p . ?p rdf:object ?o } ORDER BY ?o\n"
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/kgbuild/ns#> .
<https://example.org/s> a sh:NodeShape ; sh:targetClass kg:Claim ; sh:message "m" ; kg:code "KG499" ;
  sh:sparql [ sh:select "SELECT DISTINCT $this WHERE { $this <https://w3id.org/kgbuild/ns#depth> ?o }" ] .
"""
# Which commands read a file, by the folder or name that it has.
COMMANDS: dict[str, tuple[Sequence[str], ...]] = {
    "mappings": (["check"], ["build"], ["lock"], ["coverage"], ["documents"], ["origins"]),
    "registry": (["check"], ["build"], ["conflicts"]),
    "kgbuild.toml": (["check"], ["build"], ["query", "--list"]),
    "ontology": (["check"], ["build"], ["schema"]),
    "documents": (["check"], ["lock"], ["reuse"], ["coverage"], ["new", "documents/flood-report.txt", "--stdout"]),
    "queries": (["query", "--list"], ["query", "figures"]),
    "shapes": (["validate"], ["validate", "--engine", "pyshacl"]),
    "out": (
        ["validate", "out/graph.nq"],
        ["diff", "out/graph.nq", "old.nq"],
        ["export", "csv"],
        ["export", "prov"],
        ["export", "annotations"],
        ["export", "nanopubs"],
        ["query", "-e", "SELECT * { ?s ?p ?o } ORDER BY ?o"],
        ["query", "claims"],
    ),
    ".kgbuild": (["check"],),
}  # fmt: skip
WORDS = (
    b"", b"\0", b"\xff", b"\xe2\x80\xae", b"\x1b]0;x\x07", b"- ", b": ", b"{", b"}", b"[", b"\"", b"'", b"&a ", b"*a",
    b"!!python/object:os.system ", b"<http://", b"> ", b"_:b ", b" .\n", b"^^<", b"@en", b"9" * 500, b"-1", b"1e400",
    b"a-" * 2000, b"(" * 500, b"null", b"stated", b"\\u0000", b"SERVICE <http://127.0.0.1:9/> {", b"\r", b"\n\n", b"#",
)  # fmt: skip


def make_template(folder: Path) -> Path:
    """The project that is changed, built, with a query and shapes of its own."""
    project = folder / "flood"
    shutil.copytree(FLOOD, project, ignore=shutil.ignore_patterns("out", ".kgbuild"))
    for name, text in (("queries/figures.rq", QUERY), ("shapes/own.ttl", SHAPE)):
        (project / name).parent.mkdir()
        (project / name).write_text(text, encoding="utf-8")
    config = project / "kgbuild.toml"
    config.write_text(config.read_text(encoding="utf-8") + 'shapes = ["shapes/own.ttl"]\n', encoding="utf-8")
    for command in ("build", "check"):
        _, code = ended(project, [command])
        assert code == 0, command
    shutil.copy(project / "out" / "graph.nq", project / "old.nq")
    return project


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Bytes with some places changed: cut, doubled, moved, overwritten, or with something put in."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        at = chance.randrange(len(data) + 1)
        length = min(chance.choice((1, 3, 10, 50, 400)), len(data) - at)
        other = chance.randrange(len(data) + 1)
        piece = bytes(data[at : at + length])
        match chance.randrange(6):
            case 0:
                del data[at : at + length]
            case 1:
                data[other:other] = piece
            case 2:
                data[at : at + length] = data[other : other + length]
            case 3 if data:
                data[min(at, len(data) - 1)] = chance.randrange(256)
            case 4:
                lines = bytes(data).split(b"\n")
                one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
                lines[one], lines[two] = lines[two], lines[one]
                data = bytearray(b"\n".join(lines))
            case _:
                data[at:at] = chance.choice(WORDS)
    return bytes(data)


def try_seed(seed: int, template: Path) -> str | None:
    """What is wrong with the input of a seed, with how to see it again; ``None`` where nothing is."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        project = Path(name) / "flood"
        shutil.copytree(template, project)
        place = chance.choice(sorted(COMMANDS))
        path = project / place
        if path.is_dir():
            path = chance.choice(sorted(each for each in path.rglob("*") if each.is_file()))
        path.write_bytes(mutated(path.read_bytes(), chance))
        arguments = chance.choice(COMMANDS[place])
        said, code = ended(project, arguments)
    wrong = code not in (0, 1, 2) or "Traceback" in said or "internal fault" in said or "panicked" in said
    if not wrong and not set(said) & {"\x1b", "\x07", "\u202e"}:
        return None
    return f"seed {seed}: {path.relative_to(project)}, {' '.join(arguments)}: code {code}: {said[-600:]!r}"


def ended(project: Path, arguments: Sequence[str]) -> tuple[str, int]:
    """What a command says, and how it ends: its code, or less than 0 for a signal."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _run(project, arguments, reading, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read().decode("utf-8", "replace")
    _, status = os.waitpid(pid, 0)
    return said, os.waitstatus_to_exitcode(status)


def _run(project: Path, arguments: Sequence[str], reading: int, writing: int) -> NoReturn:
    def refuse(event: str, _: object) -> None:
        if event in ("socket.connect", "socket.getaddrinfo"):
            os.write(2, b"Traceback: a connection was tried\n")

    try:
        os.close(reading)
        for stream in (1, 2):
            os.dup2(writing, stream)
        os.chdir(project)
        sys.addaudithook(refuse)
        signal.alarm(SECONDS)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        code: object = 1
        try:
            main([*arguments])
        except SystemExit as error:
            code = error.code
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)
    finally:
        os._exit(99)
