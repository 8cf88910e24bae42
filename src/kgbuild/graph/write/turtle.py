"""Turtle and TriG for people: one block a subject, prefixed names, short numbers.

Sources: RDF 1.1 Turtle (sections 2 and 6.5, grammar) and RDF 1.1 TriG (section 2). Both writers share
:func:`blocks`; they differ only in what stands around the blocks of one graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Final

from kgbuild.core.terms import XSD, Term, Triple
from kgbuild.graph.terms import TYPE
from kgbuild.graph.write.names import CACHE_LIMIT, WIDTH, ByteSink, Prefixes, TermTexts

_PN_CHARS_U = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PN_CHARS = f"\\-{_PN_CHARS_U}0-9\u00b7\u0300-\u036f\u203f-\u2040"
# PN_LOCAL of Turtle 6.5 without PLX: names that would need an escape are written as full IRIs.
_ASCII_LOCAL = re.compile(r"(?:[A-Za-z_0-9:](?:[A-Za-z_0-9\-:.]*[A-Za-z_0-9\-:])?)?")
# Stricter than Turtle's INTEGER and DECIMAL: only forms that come back the same from readers that make a
# number of them (rdflib: 05 becomes 5, 0.0000001 becomes 1E-7).
_SHORT: Final[Mapping[str, re.Pattern[str]]] = {
    f"<{XSD}integer>": re.compile(r"0|-?[1-9][0-9]*"),
    f"<{XSD}decimal>": re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]{1,6}"),
    f"<{XSD}boolean>": re.compile(r"true|false"),
}
_CHUNK: Final = 4096


@cache
def _any_local() -> re.Pattern[str]:
    """Local names of any script; compiled when first asked for, as its ranges take long."""
    return re.compile(f"(?:[{_PN_CHARS_U}0-9:](?:[{_PN_CHARS}:.]*[{_PN_CHARS}:])?)?")


_subject = itemgetter(0)
_predicate = itemgetter(1)


class ShortForms(TermTexts):
    """Term → how Turtle writes it (RDF 1.1 Turtle, sections 2.4 and 2.5), worked out once and remembered."""

    def __init__(self, prefixes: Prefixes, limit: int = CACHE_LIMIT) -> None:
        super().__init__(limit)
        self._prefixes = prefixes

    def _iri(self, term: Term) -> str:
        parts = self._prefixes.split(term[1:-1])
        if parts is None or not (_ASCII_LOCAL.fullmatch(parts[1]) or _any_local().fullmatch(parts[1])):
            return term
        return f"{parts[0]}:{parts[1]}"

    def _literal(self, term: Term) -> str:
        cut = term.rfind('"') + 1
        if not term.startswith("^^", cut):
            return term
        datatype = term[cut + 2 :]
        short = _SHORT.get(datatype)
        if short is not None and short.fullmatch(term, 1, cut - 1):
            return term[1 : cut - 1]
        return f"{term[:cut]}^^{self[datatype]}"


class Blocks:
    """The text of graphs, subject by subject, with one set of prefixes.

    Turtle and TriG differ only in what stands around the blocks, so writers that share this object work each graph out
    once: the blocks of the latest graph are kept.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = Prefixes(prefixes)
        self.short = ShortForms(self.prefixes)
        self._latest: tuple[Sequence[Triple], list[str]] = ((), [])

    def of(self, triples: Sequence[Triple]) -> list[str]:
        """The blocks of a graph. ``triples`` are sorted, without duplicates, and not changed between two calls."""
        if self._latest[0] is not triples:
            self._latest = (triples, list(blocks(triples, self.short)))
        return self._latest[1]


def blocks(triples: Sequence[Triple], short: ShortForms) -> Iterator[str]:
    """One block of text a subject: the subject's line, then a line a predicate, ``a`` first (section 2)."""
    for subject, about in groupby(triples, _subject):
        lines: list[str] = []
        for predicate, group in groupby(about, _predicate):
            objects = [short[o] for _, _, o in group]
            if predicate == TYPE:
                lines.insert(0, _line("a", objects))
            else:
                lines.append(_line(short[predicate], objects))
        yield f"{short[subject]}\n    " + " ;\n    ".join(lines) + " .\n"


def _line(predicate: str, objects: list[str]) -> str:
    """A predicate with its objects: on one line where that fits, else an object a line."""
    if len(objects) == 1:
        return f"{predicate} {objects[0]}"
    line = f"{predicate} {', '.join(objects)}"
    if len(line) + 6 <= WIDTH:  # indented by four, and " ;" after it
        return line
    return f"{predicate}\n        " + ",\n        ".join(objects)


class _BlockWriter:
    """The header of prefixes, and graphs as blocks between an opening and a closing text."""

    __slots__ = ("_blocks", "_short", "_stream")

    def __init__(self, stream: ByteSink, shared: Blocks) -> None:
        self._stream = stream
        self._blocks = shared
        self._short = shared.short
        known = shared.prefixes.namespaces
        header = [f"@prefix {name}: <{namespace}> .\n" for name, namespace in known.items()]
        stream.write("".join(header).encode())

    def _write(self, before: str, triples: Sequence[Triple], after: str) -> None:
        if not triples:
            return
        texts = [before]
        for block in self._blocks.of(triples):
            texts.append(block)
            if len(texts) >= _CHUNK:
                self._stream.write("\n".join(texts).encode())
                texts = [""]
        self._stream.write(("\n".join(texts) + after).encode())


class TurtleWriter(_BlockWriter):
    """Writes graph after graph as Turtle, each under a comment that names it (RDF 1.1 Turtle, section 2).

    Turtle has no named graphs: a subject that stands in several graphs has a block in each.
    """

    __slots__ = ()

    def graph(self, name: Term, triples: Sequence[Triple]) -> None:
        """Write one graph; an empty one leaves nothing. ``triples`` are sorted and without duplicates."""
        self._write(f"\n# graph {self._short[name]}\n", triples, "")

    def close(self) -> None:
        """Nothing is left to write; the stream stays open."""


class TrigWriter(_BlockWriter):
    """Writes graphs as TriG, each as ``name { blocks }`` (RDF 1.1 TriG, section 2.2)."""

    __slots__ = ()

    def graph(self, name: Term, triples: Sequence[Triple]) -> None:
        """Write one graph; an empty one leaves nothing. ``triples`` are sorted and without duplicates."""
        self._write(f"\n{self._short[name]} {{\n", triples, "}\n")

    def close(self) -> None:
        """Nothing is left to write; the stream stays open."""
