"""Where a place of the registry lies: its latitude and longitude, in degrees of WGS 84."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from kgbuild.core.places import Place
from kgbuild.mapping.fields import Fields
from kgbuild.ontology.keys import ENTITY

_PLACES: Final = "places"
_BOUNDS: Final = {"lat": 90, "long": 180}
_DEGREES: Final = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class GeoPoint:
    """A point on the earth: degrees north and east, those south and west below zero."""

    lat: Decimal
    long: Decimal
    place: Place = field(compare=False)


def read_position(fields: Fields, file: str, source: str | None) -> GeoPoint | None:
    """The position of an entry of a registry file; what is wrong with it is reported."""
    if not fields.nodes.keys() & _BOUNDS.keys():
        return None
    lat, long = (_degrees(fields, key, file) for key in _BOUNDS)
    if lat is None or long is None:
        return None
    if source is None:
        fields.file.error(
            "KG106", "`lat` needs a `source`", fields.nodes["lat"], help=ENTITY.keys["source"].advice
        )
    return GeoPoint(lat, long, fields.file.place(fields.nodes["lat"]))


def _degrees(fields: Fields, key: str, file: str) -> Decimal | None:
    if key not in fields:
        fields.missing(key)
        return None
    text, most = fields.text(key), _BOUNDS[key]
    if text is None:
        return None
    if file != _PLACES:
        fields.file.error("KG107", f"`{key}` is of a place, and this is no place", fields.nodes[key])
        return None
    if not _DEGREES.fullmatch(text) or abs(degrees := Decimal(text)) > most:
        message = f"`{key}` must be degrees from -{most} to {most}, with six places at most"
        fields.file.error("KG107", message, fields.nodes[key])
        return None
    return degrees.normalize() + 0
