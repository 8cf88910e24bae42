"""Makes a claim, as it is written, of one value of an entry: its subject, its quote, and all that is said beside it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import yaml

from kgbuild.findings.diagnostics import Related
from kgbuild.mapping.claim_values import ReadValue, read_scope, read_time, read_value
from kgbuild.mapping.fields import as_scalar
from kgbuild.mapping.model import Amount, ClaimSpec, EventTime, Ref, TextValue
from kgbuild.mapping.names import Names
from kgbuild.mapping.scopes import Nodes, Scope
from kgbuild.mapping.sources import read_sources
from kgbuild.mapping.tree import InputFile
from kgbuild.mapping.voices import read_voices
from kgbuild.ontology.keys import QUALIFIERS
from kgbuild.ontology.vocabulary import ClaimProperty
from kgbuild.values.dates import parse_time
from kgbuild.values.edtf import Time


class ClaimSpecs:
    """The claims of one mapping, as they are added.

    ``language`` is that of its texts. ``about`` is its default subject; ``lost`` says that this was written and
    reported.
    """

    def __init__(self, names: Names, language: str, about: Ref | None, *, lost: bool = False) -> None:
        self.names = names
        self.language = language
        self.about = about
        self.found: list[ClaimSpec] = []
        self._no_subject = lost
        self._ids: dict[str, ClaimSpec] = {}

    def add(self, entry: str, name: yaml.ScalarNode, node: yaml.Node, own: Nodes, scope: Scope) -> None:
        """Add the claim of a value; every fault is reported. ``own`` are the keys beside the value."""
        names = self.names
        prop = names.vocabulary.properties[name.value]
        subject = self._subject(scope, name, prop)
        unit = scope.choice("unit")
        read = self._value(prop, node, own, unit.key if unit else None)
        quote = scope.quote(name)
        if subject is None or read is None or quote is None:
            return
        identifier = f"{names.document}.{entry}.{prop.key}"
        if prop.many:
            identifier += f".{_value_id(read)}"
        if read.population is not None and "population" not in prop.qualifiers:
            not_allowed(names.file, node, "population", prop)
        claim = ClaimSpec(
            id=identifier,
            property=prop,
            subject=subject,
            value=read.value,
            quote=quote,
            words=quote.text,
            place=names.place(name),
            value_place=read.place or names.place(node),
            population=read.population,
        )
        if not scope.is_plain:
            claim = _detailed(claim, scope)
        first = self._ids.setdefault(identifier.casefold(), claim)
        if first is not claim:
            names.file.error(
                "KG208",
                f"two claims have the id `{identifier}`",
                node,
                related=[Related(first.value_place, "first written here")],
            )
            return
        self.found.append(claim)

    def _value(self, prop: ClaimProperty, node: yaml.Node, own: Nodes, unit: str | None) -> ReadValue | None:
        if prop.takes == "date" and ("extent" in own or "calendar" in own):
            time = read_time(self.names, node, prop.key, own)
            return None if time is None else ReadValue(time)
        read = read_value(self.names, prop, node, unit, self.language)
        if read is not None and "identity" in own and isinstance(read.value, Ref):
            return ReadValue(self.names.graded(read.value, own), read.population)
        return read

    def _subject(self, scope: Scope, name: yaml.ScalarNode, prop: ClaimProperty) -> Ref | None:
        kinds = prop.subject_kinds or None
        node = scope.node("about")
        if node is not None:
            return self.names.resolve(node, "about", kinds)
        if self.about is None:
            if not self._no_subject:
                self._no_subject = True  # the same line is missing for the other claims
                self.names.file.error(
                    "KG211",
                    f"`{prop.key}` has no subject",
                    name,
                    notes=["neither the value, the entry, its block nor the mapping has `about`"],
                    help="add `about:` with an id of the registry",
                )
            return None
        entity = self.names.registry.get(self.about.id)
        if kinds is not None and entity is not None and kinds.isdisjoint(entity.type.ancestors):
            self.names.file.error(
                "KG202",
                f"`{prop.key}` is not said of the kind `{entity.type.label}`",
                name,
                notes=[f"its subject here is the mapping's `about: {self.about.id}`"],
                help="add `about:` to the entry",
            )
            return None
        return self.about


def not_allowed(file: InputFile, node: yaml.Node, qualifier: str, prop: ClaimProperty) -> None:
    """Report a qualifier that a property does not take."""
    allowed = ", ".join(f"`{name}`" for name in QUALIFIERS.values() if name in prop.qualifiers) or "none"
    file.error(
        "KG206",
        f"`{prop.key}` takes no `{qualifier}`",
        node,
        notes=[f"the qualifiers it takes: {allowed}"],
    )


def _detailed(claim: ClaimSpec, scope: Scope) -> ClaimSpec:
    """The claim with all that the mapping says of it beside its value, its quote and its subject."""
    allowed = claim.property.qualifiers
    population = scope.named("population") if "population" in allowed else None
    severity = scope.choice("severity") if "severity" in allowed else None
    stance, modality, polarity, status = map(scope.choice, ("stance", "modality", "polarity", "status"))
    said_by, sources = scope.node("said_by"), scope.node("from")
    return replace(
        claim,
        population=population or claim.population,
        severity=severity.key if severity else None,
        scope_place=scope.named("in") if "in" in allowed else None,
        scope_time=_scope_time(claim.property, scope),
        negative=polarity is not None and polarity.key == "negative",
        stance=stance.key if stance else None,
        modality=modality.key if modality else "actual",
        said_by=read_voices(scope.names, said_by, "said_by") if said_by is not None else None,
        words=scope.text("words") or claim.words,
        hedge=scope.text("hedge"),
        manner=scope.text("manner"),
        status=status.key if status else None,
        reading=scope.text("reading"),
        sic=scope.text("sic"),
        sources=read_sources(scope.names, sources) if sources is not None else None,
        word_places=scope.places(),
    )


def _scope_time(prop: ClaimProperty, scope: Scope) -> Time | EventTime | None:
    """The time that a claim is limited to by ``when``, or by ``as_of`` where that is given."""
    when, as_of = scope.node("when"), scope.node("as_of")
    time = read_scope(scope.names, when) if when is not None and "when" in prop.qualifiers else None
    return time if as_of is None else _until(scope.names, as_of)


def _until(names: Names, node: yaml.Node) -> Time | None:
    """The time up to the date of ``as_of``."""
    scalar = as_scalar(names.file, node, "as_of")
    end = read_time(names, scalar, "as_of") if scalar is not None else None
    if scalar is None or end is None:
        return None
    if end.start is None or "/" in end.edtf or end.edtf[0] in "[{":
        names.file.error("KG205", "`as_of` must be a day, a month or a year", scalar)
        return None
    return parse_time(f"../{end.edtf}", extent="throughout")


def _value_id(read: ReadValue) -> str:
    """The last part of the id of a claim by a many-valued property: see "IRIs" in the decisions."""
    value = read.value
    if isinstance(value, Ref):
        return value.id
    if isinstance(value, TextValue):
        content = value.text
    elif isinstance(value, Amount):
        q = value.quantity
        content = f"{q.lo} {q.hi} {q.approximation} {value.unit}"
    else:
        content = f"{value.edtf} {value.extent} {value.part_of_day}"
    return hashlib.sha256(content.encode()).hexdigest()[:8]
