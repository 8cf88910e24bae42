"""A shared passage accepted as a common source: the claims of both documents in it come from one work, not held.

What is written is one ``from:`` for each stretch of entries, in the ``with:`` of a block; the work is added to the
registry where it is not there. Both are tried in a copy of the project first, as where a copy is accepted.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import yaml

from kgbuild.analysis.reuse.accept import RECORDED, mapping_spec, refuse_harm
from kgbuild.analysis.reuse.results import Reuse, SharedPassage
from kgbuild.claims.claim import Claim
from kgbuild.core.errors import KgbuildError
from kgbuild.core.project import Project
from kgbuild.core.similar import did_you_mean
from kgbuild.core.terms import is_id
from kgbuild.mapping.edits import Edit, EditableFile
from kgbuild.mapping.model import ClaimSpec, MappingSpec, SourceRef
from kgbuild.ontology.keys import SHARED, TEXT_REUSE, WORK
from kgbuild.pipeline.check import check
from kgbuild.pipeline.fix import FileChange, FixPlan, project_copy

_WORKS: Final = "works"
_WITH: Final = next(iter(SHARED.keys))


@dataclass(frozen=True, slots=True)
class CommonSource:
    """The result: the ``claims`` that come from the ``work`` now, those ``left`` with the reason, and what changes.

    ``made`` says that the work is new.
    """

    passage: SharedPassage
    work: str
    made: bool
    claims: tuple[Claim, ...]
    left: tuple[tuple[Claim, str], ...]
    changes: tuple[FileChange, ...]

    def write(self) -> None:
        """Write the files. Raises :class:`KgbuildError` where one was changed in the meantime."""
        FixPlan(list(self.changes)).write()


def accept_common(
    project: Project, reuse: Reuse, name: str, work: str, kind: str | None = None
) -> CommonSource:
    """Accept the passage of an id as taken from a work, for the claims of both documents. Nothing is written yet.

    ``kind`` is the type of a work that the registry does not hold. Raises :class:`KgbuildError` where there is no such
    type, or where a file cannot be changed.
    """
    passage = reuse.passage(name)
    new = _new_work(reuse, passage, work, kind)
    claims: list[Claim] = []
    left: list[tuple[Claim, str]] = []
    for claim in (*passage.earlier.claims, *passage.later.claims):
        if reuse.study.links.get(claim.term) or claim.sources is not None:
            left.append((claim, RECORDED))
        else:
            claims.append(claim)
    changes = tuple(_changes(project, passage, work, new, claims)) if claims else ()
    return CommonSource(passage, work, new is not None and bool(claims), tuple(claims), tuple(left), changes)


def _new_work(reuse: Reuse, passage: SharedPassage, work: str, kind: str | None) -> str | None:
    """The entry of a work for the registry; ``None`` where it is there."""
    registry, vocabulary = reuse.study.registry, reuse.study.namer.vocabulary
    entity = registry.get(work)
    if entity is not None:
        if WORK not in entity.type.ancestors:
            raise KgbuildError(f"`{work}` is no work: its type is `{entity.type.key}`")
        return None
    if not is_id(work) or work in reuse.study.sections:
        raise KgbuildError(f"`{work}` cannot be the id of a new work")
    types = sorted(key for key, each in vocabulary.types.items() if WORK in each.ancestors)
    kind = kind or vocabulary.key_of(WORK)
    if kind not in types:
        raise KgbuildError(
            f"a work cannot be of the type `{kind}`", did_you_mean(kind, types, f"one of: {', '.join(types)}")
        )
    names = " and ".join(side.section.document for side in (passage.earlier, passage.later))
    return f'{work}: {{type: {kind}, label: {{en: "Text that {names} share (not held)"}}}}\n'


def _changes(
    project: Project, passage: SharedPassage, work: str, entry: str | None, claims: Sequence[Claim]
) -> Iterator[FileChange]:
    """The changes of the files, tried in a copy of the project."""
    files: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        files[claim.place.file].append(claim)
    paths = {project.relative(path): path for path in project.mapping_files()}
    found: list[FileChange] = []
    with project_copy(project) as copy:
        before = check(copy).findings
        if entry is not None:
            found.append(_works(project, copy, entry))
        for file, chosen in files.items():
            path = paths[file]
            twin = copy.mappings / path.relative_to(project.mappings)
            old, spec, ids = twin.read_bytes(), mapping_spec(copy, twin), {claim.id for claim in chosen}
            twin.write_bytes(new := _written(old, spec, ids, passage.id, work))
            if mapping_spec(copy, twin) != _wanted(spec, ids, work):
                raise _unsafe(file, work)
            found.append(FileChange(path, file, old, new))
        refuse_harm(before, check(copy).findings)
    yield from found


def _works(project: Project, copy: Project, entry: str) -> FileChange:
    path, twin = (each.registry / f"{_WORKS}.yaml" for each in (project, copy))
    old = twin.read_bytes() if twin.exists() else b""
    line_end = b"" if not old or old.endswith(b"\n") else b"\n"
    new = old + line_end + entry.encode()
    twin.write_bytes(new)
    return FileChange(path, project.relative(path), old, new)


def _wanted(spec: MappingSpec, ids: set[str], work: str) -> MappingSpec:
    """The mapping as it is to read: the same, but for the source of some claims."""
    claims = tuple(
        replace(claim, sources=(SourceRef(work, "derived", None, claim.place, TEXT_REUSE),))
        if claim.id in ids
        else claim
        for claim in spec.claims
    )
    return replace(spec, claims=claims)


def _written(content: bytes, spec: MappingSpec, ids: set[str], passage: str, work: str) -> bytes:
    writer = _Writer(content, spec, ids, f"from: {{source: {work}, basis: {TEXT_REUSE}}}", passage)
    edits = list(writer.edits())
    safe = [edit for edit in edits if edit is not None]
    written = writer.page.applied(safe) if len(safe) == len(edits) else None
    if written is None:
        raise _unsafe(spec.file, work)
    return written


_Pair: TypeAlias = tuple[yaml.ScalarNode, yaml.Node]


class _Writer:
    """Writes one line into a mapping for some of its claims, as few times as it can."""

    def __init__(self, content: bytes, spec: MappingSpec, ids: set[str], line: str, passage: str) -> None:
        self.page = EditableFile(content)
        self._ids = ids
        self._line = line
        self._claims: dict[str, list[ClaimSpec]] = defaultdict(list)
        for claim in spec.claims:
            self._claims[claim.id.split(".")[1]].append(claim)
        root = self.page.root
        tables = root.value if isinstance(root, yaml.MappingNode) else ()
        self._table = next((value for key, value in tables if key.value == "claims"), None)
        taken = {key.value for key, _ in self._pairs()}
        names = (f"shared-{passage}{f'-{number}' if number else ''}" for number in itertools.count())
        self._names = (name for name in names if name not in taken)

    def edits(self) -> Iterator[Edit | None]:
        """The changes; ``None`` where one cannot be made."""
        for whole, group in itertools.groupby(self._pairs(), self._is_whole_entry):
            pairs = list(group)
            if (
                whole
                and len(pairs) > 1
                and isinstance(self._table, yaml.MappingNode)
                and not self._table.flow_style
            ):
                yield from self.page.in_block(pairs, next(self._names), f"{_WITH}: {{{self._line}}}")
                continue
            for key, node in pairs:
                shared = _shared(node)
                if shared is None:
                    yield from self._entry(key, node)
                else:
                    yield from self._block(node, shared)

    def _pairs(self) -> Sequence[_Pair]:
        return self._table.value if isinstance(self._table, yaml.MappingNode) else ()

    def _block(self, node: yaml.Node, shared: yaml.MappingNode) -> Iterator[Edit | None]:
        """The changes of a block: one, if all of its claims are meant and nothing is said of their source."""
        rows = [(key, value) for key, value in node.value if key.value != _WITH]
        if all(self._is_whole(key) for key, _ in rows) and not any(
            key.value == "from" for key, _ in shared.value
        ):
            yield self.page.with_key(shared, self._line)
            return
        for key, value in rows:
            yield from self._entry(key, value)

    def _entry(self, key: yaml.ScalarNode, node: yaml.Node) -> Iterator[Edit | None]:
        """The changes of an entry: one, if all of its claims are meant."""
        if self._is_whole(key) and isinstance(node, yaml.MappingNode):
            yield self.page.with_key(node, self._line)
            return
        name, _, text = self._line.partition(": ")
        for claim in self._claims[key.value]:
            if claim.id in self._ids:
                yield self.page.addition(
                    claim.value_place, name, text, value_key=claim.property.value_key, alone=False
                )

    def _is_whole_entry(self, pair: _Pair) -> bool:
        return _shared(pair[1]) is None and self._is_whole(pair[0])

    def _is_whole(self, key: yaml.ScalarNode) -> bool:
        """Whether all claims of an entry are meant."""
        claims = self._claims[key.value]
        return bool(claims) and all(claim.id in self._ids for claim in claims)


def _shared(node: yaml.Node) -> yaml.MappingNode | None:
    """What the entries of a block share; ``None`` for an entry."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    found = next((value for key, value in pairs if key.value == _WITH), None)
    return found if isinstance(found, yaml.MappingNode) else None


def _unsafe(file: str, work: str) -> KgbuildError:
    return KgbuildError(
        f"{file} is not written in a way that can be changed safely",
        f"write `from: {{source: {work}, basis: {TEXT_REUSE}}}` by hand, in the `with:` of a block",
    )
