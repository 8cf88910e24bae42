"""Pictures of text, by Tesseract where it is installed: what it recognises, as hOCR."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Final

from kgbuild.text.readers import hocr
from kgbuild.text.readers.layer import Layer
from kgbuild.text.refusals import NO_READER, SCANNED, Refusal

PROGRAM: Final = "tesseract"


def version() -> str:
    """The program and its version, as the map names them."""
    if shutil.which(PROGRAM) is None:
        raise Refusal(
            NO_READER,
            "pictures of text are read by Tesseract, which is not installed",
            help="install tesseract-ocr with the data of the language, or give a PDF with a text layer",
        )
    said = subprocess.run([PROGRAM, "--version"], capture_output=True, check=False).stdout.decode(
        "ascii", "replace"
    )
    return f"{said.splitlines()[0] if said else PROGRAM} with {hocr.version()}"


def read(data: bytes, media: str, encoding: str | None, language: str | None = None) -> Layer:
    """The text layer of a picture."""
    chosen = ["-l", language] if language else []
    # One thread: the same picture gives the same text, and a hostile one costs one core.
    done = subprocess.run(
        [PROGRAM, "stdin", "stdout", *chosen, "hocr"],
        input=data,
        capture_output=True,
        check=False,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    if done.returncode or not done.stdout:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Refusal(
            SCANNED,
            "Tesseract cannot read the picture",
            help=None if not said else f"it says: {said[-1][:200]}",
        )
    return hocr.read(done.stdout, media, None)
