"""Stores behind HTTP. Sources: SPARQL 1.1 Protocol, Graph Store HTTP Protocol, Query Results JSON Format."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kgbuild.store.load.client import Client, RequestBody
from kgbuild.store.load.graph_file import GraphFile, GraphSection
from kgbuild.store.load.target import RemoteError

_RESULTS: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of server: where below its address it answers, and whether it replaces a graph in one transaction.

    ``guarded`` are the addresses to use with a password, where they differ.
    """

    query: str
    update: str
    graphs: str
    guarded: tuple[str, str, str] | None = None
    replaces_whole: bool = False


PROFILES: Final = {
    "oxigraph": Profile("/query", "/update", "/store", replaces_whole=True),
    "virtuoso": Profile(
        "/sparql",
        "/sparql",
        "/sparql-graph-crud",
        guarded=("/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth"),
    ),
    "generic": Profile("", "", ""),
}


def detect(client: Client, address: str) -> str:
    """The profile of the server at an address, by the name it gives itself. Raises :class:`RemoteError`."""
    server = client.server(address).lower()
    for name in ("oxigraph", "virtuoso"):
        if name in server:
            return name
    raise RemoteError(
        f"{address} does not say what kind of server it is", "write --profile generic, or another one"
    )


class ServerTarget:
    """A store that a server answers for."""

    def __init__(
        self,
        client: Client,
        address: str,
        profile: Profile,
        *,
        query_url: str | None = None,
        update_url: str | None = None,
        graphs_url: str | None = None,
    ) -> None:
        """The three addresses are those of the profile below ``address``, where none is given."""
        paths = (profile.query, profile.update, profile.graphs)
        if profile.guarded is not None and client.authenticated:
            paths = profile.guarded
        below = [f"{address.rstrip('/') if path else address}{path}" for path in paths]
        self.name = address
        self.replaces_whole = profile.replaces_whole
        self._client = client
        self._query = query_url or below[0]
        self._update = update_url or below[1]
        self._graphs = graphs_url or below[2]

    def rows(self, query: str) -> list[dict[str, str]]:
        """The rows of a SELECT: the text of each bound variable, by name."""
        _, content = self._client.send(
            "POST", self._query, body={"query": query}, headers={"Accept": _RESULTS}
        )
        try:
            bindings = json.loads(content)["results"]["bindings"]
            return [{name: str(term["value"]) for name, term in row.items()} for row in bindings]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise RemoteError(
                f"{self._query} does not answer a query with SPARQL results in JSON",
                "see whether it is the address for queries: --query-url",
            ) from None

    def update(self, text: str) -> None:
        """Carry out a SPARQL Update."""
        self._client.send("POST", self._update, body={"update": text})

    def put(self, graph: str, built: GraphFile, section: GraphSection) -> None:
        """Make the triples of a section the content of a graph: whole, or in parts where it is not seen before."""
        if self.replaces_whole:
            self._put("PUT", graph, built.triples(section))
            return
        method = "PUT"
        for part in built.parts(section, self._client.limits.part):
            self._put(method, graph, part)
            method = "POST"

    def put_lines(self, graph: str, lines: Sequence[str]) -> None:
        """Make lines of N-Triples the content of a graph."""
        size = self._client.limits.part // 1024  # a line of ours is far shorter than a kilobyte
        method = "PUT"
        for start in range(0, len(lines), size):
            self._put(method, graph, "".join(lines[start : start + size]).encode())
            method = "POST"

    def _put(self, method: str, graph: str, body: RequestBody) -> None:
        # Never in chunks of unknown number: Virtuoso 7 answers those with 201 and stores nothing.
        self._client.send(
            method, self._graphs, query={"graph": graph}, body=body, headers={"Content-Type": _TRIPLES}
        )
