"""A small store that keeps graphs in memory and misbehaves where it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

Fault = Callable[["Handler"], bool]
"""Looks at a request; true where it has dealt with it in its own way."""


class Hostile(ThreadingHTTPServer):
    """A graph store at one address for queries, updates and graphs, before which a fault is asked each time."""

    daemon_threads = True

    def __init__(self, fault: Fault) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.fault = fault
        self.store = ox.Store()
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        self.released = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/ds"

    def lines(self, graph: str) -> set[str]:
        """The triples of a graph."""
        return {
            str(quad.triple) for quad in self.store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        }

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Connections that break are what it is for."""


class Handler(BaseHTTPRequestHandler):
    """SPARQL 1.1 Protocol and Graph Store Protocol, as far as ``load`` uses them."""

    protocol_version = "HTTP/1.1"
    server: Hostile

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written to stderr."""

    def answer(self, status: int, body: bytes = b"", **headers: str) -> bool:
        """Answer; returns true, as a fault does."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return True

    def handle_request(self) -> None:
        self.server.seen.append((self.command, self.path, dict(self.headers.items())))
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.server.fault(self):
            return
        form = {name: value[0] for name, value in parse_qs(self.body.decode(errors="replace")).items()}
        graph = parse_qs(urlsplit(self.path).query).get("graph", [""])[0]
        if self.command in ("PUT", "POST") and graph:
            if self.command == "PUT":
                self.server.store.remove_graph(ox.NamedNode(graph))
            self.server.store.load(self.body, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(graph))
            self.answer(201)
        elif "query" in form:
            found = self.server.store.query(form["query"])
            assert isinstance(found, ox.QuerySolutions)
            self.answer(200, found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
        elif "update" in form:
            self.server.store.update(form["update"])
            self.answer(204)
        else:
            self.answer(200, b"a store")

    do_GET = do_POST = do_PUT = handle_request


@contextmanager
def hostile(fault: Fault = lambda handler: False) -> Iterator[Hostile]:
    """A running server; it is closed, with every request that it lets hang."""
    server = Hostile(fault)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
