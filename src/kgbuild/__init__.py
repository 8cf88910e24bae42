"""kgbuild: knowledge graphs of who says what.

>>> import kgbuild
>>> result = kgbuild.build("path/to/project")        # doctest: +SKIP
>>> result.claims, result.findings, result.dataset() # doctest: +SKIP
>>> graph = kgbuild.open("path/to/project")          # doctest: +SKIP
>>> graph.query("figures", event="flood-1931"), graph.claims() # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kgbuild.core.version import VERSION as __version__

if TYPE_CHECKING:
    from kgbuild.api import build, check, open, study

__all__ = ["__version__", "build", "check", "open", "study"]


def __getattr__(name: str) -> Any:
    # `import kgbuild` reads no ontology and loads no store: `kgbuild --help` passes through here.
    if name in ("build", "check", "open", "study"):
        from kgbuild import api

        return getattr(api, name)
    raise AttributeError(f"module 'kgbuild' has no attribute {name!r}")
