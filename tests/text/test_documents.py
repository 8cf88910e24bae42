"""Text layers: one text, one hash, however it is saved; and what a folder of documents holds."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.core.errors import DocumentError
from kgbuild.text import documents
from kgbuild.text.documents import read_document, read_library, text_layer


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
    (tmp_path / "empty.txt").write_bytes(b" \n\xef\xbb\xbf--\n")
    library = read_library([tmp_path])
    assert [(each.path.name, each.why, each.is_fault) for each in library.unread] == [
        (".hidden", "is hidden", False),
        ("bad.txt", "is not UTF-8 text (byte 3)", False),
        ("empty.txt", "holds no words", False),
    ]
    assert [layer.text for layer in library.texts.values()] == ["cafe"]


def test_linked_folders_are_read_once(tmp_path: Path) -> None:
    """Links to files and folders are followed, wherever they lead; a circle of links ends."""
    folder, elsewhere = tmp_path / "documents", tmp_path / "elsewhere"
    (folder / "deep").mkdir(parents=True)
    (elsewhere / "inner").mkdir(parents=True)
    (elsewhere / "inner" / "far.txt").write_text("far")
    (elsewhere / "inner" / "back").symlink_to(elsewhere)
    (elsewhere / "one.txt").write_text("one")
    (folder / "deep" / "near.txt").write_text("near")
    (folder / "linked").symlink_to(elsewhere)
    (folder / "again").symlink_to(folder / "deep")
    (folder / "file.txt").symlink_to(elsewhere / "one.txt")
    library = read_library([folder])
    assert {layer.text for layer in library.texts.values()} == {"near", "far", "one"}
    assert library.unread == ()


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Links that lead nowhere or round, pipes, and what the system does not let us read: each is named with why."""
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "above").symlink_to(tmp_path.parent)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "good.txt").write_text("good")
    os.mkfifo(tmp_path / "pipe.txt")
    found = read_library([tmp_path])
    assert {(each.path.name, each.why) for each in found.unread if each.is_fault} == {
        ("round", "is a link to a folder that holds it"),
        ("above", "is a link to a folder that holds it"),
        ("gone.txt", "is a link that leads nowhere"),
        ("loop.txt", "cannot be read: Too many levels of symbolic links"),
        ("pipe.txt", "is no ordinary file"),
    }
    assert [layer.text for layer in found.texts.values()] == ["good"]
    with pytest.raises(DocumentError, match="no ordinary file"):
        read_document(tmp_path / "pipe.txt")


@pytest.mark.parametrize("closed", ["closed", "closed.txt"])
def test_what_the_system_refuses_is_named(
    tmp_path: Path, closed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder or file that may not be read is named, and the rest is read."""
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed.txt").write_text("closed")
    (tmp_path / "good.txt").write_text("good")
    scan, read = os.scandir, documents.read_file

    def scandir(path: Path) -> object:
        if Path(path).name == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    def read_bytes(path: Path) -> bytes:
        if path.name == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(documents, "read_file", read_bytes)
    library = read_library([tmp_path])
    assert [(each.path.name, each.why, each.is_fault) for each in library.unread] == [
        (closed, "cannot be read: Permission denied", True)
    ]
    assert "good" in [layer.text for layer in library.texts.values()]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 \xe2\xe3", "is a PDF"),
        (b"%PDF-1.7 of ASCII alone", "is a PDF"),
        (b"{\\rtf1 Text}", "is an RTF document"),
        (b"<!DOCTYPE html><p>Text", "is an HTML page"),
        (b"Received: by mail\nFrom: a@example.org\n\nText", "is an e-mail"),
        (b"PK\x03\x04\xff", "begins as an office document or archive and breaks off"),
        (b"\x7fELF", "is a program, not a text"),
        ("Text".encode("utf-16"), "is not UTF-8 text \\(byte 0\\)"),
        (b"caf\xe9", "is not UTF-8 text \\(byte 3\\)"),
    ],
)
def test_other_formats_are_called_by_their_names(content: bytes, kind: str, tmp_path: Path) -> None:
    """What is met in place of text is told by its content and named, whatever the file is called."""
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=kind):
        read_document(path)
