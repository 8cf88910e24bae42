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
        language = scope.language()
        read = self._value(prop, node, own, scope.node("unit"), language or self.language)
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
            language=language,
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

    def _value(
        self, prop: ClaimProperty, node: yaml.Node, own: Nodes, unit: yaml.Node | None, language: str
    ) -> ReadValue | None:
        if prop.takes == "date" and ("extent" in own or "calendar" in own):
            time = read_time(self.names, node, prop.key, own)
            return None if time is None else ReadValue(time)
        read = read_value(self.names, prop, node, unit, language)
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
    negative, as_of = polarity is not None and polarity.key == "negative", _as_of(scope)
    return replace(
        claim,
        population=population or claim.population,
        severity=severity.key if severity else None,
        scope_place=scope.named("in") if "in" in allowed else None,
        scope_time=_scope_time(claim.property, scope, as_of if negative else None),
        as_of=as_of,
        negative=negative,
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


def _scope_time(prop: ClaimProperty, scope: Scope, until: Time | None) -> Time | EventTime | None:
    """The time that a claim is limited to by ``when``; of a negative one by ``as_of``, where that is given."""
    if until is not None:
        return parse_time(f"../{until.edtf}", extent="throughout")
    when = scope.node("when")
    return read_scope(scope.names, when) if when is not None and "when" in prop.qualifiers else None


def _as_of(scope: Scope) -> Time | None:
    """The date as of which a claim is made."""
    node = scope.node("as_of")
    scalar = as_scalar(scope.names.file, node, "as_of") if node is not None else None
    date = read_time(scope.names, scalar, "as_of") if scalar is not None else None
    if scalar is None or date is None:
        return None
    if date.start is None or "/" in date.edtf or date.edtf[0] in "[{":
        scope.names.file.error("KG205", "`as_of` must be a day, a month or a year", scalar)
        return None
    return date


def _value_id(read: ReadValue) -> str:
    """The last part of the id of a claim by a many-valued property: see "IRIs" in the decisions."""
    value = read.value
    if isinstance(value, Ref):
        return value.id
    if isinstance(value, TextValue):
        content = value.text
    elif isinstance(value, Amount):
        q = value.quantity
        estimate = f" {q.value}" if q.approximation == "interval" else ""
        content = f"{q.lo} {q.hi} {q.approximation} {value.unit}{estimate}"
    else:
        content = f"{value.edtf} {value.extent} {value.part_of_day}"
    return hashlib.sha256(content.encode()).hexdigest()[:8]
