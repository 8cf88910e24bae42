"""Finds names of the registry that two entities share, or nearly: they may be one entity, entered twice.

Numbers, numerals and single letters tell things apart ("flood no. 1", "flood no. 2"), and so do short words that
differ by one letter ("Iran", "Iraq"); only what is left is reported. Names are looked up
in indexes, never compared each with each.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

from kgbuild.core.places import Place
from kgbuild.core.similar import one_slip
from kgbuild.core.terms import Term
from kgbuild.findings.diagnostics import Related, diagnostic
from kgbuild.mapping.registry import Entity, Registry
from kgbuild.mapping.tree import Report
from kgbuild.text.tokens import WORD
from kgbuild.values.numerals import number_words, ordinals_in

_JOINING: Final = re.compile(r"['’ʼ`]")
_SIGNS: Final = re.compile("[^a-z0-9]+")
_MARK: Final = re.compile(r".|.*\d.*|[ivxlcdm]+", re.DOTALL)
_LONG: Final = 6
"""A slip in a word of so many letters or more seldom makes another word."""


class Name(NamedTuple):
    """A label or another spelling of an entity, and the words by which it is compared."""

    entity: Entity
    language: str
    text: str
    place: Place
    is_label: bool
    words: tuple[str, ...]


def check_names(registry: Registry, report: Report) -> None:
    """Report names that two entities have or one has twice, and entities that may be one and the same."""
    by_kind: dict[str, list[Name]] = defaultdict(list)
    for entity in registry.entities.values():
        names = list(_names(entity))
        _check_twice(names, report)
        by_kind[entity.kind.file] += names
    reported: set[frozenset[str]] = set()
    for names in by_kind.values():
        for one, other in _same_text(names):
            _report_pair(one, other, reported, report)
        for one, other in (*_same_words(names), *_one_slip_apart(names)):
            if not _told_apart(one.entity, other.entity):
                _report_pair(one, other, reported, report)


def compared_words(text: str) -> tuple[str, ...]:
    """The words of a name without case, punctuation, accents and order; where two are marks, in their order."""
    words = _bare(text).split()
    return tuple(words) if sum(map(_is_mark, words)) > 1 else tuple(sorted(words))


def _bare(text: str) -> str:
    """A text without case and accents, with a space for each sign that is no letter, figure or mark."""
    bare = _JOINING.sub("", text.casefold())
    if bare.isascii():
        return _SIGNS.sub(" ", bare)
    # Marks of other classes are vowels or tones of other scripts, and make other words.
    bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if unicodedata.combining(c) < 200)
    return "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in bare)


@lru_cache(maxsize=65_536)
def _is_mark(word: str) -> bool:
    """Whether a word is a number, a numeral or a single letter, which tells things apart."""
    return _MARK.fullmatch(word) is not None


def _names(entity: Entity) -> Iterator[Name]:
    for key, texts in (("label", entity.labels), ("also", entity.also)):
        for (language, text), place in zip(texts, entity.places[key], strict=True):
            yield Name(entity, language, text, place, key == "label", compared_words(text))


def _one_language(one: str, other: str) -> bool:
    """Whether two names can be of one language: a spelling without a language can be of any."""
    return "und" in (one, other) or one.partition("-")[0] == other.partition("-")[0]


def _check_twice(names: Sequence[Name], report: Report) -> None:
    """Report a name that an entity has twice."""
    for at, name in enumerate(names):
        for first in names[:at]:
            if first.text == name.text and not name.is_label and _one_language(first.language, name.language):
                report(
                    diagnostic(
                        "KG220",
                        f"`{name.entity.id}` has the name “{name.text}” already",
                        name.place,
                        related=[Related(first.place, "first written here")],
                        help=f"delete “{name.text}” from `also:`",
                    )
                )
                break


def _pairs(groups: Iterable[Sequence[Name]]) -> Iterator[tuple[Name, Name]]:
    """In each group, every name of another entity with the first name that can be of its language."""
    for group in groups:
        for at, other in enumerate(group):
            for one in group[:at]:
                if one.entity is not other.entity and _one_language(one.language, other.language):
                    yield one, other
                    break


def _same_text(names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    groups: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        groups[name.text].append(name)
    return _pairs(group for group in groups.values() if len(group) > 1)


def _same_words(names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Names with the same words, or the same letters where only the spaces differ."""
    groups: dict[tuple[str, ...], list[Name]] = defaultdict(list)
    for name in names:
        if name.words:
            groups[name.words].append(name)
    for name in names:
        if len(name.words) > 1 and not any(map(_is_mark, name.words)):
            joined = ("".join(_bare(name.text).split()),)
            if joined in groups:
                groups[joined].append(name)
    return _pairs(group for group in groups.values() if len(group) > 1)


def _one_slip_apart(names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Names that differ by one slip in one long word."""
    groups: dict[tuple[str, ...], dict[tuple[str, str], Name]] = defaultdict(dict)
    for name in names:
        for at, word in enumerate(name.words):
            if len(word) >= _LONG and not _is_mark(word):
                others = (*name.words[:at], "", *name.words[at + 1 :])
                groups[others].setdefault((word, name.language), name)
    for group in groups.values():
        if len(group) < 2:
            continue
        for (before, one), (word, other) in _near(group):
            if (
                one.entity is not other.entity
                and _one_language(one.language, other.language)
                and _is_slip(before, word)
            ):
                yield one, other


_Worded = tuple[str, Name]


def _near(group: Mapping[tuple[str, str], Name]) -> Iterator[tuple[_Worded, _Worded]]:
    """Every two words that are equal once at most one letter of each is left out: all slips are among them.

    The first letter stays: where it differs, the word does ("armed", "farmed").
    """
    alone: dict[str, _Worded] = {}
    several: dict[str, list[_Worded]] = {}
    for (word, _), name in group.items():
        mine = (word, name)
        for left in {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}:
            first = alone.setdefault(left, mine)
            if first is not mine:
                several.setdefault(left, [first]).append(mine)
    for some in several.values():
        yield from combinations(some, 2)


def _is_slip(one: str, other: str) -> bool:
    """Whether two long words differ by a slip only, and are no numbers, nor words of a script without spaces."""
    if one == other or one[0] != other[0] or not one_slip(one, other):
        return False
    return not any(
        word in number_words() or ordinals_in(word) or len(WORD.findall(word)) > 1 for word in (one, other)
    )


def _told_apart(one: Entity, other: Entity) -> bool:
    """Whether an authority has a different identifier for each: then they are two, however alike their names."""
    mine, theirs = _identifiers(one), _identifiers(other)
    return any(mine[space].isdisjoint(theirs[space]) for space in mine.keys() & theirs.keys())


def _identifiers(entity: Entity) -> dict[str, set[Term]]:
    """The links of an entity, by what comes before their last part."""
    found: dict[str, set[Term]] = defaultdict(set)
    for link in entity.same_as:
        found[link.strip("</>").rpartition("/")[0]].add(link)
    return found


def _report_pair(one: Name, other: Name, reported: set[frozenset[str]], report: Report) -> None:
    """One finding for two entities, at the name of the one written later."""
    pair = frozenset((one.entity.id, other.entity.id))
    if pair in reported:
        return
    reported.add(pair)
    one, other = sorted((one, other), key=lambda name: name.place)
    if one.text != other.text:
        report(
            diagnostic(
                "KG222",
                f"`{one.entity.id}` and `{other.entity.id}` may be one entity",
                other.place,
                label=f"a name of `{other.entity.id}`",
                related=[Related(one.place, f"a name of `{one.entity.id}`")],
                notes=[f"“{one.text}” and “{other.text}” are nearly the same"],
            )
        )
    elif one.is_label and other.is_label:
        report(
            diagnostic(
                "KG219",
                f"`{one.entity.id}` has the label “{one.text}” too",
                other.entity.place,
                related=[Related(one.entity.place, "the other entity")],
                help="give each a label of its own, or keep one and add the other's spellings as `also:`",
            )
        )
    else:
        report(
            diagnostic(
                "KG221",
                f"`{one.entity.id}` and `{other.entity.id}` both have the name “{other.text}”",
                other.place,
                related=[Related(one.place, f"a name of `{one.entity.id}`")],
            )
        )
