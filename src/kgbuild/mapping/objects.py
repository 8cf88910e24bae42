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
from kgbuild.ontology.vocabulary import KG, SKOS, ClaimProperty
from kgbuild.values.dates import Time, parse_time
from kgbuild.values.errors import ValueSyntaxError
from kgbuild.values.quantities import parse_quantity


@record
class ReadValue:
    """A value, the population that its words named ("131 civilians"), and where its number stands."""

    value: Value
    population: Ref | None = None
    place: Place | None = None


def read_value(
    names: Names, prop: ClaimProperty, node: yaml.Node, unit: str | None, language: str
) -> ReadValue | None:
    """The value of a property from its node; faults are reported."""
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


def _quantity(names: Names, prop: ClaimProperty, node: yaml.Node, unit: str | None) -> ReadValue | None:
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
    unit_key = unit
    if phrase.rest:
        group = names.group(phrase.rest)
        if group is not None:
            words = names.source.inside(scalar, phrase.offset, phrase.offset + len(phrase.rest))
            population = Ref(group.term, group.id, group.label, place=words)
        elif phrase.rest.casefold() in names.vocabulary.unit_words:
            unit_key = unit_key or names.vocabulary.unit_words[phrase.rest.casefold()]
        else:
            _unknown_words(names, scalar, phrase.rest, phrase.offset)
            return None
    unit_iri = names.vocabulary.choices("units")[unit_key].iri if unit_key else prop.unit or KG + "item"
    if unit_iri != prop.unit and prop.unit is not None and not prop.mention:
        counted = names.vocabulary.one(prop.unit, SKOS + "prefLabel")
        place = names.source.inside(scalar, phrase.offset, phrase.offset + len(phrase.rest))
        names.source.at(
            "KG204", f"`{prop.key}` counts in the unit `{counted}`, not `{phrase.rest or unit_key}`", place
        )
        return None
    place = names.source.inside(scalar, phrase.number_start, phrase.number_end)
    return ReadValue(Amount(phrase.quantity, iri(unit_iri)), population, place)


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
