"""Writing the entries that the registry lacks: one for each unknown name that can only be of one kind.

An entry says no more than that the name exists: the plainest type, and a label made of the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from kgbuild.core.files import AtomicFiles
from kgbuild.core.limits import MAX_REGISTRY_BYTES
from kgbuild.core.project import Project
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.mapping.tree import read_tree

MARK = "# a stub: look at its type and label"


def add_stubs(project: Project, findings: Iterable[Diagnostic]) -> Mapping[str, list[str]]:
    """Write the entries that findings ask for; returns the names written, by file.

    A name that may be of several kinds is left to the mapper, and so is a file that is not a plain list of entries.
    """
    wanted: dict[str, dict[str, str]] = {}
    for finding in findings:
        if finding.stub is not None and len(finding.stub.entries) == 1:
            ((file, entry),) = finding.stub.entries
            wanted.setdefault(file, {})[finding.stub.name] = entry
    written: dict[str, list[str]] = {}
    with AtomicFiles() as files:
        for file, entries in sorted(wanted.items()):
            path = project.registry / file
            content = _with_entries(path, entries)
            if content is not None:
                files.open(path).write(content)
                written[project.relative(path)] = sorted(entries)
    return written


def _with_entries(path: Path, entries: Mapping[str, str]) -> bytes | None:
    """The bytes of a registry file with entries at its end; ``None`` where it would not read as before, and them."""
    old = path.read_bytes() if path.exists() else b""
    line_end = b"\r\n" if b"\r\n" in old else b"\n"
    gap = line_end if old and not old.endswith((b"\n", b"\r")) else b""
    lines = [f"{entry}  {MARK}".encode() + line_end for _, entry in sorted(entries.items())]
    new = old + gap + b"".join(lines)
    is_empty = all(not line.strip() or line.lstrip().startswith(b"#") for line in old.splitlines())
    before = [] if is_empty else _keys(old)
    return new if before is not None and _keys(new) == [*before, *sorted(entries)] else None


def _keys(content: bytes) -> list[str] | None:
    """The keys of a registry file, in its order; ``None`` where it cannot be read."""
    tree = read_tree(content, "", lambda _: None, MAX_REGISTRY_BYTES)
    root = tree[1] if tree is not None else None
    return [key.value for key, _ in root.value] if isinstance(root, yaml.MappingNode) else None
