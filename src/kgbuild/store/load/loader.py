"""Loading: a plan carried out, graph by graph.

Each graph goes to a staging graph, is counted there, and is copied over the old one in one update, which also notes it
in the journal. Where the store replaces a graph in one transaction, it is sent directly. ``meta`` goes last, then the
journal. Every step can be repeated: a copy leaves the staging graph in place, which is dropped by a step of its own.
So a request whose answer is lost is sent again, and a load that is broken off is continued by the next one.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from kgbuild.store.load.graph_file import GraphFile, GraphSection
from kgbuild.store.load.plan import Journal, LoadPlan, count_triples, plan_load
from kgbuild.store.load.target import RemoteError, Target

LoadProgress: TypeAlias = Callable[[int, int, str], None]
"""Told how many graphs are done, of how many, and which one is next."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did: its plan, what the store has now in each graph, and the seconds each phase took."""

    plan: LoadPlan
    found: Mapping[str, int]
    seconds: Mapping[str, float]


def load(
    target: Target, built: GraphFile, progress: LoadProgress = lambda done, total, graph: None
) -> LoadReport:
    """Make the graphs of a store those of the built graph. Raises :class:`RemoteError`; old graphs then stay."""
    loading = _Loading(target, built, progress)
    with loading.phase("compare"):
        plan = plan_load(target, built)
    if plan.empty:
        return LoadReport(plan, plan.found, loading.seconds)
    try:
        found = loading.carry_out(plan)
    except RemoteError as error:
        raise RemoteError(f"{error} ({loading.state()})", error.hint) from error
    return LoadReport(plan, found, loading.seconds)


class _Loading:
    """One load under way."""

    def __init__(self, target: Target, built: GraphFile, progress: LoadProgress) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._target = target
        self._built = built
        self._progress = progress
        self._journal = Journal(built.base)
        self._done = 0
        self._total = 0

    def state(self) -> str:
        """How far it came, for the message of a failure."""
        return (
            f"{self._done} of {self._total} graphs replaced; the others are as they were: load again to go on"
        )

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Add the time that the block takes to a phase."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - start

    def carry_out(self, plan: LoadPlan) -> dict[str, int]:
        """Send, drop, and count; returns what the store has in each graph of the built one."""
        sections = [*plan.send, self._built.meta]
        self._total = len(sections)
        with self.phase("note"):
            for graph in plan.staged:
                self._target.update(f"DROP SILENT GRAPH <{graph}>")
            lines = [self._journal.begun(each) for each in (*plan.finished, *sections)]
            lines += [self._journal.done(each) for each in plan.finished]
            self._target.put_lines(self._journal.graph, lines)
        for section in plan.send:
            self._replace(section)
        with self.phase("swap"):
            for graph in plan.drop:
                self._target.update(f"DROP SILENT GRAPH <{graph}>")
        self._verify(plan.send)
        self._replace(self._built.meta)
        with self.phase("note"):
            self._target.update(f"DROP SILENT GRAPH <{self._journal.graph}>")
        return self._verify([*self._built.sections, self._built.meta])

    def _replace(self, section: GraphSection) -> None:
        """Put the new graph in the place of the old one."""
        self._progress(self._done, self._total, section.graph)
        entry = self._journal.entry(section)
        note = f"INSERT DATA {{ GRAPH <{self._journal.graph}> {{ {self._journal.done(section)}}} }}"
        direct = self._target.replaces_whole
        with self.phase("send"):
            self._target.put(section.graph if direct else entry, self._built, section)
        with self.phase("count"):
            self._expect({section.graph if direct else entry: section.quads})
        if direct:
            with self.phase("note"):
                self._target.update(note)
        else:
            with self.phase("swap"):
                self._target.update(f"COPY GRAPH <{entry}> TO GRAPH <{section.graph}> ; {note}")
                self._target.update(f"DROP SILENT GRAPH <{entry}>")
        self._done += 1
        self._progress(self._done, self._total, section.graph)

    def _verify(self, sections: list[GraphSection] | tuple[GraphSection, ...]) -> dict[str, int]:
        with self.phase("count"):
            return self._expect({each.graph: each.quads for each in sections})

    def _expect(self, wanted: Mapping[str, int]) -> dict[str, int]:
        """Count graphs. Raises :class:`RemoteError` for the first that does not have as many triples as were sent."""
        found = count_triples(self._target, list(wanted))
        for graph, quads in wanted.items():
            if found[graph] != quads:
                raise RemoteError(
                    f"{self._target.name} has {found[graph]:,} of {quads:,} triples in <{graph}>",
                    "see whether the server stores what it accepts, and whether somebody else loads at the same time",
                )
        return found
