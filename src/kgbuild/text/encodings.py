"""Bytes → characters: the encoding of a text told by its bytes, or candidates named where they do not tell it."""

from __future__ import annotations

import codecs
import unicodedata
from itertools import pairwise
from typing import Final, NamedTuple

from kgbuild.text.refusals import ENCODING, Refusal

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What texts are written in that are not UTF-8; the rest of the world's encodings are asked for by name.
_CANDIDATES: Final = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r", "koi8_u",
    "iso8859_2", "iso8859_5", "cp866", "mac_roman", "mac_cyrillic", "shift_jis", "euc_jp", "gb18030", "big5",
    "euc_kr",
)  # fmt: skip
_NAMES: Final = {"cp125": "windows-125", "koi8_": "koi8-", "iso8859_": "iso-8859-", "mac_": "mac-"}
_JAPANESE: Final = {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"}
_SAMPLE: Final = 200_000
_SEPARATES: Final = 0.05
"""How much less disorder the best reading must have than any that reads otherwise, to be taken without asking."""
_COHERENT: Final = 0.2
"""How much of the letters' frequencies must be those of a language."""


class Decoded(NamedTuple):
    """The characters of a file, and the encoding they were written in as people name it."""

    text: str
    encoding: str


def shown_name(codec: str) -> str:
    """``cp1251`` as people call it: windows-1251."""
    for prefix, name in _NAMES.items():
        if codec.startswith(prefix):
            return name + codec[len(prefix) :].replace("_", "-")
    return codec.replace("_", "-").removesuffix("-sig")


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of bytes. Raises :class:`Refusal` where no encoding fits, or several do that read differently."""
    if encoding is not None:
        return _as_told(data, encoding)
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _marked(data, codec)
    wide = _without_mark(data)
    if wide is not None:
        return wide
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if _cut_off(data, error):
            raise Refusal(
                ENCODING,
                "the text is UTF-8 up to one place, and no text there",
                f"byte {error.start}",
                "save the file anew as UTF-8, or name its encoding: --encoding NAME",
            ) from error
        return _detected(data)


def _as_told(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding).removeprefix("\ufeff"), shown_name(codecs.lookup(encoding).name))
    except LookupError:
        raise Refusal(
            ENCODING, f"no encoding is called {encoding!r}", help="for example: --encoding windows-1251"
        ) from None
    except (UnicodeError, ValueError) as error:
        at = f"byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise Refusal(
            ENCODING, f"the text is not {encoding}", at, "leave --encoding out, and the file may tell"
        ) from error


def _marked(data: bytes, codec: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), shown_name(codec))
    except UnicodeDecodeError as error:
        raise Refusal(
            ENCODING,
            f"the file is marked as {shown_name(codec)} and is not that",
            f"byte {error.start}",
            "save the file anew as UTF-8",
        ) from error


def _cut_off(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether a text is UTF-8 with several characters beyond ASCII before the one byte that is not."""
    before = data[: error.start]
    return sum(byte >= 0xC2 for byte in before[-20_000:]) >= 8


def _without_mark(data: bytes) -> Decoded | None:
    """UTF-16 or UTF-32 without a mark: its letters share their high bytes, and it holds zeros that no text holds."""
    sample = data[: _SAMPLE // 4 * 4]
    if b"\x00" not in sample:
        return None
    for codec, unit in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        if len(data) % unit or len(data) < 2 * unit:
            continue
        try:
            text = sample.decode(codec)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 4 or len(sample) == len(data):
                continue
            text = sample[: error.start].decode(codec)
        if _looks_written(text):
            return Decoded(_as_told(data, codec).text, codec)
    return None


def _looks_written(text: str) -> bool:
    """Whether characters are letters of a few scripts with spaces between, not what chance makes of other bytes."""
    plain = sum(char.isalnum() or char in " \n\r\t.,;:!?-–—'\"()[]/«»“”’、。" for char in text)
    unspaced = sum("\u3040" <= char <= "\u9fff" for char in text)
    spaces = sum(char in " \n\r\t" for char in text)
    blocks = {ord(char) >> 8 for char in text if char.isalpha() and not "\u3040" <= char <= "\ud7a3"}
    parted = spaces >= (len(text) - unspaced) / 40
    return plain >= 0.9 * len(text) and parted and len(blocks) <= 4 and "\x00" not in text


def _detected(data: bytes) -> Decoded:
    # Only a file that is not Unicode pays for the import.
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data[:_SAMPLE], cp_isolation=list(_CANDIDATES), threshold=0.35))
    readings: dict[str, tuple[float, float, str]] = {}
    for match in sorted(
        matches, key=lambda match: (match.chaos, -match.coherence, _CANDIDATES.index(match.encoding))
    ):
        try:
            text = data.decode(match.encoding)
        except UnicodeDecodeError:
            continue
        if _words_are_whole(text):
            readings.setdefault(text, (match.chaos, match.coherence, _usual(data, text)))
    if not readings:
        raise Refusal(
            ENCODING,
            "the encoding of the text cannot be told, and none that is common fits",
            help="name it: --encoding NAME; or save the file anew as UTF-8",
        )
    ranked = sorted(readings.items(), key=lambda item: -_fit(item[1]))
    (text, best), *others = ranked
    if best[1] < _COHERENT or (others and _fit(best) - _fit(others[0][1]) < _SEPARATES):
        names = [shown_name(reading[2]) for _, reading in ranked[:4]]
        raise Refusal(
            ENCODING,
            f"the encoding of the text cannot be told: it may be {' or '.join(names)}",
            help=f"name it, for example: --encoding {names[0]}",
        )
    return Decoded(text, shown_name(best[2]))


def _usual(data: bytes, text: str) -> str:
    """Of the encodings that read the bytes so, the first of the list: of a French text cp1252, and not cp1250."""
    return next(codec for codec in _CANDIDATES if data.decode(codec, "replace") == text)


def _fit(reading: tuple[float, float, str]) -> float:
    chaos, coherence, _ = reading
    return coherence - chaos


def _words_are_whole(text: str) -> bool:
    """Whether no word mixes scripts, or holds a sign, as words do that are read in a wrong encoding."""
    if any(unicodedata.category(char) == "Cc" and char not in "\n\r\t\f" for char in text[:_SAMPLE]):
        return False
    for word in text.split()[:5_000]:
        word = word.strip("".join(char for char in set(word) if not char.isalpha()))
        scripts = {unicodedata.name(char, "?").split()[0] for char in word if char.isalpha()}
        if len(scripts - _JAPANESE) > 1 or any(map(_is_sign, word)):
            return False
        if any(a.islower() and b.isupper() and not (a + b).isascii() for a, b in pairwise(word)):
            return False
    return True


def _is_sign(char: str) -> bool:
    """Whether a character stands within no word: "³" in "zginê³o"."""
    if char.isascii() or char >= "\u3000":
        return False
    return (unicodedata.category(char)[0] not in "LMN" or char in "²³¹¼½¾") and char not in "’‑–·"
