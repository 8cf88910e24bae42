"""Records: values that never change, of which a run makes hundreds of thousands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A dataclass that is frozen for the type checker, and not at run time.

    ``frozen=True`` sets every field through ``object.__setattr__``, which would take a sixth of the time of a check.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
