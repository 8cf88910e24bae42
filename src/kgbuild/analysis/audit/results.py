"""What readers found: their verdicts on the claims of a corpus as they are now, and how far two readers agree."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from kgbuild.analysis.open_study import open_study
from kgbuild.claims.audit.rules import current
from kgbuild.claims.audit.verdicts import SUFFIX, VERDICTS, Verdict, read_verdicts
from kgbuild.claims.audit.words import ClaimInWords, in_words
from kgbuild.claims.claim import Claim
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import Project
from kgbuild.core.records import record
from kgbuild.findings.diagnostics import Diagnostic, errors_text


@record
class AuditedClaim:
    """A claim with its words and the verdicts on it: those on what it is now, and how many are stale."""

    claim: Claim
    words: ClaimInWords
    verdicts: tuple[Verdict, ...]
    stale: int


@record
class Agreement:
    """How far two readers agree on the claims that both read.

    ``raw`` is the share of equal verdicts, ``kappa`` Cohen's κ = (p_o − p_e) / (1 − p_e): what of it goes beyond the
    share p_e that two readers with these frequencies of verdicts would reach by chance (J. Cohen, "A coefficient of
    agreement for nominal scales", Educational and Psychological Measurement 20, 1960, 37–46). It is ``None`` where both
    gave one and the same verdict throughout, as it then divides by nothing.
    """

    readers: tuple[str, str]
    claims: int
    raw: float
    kappa: float | None


@dataclass(frozen=True)
class Audit:
    """The claims of a corpus with what readers said of them."""

    project: Project
    claims: Sequence[AuditedClaim]

    @cached_property
    def by_id(self) -> Mapping[str, AuditedClaim]:
        """Every claim by its id."""
        return {each.words.id: each for each in self.claims}

    @cached_property
    def documents(self) -> Mapping[str, Sequence[AuditedClaim]]:
        """The claims of each document, by its id."""
        found: dict[str, list[AuditedClaim]] = {}
        for each in self.claims:
            found.setdefault(each.claim.document, []).append(each)
        return dict(sorted(found.items()))

    @cached_property
    def readers(self) -> Mapping[str, Mapping[str, Verdict]]:
        """The verdicts of each reader, by the id of the claim."""
        found: dict[str, dict[str, Verdict]] = {}
        for each in self.claims:
            for verdict in each.verdicts:
                found.setdefault(verdict.reader, {})[each.words.id] = verdict
        return dict(sorted(found.items()))

    def agreements(self) -> list[Agreement]:
        """The agreement of every two readers who read a claim in common."""
        found = []
        for left, right in combinations(self.readers, 2):
            mine, theirs = self.readers[left], self.readers[right]
            pairs = [(mine[name].verdict, theirs[name].verdict) for name in mine if name in theirs]
            if pairs:
                found.append(agreement((left, right), pairs))
        return found

    def draw(self, size: int, seed: str, reader: str | None = None) -> list[AuditedClaim]:
        """Claims drawn by a seed: of two draws with one seed the smaller is the beginning of the larger.

        The order is that of a hash of seed and id, so it is the same on every machine, and a claim that is added or
        dropped moves no other. With ``reader``, what that reader has read as it is now is left out.
        """
        read = self.readers.get(reader, {}) if reader is not None else {}
        left = [each for each in self.claims if each.words.id not in read]
        return sorted(left, key=lambda each: _draw_key(seed, each.words.id))[:size]


def _draw_key(seed: str, name: str) -> str:
    return hashlib.sha256(f"{seed}\n{name}".encode()).hexdigest()


def agreement(readers: tuple[str, str], pairs: Sequence[tuple[str, str]]) -> Agreement:
    """The agreement of two readers over the pairs of their verdicts."""
    total = len(pairs)
    equal = sum(left == right for left, right in pairs)
    lefts, rights = Counter(left for left, _ in pairs), Counter(right for _, right in pairs)
    by_chance = sum(lefts[each] * rights[each] for each in VERDICTS)  # p_e times the square of the total
    if by_chance == total * total:
        return Agreement(readers, total, 1.0, None)
    kappa = (equal * total - by_chance) / (total * total - by_chance)
    return Agreement(readers, total, equal / total, kappa)


def open_audit(project: Project) -> Audit:
    """The claims of a project in words, with the verdicts on them. Raises :class:`KgbuildError` for one with errors."""
    study = open_study(project)
    verdicts: dict[str, Sequence[Verdict]] = {}
    faults: list[Diagnostic] = []
    for path in project.mapping_files():
        file = path.with_suffix(SUFFIX)
        if file.is_file():
            verdicts |= read_verdicts(file.read_bytes(), project.relative(file), faults.append) or {}
    if (text := errors_text(faults)) is not None:
        raise KgbuildError(f"the verdicts have {text}", "run `kgbuild check`")
    found = []
    for claim in study.claims:
        words = in_words(claim, study.namer, study.registry)
        own = verdicts.get(claim.id, ())
        now = tuple(current(own, words.seal))
        found.append(AuditedClaim(claim, words, now, len(own) - len(now)))
    return Audit(project, found)
