"""A tiny project, written, locked and built, for tests of shapes: the pieces that a case changes are parameters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kgbuild.core.project import load_project, ontology_folder
from kgbuild.core.terms import Triple
from kgbuild.graph.shapes.library import ShapesLibrary, load_shapes
from kgbuild.ontology.vocabulary import load_vocabulary
from kgbuild.pipeline.build import build
from kgbuild.pipeline.check import lock
from kgbuild.pipeline.graphs import BuildResult
from kgbuild.pipeline.validate import claim_properties

BASE = "https://example.org/t/"
FILLER = " ".join(
    f"Filler sentence number {word} says nothing at all to anybody." for word in "abcdefghijklmnopqrstuvw"
)
LETTER = f"""Letter dated 25 January 1990 from the Mission of Norland, document N/90/1.
It is addressed to the Secretary. On 19 January 1990, 131 civilians were killed in Harbor. Of them 20 were children.
Then 744 people were wounded. A further 21 people died on 22 January 1990. Some 5 fell on 22 January 1991.
Another 7 fell on 20 January 1989. The uprising of 4 May 1988 came before. The clash led to the uprising. The clash
followed the uprising. The clash was part of the campaign of 1985. The campaign was part of the clash.
The flood took 120 percent of the area. It displaced 2.5 persons. We refer to the present letter, to the reply and
to the statement of the court. According to the court, 12 were missing. The dam broke on 30 January 1990.
After the curfew 3 were missing. Signed by Ada Berg. {FILLER}
Annex: the statement of the court of 18 January 1990. The court says that 131 civilians were killed in the clash.
{FILLER} End of annex.
"""
REPLY = f"""Reply of 1 March 1990. It says that 131 civilians were killed, and that 60 people were wounded. {FILLER}"""
NEWS = f"""News of 1 April 1990. The court said that 150 civilians were killed in the port. {FILLER}"""
REGISTRY = {
    "people": "ada: {type: person, label: {en: Ada Berg}}\n",
    "organisations": "mission: {type: permanent-mission, label: {en: Mission of Norland}}\n"
    "secretary: {type: organisation, label: {en: Secretary}}\n"
    "court: {type: court, label: {en: Court}}\nagency: {type: news-agency, label: {en: Agency}}\n",
    "offices": "ambassador: {type: office, label: {en: Ambassador}}\n",
    "groups": "civilians: {type: group, label: {en: civilians}}\n",
    "places": "norland: {type: country, label: {en: Norland}}\n"
    "harbor: {type: city, label: {en: Harbor}, broader: [norland], same_as: [wikidata:Q1], source: test}\n",
    "events": "".join(
        f"{name}: {{type: event, label: {{en: {name.title()}}}}}\n"
        for name in ("clash", "uprising", "campaign", "flood", "curfew", "dam")
    ),
    "works": "statement: {type: work, label: {en: Statement}, symbols: [C/90/7]}\n",
}
CLAIMS = """
  when: {occurred: 1990-01-19, quote: On 19 January 1990}
  toll: {killed: 131 civilians, quote: "131 civilians were killed in Harbor"}
  place: {took_place_in: harbor, quote: killed in Harbor}
  wounded: {wounded: 744 people, quote: 744 people were wounded}
  missing: {missing: 12, said_by: court, quote: "According to the court, 12 were missing"}
"""


def mapping(
    name: str,
    text: str,
    document: str,
    claims: str,
    rest: str = "",
    voice: str = "mission",
    about: str = "clash",
) -> str:
    """A mapping; ``document`` and ``rest`` are further lines of its document block and of the file."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return (
        f"document:\n  id: {name}\n  kind: letter\n  text: sha256:{digest}\n{document}"
        f"voice: {voice}\nabout: {about}\n{rest}claims:{claims}"
    )


def letter(
    *,
    document: str = "",
    claims: str = "",
    rest: str = "",
    language: str = "  language: en\n",
    voice: str = "mission",
) -> str:
    """The mapping of the letter, with what a case adds."""
    head = f"  title: Letter dated 25 January 1990\n  issued: 1990-01-25\n{language}{document}"
    return mapping("letter", LETTER, head, CLAIMS + claims, rest, voice)


def reply(*, claims: str = "", document: str = "") -> str:
    """The mapping of the reply, which is younger than the letter."""
    head = f"  title: Reply of 1 March 1990\n  issued: 1990-03-01\n  language: en\n{document}"
    return mapping(
        "reply",
        REPLY,
        head,
        '\n  toll: {killed: 131 civilians, quote: "131 civilians were killed"}\n' + claims,
    )


def news() -> str:
    """The mapping of a news report on a work that the letter annexes: it conflicts, derives, infers."""
    return mapping(
        "news",
        NEWS,
        "  title: News of 1 April 1990\n  issued: 1990-04-01\n  language: en\n  reports: statement\n",
        "\n  toll: {killed: 150 civilians, said_by: court, quote: 150 civilians were killed,"
        " about: {id: clash, identity: inferred, reading: it speaks of the same day}}\n",
        "citations:\n  work: {to: statement, how: reports, quote: The court said}\n",
        voice="agency",
    )


ANNEX = """parts:
  annex: {kind: annex, voice: court, copy_of: statement, starts: "Annex: the statement", ends: End of annex}
"""
ANNEXED = (
    '  annexed: {killed: 131 civilians, quote: "court says that 131 civilians were killed in the clash"}\n'
)


def build_case(
    folder: Path, mappings: Mapping[str, str], registry: Mapping[str, str] | None = None
) -> BuildResult:
    """Write, lock and build a project. Text added to a registry file comes by the file's name."""
    for kind, text in REGISTRY.items():
        (folder / "registry").mkdir(exist_ok=True)
        (folder / f"registry/{kind}.yaml").write_text(text + (registry or {}).get(kind, ""), encoding="utf-8")
    for name, text in (("letter", LETTER), ("reply", REPLY), ("news", NEWS)):
        if name in mappings:
            (folder / "documents").mkdir(exist_ok=True)
            (folder / f"documents/{name}.txt").write_text(text, encoding="utf-8")
            (folder / "mappings").mkdir(exist_ok=True)
            (folder / f"mappings/{name}.yaml").write_text(mappings[name], encoding="utf-8")
    (folder / "kgbuild.toml").write_text(
        f'base = "{BASE}"\ntitle = "Test"\nlanguage = "en"\nontology = ["events"]\ndocuments = ["documents"]\n',
        encoding="utf-8",
    )
    project = load_project(folder / "kgbuild.toml")
    lock(project)
    return build(project, out=folder / "out", formats=(), keep=True, shapes=True)


@cache
def shipped() -> ShapesLibrary:
    """The shapes that kgbuild ships."""
    return load_shapes([ontology_folder() / "shapes.ttl"])


@cache
def sound_graph() -> frozenset[Triple]:
    """The union of the graphs of a project without fault, with every kind of node."""
    mappings = {"letter": letter(claims=ANNEXED, rest=ANNEX), "reply": reply(), "news": news()}
    with TemporaryDirectory() as folder:
        result = build_case(Path(folder), mappings)
    assert [f for f in result.findings if f.severity.name == "ERROR" or f.code.startswith("KG4")] == []
    folder = ontology_folder()
    vocabulary = load_vocabulary([folder / "kgbuild.ttl", folder / "events.ttl"])
    return frozenset((s, p, o) for _, s, p, o in result.quads()) | frozenset(claim_properties(vocabulary))
