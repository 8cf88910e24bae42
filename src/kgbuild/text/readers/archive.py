"""The zip files that office documents and books are: members read one by one, within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from kgbuild.text.readers.xmltree import Element, parse
from kgbuild.text.refusals import LOCKED, TOO_COSTLY, Refusal, damaged

MAX_MEMBER: Final = 100_000_000
MAX_TOTAL: Final = 300_000_000
MAX_MEMBERS: Final = 20_000
MAX_RATIO: Final = 300
"""How many times larger than its packed form a large member may be: XML packs to a tenth, a bomb to a thousandth."""
_BLOCK: Final = 1 << 20


class Archive:
    """A zip file in memory."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
            raise damaged("the file breaks off: its list of contents cannot be read") from error
        self.names = self._zip.namelist()
        self._total = 0
        if len(self.names) > MAX_MEMBERS:
            raise Refusal(TOO_COSTLY, f"the file packs more than {MAX_MEMBERS:,} files")

    def read(self, name: str) -> bytes | None:
        """The bytes of a member; ``None`` where there is none. What it claims of its size is not believed."""
        try:
            entry = self._zip.getinfo(name)
        except KeyError:
            return None
        if entry.flag_bits & 1:
            raise Refusal(
                LOCKED, f"`{name}` is locked by a password", help="save the file without a password"
            )
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while block := stream.read(_BLOCK):
                    pieces.append(block)
                    size += len(block)
                    self._total += len(block)
                    packed = max(entry.compress_size, 1)
                    if (
                        size > MAX_MEMBER
                        or self._total > MAX_TOTAL
                        or (size > 10 * _BLOCK and size > MAX_RATIO * packed)
                    ):
                        raise Refusal(TOO_COSTLY, "the file unpacks to more than any text fills", f"`{name}`")
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            OSError,
            ValueError,
            EOFError,
            RuntimeError,
        ) as error:
            raise damaged("a part of the file cannot be unpacked", f"`{name}`") from error
        return b"".join(pieces)

    def tree(self, name: str) -> Element | None:
        """A member as XML; ``None`` where there is none."""
        data = self.read(name)
        return None if data is None else parse(data, f"`{name}`")

    def needed(self, name: str) -> Element:
        """A member without which there is no document."""
        tree = self.tree(name)
        if tree is None:
            raise damaged(f"the file has no `{name}`")
        return tree
