"""The gateway in front of the server of ``kgbuild serve``: it passes queries on and refuses everything else.

The Oxigraph server would open a connection for anybody whose query asks for it, by SERVICE. So queries are looked at
first, as those of ``kgbuild query`` are. Source: SPARQL 1.1 Protocol, section 2.1.
"""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Final
from urllib.parse import parse_qs, urlsplit

from kgbuild.core.errors import KgbuildError
from kgbuild.store.sparql.tokens import outline_of

QUERY: Final = "/query"
SPARQL: Final = "/sparql/"
"""Where the page of the server is, in which queries are written, with the files that it asks for."""
MOST: Final = 4 << 20
"""The largest request, in bytes."""
_FORM: Final = "application/x-www-form-urlencoded"
_SPARQL: Final = "application/sparql-query"
_PASSED: Final = ("Accept", "Content-Type", "Origin")
"""The headers of a request that are passed on."""
_HOP: Final = frozenset({"connection", "keep-alive", "transfer-encoding", "server", "date"})
"""The headers of an answer that are not passed on."""
_POLICY: Final = "connect-src 'self'"
"""The page for queries would ask a site for a list of prefixes (CSP Level 3, section 6.1.2)."""
_BLOCK: Final = 1 << 16


class Gateway(ThreadingHTTPServer):
    """Listens at an address, and passes queries to the server behind it, which listens at a port of this machine.

    ``page`` makes the page that is shown at ``/``; the page of the server is then at :data:`SPARQL`. Raises
    :class:`OSError` where it cannot listen there.
    """

    daemon_threads = True

    def __init__(
        self, host: str, port: int, behind: int, *, timeout: float, page: Callable[[], bytes] | None = None
    ) -> None:
        self.address_family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        self.behind = behind
        self.page = page
        self.patience = timeout
        super().__init__((str(address[0]), int(address[1])), _Request)

    def server_bind(self) -> None:
        """Bind without looking up the full name of the machine, as HTTPServer would."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])


class _Request(BaseHTTPRequestHandler):
    """One request. The answer is HTTP/1.0: it ends where the connection does."""

    server: Gateway
    below: bool

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(self.server.patience)

    def parse_request(self) -> bool:
        """Read the head of the request. What is below :data:`SPARQL` is asked of the server as if it were at its root.

        The server's page sends its queries to /sparql, which is another name of /query.
        """
        parsed = super().parse_request()
        if parsed:
            self.below = self.path.startswith(SPARQL)
            path, mark, rest = (self.path[len(SPARQL) - 1 :] if self.below else self.path).partition("?")
            self.path = (QUERY if path == SPARQL[:-1] else path) + mark + rest
        return parsed

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: queries are private."""

    def do_GET(self) -> None:
        if self.path == "/" and self.server.page is not None and not self.below:
            self._show(self.server.page)
            return
        queries = parse_qs(urlsplit(self.path).query).get("query", [])
        self._pass_on(queries, None)

    do_HEAD = do_GET

    def _show(self, page: Callable[[], bytes]) -> None:
        try:
            content = page()
        except KgbuildError as error:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
        else:
            self._answer(HTTPStatus.OK, "text/html; charset=utf-8", content)

    def do_POST(self) -> None:
        body = self._body()
        if body is None:
            return
        if urlsplit(self.path).path != QUERY:
            self._refuse(HTTPStatus.FORBIDDEN, "read-only: only queries are answered here")
            return
        kind = self.headers.get_content_type()
        text = body.decode("utf-8", "replace")
        if kind == _FORM:
            queries = parse_qs(text).get("query", [])
        elif kind == _SPARQL:
            queries = [text]
        else:
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"a query is sent as {_SPARQL} or {_FORM}")
            return
        self._pass_on(queries, body)

    def _no_change(self) -> None:
        self._refuse(HTTPStatus.FORBIDDEN, "read-only: only queries are answered here")

    do_PUT = do_DELETE = do_PATCH = _no_change

    def _body(self) -> bytes | None:
        """The body of a request; ``None`` where it cannot be read, which is answered here."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "the length of the body is missing")
        elif int(length) > MOST:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {MOST} bytes")
        else:
            return self.rfile.read(int(length))
        return None

    def _pass_on(self, queries: list[str], body: bytes | None) -> None:
        if any(outline_of(query, {}).service for query in queries):
            self._refuse(
                HTTPStatus.BAD_REQUEST, "the query calls a remote SERVICE; no connection is opened here"
            )
            return
        headers = {name: value for name in _PASSED if (value := self.headers.get(name)) is not None}
        behind = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=self.server.patience)
        try:
            behind.request(self.command, self.path, body, headers)
            answer = behind.getresponse()
        except (OSError, http.client.HTTPException):
            self._refuse(HTTPStatus.BAD_GATEWAY, "the server behind does not answer")
            return
        try:
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _HOP:
                    self.send_header(name, value)
            self.send_header("Content-Security-Policy", _POLICY)
            self.end_headers()
            while block := answer.read(_BLOCK):
                self.wfile.write(block)
        except OSError:
            self.close_connection = True  # one of the two went away, and the other sees where the answer ends
        finally:
            behind.close()

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self._answer(status, "text/plain; charset=utf-8", f"{why}\n".encode())

    def _answer(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
