"""``kgbuild new``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from kgbuild.cli.extract import extracted, page_option, text_name
from kgbuild.cli.findings import FindingOptions
from kgbuild.cli.options import ProjectOptions, project_options
from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import write_atomic
from kgbuild.core.terms import is_id
from kgbuild.draft.bibliography import item_of
from kgbuild.draft.skeleton import id_of, skeleton
from kgbuild.draft.source_record import FROM_FILE
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.mapping.registry import load_registry
from kgbuild.mapping.schema import mapping_schema, schema_text
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.text.documents import files_below


@click.command()
@click.argument("document", metavar="DOC", type=click.Path(path_type=Path))
@click.option("--id", "identifier", help="The id of the document; else the name of its text.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="The file to write; - prints.  [default: ID.yaml among the mappings]",
)
@click.option(
    "--language",
    help="The language of the document, such as ru; else seen from its months, or the project's.",
)
@click.option(
    "--record",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A library (CSL-JSON or BibTeX, as Zotero exports it) whose item of the document is proposed.",
)
@click.option(
    "--item", metavar="KEY", help="The key of that item; else the one with the file, or the only one."
)
@page_option
@project_options
def command(
    document: Path,
    identifier: str | None,
    language: str | None,
    output: Path | None,
    record: Path | None,
    item: str | None,
    page: str | None,
    options: ProjectOptions,
) -> int:
    """Write the skeleton of a mapping for a document.

    DOC is a path, or the name of a file in the folders of documents. Of a PDF, a web page and the like the text is
    extracted first, as `kgbuild extract` does it.

    What the text shows of itself is filled in; its figures, dates, names, articles of law and symbols follow as
    comments, each with a quote that is found: an entry, uncommented, is valid once `about:` is set. A mapping that is
    there already is never overwritten. The JSON Schema for editors is written where the project has none.
    """
    project = options.open_project()
    document = _found(document, project.documents)
    chosen = _chosen(document, identifier, page)
    target = project.mappings / f"{chosen}.yaml" if output is None else output
    printed = str(target) == "-"
    if not printed and target.exists():
        raise KgbuildError(f"{target} exists", "name another: --id ID or -o FILE")
    catalogues = list(_from_library(record, document, item))
    layer, says = extracted(document, identifier, page)
    catalogues.insert(0, (FROM_FILE, says))
    vocabulary = load_vocabulary(project.ontology)
    findings: list[Diagnostic] = []
    registry = load_registry(
        project.registry, project.relative(project.registry), project.base, vocabulary, findings.append
    )
    if registry.get(chosen) is not None:
        raise KgbuildError(f"`{chosen}` is an entity of the registry", "name another id: --id ID")
    FindingOptions().show(project, findings)
    schema = project.root / "ontology" / "mapping.schema.json"
    written = schema.is_file()
    folder = project.mappings if printed else target.resolve().parent
    text = skeleton(
        layer,
        chosen,
        vocabulary,
        registry,
        usual=project.language,
        stated=language,
        schema=Path(os.path.relpath(schema, folder)).as_posix(),
        catalogues=catalogues,
    )
    if printed:
        click.echo(text, nl=False)
        return 0
    if not written:
        # Without the ids of the registry, which will grow: an editor would underline what is right.
        write_atomic(schema, schema_text(mapping_schema(vocabulary)).encode())
        click.echo(f"wrote {project.relative(schema)}, for editors", err=True)
    write_atomic(target, text.encode())
    click.echo(target.as_posix() if output is not None else project.relative(target))
    return 0


def _chosen(document: Path, identifier: str | None, page: str | None) -> str:
    """The id of the document: the one that was named, or the name of its text."""
    chosen = identifier if identifier is not None else text_name(document, page)
    if not is_id(chosen):
        raise KgbuildError(f"`{chosen}` is not an id", f"write: --id {id_of(chosen)}")
    return chosen


def _from_library(
    record: Path | None, document: Path, key: str | None
) -> Iterator[tuple[str, Mapping[str, str]]]:
    if record is None and key is not None:
        raise KgbuildError("--item names an item of a library", "name the library: --record FILE")
    if record is not None:
        item = item_of(record, document, key)
        yield f"{record.name}, item {item.key}", item.says


def _found(document: Path, folders: Sequence[Path]) -> Path:
    """The file that is meant: by its path, or by its name within the folders of documents."""
    if document.is_dir():
        raise KgbuildError(f"{document} is a folder", "name one file of it; `kgbuild extract` takes folders")
    if document.exists():
        return document
    found = [path for folder in folders for path in sorted(files_below(folder)) if _ends(path, document)]
    if len(found) == 1:
        return found[0]
    if not found:
        named = ", ".join(map(str, folders)) or "none are named (--documents DIR, KGBUILD_DOCUMENTS)"
        raise KgbuildError(f"{document} does not exist", f"folders of documents searched: {named}")
    raise KgbuildError(
        f"several files are called {document}", f"name one by its path: {', '.join(map(str, found))}"
    )


def _ends(path: Path, document: Path) -> bool:
    return path.parts[-len(document.parts) :] == document.parts
