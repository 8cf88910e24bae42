"""A diagnostic is data: what is wrong, where, and what to do. The modules beside this one show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Final, Literal, NamedTuple, TypedDict, Unpack

from kgbuild.core.places import Place
from kgbuild.findings.codes import CODES

_MOST_PLACES: Final = 5
"""So many further places of one missing name are listed."""


class Severity(IntEnum):
    """How serious a finding is. Severities can be compared; ``ERROR`` is the highest."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()

    @classmethod
    def named(cls, name: str) -> Severity:
        """The severity that ``kgbuild.toml``, a code or an option names: ``error``, ``warning`` or ``info``."""
        return cls[name.upper()]


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that belongs to a finding ("first written here")."""

    place: Place
    label: str


class Fix(NamedTuple):
    """A change that is certain to mend a finding: the key at ``place`` is to read ``killed``.

    ``how`` says what is at ``place``, and so how :mod:`kgbuild.mapping.edits` changes it: a YAML ``value`` or key
    that is to read ``text``, written in its own style of quotes; an ``item`` of a list, or the value of a key, which
    is deleted with all that belongs to it; the ``block`` of keys around that value, likewise; a ``comment``, which is
    deleted; or ``text``, which replaces what is there as it stands.
    """

    place: Place
    text: str = ""
    how: Literal["value", "item", "block", "comment", "text"] = "value"


class Stub(NamedTuple):
    """An entry that the registry lacks: its name, and for each file that could hold it how it begins there.

    ``entries`` are pairs of a file and the entry in one line: ``people.yaml``, ``ada: {type: person, …}``.
    """

    name: str
    entries: tuple[tuple[str, str], ...]

    @property
    def help(self) -> str:
        """What to add, and where."""
        files = " or ".join(f"`{file}`" for file, _ in self.entries) or "the file of its kind"
        entry = (
            self.entries[0][1]
            if len(self.entries) == 1
            else f"{self.name}: {{type: TYPE, label: {{en: LABEL}}}}"
        )
        return f"add to {files} in the registry: `{entry}`"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: the quote on line 14 is not in the text.

    ``message`` states the fact (lower case, no full stop), ``label`` is shown under the underlined words, ``notes``
    add facts, ``help`` is what to write instead, ready to paste; ``None`` rather than a guess. ``fix`` is the same for
    a program, only where it is certain and cannot change what a claim means. ``stub`` is the entry for a name that the
    registry does not hold.
    """

    code: str
    message: str
    place: Place
    label: str = ""
    notes: tuple[str, ...] = ()
    help: str | None = None
    related: tuple[Related, ...] = ()
    severity: Severity = field(default=Severity.INFO)
    fix: Fix | None = None
    stub: Stub | None = None

    def sort_key(self) -> tuple[Place, str, str]:
        """Findings are listed by place, then code, then message."""
        return (self.place, self.code, self.message)


class Details(TypedDict, total=False):
    """What a finding may have besides its message and place; see :class:`Diagnostic`."""

    label: str
    notes: Sequence[str]
    help: str | None
    related: Sequence[Related]
    fix: Fix | None
    stub: Stub | None


def severity_of(code: str) -> Severity:
    """The severity that a code of :data:`~kgbuild.findings.codes.CODES` has by default. ``KeyError`` for none."""
    return Severity.named(CODES[code].severity)


def diagnostic(code: str, message: str, place: Place, **details: Unpack[Details]) -> Diagnostic:
    """A finding with the severity of its code. ``KeyError`` for a code that is none of kgbuild's own."""
    return Diagnostic(
        code,
        message,
        place,
        details.get("label", ""),
        tuple(details.get("notes", ())),
        details.get("help"),
        tuple(details.get("related", ())),
        severity_of(code),
        details.get("fix"),
        details.get("stub"),
    )


def sorted_findings(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """All findings in the order of their places, each once."""
    return sorted(set(findings), key=Diagnostic.sort_key)


def one_a_name(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings, of those that lack the same entry of the registry only the first, with the places of the others.

    What the entry may be is what it may be at each place.
    """
    kept: dict[object, Diagnostic] = {}
    others: dict[object, list[Diagnostic]] = {}
    for number, finding in enumerate(findings):
        key: object = number if finding.stub is None else (finding.code, finding.message)
        if kept.setdefault(key, finding) is not finding:
            others.setdefault(key, []).append(finding)
    for key, found in others.items():
        first = kept[key]
        entries = [set(each.stub.entries) for each in (first, *found) if each.stub is not None]
        shared = set.intersection(*entries) or set.union(*entries)
        stub = Stub(first.stub.name if first.stub else "", tuple(sorted(shared)))
        places = tuple(Related(each.place, "here too") for each in found[:_MOST_PLACES])
        left = len(found) - _MOST_PLACES
        notes = (*first.notes, f"and at {left:,} more places") if left > 0 else first.notes
        kept[key] = replace(first, help=stub.help, stub=stub, related=(*first.related, *places), notes=notes)
    return list(kept.values())


def worst(findings: Iterable[Diagnostic]) -> Severity | None:
    """The highest severity among the findings; ``None`` where there are none."""
    return max((finding.severity for finding in findings), default=None)


def errors_text(findings: Iterable[Diagnostic]) -> str | None:
    """ "2 errors, the first at mappings/letter.yaml:14:12: no such claim"; ``None`` where there is no error."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if not errors:
        return None
    count = f"{len(errors)} error{'' if len(errors) == 1 else 's'}"
    return f"{count}, the first at {errors[0].place}: {errors[0].message}"
