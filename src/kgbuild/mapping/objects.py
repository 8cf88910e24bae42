"""The value that an entry gives a property: the closed list of kinds of value, each with its short form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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
from kgbuild.values.dates import parse_time
from kgbuild.values.edtf import Time
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


def read_time(
    names: Names, node: yaml.Node, what: str, beside: Mapping[str, yaml.Node] | None = None
) -> Time | None:
    """A time in the grammar of :mod:`kgbuild.values.dates`: words or EDTF, or ``{value: …, extent: within}``.

    ``beside`` are the nodes that stand beside it: ``extent``, and the ``calendar`` of its days, months and years.
    """
    if isinstance(node, yaml.MappingNode):
        fields = Fields(names.source, node, ("value", "extent", "calendar"))
        value = fields.required("value")
        return None if value is None else read_time(names, value, what, fields.nodes)
    scalar = as_scalar(names.source, node, what)
    chosen: dict[str, str] = {}
    for key, scheme in (("extent", "extents"), ("calendar", "calendars")):
        written = (beside or {}).get(key)
        if written is None:
            continue
        word = as_scalar(names.source, written, key)
        choice = (
            choose(names.source, word, key, names.vocabulary.choices(scheme)) if word is not None else None
        )
        if choice is None:
            return None
        chosen[key] = choice.key
    if scalar is None:
        return None
    try:
        return parse_time(scalar.value, extent=chosen.get("extent"), calendar=chosen.get("calendar"))
    except ValueSyntaxError as error:
        place = names.source.inside(scalar, error.start, error.end)
        names.source.at("KG205", f"`{what}`: {error.message}", place, help=error.help)
        return None


_BY_EVENTS: Final = ("after", "before", "during")


def read_scope(names: Names, node: yaml.Node) -> Time | EventTime | None:
    """A time scope: a time, or ``{after: EVENT, before: EVENT}``, ``{during: EVENT}``."""
    if not isinstance(node, yaml.MappingNode) or any(key.value == "value" for key, _ in node.value):
        return read_time(names, node, "when")
    known = (*_BY_EVENTS, "value", "extent", "calendar")
    unknown = [key for key, _ in node.value if key.value not in known]
    for key in unknown:
        unknown_key(names.source, key, known)
    wrong = [key for key, _ in node.value if key.value in ("extent", "calendar")]
    if unknown or wrong or not node.value:
        return None if unknown else read_time(names, node, "when")
    if len(node.value) > 1 and any(key.value == "during" for key, _ in node.value):
        names.source.error(
            "KG205",
            "`when` takes `during:`, or `after:` and `before:`",
            node,
            help="write `after:` and `before:`",
        )
        return None
    events = []
    for key, value in node.value:
        event = names.resolve(value, key.value, frozenset({KG + "DescribedEvent"}))
        if event is not None:
            events.append((str(key.value), event))
    return (
        EventTime(tuple(sorted(events, key=lambda each: each[0]))) if len(events) == len(node.value) else None
    )
