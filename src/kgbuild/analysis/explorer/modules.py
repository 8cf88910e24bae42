"""The ES modules of the page put together into one script, without Node: each once, what it imports before it.

The modules keep to a small profile, so that this can be done line by line: named imports from files beside them, and
exports at the start of a declaration. What does not keep to it is an error. Each module becomes a function that is
called once and returns what it exports, so that its other names stay its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from kgbuild.core.errors import KgbuildError

_IMPORT: Final = re.compile(r'^import \{ ([\w, ]+) \} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?function |const |class )", re.MULTILINE)
_EXPORTED: Final = re.compile(r"^export (?:async )?(?:function|const|class) (\w+)", re.MULTILINE)
_LEFT: Final = re.compile(r"^(?:import|export)\b.*|.*(?:</script|<!--).*", re.MULTILINE)


def joined_script(folder: Path, main: str = "main") -> str:
    """The script of a folder of modules. Raises :class:`KgbuildError` for a module outside the profile."""
    sources = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.js"))}
    exported = {name: _EXPORTED.findall(text) for name, text in sources.items()}
    for name, text in sources.items():
        for names, other in _IMPORT.findall(text):
            absent = set(names.split(", ")) - set(exported.get(other, ()))
            if absent:
                raise KgbuildError(
                    f"{name}.js imports {', '.join(sorted(absent))}, not exported by {other}.js"
                )
    return "\n".join(_function(name, sources[name], exported[name]) for name in _order(sources, main))


def _function(name: str, text: str, exported: list[str]) -> str:
    body = _EXPORT.sub("", _IMPORT.sub(r"const { \1 } = module_\2;" + "\n", text)).strip()
    if (left := _LEFT.search(body)) is not None:
        raise KgbuildError(f"{name}.js cannot be put into the page: {left[0].strip()}")
    result = f"\nreturn {{ {', '.join(exported)} }};" if exported else ""
    return f"const module_{name} = (() => {{\n{body}{result}\n}})();\n"


def _order(sources: Mapping[str, str], main: str) -> list[str]:
    """The modules that ``main`` needs, each after those that it imports."""
    done: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> Iterator[str]:
        if name in above:
            raise KgbuildError(f"modules import each other: {' → '.join((*above, name))}")
        if name in done:
            return
        for _, other in _IMPORT.findall(sources[name]):
            yield from visit(other, (*above, name))
        done.append(name)
        yield name

    return list(visit(main, ()))
