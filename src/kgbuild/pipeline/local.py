"""The local pass: one mapping, with its document or its lock → claims, findings and a small summary.

Pure: its result depends on the bytes of mapping, lock and document, the vocabulary and the registry, and on nothing
else; so it can be repeated, cached and run side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kgbuild.claims.claim import Claim, Namer
from kgbuild.claims.maker import ClaimMaker
from kgbuild.claims.summaries import Mention, Summary, mentions, summarise
from kgbuild.core.places import Place
from kgbuild.evidence.anchors import Evidence, compare_with_lock, from_document, from_lock
from kgbuild.evidence.locks import Lock, LockSyntaxError, read_lock
from kgbuild.evidence.names import NameCheck
from kgbuild.evidence.unmapped import check_ignores
from kgbuild.findings.diagnostics import Diagnostic, Severity, diagnostic, worst
from kgbuild.mapping.model import MappingSpec
from kgbuild.mapping.reader import read_mapping
from kgbuild.mapping.registry import Registry
from kgbuild.mapping.tree import Report
from kgbuild.text.documents import TextLayer


@dataclass(frozen=True)
class LocalResult:
    """What the local pass makes of one mapping; ``spec`` is ``None`` where it could not be read.

    ``claim_count`` says how many claims there are; they are made when ``claims`` is asked for.
    """

    file: str
    spec: MappingSpec | None
    evidence: Evidence | None
    summary: Summary | None
    findings: Sequence[Diagnostic]
    claim_count: int = 0
    make: Callable[[], list[Claim]] = list

    @cached_property
    def claims(self) -> list[Claim]:
        """All claims, in the order written."""
        return self.make()

    @property
    def mentions(self) -> Iterator[Mention]:
        """The claims as comparisons see them."""
        return iter(()) if self.spec is None else mentions(self.spec, self.claims)


@dataclass(frozen=True, slots=True)
class LocalInput:
    """The bytes of a mapping and of its lock (``None`` where there is none), with their names in messages."""

    file: str
    content: bytes
    lock_file: str
    lock: bytes | None


def local_pass(
    item: LocalInput,
    texts: dict[str, TextLayer],
    namer: Namer,
    registry: Registry,
    *,
    language: str,
    locked: bool,
) -> LocalResult:
    """Read, anchor and make claims. With ``locked`` (a build) the lock must be there and say what the text says."""
    findings: list[Diagnostic] = []
    report = findings.append
    spec = read_mapping(item.content, item.file, namer.base, namer.vocabulary, registry, report, language)
    if spec is None:
        return LocalResult(item.file, None, None, None, findings)
    evidence = _evidence(spec, item, texts.get(spec.text_hash), registry, report, locked=locked)
    if evidence is None:
        return LocalResult(item.file, spec, None, summarise(spec, (), list, namer), findings)
    if worst(findings) is Severity.ERROR:
        # A claim that could not be read leaves its lock entry unused: a consequence, not a second fault.
        findings[:] = [finding for finding in findings if finding.code != "KG323"]
    maker = ClaimMaker(spec, evidence, namer, registry, report)
    drafts = maker.drafts()

    def make() -> list[Claim]:
        return [maker.claim(draft) for draft in drafts]

    summary = summarise(spec, [draft.spec for draft in drafts], make, namer)
    return LocalResult(item.file, spec, evidence, summary, findings, len(drafts), make)


def _evidence(
    spec: MappingSpec,
    item: LocalInput,
    layer: TextLayer | None,
    registry: Registry,
    report: Report,
    *,
    locked: bool,
) -> Evidence | None:
    lock = _read_lock(item, report) if layer is None or locked else None
    if layer is not None:
        evidence = from_document(spec, layer, report)
        check_ignores(spec, evidence, layer, registry, report)
        NameCheck(spec, evidence, layer, registry).run(report)
        if locked and (lock is not None or item.lock is None):
            compare_with_lock(spec, evidence, lock, item.lock_file, report)
        return evidence
    if lock is not None:
        return from_lock(spec, lock, item.lock_file, report)
    if item.lock is None:
        report(
            diagnostic(
                "KG320",
                "neither the document nor a lock is at hand",
                spec.document.place,
                notes=[f"the text is sha256:{spec.text_hash[:12]}…; the lock would be {item.lock_file}"],
                help="name the folder of the document with --documents DIR or KGBUILD_DOCUMENTS",
            )
        )
    return None


def _read_lock(item: LocalInput, report: Report) -> Lock | None:
    if item.lock is None:
        return None
    try:
        return read_lock(item.lock.decode())
    except (LockSyntaxError, UnicodeDecodeError) as error:
        line = error.line if isinstance(error, LockSyntaxError) else 1
        why = str(error) if isinstance(error, LockSyntaxError) else "it is not UTF-8 text"
        report(
            diagnostic(
                "KG326",
                f"the lock cannot be read: {why}",
                Place(item.lock_file, line, 1, line, 2),
                help=f"with the document at hand, run `kgbuild lock {item.file}`",
            )
        )
        return None
