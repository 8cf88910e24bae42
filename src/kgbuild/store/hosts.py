"""Addresses of machines: which of them is this one."""

from __future__ import annotations

import re
from ipaddress import ip_address
from socket import gethostname
from typing import Final

_PORT: Final = re.compile(r":[0-9]{1,5}$")


def is_loopback(host: str) -> bool:
    """Whether an address or name is this machine's own, which no other reaches."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_of_this_machine(host: str, own: str) -> bool:
    """Whether a ``Host`` header can mean the server that listens at ``own``.

    An address can: no other site has it in its name. A name can if it is this machine's own. Any other name may be one
    that somebody has made to lead here (DNS rebinding).
    """
    name = _PORT.sub("", host).strip("[]").lower().rstrip(".")
    try:
        ip_address(name)
    except ValueError:
        machine = gethostname().lower()
        return name in ("localhost", own.lower(), machine, machine.partition(".")[0], f"{machine}.local")
    return True
