"""The values of a query's parameters: words of a user become terms of the graph, checked by their type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

from kgbuild.core.errors import KgbuildError, TermError, VocabularyError
from kgbuild.core.similar import did_you_mean
from kgbuild.core.terms import Term, integer, iri, literal
from kgbuild.graph.prefixes import KINDS
from kgbuild.ontology.vocabulary import Vocabulary
from kgbuild.store.sparql.library import NamedQuery, Parameter
from kgbuild.values.dates import parse_time
from kgbuild.values.errors import ValueSyntaxError

_GROUPS: Final = {
    "document": ("doc",),
    "voice": ("agent", "office", "voice"),
    "entity": ("agent", "concept", "event", "group", "law", "office", "place", "thing", "work"),
}
"""The types that are nodes of one of several kinds."""
_PLAIN: Final = ("first-day", "last-day", "integer", "text")
"""The types that are literals. A text is words, not the node of a document's text."""


class ParameterError(KgbuildError):
    """A value that a parameter cannot have."""


class Known(Protocol):
    """What must be known of a graph to understand values: where its IRIs begin, its terms, and its nodes by kind."""

    @property
    def base(self) -> str: ...

    def holds(self, term: Term) -> bool: ...

    def nodes(self, kind: str) -> list[str]: ...


def kinds_of(type: str) -> Sequence[str]:
    """The kinds of node that a type stands for; none where it stands for literals."""
    return _GROUPS.get(type) or ((type,) if type in KINDS and type not in _PLAIN else ())


def check_types(query: NamedQuery, vocabulary: Vocabulary) -> None:
    """Check the types of a query's parameters. Raises :class:`ParameterError` for one that does not exist."""
    for parameter in query.parameters:
        type = parameter.type
        if not kinds_of(type) and type not in (*_PLAIN, "property") and not _keys(type, vocabulary):
            raise ParameterError(
                f"query {query.name}: the parameter `{parameter.name}` has the unknown type `{type}`",
                did_you_mean(type, [*_GROUPS, *KINDS, *_PLAIN, "property"]),
            )


def _keys(type: str, vocabulary: Vocabulary) -> dict[str, str]:
    """The members of a closed list, or the properties, by key."""
    if type == "property":
        return {key: each.iri for key, each in vocabulary.properties.items()}
    try:
        return {key: choice.iri for key, choice in vocabulary.choices(type).items()}
    except VocabularyError:
        return {}


def known_values(parameter: Parameter, store: Known, vocabulary: Vocabulary) -> list[str]:
    """The values that a parameter can have, where they can be listed."""
    kinds = kinds_of(parameter.type)
    if kinds:
        return sorted({name for kind in kinds for name in store.nodes(kind)})
    if parameter.type in _PLAIN:
        return []
    return sorted(key for key, name in _keys(parameter.type, vocabulary).items() if store.holds(f"<{name}>"))


def term_for(parameter: Parameter, word: str, store: Known, vocabulary: Vocabulary) -> Term:
    """The term that a word means. Raises :class:`ParameterError`, with a suggestion where there is one."""
    plain: dict[str, Callable[[str], Term]] = {
        "text": literal,
        "integer": lambda text: integer(int(text)),
        "first-day": lambda text: _day(text, first=True),
        "last-day": lambda text: _day(text, first=False),
    }
    if parameter.type in plain:
        try:
            return plain[parameter.type](word)
        except (ValueError, TermError) as error:
            raise ParameterError(f"--{parameter.name}: {word!r} is no {_called(parameter)}") from error
    kinds = kinds_of(parameter.type)
    if kinds:
        return _node(parameter, kinds, word, store)
    keys = _keys(parameter.type, vocabulary)
    key = word.partition(":")[2] or word
    if key not in keys:
        raise _unknown(parameter, word, keys)
    return iri(keys[key])


def _day(text: str, *, first: bool) -> Term:
    """The first or last day of a date as an integer: 1990 begins on 19900101 and ends on 19901231."""
    try:
        time = parse_time(text)
    except ValueSyntaxError as error:
        raise ValueError(str(error)) from error
    day = time.start if first else time.end
    if day is None:
        raise ValueError("open")
    return integer(day)


def _called(parameter: Parameter) -> str:
    return {"first-day": "date", "last-day": "date", "integer": "whole number"}.get(
        parameter.type, parameter.type
    )


def _node(parameter: Parameter, kinds: Sequence[str], word: str, store: Known) -> Term:
    """A node by its name, as a table shows it (``event:NAME``), or by its IRI."""
    prefix, colon, name = word.partition(":")
    candidates = [f"{store.base}{kind}/{word}" for kind in kinds]
    if colon and prefix in kinds:
        candidates = [f"{store.base}{prefix}/{name}"]
    elif word.strip("<>").startswith(store.base):
        candidates = [word.strip("<>")]
    for candidate in candidates:
        try:
            term = iri(candidate)
        except TermError:
            continue
        if store.holds(term):
            return term
    raise _unknown(parameter, word, (each for kind in kinds for each in store.nodes(kind)))


def _unknown(parameter: Parameter, word: str, known: Iterable[str]) -> ParameterError:
    names = sorted(set(known))
    some = f"one of: {', '.join(names)}" if 0 < len(names) <= 12 else None
    return ParameterError(
        f"--{parameter.name}: the graph has no {_called(parameter)} `{word}`", did_you_mean(word, names, some)
    )
