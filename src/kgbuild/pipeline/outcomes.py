"""What a check keeps of one mapping: counts, findings and the summary, without the claims; as JSON, too.

So it can be kept from one run to the next (:mod:`kgbuild.pipeline.cache`), and made by another process.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from kgbuild.claims.summaries import ClaimSummary, SectionSummary, Source, Summary
from kgbuild.core.places import Place
from kgbuild.findings.allows import MARK
from kgbuild.findings.diagnostics import Diagnostic, Fix, Related, Severity
from kgbuild.pipeline.local import LocalResult

UNREAD, MISSING, LOCKED, VERIFIED = "unread", "missing", "locked", "verified"


class Outcome(NamedTuple):
    """The outcome of the local pass over one mapping.

    ``state`` says what its evidence rests on: the document (``VERIFIED``), its lock (``LOCKED``), neither
    (``MISSING``), or that the mapping could not be read (``UNREAD``); then ``summary`` is ``None``. ``addressed``
    is whether a comment in the file may speak to kgbuild.
    """

    file: str
    state: str
    claims: int
    citations: int
    addressed: bool
    summary: Summary | None
    findings: tuple[Diagnostic, ...]

    def to_json(self) -> str:
        """One line of JSON."""
        findings = [_plain(finding) for finding in self.findings]
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


def outcome_of(result: LocalResult, content: bytes) -> Outcome:
    """What is kept of a local result; ``content`` is the mapping."""
    spec, evidence = result.spec, result.evidence
    if spec is None:
        state = UNREAD
    elif evidence is None:
        state = MISSING
    else:
        state = VERIFIED if evidence.verified else LOCKED
    return Outcome(
        result.file,
        state,
        result.claim_count,
        len(spec.citations) if spec is not None else 0,
        MARK in content,
        result.summary,
        tuple(result.findings),
    )


def _summary(fields: Sequence[Any]) -> Summary:
    document, file, text_hash, place, sections, claim_ids, claims, refs, used = fields
    return Summary(
        document,
        file,
        text_hash,
        Place(*place),
        tuple([
            SectionSummary(name, term, voice, _source(reports), _source(copy_of))
            for name, term, voice, reports, copy_of in sections
        ]),
        tuple(claim_ids),
        tuple([
            ClaimSummary._make([*head, _sources(sources), Place(*where)]) for *head, sources, where in claims
        ]),
        tuple([(name, Place(*where)) for name, where in refs]),
        tuple(used),
    )  # fmt: skip


def _source(fields: Sequence[Any] | None) -> Source | None:
    return None if fields is None else Source._make([*fields[:-1], Place(*fields[-1])])


def _sources(found: Sequence[Sequence[Any]] | None) -> tuple[Source, ...] | None:
    return (
        None if found is None else tuple(Source._make([*fields[:-1], Place(*fields[-1])]) for fields in found)
    )


def _plain(finding: Diagnostic) -> list[Any]:
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
    ]


def _finding(fields: Sequence[Any]) -> Diagnostic:
    code, message, place, label, notes, advice, related, severity, fix = fields
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
    )
