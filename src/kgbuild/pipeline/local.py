"""The local pass: one mapping, with its document or its lock → claims, findings and a small summary.

Pure: its result depends on the bytes of mapping, lock and document, the vocabulary and the registry, and on nothing
else; so it can be repeated, cached and run side by side.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kgbuild.claims.audit.rules import audit_findings, count_audited
from kgbuild.claims.audit.verdicts import read_verdicts
from kgbuild.claims.audit.words import in_words
from kgbuild.claims.claim import Claim, Namer
from kgbuild.claims.maker import ClaimMaker
from kgbuild.claims.summaries import ClaimSummary, DeclaredSource, SectionSummary, Summary
from kgbuild.core.places import Place
from kgbuild.evidence.anchors import Evidence, compare_with_lock, from_document, from_lock, lock_of
from kgbuild.evidence.locks import Lock, LockSyntaxError, read_lock, write_lock
from kgbuild.evidence.names import NameCheck
from kgbuild.evidence.unmapped import check_ignores
from kgbuild.findings.allows import MARK
from kgbuild.findings.diagnostics import Diagnostic, Fix, Related, Severity, Stub, diagnostic, worst
from kgbuild.mapping.model import MappingSpec
from kgbuild.mapping.reader import read_mapping
from kgbuild.mapping.registry import Registry
from kgbuild.mapping.tree import Report
from kgbuild.text.documents import TextLayer

UNREAD, MISSING, LOCKED, VERIFIED = "unread", "missing", "locked", "verified"


@dataclass(frozen=True, slots=True)
class LocalInput:
    """The bytes of a mapping, its lock and its verdicts (``None`` where there are none), with their names."""

    file: str
    content: bytes
    lock_file: str
    lock: bytes | None
    audit_file: str
    audit: bytes | None


class Outcome(NamedTuple):
    """What a check keeps of one mapping: counts, findings and the summary, but no claims.

    It is kept from one run to the next (:mod:`kgbuild.pipeline.cache`) and handed over by other processes, as JSON.
    ``state`` says what its evidence rests on: the document (``VERIFIED``), its lock (``LOCKED``), neither
    (``MISSING``), or that the mapping could not be read (``UNREAD``); then ``summary`` is ``None``. ``addressed``
    is whether a comment in the file may speak to kgbuild; ``audited`` counts the claims that as many readers read as
    the project demands.
    """

    file: str
    state: str
    claims: int
    audited: int
    citations: int
    addressed: bool
    summary: Summary | None
    findings: tuple[Diagnostic, ...]

    def to_json(self) -> str:
        """One line of JSON."""
        findings = [_fields(finding) for finding in self.findings]
        return json.dumps(
            [*self[:-1], findings],
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, text: str) -> Outcome:
        """Read what :meth:`to_json` wrote. Raises :class:`ValueError` or :class:`TypeError` for anything else."""
        *head, summary, findings = json.loads(text)
        kept = None if summary is None else _summary(summary)
        return cls._make([*head, kept, tuple(map(_finding, findings))])


@dataclass(frozen=True, slots=True)
class LocalResult:
    """What the local pass makes of one mapping; ``spec`` is ``None`` where it could not be read.

    ``claims`` are in the order written; there are none where they were not asked for.
    """

    outcome: Outcome
    spec: MappingSpec | None = None
    evidence: Evidence | None = None
    claims: Sequence[Claim] = ()

    @property
    def file(self) -> str:
        """The mapping, relative to the project."""
        return self.outcome.file

    @property
    def findings(self) -> Sequence[Diagnostic]:
        """What is wrong with the mapping."""
        return self.outcome.findings


def local_pass(
    item: LocalInput,
    texts: dict[str, TextLayer],
    namer: Namer,
    registry: Registry,
    *,
    language: str,
    locked: bool,
    claims: bool,
    readers: int = 1,
) -> LocalResult:
    """Read a mapping, find its quotes, check its claims, and make them if ``claims`` are wanted.

    With ``locked`` (a build) the lock must be there and say what the text says. ``readers`` is how many must have read
    a claim for it to count as audited.
    """
    findings: list[Diagnostic] = []
    report = findings.append
    addressed = MARK in item.content
    spec = read_mapping(item.content, item.file, namer.base, namer.vocabulary, registry, report, language)
    if spec is None:
        return LocalResult(Outcome(item.file, UNREAD, 0, 0, 0, addressed, None, tuple(findings)))
    evidence = _evidence(spec, item, texts.get(spec.text_hash), registry, report, locked=locked)
    if evidence is not None and worst(findings) is Severity.ERROR:
        # A claim that could not be read leaves its lock entry unused: a consequence, not a second fault.
        findings[:] = [finding for finding in findings if finding.code != "KG323"]
    wanted = claims or item.audit is not None
    made, summary = ClaimMaker(spec, evidence, namer, registry, report).claims(wanted=wanted)
    audited = 0
    if worst(findings) is not Severity.ERROR:
        audited = _audited(item, made, namer, registry, readers, report)
    if evidence is not None and not locked and registry.is_whole and worst(findings) is not Severity.ERROR:
        _check_lock(item, spec, evidence, report)
    state = MISSING if evidence is None else VERIFIED if evidence.verified else LOCKED
    outcome = Outcome(
        item.file,
        state,
        len(summary.claim_ids),
        audited,
        len(spec.citations),
        addressed,
        summary,
        tuple(findings),
    )
    return LocalResult(outcome, spec, evidence, made if claims else ())


def _audited(
    item: LocalInput,
    claims: Sequence[Claim],
    namer: Namer,
    registry: Registry,
    readers: int,
    report: Report,
) -> int:
    """How many claims so many readers read as they are now; what the verdicts find is reported."""
    verdicts = None if item.audit is None else read_verdicts(item.audit, item.audit_file, report)
    if verdicts is None:
        return 0
    read = [(in_words(claim, namer, registry), claim.place) for claim in claims]
    for finding in audit_findings(read, verdicts):
        report(finding)
    return count_audited(read, verdicts, readers)


def _check_lock(item: LocalInput, spec: MappingSpec, evidence: Evidence, report: Report) -> None:
    """With the document at hand a check needs no lock; but one that says something else stops the next build."""
    if (
        evidence.verified
        and item.lock is not None
        and item.lock != write_lock(lock_of(spec, evidence)).encode()
    ):
        message = f"the lock `{item.lock_file}` is not up to date"
        report(diagnostic("KG344", message, spec.document.place, help=f"run `kgbuild lock {item.file}`"))


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
        if locked and (lock is not None or item.lock is None):
            compare_with_lock(spec, evidence, lock, item.lock_file, report)
        check_ignores(spec, evidence, layer, registry, report)
        NameCheck(spec, evidence, layer, registry).run(report)
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


# Outcomes as JSON


def _summary(fields: Sequence[Any]) -> Summary:
    document, file, text_hash, place, sections, claim_ids, claims, refs, used = fields
    return Summary(
        document,
        file,
        text_hash,
        Place(*place),
        tuple([
            SectionSummary(name, term, voice, _source(reports), _source(copy_of), _sources(sources))
            for name, term, voice, reports, copy_of, sources in sections
        ]),
        tuple(claim_ids),
        tuple([
            ClaimSummary._make([*head, _sources(sources), Place(*where)]) for *head, sources, where in claims
        ]),
        tuple([(name, Place(*where)) for name, where in refs]),
        tuple(used),
    )  # fmt: skip


def _source(fields: Sequence[Any] | None) -> DeclaredSource | None:
    return None if fields is None else DeclaredSource._make([*fields[:-1], Place(*fields[-1])])


def _sources(found: Sequence[Sequence[Any]] | None) -> tuple[DeclaredSource, ...] | None:
    return (
        None
        if found is None
        else tuple(DeclaredSource._make([*fields[:-1], Place(*fields[-1])]) for fields in found)
    )


def _fields(finding: Diagnostic) -> list[Any]:
    related = [(each.place, each.label) for each in finding.related]
    return [
        finding.code,
        finding.message,
        finding.place,
        finding.label,
        finding.notes,
        finding.help,
        related,
        int(finding.severity),
        finding.fix,
        finding.stub,
    ]


def _finding(fields: Sequence[Any]) -> Diagnostic:
    code, message, place, label, notes, advice, related, severity, fix, stub = fields
    return Diagnostic(
        code,
        message,
        Place(*place),
        label,
        tuple(notes),
        advice,
        tuple(Related(Place(*where), words) for where, words in related),
        Severity(severity),
        None if fix is None else Fix(Place(*fix[0]), *fix[1:]),
        None if stub is None else Stub(stub[0], tuple((file, entry) for file, entry in stub[1])),
    )
