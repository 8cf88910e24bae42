"""Origins and conflicts over every question of a large corpus, made in memory: ``python -m benchmarks.provenance N``.

Of the documents some forty speak of each event, ten claims each. Of every eight that follow one another seven have
their claims from the one before, with now and then another figure; the first of every other eight has them from a work.
Prints the seconds of each step as JSON.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from analysis.corpora import Doc, Says, corpus

from kgbuild.analysis.conflicts.results import disputes
from kgbuild.analysis.origins.results import origins_of

PER_EVENT = 40
CHAIN = 8
FIGURES = ("killed", "wounded", "missing", "detained", "displaced")
DATES = ("occurred",)
NAMES = ("took_place_in", "characterised_as", "carried_out_by")


def documents(count: int) -> Iterator[Doc]:
    """So many documents; those of one event follow one another, so that each may have its claims from the last."""
    chance = random.Random(20260101)
    before: dict[str, int] = {}
    for number in range(count):
        event, within = divmod(number, PER_EVENT)
        voice = f"a{number % max(1, count // 40)}"
        says = []
        for key in (*FIGURES, *DATES, *NAMES, "body_of"):
            value = before.get(key, 0) if within % CHAIN else chance.randrange(5)
            if chance.random() < 0.05:
                value = chance.randrange(5)
            before[key] = value
            about = f"agent/{voice}" if key == "body_of" else f"event/e{event}"
            population = "civilians" if key in FIGURES and value % 2 else None
            source = _source(number, within, key)
            says.append(Says(key, _value(event, key, value), (), source, population=population, about=about))
        yield Doc(f"d{number:06d}", 1990 + within % 30, voice, tuple(says))


def _value(event: int, key: str, value: int) -> int | str:
    if key in FIGURES:
        return event % 97 * 10 + value * 10 + 1
    if key in DATES:
        return f"{1950 + event % 40}-0{value + 1}"
    return "state" if key == "body_of" else f"{key}-{value}"


def _source(number: int, within: int, key: str) -> tuple[str, ...] | None:
    if within % CHAIN and key != "body_of":
        return (f"d{number - 1:06d}.{key}",)
    return (f"work:w{number}",) if within % (2 * CHAIN) == 0 else None


def main() -> None:
    """Make a corpus of so many documents and look for origins and conflicts in all of it."""
    gc.set_threshold(100_000, 20, 20)
    times = {}
    start = time.perf_counter()
    study = corpus(list(documents(int(sys.argv[1]))))
    times["corpus"], start = time.perf_counter() - start, time.perf_counter()
    questions = list(study.questions.values())
    figures = sum(len(origins_of(study, question)) for question in questions)
    times["origins"], start = time.perf_counter() - start, time.perf_counter()
    found = sum(dispute.is_open for dispute in disputes(study, questions))
    times["conflicts"] = time.perf_counter() - start
    counts = {"claims": len(study.claims), "questions": len(questions), "figures": figures, "open": found}
    print(json.dumps({**counts, **times}))


if __name__ == "__main__":
    main()
