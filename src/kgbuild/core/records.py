"""Records: values that are never changed, made by the hundred thousand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A frozen dataclass to the type checker, and at run time one that does not check what that has checked.

    ``frozen=True`` sets every field through ``object.__setattr__``, which takes a sixth of the time of a check.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
