"""The level of a finding in a project: the table ``[levels]`` of ``kgbuild.toml``, and comments that silence one.

Every finding of every command passes through :meth:`Levels.settled`, after the rules and shapes that made it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final

from kgbuild.core.errors import ConfigError
from kgbuild.core.files import CONFIG
from kgbuild.core.project import LEVELS, OFF, Project
from kgbuild.findings.allows import FORM, Comment, read_comments
from kgbuild.findings.codes import CODES, near_codes, near_codes_help
from kgbuild.findings.diagnostics import (
    Diagnostic,
    Fix,
    Severity,
    diagnostic,
    one_a_name,
    severity_of,
    sorted_findings,
    worst,
)

BEFORE_SHAPES: Final = frozenset({"KG1", "KG2", "KG3", "KG5"})
SHAPES: Final = frozenset({"KG4"})
MOST: Final = 200
"""No more findings of one file are shown."""
_LOWEST_OF_SHAPES: Final = "warning"


class Levels:
    """The levels of a project, and the comments in the files read so far.

    ``shape_severities`` reads the severities of the codes that files of shapes bring; it is called only for a code
    that is not kgbuild's own. Raises :class:`ConfigError` where ``[levels]`` names an unknown code, or gives one a
    level that it may not have.
    """

    def __init__(
        self, project: Project, shape_severities: Callable[[Sequence[Path]], dict[str, Severity]]
    ) -> None:
        self._project = project
        self._read_shapes = shape_severities
        self._levels = {code: self._level(code, name) for code, name in project.levels.items()}
        self._allows: dict[tuple[str, int, str], Comment] = {}

    @cached_property
    def _shapes(self) -> dict[str, Severity]:
        """The codes of the project's shapes."""
        return self._read_shapes(self._project.shapes)

    def _default(self, code: str) -> Severity | None:
        return severity_of(code) if code in CODES else self._shapes.get(code)

    def _near(self, code: str) -> str | None:
        return near_codes_help(near_codes(code, {*CODES, *self._shapes}))

    def _level(self, code: str, name: str) -> Severity | None:
        """The level that ``[levels]`` gives a code; ``None`` for "off"."""
        where = f"{self._project.root / CONFIG}: `levels`"
        default = self._default(code)
        if default is None:
            raise ConfigError(f"{where}: there is no diagnostic code {code!r}", self._near(code))
        level = None if name == OFF else Severity.named(name)
        lowest = CODES[code].lowest if code in CODES else _LOWEST_OF_SHAPES
        if default is not Severity.ERROR or LEVELS.index(name) <= LEVELS.index(lowest):
            return level
        if lowest == str(Severity.ERROR):
            why = "this error cannot be lowered: what it reports cannot stand in the graph"
            help_text = f'delete the line `{code} = "{name}"`'
        else:
            why = f"this error can be lowered to a {lowest} at most"
            help_text = f'write: {code} = "{lowest}"'
        raise ConfigError(f"{where}: {code} cannot be {name!r}; {why}", help_text)

    def read(self, file: str, content: bytes) -> list[Diagnostic]:
        """Read the comments of a mapping or registry file; returns what is wrong with them."""
        faults = []
        for comment in read_comments(content, file):
            fault = self._fault(comment)
            if fault is None:
                self._allows[file, comment.line, comment.code] = comment
            else:
                faults.append(fault)
        return faults

    def _fault(self, comment: Comment) -> Diagnostic | None:
        message, help_text = None, None
        if not comment.understood or not comment.code:
            message, help_text = "a comment to kgbuild that is no `allow`", f"write `{FORM}`"
        elif (default := self._default(comment.code)) is None:
            message, help_text = f"there is no diagnostic code `{comment.code}`", self._near(comment.code)
        elif self._levels.get(comment.code, default) is Severity.ERROR:
            message = f"{comment.code} is an error: only warnings and infos can be allowed"
        elif not comment.reason:
            message = f"`allow {comment.code}` gives no reason"
            help_text = f"write `# kgbuild: allow {comment.code} because REASON`"
        return diagnostic("KG113", message, comment.place, help=help_text) if message else None

    def relevelled(self, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        """The findings with the levels of the project; those that are off are left out."""
        found = []
        for finding in findings:
            level = self._levels.get(finding.code, finding.severity)
            if level is not None:
                found.append(finding if level is finding.severity else replace(finding, severity=level))
        return found

    def settled(
        self,
        findings: Collection[Diagnostic],
        ran: Collection[str],
        verified: Collection[str] = (),
        wanted: Callable[[Diagnostic], bool] = lambda _: True,
    ) -> list[Diagnostic]:
        """The findings as they are shown, by place: with their levels, without those that a comment allows.

        ``ran`` are the groups of codes ("KG1" …) of which every finding is here, ``verified`` the mappings whose
        document was read: an allow for one of these that silences nothing is reported, unless an error hides the rest.
        Of all of them only the ``wanted`` ones are shown, and a name that is missing once.
        """
        kept, used = [], set()
        for finding in self.relevelled(findings):
            key = (finding.place.file, finding.place.line, finding.code)
            if finding.severity is not Severity.ERROR and key in self._allows:
                used.add(key)
            else:
                kept.append(finding)
        if worst(findings) is not Severity.ERROR:
            unneeded = [
                comment
                for key, comment in self._allows.items()
                if key not in used
                and key[2][:3] in ran
                and (not key[2].startswith("KG3") or key[0] in verified)
            ]
            kept += self.relevelled(map(_unneeded, unneeded))
        return self._shortened(one_a_name(filter(wanted, sorted_findings(kept))))

    def _shortened(self, findings: list[Diagnostic]) -> list[Diagnostic]:
        """The findings, at most :data:`MOST` for each file, the worst ones; and a finding that counts the others."""
        counts = Counter(finding.place.file for finding in findings)
        long = {file for file, count in counts.items() if count > MOST}
        if not long:
            return findings
        shown = [finding for finding in findings if finding.place.file not in long]
        for file in long:
            own = [finding for finding in findings if finding.place.file == file]
            # That a file was not read to its end is always shown.
            own.sort(key=lambda finding: (finding.code != "KG114", -finding.severity))
            shown += own[:MOST]
            shown += self.relevelled([_hidden(own[MOST:])])
        return sorted_findings(shown)


def _hidden(findings: Sequence[Diagnostic]) -> Diagnostic:
    count = f"{len(findings):,} more findings" if len(findings) > 1 else "1 more finding"
    message = f"{count} of this file {'are' if len(findings) > 1 else 'is'} not shown"
    return diagnostic("KG114", message, findings[0].place)


def _unneeded(comment: Comment) -> Diagnostic:
    return diagnostic(
        "KG112",
        f"`allow {comment.code}` is not needed: line {comment.line} has no such finding",
        comment.place,
        help="delete the comment",
        fix=Fix(comment.place, how="comment"),
    )
