"""Takes the answers of a sheet into the files beside the mappings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kgbuild.analysis.audit.results import Audit
from kgbuild.analysis.audit.sheet import as_verdict, read_sheet
from kgbuild.claims.audit.verdicts import SUFFIX, Verdict, read_verdicts, write_verdicts
from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import AtomicFiles
from kgbuild.core.records import record
from kgbuild.core.terminal import visible

_LONGEST_NAME: Final = 80


@record
class Taken:
    """What a sheet brought: how many verdicts, into which files; and what of it is not as the corpus is now.

    ``changed`` are claims that are no longer what was read (their verdicts are kept, and stale), ``gone`` those that
    are no more (theirs are left out), ``empty`` counts claims without an answer.
    """

    verdicts: int
    files: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    empty: int


def take_sheet(audit: Audit, sheet: Path, reader: str) -> Taken:
    """Keep the answers of a sheet as the verdicts of a reader, in place of earlier ones on the same claims.

    Raises :class:`KgbuildError` for a faulty sheet; then nothing is written.
    """
    name = " ".join(reader.split())
    if not name or visible(name) != name or len(name) > _LONGEST_NAME:
        raise KgbuildError(
            f"the name of a reader is one line of at most {_LONGEST_NAME} signs (got {reader!r})"
        )
    answers, empty = read_sheet(sheet)
    new: dict[Path, list[Verdict]] = {}
    changed, gone = [], []
    for answer in answers:
        known = audit.by_id.get(answer.claim)
        if known is None:
            gone.append(answer.claim)
            continue
        if known.words.seal != answer.seal:
            changed.append(answer.claim)
        file = (audit.project.root / known.claim.place.file).with_suffix(SUFFIX)
        new.setdefault(file, []).append(as_verdict(answer, name))
    with AtomicFiles() as files:
        for file, verdicts in new.items():
            files.open(file).write(write_verdicts(_joined(file, verdicts)).encode())
    names = tuple(sorted(map(audit.project.relative, new)))
    return Taken(sum(map(len, new.values())), names, tuple(changed), tuple(gone), empty)


def _joined(file: Path, new: Sequence[Verdict]) -> dict[str, list[Verdict]]:
    """The verdicts of a file with new ones, each in the place of an earlier one by the same reader."""
    # The file was read without faults when the audit was opened.
    old = read_verdicts(file.read_bytes(), file.name, lambda _: None) if file.is_file() else None
    joined = old or {}
    for verdict in new:
        others = [each for each in joined.get(verdict.claim, ()) if each.reader != verdict.reader]
        joined[verdict.claim] = [*others, verdict]
    return joined
