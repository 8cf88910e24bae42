"""The layers of src/kgbuild: imports go down one list of packages, and no module stands in a cycle."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import networkx as nx

SOURCE = Path(__file__).parents[1] / "src" / "kgbuild"

# Lowest first: a package imports from itself and from those before it. The page docs/explanation/anatomy.md walks it.
LAYERS = (
    "core", "findings", "ontology", "text", "values", "mapping", "evidence", "claims", "graph",
    "pipeline", "store", "analysis", "draft", "api", "cli",
)  # fmt: skip
# Who alone may import a heavy package: everything else starts without it.
HEAVY = {
    "rdflib": {"graph.write.dataset", "graph.shapes.engines", "store.sparql.why_empty"},
    "pyshacl": {"graph.shapes.engines"},
    "click": {"cli"},
    "networkx": {"analysis"},
    "matplotlib": {"analysis.drawing"},
    "rapidfuzz": {"core.similar"},
    "requests": {"store.load.client"},
    "shacl": {"graph.shapes.engines"},
    "watchdog": {"pipeline.watch"},
    "babel": {"values.foreign_dates", "values.lexicon", "values.numbers.cldr"},
    "pandas": {"store.dataframes"},
    "pyarrow": {"store.export.parquet"},
    "pypdfium2": {"text.readers.pdf"},
    "selectolax": {"text.readers.html", "text.readers.hocr"},
    "striprtf": {"text.readers.rtf"},
    "warcio": {"text.readers.warc"},
    "bibtexparser": {"core.bibtex"},
    "pylatexenc": {"core.bibtex"},
    "charset_normalizer": {"text.encodings"},
}
MOST_ENTRIES = 18
MOST_LINES = 500
MOST_FUNCTION_LINES = 60


class Module(NamedTuple):
    """A module of the source: its dotted name below ``kgbuild``, its text and its syntax tree."""

    name: str
    text: str
    tree: ast.Module


def _name(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


MODULES = {
    module.name: module
    for path in sorted(SOURCE.rglob("*.py"))
    for text in [path.read_text(encoding="utf-8")]
    for module in [Module(_name(path), text, ast.parse(text))]
}


def imports(module: Module, known: Collection[str] = MODULES) -> Iterator[str]:
    """Every module that a module imports, wherever in it, by its full name; ``known`` are all that there are."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name}: relative import"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full.removeprefix("kgbuild.") in known else str(node.module)


IMPORTS = {name: sorted(set(imports(module))) for name, module in MODULES.items()}


def _top(name: str) -> str:
    return name.split(".")[0]


def test_every_package_is_a_layer() -> None:
    """Every package stands in the list of layers once; loose modules are the two doors of Python."""
    folders = [path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()]
    assert sorted(folders) == sorted(LAYERS)
    assert {_top(name) for name in MODULES} - set(folders) == {"__init__", "__main__"}
    assert len([path for path in SOURCE.iterdir() if path.name != "__pycache__"]) <= MOST_ENTRIES


def test_imports_go_down() -> None:
    """No module imports from a layer above its own."""
    height = {name: number for number, name in enumerate(LAYERS)} | {"__init__": 98, "__main__": 99}
    upwards = [
        f"{name} imports {other}"
        for name, found in IMPORTS.items()
        for other in found
        if other.startswith("kgbuild.") and height[_top(other[8:])] > height[_top(name)]
    ]
    assert upwards == []


def cycles(imported: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The modules that import themselves by way of others or at once, in groups."""
    graph = nx.DiGraph()
    graph.add_edges_from(
        (name, other[8:])
        for name, found in imported.items()
        for other in found
        if other.startswith("kgbuild.")
    )
    return sorted(
        sorted(group)
        for group in nx.strongly_connected_components(graph)
        if len(group) > 1 or any(graph.has_edge(name, name) for name in group)
    )


def test_no_cycles() -> None:
    """Within a package too, what stands on what can be said: no module imports itself by way of others."""
    assert cycles(IMPORTS) == []


def test_a_cycle_is_found() -> None:
    """A circle of three modules is found, an import within a function and of a name included; one of itself too."""
    texts = {
        "core.one": "from kgbuild.core import two",
        "core.two": "def late():\n    from kgbuild.core.three import name",
        "core.three": "import kgbuild.core.one\nimport os",
        "core.four": "import kgbuild.core.one\nif True:\n    import kgbuild.core.four",
    }
    made = {name: Module(name, text, ast.parse(text)) for name, text in texts.items()}
    found = {name: [*imports(module, made)] for name, module in made.items()}
    assert cycles(found) == [["core.four"], ["core.one", "core.three", "core.two"]]


def test_heavy_packages_have_one_door() -> None:
    """rdflib, pyshacl, shacl, click, rapidfuzz, requests and watchdog are imported only where they are needed."""
    elsewhere = [
        f"{name} imports {other}"
        for name, found in IMPORTS.items()
        for other in found
        if (doors := HEAVY.get(_top(other))) is not None
        and not any(name == door or name.startswith(f"{door}.") for door in doors)
    ]
    assert elsewhere == []


def test_packages_say_what_they_are() -> None:
    """Every package begins with a docstring: what it is, what goes in, what comes out."""
    packages = [_name(path) for path in SOURCE.rglob("__init__.py") if path.parent != SOURCE]
    silent = [name for name in packages if len((ast.get_docstring(MODULES[name].tree) or "").strip()) < 40]
    assert silent == []


def test_modules_stay_small() -> None:
    """A module has at most 500 lines, a function fewer than 60."""
    assert [name for name, module in MODULES.items() if module.text.count("\n") > MOST_LINES] == []
    long = [
        f"{name}.{node.name}"
        for name, module in MODULES.items()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
    ]
    assert long == []


def test_one_name_one_class() -> None:
    """No two public classes have the same name: whoever reads one word is to think of one thing."""
    classes = [
        (node.name, module.name)
        for module in MODULES.values()
        for node in module.tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    named = Counter(name for name, _ in classes)
    assert not [(name, module) for name, module in classes if named[name] > 1]
