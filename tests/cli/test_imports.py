"""What a bare import and each command load: nothing that they do not need, as every module costs time at the start."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kgbuild.cli import COMMANDS

LIBRARIES = ("matplotlib", "networkx", "pandas", "pyshacl", "rapidfuzz", "rdflib", "requests", "watchdog")
COMMAND_NAMES = [name for group in COMMANDS.values() for name in group]
NEEDED = {"load": {"requests"}} | {
    name: {"networkx"} for name in ("audit", "diff", "explore", "export", "serve", *COMMANDS["Analyse"])
}


def loaded(code: str) -> set[str]:
    """The modules that are loaded once some code has run."""
    script = f"{code}\nimport sys\nprint('loaded', *sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(ran.stdout.rpartition("loaded ")[2].split())


def own(modules: set[str]) -> set[str]:
    return {name for name in modules if name.partition(".")[0] == "kgbuild"}


def test_a_bare_import_loads_the_version_alone() -> None:
    """``import kgbuild`` reads no ontology and loads no store: it loads its version and nothing else of its own."""
    assert own(loaded("import kgbuild")) == {"kgbuild", "kgbuild.core", "kgbuild.core.version"}


def test_help_loads_no_command() -> None:
    """``kgbuild --help`` lists the commands without a look at any of them."""
    modules = loaded("from kgbuild.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass")
    core = {f"kgbuild.core{module}" for module in ("", ".errors", ".terminal", ".version")}
    assert own(modules) == {"kgbuild", "kgbuild.cli", *core}


@pytest.mark.parametrize("name", COMMAND_NAMES)
def test_a_command_loads_the_libraries_that_it_needs(name: str) -> None:
    """Large libraries are loaded for the commands that work with them, and for no other."""
    assert set(LIBRARIES) & loaded(f"import kgbuild.cli.{name}") == NEEDED.get(name, set())


@pytest.mark.parametrize("name", ["check", "lock", "coverage", "documents", "build", "validate"])
def test_the_commands_of_authors_load_neither_store_nor_analyses(name: str) -> None:
    """Nothing that reads a built graph back is loaded where a graph is made or mappings are checked."""
    packages = {module.split(".")[1] for module in own(loaded(f"import kgbuild.cli.{name}")) if "." in module}
    assert not packages & {"store", "analysis", "api"}
