"""Runs every measurement and writes ``benchmarks/results.md``: ``make bench``, or one by name."""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import requests

from benchmarks.documents import extraction
from benchmarks.generate import write_project

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from store.load.servers import OXIGRAPH, VIRTUOSO, Oxigraph, Server, Virtuoso  # noqa: E402  (the tests' own servers)

REPEATS = 5
DOCUMENTS = 10_000
QUERIED = 1_300
"""Documents of the graph that is queried: a million triples."""
RDFLIB_SHARE = 20
"""The rdflib yardstick builds one in so many of the quads: all of them would take its quarter of an hour."""


def clean_environment() -> dict[str, str]:
    """The environment of an ordinary installation: bytecode is cached, no documents are named."""
    dropped = ("PYTHONDONTWRITEBYTECODE", "KGBUILD_DOCUMENTS")
    return {name: value for name, value in os.environ.items() if name not in dropped}


def seconds(command: Sequence[str], cwd: Path, repeats: int = REPEATS) -> float:
    """The median wall time of a command in fresh processes, after one run that warms the disk and the bytecode."""
    found = []
    for _ in range(repeats + 1):
        start = time.perf_counter()
        subprocess.run(command, cwd=cwd, env=clean_environment(), check=True, capture_output=True)
        found.append(time.perf_counter() - start)
    return statistics.median(found[1:])


def peak(command: Sequence[str], cwd: Path, output: IO[str] | None = None) -> tuple[float, float]:
    """Wall time and peak memory in MB of one fresh process; what it prints goes to ``output``."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=clean_environment(), stdout=output, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def kgbuild(*arguments: str) -> list[str]:
    """A kgbuild command of this interpreter, by its console script."""
    return [str(Path(sys.executable).with_name("kgbuild")), *arguments]


def sample() -> list[str]:
    """``--help``, ``check`` and ``build`` on the sample, beside the imports that any such tool needs."""
    yardstick = seconds([sys.executable, "-c", "import click, yaml, pyoxigraph"], ROOT)
    with tempfile.TemporaryDirectory() as out:
        measured = {
            "`kgbuild --help`": (seconds(kgbuild("--help"), ROOT), "within 1.6 times"),
            "`kgbuild check` on the sample": (seconds(kgbuild("check"), ROOT), "within 5 times"),
            "`kgbuild build` with SHACL on the sample": (
                seconds(kgbuild("build", "-o", out), ROOT),
                "under 1 s",
            ),
        }
    lines = ["## The sample", "", "| what | median of 5 | yardsticks | wanted |", "|---|---|---|---|"]
    lines.append(f'| yardstick: `python -c "import click, yaml, pyoxigraph"` | {yardstick:.3f} s | 1.0 | |')
    lines += [
        f"| {name} | {s:.3f} s | {s / yardstick:.1f} | {wanted} |" for name, (s, wanted) in measured.items()
    ]
    return lines


def many() -> list[str]:
    """``check`` of ten thousand mappings, anew and after one changed, beside composing them with PyYAML alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = write_project(folder, DOCUMENTS)
        _lock(folder, texts)
        command = kgbuild("check", "--format", "concise")
        yardstick = [sys.executable, "-m", "benchmarks.compose", str(folder / "mappings")]
        edited = sorted((folder / "mappings").glob("*.yaml"))[DOCUMENTS // 2]
        composed, cold, warm = [], [], []
        for number in range(REPEATS):
            composed.append(peak(yardstick, ROOT)[0])
            shutil.rmtree(folder / ".kgbuild", ignore_errors=True)
            cold.append(peak(command, folder)[0])
            edited.write_text(f"{edited.read_text(encoding='utf-8')}# edit {number}\n", encoding="utf-8")
            warm.append(peak(command, folder)[0])
    base, first, again = map(statistics.median, (composed, cold, warm))
    return [
        "## Checking ten thousand mappings",
        "",
        f"{DOCUMENTS:,} generated mappings of 15 claims with their locks; each run after the other, in turn.",
        "",
        "| what | median of 5 | yardsticks | wanted |",
        "|---|---|---|---|",
        f"| yardstick: the same files composed with PyYAML (libyaml) alone | {base:.2f} s | 1.0 | |",
        f"| `kgbuild check`, no cache yet | {first:.2f} s | {first / base:.1f} | within 3 times |",
        f"| `kgbuild check` after one of them changed | {again:.2f} s | {again / base:.1f} | under 1.5 s |",
    ]


def _lock(folder: Path, texts: Path) -> None:
    """Write the locks of a generated project, and remove its texts."""
    subprocess.run(
        kgbuild("lock", "--documents", str(texts), "--format", "concise"),
        cwd=folder, env=clean_environment(), check=True, capture_output=True,
    )  # fmt: skip
    shutil.rmtree(texts)


def large() -> list[str]:
    """Ten thousand generated documents to N-Quads in one process, beside rdflib building the same quads."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = write_project(folder, DOCUMENTS)
        _lock(folder, texts)
        command = kgbuild("build", "--only", "nq", "--no-shapes", "--format", "concise")
        runs = [peak(command, folder) for _ in range(REPEATS)]
        took, memory = statistics.median(run[0] for run in runs), max(run[1] for run in runs)
        graph = folder / "out" / "graph.nq"
        with graph.open("rb") as stream:
            quads = sum(1 for _ in stream)
        part = folder / "part.nq"
        with graph.open("rb") as stream, part.open("wb") as target:
            target.writelines(line for number, line in enumerate(stream) if number % RDFLIB_SHARE == 0)
        rdflib_seconds, rdflib_memory = peak(
            [sys.executable, "-m", "benchmarks.rdflib_build", str(part)], ROOT
        )
    speed, rdflib_speed = quads / took, quads / RDFLIB_SHARE / rdflib_seconds
    return [
        "## Ten thousand documents",
        "",
        f"{DOCUMENTS:,} generated documents of 15 claims, from their locks, to N-Quads in one process without SHACL: "
        f"{quads:,} quads, {quads / DOCUMENTS:.0f} a document.",
        "",
        "| what | median of 5 | quads/s | peak memory | wanted |",
        "|---|---|---|---|---|",
        f"| kgbuild | {took:.1f} s | {speed:,.0f} | {memory:.0f} MB | 150,000 quads/s, under 300 MB |",
        f"| rdflib alone: every {RDFLIB_SHARE}th of the same quads added to a Dataset and serialised (one run) | "
        f"{rdflib_seconds:.1f} s | {rdflib_speed:,.0f} | {rdflib_memory:.0f} MB | |",
        "",
        f"kgbuild, from YAML on, is {speed / rdflib_speed:.1f} times as fast as rdflib, which is given finished terms.",
    ]


def provenance() -> list[str]:
    """Origins and conflicts over every question of corpora in memory, the one ten times as large as the other."""
    rows, seconds_of = [], []
    for documents in (DOCUMENTS, 10 * DOCUMENTS):
        with tempfile.TemporaryFile("w+") as output:
            command = [sys.executable, "-m", "benchmarks.provenance", str(documents)]
            _, memory = peak(command, ROOT, output)
            output.seek(0)
            found = json.load(output)
        seconds_of.append(found["origins"] + found["conflicts"])
        rows.append(
            f"| {documents:,} | {found['claims']:,} | {found['questions']:,} | {found['corpus']:.1f} s "
            f"| {found['origins']:.1f} s | {found['conflicts']:.1f} s | {memory:,.0f} MB |"
        )
    return [
        "## Origins and conflicts",
        "",
        "Corpora made in memory, forty documents an event, ten claims a document, in chains of lineage; origins and "
        "conflicts of every question in one fresh process (one run each). Wanted: linear, a million claims under 4 GB.",
        "",
        "| documents | claims | questions | making the corpus | origins | conflicts | peak memory |",
        "|---|---|---|---|---|---|---|",
        *rows,
        "",
        f"Ten times the documents take {seconds_of[1] / seconds_of[0]:.1f} times as long.",
    ]


PHASES = ("read", "compare", "note", "send", "count", "swap")
LOADED_DOCUMENTS = 130
"""Documents whose graph has about 100,000 triples."""


def load() -> list[str]:
    """``load`` of 100,000 triples into a fresh server of each kind, beside the server's own bulk upload of the same."""
    rows, notes = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        folder.mkdir()
        texts = write_project(folder, LOADED_DOCUMENTS)
        _lock(folder, texts)
        subprocess.run(
            kgbuild("build", "--only", "nq", "--no-shapes"),
            cwd=folder, env=clean_environment(), check=True, capture_output=True,
        )  # fmt: skip
        for kind, server in (("Oxigraph", Oxigraph), ("Virtuoso", Virtuoso)):
            if (OXIGRAPH if kind == "Oxigraph" else VIRTUOSO) is None:
                notes.append(f"{kind} is not installed here: not measured.")
                continue
            bulk, runs = [], []
            for number in range(REPEATS):
                with _running(server(Path(name) / f"{kind}-bulk-{number}")) as fresh:
                    bulk.append(_bulk(fresh, folder / "out" / "graph.nq"))
                with _running(server(Path(name) / f"{kind}-load-{number}")) as fresh:
                    runs.append(_load(fresh, folder / "out"))
            own = statistics.median(bulk)
            totals = [
                sum(run["seconds"][phase] for phase in PHASES if phase in run["seconds"]) for run in runs
            ]
            parts = [statistics.median(run["seconds"].get(phase, 0.0) for run in runs) for phase in PHASES]
            again = statistics.median(run["seconds"]["a second load"] for run in runs)
            took = statistics.median(totals)
            rows.append(
                f"| {kind} | {own:.2f} s | {took:.2f} s | **{took / own:.1f}** "
                f"| {' | '.join(f'{part:.2f}' for part in parts)} | {again:.2f} s |"
            )
            quads, graphs = runs[0]["quads"], runs[0]["graphs"]
    return [
        "## Loading",
        "",
        f"`kgbuild load` of {quads:,} quads in {graphs} graphs into a fresh server on the same machine, beside the "
        "server's own bulk upload of the same file in one request (Oxigraph: POST to `/store`; Virtuoso: `ld_dir` and "
        f"`rdf_loader_run`); medians of {REPEATS}. Phases in seconds: the file read and hashed, the store "
        "compared, the journal written, graphs sent, counted, and put in place of the old ones.",
        "",
        f"| server | own upload | `load` | times | {' | '.join(PHASES)} | a second load |",
        f"|---|---|---|---|{'---|' * len(PHASES)}---|",
        *rows,
        *(["", *notes] if notes else []),
    ]


@contextmanager
def _running(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
    finally:
        server.stop()


def _load(server: Server, folder: Path) -> dict[str, Any]:
    command = [
        *(sys.executable, "-m", "benchmarks.load", server.address, server.profile),
        *(str(folder), "https://example.org/floods/"),
    ]
    ran = subprocess.run(command, cwd=ROOT, env=clean_environment(), check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def _bulk(server: Server, file: Path) -> float:
    """The seconds of the server's own way of taking a whole file of N-Quads."""
    start = time.perf_counter()
    if isinstance(server, Virtuoso):
        (server.folder / "graph.nq").symlink_to(file)
        script = "ld_dir ('.', 'graph.nq', 'urn:unused'); rdf_loader_run (); checkpoint;"
        command = ["isql-vt", f"127.0.0.1:{server.sql_port}", "dba", "dba", f"EXEC={script}"]
        subprocess.run(command, check=True, capture_output=True)
    else:
        with file.open("rb") as stream:
            requests.post(
                f"{server.address}/store",
                data=stream,
                headers={"Content-Type": "application/n-quads"},
                timeout=600,
            ).raise_for_status()
    return time.perf_counter() - start


def queries() -> list[str]:
    """Three queries on a million triples, by the embedded store and by rdflib, each in fresh processes in turn."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = write_project(folder, QUERIED, events=QUERIED // 8, chains=True)
        _lock(folder, texts)
        subprocess.run(
            kgbuild("build", "--only", "nq", "--no-shapes", "--format", "concise"),
            cwd=folder, env=clean_environment(), check=True, capture_output=True,
        )  # fmt: skip
        graph = folder / "out" / "graph.nq"
        triples = {line.rpartition(b" <")[0] for line in graph.read_bytes().splitlines()}
        graph.with_suffix(".nt").write_bytes(b"".join(triple + b" .\n" for triple in sorted(triples)))
        runs: dict[str, list[dict[str, Any]]] = {"kgbuild": [], "rdflib": []}
        for _ in range(REPEATS):
            for tool, found in runs.items():
                command = [sys.executable, "-m", "benchmarks.queries", tool, str(graph)]
                ran = subprocess.run(
                    command, cwd=ROOT, env=clean_environment(), check=True, capture_output=True, text=True
                )
                found.append(json.loads(ran.stdout))
    rows = []
    for what in ("load", *runs["kgbuild"][0]["queries"]):
        ours, theirs = (
            statistics.median(
                run["load"] if what == "load" else run["queries"][what][0] for run in runs[tool]
            )
            for tool in ("kgbuild", "rdflib")
        )
        answers = {run["queries"][what][1] for found in runs.values() for run in found if what != "load"}
        assert len(answers) < 2, f"the answers to {what!r} differ: {answers}"
        count = f"{answers.pop():,}" if answers else ""
        wanted = "" if what == "load" else "at least 8 times as fast"
        rows.append(
            f"| {what} | {count} | {ours:.3f} s | {theirs:.2f} s | {theirs / ours:.0f} times | {wanted} |"
        )
    return [
        "## Queries",
        "",
        f"{len(triples):,} triples of {QUERIED:,} generated documents, each query once in a fresh process.",
        "",
        "| what | rows | kgbuild (median of 5) | rdflib (median of 5) | as fast | wanted |",
        "|---|---|---|---|---|---|",
        *rows,
    ]


MEASUREMENTS: dict[str, Callable[[], list[str]]] = {
    "sample": sample,
    "many": many,
    "large": large,
    "provenance": provenance,
    "load": load,
    "queries": queries,
    "documents": extraction,
}


def main() -> None:
    """Run the measurements named (all, without a name) and print the page; write it where all were run."""
    wanted = sys.argv[1:] or list(MEASUREMENTS)
    lines = [
        "# Measured",
        "",
        "Made by `make bench`. Seconds differ from machine to machine; the ratios matter.",
        "",
        f"Python {platform.python_version()}, {os.cpu_count()} cores.",
    ]
    for name in wanted:
        lines += ["", *MEASUREMENTS[name]()]
    page = "\n".join(lines) + "\n"
    print(page)
    if not sys.argv[1:]:
        (ROOT / "benchmarks" / "results.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
