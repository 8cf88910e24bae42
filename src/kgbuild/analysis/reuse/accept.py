"""A shared passage accepted: its claims get those of the other document as sources, with ``basis: text-reuse``.

The mapping is changed in a copy first, and read and checked there: every claim must say what it said before except for
the new source, and there must be no new error. Comments and layout stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kgbuild.analysis.reuse.results import PassageSide, Reuse, SharedPassage
from kgbuild.claims.claim import Claim
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import Project
from kgbuild.findings.diagnostics import Diagnostic, Severity
from kgbuild.mapping.edits import Edit, EditableFile
from kgbuild.mapping.model import ClaimSpec, MappingSpec, SourceRef
from kgbuild.ontology.keys import TEXT_REUSE
from kgbuild.pipeline.check import check
from kgbuild.pipeline.fix import FileChange, FixPlan, is_worse, project_copy
from kgbuild.pipeline.workspace import Workspace

RECORDED: Final = "its lineage is recorded already"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The result of accepting a passage: ``links`` from claims to their sources, and claims ``left``, with the reason.

    ``change`` is the change of the mapping file; ``None`` where there is no link to write.
    """

    passage: SharedPassage
    links: tuple[tuple[Claim, Claim], ...]
    left: tuple[tuple[Claim, str], ...]
    change: FileChange | None

    def write(self) -> None:
        """Write the mapping. Raises :class:`KgbuildError` where it was changed in the meantime."""
        FixPlan([self.change] if self.change is not None else []).write()


def accept(project: Project, reuse: Reuse, name: str, into: str | None = None) -> Acceptance:
    """Accept the passage of an id, for the claims of its later document or of ``into``. Nothing is written yet.

    Raises :class:`KgbuildError` where neither the dates nor ``into`` say which is the later one, or where the mapping
    cannot be changed.
    """
    passage = reuse.passage(name)
    source, target = _direction(passage, into)
    links: list[tuple[Claim, Claim]] = []
    left: list[tuple[Claim, str]] = []
    for claim in target.claims:
        found = _source_of(reuse, claim, source)
        if isinstance(found, Claim):
            links.append((claim, found))
        else:
            left.append((claim, found))
    change = _change(project, links) if links else None
    return Acceptance(passage, tuple(links), tuple(left), change)


def _direction(passage: SharedPassage, into: str | None) -> tuple[PassageSide, PassageSide]:
    sides = (passage.earlier, passage.later)
    if into is None:
        if passage.undecided is not None:
            names = " or ".join(f"--into {side.section.document}" for side in sides)
            raise KgbuildError(
                f"which document has it from the other is undecided: {passage.undecided}",
                f"name the document that has it from the other: {names}",
            )
        return sides
    if into not in {side.section.document for side in sides}:
        raise KgbuildError(f"the passage {passage.id} does not stand in `{into}`")
    if into == passage.later.section.document:
        return sides
    if passage.undecided is None:
        raise KgbuildError(f"`{into}` is the earlier of the two by date")
    return passage.later, passage.earlier


def _source_of(reuse: Reuse, claim: Claim, source: PassageSide) -> Claim | str:
    """The claim of the passage in the source that answers the same question, or why there is not just one."""
    if reuse.study.links.get(claim.term) or claim.sources is not None:
        return RECORDED
    alike = [each for each in source.claims if each.proposition.slot == claim.proposition.slot]
    same = [each for each in alike if each.proposition.term == claim.proposition.term]
    chosen = same or ([] if claim.predicate.many else alike)
    if not chosen:
        return f"no claim of {source.section.document} in this passage says the same or answers the same question"
    if len(chosen) > 1:
        return f"it could come from any of {', '.join(each.id for each in chosen)}"
    return chosen[0]


def _change(project: Project, links: Sequence[tuple[Claim, Claim]]) -> FileChange:
    """The change of the mapping, tried in a copy of the project."""
    path = next(path for path in project.mapping_files() if project.relative(path) == links[0][0].place.file)
    with project_copy(project) as copy:
        twin = copy.mappings / path.relative_to(project.mappings)
        old = twin.read_bytes()
        before, spec = check(copy).findings, mapping_spec(copy, twin)
        new = _written(spec, old, {claim.id: source.id for claim, source in links})
        twin.write_bytes(new)
        _hold(spec, mapping_spec(copy, twin), {claim.id: source.id for claim, source in links})
        after = check(copy).findings
    refuse_harm(before, after)
    return FileChange(path, project.relative(path), old, new)


def refuse_harm(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> None:
    """Raise :class:`KgbuildError` where a change adds an error."""
    if is_worse(before, after):
        known = {(finding.code, finding.message) for finding in before}
        found = next(f for f in after if f.severity is Severity.ERROR and (f.code, f.message) not in known)
        raise KgbuildError(f"accepting it would add an error: {found.message}; nothing was written")


def mapping_spec(project: Project, path: Path) -> MappingSpec:
    """What a mapping says. Raises :class:`KgbuildError` where it cannot be read."""
    space = Workspace(project)
    result = space.examine(space.read(path), locked=False, claims=True)
    if result.spec is None:
        raise KgbuildError(f"{result.file} cannot be read")
    return result.spec


def _written(spec: MappingSpec, content: bytes, sources: Mapping[str, str]) -> bytes:
    page = EditableFile(content)
    entries = Counter(_entry(claim) for claim in spec.claims)
    edits: list[Edit] = []
    for claim in spec.claims:
        if claim.id in sources:
            edit = page.addition(
                claim.value_place,
                "from",
                f"{{source: {sources[claim.id]}, basis: {TEXT_REUSE}}}",
                value_key=claim.property.value_key,
                alone=entries[_entry(claim)] == 1,
            )
            if edit is None:
                raise _unsafe(claim, sources)
            edits.append(edit)
    written = page.applied(edits)
    assert written is not None, "edits without nodes are not compared"
    return written


def _entry(claim: ClaimSpec) -> str:
    return claim.id.split(".")[1]


def _hold(old: MappingSpec, new: MappingSpec, sources: Mapping[str, str]) -> None:
    """Refuse a change that changes anything but the sources."""
    wanted = tuple(
        replace(claim, sources=(SourceRef(sources[claim.id], "derived", None, claim.place, TEXT_REUSE),))
        if claim.id in sources
        else claim
        for claim in old.claims
    )
    if replace(old, claims=wanted) != new:
        raise _unsafe(next(claim for claim in old.claims if claim.id in sources), sources)


def _unsafe(claim: ClaimSpec, sources: Mapping[str, str]) -> KgbuildError:
    return KgbuildError(
        f"{claim.place} is not written in a way that can be changed safely",
        f"write `from: {{source: {sources[claim.id]}, basis: {TEXT_REUSE}}}` by hand",
    )
