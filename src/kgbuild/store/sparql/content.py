"""What queries run on: a graph read into memory, or a store on disk."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cached_property
from typing import Protocol

import pyoxigraph as ox

from kgbuild.core.apart import no_connections, nothing_opened
from kgbuild.core.errors import KgbuildError
from kgbuild.store.bases import base_of
from kgbuild.store.kept.about import About


class DamagedStore(KgbuildError):
    """A store on disk that cannot be read."""


class Content(Protocol):
    """A store whose default graph is the union of all graphs, each triple once."""

    @property
    def base(self) -> str:
        """Where the IRIs of the graph's project begin."""

    @property
    def store(self) -> ox.Store:
        """The store."""

    def load_graphs(self) -> None:
        """See to it that the graphs are there by their names, too."""

    def guarded(self) -> contextlib.AbstractContextManager[None]:
        """While the block runs, whatever it runs opens no connection."""

    def reading(self) -> contextlib.AbstractContextManager[None]:
        """While the block runs, a fault of the store itself is raised as :class:`DamagedStore`."""


class Loaded:
    """A graph in memory.

    The union is stored: the store's own union of graphs counts a triple as often as it stands in graphs, and a file
    from elsewhere may repeat one. The graphs by name are loaded when a query first names one.
    """

    def __init__(self, data: bytes, format: ox.RdfFormat) -> None:
        """Raises :class:`SyntaxError` for what cannot be parsed, :class:`KgbuildError` where there is no document."""
        self._data, self._format = data, format
        self._complete = False
        self.store = ox.Store()
        self.store.bulk_extend(
            ox.Quad(quad.subject, quad.predicate, quad.object) for quad in ox.parse(data, format=format)
        )
        self.base = base_of(self.store)

    def load_graphs(self) -> None:
        if not self._complete:
            self.store.bulk_load(self._data, format=self._format)
            self._complete = True

    def guarded(self) -> contextlib.AbstractContextManager[None]:
        return nothing_opened()

    def reading(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()


class OnDisk:
    """A store on disk, opened when it is first read; it holds the graphs by their names from the beginning.

    The store has threads of its own, and opens its files when it needs them. So a process that forks others does not
    open it, and the one that does can never again connect to anything.
    """

    def __init__(self, about: About) -> None:
        self._folder = about.store
        self.base = about.base

    @cached_property
    def store(self) -> ox.Store:
        """The store. Raises :class:`KgbuildError` where the system cannot keep this process from connecting."""
        if not no_connections():
            raise KgbuildError(
                "this system cannot keep a query from opening connections", "ask with --no-cache"
            )
        with self.reading():
            return ox.Store.read_only(str(self._folder))

    def load_graphs(self) -> None:
        pass

    def guarded(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()  # the whole process is

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise DamagedStore(str(error)) from error
        except RuntimeError as error:
            if "Corruption: " not in str(error):
                raise
            raise DamagedStore(str(error)) from error
