"""The last line of the commands that check: what was found, and what was looked at."""

from __future__ import annotations

from collections.abc import Sequence

from kgbuild.cli.findings import tally
from kgbuild.core.project import Project
from kgbuild.core.terminal import count
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.pipeline.fix import with_exact_fixes
from kgbuild.pipeline.workspace import Counts


def last_line(project: Project, findings: Sequence[Diagnostic], counts: Counts, offer: bool = True) -> str:
    """The last line of a check: what was found, how much of it --fix would mend, and what was looked at."""
    fixable = sum(each.fix is not None for each in with_exact_fixes(project, findings)) if offer else 0
    offered = f", {fixable} fixable with --fix" if fixable else ""
    return f"{tally(findings)}{offered} · {counts_text(counts)}"


def counts_text(counts: Counts) -> str:
    """The closing line: what was checked, and how many documents stood behind it."""
    return (
        f"{count(counts.claims, 'claim')} and {count(counts.citations, 'citation')} in "
        f"{count(counts.documents, 'document')}: {counts.verified} verified, {counts.from_lock} from lock, "
        f"{counts.missing} missing"
    )
