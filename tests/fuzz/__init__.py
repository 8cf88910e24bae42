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
QUERY = "#+ title: own\nSELECT ?claim ?o { ?claim kg:content ?p . ?p rdf:object ?o } ORDER BY ?o\n"
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/kgbuild/ns#> .
<https://example.org/s> a sh:NodeShape ; sh:targetClass kg:Claim ; sh:message "m" ; kg:code "KG499" ;
  sh:sparql [ sh:select "SELECT DISTINCT $this WHERE { $this <https://w3id.org/kgbuild/ns#depth> ?o }" ] .
"""
MAIL = (
    "From: Ann <ann@example.org>\nTo: bo@example.org\nDate: Fri, 17 Jan 2020 10:00:00 +0000\nSubject: The dam\n"
    "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>The dam broke at two.</p>\n"
)
PAGE = (
    "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>The dam</title></head><body><nav>Menu</nav>"
    "<article><h1>The dam</h1><p>It broke at two.</p><table><tr><td>1<td>2</table></article></body></html>"
)
TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc/></teiHeader><text><body><pb n="1"/>'
    "<p>The dam broke.<note>At two.</note></p></body></text></TEI>"
)
RTF = r"{\rtf1\ansi\ansicpg1252 The dam broke at two; 12 people died.\par It was \u233? night.}"
LIBRARY = (
    "@article{dam, title={The {D}am}, author={Ann Bo}, date={2020-01-17}, url={https://example.org/a%20b}}\n"
)
ITEMS = '[{"id": "dam", "type": "article", "title": "The dam", "author": [{"family": "Bo"}]}]'
FILES = {
    "queries/own.rq": QUERY, "shapes/own.ttl": SHAPE, "originals/mail.eml": MAIL, "originals/page.html": PAGE,
    "originals/tei.xml": TEI, "originals/note.rtf": RTF, "library.bib": LIBRARY, "library.json": ITEMS,
    "documents/dam.txt": "The dam broke at two on 17 January 2020. The board counted 12 dead in Elmford.\n",
}  # fmt: skip
NEW = ("new", "documents/dam.txt", "-o", "-")
BUILT = ("graph.nq", "graph.ttl", "graph.trig", "graph.jsonld")
# What reads a built graph, by the option for it; `validate` and `diff` take it as an argument.
ON_GRAPHS: tuple[Sequence[str], ...] = (
    ("export", "csv", "--table", "claims"), ("export", "prov-json"), ("export", "annotations"),
    ("export", "nanopubs"), ("export", "reifiers"), ("export", "csl"), ("export", "bibtex"), ("query", "by-voice"),
    ("query", "-e", "SELECT * { ?s ?p ?o } ORDER BY ?o"),
)  # fmt: skip
# Which commands read a file, by a pattern for its path.
COMMANDS: dict[str, tuple[Sequence[str], ...]] = {
    "mappings/*.yaml": (
        ["check"], ["build"], ["lock"], ["coverage"], ["documents"], ["origins"], ["conflicts"], ["timeline"],
        ["drift", "gazette-report"], ["matrix"], ["figures", "killed"], ["reuse"], ["explore"], ["export", "graphml"],
    ),
    "mappings/*.lock": (["check"], ["build"]),
    "mappings/*.audit": (["check"], ["audit"]),
    "sheet.csv": (["audit", "--import", "sheet.csv", "--reader", "eva"],),
    "registry/*.yaml": (["check"], ["build"], ["conflicts"]),
    "kgbuild.toml": (["check"], ["build"], ["query", "--list"]),
    "ontology/*.ttl": (["check"], ["build"], ["schema"]),
    "documents/*-report.txt": (["check"], ["lock"], ["reuse"], ["coverage"]),
    "documents/dam.txt": (NEW,),
    "documents/*.map": ([*NEW[:1], "documents/mail.txt", *NEW[2:]],),
    "library.bib": ([*NEW, "--record", "library.bib"],),
    "library.json": ([*NEW, "--record", "library.json"],),
    "originals/*": (["extract", "originals", "--into", "texts"],),
    "queries/*.rq": (["query", "--list"], ["query", "own"]),
    "shapes/*.ttl": (["validate"], ["validate", "--engine", "pyshacl"]),
    ".kgbuild/*.sqlite": (["check"],),
    **{
        f"built/{name}": (
            ["validate", f"built/{name}"],
            ["diff", f"built/{name}", "old.nq"],
            *([*command, "--graph", f"built/{name}"] for command in tried),
        )
        for name, tried in zip(BUILT, (ON_GRAPHS, *[ON_GRAPHS[-1:]] * 3), strict=True)
    },
}  # fmt: skip
WORDS = (
    b"", b"\0", b"\xff", b"\xe2\x80\xae", b"\x1b]0;x\x07", b"- ", b": ", b"{", b"}", b"[", b"\"", b"'", b"&a ", b"*a",
    b"!!python/object:os.system ", b"<http://", b"> ", b"_:b ", b" .\n", b"^^<", b"@en", b"9" * 500, b"-1", b"1e400",
    b"a-" * 2000, b"(" * 500, b"null", b"stated", b"\\u0000", b"SERVICE <http://127.0.0.1:9/> {", b"\r", b"\n\n", b"#",
)  # fmt: skip


def make_template(folder: Path) -> Path:
    """The project that is changed, built, with files of every kind that a command reads."""
    project = folder / "flood"
    shutil.copytree(FLOOD, project, ignore=shutil.ignore_patterns("out", ".kgbuild"))
    for name, text in FILES.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    config = project / "kgbuild.toml"
    config.write_text(config.read_text(encoding="utf-8") + 'shapes = ["shapes/own.ttl"]\n', encoding="utf-8")
    sheet = project / "sheet.csv"
    for command in (
        ["extract", "originals/mail.eml", "--into", "documents"],
        ["build"],
        ["check"],
        ["audit", "--sample", "5", "--seed", "7", "-o", "sheet.csv"],
        ["audit", "--import", "sheet.csv", "--reader", "ann"],
    ):
        if "--import" in command:
            sheet.write_text(sheet.read_text(encoding="utf-8").replace(",,,", ",holds,,"), encoding="utf-8")
        said, code = ended(project, command)
        assert code == 0, said
    shutil.copytree(project / "out", project / "built")
    shutil.copy(project / "out" / "graph.nq", project / "old.nq")
    return project


def files_of(project: Path, pattern: str) -> list[Path]:
    """The files that a pattern of :data:`COMMANDS` stands for."""
    return sorted(path for path in project.glob(pattern) if path.is_file())


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
        pattern = chance.choice(sorted(COMMANDS))
        path = chance.choice(files_of(project, pattern))
        path.write_bytes(mutated(path.read_bytes(), chance))
        arguments = chance.choice(COMMANDS[pattern])
        said, code = ended(project, arguments)
    wrong = code not in (0, 1, 2) or "Traceback" in said or "internal fault" in said or "panicked" in said
    if not wrong and not set(said) & {"\x1b", "\x07", "\u202e"}:
        return None
    return f"seed {seed}: {path.relative_to(project)}, {' '.join(arguments)}: code {code}: {said[-600:]!r}"


def is_read(path: Path, arguments: Sequence[str], template: Path) -> str | None:
    """Why a command tries nothing when a file of the template is changed: it fails anyway, or says the same.

    Only then is what it does with changed bytes worth anything.
    """
    with tempfile.TemporaryDirectory() as name:
        answers = []
        for content in (path.read_bytes(), b"\0\xff{[ not what it was"):
            project = Path(name) / "flood"
            shutil.copytree(template, project)
            (project / path.relative_to(template)).write_bytes(content)
            answers.append(ended(project, arguments))
            shutil.rmtree(project)
    what = f"{' '.join(arguments)}, {path.relative_to(template)}"
    if answers[0][1] != 0:
        return f"{what}: fails on the unchanged project: {answers[0][0][-300:]}"
    return f"{what}: does not notice another content" if answers[0] == answers[1] else None


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
