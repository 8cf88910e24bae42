"""The page: its template, style and script put together with the data, in one file or in a folder.

Nothing of the data is ever part of the markup: it stands compressed in elements that do not run, and the script puts
it into the page as text. The Content-Security-Policy allows the page its own style and script, by their hashes, and
nothing else: no request to anywhere (W3C CSP Level 3; W3C Trusted Types).
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Final

from kgbuild.analysis.explorer.data import ExplorerData, packed
from kgbuild.analysis.explorer.modules import joined_script
from kgbuild.core.files import AtomicFiles
from kgbuild.core.project import explorer_folder

_ALWAYS: Final = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"
_TYPES: Final = "require-trusted-types-for 'script'; trusted-types 'none'"
_LINE: Final = 120
_MARK: Final = re.compile(r"\{\{(\w+)\}\}")


def one_page(data: ExplorerData, *, sparql: str | None = None) -> str:
    """The page in one file, which opens from disk; ``sparql`` is the address of a page for queries, to link to."""
    style, script = _style(), joined_script(explorer_folder())
    policy = f"{_ALWAYS}; script-src {_hash(script)}; style-src {_hash(style)}; {_TYPES}"
    return _page(
        data,
        policy,
        f"<style>{style}</style>"
        + ("" if sparql is None else f'\n<meta name="sparql" content="{html.escape(sparql)}">'),
        f'<script type="text/plain" id="strings">{_base64(_strings())}</script>\n'
        f'<script type="text/plain" id="data">{_base64(data.main)}</script>\n'
        f'<script type="text/plain" id="turtle">{_base64(data.turtle)}</script>\n'
        f'<script type="module">{script}</script>',
    )


def folder_files(data: ExplorerData) -> dict[str, bytes]:
    """The page for a host whose policy forbids inline code: page, style, script and data as files of their own."""
    policy = f"{_ALWAYS}; script-src 'self'; style-src 'self'; connect-src 'self'; {_TYPES}"
    page = _page(
        data,
        policy,
        '<link rel="stylesheet" href="explorer.css">',
        '<script type="module" src="explorer.js"></script>',
    )
    return {
        "index.html": page.encode(),
        "explorer.css": _style().encode(),
        "explorer.js": joined_script(explorer_folder()).encode(),
        "strings.bin": _strings(),
        "data.bin": data.main,
        "turtle.bin": data.turtle,
    }


def write_folder(folder: Path, data: ExplorerData) -> None:
    """Write the files of the page into a folder, all of them or none."""
    with AtomicFiles() as files:
        for name, content in folder_files(data).items():
            files.open(folder / name).write(content)


def _page(data: ExplorerData, policy: str, head: str, body: str) -> str:
    template = (explorer_folder() / "index.html").read_text(encoding="utf-8")
    parts = {
        "policy": html.escape(policy),
        "title": html.escape(data.title),
        "language": html.escape(data.language),
        "head": head,
        "body": body,
    }
    return _MARK.sub(lambda mark: parts[mark[1]], template)


def _style() -> str:
    return (explorer_folder() / "style.css").read_text(encoding="utf-8")


def _strings() -> bytes:
    """The words of the interface in every language, from one file."""
    return packed(json.loads((explorer_folder() / "strings.json").read_text(encoding="utf-8")))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _base64(data: bytes) -> str:
    text = base64.b64encode(data).decode()
    return "\n".join(text[at : at + _LINE] for at in range(0, len(text), _LINE))
