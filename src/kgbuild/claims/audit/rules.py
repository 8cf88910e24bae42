"""What a check says of the verdicts on a mapping's claims: those that are stale, and those that do not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kgbuild.claims.audit.verdicts import FAILS, Verdict
from kgbuild.claims.audit.words import ClaimInWords
from kgbuild.core.places import Place
from kgbuild.findings.diagnostics import Diagnostic, Related, diagnostic


def current(verdicts: Iterable[Verdict], seal: str) -> list[Verdict]:
    """The verdicts on a claim as it is now."""
    return [verdict for verdict in verdicts if verdict.seal == seal]


def audit_findings(
    claims: Sequence[tuple[ClaimInWords, Place]], verdicts: Mapping[str, Sequence[Verdict]]
) -> Iterator[Diagnostic]:
    """What is wrong: verdicts on what is no longer so, and claims that a reader did not find in their words."""
    known = {words.id: (words, place) for words, place in claims}
    for name, found in verdicts.items():
        if name not in known:
            if found:
                yield _stale(found, f"`{name}` is no claim of this mapping; {_readers(found)} read it")
            continue
        words, place = known[name]
        now = current(found, words.seal)
        old = [verdict for verdict in found if verdict not in now]
        if old:
            yield _stale(old, f"`{name}` has changed since {_readers(old)} read it")
        failed = [verdict for verdict in now if verdict.verdict == FAILS]
        if failed:
            yield diagnostic(
                "KG371",
                f"the words that `{name}` cites do not carry it, as {_readers(failed)} read them",
                place,
                notes=[f"{verdict.reader}: {verdict.note}" for verdict in failed if verdict.note],
                related=[Related(verdict.place, "the verdict") for verdict in failed],
            )


def _stale(verdicts: Sequence[Verdict], message: str) -> Diagnostic:
    return diagnostic(
        "KG370",
        message,
        verdicts[0].place,
        help="have it read again with `kgbuild audit`, or delete the verdict",
    )


def _readers(verdicts: Sequence[Verdict]) -> str:
    """ "Anna", "Anna and Ben", "Anna, Ben and Cleo"."""
    names = sorted({verdict.reader for verdict in verdicts})
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def count_audited(
    claims: Sequence[tuple[ClaimInWords, Place]], verdicts: Mapping[str, Sequence[Verdict]], readers: int
) -> int:
    """How many claims so many readers read as they are now."""
    return sum(
        len({verdict.reader for verdict in current(verdicts.get(words.id, ()), words.seal)}) >= readers
        for words, _ in claims
    )
