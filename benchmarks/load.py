"""One load into a fresh store, timed by phase: a server's address, its profile and a project, as ``large`` makes it."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from kgbuild.store.load.client import Client, Limits
from kgbuild.store.load.credentials import Credentials
from kgbuild.store.load.graph_file import open_graph_file
from kgbuild.store.load.loader import load
from kgbuild.store.load.servers import PROFILES, ServerTarget


def main() -> None:
    """Load, and print the seconds of each phase as JSON."""
    address, profile, folder, base = sys.argv[1:5]
    credentials = Credentials("dba", "dba") if profile == "virtuoso" else None
    start = time.perf_counter()
    with open_graph_file(Path(folder), base) as built:
        seconds = {"read": time.perf_counter() - start}
        target = ServerTarget(Client(Limits(timeout=600), credentials), address, PROFILES[profile])
        report = load(target, built)
        seconds |= report.seconds
        start = time.perf_counter()
        again = load(target, built)
        assert again.plan.empty
        seconds["a second load"] = time.perf_counter() - start
        quads, graphs = sum(report.found.values()), len(report.found)
    print(json.dumps({"seconds": seconds, "quads": quads, "graphs": graphs}))


if __name__ == "__main__":
    main()
