"""Whether a query may call a SERVICE, that is, open a connection to another machine.

Sources: SPARQL 1.1 Query Language, section 19.2 (code point escapes), 19.8 (grammar: ServiceGraphPattern).
"""

from __future__ import annotations

import re
from typing import Final

_CODE_POINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SERVICE: Final = re.compile("service", re.IGNORECASE)
_SILENT: Final = re.compile("silent", re.IGNORECASE)
_ENDPOINT: Final = re.compile(r"<[^<>]*>")
_NAME_END: Final = re.compile(r"(?<!\\)[\s<>{}#]|\Z")
_GAP: Final = re.compile(r"\s*")


def calls_service(text: str) -> bool:
    """Whether a query may call a SERVICE.

    Where a string or an IRI ends, parsers do not agree. So nothing is taken for a string here: the word, a gap, a name
    and an opening brace, which every call has, are enough to refuse a query. Escapes for characters are read too, as
    some parsers read them before anything else.
    """
    return _may_call(text) or ("\\" in text and _may_call(_CODE_POINT.sub(_character, text)))


def _may_call(text: str) -> bool:
    known: dict[int, int] = {}
    name_start, name_end = 0, 0
    for found in _SERVICE.finditer(text):
        at = _past_gap(text, found.end(), known)
        starts = {at}
        if silent := _SILENT.match(text, at):
            starts.add(_past_gap(text, silent.end(), known))
        for start in starts:
            if endpoint := _ENDPOINT.match(text, start):
                end = endpoint.end()
            else:
                if not name_start <= start < name_end:  # else it lies in the name that was read last
                    ending = _NAME_END.search(text, start)
                    assert ending is not None
                    name_start, name_end = start, ending.start()
                end = name_end
            named = text[start : start + 1] in ("<", "?", "$") or text.find(":", start, end) >= 0
            if named and text.startswith("{", _past_gap(text, end, known)):
                return True
    return False


def _past_gap(text: str, at: int, known: dict[int, int]) -> int:
    """Where spaces and comments end. Where a line of comments leads is looked up once for all that lead there."""
    passed: list[int] = []
    while True:
        gap = _GAP.match(text, at)
        assert gap is not None
        at = gap.end()
        if at in known:
            at = known[at]
            break
        if not text.startswith("#", at):
            break
        passed.append(at)
        ends = [end for end in (text.find("\n", at), text.find("\r", at)) if end >= 0]
        at = min(ends, default=len(text))
        if at in known:
            at = known[at]
            break
        passed.append(at)
    known.update(dict.fromkeys(passed, at))
    return at


def _character(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number < 0x110000 else found[0]
