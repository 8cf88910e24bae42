"""Origins and conflicts over every question of a large corpus, made in memory: ``python -m benchmarks.provenance N``.

Of the documents some forty speak of each event, ten claims each. Of every eight that follow one another seven have
their claims from the one before, with now and then another figure; the first of every other eight has them from a work.
Prints the seconds of each step as JSON.
"""

from __future__ import annotations

import gc
import hashlib
import json
import random
import sys
import time
from collections.abc import Iterator

from kgbuild.analysis.conflicts.rows import disputes
from kgbuild.analysis.origins.rows import origins_of
from kgbuild.analysis.study import Section, Study
from kgbuild.claims.claim import Claim, Namer, Proposition, Utterance
from kgbuild.claims.lineage import corpus_pass
from kgbuild.claims.summaries import ClaimSummary, DeclaredSource, SectionSummary, Summary
from kgbuild.core.places import Place
from kgbuild.core.project import ontology_folder
from kgbuild.core.terms import Term
from kgbuild.evidence.finder import Anchor, Span
from kgbuild.mapping.model import ClaimSpec, QuoteSpec, Ref, Wording
from kgbuild.mapping.registry import Registry
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.values.dates import parse_time
from kgbuild.values.quantities import parse_quantity

BASE = "https://example.org/"
PER_EVENT = 40
CHAIN = 8
FIGURES = ("killed", "wounded", "missing", "detained", "displaced")
DATES = ("occurred",)
NAMES = {"took_place_in": "place", "characterised_as": "concept", "carried_out_by": "agent"}


class Maker:
    """Makes the documents; what recurs in them is made once."""

    def __init__(self, documents: int) -> None:
        self.documents = documents
        self.events = max(1, documents // PER_EVENT)
        vocabulary = load_vocabulary((ontology_folder() / "kgbuild.ttl", ontology_folder() / "events.ttl"))
        self.namer = Namer(BASE, vocabulary)
        self.random = random.Random(20260101)
        self.contents: dict[tuple[int, str, int], Proposition] = {}
        self.claims: list[Claim] = []
        self.sections: list[Section] = []

    def study(self) -> Study:
        """The whole corpus."""
        corpus = corpus_pass(list(self._summaries()), self.namer, _Works(self.namer), lambda _: None)
        return Study(
            self.claims, self.sections, (), corpus, Registry({}, ""), self.namer
        )  # fmt: skip

    def _summaries(self) -> Iterator[Summary]:
        before: dict[str, int] = {}
        for number in range(self.documents):
            # The documents of one event follow one another, so that each may have its claims from the last.
            event, within = divmod(number, PER_EVENT)
            name = f"d{number:06d}"
            place = Place(f"mappings/{name}.yaml", 1, 1, 1, 2)
            term = self.namer.node("doc", name)
            voice = self.namer.node("agent", f"a{number % max(1, self.documents // 40)}")
            issued = parse_time(f"{1990 + within % 30}")
            self.sections.append(Section(name, term, name, None, "report", issued, voice, place))
            summaries = []
            for key in (*FIGURES, *DATES, *NAMES, "body_of"):
                value = before.get(key, 0) if within % CHAIN else self.random.randrange(5)
                if self.random.random() < 0.05:
                    value = self.random.randrange(5)
                before[key] = value
                claim = self._claim(name, number, event, key, value, voice, 1990 + within % 30)
                self.claims.append(claim)
                content = claim.proposition
                summaries.append(
                    ClaimSummary(
                        claim.id, claim.term, None, content.slot, content.term, claim.predicate.many,
                        self._sources(number, within, key, claim.place), claim.place,
                    )
                )  # fmt: skip
            yield Summary(
                name, place.file, name, place, (SectionSummary(name, term, voice, None, None),),
                tuple(each.id for each in summaries), tuple(summaries), (), (),
            )  # fmt: skip

    def _sources(self, number: int, within: int, key: str, place: Place) -> tuple[DeclaredSource, ...] | None:
        if within % CHAIN and key != "body_of":
            return (DeclaredSource(f"d{number - 1:06d}.{key}.{key}", "", "derived", "stated-in-text", place),)
        if within % (2 * CHAIN) == 0:
            return (DeclaredSource(f"w{number}", "", "derived", "stated-in-text", place),)
        return None

    def _claim(
        self, name: str, number: int, event: int, key: str, value: int, voice: Term, year: int
    ) -> Claim:
        claim_id = f"{name}.{key}.{key}"
        content = self._content(voice if key == "body_of" else None, event, key, value)
        quote = QuoteSpec(f"{value} {key}")
        place = Place(f"mappings/{name}.yaml", 2, 5, 2, 11)
        subject, words = Ref(content.subject, f"e{event}"), Wording(quote.text, None)
        return Claim(
            spec=ClaimSpec(claim_id, content.predicate, subject, words, quote, quote.text, place, place),
            term=self.namer.node("claim", claim_id),
            document=name,
            proposition=content,
            utterances=(
                Utterance(
                    self.namer.node("said", f"{claim_id}.0"), 0, voice, None, "asserts", None, "certain", None
                ),
            ),
            anchor=Anchor(
                Span(number, number + 9, "exact", hashlib.sha256(claim_id.encode()).hexdigest()), None, None
            ),
            year=year,
        )  # fmt: skip

    def _content(self, voice: Term | None, event: int, key: str, value: int) -> Proposition:
        found = self.contents.get((event, key, value)) if voice is None else None
        if found is not None:
            return found
        subject = voice or self.namer.node("event", f"e{event}")
        predicate = self.namer.vocabulary.properties[key]
        population = None
        if key in FIGURES:
            quantity = parse_quantity(f"{event % 97 * 10 + value * 10 + 1}").quantity
            content = self.namer.quantity(quantity, f"<{predicate.unit}>")
            population = self.namer.node("group", "civilians") if value % 2 else None
        elif key in DATES:
            content = self.namer.time(parse_time(f"{1950 + event % 40}-0{value + 1}"))
        elif voice is not None:
            content = self.namer.node("agent", "state")
        else:
            content = self.namer.node(NAMES[key], f"{key}-{value}")
        made = Proposition(subject, predicate, content, population, None, None, None, False, self.namer)
        self.contents[event, key, value] = made
        return made


class _Works(Registry):
    """A registry that holds the works that the documents name as sources."""

    def __init__(self, namer: Namer) -> None:
        super().__init__({}, "")
        self._namer = namer
        self._kind = namer.vocabulary.kinds["works"]

    def get(self, name: str):  # type: ignore[no-untyped-def,override]
        return _Work(self._namer.node("work", name), self._kind) if name.startswith("w") else None


class _Work:
    def __init__(self, term: Term, kind: object) -> None:
        self.term = term
        self.kind = kind


def main() -> None:
    """Make a corpus of so many documents and look for origins and conflicts in all of it."""
    gc.set_threshold(100_000, 20, 20)
    times = {}
    start = time.perf_counter()
    study = Maker(int(sys.argv[1])).study()
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
