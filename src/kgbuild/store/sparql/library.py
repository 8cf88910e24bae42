"""Named queries: files of SPARQL with a title, a question in plain words, and typed parameters.

The lines at the head that start with ``#+`` give these (as in grlc, https://grlc.io). A parameter has one block
``VALUES ?NAME { UNDEF }`` in the query, so that each file is valid SPARQL 1.1 and asks for everything; a value takes
the place of ``UNDEF``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from kgbuild.core.errors import KgbuildError
from kgbuild.core.files import read_file
from kgbuild.core.project import Project, files_of, ontology_folder
from kgbuild.core.records import record
from kgbuild.core.similar import did_you_mean
from kgbuild.core.terms import Term

_HEAD: Final = re.compile(
    r"#\+\s*(?:(title|question):\s*(\S.*)|parameter\s+([a-z][a-z0-9_]*):\s*([\w-]+)\.\s+(\S.*))"
)
FORM: Final = "`#+ title: …`, `#+ question: …` or `#+ parameter NAME: TYPE. What it is.`"


class LibraryError(KgbuildError):
    """A file of the library of queries is not as it should be."""


@record
class Parameter:
    """A parameter of a named query: ``event``, of the type ``event``, and what it is for."""

    name: str
    type: str
    description: str


@record
class NamedQuery:
    """A query of the library. ``text`` is SPARQL that asks for all, with its head."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    text: str


def read_query(file: Path) -> NamedQuery:
    """Read a query with what its head says. Raises :class:`LibraryError` with file and line, :class:`OSError`."""
    try:
        text = read_file(file).decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise LibraryError(f"{file} is not UTF-8 text") from error
    said: dict[str, str] = {}
    parameters: dict[str, Parameter] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        found = _HEAD.fullmatch(line.rstrip())
        if found is None:
            raise LibraryError(f"{file}:{number}: not understood: {line}", f"write {FORM}")
        key, value, name, type, description = found.groups()
        if key in said or name in parameters:
            raise LibraryError(f"{file}:{number}: {key or name} is given twice")
        if key:
            said[key] = value
            continue
        if len(_block(name).findall(text)) != 1:
            raise LibraryError(
                f"{file}:{number}: the parameter `{name}` needs one block `VALUES ?{name} {{ UNDEF }}` in the query"
            )
        parameters[name] = Parameter(name, type, description)
    return NamedQuery(
        file.stem, said.get("title", file.stem), said.get("question", ""), tuple(parameters.values()), text
    )


def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?m)^(?!\s*#)(.*VALUES\s+\?{name}\s*\{{)\s*UNDEF\s*(\}})", re.IGNORECASE)


def _open_block(name: str) -> re.Pattern[str]:
    """A block without a value, with its line where that holds nothing else; the group is what stands before it."""
    block = rf"VALUES\s+\?{name}\s*\{{\s*UNDEF\s*\}}"
    return re.compile(rf"(?im)^[ \t]*{block}[ \t]*\n|^(?!\s*#)(.*){block}")


def with_values(query: NamedQuery, values: Mapping[str, Sequence[Term]]) -> str:
    """The text of a query with values for its parameters.

    The block of one without a value is left out: it says nothing, and Apache Jena (4.5) takes its variable for bound.
    """
    text = query.text
    for parameter in query.parameters:
        terms = values.get(parameter.name)
        if terms:
            words = " ".join(terms).replace("\\", r"\\")
            text = _block(parameter.name).sub(rf"\1 {words} \2", text)
        else:
            text = _open_block(parameter.name).sub(r"\1", text)
    return text


def with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """A query with the prefixes that it uses declared, for any other store."""
    used = {name: iri for name, iri in prefixes.items() if re.search(rf"(?<![\w?$]){name}:", text)}
    lines = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(used.items()))
    head = re.match(r"(?:#.*\n)*", text)
    cut = head.end() if head is not None else 0
    return text[:cut] + lines + text[cut:]


class QueryLibrary:
    """The queries that kgbuild ships and those in the project's own folder, by name.

    Raises :class:`LibraryError` where the project has one of the name of a shipped one, or a file is not understood.
    """

    def __init__(self, project: Project | None) -> None:
        own = files_of(project.queries, ".rq") if project is not None else []
        shipped = sorted((ontology_folder() / "queries").glob("*.rq"))
        names = {file.stem for file in shipped}
        for file in own:
            if file.stem in names:
                raise LibraryError(
                    f"{file}: kgbuild has a query `{file.stem}` already", "give the file another name"
                )
        self.files: Mapping[str, Path] = {
            file.stem: file for file in sorted([*shipped, *own], key=lambda f: f.stem)
        }

    def query(self, name: str) -> NamedQuery:
        """The query of a name."""
        if name not in self.files:
            raise LibraryError(
                f"there is no query named `{name}`, and no such file",
                did_you_mean(name, self.files, "`kgbuild query --list` names them"),
            )
        return read_query(self.files[name])

    def queries(self) -> Iterable[NamedQuery]:
        """All queries, by name."""
        return map(read_query, self.files.values())
