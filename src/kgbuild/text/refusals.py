"""Why a file is not read as a document: named for what it is, with the place and with what to do."""

from __future__ import annotations

from typing import Final, NamedTuple

EMPTY: Final = "KG601"
NO_TEXT: Final = "KG602"
ENCODING: Final = "KG603"
LOCKED: Final = "KG604"
DAMAGED: Final = "KG605"
SCANNED: Final = "KG606"
TOO_COSTLY: Final = "KG607"
NO_READER: Final = "KG608"


class Fault(NamedTuple):
    """What is wrong with an original: the code of the finding, the fact, where in it, and what to do."""

    code: str
    message: str
    where: str = ""
    help: str | None = None


class Refusal(Exception):
    """A reader cannot read an original. Carries the :class:`Fault`; becomes a finding, never a traceback."""

    def __init__(self, code: str, message: str, where: str = "", help: str | None = None) -> None:
        super().__init__(message)
        self.fault = Fault(code, message, where, help)


def damaged(message: str, where: str = "", help: str | None = None) -> Refusal:
    """The refusal of a file that breaks off or contradicts its format."""
    return Refusal(DAMAGED, message, where, help or "open it in the program that made it, and save it anew")
