"""The keys of the mapping language are said in one place: the reader, the JSON Schema and the reference follow it."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import ROOT

from kgbuild.core.project import load_project
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.mapping.reader import read_mapping
from kgbuild.mapping.registry import Registry, load_registry
from kgbuild.mapping.schema import mapping_schema
from kgbuild.ontology.forms import Block, Key, TextForm
from kgbuild.ontology.keys import BLOCKS, BROADER, ENTITY, TOP
from kgbuild.ontology.vocabulary import Vocabulary, load_vocabulary

FLOOD = ROOT / "tests" / "cases" / "flood"
BASE = "https://example.org/"
NEW = "colour"

# Every block once, with a comment where a key of that block can stand: `#name` in a line of its own or at its end.
MAPPING = """
document: #document
  id: report
  kind: letter
  text: sha256:8b50ad061ed0b5eba9d7d36f0561b928eaf852cb5e3d37dd5695db20b959af77
  title: {value: A title, quote: {quote: A title, occurrence: 1 #quote#}#datum#}
  issued: {value: 1901-03-09, quote: of that day, reading: because #issued#}
  agenda_items: {items: [1] #agenda_items#}
  addressees: {to: elm-drainage-board, quote: To the board #addressee#}
  signatory: {person: elm-drainage-board, quote: signed #signatory#}
  reports: {work: chronicle-flood-report #lineage#}
  publisher: {id: elmford-chronicle #name#}
  rights: {value: the parish #recorded#}
  repairs: {text: pari sh, read: parish #repair#}
voice: {voice: elmford-chronicle #voice#}
about: flood-elmford-1901-03-04
parts:
  annex: #part
    kind: annex
    starts: Annex
claims:
  one: #entry
    quote: words
    killed: {n: 13 #quantityValue#}
    occurred: {value: 1901-03-04 #dateValue#}
    observed_on: {value: {value: 1901-03-10, extent: within #time#}}
    named: {value: Flood #textValue#}
    took_place_in: {value: elmford #entityValue#}
    characterised_as: {value: neglect #conceptValue#}
    invokes: {value: rome-statute #lawValue#}
    adopted_document: {value: chronicle-flood-report #documentValue#}
  two: #block
    with: #claim
      quote: words
    three:
      took_place_in: elmford
      when: {#scope#}
      from: {source: chronicle-flood-report #source#}
citations:
  other: #citation
    to: chronicle-flood-report
    how: cites
    quote: words
ignore: {quote: words, why: because #ignore#}
#mapping
"""
PLACES = """
elmford: #entity
  type: town
  label: {en: Elmford}
  source: a map
  broader: {id: county #broader#}
county:
  type: region
  label: {en: The county}
"""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(load_project(FLOOD / "kgbuild.toml").ontology)


@pytest.fixture(scope="module")
def registry(vocabulary: Vocabulary) -> Registry:
    findings: list[Diagnostic] = []
    found = load_registry(FLOOD / "registry", "registry", BASE, vocabulary, findings.append)
    assert findings == []
    return found


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``docs/generate.py``, which imports its neighbours as a script does."""
    monkeypatch.syspath_prepend(ROOT / "docs")
    return importlib.import_module("generate")


def with_key(text: str, block: str) -> str:
    """A text with the new key in one of its blocks, and nothing else in the places of the others."""

    def inline(match: re.Match[str]) -> str:
        comma = "" if text[match.start() - 1] == "{" else ", "
        return f"{comma}{NEW}: elmford" if match[1] == block else ""

    def line(match: re.Match[str]) -> str:
        indent = " " * (len(match[1]) + 2 if match[2] else 0)
        return (
            f"{match[1]}{match[2]}\n{indent}{NEW}: elmford" if match[3] == block else f"{match[1]}{match[2]}"
        )

    return re.sub(r"(?m)^( *)(.*?) ?#(\w+)$", line, re.sub(r" ?#(\w+)#", inline, text))


def unknown(text: str, vocabulary: Vocabulary, registry: Registry, folder: Path) -> list[str]:
    """The findings of unknown keys in a mapping, or in a file of the registry."""
    findings: list[Diagnostic] = []
    if "label:" in text:
        (folder / "places.yaml").write_text(text, encoding="utf-8")
        load_registry(folder, "registry", BASE, vocabulary, findings.append)
    else:
        read_mapping(text.encode(), "report.yaml", BASE, vocabulary, registry, findings.append)
    return [each.message for each in findings if each.code == "KG104"]


def properties(schema: Any, name: str) -> Iterator[Any]:
    """Every schema of a key, anywhere in a schema."""
    if isinstance(schema, dict):
        if name in schema.get("properties", ()):
            yield schema["properties"][name]
        for inner in schema.values():
            yield from properties(inner, name)
    elif isinstance(schema, list):
        for inner in schema:
            yield from properties(inner, name)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.name)
def test_a_new_key_is_known_everywhere(
    block: Block,
    vocabulary: Vocabulary,
    registry: Registry,
    generate: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A key that is added to a block is read, is in the JSON Schema, and is in the reference; else it is in none."""
    text = with_key(PLACES if block in (ENTITY, BROADER) else MAPPING, block.name)
    assert text.count(NEW) == 1
    schema = mapping_schema(vocabulary)
    assert unknown(text, vocabulary, registry, tmp_path) == [f"unknown key `{NEW}`"] or block.rows is not None
    assert not list(properties(schema, NEW))
    monkeypatch.setitem(block.keys, NEW, Key(NEW, TextForm(), "Its colour, as the text has it."))
    assert unknown(text, vocabulary, registry, tmp_path) == []
    schema = mapping_schema(vocabulary)
    of_block = schema["properties"] if block is TOP else schema["definitions"].get(block.name)
    found = list(properties({"properties": of_block} if block is TOP else of_block, NEW))
    if block not in (ENTITY, BROADER):  # the JSON Schema is of mappings
        assert [each["description"] for each in found] == ["Its colour, as the text has it."]
    assert f"| `{NEW}` | text |  | Its colour, as the text has it. |" in generate.mapping(vocabulary)


def test_every_key_is_described() -> None:
    """A key has a meaning of one sentence, and blocks and keys have names of their own."""
    assert len({block.name for block in BLOCKS}) == len(BLOCKS) == 31
    for block in BLOCKS:
        assert block.meaning.endswith("."), block.name
        for name, key in block.keys.items():
            assert key.name == name
            assert re.fullmatch(r"[^\n]{8,100}\.", key.meaning), (block.name, name)


def listed(tree: ast.AST) -> Iterator[tuple[int, set[str]]]:
    """The constant strings that a literal lists, with its line: tuples, lists, sets, and tables of constants."""
    for node in ast.walk(tree):
        match node:
            case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
                pass
            case ast.Dict(keys=keys, values=values) if all(isinstance(v, ast.Constant) for v in values):
                items = [key for key in keys if key is not None]
            case _:
                continue
        words = {i.value for i in items if isinstance(i, ast.Constant) and isinstance(i.value, str)}
        yield items[0].lineno if items else 0, words


def test_nothing_else_lists_keys() -> None:
    """No other module that reads, describes or writes mappings lists the keys of a block, or five of them."""
    blocks = [set(block) for block in BLOCKS if len(block) > 2]
    files = [*(ROOT / "src" / "kgbuild" / "mapping").glob("*.py"), ROOT / "docs" / "generate.py"]
    files += [path for path in (ROOT / "src" / "kgbuild" / "ontology").glob("*.py") if path.name != "keys.py"]
    assert len(files) > 15
    lists = [
        f"{path.name}:{line}: {', '.join(sorted(words))}"
        for path in files
        for line, words in listed(ast.parse(path.read_text(encoding="utf-8")))
        if any(words >= keys or len(words & keys) > 4 for keys in blocks)
    ]
    assert lists == []
