"""The built graph in other stores: what differs there is sent, graph by graph, and counted."""

from kgbuild.remote.client import Client, Limits
from kgbuild.remote.credentials import Credentials, from_netrc, read_credentials
from kgbuild.remote.directory import DirectoryTarget
from kgbuild.remote.graphfile import GraphFile, Section, open_graph
from kgbuild.remote.loading import Progress, Report, load
from kgbuild.remote.plan import Plan, compare
from kgbuild.remote.servers import PROFILES, ServerTarget, detect
from kgbuild.remote.target import RemoteError, Target

__all__ = [
    "PROFILES",
    "Client",
    "Credentials",
    "DirectoryTarget",
    "GraphFile",
    "Limits",
    "Plan",
    "Progress",
    "RemoteError",
    "Report",
    "Section",
    "ServerTarget",
    "Target",
    "compare",
    "detect",
    "from_netrc",
    "load",
    "open_graph",
    "read_credentials",
]
