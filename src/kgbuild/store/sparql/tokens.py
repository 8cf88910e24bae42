"""The tokens of a query, as far as kgbuild must know them before it runs one: its form, and what is not allowed.

Sources: SPARQL 1.1 Query Language, section 19.8 (grammar, terminals); SPARQL 1.1 Update.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urljoin

from kgbuild.core.records import record
from kgbuild.core.service_calls import calls_service

_TOKEN: Final = re.compile(
    r"(?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)"
    # What is not ended goes on to the end of the line or the text: looked for from each quotation mark, that would take
    # the square of the length.
    r"|(?P<text>\"\"\"(?:[^\\]|\\.)*?(?:\"\"\"|\\?\Z)|'''(?:[^\\]|\\.)*?(?:'''|\\?\Z)"
    r"|\"(?:[^\"\\\n\r]|\\.)*+\"?|'(?:[^'\\\n\r]|\\.)*+'?)"
    r"|(?P<comment>\#[^\n\r]*)"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<language>@[A-Za-z][A-Za-z0-9-]*)"
    # The local part of a prefixed name may hold any of these signs behind a backslash, quotation marks too.
    # A prefix has at most 256 characters here: without an end, `a-a-a-…` would take the square of its length.
    r"|(?P<name>(?:_|[^\W\d_](?:[\w.-]{0,254}[\w-])?)?:(?:\\.|[^\s\\;,(){}\[\]<>\"'|^*/+?!=&\#$@~`])*)"
    r"|(?P<word>[^\W\d_]\w*)"
    r"|(?P<space>\s+)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_ESCAPED: Final = re.compile(r"\\(.)")
FORMS: Final = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
UPDATES: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")


@record
class QueryToken:
    """A token of a query: its text as written, and its kind.

    The kinds are ``iri text language variable name word other comment space``.
    """

    kind: str
    text: str


@record
class QueryOutline:
    """What the tokens of a query say about it.

    ``form`` is SELECT, CONSTRUCT, DESCRIBE or ASK, or the keyword of an update; ``None`` where neither is found.
    ``graphs`` are the IRIs of its FROM clauses, ``names_graphs`` says whether it has GRAPH or FROM, ``service`` whether
    it may call a SERVICE. ``prefixes`` are those that it declares.
    """

    form: str | None
    graphs: tuple[str, ...]
    names_graphs: bool
    service: bool
    prefixes: Mapping[str, str]


def tokens_of(text: str) -> Iterator[QueryToken]:
    """The tokens of a query, spaces and comments left out."""
    return (token for token in all_tokens(text) if token.kind not in ("comment", "space"))


def all_tokens(text: str) -> list[QueryToken]:
    """The tokens of a query, of the kinds ``comment`` and ``space`` too: together they are its text."""
    return [QueryToken(str(found.lastgroup), found[0]) for found in _TOKEN.finditer(text)]


def outline_of(text: str, prefixes: Mapping[str, str]) -> QueryOutline:
    """What the tokens of a query say about it; ``prefixes`` are those known without a declaration."""
    tokens = list(tokens_of(text))
    own, base, at = _prologue(tokens)
    rest = tokens[at:]
    form = rest[0].text.upper() if rest and rest[0].kind == "word" else None
    words = {token.text.upper() for token in rest if token.kind == "word"}
    names = {**prefixes, **own}
    return QueryOutline(
        form=form if form in FORMS or form in UPDATES else None,
        graphs=tuple(_from_clauses(rest, names, base)) if "FROM" in words else (),
        names_graphs=bool({"GRAPH", "FROM"} & words),
        service=calls_service(text),
        prefixes=own,
    )


def spelled_out(text: str, prefixes: Mapping[str, str]) -> str:
    """A query with every prefixed name that holds a dot written as an IRI: ``claim:letter.toll.killed``.

    The grammar allows them, but the parser of pyoxigraph stops at the second dot of a name.
    """
    if ":" not in text:
        return text
    own, _, _ = _prologue(list(tokens_of(text)))
    names = {**prefixes, **own}

    def spelled(found: re.Match[str]) -> str:
        written = found[0]
        name = written.rstrip(".")
        prefix, _, local = name.partition(":")
        if found.lastgroup != "name" or "." not in local or prefix not in names:
            return written
        plain = _ESCAPED.sub(r"\1", local)
        return f"<{names[prefix]}{plain}>{written[len(name) :]}"

    return _TOKEN.sub(spelled, text)


def unknown_prefixes(text: str, prefixes: Mapping[str, str]) -> list[str]:
    """The prefixes of names in a query that are neither known nor declared, in the order in which they are used."""
    tokens = list(tokens_of(text))
    own, _, at = _prologue(tokens)
    used = (token.text.partition(":")[0] for token in tokens[at:] if token.kind == "name")
    return [each for each in dict.fromkeys(used) if each not in own and each not in prefixes and each != "_"]


def _prologue(tokens: Sequence[QueryToken]) -> tuple[dict[str, str], str, int]:
    """The prefixes and the base that a query declares, and where its own form begins."""
    own: dict[str, str] = {}
    base, at = "", 0
    while at + 1 < len(tokens) and tokens[at].kind == "word":
        keyword = tokens[at].text.upper()
        if keyword == "BASE" and tokens[at + 1].kind == "iri":
            base = urljoin(base, tokens[at + 1].text[1:-1])
            at += 2
        elif keyword == "PREFIX" and at + 2 < len(tokens) and tokens[at + 2].kind == "iri":
            own[tokens[at + 1].text.removesuffix(":")] = urljoin(base, tokens[at + 2].text[1:-1])
            at += 3
        else:
            break
    return own, base, at


def _from_clauses(tokens: Sequence[QueryToken], names: Mapping[str, str], base: str) -> Iterator[str]:
    for at, token in enumerate(tokens):
        if token.kind == "word" and token.text.upper() == "FROM":
            graph = next((each for each in tokens[at + 1 :] if each.kind in ("iri", "name")), None)
            if graph is None:
                continue
            if graph.kind == "iri":
                yield urljoin(base, graph.text[1:-1])
            else:
                prefix, _, local = graph.text.partition(":")
                yield names.get(prefix, f"{prefix}:") + local.rstrip(".")
