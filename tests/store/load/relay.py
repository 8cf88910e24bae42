"""A relay between a client and a server, which breaks off at one chosen place of the conversation.

The place is a request, counted from 0, and a moment of it. So a kill falls where it is meant to, not where luck has it.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

HOST: Final = "127.0.0.1"
MOMENTS: Final = ("before", "half", "sent", "answered")
"""Nothing of the request reached the server; half of its bytes did; all did; the answer came, and is not passed on."""
_SILENCE: Final = 60.0


class Relay:
    """Passes requests on, one connection after the other, until the chosen place; there it calls ``strike``."""

    def __init__(self, port: int, place: tuple[int, str] | None, strike: Callable[[], object]) -> None:
        self.heads: list[bytes] = []
        self.struck = False
        self._upstream = port
        self._place = place
        self._strike = strike
        self._listener = socket.create_server((HOST, 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where clients are to go."""
        return int(self._listener.getsockname()[1])

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while not self.struck:
                client, _ = self._listener.accept()
                with client, socket.create_connection((HOST, self._upstream), timeout=_SILENCE) as server:
                    client.settimeout(_SILENCE)
                    with suppress(OSError):
                        while self._exchange(client, server):
                            pass

    def _exchange(self, client: socket.socket, server: socket.socket) -> bool:
        """One request and its answer. False where the conversation ends."""
        request = _message(client)
        if not request:
            return False
        moment = self._place[1] if self._place is not None and self._place[0] == len(self.heads) else None
        self.heads.append(request.partition(b"\r\n")[0])
        if moment == "before":
            return self._end()
        if moment == "half":
            server.sendall(request[: len(request) // 2])
            return self._end()
        server.sendall(request)
        if moment == "sent":
            return self._end()
        answer = _message(server)
        if moment == "answered":
            return self._end()
        client.sendall(answer)
        return bool(answer)

    def _end(self) -> bool:
        self.struck = True
        self._strike()
        return False


def _message(stream: socket.socket) -> bytes:
    """A whole HTTP message (RFC 9112 section 6): its head, and as much as that announces. Nothing at the end."""
    data = b""
    while b"\r\n\r\n" not in data:
        block = stream.recv(1 << 16)
        if not block:
            return b""
        data += block
    head, _, body = data.partition(b"\r\n\r\n")
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
    }
    chunked = fields.get(b"transfer-encoding", b"").lower() == b"chunked"
    length = int(fields.get(b"content-length", b"0"))
    while not body.endswith(b"0\r\n\r\n") if chunked else len(body) < length:
        block = stream.recv(1 << 16)
        if not block:
            return b""
        body += block
    return head + b"\r\n\r\n" + body
