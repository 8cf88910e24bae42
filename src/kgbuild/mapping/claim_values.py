"""Reads the value that an entry gives a property: a number, a date, a text or a name, as the property takes it."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

import yaml

from kgbuild.core.places import Place
from kgbuild.core.records import record
from kgbuild.core.similar import suggestion, sure
from kgbuild.core.terms import iri
from kgbuild.findings.diagnostics import Fix
from kgbuild.mapping.fields import Fields, as_scalar, check_literal, choice_of, unknown_key
from kgbuild.mapping.model import Amount, EventTime, Ref, TextValue, Value
from kgbuild.mapping.names import Names
from kgbuild.ontology.keys import CLAIM, SCOPE, TIME
from kgbuild.ontology.namespaces import CURRENCY, KG, MONEY, SKOS
from kgbuild.ontology.vocabulary import ClaimProperty
from kgbuild.values.dates import parse_time
from kgbuild.values.edtf import Time
from kgbuild.values.errors import ValueSyntaxError
from kgbuild.values.numbers.money import CODES
from kgbuild.values.quantities import QuantityPhrase, parse_quantity


@record
class ReadValue:
    """A value, the population that its words name ("131 civilians"), and the place of its number."""

    value: Value
    population: Ref | None = None
    place: Place | None = None


def read_value(
    names: Names, prop: ClaimProperty, node: yaml.Node, unit: yaml.Node | None, language: str
) -> ReadValue | None:
    """The value of a property from its node, with the node of the key ``unit``; faults are reported."""
    if prop.takes == "quantity":
        return _quantity(names, prop, node, unit)
    if prop.takes == "date":
        time = read_time(names, node, prop.key)
        return None if time is None else ReadValue(time)
    if prop.takes == "text":
        scalar = as_scalar(names.file, node, prop.key)
        if scalar is None or not check_literal(names.file, scalar, scalar.value, language):
            return None
        return ReadValue(TextValue(scalar.value, language))
    ref = names.resolve(node, prop.key, prop.named_kinds)
    return None if ref is None else ReadValue(ref)


def _quantity(names: Names, prop: ClaimProperty, node: yaml.Node, unit: yaml.Node | None) -> ReadValue | None:
    """A number with its unit, and the population that the words behind it name."""
    scalar = as_scalar(names.file, node, prop.key)
    if scalar is None:
        return None
    try:
        phrase = parse_quantity(scalar.value)
    except ValueSyntaxError as error:
        place = names.file.inside(scalar, error.start, error.end)
        names.file.at("KG204", f"`{prop.key}`: {error.message}", place, help=error.help)
        return None
    group = names.group(phrase.rest) if phrase.rest else None
    named = None
    if phrase.rest and group is None and (named := names.vocabulary.unit_of(phrase.rest)) is None:
        _unknown_words(names, scalar, phrase.rest, phrase.offset)
        return None
    counted = _Units(names, prop, scalar, phrase).iri(named, unit)
    if counted is None:
        return None
    population = None
    if group is not None:
        words = _words(names, scalar, phrase.rest, phrase.offset)
        population = Ref(group.term, group.id, group.label, place=words)
    return ReadValue(
        Amount(phrase.quantity, iri(counted)),
        population,
        names.file.inside(scalar, phrase.number_start, phrase.number_end),
    )


class _Units:
    """Finds the unit of one value: that of its words, of the key ``unit``, or of its property."""

    def __init__(
        self, names: Names, prop: ClaimProperty, scalar: yaml.ScalarNode, phrase: QuantityPhrase
    ) -> None:
        self._names = names
        self._prop = prop
        self._scalar = scalar
        self._phrase = phrase
        self._known = names.choices("units")

    def iri(self, named: str | None, key: yaml.Node | None) -> str | None:
        """The IRI of the unit; ``named`` is the one that the words behind the number name. Faults are reported."""
        written: str | None = None
        if key is not None:
            scalar = as_scalar(self._names.file, key, "unit")
            if scalar is None:
                return None
            written = scalar.value
            if written not in CODES and choice_of(self._names, CLAIM.keys["unit"], scalar) is None:
                return None
        if self._phrase.unit == "money" or written in CODES:
            return self._money(written)
        stated = named or self._measured()
        if stated is not None and stated not in self._known:
            self._fault(f"the ontology has no unit `{stated}`")
            return None
        if written is not None and stated is not None and written != stated:
            self._fault(f"`{self._words()}` is not the unit `{written}`")
            return None
        return self._allowed(written or stated)

    def _measured(self) -> str | None:
        """The unit that stands within the number itself ("20 %"), as the ontology names it."""
        phrase = self._phrase
        if phrase.measured is None:
            return phrase.unit
        words = self._scalar.value[slice(*phrase.measured)]
        return self._names.vocabulary.unit_of(words) or phrase.unit

    def _money(self, written: str | None) -> str | None:
        """The IRI of the currency: never a guess which of those that a word means."""
        codes = self._phrase.currencies
        if written is not None and self._phrase.unit not in (None, "money"):
            self._fault(f"`{self._words()}` is not money")
            return None
        if written is not None and self._phrase.unit == "money" and written not in codes:
            self._fault(f"`{self._words()}` is not {written}")
            return None
        if written is None and len(codes) != 1:
            several = ", ".join(codes[:6])
            self._fault(
                "the currency is not certain",
                f"it may be {several}" if codes else "no code of ISO 4217 stands for it",
            )
            return None
        if not self._prop.mention and MONEY not in self._prop.units:
            self._wrong()
            return None
        return CURRENCY + (written or codes[0])

    def _allowed(self, key: str | None) -> str | None:
        """The IRI of a unit that the property counts in; that of the property where the mapping gives none."""
        prop = self._prop
        if key is None and prop.unit is None:
            keys = ", ".join(f"`{self._names.vocabulary.key_of(unit)}`" for unit in prop.units)
            self._fault(f"the unit is missing: one of {keys}" if keys else "the unit is missing")
            return None
        if key is None and prop.unit == MONEY:
            self._fault("the currency is missing", "write its code of ISO 4217 behind the number: `40 EUR`")
            return None
        found = self._known[key].iri if key is not None else prop.unit
        if found not in prop.units and not prop.mention:
            self._wrong()
            return None
        counts = self._names.vocabulary.key_of(found or "")
        if counts in self._known and "countable" in self._known[counts].flags and _below_zero(self._phrase):
            self._fault("what is counted is never fewer than none")
            return None
        return found

    def _wrong(self) -> None:
        vocabulary = self._names.vocabulary
        counted = " or ".join(f"`{vocabulary.one(unit, SKOS + 'prefLabel')}`" for unit in self._prop.units)
        start = self._phrase.offset
        place = self._names.file.inside(self._scalar, start, start + len(self._phrase.rest))
        if not self._phrase.rest:
            place = self._names.file.inside(self._scalar, self._phrase.number_start, self._phrase.number_end)
        message = f"`{self._prop.key}` counts in the unit {counted}, not `{self._words()}`"
        self._names.file.at("KG204", message, place)

    def _words(self) -> str:
        """The words of the unit as the mapping writes them."""
        phrase = self._phrase
        if phrase.rest or phrase.measured is None:
            return phrase.rest or str(phrase.unit or "")
        return str(self._scalar.value[slice(*phrase.measured)])

    def _fault(self, message: str, *notes: str) -> None:
        phrase = self._phrase
        place = self._names.file.inside(self._scalar, phrase.number_start, phrase.number_end)
        self._names.file.at("KG204", f"`{self._prop.key}`: {message}", place, notes=list(notes))


def _below_zero(phrase: QuantityPhrase) -> bool:
    quantity = phrase.quantity
    return any(bound is not None and bound < 0 for bound in (quantity.value, quantity.lo, quantity.hi))


def _words(names: Names, scalar: yaml.ScalarNode, rest: str, start: int) -> Place:
    """The place of the words behind a number."""
    return names.file.inside(scalar, start, start + len(rest))


def _unknown_words(names: Names, scalar: yaml.ScalarNode, rest: str, start: int) -> None:
    """Report words behind a number that are neither a group nor a unit."""
    if names.registry.may_hold(rest):
        return
    known = [*names.registry.groups_by_name, *names.vocabulary.unit_words]
    near, certain = suggestion(rest.casefold(), known), sure(rest.casefold(), known)
    before = scalar.value[:start]
    stub = None if near else names.stub(rest, frozenset({KG + "Group"}))
    missing = stub.help if stub else "add the group to `groups.yaml` in the registry"
    names.file.at(
        "KG201",
        f"`{rest}` is neither a group of the registry nor a unit",
        _words(names, scalar, rest, start),
        help=f"write `{before}{near}`" if near else missing,
        fix=Fix(names.place(scalar), f"{before}{certain}") if certain else None,
        stub=stub,
    )


def read_time(
    names: Names, node: yaml.Node, what: str, beside: Mapping[str, yaml.Node] | None = None
) -> Time | None:
    """A time in the grammar of :mod:`kgbuild.values.dates`: words or EDTF, or ``{value: …, extent: within}``.

    ``beside`` are the nodes that stand beside it: ``extent``, and the ``calendar`` of its days, months and years.
    """
    if isinstance(node, yaml.MappingNode):
        fields = Fields(names, node, TIME)
        value = fields.nodes.get("value")
        return None if value is None else read_time(names, value, what, fields.nodes)
    scalar = as_scalar(names.file, node, what)
    chosen: dict[str, str] = {}
    for key in ("extent", "calendar"):
        written = (beside or {}).get(key)
        if written is None:
            continue
        choice = choice_of(names, TIME.keys[key], written)
        if choice is None:
            return None
        chosen[key] = choice.key
    if scalar is None:
        return None
    try:
        return parse_time(scalar.value, extent=chosen.get("extent"), calendar=chosen.get("calendar"))
    except ValueSyntaxError as error:
        place = names.file.inside(scalar, error.start, error.end)
        names.file.at("KG205", f"`{what}`: {error.message}", place, help=error.help)
        return None


def read_scope(names: Names, node: yaml.Node) -> Time | EventTime | None:
    """A time scope: a time, or ``{after: EVENT, before: EVENT}``, ``{during: EVENT}``."""
    if not isinstance(node, yaml.MappingNode) or any(key.value in TIME.keys for key, _ in node.value):
        return read_time(names, node, "when")
    for key, _ in node.value:
        if key.value not in SCOPE.keys:
            unknown_key(names.file, key, (*SCOPE, *TIME))
            return None
    if len(node.value) > 1 and any(key.value in SCOPE.alone for key, _ in node.value):
        names.file.error(
            "KG205",
            "`when` takes `during:`, or `after:` and `before:`",
            node,
            help="write `after:` and `before:`",
        )
        return None
    found = [
        (str(key.value), names.resolve(value, key.value, SCOPE.keys[key.value].kinds))
        for key, value in node.value
    ]
    events = sorted(((key, event) for key, event in found if event is not None), key=itemgetter(0))
    return EventTime(tuple(events)) if events and len(events) == len(node.value) else None
