"""The process that reads one original: its request comes as JSON on stdin, its answer goes as JSON to stdout.

It limits its own memory, opens no connection, and ends with an answer whatever the file is. What it cannot answer,
because it ran out of memory or time or a library broke down, its caller says: :mod:`kgbuild.text.extract`.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import json
import math
import os
import sys
from pathlib import Path
from typing import Any, Final

from kgbuild.text.kinds import Kind, kind_of
from kgbuild.text.map import TextMap
from kgbuild.text.readers.layer import Layer, lay_out
from kgbuild.text.refusals import EMPTY, NO_READER, NO_TEXT, TOO_COSTLY, Fault, Refusal, damaged

RULES: Final = "2"
"""Of how a text layer is made of what the readers find; raised whenever the same original gives another text."""
_CONNECTIONS: Final = ("socket.", "urllib.", "http.client.", "ftplib.", "smtplib.")


def main() -> None:
    """Answer the request on stdin."""
    request: dict[str, Any] = json.loads(sys.stdin.readline())
    # Libraries that print must not print into the answer.
    answer_to = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit(request["memory"], request["seconds"])
    sys.addaudithook(_refuse_connections)
    gc.disable()
    sys.setrecursionlimit(5_000)
    try:
        answer = _answer(request)
    except Refusal as refusal:
        answer = {"fault": refusal.fault._asdict()}
    except MemoryError:
        answer = {"fault": Fault(TOO_COSTLY, "reading the file takes more memory than it may")._asdict()}
    except RecursionError:
        answer = {"fault": Fault(TOO_COSTLY, "the file nests deeper than any text does")._asdict()}
    except Exception as error:  # noqa: BLE001 a damaged file may break a library in any way: that is a finding
        where = _last_place(error)
        answer = {"fault": damaged("the file breaks its reader", where).fault._asdict()}
    answer_to.write(json.dumps(answer).encode())
    answer_to.close()
    # What libraries do at exit (finalizers over a broken file) is of no use here.
    os._exit(0)


def _last_place(error: BaseException) -> str:
    """Where in which module it broke, for a report: "html.py:88 KeyError"."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno} " if trace is not None else ""
    return f"{place}{type(error).__name__}"


def _limit(megabytes: int, seconds: float) -> None:
    try:
        import resource
    except ImportError:  # Windows: only the time is limited there
        return
    size = megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    whole = math.ceil(seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 2))


def _refuse_connections(event: str, arguments: object) -> None:
    if event.startswith(_CONNECTIONS):
        raise PermissionError(f"a reader may open no connection ({event})")


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    path = Path(request["path"])
    data, encoding = path.read_bytes(), request["encoding"]
    kind = kind_of(data, path.name, encoding)
    head = {
        "original": path.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "media": kind.media,
        "rules": RULES,
        "options": request["options"],
    }
    libraries = []
    says: dict[str, str] = {}
    if kind.reader == "warc":
        container = _reader(kind)
        libraries.append(container.version())
        page = container.page_of(data, kind.media, request["page"])
        says = {"url": page.url, "retrieved": page.date[:10]}
        data, encoding = page.content, encoding or page.encoding
        kind = kind_of(data, path.name, encoding)
        if kind.reader == "warc":
            raise Refusal(NO_TEXT, "the page of the web archive is a web archive itself", page.url)
    elif request["page"]:
        raise Refusal(NO_TEXT, f"the file is {kind.shown}, and only a web archive holds pages by address")
    elif kind.reader == "plain" and encoding is None and _is_layer(data):
        return {"plain": True}
    reader = _reader(kind)
    head["reader"] = ", ".join([*libraries, reader.version()])
    if all(request["known"].get(key, "") == value for key, value in head.items()):
        return {"same": True}
    layer = _read(reader, kind, data, encoding, request["language"])
    layer.says |= says
    return _result(layer, head, frozenset(request["keep"]))


def _is_layer(data: bytes) -> bool:
    """Whether a plain text can be mapped as it is."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return b"\x00" not in data


def _reader(kind: Kind) -> Any:
    try:
        return importlib.import_module(f"kgbuild.text.readers.{kind.reader}")
    except ImportError as error:
        raise Refusal(
            NO_READER,
            f"the file is {kind.shown}, and {error.name} is not installed, which reads it",
            help="install the readers: pip install 'kgbuild[documents]'",
        ) from None


def _read(reader: Any, kind: Kind, data: bytes, encoding: str | None, language: str | None) -> Layer:
    if kind.reader == "image":
        found: Layer = reader.read(data, kind.media, None, language)
    else:
        found = reader.read(data, kind.media, encoding)
    return found


def _result(layer: Layer, head: dict[str, str], keep: frozenset[str]) -> dict[str, Any]:
    laid = lay_out(layer, keep)
    if not any(not run.role for run in laid.runs):
        raise Refusal(EMPTY, "the file shows no text, only what is set aside", help="keep it: --keep KIND")
    digest = hashlib.sha256(laid.text.encode()).hexdigest()
    head = {**head, "text": f"sha256:{digest}", "characters": str(len(laid.text)), "unit": layer.unit}
    return {
        "text": laid.text,
        "map": TextMap(head, layer.pages, laid.runs).render(),
        "aside": laid.aside,
        "notes": [
            *([f"encoding: {layer.encoding}"] if layer.encoding not in ("", "utf-8") else []),
            *layer.notes,
        ],
        "says": layer.says,
        "pages": len(layer.pages),
    }


if __name__ == "__main__":
    main()
