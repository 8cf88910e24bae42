"""Write the pages and files that are made from the code and the ontology; with ``--check``, only say what is stale.

``docs/reference/commands.md``, ``mapping.md``, ``dates.md``, ``diagnostics.md``, ``ontology/context.jsonld`` and
``ontology/mapping.schema.json`` and ``values/scalewords.py`` come from here.
"""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path

import click
from dates_page import dates_page

from kgbuild.cli import COMMANDS, cli
from kgbuild.core.project import load_project
from kgbuild.findings.explain import reference_markdown
from kgbuild.graph.prefixes import prefixes
from kgbuild.graph.shapes.codes import shape_explanations
from kgbuild.graph.shapes.library import load_shapes
from kgbuild.mapping.schema import DESCRIPTIONS, mapping_schema, schema_text
from kgbuild.ontology.vocabulary import CLAIM_KEYS, KG, RDFS, Vocabulary, load_vocabulary
from kgbuild.pipeline.build import json_ld_context
from kgbuild.values import dates, numerals, quantities
from kgbuild.values import foreign_dates as foreign

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
    out = [MADE, written.rstrip(), "\n\n## Claim keys\n\n", _table(("key", "meaning"), _claim_keys())]
    out += ["\n## Properties\n\n", _properties(vocabulary)]
    out += ["\n## Closed lists\n\n", _lists(vocabulary)]
    out += ["\n## Document and part kinds\n\n"]
    for what, kinds in (("document", vocabulary.document_kinds), ("part", vocabulary.part_kinds)):
        rows = ((f"`{key}`", vocabulary.one(term, RDFS + "comment")) for key, term in sorted(kinds.items()))
        out.append(_table((f"{what} kind", "meaning"), rows) + "\n")
    out += ["## Registry files and types\n\n", _types(vocabulary)]
    out += ["\n## Quantities\n\n```text\n", quantities.GRAMMAR, "```\n\n", _vague()]
    out += ["\n## Dates\n\n```text\n", dates.GRAMMAR, "```\n\n", _table(("written", "EDTF"), dates.WRITTEN)]
    return "".join(out)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(header)]
    lines.append(["---"] * len(lines[0]))
    lines += [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _claim_keys() -> Iterable[tuple[str, str]]:
    return ((f"`{key}`", DESCRIPTIONS[key]) for key in sorted(CLAIM_KEYS))


def _properties(vocabulary: Vocabulary) -> str:
    rows = []
    for prop in sorted(vocabulary.properties.values(), key=lambda prop: prop.key):
        qualifiers = ", ".join(f"`{name}`" for name in sorted(prop.qualifiers))
        takes = f"{prop.takes}{', many' if prop.many else ''}"
        rows.append((f"`{prop.key}`", takes, qualifiers, prop.question))
    return _table(("property", "takes", "qualifiers", "question"), rows)


def _lists(vocabulary: Vocabulary) -> str:
    out = []
    for name in (
        "stances",
        "modalities",
        "severities",
        "figureStatuses",
        "identityGrades",
        "extents",
        "partsOfDay",
        "calendars",
        "citationIntents",
        "units",
    ):
        rows = (
            (f"`{c.key}`", c.definition)
            for c in sorted(vocabulary.choices(name).values(), key=lambda c: c.key)
        )
        label = vocabulary.one(KG + name, RDFS + "label", name)
        out.append(f"### {label[:1].upper()}{label[1:]}\n\n{_table(('key', 'meaning'), rows)}\n")
    return "".join(out)


def _types(vocabulary: Vocabulary) -> str:
    rows = []
    for kind in sorted(vocabulary.kinds.values(), key=lambda kind: kind.file):
        types = sorted(key for key, item in vocabulary.types.items() if item.root == kind.iri)
        rows.append((f"`{kind.file}.yaml`", f"`{kind.iri_kind}:`", ", ".join(f"`{key}`" for key in types)))
    return _table(("file", "IRIs", "types"), rows)


def _vague() -> str:
    rows = ((word, str(lo), "open" if hi is None else str(hi)) for word, (lo, hi) in numerals.VAGUE.items())
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
        ROOT / "docs/reference/dates.md": dates_page(MADE),
        ROOT / "docs/reference/diagnostics.md": MADE + reference_markdown(extra),
        ROOT / "src/kgbuild/values/scalewords.py": scale_words(),
        ROOT / "ontology/context.jsonld": json.dumps(context, indent=1, ensure_ascii=False) + "\n",
        ROOT / "ontology/mapping.schema.json": schema_text(schema),
    }


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
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.relative_to(ROOT).as_posix())
            if "--check" not in sys.argv[1:]:
                path.write_text(text, encoding="utf-8")
    for name in stale:
        sys.stdout.write(f"{'not up to date' if '--check' in sys.argv[1:] else 'wrote'}: {name}\n")
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
