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
from kgbuild.ontology.keys import SCOPE, TIME
from kgbuild.ontology.namespaces import KG, SKOS
from kgbuild.ontology.vocabulary import ClaimProperty
from kgbuild.values.dates import parse_time
from kgbuild.values.edtf import Time
from kgbuild.values.errors import ValueSyntaxError
from kgbuild.values.quantities import parse_quantity


@record
class ReadValue:
    """A value, the population that its words name ("131 civilians"), and the place of its number."""

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
        scalar = as_scalar(names.file, node, prop.key)
        if scalar is None or not check_literal(names.file, scalar, scalar.value, language):
            return None
        return ReadValue(TextValue(scalar.value, language))
    ref = names.resolve(node, prop.key, prop.named_kinds)
    return None if ref is None else ReadValue(ref)


def _quantity(names: Names, prop: ClaimProperty, node: yaml.Node, unit: str | None) -> ReadValue | None:
    """A number with its unit, and the population that the words behind it name. ``unit`` is that of the entry."""
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
    if phrase.rest and group is None:
        named = names.vocabulary.unit_words.get(phrase.rest.casefold())
        if named is None:
            _unknown_words(names, scalar, phrase.rest, phrase.offset)
            return None
        unit = unit or named
    counted = names.choices("units")[unit].iri if unit else prop.unit or KG + "item"
    if counted != prop.unit and prop.unit is not None and not prop.mention:
        wanted = names.vocabulary.one(prop.unit, SKOS + "prefLabel")
        message = f"`{prop.key}` counts in the unit `{wanted}`, not `{phrase.rest or unit}`"
        names.file.at("KG204", message, _words(names, scalar, phrase.rest, phrase.offset))
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
    names.file.at(
        "KG201",
        f"`{rest}` is neither a group of the registry nor a unit",
        _words(names, scalar, rest, start),
        help=f"write `{before}{near}`"
        if near
        else stub.help
        if stub
        else "add the group to `groups.yaml` in the registry",
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
