"""The packages that kgbuild[all] consists of, and their list as CycloneDX: ``python -m sbom FILE``, in tests/."""

from __future__ import annotations

import importlib.metadata as metadata
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
VERSION = SchemaVersion.V1_6


def needs(name: str, extras: frozenset[str] = frozenset()) -> Iterator[Requirement]:
    """What a package needs on this system, with some of its extras."""
    for line in metadata.requires(name) or []:
        needed = Requirement(line)
        marker = needed.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in {"", *extras}):
            yield needed


def needed_by(name: str, *extras: str) -> Mapping[str, frozenset[str]]:
    """All that a package needs here, down to the last, with itself: the names that each asks for, by its own name."""
    found: dict[str, frozenset[str]] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(name, frozenset(extras))]
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        wanted = [(canonicalize_name(one.name), frozenset(one.extras)) for one in needs(*each)]
        found[each[0]] = found.get(each[0], frozenset()) | {one for one, _ in wanted if one != each[0]}
        waiting += wanted
    return found


def pinned(file: Path) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """The version and the SHA-256 of the files of each package in a file of constraints."""
    found = {}
    for block in re.split(r"\n(?=\S)", file.read_text(encoding="utf-8")):
        if not block.startswith("#"):
            said = Requirement(block.partition(" \\\n")[0])
            version = str(said.specifier).removeprefix("==")
            found[canonicalize_name(said.name)] = (
                version,
                tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", block)),
            )
    return found


def licences(name: str) -> Iterator[License]:
    """What a package says of its licence: an expression, else a name, else the classifiers."""
    about, make = metadata.metadata(name), LicenseFactory()
    said = about.get("License-Expression") or about.get("License") or ""
    classes = [each for each in about.get_all("Classifier") or [] if each.startswith("License")]
    if said and len(said) < 80 and "\n" not in said:
        yield make.make_from_string(said)
    else:
        yield from (make.make_with_name(each.rpartition(" :: ")[2]) for each in classes)


def component(name: str, hashes: tuple[str, ...]) -> Component:
    """A package as it is installed, with the hashes of the files that the index has of this version."""
    version = metadata.version(name)
    purl = PackageURL("pypi", None, name, version)
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(f"https://pypi.org/simple/{name}/"),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in hashes],
    )
    return Component(
        name=name,
        version=version,
        type=ComponentType.APPLICATION if name == "kgbuild" else ComponentType.LIBRARY,
        bom_ref=str(purl),
        purl=purl,
        licenses=licences(name),
        external_references=[files] if hashes else [],
    )


def sbom() -> str:
    """The bill of materials as JSON; the same bytes for the same packages, so without time and serial number."""
    graph = needed_by("kgbuild", "all")
    pins = pinned(ROOT / "constraints.txt")
    made = {name: component(name, pins[name][1] if name in pins else ()) for name in graph}
    bom = Bom(components=(each for name, each in made.items() if name != "kgbuild"))
    bom.metadata.component = made["kgbuild"]
    for name, asked in graph.items():
        bom.register_dependency(made[name], [made[each] for each in asked])
    bom.metadata.timestamp = bom.serial_number = None  # type: ignore[assignment] # both may be absent in the format
    return make_outputter(bom, OutputFormat.JSON, VERSION).output_as_string(indent=2) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(sbom(), encoding="utf-8")
