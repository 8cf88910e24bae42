"""A read-only SPARQL endpoint over the built graph, for as long as a block runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kgbuild.core.errors import KgbuildError
from kgbuild.store.serve.endpoint import Endpoint, MakePage
from kgbuild.store.sparql.process import QueryProcess


class ServeError(KgbuildError):
    """The server does not start."""


@contextmanager
def running_server(
    graph: QueryProcess, host: str, port: int, *, timeout: float, page: MakePage | None = None
) -> Iterator[str]:
    """The address of a server over a graph, which answers until the block ends, and the graph is closed then.

    Port 0 stands for a free one; ``timeout`` bounds a query, in seconds; ``page`` makes what is shown at
    ``/``. Raises :class:`KgbuildError`.
    """
    try:
        _ = graph.base  # the graph is read before anybody is let in
        try:
            endpoint = Endpoint(host, port, graph, timeout=timeout, page=page)
        except OSError as error:
            raise ServeError(
                f"cannot listen at {host}, port {port}: {(error.strerror or str(error)).lower()}",
                "name another port, or let kgbuild find one: --port 0",
            ) from None
        with endpoint:
            thread = threading.Thread(target=endpoint.serve_forever, daemon=True)
            thread.start()
            try:
                place = f"[{host}]" if ":" in host else host
                yield f"http://{place}:{endpoint.server_port}"
            finally:
                endpoint.shutdown()
                thread.join()
    finally:
        graph.close()
