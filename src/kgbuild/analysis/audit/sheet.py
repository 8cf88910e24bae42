"""Sheets for readers: claims in words, to be filled in and taken back. CSV for spreadsheets, Markdown for print."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from kgbuild.analysis.audit.results import AuditedClaim
from kgbuild.claims.audit.verdicts import VERDICTS, Verdict, is_seal
from kgbuild.core.cells import BYTE_ORDER_MARK, safe_cell
from kgbuild.core.errors import KgbuildError
from kgbuild.core.places import Place
from kgbuild.core.records import record
from kgbuild.core.similar import suggestion
from kgbuild.core.terminal import visible

SHEETS: Final = (".csv", ".md")
_COLUMNS: Final = ("id", "claim", "voice", "words", "reading", "property", "verdict", "note", "seal")
_NEEDED: Final = ("id", "verdict", "seal")
_ANSWERS: Final = f"`{VERDICTS[0]}`, `{VERDICTS[1]}` or `{VERDICTS[2]}`"
_HEAD: Final = f"""\
# Do the cited words carry the claim?

Write {_ANSWERS} after `verdict:`, and why after `note:`. Whether the claim is true
is not asked. The question is whether somebody who has only these words of the document would find all of the claim in
them: who says it, of what, when, where, in which manner, and how sure. `reading:` says what the mapping adds to the
words, where they alone do not show it: do the words bear that?
"""
_ENTRY: Final = re.compile(r"##\s+(\S+)\s*")
_FIELD: Final = re.compile(r"\*\s+(id|claim|voice|words|reading|property|verdict|note|seal):\s*(.*?)\s*")


@record
class Answer:
    """What a reader wrote beside one claim of a sheet."""

    claim: str
    verdict: str
    seal: str
    note: str | None
    place: Place


def write_sheet(claims: Sequence[AuditedClaim], suffix: str) -> bytes:
    """A sheet of claims, in the form that the ending of its file says."""
    text = _markdown(claims) if suffix == ".md" else _csv(claims)
    return text.encode()


def _fields(each: AuditedClaim) -> tuple[str, ...]:
    words = each.words
    shown = (words.claim, words.voice, words.cited, words.reading, words.meaning)
    return (words.id, *(visible(text) for text in shown), "", "", words.seal)


def _csv(claims: Sequence[AuditedClaim]) -> str:
    stream = io.StringIO()
    stream.write(BYTE_ORDER_MARK)
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    writer.writerows(map(safe_cell, _fields(each)) for each in claims)
    return stream.getvalue()


def _markdown(claims: Sequence[AuditedClaim]) -> str:
    lines = [_HEAD]
    for each in claims:
        name, *values = _fields(each)
        lines.append(f"\n## {name}\n\n")
        shown = zip(_COLUMNS[1:], values, strict=True)
        lines += [
            f"* {key}: {value}".rstrip() + "\n" for key, value in shown if value or key in ("verdict", "note")
        ]
    return "".join(lines)


def read_sheet(path: Path) -> tuple[list[Answer], int]:
    """The answers of a sheet, in its order, and how many of its claims have none.

    Raises :class:`KgbuildError`, with every fault and its place, where one cannot be taken in.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KgbuildError(
            f"{path}: it is not UTF-8 text", "save the sheet with the encoding UTF-8"
        ) from error
    rows = list(_markdown_rows(text) if path.suffix == ".md" else _csv_rows(text, path.name))
    answers: dict[str, Answer] = {}
    faults: list[str] = []
    empty = 0
    for line, row in rows:
        if not row.get("verdict", "").strip():
            empty += 1
            continue
        answer = _answer(row, Place(path.name, line, 1, line, 2), faults)
        if answer is None:
            continue
        first = answers.setdefault(answer.claim, answer)
        if (first.verdict, first.note) != (answer.verdict, answer.note):
            faults.append(f"{answer.place}: `{answer.claim}` has another answer on line {first.place.line}")
    if not rows:
        faults.append(f"{path.name}: it holds no claim")
    if faults:
        raise KgbuildError("\n".join(["the sheet cannot be taken in", *faults]), "nothing was changed")
    return list(answers.values()), empty


def _answer(row: dict[str, str], place: Place, faults: list[str]) -> Answer | None:
    written = " ".join(row["verdict"].casefold().split())
    if written not in VERDICTS:
        near = suggestion(written, VERDICTS)
        hint = f"did you mean `{near}`?" if near else f"it is one of: {', '.join(VERDICTS)}"
        faults.append(f"{place}: no verdict: {visible(row['verdict'])!r}; {hint}")
        return None
    name, seal = row.get("id", "").strip(), row.get("seal", "").strip()
    if not name or not is_seal(seal):
        faults.append(
            f"{place}: {'no seal' if name else 'no claim'} beside the verdict; both are as the sheet had them"
        )
        return None
    note = visible(" ".join(row.get("note", "").split()))
    return Answer(name, written, seal, note or None, place)


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the header, each with its last line; a spreadsheet program may have put ``;`` for commas."""
    head = text.partition("\n")[0]
    sign = next((sign for sign in ",;\t" if sign in head), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        missing = [key for key in _NEEDED if key not in header]
        if missing:
            raise KgbuildError(
                f"{name}:1: there is no column `{missing[0]}`", "keep the columns of the sheet"
            )
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, dict(zip(header, row, strict=False))
    except csv.Error as error:
        raise KgbuildError(f"{name}:{reader.line_num}: {error}") from error


def _markdown_rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The entries, each with its first line."""
    start = 0
    row: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        entry, field = _ENTRY.fullmatch(line), _FIELD.fullmatch(line)
        if entry is not None:
            if row:
                yield start, row
            start, row = number, {"id": entry[1]}
        elif field is not None and row:
            row[field[1]] = field[2]
        elif row and line.startswith(" ") and line.strip() and "note" in row:
            row["note"] = f"{row['note']} {line.strip()}"
    if row:
        yield start, row


def as_verdict(answer: Answer, reader: str) -> Verdict:
    """An answer as it is kept."""
    return Verdict(answer.claim, reader, answer.verdict, answer.seal, answer.note, answer.place)
