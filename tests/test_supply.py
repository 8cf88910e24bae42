"""What kgbuild installs: pinned with hashes, under licences that let anybody use it, and listed in an SBOM."""

from __future__ import annotations

import importlib.metadata as metadata
import json
import re

import pytest
import sbom
from conftest import ROOT
from cyclonedx.validation.json import JsonStrictValidator
from packaging.utils import canonicalize_name

PERMISSIVE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|0BSD|MIT-CMU|HPND|matplotlib)\b",
    re.IGNORECASE,
)
# Weaker or stronger copyleft, a licence of its own, or none in the package's metadata: each is used unchanged, and
# named with its licence on the page of dependencies. The second group comes with the tests alone.
NAMED = {"certifi": "MPL-2.0", "pymeeus": "LGPL-3.0", "owlrl": "W3C"}
OF_TESTS = {
    "axe-playwright-python": "MIT",
    "frozendict": "LGPL-3.0",
    "hypothesis": "MPL-2.0",
    "odfpy": "GPL-2",
    "pathspec": "MPL-2.0",
}
FILES = {"constraints.txt": "all", "constraints-test.txt": "test"}


def licence(name: str) -> str:
    about = metadata.metadata(name)
    said = [about.get("License-Expression") or "", (about.get("License") or "")[:200]]
    return " ".join(
        [*said, *(each for each in about.get_all("Classifier") or [] if each.startswith("License"))]
    )


def not_permissive(names: set[str]) -> set[str]:
    found = {name: licence(name) for name in names}
    return {
        name
        for name, said in found.items()
        if not PERMISSIVE.search(said) or re.search(r"\bA?GPL|LGPL|MPL", said)
    }


def test_licences() -> None:
    """Every package that is installed is under a permissive licence, or named with its own."""
    shipped = set(sbom.needed_by("kgbuild", "all"))
    assert len(shipped) >= 30
    everything = {canonicalize_name(each.metadata["Name"]) for each in metadata.distributions()}
    assert len(everything) >= 100
    assert not_permissive(shipped) == set(NAMED)
    assert not_permissive(everything - shipped) == set(OF_TESTS)
    page = (ROOT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
    for name, short in (NAMED | OF_TESTS).items():
        line = rf"(?im)^.*\b{re.escape(name)}\b.*{re.escape(short)}"
        assert re.search(line, page), f"{name} ({short}) is not named"


@pytest.mark.parametrize("file", FILES)
def test_everything_is_pinned_with_hashes(file: str) -> None:
    """All that is installed has one version and hashes in the constraints, and is installed in that version."""
    pins = sbom.pinned(ROOT / file)
    assert not [name for name, (version, hashes) in pins.items() if not version[0].isdigit() or not hashes]
    needed = set(sbom.needed_by("kgbuild", FILES[file])) - {"kgbuild"}
    assert needed <= set(pins)
    assert {name: pins[name][0] for name in needed} == {name: metadata.version(name) for name in needed}


def test_make_installs_nothing_without_a_hash() -> None:
    """The index is asked for pinned files alone: every other call of pip has no index."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    calls = [line for line in makefile.splitlines() if line.startswith("\t$(PIP)")]
    assert len(calls) == 4
    assert not [call for call in calls if "--require-hashes" not in call and "--no-index" not in call]


def test_the_sbom() -> None:
    """It is valid CycloneDX, the same each time, and has every package with its licence, hashes and what it needs."""
    text = sbom.sbom()
    assert JsonStrictValidator(sbom.VERSION).validate_str(text) is None
    assert sbom.sbom() == text
    made = json.loads(text)
    assert {each["name"] for each in made["components"]} == set(sbom.needed_by("kgbuild", "all")) - {
        "kgbuild"
    }
    for each in made["components"]:
        assert each["licenses"], each["name"]
        assert each["externalReferences"][0]["hashes"], each["name"]
    needs = {each["ref"].partition("@")[0]: each.get("dependsOn", []) for each in made["dependencies"]}
    assert [one.partition("@")[0] for one in needs["pkg:pypi/watchdog"]] == []
    assert "pkg:pypi/urllib3" in {one.partition("@")[0] for one in needs["pkg:pypi/requests"]}
