"""The value that an entry gives a property: the closed list of kinds of value, each with its short form."""

from __future__ import annotations

import yaml

from kgbuild.core.errors import TermError
from kgbuild.core.places import Place
from kgbuild.core.records import record
from kgbuild.core.similar import suggestion, sure
from kgbuild.core.terms import iri, literal
from kgbuild.findings.diagnostics import Fix
from kgbuild.mapping.fields import Fields, as_scalar, choose, unknown_key
from kgbuild.mapping.model import Amount, EventTime, Ref, Text, Value
from kgbuild.mapping.names import Names
from kgbuild.ontology.vocabulary import CURRENCY, KG, MONEY, SKOS, ClaimProperty
from kgbuild.values.dates import Time, parse_time
from kgbuild.values.errors import ValueSyntaxError
from kgbuild.values.numbers.money import CODES
from kgbuild.values.quantities import QuantityPhrase, parse_quantity


@record
class ReadValue:
    """A value, the population that its words named ("131 civilians"), and where its number stands."""

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
        scalar = as_scalar(names.source, node, prop.key)
        if scalar is None:
            return None
        try:
            literal(scalar.value, language=language)
        except TermError as error:
            names.source.error("KG213", str(error), scalar)
            return None
        return ReadValue(Text(scalar.value, language))
    ref = names.resolve(node, prop.key, names.value_kinds(prop))
    return None if ref is None else ReadValue(ref)


def _quantity(names: Names, prop: ClaimProperty, node: yaml.Node, unit: yaml.Node | None) -> ReadValue | None:
    scalar = as_scalar(names.source, node, prop.key)
    if scalar is None:
        return None
    try:
        phrase = parse_quantity(scalar.value)
    except ValueSyntaxError as error:
        place = names.source.inside(scalar, error.start, error.end)
        names.source.at("KG204", f"`{prop.key}`: {error.message}", place, help=error.help)
        return None
    population: Ref | None = None
    named: str | None = None
    if phrase.rest:
        group = names.group(phrase.rest)
        if group is not None:
            words = names.source.inside(scalar, phrase.offset, phrase.offset + len(phrase.rest))
            population = Ref(group.term, group.id, group.label, place=words)
        elif (named := names.vocabulary.unit_of(phrase.rest)) is None:
            _unknown_words(names, scalar, phrase.rest, phrase.offset)
            return None
    iri_of_unit = _Units(names, prop, scalar, phrase).iri(named, unit)
    if iri_of_unit is None:
        return None
    place = names.source.inside(scalar, phrase.number_start, phrase.number_end)
    return ReadValue(Amount(phrase.quantity, iri(iri_of_unit)), population, place)


class _Units:
    """Finds the unit of one value: that of its words, of the key ``unit``, or of its property."""

    def __init__(
        self, names: Names, prop: ClaimProperty, scalar: yaml.ScalarNode, phrase: QuantityPhrase
    ) -> None:
        self._names = names
        self._prop = prop
        self._scalar = scalar
        self._phrase = phrase
        self._known = names.vocabulary.choices("units")

    def iri(self, named: str | None, key: yaml.Node | None) -> str | None:
        """The IRI of the unit; ``named`` is the one that the words behind the number name. Faults are reported."""
        written: str | None = None
        if key is not None:
            scalar = as_scalar(self._names.source, key, "unit")
            if scalar is None:
                return None
            written = scalar.value
            if written not in CODES and choose(self._names.source, scalar, "unit", self._known) is None:
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
        place = self._names.source.inside(self._scalar, start, start + len(self._phrase.rest))
        if not self._phrase.rest:
            place = self._names.source.inside(
                self._scalar, self._phrase.number_start, self._phrase.number_end
            )
        message = f"`{self._prop.key}` counts in the unit {counted}, not `{self._words()}`"
        self._names.source.at("KG204", message, place)

    def _words(self) -> str:
        """The words of the unit as the mapping writes them."""
        phrase = self._phrase
        if phrase.rest or phrase.measured is None:
            return phrase.rest or str(phrase.unit or "")
        return str(self._scalar.value[slice(*phrase.measured)])

    def _fault(self, message: str, *notes: str) -> None:
        phrase = self._phrase
        place = self._names.source.inside(self._scalar, phrase.number_start, phrase.number_end)
        self._names.source.at("KG204", f"`{self._prop.key}`: {message}", place, notes=list(notes))


def _below_zero(phrase: QuantityPhrase) -> bool:
    quantity = phrase.quantity
    return any(bound is not None and bound < 0 for bound in (quantity.value, quantity.lo, quantity.hi))


def _unknown_words(names: Names, scalar: yaml.ScalarNode, rest: str, start: int) -> None:
    if names.registry.may_hold(rest):
        return
    known = [*names.registry.groups_by_name, *names.vocabulary.unit_words]
    near, certain = suggestion(rest.casefold(), known), sure(rest.casefold(), known)
    place = names.source.inside(scalar, start, start + len(rest))
    names.source.at(
        "KG201",
        f"`{rest}` is neither a group of the registry nor a unit",
        place,
        help=f"write `{scalar.value[:start]}{near}`"
        if near
        else "add the group to `groups.yaml` in the registry",
        fix=Fix(names.source.place(scalar), f"{scalar.value[:start]}{certain}") if certain else None,
    )


def read_time(names: Names, node: yaml.Node, what: str, extent: yaml.Node | None = None) -> Time | None:
    """A time in the grammar of :mod:`kgbuild.values.dates`: words or EDTF, or ``{value: …, extent: within}``."""
    if isinstance(node, yaml.MappingNode):
        fields = Fields(names.source, node, ("value", "extent"))
        value = fields.required("value")
        return None if value is None else read_time(names, value, what, fields.nodes.get("extent"))
    scalar = as_scalar(names.source, node, what)
    chosen = None
    if extent is not None and (word := as_scalar(names.source, extent, "extent")) is not None:
        chosen = choose(names.source, word, "extent", names.vocabulary.choices("extents"))
    if scalar is None or (extent is not None and chosen is None):
        return None
    try:
        return parse_time(scalar.value, extent=chosen.key if chosen is not None else None)
    except ValueSyntaxError as error:
        place = names.source.inside(scalar, error.start, error.end)
        names.source.at("KG205", f"`{what}`: {error.message}", place, help=error.help)
        return None


def read_scope(names: Names, node: yaml.Node) -> Time | EventTime | None:
    """A time scope: a time, or ``{after: EVENT}``, ``{before: EVENT}``, ``{during: EVENT}``."""
    if (
        isinstance(node, yaml.MappingNode)
        and len(node.value) == 1
        and node.value[0][0].value in ("after", "before", "during")
    ):
        key, value = node.value[0]
        event = names.resolve(value, key.value, frozenset({KG + "DescribedEvent"}))
        return None if event is None else EventTime(key.value, event)
    if isinstance(node, yaml.MappingNode) and len(node.value) == 1 and node.value[0][0].value != "value":
        unknown_key(names.source, node.value[0][0], ("after", "before", "during", "value", "extent"))
        return None
    return read_time(names, node, "when")
