"""How a store is reached: its address, profile and credentials, and what a password is protected from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from urllib.parse import SplitResult, urlsplit

from kgbuild.core.errors import KgbuildError
from kgbuild.store.hosts import is_loopback
from kgbuild.store.load.client import Client, Limits
from kgbuild.store.load.credentials import Credentials, from_netrc, read_credentials
from kgbuild.store.load.directory import DirectoryTarget
from kgbuild.store.load.servers import PROFILES, ServerTarget, detect
from kgbuild.store.load.target import Target


@dataclass(frozen=True, slots=True)
class Access:
    """How a server is reached, as the options of the same names say; ``part_size`` is in megabytes."""

    profile: str | None
    query_url: str | None
    update_url: str | None
    graphs_url: str | None
    credentials: Path | None
    netrc: bool
    allow_plain_http: bool
    ca_file: Path | None
    timeout: float
    retries: int
    part_size: int

    @property
    def urls(self) -> Mapping[str, str | None]:
        """The addresses for queries, updates and graphs, by the options that give them."""
        return {
            "--query-url": self.query_url,
            "--update-url": self.update_url,
            "--graphs-url": self.graphs_url,
        }

    @property
    def limits(self) -> Limits:
        """How long and how often requests are tried, and how large they are."""
        return Limits(timeout=self.timeout, retries=self.retries, part=self.part_size << 20)


def open_target(name: str, access: Access, stdin: TextIO, notice: Callable[[str], object]) -> Target:
    """The store at an address, or in a folder. ``notice`` is called with a line for each request that is repeated.

    Raises :class:`KgbuildError` where the options do not fit the target, or would show a password to others.
    """
    if "://" not in name:
        _check_no_server_options(access)
        return DirectoryTarget(Path(name))
    address = _address(name, "the target")
    others = {option: _address(url, option) for option, url in access.urls.items() if url is not None}
    credentials = _credentials(access, address, stdin)
    if credentials is not None:
        _protect(address, others, plain_http=access.allow_plain_http)
    ca_file = None if access.ca_file is None else str(access.ca_file)
    client = Client(access.limits, credentials, ca_file=ca_file, notice=notice)
    profile = access.profile or ("generic" if len(others) == len(access.urls) else detect(client, name))
    return ServerTarget(
        client,
        name,
        PROFILES[profile],
        query_url=access.query_url,
        update_url=access.update_url,
        graphs_url=access.graphs_url,
    )


def _check_no_server_options(access: Access) -> None:
    given = {
        "--profile": access.profile,
        **access.urls,
        "--credentials": access.credentials,
        "--netrc": access.netrc or None,
        "--ca-file": access.ca_file,
    }
    for option, value in given.items():
        if value is not None:
            raise KgbuildError(
                f"{option} is for servers, and the target is a folder",
                "an address starts with http:// or https://",
            )


def _address(text: str, what: str) -> SplitResult:
    """An address of a server. Raises :class:`KgbuildError`, which does not show a password that stands in it."""
    try:
        address = urlsplit(text)
        _ = address.port
    except ValueError:
        raise KgbuildError(f"{what} is not the address of a server") from None
    if "@" in address.netloc:
        raise KgbuildError(
            f"{what} holds a user name or a password, which others can see in a command line",
            "leave them out, and use --credentials FILE, --credentials - or --netrc",
        )
    if address.scheme not in ("http", "https") or not address.hostname:
        raise KgbuildError(f"{what} is neither an http:// nor an https:// address, nor a folder")
    if address.query or address.fragment:
        raise KgbuildError(f"{what} must be an address without ? and #")
    return address


def _credentials(access: Access, address: SplitResult, stdin: TextIO) -> Credentials | None:
    if access.credentials is not None and access.netrc:
        raise KgbuildError("give --credentials or --netrc, and not both")
    if access.credentials is not None:
        return read_credentials(access.credentials, stdin)
    return from_netrc(address.hostname or "") if access.netrc else None


def _protect(address: SplitResult, others: Mapping[str, SplitResult], *, plain_http: bool) -> None:
    """Refuse to send a password to a second server, or where others could read it on the way."""
    for option, other in others.items():
        if other[:2] != address[:2]:
            raise KgbuildError(
                f"{option} is not at {address.scheme}://{address.netloc}",
                "a password is sent to one server only",
            )
    if address.scheme == "http" and not plain_http and not is_loopback(address.hostname or ""):
        raise KgbuildError(
            f"a password would go to {address.netloc} over plain http, for everybody on the way to read",
            "use https, or allow it: --allow-plain-http",
        )
