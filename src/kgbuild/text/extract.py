"""From an original to its text layer: a reader run in a process of its own, and its result put beside the original.

``ID.txt`` and ``ID.map`` are written once, both or none. A second run changes nothing; an original or a reader that
changed is named, and only ``update`` replaces what was extracted.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from kgbuild.core.errors import DocumentError
from kgbuild.core.files import AtomicFiles
from kgbuild.text.map import SUFFIX, TEXT_SUFFIX, TextMap, head_in, read_map
from kgbuild.text.refusals import DAMAGED, EMPTY, NO_TEXT, TOO_COSTLY, Fault

CHANGED: Final = "KG609"
OTHER_READER: Final = "KG610"
EDITED: Final = "KG611"
DEFAULT_SECONDS: Final = 7
SECONDS_PER_MEGABYTE: Final = 15
PATIENCE: Final = 5
"""How much longer a reader may take by the clock than of the processor: the machine may have other things to do."""
DEFAULT_MEMORY: Final = 500

State = Literal["written", "unchanged", "plain", "refused"]


@dataclass(frozen=True, slots=True)
class Options:
    """How to extract. ``seconds`` are those of the processor; ``None``: seven, and fifteen for each megabyte."""

    keep: tuple[str, ...] = ()
    encoding: str | None = None
    language: str | None = None
    page: str | None = None
    update: bool = False
    seconds: float | None = None
    memory: int = DEFAULT_MEMORY

    @property
    def written(self) -> str:
        """What makes the text another one, as a map keeps it: ``keep=note encoding=koi8-r``."""
        parts = [f"keep={name}" for name in sorted(set(self.keep))]
        others = {"encoding": self.encoding, "language": self.language, "page": self.page}
        parts += [f"{name}={value.replace(' ', '%20')}" for name, value in others.items() if value]
        return " ".join(parts)

    def or_those(self, written: str) -> Options:
        """These options, or where they ask for nothing of their own, those that a map keeps."""
        if self.written or self.update:
            return self
        pairs = [part.partition("=")[::2] for part in written.split()]
        said = dict(pairs)
        return replace(
            self,
            keep=tuple(value for name, value in pairs if name == "keep"),
            encoding=said.get("encoding"),
            language=said.get("language"),
            page=said.get("page"),
        )


@dataclass(frozen=True, slots=True)
class Readout:
    """What a reader gave: the text and its map, what was set aside by kind, notes, and what the file says of itself.

    ``fault`` stands instead where the file could not be read; ``plain`` for a text that can be mapped as it is.
    """

    text: str = ""
    map: str = ""
    aside: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    says: dict[str, str] = field(default_factory=dict)
    pages: int = 0
    plain: bool = False
    same: bool = False
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What became of one original: its state, the text beside it where there is one, and what is wrong with either."""

    original: Path
    state: State
    text: Path | None = None
    reading: Readout = field(default_factory=Readout)
    faults: tuple[Fault, ...] = ()


def read_original(path: Path, options: Options, known: dict[str, str] | None = None) -> Readout:
    """Run the reader of a file, within the limits. ``known`` is the head of its map: then ``same`` may be the answer.

    Never raises for what a file is: that is the ``fault`` of the reading.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        return Readout(fault=Fault(DAMAGED, f"the file cannot be read: {error.strerror or error}"))
    if not path.is_file():
        return Readout(fault=Fault(NO_TEXT, "this is no ordinary file"))
    if size > options.memory * (1 << 20) // 2:
        more = (size >> 20) * 2 + 200
        message = f"the file has {size >> 20} MB, and a reader may use {options.memory} MB of memory"
        return Readout(fault=Fault(TOO_COSTLY, message, help=f"give it more: --memory {more}"))
    seconds = options.seconds or round(DEFAULT_SECONDS + SECONDS_PER_MEGABYTE * size / (1 << 20), 1)
    request = {
        "path": str(path.resolve()),
        "encoding": options.encoding,
        "language": options.language,
        "page": options.page.replace(" ", "%20") if options.page else None,
        "keep": sorted(set(options.keep)),
        "options": options.written,
        "memory": options.memory,
        "seconds": seconds,
        "known": known or {},
    }
    return _run(json.dumps(request), seconds, options)


def _run(request: str, seconds: float, options: Options) -> Readout:
    package = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        [sys.executable, "-P", "-W", "ignore", "-m", "kgbuild.text.readers"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(f"{request}\n".encode(), timeout=seconds * PATIENCE)
    except subprocess.TimeoutExpired:
        _end(process)
        return Readout(fault=_too_slow(seconds))
    except BaseException:  # Ctrl-C: the reader goes too
        _end(process)
        raise
    try:
        answer = json.loads(output)
    except ValueError:
        slow = process.returncode == -getattr(signal, "SIGXCPU", 0)
        return Readout(fault=_too_slow(seconds) if slow else _broken(process.returncode, options))
    return _reading(answer, options)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a reader and whatever program it started."""
    with contextlib.suppress(OSError, AttributeError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.communicate()


def _too_slow(seconds: float) -> Fault:
    message = f"reading the file takes longer than {seconds:g} seconds"
    return Fault(TOO_COSTLY, message, help=f"give it more time: --seconds {seconds * 10:g}")


def _broken(code: int, options: Options) -> Fault:
    """What is said of a reader that ended without an answer: a library in C broke down, most often for memory."""
    return Fault(
        DAMAGED,
        "the file breaks its reader",
        f"signal {-code}" if code < 0 else f"exit {code}",
        f"open it in the program that made it, and save it anew; if it is large: --memory {options.memory * 4}",
    )


def _reading(answer: dict[str, Any], options: Options) -> Readout:
    if (said := answer.get("fault")) is not None:
        fault = Fault(**said)
        if fault.code == TOO_COSTLY and fault.help is None and "memory" in fault.message:
            fault = fault._replace(help=f"give it more: --memory {options.memory * 4}")
        return Readout(fault=fault)
    answer["notes"] = tuple(answer.get("notes", ()))
    return Readout(**answer)


def extract(original: Path, folder: Path, stem: str, options: Options) -> Extraction:
    """Write ``STEM.txt`` and ``STEM.map`` of an original into a folder, unless they are there and still hold."""
    text_path, map_path = folder / f"{stem}{TEXT_SUFFIX}", folder / f"{stem}{SUFFIX}"
    known: TextMap | None = None
    if map_path.exists():
        try:
            known = read_map(map_path.read_bytes(), map_path.name)
        except DocumentError as error:
            fault = Fault(
                "KG612", f"the map beside it cannot be read: {error}", help=f"delete {map_path.name}"
            )
            return Extraction(original, "refused", faults=(fault,))
    if known is not None:
        options = options.or_those(known.head.get("options", ""))
    same_file = text_path.exists() and text_path.resolve() == original.resolve()
    if known is None and text_path.exists() and not same_file:
        message = f"{text_path.name} is there already, and was not extracted from it"
        return Extraction(
            original, "refused", faults=(Fault(CHANGED, message, help="name another: --id ID"),)
        )
    reading = read_original(original, options, known.head if known is not None else None)
    if reading.fault is not None:
        return Extraction(original, "refused", reading=reading, faults=(reading.fault,))
    if reading.plain:
        return Extraction(original, "plain", original, reading)
    if same_file:
        fault = Fault(CHANGED, "its text would be written over it", help="name another: --id ID")
        return Extraction(original, "refused", faults=(fault,))
    return _settle(Extraction(original, "unchanged", text_path, reading), known, map_path, options)


def _settle(outcome: Extraction, known: TextMap | None, map_path: Path, options: Options) -> Extraction:
    """Write what was read, or say why what is there stays."""
    text_path, reading = outcome.text, outcome.reading
    assert text_path is not None
    if known is not None:
        edited = text_path.exists() and _hash(text_path) != known.head["text"]
        if edited:
            return Extraction(
                outcome.original, "unchanged", text_path, reading, (_edited(text_path, options),)
            )
        if reading.same and text_path.exists():
            return outcome
        if not reading.same and not options.update and text_path.exists():
            faults = tuple(_differences(known, reading))
            return Extraction(outcome.original, "unchanged", text_path, reading, faults)
        if reading.same:
            # The map alone is left: the text is made again.
            reading = read_original(outcome.original, options)
            if reading.fault is not None:
                return Extraction(outcome.original, "refused", reading=reading, faults=(reading.fault,))
    with AtomicFiles() as files:
        # The map first: of a map that a killed run left alone, the text is made again.
        files.open(map_path).write(reading.map.encode())
        files.open(text_path).write(reading.text.encode())
    return Extraction(outcome.original, "written", text_path, reading)


def _hash(path: Path) -> str:
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def _edited(text: Path, options: Options) -> Fault:
    message = f"{text.name} was edited after it was extracted; its places on pages are not known any more"
    help = f"to extract it anew, delete {text.name}" if options.update else None
    return Fault(EDITED, message, help=help)


def _differences(known: TextMap, reading: Readout) -> Sequence[Fault]:
    """What is no longer as it was when the text was extracted."""
    now = read_map(reading.map.encode(), "the new map").head
    if known.head["sha256"] != now["sha256"]:
        was, is_ = known.head["original"], now["original"]
        what = f"it is {is_}, not {was}" if was != is_ else "the original changed"
        message = f"{what} since the text was extracted"
        return [Fault(CHANGED, message, help="look at what changed, and extract it anew: --update")]
    names = {"reader": "reader", "rules": "rules of extraction", "options": "options"}
    changed = [
        f"the {name} then: {known.head.get(key) or 'none'}, now: {now.get(key) or 'none'}"
        for key, name in names.items()
        if known.head.get(key, "") != now.get(key, "")
    ]
    if not changed:
        return ()
    same = "the text would be the same" if known.head["text"] == now["text"] else "the text would be another"
    return [Fault(OTHER_READER, f"{'; '.join(changed)}; {same}", help="to extract it anew: --update")]


class Extracted(NamedTuple):
    """A text that was extracted before: its name, that of its original, and the options, as its map says."""

    stem: str
    original: str
    options: str

    def is_of(self, name: str, page: str | None) -> bool:
        """Whether it is of the original with this name; of a web archive, of one page where that is named."""
        return self.original == name and (page is None or Options(page=page).written in self.options.split())


def texts_of(folder: Path) -> Iterator[Extracted]:
    """The texts in a folder that were extracted before."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        with contextlib.suppress(OSError, DocumentError):
            head = head_in(path)
            yield Extracted(path.stem, head.get("original", ""), head.get("options", ""))


def originals(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files that are meant, in order, and the linked folders among them that are not entered.

    Of a folder every file but hidden ones, maps, and the texts that maps belong to. Raises :class:`DocumentError`.
    """
    files: list[Path] = []
    linked: list[Path] = []
    for path in paths:
        if not path.exists():
            raise DocumentError(f"{path} does not exist")
        if not path.is_dir():
            files.append(path)
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            linked += [Path(folder, name) for name in folders if Path(folder, name).is_symlink()]
            stems = {name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX)}
            made = {f"{stem}{suffix}" for stem in stems for suffix in (SUFFIX, TEXT_SUFFIX)}
            files += [
                Path(folder, name) for name in sorted(names) if not name.startswith(".") and name not in made
            ]
    return files, linked


def nothing_found() -> Fault:
    """The fault of a folder without files."""
    return Fault(EMPTY, "the folder holds no files")
