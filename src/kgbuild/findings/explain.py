"""What a diagnostic code means: what is checked, why, a wrong example and the right one.

The texts for kgbuild's own codes are in ``explanations.toml`` beside this module. A shape brings its own code and
texts (its ``rdfs:comment``); a caller who has read the shapes passes these as ``extra``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import fill, indent
from types import MappingProxyType
from typing import Final

from kgbuild.core.errors import KgbuildError
from kgbuild.findings.codes import CODES, near_codes, near_codes_help

_TEXTS: Final = Path(__file__).with_name("explanations.toml")
_NONE: Final[Mapping[str, Explanation]] = MappingProxyType({})
_GROUPS: Final = {
    "KG1": "Reading the file",
    "KG2": "Names and values",
    "KG3": "Evidence",
    "KG4": "The graph (shapes)",
    "KG5": "The corpus",
    "KG6": "Originals of documents",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What ``kgbuild explain KG301`` says; ``wrong`` and ``right`` are snippets without a final newline."""

    code: str
    severity: str
    title: str
    what: str
    why: str
    wrong: str
    right: str


class UnknownCodeError(KgbuildError):
    """There is no such diagnostic code; ``near`` holds the codes that may have been meant."""

    def __init__(self, code: str, near: tuple[str, ...]) -> None:
        super().__init__(f"there is no diagnostic code {code!r}", near_codes_help(near))
        self.code = code
        self.near = near


def explanation(code: str, extra: Mapping[str, Explanation] = _NONE) -> Explanation:
    """The explanation of a code, in capitals or not. Raises :class:`UnknownCodeError`."""
    known = {**_own(), **extra}
    wanted = code.strip().upper()
    if wanted not in known:
        raise UnknownCodeError(code, near_codes(code, known))
    return known[wanted]


def render_explanation(explained: Explanation) -> str:
    """An explanation as text for the terminal."""
    return (
        f"{explained.code} ({explained.severity}): {explained.title}\n\n"
        f"What is checked\n{_prose(explained.what)}\n\nWhy\n{_prose(explained.why)}\n\n"
        f"Wrong\n{indent(explained.wrong, '    ')}\n\nRight\n{indent(explained.right, '    ')}\n"
    )


def render_markdown(explained: Explanation) -> str:
    """An explanation as a section of ``docs/reference/diagnostics.md``."""
    return (
        f"### {explained.code}\n\n*{explained.severity}*: {explained.title}\n\n"
        f"{explained.what}\n\n{explained.why}\n\n"
        f"Wrong:\n\n{_fenced(explained.wrong)}\n\nRight:\n\n{_fenced(explained.right)}\n"
    )


def reference_markdown(extra: Mapping[str, Explanation] = _NONE) -> str:
    """The whole page ``docs/reference/diagnostics.md``: every code in order, in groups."""
    known = {**_own(), **extra}
    pages = [
        "# Diagnostics\n\nEvery finding has a code that does not change. "
        "`kgbuild explain CODE` prints the same texts.\n"
    ]
    for group, title in _GROUPS.items():
        codes = [code for code in sorted(known) if code.startswith(group)]
        if codes:
            pages.append(f"## {group}: {title[0].lower()}{title[1:]}\n")
            pages += [render_markdown(known[code]) for code in codes]
    return "\n".join(pages)


@cache
def _own() -> Mapping[str, Explanation]:
    text = _TEXTS.read_text(encoding="utf-8")
    return MappingProxyType(dict(_read(tomllib.loads(text))))


def _read(table: Mapping[str, Mapping[str, str]]) -> Iterable[tuple[str, Explanation]]:
    for code, texts in table.items():
        severity, title, _ = CODES[code]
        what, why, wrong, right = (texts[key].strip("\n") for key in ("what", "why", "wrong", "right"))
        yield code, Explanation(code, severity, title, what, why, wrong, right)


def _prose(text: str) -> str:
    return fill(text, 84, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)


def _fenced(snippet: str) -> str:
    language = "console" if any(line.startswith("$ ") for line in snippet.split("\n")) else "yaml"
    return f"```{language}\n{snippet}\n```"
