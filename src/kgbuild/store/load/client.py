"""HTTP for stores: bounded in time and size, patient with busy servers, and careful with passwords.

Sources: RFC 9110 (status codes, Retry-After), RFC 7617 and RFC 7616 (Basic and Digest), by way of ``requests``.

* The environment is not asked: no proxy, and no netrc but by ``--netrc``.
* Redirects are not followed, so nothing goes to an address that nobody named.
* A password is sent only after the server has asked for it, by the scheme it asks for; a token is always sent.
* Everything that is sent can be sent again: see :mod:`kgbuild.store.load.loader`.
"""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from kgbuild.core.version import VERSION
from kgbuild.store.load.credentials import Credentials
from kgbuild.store.load.graph_file import TripleStream
from kgbuild.store.load.target import RemoteError

RequestBody: TypeAlias = bytes | TripleStream | Mapping[str, str]
"""What a request carries: bytes, a stream of known length, or a form."""

_DONE: Final = frozenset({200, 201, 204})
_AGAIN: Final = frozenset({429, 500, 502, 503, 504})
_BLOCK: Final = 1 << 16
_MOST: Final = 64 << 20
"""The largest answer that is read, in bytes."""
_EXCERPT: Final = 300
_TAG: Final = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how often and how much: seconds of silence, repetitions, seconds between them, bytes of one body."""

    timeout: float = 120.0
    retries: int = 4
    first_pause: float = 0.5
    longest_pause: float = 60.0
    part: int = 4 << 20


class Client:
    """Sends requests to stores and turns whatever goes wrong into a :class:`RemoteError`."""

    def __init__(
        self,
        limits: Limits,
        credentials: Credentials | None = None,
        *,
        ca_file: str | None = None,
        sleep: Callable[[float], object] = time.sleep,
        notice: Callable[[str], object] = lambda _: None,
    ) -> None:
        """``notice`` is told of every repetition, ``sleep`` waits before it."""
        self.limits = limits
        self.authenticated = credentials is not None
        self._credentials = credentials
        self._auth: AuthBase | None = None
        self._sleep = sleep
        self._notice = notice
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["User-Agent"] = f"kgbuild/{VERSION}"
        if credentials is not None and credentials.user is None:
            self._auth = _Bearer(credentials.secret)
        if ca_file is not None:
            self._session.verify = ca_file

    def server(self, url: str) -> str:
        """The name that the server at an address gives itself, whatever it answers; "" for none."""
        headers, _ = self.send("GET", url, any_status=True)
        return headers.get("Server", "")

    def send(
        self,
        method: str,
        url: str,
        *,
        query: Mapping[str, str] | None = None,
        body: RequestBody | None = None,
        headers: Mapping[str, str] | None = None,
        any_status: bool = False,
    ) -> tuple[Mapping[str, str], bytes]:
        """The headers and the body of a successful answer (of any, if so wanted). Raises :class:`RemoteError`."""
        pause = self.limits.first_pause
        for attempt in range(self.limits.retries + 1):
            try:
                return self._once(method, url, query, body, headers, any_status)
            except _Passing as error:
                wait = min(pause if error.wait is None else error.wait, self.limits.longest_pause)
                if attempt == self.limits.retries:
                    raise RemoteError(self._hidden(str(error)), error.hint) from None
                self._notice(self._hidden(f"{error}; again in {wait:g} s"))
                self._sleep(wait)
                pause *= 2
        raise AssertionError("the last attempt returns or raises")

    def _once(
        self,
        method: str,
        url: str,
        query: Mapping[str, str] | None,
        body: RequestBody | None,
        headers: Mapping[str, str] | None,
        any_status: bool,
    ) -> tuple[Mapping[str, str], bytes]:
        while True:
            if isinstance(body, TripleStream):
                body.seek(0)
            try:
                with self._session.request(
                    method,
                    url,
                    params=query,
                    data=body,
                    headers=headers,
                    auth=self._auth,
                    timeout=self.limits.timeout,
                    allow_redirects=False,
                    stream=True,
                ) as answer:
                    if answer.status_code == 401 and self._take_up(
                        answer.headers.get("WWW-Authenticate", "")
                    ):
                        continue
                    content = self._content(answer, url)
            except requests.Timeout:
                raise _Passing(f"no answer from {url} within {self.limits.timeout:g} s") from None
            except (requests.exceptions.SSLError, requests.exceptions.InvalidURL) as error:
                raise RemoteError(self._hidden(f"{url}: {_cause(error)}")) from None
            except (requests.RequestException, OSError) as error:
                raise _Passing(f"{url}: {_cause(error)}") from None
            if any_status or answer.status_code in _DONE:
                return answer.headers, content
            raise self._refused(answer, url, content, body)

    def _take_up(self, challenge: str) -> bool:
        """Answer a server's question for a password, once: by Digest where it offers that, else by Basic."""
        if self._credentials is None or self._auth is not None:
            return False
        offered = challenge.lower()
        user, password = self._credentials.user or "", self._credentials.secret
        if "digest" in offered:
            self._auth = HTTPDigestAuth(user, password)
        elif "basic" in offered:
            self._auth = HTTPBasicAuth(user.encode(), password.encode())
        return self._auth is not None

    def _content(self, answer: requests.Response, url: str) -> bytes:
        """The body of an answer, within bounds of size and of time as a whole."""
        until = time.monotonic() + 10 * self.limits.timeout
        parts, size = [], 0
        for block in answer.iter_content(_BLOCK):
            parts.append(block)
            size += len(block)
            if size > _MOST:
                raise RemoteError(f"{url} answers with more than {_MOST >> 20} MB")
            if time.monotonic() > until:
                raise RemoteError(f"{url} answers too slowly")
        return b"".join(parts)

    def _refused(self, answer: requests.Response, url: str, content: bytes, body: object) -> RemoteError:
        status = answer.status_code
        said = f"{status} {_printable(self._hidden(answer.reason or ''))}".rstrip()
        words = _excerpt(self._hidden(content.decode(errors="replace")))
        if status in _AGAIN:
            return _Passing(f"{url} answers {said}{words}", wait=_wait(answer.headers.get("Retry-After")))
        if 300 <= status < 400:
            place = _place(url, self._hidden(answer.headers.get("Location", "")))
            return RemoteError(
                f"{url} answers {said} and names another address: {place}",
                "kgbuild follows no redirects; if you trust that address, give it instead",
            )
        if status in (401, 403) and self._credentials is None:
            return RemoteError(f"{url} wants to know who asks ({said})", "use --credentials FILE or --netrc")
        if status == 401:
            return RemoteError(f"{url} does not accept the credentials ({said})")
        if status == 413:
            length = (
                f"a body of {len(body):,} bytes" if isinstance(body, bytes | TripleStream) else "the body"
            )
            return RemoteError(
                f"{url} finds {length} too large ({said})",
                "raise the server's limit, or write a smaller --part-size",
            )
        return RemoteError(f"{url} answers {said}{words}")

    def _hidden(self, text: str) -> str:
        return text if self._credentials is None else self._credentials.hidden(text)


class _Bearer(AuthBase):
    """A token (RFC 6750 section 2.1), which servers do not ask for before they refuse."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class _Passing(RemoteError):
    """Something that may be over at the next attempt; ``wait`` is how long the server asks to wait."""

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


def _wait(header: str | None) -> float | None:
    """Seconds from a Retry-After: a number, or a date (RFC 9110 section 10.2.3)."""
    if header is None:
        return None
    if header.strip().isascii() and header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None


def _cause(error: BaseException) -> str:
    """What lies at the bottom of an error of requests and urllib3, in few words."""
    text = str(error)
    while (below := error.__cause__ or error.__context__) is not None:
        error, text = below, str(below) or text
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return f"the connection was cut off ({_printable(text)})"


def _place(url: str, location: str) -> str:
    """Where a redirect leads, without a user name or password that it brings."""
    try:
        parts = urlsplit(urljoin(url, location))
    except ValueError:
        return "none that can be read"
    return _printable(urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])))


def _printable(text: str) -> str:
    """A server's words on one line, without signs that a terminal would obey."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _excerpt(text: str) -> str:
    if text.lstrip().startswith("<"):  # a page: its words will do
        text = _TAG.sub(" ", text[: 8 * _EXCERPT])
    text = _printable(text[: 8 * _EXCERPT])
    return f": {text[:_EXCERPT]}" if text else ""
