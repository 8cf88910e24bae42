"""How two propositions of one slot stand to each other: a pure function of their qualifiers and values.

Each quality is equal, unstated on one side, broader on one side, overlapping, or disjoint; disjoint wins over
unstated, unstated over broader; what neither side states keeps nothing apart. ``docs/explanation/model.md`` has the
table. No verdict: it says how two statements relate, never which of them is right. What depends on who says it and
when (a later figure, a part of a total) is added in :mod:`kgbuild.claims.comparisons`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kgbuild.claims.claim import Object, Proposition, QuantityNode, TimeNode
from kgbuild.core.terms import Term
from kgbuild.values.edtf import Time
from kgbuild.values.numbers.quantity import quantity_text, same, slack
from kgbuild.values.tolerance import reach

POLICY: Final = "kgbuild-comparability-2"

Ancestors = Callable[[Term], frozenset[Term]]
"""The terms above a place, group or concept along ``skos:broader`` of the registry."""


class Relation(StrEnum):
    """The result of a comparison; the values are keys of the closed list ``relations``."""

    AGREE = "agree"
    COMPATIBLE = "compatible"
    LATER = "later-figure"
    PART = "part-of-total"
    CONFLICT = "conflict"
    NOT_COMPARABLE = "not-comparable"
    NOT_STATED = "relation-not-stated"


class Standing(StrEnum):
    """How two sides stand in one quality."""

    EQUAL = "equal"
    UNSTATED = "unstated"
    LEFT_BROADER = "left-broader"
    RIGHT_BROADER = "right-broader"
    OVERLAPS = "overlaps"
    DISJOINT = "disjoint"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a proposition as asserted, or (``denied``) as denied by somebody."""

    proposition: Proposition
    denied: bool = False

    @property
    def negative(self) -> bool:
        """Whether this side says that it is not so: a negative content, or the denial of a positive one."""
        return self.proposition.negative != self.denied


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result for two sides: the relation, how each quality that is stated stands, the value too, and notes."""

    left: Side
    right: Side
    relation: Relation
    standings: Mapping[str, Standing]
    notes: tuple[str, ...]


def compare(left: Side, right: Side, above: Ancestors) -> Comparison | None:
    """Compare two sides of one slot. ``None`` where the values simply differ and nothing follows from that.

    So it is where the property is many-valued, and where both sides say that it is not so.

    ``above`` gives the ancestors of a term in the registry's hierarchy.
    """
    a, b = left.proposition, right.proposition
    standings = _standings(a, b, above)
    notes = [
        _NOTES[standing].format(_NAMES[name]) for name, standing in standings.items() if standing in _NOTES
    ]
    value, value_notes = _values(a.object, b.object, above)
    if left.negative != right.negative:
        relation = _polarity(a, b, standings)
        notes.append("one side says that it is not so")
    elif a.predicate.many or left.negative:
        # "Not 150" and "not 131" may both be so: of what is not so, too, only the same value can be compared.
        relation = _many(a, b, standings)
    else:
        notes += value_notes
        relation = _relation(standings, value)
    if relation is None:
        return None
    return Comparison(left, right, relation, {**standings, VALUE: _VALUES[value]}, tuple(notes))


VALUE: Final = "value"
UNIT: Final = "unit"
TIME: Final = "timeScope"
_NAMES: Final = {
    "population": "population",
    "severity": "severity",
    "placeScope": "place",
    TIME: "time",
    UNIT: "unit",
}
QUALITIES: Final = (*_NAMES, VALUE)
"""What is compared, in this order."""


def _standings(a: Proposition, b: Proposition, above: Ancestors) -> dict[str, Standing]:
    """How two contents stand in each quality that either of them states."""
    standings: dict[str, Standing] = {}
    if a.population or b.population:
        standings["population"] = _entity(a.population, b.population, above)
    if a.severity or b.severity:
        standings["severity"] = _exact(a.severity, b.severity)
    if a.place or b.place:
        standings["placeScope"] = _entity(a.place, b.place, above)
    if a.time or b.time:
        standings[TIME] = _time_scope(a.time, b.time)
    if isinstance(a.object, QuantityNode) and isinstance(b.object, QuantityNode):
        standings[UNIT] = Standing.EQUAL if a.object.unit == b.object.unit else Standing.DISJOINT
    return standings


_NOTES: Final = {
    Standing.UNSTATED: "{} stated on one side only",
    Standing.LEFT_BROADER: "{} broader on the left side",
    Standing.RIGHT_BROADER: "{} broader on the right side",
    Standing.OVERLAPS: "{} overlaps",
    Standing.DISJOINT: "{} differs",
}


@dataclass(frozen=True, slots=True)
class _Interval:
    """A value as bounds; ``None`` is open."""

    lo: float | None
    hi: float | None

    def overlaps(self, other: _Interval) -> bool:
        return not (_less(self.hi, other.lo) or _less(other.hi, self.lo))

    def holds(self, other: _Interval) -> bool:
        starts = self.lo is None or (other.lo is not None and self.lo <= other.lo)
        return starts and (self.hi is None or (other.hi is not None and other.hi <= self.hi))


def _less(hi: float | None, lo: float | None) -> bool:
    return hi is not None and lo is not None and hi < lo


def _exact(a: Term | None, b: Term | None) -> Standing:
    if a == b:
        return Standing.EQUAL
    return Standing.UNSTATED if a is None or b is None else Standing.DISJOINT


def _entity(a: Term | None, b: Term | None, above: Ancestors) -> Standing:
    standing = _exact(a, b)
    if standing is not Standing.DISJOINT or a is None or b is None:
        return standing
    if a in above(b):
        return Standing.LEFT_BROADER
    return Standing.RIGHT_BROADER if b in above(a) else Standing.DISJOINT


def _time_scope(a: TimeNode | None, b: TimeNode | None) -> Standing:
    if (a and a.term) == (b and b.term):
        return Standing.EQUAL
    if a is None or b is None:
        return Standing.UNSTATED
    if a.time is None or b.time is None:
        # A time given by an event has no days: how it stands to another is not stated.
        return Standing.UNSTATED
    x, y = a.time, b.time
    if _apart(x, y):
        return Standing.OVERLAPS if _within_reach(x, y) else Standing.DISJOINT
    if _parts_differ(x, y):
        return Standing.DISJOINT
    if (x.start, x.end) == (y.start, y.end) and x.part_of_day is None and y.part_of_day is not None:
        return Standing.LEFT_BROADER
    if (x.start, x.end) == (y.start, y.end) and y.part_of_day is None and x.part_of_day is not None:
        return Standing.RIGHT_BROADER
    if (x.start, x.end) == (y.start, y.end):
        return Standing.EQUAL
    if _holds(x, y):
        return Standing.LEFT_BROADER
    return Standing.RIGHT_BROADER if _holds(y, x) else Standing.OVERLAPS


def _holds(outer: Time, inner: Time) -> bool:
    """Whether one time reaches at least as far as another at both ends."""
    starts = outer.start is None or (inner.start is not None and outer.start <= inner.start)
    ends = outer.end is None or (inner.end is not None and inner.end <= outer.end)
    return starts and ends


class _Value(StrEnum):
    """How two values stand: the same, one that a stated range holds, such as overlap, or which is the greater."""

    SAME = "same"
    LEFT_HOLDS = "left-holds"
    RIGHT_HOLDS = "right-holds"
    LEFT_BROADER = "left-broader"
    RIGHT_BROADER = "right-broader"
    OVERLAPS = "overlaps"
    LEFT_GREATER = "left-greater"
    RIGHT_GREATER = "right-greater"
    DIFFERENT = "different"


_AGREEING: Final = frozenset({_Value.SAME, _Value.LEFT_HOLDS, _Value.RIGHT_HOLDS})
_FITTING: Final = _AGREEING | {_Value.LEFT_BROADER, _Value.RIGHT_BROADER, _Value.OVERLAPS}
_VALUES: Final = {
    _Value.SAME: Standing.EQUAL,
    _Value.LEFT_HOLDS: Standing.LEFT_BROADER,
    _Value.RIGHT_HOLDS: Standing.RIGHT_BROADER,
    _Value.LEFT_BROADER: Standing.LEFT_BROADER,
    _Value.RIGHT_BROADER: Standing.RIGHT_BROADER,
    _Value.OVERLAPS: Standing.OVERLAPS,
    _Value.LEFT_GREATER: Standing.DISJOINT,
    _Value.RIGHT_GREATER: Standing.DISJOINT,
    _Value.DIFFERENT: Standing.DISJOINT,
}


def _values(a: Object, b: Object, above: Ancestors) -> tuple[_Value, list[str]]:
    if isinstance(a, QuantityNode) and isinstance(b, QuantityNode):
        return _quantities(a, b)
    if isinstance(a, TimeNode) and isinstance(b, TimeNode):
        return _times(a, b)
    if a == b:
        return _Value.SAME, []
    if isinstance(a, str) and isinstance(b, str):
        if a in above(b):
            return _Value.LEFT_BROADER, ["one value is broader than the other"]
        if b in above(a):
            return _Value.RIGHT_BROADER, ["one value is broader than the other"]
    return _Value.DIFFERENT, []


def exceeds(left: Proposition, right: Proposition) -> bool:
    """Whether one figure is greater than another whatever their tolerances and open ends leave possible."""
    one, other = left.object, right.object
    if not (isinstance(one, QuantityNode) and isinstance(other, QuantityNode)):
        return False
    return _less(_bounds(other).hi, _bounds(one).lo)


STATED: Final = frozenset({"exactly", "range", "interval"})
"""Approximations whose bounds the text itself states: only such a range agrees with a figure within it."""


def _quantities(a: QuantityNode, b: QuantityNode) -> tuple[_Value, list[str]]:
    """The same figure agrees, and so does one that a stated range holds; what meets otherwise is compatible."""
    one, other = a.quantity, b.quantity
    if same(one, other):
        return _Value.SAME, []
    x, y = _bounds(a), _bounds(b)
    if not x.overlaps(y):
        return (_Value.RIGHT_GREATER if _less(x.hi, y.lo) else _Value.LEFT_GREATER), _slacks(a, b)
    if {one.approximation, other.approximation} <= STATED:
        if x.holds(y):
            return _Value.LEFT_HOLDS, [f"{quantity_text(other)} is within {quantity_text(one)}"]
        if y.holds(x):
            return _Value.RIGHT_HOLDS, [f"{quantity_text(one)} is within {quantity_text(other)}"]
    notes = _slacks(a, b) or sorted(
        f"{quantity_text(each)}: a bound that the other meets"
        for each in (one, other)
        if each.approximation not in STATED
    )
    if x.holds(y) == y.holds(x):
        return _Value.OVERLAPS, notes
    return (_Value.LEFT_BROADER if x.holds(y) else _Value.RIGHT_BROADER), notes


def _slacks(a: QuantityNode, b: QuantityNode) -> list[str]:
    """The tolerances by which two figures are compared, in words."""
    notes = []
    for each in sorted({a.quantity, b.quantity}, key=quantity_text):
        if each.approximation == "about" and each.value is not None:
            notes.append(f"{quantity_text(each)}: within ±{slack(each.value):,}")
        elif each.tolerance is not None:
            notes.append(f"{quantity_text(each)} is rounded: within ±{each.tolerance:,}")
    return notes


def _bounds(node: QuantityNode) -> _Interval:
    quantity, tolerance = node.quantity, node.quantity.tolerance or 0
    return _Interval(
        None if quantity.lo is None else float(quantity.lo - tolerance),
        None if quantity.hi is None else float(quantity.hi + tolerance),
    )


def _times(a: TimeNode, b: TimeNode) -> tuple[_Value, list[str]]:
    """Within-times conflict only if disjoint; throughout-times agree if equal and are compatible if nested.

    An approximate time reaches as far as its tolerance, and agrees only with one that is as approximate.
    """
    if a.term == b.term:
        return _Value.SAME, []
    if a.time is None or b.time is None:
        return _Value.OVERLAPS, ["a time given by an event has no days"]
    x, y = a.time, b.time
    if _apart(x, y):
        return (_Value.OVERLAPS, _tolerances(x, y)) if _within_reach(x, y) else (_Value.DIFFERENT, [])
    if _parts_differ(x, y):
        return _Value.DIFFERENT, ["the parts of the day differ"]
    notes = [] if x.part_of_day == y.part_of_day else ["part of the day stated on one side only"]
    if (x.start, x.end) == (y.start, y.end):
        alike = x.is_exact == y.is_exact and x.part_of_day == y.part_of_day
        return (_Value.SAME if alike else _Value.OVERLAPS), notes
    if _holds(x, y) or _holds(y, x):
        wider = _Value.LEFT_BROADER if _holds(x, y) else _Value.RIGHT_BROADER
        return wider, ["one time is within the other", *notes]
    if x.extent == y.extent == "throughout" and x.is_exact and y.is_exact:
        return _Value.DIFFERENT, notes
    return _Value.OVERLAPS, ["the times overlap", *notes]


def _apart(x: Time, y: Time) -> bool:
    """Whether two times have no day in common."""
    return _less(x.end, y.start) or _less(y.end, x.start)


def _within_reach(x: Time, y: Time) -> bool:
    """Whether two times have a day in common once approximate ones reach as far as their tolerance."""
    one, other = reach(x), reach(y)
    return not (_less(one.end, other.start) or _less(other.end, one.start))


def _tolerances(x: Time, y: Time) -> list[str]:
    found = dict.fromkeys(reach(time).words for time in (x, y))
    return [f"approximate: compared with a tolerance of ±{words}" for words in found if words]


def _parts_differ(x: Time, y: Time) -> bool:
    """Whether two times are different parts of one day; a night has something of two evenings and mornings."""
    parts = {x.part_of_day, y.part_of_day}
    return len(parts) == 2 and not parts & {None, "night"} and (x.start, x.end) == (y.start, y.end)


def _relation(standings: Mapping[str, Standing], value: _Value) -> Relation:
    found = set(standings.values())
    fits = value in _FITTING
    if Standing.DISJOINT in found:
        return Relation.NOT_COMPARABLE
    crossed = {Standing.LEFT_BROADER, Standing.RIGHT_BROADER} <= found
    if Standing.UNSTATED in found or Standing.OVERLAPS in found or crossed:
        return _fitting(value) if fits else Relation.NOT_STATED
    if Standing.LEFT_BROADER in found:
        return _narrower(value, _Value.RIGHT_GREATER)
    if Standing.RIGHT_BROADER in found:
        return _narrower(value, _Value.LEFT_GREATER)
    return _fitting(value) if fits else Relation.CONFLICT


def _fitting(value: _Value) -> Relation:
    return Relation.AGREE if value in _AGREEING else Relation.COMPATIBLE


def _narrower(value: _Value, narrower_greater: _Value) -> Relation:
    """The narrower may be less than the broader or equal to it; more than the broader, it conflicts."""
    return Relation.CONFLICT if value in (narrower_greater, _Value.DIFFERENT) else Relation.COMPATIBLE


def _polarity(a: Proposition, b: Proposition, standings: Mapping[str, Standing]) -> Relation | None:
    """It is so against it is not so: of the same value, they conflict unless a quality keeps them apart."""
    if a.object_term != b.object_term:
        return None
    if Standing.DISJOINT in standings.values():
        return Relation.NOT_COMPARABLE
    times_meet = standings.get(TIME) is not Standing.UNSTATED
    others_equal = all(s is Standing.EQUAL for name, s in standings.items() if name != TIME)
    return Relation.CONFLICT if times_meet and others_equal else Relation.NOT_STATED


def _many(a: Proposition, b: Proposition, standings: Mapping[str, Standing]) -> Relation | None:
    """Where values stand side by side, only the same value can be compared."""
    return _relation(standings, _Value.SAME) if a.object_term == b.object_term else None
