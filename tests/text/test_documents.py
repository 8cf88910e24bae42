"""Text layers: one text, one hash, however it is saved; and what a folder of documents holds."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.core.errors import DocumentError
from kgbuild.text.documents import read_library, text_layer


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\r"), max_size=40))
def test_one_layer_however_it_is_saved(text: str) -> None:
    """BOM, CRLF, CR and decomposed letters change nothing: one text, one hash."""
    layer = text_layer(text.encode())
    assert layer.text == unicodedata.normalize("NFC", text)
    assert layer.hash == hashlib.sha256(layer.text.encode()).hexdigest()
    for form in (
        b"\xef\xbb\xbf" + text.encode(),
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
        unicodedata.normalize("NFD", text).encode(),
    ):
        assert text_layer(form).hash == layer.hash


def test_what_is_not_utf_8_is_no_document(tmp_path: Path) -> None:
    """A file that is not UTF-8 is an error on its own, and set aside in a folder; hidden files are not read."""
    with pytest.raises(DocumentError, match="not UTF-8 text"):
        text_layer(b"caf\xe9")
    (tmp_path / "bad.txt").write_bytes(b"caf\xe9")
    (tmp_path / ".hidden").write_bytes(b"caf")
    (tmp_path / "good.txt").write_bytes(b"cafe")
    library = read_library([tmp_path])
    assert [path.name for path in library.unreadable] == ["bad.txt"]
    assert [layer.text for layer in library.texts.values()] == ["cafe"]
