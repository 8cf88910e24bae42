"""What stands before the server of ``kgbuild serve``: requests are handed on, but for those that are not its business.

The Oxigraph server would open a connection for whoever asks it to, by SERVICE. So queries are looked at first, as
those of ``kgbuild query`` are; all that is no query, or would change something, is refused here too. Source: SPARQL 1.1
Protocol, section 2.1.
"""

from __future__ import annotations

import http.client
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Final
from urllib.parse import parse_qs, urlsplit

from kgbuild.store.sparql.tokens import words_of

QUERY: Final = "/query"
MOST: Final = 4 << 20
"""A request may have so many bytes."""
_FORM: Final = "application/x-www-form-urlencoded"
_SPARQL: Final = "application/sparql-query"
_ASKED: Final = ("Accept", "Content-Type", "Origin")
"""The headers of a request that are handed on."""
_HOP: Final = frozenset({"connection", "keep-alive", "transfer-encoding", "server", "date"})
"""The headers of an answer that are not."""
_BLOCK: Final = 1 << 16


class Gateway(ThreadingHTTPServer):
    """Listens at an address, and asks the server behind it, which listens at a port of this machine.

    Raises :class:`OSError` where it cannot listen there.
    """

    daemon_threads = True

    def __init__(self, host: str, port: int, behind: int, *, timeout: float) -> None:
        self.address_family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        self.behind = behind
        self.patience = timeout
        super().__init__((str(address[0]), int(address[1])), _Request)

    def server_bind(self) -> None:
        """Bind without the look-up of the machine's full name that HTTPServer makes."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])


class _Request(BaseHTTPRequestHandler):
    """One request. HTTP/1.0 towards whoever asks: an answer ends where the connection does."""

    server: Gateway

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(self.server.patience)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: queries are the business of those who ask."""

    def do_GET(self) -> None:
        queries = parse_qs(urlsplit(self.path).query).get("query", [])
        self._hand_on(queries, None)

    do_HEAD = do_GET

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
        self._hand_on(queries, body)

    def _no_change(self) -> None:
        self._refuse(HTTPStatus.FORBIDDEN, "read-only: only queries are answered here")

    do_PUT = do_DELETE = do_PATCH = _no_change

    def _body(self) -> bytes | None:
        """The body of a request; None, and an answer, where it cannot be had."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "the length of the body is missing")
        elif int(length) > MOST:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {MOST} bytes")
        else:
            return self.rfile.read(int(length))
        return None

    def _hand_on(self, queries: list[str], body: bytes | None) -> None:
        if any(words_of(query, {}).service for query in queries):
            self._refuse(
                HTTPStatus.BAD_REQUEST, "the query calls a remote SERVICE; no connection is opened here"
            )
            return
        headers = {name: value for name in _ASKED if (value := self.headers.get(name)) is not None}
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
            self.end_headers()
            while block := answer.read(_BLOCK):
                self.wfile.write(block)
        except OSError:
            self.close_connection = True  # one of the two went away, and the other sees where the answer ends
        finally:
            behind.close()

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        text = f"{why}\n".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)
