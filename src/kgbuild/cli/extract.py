"""``kgbuild extract``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from kgbuild.cli.findings import FindingOptions, finding_options, tally
from kgbuild.cli.options import OneOf, grouped
from kgbuild.cli.terminal import progress_on_terminal
from kgbuild.core.errors import DocumentError, KgbuildError
from kgbuild.core.files import inside
from kgbuild.core.places import Place
from kgbuild.core.terminal import count, visible
from kgbuild.core.terms import is_id
from kgbuild.draft.skeleton import id_of
from kgbuild.findings.diagnostics import Diagnostic, diagnostic, sorted_findings
from kgbuild.text.documents import TextLayer, read_document
from kgbuild.text.extract import (
    CHANGED,
    Extracted,
    Extraction,
    Options,
    extract,
    nothing_found,
    originals,
    read_original,
    texts_of,
)
from kgbuild.text.map import SUFFIX, TEXT_SUFFIX
from kgbuild.text.originals import hash_of
from kgbuild.text.readers.layer import ROLES
from kgbuild.text.refusals import Fault

page_option = click.option(
    "--page", metavar="URL", help="Of a web archive (WARC, WACZ) the page with this address."
)
_LINE = re.compile(r"line (\d+)")


_extraction_options = grouped(
    "options",
    Options,
    click.option(
        "--keep",
        type=OneOf(ROLES),
        multiple=True,
        help="Keep this in the text instead of setting it aside; may be given more than once.",
    ),
    click.option("--encoding", help="The encoding of a text that does not tell it, such as windows-1251."),
    click.option("--language", help="The language that Tesseract reads pictures in, such as eng or rus+eng."),
    page_option,
    click.option("--update", is_flag=True, help="Replace a text whose original, reader or options changed."),
    click.option(
        "--seconds",
        type=click.FloatRange(min=0.1),
        help="How long a file may take of the processor; else seven, and fifteen more for each megabyte.",
    ),
    click.option(
        "--memory",
        type=click.IntRange(min=100),
        default=500,
        show_default=True,
        help="How many megabytes of memory a file may take.",
    ),
)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER...", type=click.Path(path_type=Path))
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to; else beside each original.",
)
@click.option(
    "--id", "identifier", help="The name of the text, for one file; else made of the name of the file."
)
@_extraction_options
@finding_options
def command(
    paths: tuple[Path, ...],
    into: Path | None,
    identifier: str | None,
    options: Options,
    report: FindingOptions,
) -> int:
    """Write the text of a PDF, web page, office document, e-mail or scan, and where each of its lines stands.

    Of letter.pdf it makes letter.txt, which is mapped, and letter.map: which characters stand on which page and
    where on it, or in which element. A file is told by its content. Running heads, page numbers, notes, menus and
    struck words are set aside, at the end of the text: quotes may not come from them. Both files are written once;
    a second run changes nothing.
    """
    files, linked = originals(paths)
    findings = [_finding(path, nothing_found()) for path in paths if path.is_dir() and not files]
    outcomes = []
    show = progress_on_terminal("extracting")
    for number, (original, folder, stem) in enumerate(targets(files, into, identifier, options.page), 1):
        outcome = extract(original, folder, stem, options)
        outcomes.append(outcome)
        findings += [_finding(original, fault) for fault in outcome.faults]
        if outcome.text is not None and not report.for_programs:
            click.echo(outcome.text.as_posix())
        if outcome.state == "written":
            _say(outcome)
        if show is not None:
            show(number, len(files))
    for path in linked:
        click.echo(
            f"{path} is a link to a folder, and was not entered: name {path.resolve()} itself", err=True
        )
    report.show(None, sorted_findings(findings))
    click.echo(_closing(outcomes, findings), err=True)
    return report.exit_code(findings)


def targets(
    files: Sequence[Path], into: Path | None, identifier: str | None, page: str | None = None
) -> list[tuple[Path, Path, str]]:
    """For each original the folder and the names of its texts. Raises where two texts would be one file.

    What was extracted before keeps its name; of a web archive there may be several texts.
    """
    if identifier is not None and len(files) != 1:
        raise KgbuildError(f"--id names one text, and there are {count(len(files), 'file')}")
    if identifier is not None and not is_id(identifier):
        raise KgbuildError(f"`{identifier}` is not an id", f"write: --id {id_of(identifier)}")
    found: list[tuple[Path, Path, str]] = []
    taken: dict[Path, Path] = {}
    before: dict[Path, list[Extracted]] = {}
    for path in files:
        folder = into or path.parent
        if folder not in before:
            before[folder] = list(texts_of(folder))
        stems = [each.stem for each in before[folder] if each.is_of(path.name, page)]
        if identifier is not None:
            stems = [identifier]
        for stem in stems or [_name(path, folder, before[folder], taken)]:
            _may_write(folder / f"{stem}.txt")
            other = taken.setdefault(folder / stem, path)
            if other != path:
                raise KgbuildError(
                    f"{other} and {path} would both be {stem}.txt", "extract them one by one, with --id"
                )
            found.append((path, folder, stem))
    return found


def _may_write(text: Path) -> None:
    """Raise where a text would be written outside of the project, through a link."""
    try:
        inside(text)
    except KgbuildError as error:
        raise KgbuildError(
            str(error), "extract it into a folder of the project: kgbuild extract FILE --into FOLDER"
        ) from None


def _name(path: Path, folder: Path, before: Sequence[Extracted], taken: Mapping[Path, Path]) -> str:
    """The name of a new text: of letter.pdf and letter.docx the second is named after the whole of its name."""
    used = {each.stem for each in before} | {each.name for each in taken if each.parent == folder}
    for stem in (id_of(path.name), id_of(f"{path.name.replace('.', '-')}.txt")):
        if stem not in used:
            return stem
    raise KgbuildError(f"{stem}.txt is another text of {folder} already", "name this one: --id ID")


def extracted(
    document: Path, identifier: str | None, page: str | None
) -> tuple[TextLayer, Mapping[str, str]]:
    """The text of a document to map, extracted where it is no plain text, and what the file says of itself.

    Raises :class:`KgbuildError` with what is wrong with it, as ``extract`` would find it; also where the text that
    is there was extracted from another file, or from the file as it was before.
    """
    known = [each.stem for each in texts_of(document.parent) if each.is_of(document.name, page)]
    texts = targets([document], None, identifier if identifier in known or not known else None, page)
    if len(texts) > 1:
        stems = ", ".join(stem for _, _, stem in texts)
        raise DocumentError(
            f"several texts were extracted from {document}: {stems}", f"name one: --id {texts[0][2]}"
        )
    _, folder, stem = texts[0]
    options = Options(page=page)
    outcome = extract(document, folder, stem, options)
    if outcome.text is None or any(fault.code == CHANGED for fault in outcome.faults):
        fault = outcome.faults[0]
        where = f" ({fault.where})" if fault.where else ""
        raise DocumentError(f"{document}: {fault.message}{where}", fault.help)
    layer = read_document(outcome.text)
    if outcome.state == "plain":
        return layer.body(), _said_by_original(layer)
    if outcome.state == "written":
        click.echo(f"wrote {outcome.text.as_posix()} and its map", err=True)
        _say(outcome)
    for fault in outcome.faults:
        click.echo(f"{document.name}: {fault.message}", err=True)
    # A text that still holds was not read again, so that its original is asked what it says of itself.
    options = options.or_those(layer.places.head.get("options", "") if layer.places is not None else "")
    says = (read_original(document, options) if outcome.reading.same else outcome.reading).says
    return layer.body(), says


def text_name(document: Path, page: str | None) -> str:
    """What the text of a document is called, or will be: of letter.pdf and letter.docx one is letter-docx."""
    if document.suffix == TEXT_SUFFIX and document.with_suffix(SUFFIX).is_file():
        return id_of(document.name)
    return targets([document], None, None, page)[0][2]


def _said_by_original(layer: TextLayer) -> Mapping[str, str]:
    """What the original of a text says of itself, where it lies beside the text and is still the same."""
    if layer.places is None or layer.path is None:
        return {}
    head = layer.places.head
    original = layer.path.with_name(head["original"])
    if not original.is_file() or hash_of(original) != head["sha256"]:
        return {}
    return read_original(original, Options().or_those(head.get("options", ""))).says


def _finding(path: Path, fault: Fault) -> Diagnostic:
    at = _LINE.fullmatch(fault.where)
    line = int(at[1]) if at else 1
    label = "" if at else fault.where
    place = Place(path.as_posix(), line, 1, line, 2)
    return diagnostic(fault.code, fault.message, place, notes=[label] if label else [], help=fault.help)


def _say(outcome: Extraction) -> None:
    reading = outcome.reading
    parts = [count(reading.pages, "page")] if reading.pages else []
    aside = [count(number, role.replace("-", " ")) for role, number in sorted(reading.aside.items())]
    if aside:
        parts.append(f"set aside: {', '.join(aside)}")
    parts += reading.notes
    if parts:
        click.echo(visible(f"{outcome.original.name}: {'; '.join(parts)}"), err=True)


def _closing(outcomes: Sequence[Extraction], findings: Sequence[Diagnostic]) -> str:
    counts = Counter[str](outcome.state for outcome in outcomes)
    names = {
        "written": "written",
        "unchanged": "unchanged",
        "plain": "plain text already",
        "refused": "refused",
    }
    states = ", ".join(f"{counts[state]} {name}" for state, name in names.items() if counts[state])
    return f"{count(len(outcomes), 'file')}: {states or 'nothing done'} · {tally(findings)}"
