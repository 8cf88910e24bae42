"""The floors of src/kgbuild: imports lead downwards only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "kgbuild"

# Lowest first. A module may import from its own floor and from those below; see CONTRIBUTING.md.
FLOORS: list[set[str]] = [
    {"spans", "codes", "errors", "diagnostics", "records", "similar", "version"},
    {"terms", "vocabulary", "project"},
    {"documents", "foreign", "mapping", "namesakes", "registry"},
    {"evidence", "locks", "anchoring", "checks", "items"},
    {"claims", "comparability", "corpus", "local", "making", "outcomes", "slots", "strangers", "summaries"},
    {"graph"},
    {"shapes"},
    {"write"},
    {"built", "frames", "gateway", "rdflib_view", "remote", "serving", "sparql", "tables"},
    {"differences", "export", "provenance"},
    {
        "accepting",
        "binding",
        "cache",
        "candidates",
        "checking",
        "comparing",
        "coverage",
        "fixing",
        "graphs",
        "levels",
        "pipeline",
        "proposals",
        "quoting",
        "reusing",
        "revisions",
        "schema",
        "skeleton",
        "starter",
        "studies",
        "survey",
        "updating",
        "validation",
        "watching",
        "workspace",
    },
    {"api", "explain", "opened", "report"},
    {"pictures"},
    {"cli", "__main__", "__init__"},
]
FLOOR = {name: number for number, floor in enumerate(FLOORS) for name in floor}
# Who alone may import a heavy package: everything else starts without it.
HEAVY = {
    "rdflib": {"rdflib_view", "shapes.engines", "sparql.empty"},
    "pyshacl": {"shapes.engines"},
    "click": {"cli"},
    "networkx": {"provenance"},
    "matplotlib": {"pictures"},
    "rapidfuzz": {"similar"},
    "requests": {"remote.client"},
    "shacl": {"shapes.engines"},
    "watchdog": {"watching"},
    "babel": {"foreign"},
    "pandas": {"frames"},
}
MODULES = sorted(SOURCE.rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def imports(path: Path) -> list[str]:
    """Every module that a file imports, wherever in it."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            found += [f"kgbuild.{alias.name}" for alias in node.names] if module == "kgbuild" else [module]
    return found


def test_every_module_has_a_floor() -> None:
    """Every module and package of src/kgbuild stands on exactly one floor."""
    names = {module_name(path).split(".")[0] for path in MODULES}
    assert names == set(FLOOR)
    assert sum(map(len, FLOORS)) == len(FLOOR)


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_lead_downwards(path: Path) -> None:
    """No module imports from a floor above its own."""
    own = FLOOR[module_name(path).split(".")[0]]
    for name in imports(path):
        if name.startswith("kgbuild."):
            target = name.split(".")[1]
            assert FLOOR[target] <= own, f"{module_name(path)} imports {name}, which lies above it"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_heavy_packages_have_one_door(path: Path) -> None:
    """rdflib, pyshacl, shacl, click, rapidfuzz, requests and watchdog are imported only where they are needed."""
    own = module_name(path)
    for name in imports(path):
        allowed = HEAVY.get(name.split(".")[0])
        assert allowed is None or own in allowed or own.split(".")[0] in allowed, f"{own} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_modules_stay_small(path: Path) -> None:
    """A module has at most 500 lines, a function at most 60."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 500
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{module_name(path)}.{node.name}"
