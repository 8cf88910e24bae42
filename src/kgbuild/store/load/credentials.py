"""Names and passwords for stores: read from a file, standard input or netrc, and never shown."""

from __future__ import annotations

import base64
import netrc
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TextIO
from urllib.parse import quote

from kgbuild.core.errors import KgbuildError

_FORM: Final = "write one line: USER:PASSWORD, or Bearer TOKEN"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user name and a password, or no name and a token. The secret is left out where the value is shown."""

    user: str | None
    secret: str = field(repr=False)

    def hidden(self, text: str) -> str:
        """``text`` with the secret taken out: as it is, as HTTP Basic writes it, and as an address writes it."""
        basic = base64.b64encode(f"{self.user}:{self.secret}".encode()).decode()
        for secret in (basic, self.secret, quote(self.secret, safe="")):
            text = text.replace(secret, "***")
        return text


def read_credentials(file: Path, stdin: TextIO) -> Credentials:
    """``USER:PASSWORD`` or ``Bearer TOKEN``, the one line of a file, or of standard input for ``-``.

    Raises :class:`KgbuildError`.
    """
    name = "standard input" if str(file) == "-" else str(file)
    try:
        text = stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise KgbuildError(f"{name} is not UTF-8 text", _FORM) from None  # the cause would show the bytes
    line = text.rstrip("\r\n")
    if line.isprintable():
        if line.startswith("Bearer ") and line[7:].strip():
            return Credentials(None, line[7:].strip())
        user, _, password = line.partition(":")
        if user and password:
            return Credentials(user, password)
    raise KgbuildError(f"{name} holds no credentials", _FORM)


def from_netrc(host: str) -> Credentials:
    """What ``NETRC`` or ``~/.netrc`` has for a host. Raises :class:`KgbuildError` where that is nothing."""
    path = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    try:
        found = netrc.netrc(path).authenticators(host)
    except FileNotFoundError:
        raise KgbuildError(f"there is no {path}", "write one, or use --credentials FILE") from None
    except (netrc.NetrcParseError, UnicodeDecodeError) as error:
        # The parser's message quotes the token that it does not understand, which may be the password.
        line = f", line {error.lineno}" if isinstance(error, netrc.NetrcParseError) and error.lineno else ""
        raise KgbuildError(f"{path}{line}: not in the form of netrc") from None
    if found is None or not found[0] or not found[2]:
        raise KgbuildError(f"{path} has no login and password for {host}")
    return Credentials(found[0], found[2])
