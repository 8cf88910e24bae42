"""The JSON Schema of mappings agrees with ``check`` on what both can see."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import ROOT, RunKgbuild

from kgbuild.core.project import load_project
from kgbuild.findings.diagnostics import Diagnostic
from kgbuild.mapping.registry import load_registry
from kgbuild.mapping.schema import mapping_schema
from kgbuild.ontology.vocabulary import load_vocabulary

SCHEMA = json.loads((ROOT / "ontology" / "mapping.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
MAPPINGS = sorted((ROOT / "mappings").glob("*.yaml"))


def tree(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def test_the_schema_is_one() -> None:
    """The generated file is a valid draft 7 schema."""
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
def test_the_sample_mappings_are_valid(path: Path) -> None:
    """What ``check`` accepts, the schema accepts."""
    assert [error.message for error in VALIDATOR.iter_errors(tree(path))] == []


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
def test_mappings_name_their_schema(path: Path) -> None:
    """Editors find the schema by the first line."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../ontology/mapping.schema.json"


@pytest.mark.parametrize(
    "change",
    [
        {"voise": "x"},
        {"document": {"id": "x"}},
        {"claims": {"toll": {"kiled": "13", "quote": "x"}}},
        {"claims": {"toll": {"killed": ["13", "14"], "quote": "x"}}},
        {"claims": {"toll": {"killed": "13", "stance": "shouts", "quote": "x"}}},
        {"claims": {"toll": {"killed": {"value": "13"}, "quote": "x"}}},
        {"claims": {"toll": {"occurred": {"value": "1990", "extent": "perhaps"}, "quote": "x"}}},
    ],
    ids=["top key", "document keys", "property", "two values", "closed list", "value key", "extent"],
)
def test_what_check_refuses_the_schema_refuses(change: dict[str, Any]) -> None:
    """Unknown keys, missing keys, lists for one value and closed lists are refused as ``check`` refuses them."""
    mapping = {**tree(MAPPINGS[0]), **change}
    assert list(VALIDATOR.iter_errors(mapping))


def schema_of(folder: Path) -> dict[str, Any]:
    """The schema that ``kgbuild schema`` makes for a project."""
    project = load_project(folder / "kgbuild.toml")
    vocabulary = load_vocabulary(project.ontology)
    findings: list[Diagnostic] = []
    registry = load_registry(project.registry, "registry", project.base, vocabulary, findings.append)
    assert findings == []
    return mapping_schema(vocabulary, registry, [path.stem for path in project.mapping_files()])


@pytest.fixture(scope="module")
def with_registry() -> jsonschema.Draft7Validator:
    """The schema of the sample, with its registry."""
    schema = schema_of(ROOT)
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def values(schema: Any, key: str) -> Iterator[Any]:
    """What stands under a key anywhere in a schema."""
    if isinstance(schema, dict):
        if isinstance(schema.get(key), str):
            yield schema[key]
        for inner in schema.values():
            yield from values(inner, key)
    elif isinstance(schema, list):
        for inner in schema:
            yield from values(inner, key)


@pytest.mark.parametrize("folder", [ROOT, ROOT / "examples" / "excavation"], ids=["sample", "excavation"])
def test_patterns_are_ecma(folder: Path) -> None:
    """Patterns are what editors take: ECMA refuses a backslash before any sign that is not one of its own."""
    patterns = list(values(schema_of(folder), "pattern"))
    assert any("-" in pattern and r"\." in pattern for pattern in patterns)
    for pattern in patterns:
        assert set(re.findall(r"\\(.)", pattern)) <= set("^$\\.*+?()[]{}|/"), pattern


@pytest.mark.parametrize("folder", [ROOT, ROOT / "examples" / "excavation"], ids=["sample", "excavation"])
def test_references_lead_to_definitions(folder: Path) -> None:
    """Every reference names a definition, in signs that need no escape, whatever namespace a kind is of."""
    schema = schema_of(folder)
    references = set(values(schema, "$ref"))
    assert references == {f"#/definitions/{name}" for name in schema["definitions"]}
    assert all(re.fullmatch("#/definitions/[A-Za-z_-]+", reference) for reference in references)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "examples" / "excavation" / "mappings").glob("*.yaml")), ids=lambda path: path.stem
)
def test_the_mappings_of_another_domain_are_valid(path: Path) -> None:
    """What ``check`` accepts, the schema of a project with an ontology of its own accepts."""
    validator = jsonschema.Draft7Validator(schema_of(ROOT / "examples" / "excavation"))
    assert [error.message for error in validator.iter_errors(tree(path))] == []


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
def test_the_sample_mappings_are_valid_with_their_registry(
    path: Path, with_registry: jsonschema.Draft7Validator
) -> None:
    """What ``check`` accepts, the schema with ids accepts."""
    assert [error.message for error in with_registry.iter_errors(tree(path))] == []


CLAIM: dict[str, Any] = {"killed": "13", "quote": "x"}
PERSON = {"person": "yashar-aliyev", "quote": "x"}


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({"about": "NAME"}, "baku-1990-01-19"),
        ({"about": {"id": "NAME"}}, "baku-1990-01-19"),
        ({"voice": "NAME"}, "azeri-press-news-agency"),
        ({"said_by": [{"voice": "NAME"}]}, "azeri-press-news-agency"),
        ({"claims": {"c": {**CLAIM, "population": "NAME"}}}, "civilians"),
        ({"claims": {"c": {**CLAIM, "in": "NAME"}}}, "baku"),
        ({"claims": {"c": {**CLAIM, "when": {"after": "NAME"}}}}, "baku-1990-01-19"),
        ({"claims": {"c": {**CLAIM, "carried_out_by": "NAME"}}}, "soviet-forces"),
        ({"claims": {"c": {**CLAIM, "carried_out_by": {"value": "NAME", "quote": "x"}}}}, "soviet-forces"),
        ({"claims": {"c": {**CLAIM, "characterised_as": ["invasion", "NAME"]}}}, "invasion"),
        ({"document": {"signatory": {**PERSON, "person": "NAME"}}}, "yashar-aliyev"),
        (
            {"document": {"signatory": {**PERSON, "office": "NAME"}}},
            "permanent-representative-of-azerbaijan",
        ),
        ({"document": {"addressees": [{"to": "NAME", "quote": "x"}]}}, "un-secretary-general"),
        ({"document": {"publisher": "NAME"}}, "un-general-assembly"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_misspelt_entity_is_refused(
    change: dict[str, Any], right: str, with_registry: jsonschema.Draft7Validator
) -> None:
    """Wherever a name is expected, an id of the registry is taken, and a misspelt one or one of another kind is not."""

    def errors(name: str) -> list[Any]:
        mapping = tree(MAPPINGS[0])
        given = json.loads(json.dumps(change).replace('"NAME"', json.dumps(name)))
        if "document" in given:
            given["document"] = {**mapping["document"], **given["document"]}
        return list(with_registry.iter_errors({**mapping, **given}))

    assert errors(right) == []
    assert errors(f"{right}x")
    if "about" not in change and "publisher" not in json.dumps(change):
        assert errors("invasion" if right == "baku" else "baku")  # an entity, of no kind that these take


def test_documents_parts_and_claims_are_any_text(with_registry: jsonschema.Draft7Validator) -> None:
    """What stands in other mappings is for ``check``; of its own document a mapping may speak."""
    mapping = tree(MAPPINGS[0])
    for name in (MAPPINGS[0].stem, f"{MAPPINGS[0].stem}.some-part"):
        assert not list(with_registry.iter_errors({**mapping, "about": name}))
    claim = {**CLAIM, "from": "another-document.toll.killed"}
    assert not list(with_registry.iter_errors({**mapping, "claims": {"c": claim}}))
    assert not list(
        with_registry.iter_errors({**mapping, "document": {**mapping["document"], "copy_of": "a-document"}})
    )


def test_the_command_prints_or_writes_it(sample_copy: Path, run: RunKgbuild) -> None:
    """``kgbuild schema`` prints what ``-o`` writes; a registry with an error gives no schema and exit 1."""
    printed = run("schema", cwd=sample_copy)
    assert printed.returncode == 0, printed.stderr
    assert "soviet-forces" in printed.stdout
    assert run("schema", "-o", "m.json", cwd=sample_copy).stdout == ""
    assert (sample_copy / "m.json").read_text(encoding="utf-8") == printed.stdout
    with (sample_copy / "registry" / "people.yaml").open("a", encoding="utf-8") as file:
        file.write("nobody: {type: persn, label: {en: Nobody}}\n")
    broken = run("schema", cwd=sample_copy)
    assert (broken.returncode, broken.stdout) == (1, "")
    assert "error[KG203]" in broken.stderr
