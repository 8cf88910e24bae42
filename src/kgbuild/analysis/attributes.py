"""The attributes of nodes and edges as plain values, for formats that know neither lists nor what is absent."""

from __future__ import annotations

from collections.abc import Mapping


def flat_attributes(data: Mapping[str, object], renamed: Mapping[str, str]) -> dict[str, object]:
    """Attributes without those that are ``None``, lists as texts joined with "; ", some under other names."""
    return {
        renamed.get(key, key): "; ".join(map(str, value)) if isinstance(value, (tuple, list)) else value
        for key, value in data.items()
        if value is not None
    }
