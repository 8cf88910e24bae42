"""The provenance of the graph as PROV-JSON.

Sources: the PROV-JSON serialization (W3C Member Submission, 24 April 2013) and PROV-DM (W3C Recommendation, 30 April
2013). Entities are documents, parts, texts, works, quotes and claims; agents are voices. A claim is attributed to each
voice of its chain, with the stance of that voice: an attribution ascribes words and asserts nothing that they say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, TypeAlias

from kgbuild.core.terms import XSD, Term, literal_datatype, literal_language, literal_text
from kgbuild.graph import terms as t
from kgbuild.graph.prefixes import prefixes
from kgbuild.graph.write.names import ByteSink, Prefixes
from kgbuild.ontology.namespaces import KG
from kgbuild.store.export.selection import Selection
from kgbuild.store.records import BuiltAnchor, BuiltClaim, BuiltGraph

Json: TypeAlias = str
"""A record as it is written, which takes up less than its dictionary."""
_ABOUT_CLAIM: Final = (
    *(
        t.PROPERTY,
        t.IN_DOCUMENT,
        t.IN_PART,
        t.MODALITY,
        t.COUNTS,
        t.WORDS,
        t.HEDGE,
        t.MANNER,
        t.FIGURE_STATUS,
    ),
    *(t.READING, t.SIC, t.NAME_AS_WRITTEN, t.YEAR_BASIS, t.CONTENT, t.ORIGIN, t.MAPPED_AT),
)
_ABOUT_CONTENT: Final = (t.POLARITY, t.SUBJECT, t.POPULATION, t.SEVERITY, t.PLACE_SCOPE)
_ABOUT_TIME: Final = (t.EDTF, *(f"<{KG}{relation}Event>" for relation in ("after", "before", "during")))
_ABOUT_IDENTITY: Final = (t.ABOUT_CLAIM, t.IDENTITY_OF, t.IDENTITY_GRADE, t.IDENTITY_READING)
_ABOUT_SECTION: Final = (t.ISSUED, t.LANGUAGE, t.SYMBOL, t.PART_OF, t.COPY_OF, t.REPORTS_WORK, t.MAPPED_AT)


def write_prov_json(selection: Selection, sink: ByteSink) -> int:
    """Write one PROV document; returns the number of its claims."""
    provenance = _Provenance(selection)
    names = provenance.names.namespaces
    sections = [("prefix", {name: _dumps(namespace) for name, namespace in names.items()})]
    sections += provenance.records()
    sink.write(b"{")
    for number, (section, records) in enumerate(sections):
        separator = f"{',' if number else ''}\n {_dumps(section)}: {{\n  "
        for name, record in sorted(records.items()):
            sink.write(f"{separator}{_dumps(name)}: {record}".encode())
            separator = ",\n  "
        sink.write(b"\n }")
    sink.write(b"\n}\n")
    return len(selection.claims)


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Provenance:
    """The records of a selection, by the kind of record and the qualified name of each."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.graph: BuiltGraph = selection.graph
        self.names = Prefixes(prefixes(self.graph.base))
        self.entities: dict[str, Json] = {}
        self.agents: dict[str, Json] = {}
        self.attributed: dict[str, Json] = {}
        self.derived: dict[str, Json] = {}
        self.alternates: dict[str, Json] = {}

    def records(self) -> Iterator[tuple[str, dict[str, Json]]]:
        """Each kind of record that there is."""
        wanted: set[Term] = set()
        for document in self.selection.documents:
            self._section(document.term)
            wanted.add(document.term)
        for claim in self.selection.claims:
            self._claim(claim)
            wanted.add(claim.term)
        for link in self.graph.typed.get(t.DERIVATION, ()):
            if self.graph.needed(link, t.DERIVED) in wanted:
                self._derivation(link)
        for kind, records in (
            ("entity", self.entities),
            ("agent", self.agents),
            ("wasAttributedTo", self.attributed),
            ("wasDerivedFrom", self.derived),
            ("alternateOf", self.alternates),
        ):
            if records:
                yield kind, records

    def name(self, term: Term) -> str:
        """The qualified name of one of the graph's own nodes."""
        prefix, local = self.names.split(term[1:-1]) or ("", term[1:-1])
        return f"{prefix}:{local}"

    def _value(self, term: Term) -> object:
        """A term as the value of an attribute (section 2.2 of the submission)."""
        if term.startswith('"'):
            return self._literal(term)
        if self.names.split(term[1:-1]) is None:
            return {"$": term[1:-1], "type": "xsd:anyURI"}
        return {"$": self.name(term), "type": "prov:QUALIFIED_NAME"}

    def _literal(self, term: Term) -> object:
        """Numbers and truth values as JSON has them, others as texts, with their type where it has a name."""
        text, language, datatype = literal_text(term), literal_language(term), literal_datatype(term)
        if datatype == f"{XSD}integer":
            return int(text)
        if datatype == f"{XSD}boolean":
            return text == "true"
        if datatype is not None and self.names.split(datatype) is not None:
            return {"$": text, "type": self.name(f"<{datatype}>")}
        return text if language is None else {"$": text, "lang": language}

    def entity(self, term: Term, **more: object) -> str:
        """Take an entity up, with its types and its title or labels; returns its name."""
        name = self.name(term)
        if name not in self.entities:
            self.entities[name] = _dumps({**self._called(term), **more})
        return name

    def agent(self, term: Term) -> str:
        """Take a voice up, with its types and labels; returns its name."""
        name = self.name(term)
        self.agents[name] = _dumps(self._called(term))
        return name

    def _called(self, term: Term) -> dict[str, object]:
        titles = (self.graph.values(term, each) for each in (t.TITLE, t.PREF_LABEL, t.LABEL))
        found = {"prov:type": self.graph.values(term, t.TYPE), "prov:label": next(filter(None, titles), ())}
        return {key: [self._value(each) for each in values] for key, values in found.items() if values}

    def attributes(self, node: Term, *predicates: Term) -> dict[str, object]:
        """What the graph says of a node by some predicates."""
        found = {}
        for predicate in predicates:
            values = [self._value(each) for each in self.graph.values(node, predicate)]
            if values:
                found[self.name(predicate)] = values[0] if len(values) == 1 else values
        return found

    def _section(self, node: Term) -> None:
        """A document or part, its text, and its voice."""
        graph = self.graph
        name = self.entity(node, **self.attributes(node, *_ABOUT_SECTION))
        text = graph.value(node, t.TEXT_LAYER)
        if text is not None:
            self.entity(text, **self.attributes(text, t.TEXT_HASH))
            pair = {"prov:alternate1": self.name(text), "prov:alternate2": name}
            self.alternates[f"_:{graph.name(text)}"] = _dumps(pair)
        voice = graph.value(node, t.VOICE)
        if voice is not None:
            pair = {"prov:entity": name, "prov:agent": self.agent(voice)}
            self.attributed[f"_:{graph.name(node)}"] = _dumps(pair)

    def _claim(self, claim: BuiltClaim) -> None:
        graph, said = self.graph, claim.content
        attributes = {
            **self.attributes(claim.term, *_ABOUT_CLAIM),
            **self.attributes(said.term, *_ABOUT_CONTENT),
            "prov:value": graph.value_text(said.object),
        }
        if said.time is not None:
            attributes |= self.attributes(said.time, *_ABOUT_TIME)
        for identity in claim.identities:
            self.entity(identity.term, **self.attributes(identity.term, *_ABOUT_IDENTITY))
        name = self.entity(claim.term, **attributes)
        for each in claim.chain:
            said_by = {"prov:entity": name, "prov:agent": self.agent(each.voice), "kg:depth": each.depth}
            self.attributed[self.name(each.term)] = _dumps(said_by | self.attributes(each.term, t.STANCE))
        for passage, role in ((claim.evidence, t.EVIDENCE), (claim.context, t.CONTEXT_EVIDENCE)):
            if passage is not None:
                kind = self.name(role)
                record = self._from(name, self._quote(passage), kind)
                self.derived[f"_:{claim.id}.{kind.partition(':')[2]}"] = _dumps(record)

    def _quote(self, passage: BuiltAnchor) -> str:
        """Take a passage up, quoted from its text; returns its name."""
        offsets = {"kg:start": passage.start, "kg:end": passage.end, "prov:value": passage.quote}
        anchor = self.entity(passage.term, **self.attributes(passage.term, t.MATCH, t.SPAN_HASH), **offsets)
        text = self.name(self.graph.needed(passage.term, t.HAS_SOURCE))
        record = self._from(anchor, text, "prov:Quotation")
        self.derived[f"_:{self.graph.name(passage.term)}"] = _dumps(record)
        return anchor

    def _derivation(self, link: Term) -> None:
        """Lineage between claims, documents, parts and works, with its basis."""
        derived, source = (self.graph.needed(link, each) for each in (t.DERIVED, t.PROV_ENTITY))
        kind = None
        if source in self.graph.values(derived, t.QUOTED_FROM):
            kind = "prov:Quotation"
        elif source in self.graph.values(derived, t.PRIMARY_SOURCE):
            kind = "prov:PrimarySource"
        record = self._from(self.entity(derived), self.entity(source), kind)
        self.derived[self.name(link)] = _dumps(record | self.attributes(link, t.BASIS))

    @staticmethod
    def _from(derived: str, source: str, kind: str | None) -> dict[str, object]:
        record: dict[str, object] = {"prov:generatedEntity": derived, "prov:usedEntity": source}
        if kind is not None:
            record["prov:type"] = {"$": kind, "type": "prov:QUALIFIED_NAME"}
        return record
