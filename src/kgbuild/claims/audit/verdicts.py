"""The file beside a mapping that keeps what readers said of its claims: ``letter.audit`` beside ``letter.yaml``.

YAML, one line a reader, by the id of the claim; the seal says what was read (:mod:`kgbuild.claims.audit.words`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import yaml

from kgbuild.core.places import Place
from kgbuild.core.records import record
from kgbuild.core.similar import suggestion
from kgbuild.mapping.tree import InputFile, Report, read_tree

SUFFIX: Final = ".audit"
HOLDS: Final = "holds"
FAILS: Final = "does not hold"
UNDECIDED: Final = "cannot say"
VERDICTS: Final = (HOLDS, FAILS, UNDECIDED)
_KEYS: Final = ("verdict", "seal", "note")
_SEAL: Final = re.compile(r"[0-9a-f]{16}")
_HEAD: Final = (
    "# Whether the cited words carry each claim, by claim and reader. Written by `kgbuild audit --import`.\n"
)


@record
class Verdict:
    """What one reader said of one claim, as it was when its ``seal`` was made."""

    claim: str
    reader: str
    verdict: str
    seal: str
    note: str | None
    place: Place


Verdicts: TypeAlias = Mapping[str, Sequence[Verdict]]
"""By claim, in the order of the file."""


def is_seal(text: str) -> bool:
    """Whether a text has the form of a seal."""
    return _SEAL.fullmatch(text) is not None


def read_verdicts(content: bytes, name: str, report: Report) -> dict[str, list[Verdict]] | None:
    """The verdicts of a file, or ``None`` after reporting why it cannot be read. Lines with faults are left out."""
    tree = read_tree(content, name, report)
    if tree is None:
        return None
    file, root = tree
    found: dict[str, list[Verdict]] = {}
    for key, readers in root.value:
        if not isinstance(readers, yaml.MappingNode):
            file.error("KG107", "a claim has a block of readers, each with a verdict", readers)
            continue
        verdicts = [_verdict(file, key.value, reader, block) for reader, block in readers.value]
        found[key.value] = [verdict for verdict in verdicts if verdict is not None]
    return found


def _verdict(file: InputFile, claim: str, reader: yaml.Node, block: yaml.Node) -> Verdict | None:
    """What one reader said, or ``None`` after reporting what is wrong with it."""
    if not isinstance(block, yaml.MappingNode):
        file.error("KG107", "a reader has a block with `verdict` and `seal`", block)
        return None
    before = file.faults
    fields: dict[str, yaml.Node] = {}
    for key, value in block.value:
        if key.value not in _KEYS:
            near = suggestion(key.value, _KEYS)
            help = f"write `{near}`" if near else f"the keys are: {', '.join(_KEYS)}"
            file.error("KG104", f"a verdict has no key `{key.value}`", key, help=help)
        elif not isinstance(value, yaml.ScalarNode):
            file.error("KG107", f"`{key.value}` must be text", value)
        else:
            fields[key.value] = value
    missing = [key for key in ("verdict", "seal") if key not in fields]
    if missing:
        if file.faults == before:
            file.error("KG106", f"a verdict needs `{missing[0]}`", reader)
        return None
    verdict, seal = fields["verdict"].value, fields["seal"].value
    if verdict not in VERDICTS:
        meant = suggestion(verdict, VERDICTS)
        advice = f"write `{meant}`" if meant else None
        file.error("KG203", f"a verdict is one of: {', '.join(VERDICTS)}", fields["verdict"], help=advice)
        return None
    if not is_seal(seal):
        file.error("KG107", "a seal is sixteen hexadecimal digits", fields["seal"])
        return None
    note = fields["note"].value if "note" in fields else None
    return Verdict(claim, reader.value, verdict, seal, note, file.place(reader))


def write_verdicts(verdicts: Mapping[str, Sequence[Verdict]]) -> str:
    """The text of a file: claims and readers sorted, so that the same verdicts give the same bytes."""
    lines = [_HEAD]
    for claim in sorted(verdicts):
        lines.append(f"{claim}:\n")
        for each in sorted(verdicts[claim], key=lambda verdict: verdict.reader):
            note = f", note: {_quoted(each.note)}" if each.note else ""
            lines.append(f"  {_quoted(each.reader)}: {{verdict: {each.verdict}, seal: {each.seal}{note}}}\n")
    return "".join(lines)


def _quoted(text: str) -> str:
    """A text in double quotes, as YAML and JSON write it alike."""
    return json.dumps(text, ensure_ascii=False)
