"""A total order for the answers of a query, where the order of the store has none.

pyoxigraph compares two numbers by value and any other two literals by their text. With values of both kinds that is
no order (9 < 10, "10" < "1x", "1x" < "9"), and its sort then aborts the process (oxigraph, issue 1542). So each
condition of ORDER BY gets another one before it, which keeps kinds of values apart; within a kind the order of the
store is total. Source: SPARQL 1.1 Query Language, section 15.1, which leaves the order of literals of different kinds
open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kgbuild.core.terms import XSD
from kgbuild.store.sparql.tokens import QueryToken, all_tokens

_AFTER: Final = frozenset({"LIMIT", "OFFSET", "HAVING", "VALUES"})
_OPEN, _CLOSED = frozenset("({["), frozenset(")}]")
_MOMENTS: Final = ("dateTime", "date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay")
"""The datatypes whose values with a time zone have no order with those without one."""


def totally_ordered(text: str) -> str:
    """The query with conditions that the store can sort by, whatever the values are."""
    if "order" not in text.lower():
        return text
    tokens = all_tokens(text)
    written: list[str] = []
    at = 0
    while at < len(tokens):
        written.append(tokens[at].text)
        at += 1
        if _is(tokens, at - 1, "ORDER"):
            by = _next(tokens, at)
            if by < len(tokens) and _is(tokens, by, "BY"):
                written += [token.text for token in tokens[at : by + 1]]
                at = _conditions(tokens, by + 1, written)
    return "".join(written)


def _conditions(tokens: Sequence[QueryToken], at: int, written: list[str]) -> int:
    """Write the conditions of one ORDER BY; where the next part of the query begins."""
    while True:
        start = _next(tokens, at)
        if start >= len(tokens) or tokens[start].text in _CLOSED or tokens[start].text.upper() in _AFTER:
            return at
        direction = ""
        if _is(tokens, start, "ASC") or _is(tokens, start, "DESC"):
            direction = tokens[start].text
            start = _next(tokens, start + 1)
        end = _end(tokens, start)
        if end == start:
            return at
        value = "".join(token.text if token.kind != "comment" else "\n" for token in tokens[start:end])
        written.append(f" {direction}({_kind(f'({value})')}) {direction}({value})")
        at = end


def _end(tokens: Sequence[QueryToken], start: int) -> int:
    """Where the condition that begins at a token ends: a variable, or everything to the end of its brackets."""
    if start < len(tokens) and tokens[start].kind == "variable":
        return start + 1
    depth = 0
    for at in range(start, len(tokens)):
        text = tokens[at].text
        if text in _OPEN:
            depth += 1
        elif text in _CLOSED:
            depth -= 1
            if depth == 0:
                return at + 1
            if depth < 0:
                return at
    return start


def _kind(value: str) -> str:
    """An expression for the kind of a value: unbound, node, number, text, or another datatype."""
    moments = ", ".join(f"<{XSD}{name}>" for name in _MOMENTS)
    zone = (
        f'IF(DATATYPE({value}) IN ({moments}), REGEX(STR({value}), "(Z|[+-][0-9]{{2}}:[0-9]{{2}})$"), false)'
    )
    length = f'IF(DATATYPE({value}) = <{XSD}duration>, STR({value}), "")'
    other = f'CONCAT("3", STR(DATATYPE({value})), STR({zone}), {length})'
    words = f'IF(LANG({value}) != "" || DATATYPE({value}) = <{XSD}string>, "2", {other})'
    number = f'IF({value} = {value}, "0", "1")'
    return f'IF(isLITERAL({value}), IF(isNUMERIC({value}), {number}, {words}), "")'


def _next(tokens: Sequence[QueryToken], at: int) -> int:
    """The next token that is neither space nor comment."""
    while at < len(tokens) and tokens[at].kind in ("comment", "space"):
        at += 1
    return at


def _is(tokens: Sequence[QueryToken], at: int, word: str) -> bool:
    return at < len(tokens) and tokens[at].kind == "word" and tokens[at].text.upper() == word
