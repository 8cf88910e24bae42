"""The JSON Schema of mappings agrees with ``check`` on what both can see."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import ROOT

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
    ],
    ids=["top key", "document keys", "property", "two values", "closed list", "value key"],
)
def test_what_check_refuses_the_schema_refuses(change: dict[str, Any]) -> None:
    """Unknown keys, missing keys, lists for one value and closed lists are refused as ``check`` refuses them."""
    mapping = {**tree(MAPPINGS[0]), **change}
    assert list(VALIDATOR.iter_errors(mapping))
