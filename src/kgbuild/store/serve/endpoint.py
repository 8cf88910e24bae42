"""The HTTP server of ``kgbuild serve``: it takes queries and refuses everything else, from slow or strange clients too.

Sources: SPARQL 1.1 Protocol, section 2.1; RFC 9110 (HTTP semantics); Fetch Standard (Origin, Sec-Fetch-Site).
"""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from kgbuild.core.errors import KgbuildError
from kgbuild.core.limits import (
    CONNECTIONS,
    REQUEST_BYTES,
    REQUEST_SECONDS,
    SENDING_BYTES_PER_SECOND,
)
from kgbuild.store.hosts import is_of_this_machine
from kgbuild.store.serve.answers import HTML, Served, ServedQuery
from kgbuild.store.serve.page import query_page
from kgbuild.store.sparql.process import QueryEnded, QueryProcess

QUERY: Final = "/query"
_FORM: Final = "application/x-www-form-urlencoded"
_SPARQL: Final = "application/sparql-query"
_LENGTH: Final = re.compile(r"[0-9]{1,12}")
_FIELDS: Final = 64
"""Parameters that a request may have."""
_SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""What keeps a browser from embedding or handing on what is answered here."""
_OWN_POLICY: Final = "frame-ancestors 'none'"
"""For a page that has a policy of its own, which allows its script by its hash."""
_POLICY: Final = (
    f"{_OWN_POLICY}; default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"
)
"""What keeps it from running anything (W3C CSP Level 3)."""
MakePage = Callable[[], bytes]
_BUSY: Final = b"HTTP/1.0 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"


class Refused(Exception):
    """A request that is not answered: with which status, and why."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class Endpoint(ThreadingHTTPServer):
    """Listens at an address, and answers queries about a graph. Raises :class:`OSError` where it cannot listen.

    ``page`` makes the page that is shown at ``/``, which has a policy of its own; without it, that for queries is.
    """

    daemon_threads = True
    request_queue_size = 1024

    def __init__(
        self, host: str, port: int, graph: QueryProcess, *, timeout: float, page: MakePage | None = None
    ) -> None:
        self.address_family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        self.host, self.graph, self.limit, self.page = host, graph, timeout, page
        self.turns = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))
        self._until: dict[socket.socket, float] = {}
        super().__init__((str(address[0]), int(address[1])), _Request)

    def server_bind(self) -> None:
        """Bind without looking up the full name of the machine, as HTTPServer would."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Whether there is room for one more connection; one that is turned away is told so."""
        if len(self._until) < CONNECTIONS:
            self.give(request, REQUEST_SECONDS)
            return True
        with suppress(OSError):  # it went first
            request.setblocking(False)
            request.send(_BUSY)
        return False

    def give(self, connection: socket.socket, seconds: float) -> None:
        """Give a connection some time from now, after which it is cut off."""
        self._until[connection] = time.monotonic() + seconds

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection that is at its end."""
        self._until.pop(request, None)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """Cut off the connections whose time is over, however slowly something still comes or goes."""
        now = time.monotonic()
        for connection, until in list(self._until.items()):
            if until < now:
                self._until[connection] = float("inf")
                with suppress(OSError):  # it has gone
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a connection that broke: a client may do that at any time."""


class _Request(BaseHTTPRequestHandler):
    """One request. The answer is HTTP/1.0: it ends where the connection does."""

    server: Endpoint
    server_version = "kgbuild"
    sys_version = ""

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: queries are private."""

    def do_GET(self) -> None:
        self._answer()

    do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_GET

    def _answer(self) -> None:
        try:
            self._check_sender()
            served = self._served()
        except Refused as refused:
            self._send(refused.status, Served("text/plain; charset=utf-8", f"{refused}\n".encode()))
        except QueryEnded as ended:
            self._send_error(HTTPStatus.SERVICE_UNAVAILABLE, ended)
        except KgbuildError as error:
            self._send_error(HTTPStatus.BAD_REQUEST, error)
        else:
            self._send(HTTPStatus.OK, served)

    def _send_error(self, status: HTTPStatus, error: KgbuildError) -> None:
        text = f"{error}\n" + (f"{error.hint}\n" if error.hint else "")
        self._send(status, Served("text/plain; charset=utf-8", text.encode("utf-8", "replace")))

    def _check_sender(self) -> None:
        """Refuse what a page of another site makes a browser send, by another name for this machine too."""
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1:
            raise Refused(HTTPStatus.BAD_REQUEST, "one Host is needed")
        if not is_of_this_machine(hosts[0], self.server.host):
            raise Refused(
                HTTPStatus.MISDIRECTED_REQUEST, "this is not the Host here: use the address that was printed"
            )
        origin = self.headers.get("Origin")
        site = self.headers.get("Sec-Fetch-Site", "none")
        if (origin is not None and origin != f"http://{hosts[0]}") or (
            site not in ("none", "same-origin") and self.path != "/"
        ):
            raise Refused(HTTPStatus.FORBIDDEN, "a page of another site asks nothing here")

    def _served(self) -> Served:
        if not self.path.isascii():
            raise Refused(HTTPStatus.BAD_REQUEST, "the address holds characters that are not encoded")
        try:
            where = urlsplit(self.path)
            given = parse_qs(where.query, errors="strict", max_num_fields=_FIELDS)
        except ValueError as error:
            raise Refused(HTTPStatus.BAD_REQUEST, "the address is not understood") from error
        if self.command == "POST":
            body = self._body()
            if where.path != QUERY:
                raise Refused(HTTPStatus.FORBIDDEN, "read-only: only queries are answered here")
            for name, values in self._posted(body).items():
                given[name] = [*given.get(name, []), *values]
        elif self.command not in ("GET", "HEAD"):
            raise Refused(HTTPStatus.FORBIDDEN, "read-only: only queries are answered here")
        if where.path == "/" and self.server.page is not None:
            return self._page(self.server.page)
        if where.path == "/" or (where.path == QUERY and not given and self.command != "POST"):
            return Served(HTML, query_page("", None))
        if where.path != QUERY:
            raise Refused(HTTPStatus.NOT_FOUND, "queries are answered at /query")
        return self._asked(given)

    def _page(self, page: MakePage) -> Served:
        try:
            self.server.give(self.connection, float("inf"))  # it is made when it is first asked for
            return Served(HTML, page(), own_policy=True)
        except (KgbuildError, OSError) as error:
            raise Refused(HTTPStatus.INTERNAL_SERVER_ERROR, f"{error}; queries are at {QUERY}") from error

    def _asked(self, given: dict[str, list[str]]) -> Served:
        """The answer to a query, wherever in the request it stands: it must stand there once."""
        queries = given.get("query", [])
        if len(queries) != 1:
            raise Refused(HTTPStatus.BAD_REQUEST, f"a request has one query (got {len(queries)})")
        job = ServedQuery(
            queries[0],
            tuple(given.get("default-graph-uri", ())),
            tuple(given.get("named-graph-uri", ())),
            ",".join(self.headers.get_all("Accept", [])),
        )
        self.server.give(self.connection, float("inf"))  # from here on, time is that of the query
        if not self.server.turns.acquire(timeout=self.server.limit):
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "too many queries at once")
        try:
            served = self.server.graph.run(job, self.server.limit)
        finally:
            self.server.turns.release()
        if served is None:
            raise Refused(HTTPStatus.NOT_ACCEPTABLE, "the answer has none of the formats that were asked for")
        return served

    def _body(self) -> bytes:
        lengths = self.headers.get_all("Content-Length", [])
        if "Transfer-Encoding" in self.headers or not lengths:
            raise Refused(HTTPStatus.LENGTH_REQUIRED, "the length of the body is missing")
        if len(lengths) > 1 or not _LENGTH.fullmatch(lengths[0]):
            raise Refused(HTTPStatus.BAD_REQUEST, "the length of the body is not understood")
        if int(lengths[0]) > REQUEST_BYTES:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {REQUEST_BYTES} bytes")
        body = self.rfile.read(int(lengths[0]))
        if len(body) < int(lengths[0]):
            raise Refused(HTTPStatus.BAD_REQUEST, "the body is shorter than its length")
        return body

    def _posted(self, body: bytes) -> dict[str, list[str]]:
        kind = self.headers.get_content_type()
        try:
            if kind == _SPARQL:
                return {"query": [body.decode()]}
            if kind == _FORM:
                return parse_qs(body.decode("ascii"), errors="strict", max_num_fields=_FIELDS)
        except ValueError as error:
            raise Refused(HTTPStatus.BAD_REQUEST, "the body is not understood") from error
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"a query is sent as {_SPARQL} or {_FORM}")

    def _send(self, status: HTTPStatus, served: Served) -> None:
        self.server.give(self.connection, REQUEST_SECONDS + len(served.data) / SENDING_BYTES_PER_SECOND)
        self.send_response(status)
        self.send_header("Content-Type", served.media)
        self.send_header("Content-Length", str(len(served.data)))
        self.send_header("Content-Security-Policy", _OWN_POLICY if served.own_policy else _POLICY)
        for name, value in _SAFE.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(served.data)
