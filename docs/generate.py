"""Write the pages and files that are made from the code and the ontology; with ``--check``, only say what is stale.

``docs/reference/commands.md``, ``mapping.md``, ``numbers.md``, ``dates.md`` and ``diagnostics.md``, parts of
``docs/explanation/anatomy.md``, most of ``docs/pictures/``, ``out/explorer.html``, ``ontology/context.jsonld``,
``ontology/mapping.schema.json`` and ``values/scalewords.py`` come from here.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import sys
import tempfile
import textwrap
from collections.abc import Iterable
from pathlib import Path
from unittest.mock import patch

import anatomy
import click
from dates_page import dates_page

import kgbuild
from kgbuild.analysis.explorer.explore import explorer_with
from kgbuild.analysis.explorer.page import one_page
from kgbuild.cli import COMMANDS, cli
from kgbuild.core.project import load_project
from kgbuild.draft.starter import start
from kgbuild.findings.explain import reference_markdown
from kgbuild.graph.prefixes import prefixes
from kgbuild.graph.shapes.library import load_shapes, shape_explanations
from kgbuild.mapping.schema import mapping_schema, schema_text
from kgbuild.ontology.forms import (
    Block,
    BlockForm,
    ChoiceForm,
    CountForm,
    Form,
    LanguagesForm,
    ListForm,
    NameForm,
    TableForm,
    TextForm,
    WordForm,
)
from kgbuild.ontology.keys import BLOCKS
from kgbuild.ontology.namespaces import KG, RDFS
from kgbuild.ontology.vocabulary import Vocabulary, load_vocabulary
from kgbuild.pipeline.build import json_ld_context
from kgbuild.store.records import BuiltGraph
from kgbuild.values import dates, quantities
from kgbuild.values import foreign_dates as foreign

sys.path.insert(0, str(Path(__file__).parent))
from number_tables import numbers_page

ROOT = Path(__file__).parents[1]
MADE = "<!-- Made by docs/generate.py: run `make docs` instead of editing. -->\n\n"


def commands() -> str:
    """The command reference: every command's ``--help``, in groups."""
    out = [f"# Commands\n\n{MADE}```text\n{_help(cli, 'kgbuild')}\n```\n"]
    for group, names in COMMANDS.items():
        out.append(f"\n## {group}\n")
        for name in names:
            command = cli.get_command(click.Context(cli), name)
            assert command is not None
            out.append(f"\n### kgbuild {name}\n\n```text\n{_help(command, f'kgbuild {name}')}\n```\n")
    return "".join(out)


def _help(command: click.Command, name: str) -> str:
    return command.get_help(click.Context(command, info_name=name, terminal_width=100, max_content_width=100))


def mapping(vocabulary: Vocabulary) -> str:
    """The mapping reference: keys, properties, closed lists and grammars, as the ontology and the code have them."""
    written = (ROOT / "docs" / "reference" / "mapping-language.md").read_text(encoding="utf-8")
    out = [MADE, written.rstrip(), "\n\n## Keys\n\n", *(_block(block, vocabulary) for block in BLOCKS)]
    out += ["## Properties\n\n", _properties(vocabulary)]
    out += ["\n## Closed lists\n\n", _lists(vocabulary)]
    out += ["\n## Document and part kinds\n\n"]
    for what in ("document", "part"):
        out.append(_table((f"{what} kind", "meaning"), _members(vocabulary, f"{what}Kinds")) + "\n")
    out += ["## Registry files and types\n\n", _types(vocabulary)]
    out += ["\n## Quantities\n\n```text\n", quantities.GRAMMAR, "```\n\n", _vague()]
    out += ["\n## Dates\n\n```text\n", dates.GRAMMAR, "```\n\n", _table(("written", "EDTF"), dates.WRITTEN)]
    return "".join(out)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of Markdown."""
    lines = [list(header)]
    lines.append(["---"] * len(lines[0]))
    lines += [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _block(block: Block, vocabulary: Vocabulary) -> str:
    """A block of the language: what it is, what may be written in its place, and its keys."""
    said = [block.meaning]
    if block.short is not None:
        said.append(f"Its short form: {_words(block.short, vocabulary)}.")
    if block.either:
        said.append(f"It needs {' or '.join(f'`{name}`' for name in block.either)}.")
    if block.alone:
        said.append(f"No other key stands beside {' or '.join(f'`{name}`' for name in block.alone)}.")
    if block.rows is not None:
        said.append(f"Every other key is an id with {_reference(block.rows)} below it.")
    if block.properties:
        said.append("Its keys are the [properties](#properties).")
    if block.beside is not None:
        said.append(f"It takes the keys of {_reference(block.beside)} too.")
    rows = (
        (f"`{key.name}`", _words(key.form, vocabulary), "yes" if key.required else "", key.meaning)
        for key in block.keys.values()
    )
    table = _table(("key", "form", "required", "meaning"), rows) + "\n" if block.keys else ""
    return f"### `{block.name}`\n\n{textwrap.fill(' '.join(said), 120)}\n\n{table}"


def _reference(block: Block) -> str:
    return f"[`{block.name}`](#{block.name.lower()})"


def _words(form: Form, vocabulary: Vocabulary) -> str:
    """A form in words."""
    match form:
        case TextForm(meaning):
            return meaning
        case CountForm():
            return "whole number from 1 up"
        case WordForm(words):
            return " or ".join(f"`{word}`" for word in words)
        case ChoiceForm(choices, code):
            more = f", or `{code}`" if code else ""
            return f"one of [{_list_label(vocabulary, choices)}](#{_anchor(vocabulary, choices)}){more}"
        case NameForm():
            kinds = sorted(vocabulary.label_of(kind) or kind for kind in form.kinds)
            block = f", or {_reference(form.block)}" if form.block is not None else ""
            return f"{f'name of {_either(kinds)}' if kinds else 'any name'}{block}"
        case LanguagesForm(bare):
            return "text, or texts by language" if bare else "texts by language"
        case BlockForm(block):
            return _reference(block)
        case ListForm(item):
            return f"{_words(item, vocabulary)}; also a list"
        case TableForm(rows):
            return f"ids, each with {_either([_reference(row) for row in rows])}"


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _properties(vocabulary: Vocabulary) -> str:
    rows = []
    for prop in sorted(vocabulary.properties.values(), key=lambda prop: prop.key):
        qualifiers = ", ".join(f"`{name}`" for name in sorted(prop.qualifiers))
        takes = f"{prop.takes}{', many' if prop.many else ''}"
        rows.append((f"`{prop.key}`", takes, qualifiers, prop.question))
    return _table(("property", "takes", "qualifiers", "question"), rows)


def _lists(vocabulary: Vocabulary) -> str:
    """The closed lists of the ontology that a key has a member of, in the order of the keys."""
    names = dict.fromkeys(
        key.form.choices
        for block in BLOCKS
        for key in block.keys.values()
        if isinstance(key.form, ChoiceForm) and key.form.choices not in _ELSEWHERE
    )
    return "".join(
        f"### {_list_label(vocabulary, name).capitalize()}\n\n"
        f"{_table(('key', 'meaning'), _members(vocabulary, name))}\n"
        for name in names
    )


_ELSEWHERE = {"documentKinds": "document kinds", "partKinds": "part kinds", "types": "the types of its file"}
"""What is listed in a section of its own."""


def _list_label(vocabulary: Vocabulary, name: str) -> str:
    return _ELSEWHERE.get(name) or vocabulary.one(KG + name, RDFS + "label", name)


def _anchor(vocabulary: Vocabulary, name: str) -> str:
    if name == "types":
        return "registry-files-and-types"
    return (
        "document-and-part-kinds" if name in _ELSEWHERE else _list_label(vocabulary, name).replace(" ", "-")
    )


def _members(vocabulary: Vocabulary, name: str) -> Iterable[tuple[str, str]]:
    choices = sorted(vocabulary.choices(name).values(), key=lambda choice: choice.key)
    return ((f"`{choice.key}`", choice.definition) for choice in choices)


def _types(vocabulary: Vocabulary) -> str:
    rows = []
    for kind in sorted(vocabulary.kinds.values(), key=lambda kind: kind.file):
        types = sorted(key for key, item in vocabulary.types.items() if item.root == kind.iri)
        rows.append((f"`{kind.file}.yaml`", f"`{kind.iri_kind}:`", ", ".join(f"`{key}`" for key in types)))
    return _table(("file", "IRIs", "types"), rows)


def _vague() -> str:
    rows = ((word, str(lo), "open" if hi is None else str(hi)) for word, lo, hi in quantities.vague_words())
    return _table(("vague words", "from", "to"), rows)


def files() -> dict[Path, str]:
    """Every generated file with the text it should have."""
    project = load_project(ROOT / "kgbuild.toml")
    vocabulary = load_vocabulary(project.ontology)
    extra = shape_explanations(load_shapes(project.shapes))
    context = {"@context": json_ld_context(vocabulary, prefixes(project.base))}
    schema = mapping_schema(vocabulary)
    return {
        ROOT / "docs/reference/commands.md": commands(),
        ROOT / "docs/reference/mapping.md": mapping(vocabulary),
        ROOT / "docs/reference/numbers.md": MADE + numbers_page(),
        ROOT / "docs/reference/dates.md": dates_page(MADE),
        ROOT / "docs/reference/diagnostics.md": MADE + reference_markdown(extra),
        ROOT / "src/kgbuild/values/scalewords.py": scale_words(),
        anatomy.PAGE: anatomy.anatomy(),
        **pictures(),
        ROOT / "out/explorer.html": explorer(vocabulary),
        ROOT / "ontology/context.jsonld": json.dumps(context, indent=1, ensure_ascii=False) + "\n",
        ROOT / "ontology/mapping.schema.json": schema_text(schema),
    }


def pictures() -> dict[Path, str]:
    """The pictures of the pages, as the command beside each draws them for readers without the documents."""
    drawn = {
        "guests.svg": ("starter", "conflicts"),
        "killed.svg": ("sample", "origins", "baku-1990-01-19.killed"),
    }
    with tempfile.TemporaryDirectory() as folder:
        starter = Path(folder, "starter")
        start(starter)
        configs = {"starter": starter / "kgbuild.toml", "sample": ROOT / "kgbuild.toml"}
        for name, (project, *command) in drawn.items():
            where = ["--config", str(configs[project]), "--picture", str(Path(folder, name))]
            with patch.dict(os.environ):
                os.environ.pop("KGBUILD_DOCUMENTS", None)
                cli.main([*command, *where], standalone_mode=False)
        return {
            ROOT / "docs/pictures" / name: Path(folder, name).read_text(encoding="utf-8") for name in drawn
        }


def explorer(vocabulary: Vocabulary) -> str:
    """The explorer of the sample, as `kgbuild explore` writes it."""
    graph = BuiltGraph(kgbuild.build(ROOT, shapes=False).quads(), vocabulary)
    return one_page(explorer_with(graph, load_project(ROOT / "kgbuild.toml")))


def content_of(page: str) -> str:
    """A page of the explorer with its data inflated, which is the same whichever zlib compressed it."""
    return _DATA.sub(lambda found: gzip.decompress(base64.b64decode(found[1])).decode(), page)


_DATA = re.compile(r'(?<=">)([A-Za-z0-9+/=\n]{100,})(?=</script>)')


def scale_words() -> str:
    """The module that keeps the scale words of other languages, so that no check reads the CLDR."""
    words = textwrap.fill(", ".join(foreign.scale_words()), 100, break_on_hyphens=False)
    return (
        f"# Made by docs/generate.py: run `make docs` instead of editing.\n"
        '"""What other languages write behind a number for thousands, millions and more, as the CLDR has it."""\n\n'
        "from typing import Final\n\n"
        f'_WORDS: Final = """\n{words}\n"""\n'
        'SCALE_WORDS: Final = frozenset(" ".join(_WORDS.split()).split(", "))\n'
    )


def main() -> int:
    """Write or check."""
    stale = []
    for path, text in files().items():
        if not path.exists() or content_of(path.read_text(encoding="utf-8")) != content_of(text):
            stale.append(path.relative_to(ROOT).as_posix())
            if "--check" not in sys.argv[1:]:
                path.write_text(text, encoding="utf-8")
    for name in stale:
        sys.stdout.write(f"{'not up to date' if '--check' in sys.argv[1:] else 'wrote'}: {name}\n")
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
