"""What kgbuild installs is under licences that let anybody use it, and each exception is named in the documentation."""

from __future__ import annotations

import importlib.metadata as metadata
import re

from conftest import ROOT

PERMISSIVE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|0BSD|MIT-CMU|HPND|matplotlib)\b",
    re.IGNORECASE,
)
# Weaker or stronger copyleft, or a licence of its own: used unchanged, and named on the page of dependencies.
NAMED = {"certifi": "MPL-2.0", "pymeeus": "LGPL-3.0", "frozendict": "LGPL-3.0", "owlrl": "W3C"}


def installed(name: str, extra: str = "") -> set[str]:
    """The packages that a package needs, all the way down, as this Python has them."""
    found: set[str] = set()
    waiting = [(name, extra)]
    while waiting:
        current, wanted = waiting.pop()
        try:
            requires = metadata.requires(current) or []
        except metadata.PackageNotFoundError:
            continue  # for another system
        for line in requires:
            match = re.match(r"([\w.-]+)(?:\[([\w,.-]+)\])?", line)
            assert match is not None
            condition = line.partition(";")[2]
            if "extra ==" in condition and (not wanted or not re.search(rf"['\"]{wanted}['\"]", condition)):
                continue
            needed = re.sub(r"[-_.]+", "-", match[1]).lower()
            if needed not in found or match[2]:
                found.add(needed)
                waiting += [(match[1], each) for each in (match[2] or "").split(",")]
    return found


def licence(name: str) -> str:
    about = metadata.metadata(name)
    said = [about.get("License-Expression") or "", (about.get("License") or "")[:200]]
    return " ".join(
        [*said, *(each for each in about.get_all("Classifier") or [] if each.startswith("License"))]
    )


def test_licences() -> None:
    """Every package that `kgbuild[all]` brings is under a permissive licence, or named with its own."""
    page = (ROOT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
    found = installed("kgbuild", "all") - {"kgbuild"}
    assert len(found) >= 20
    others = set()
    for name in sorted(found):
        try:
            said = licence(name)
        except metadata.PackageNotFoundError:
            continue  # for another system
        if not PERMISSIVE.search(said) or re.search(r"\bA?GPL|LGPL|MPL", said):
            others.add(name)
    assert others <= set(NAMED), {name: licence(name) for name in others - set(NAMED)}
    for name, short in NAMED.items():
        assert re.search(rf"(?i)\b{name}\b[^|\n]*{re.escape(short)}", page), f"{name} ({short}) is not named"
