"""The diagnostic codes: stable, each with a severity and a title. ``explanations.toml`` says more about each.

KG1 reading, KG2 names and values, KG3 evidence, KG4 the graph (shapes), KG5 the corpus, KG6 originals of documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final, NamedTuple


class Code(NamedTuple):
    """The default severity of a diagnostic code (``error``, ``warning`` or ``info``) and its one-line title.

    ``lowest`` is the lowest level that a project may give to an error: ``error`` where what it reports cannot stand in
    the graph, else ``warning``, ``info`` or ``off``. What is no error may have any level.
    """

    severity: str
    title: str
    lowest: str = "error"


_LOOKALIKES: Final = str.maketrans("OILS", "0115")
CODES: Final[dict[str, Code]] = {
    # KG1: reading the file
    "KG101": Code("error", "the file cannot be read as UTF-8 text"),
    "KG102": Code("error", "the YAML is not well formed"),
    "KG103": Code("error", "a key given twice"),
    "KG104": Code("error", "an unknown key"),
    "KG105": Code("error", "a YAML anchor, alias, merge or tag"),
    "KG106": Code("error", "a required key is missing"),
    "KG107": Code("error", "a value has the wrong form"),
    "KG108": Code("error", "an invisible character that misleads"),
    "KG109": Code("error", "the file is too large or too deeply nested"),
    "KG110": Code("error", "not an id"),
    "KG112": Code("warning", "an allow that is not needed"),
    "KG113": Code("error", "an allow that cannot stand"),
    "KG114": Code("info", "findings of one file that are not shown"),
    "KG115": Code("warning", "a file that is not read"),
    "KG116": Code("warning", "a value that a comment cuts short"),
    "KG117": Code("warning", "a mapping that claims nothing yet"),
    # KG2: names and values
    "KG201": Code("error", "a name that the registry does not hold"),
    "KG202": Code("error", "an entity of the wrong kind"),
    "KG203": Code("error", "a value outside its closed list"),
    "KG204": Code("error", "not a quantity"),
    "KG205": Code("error", "not a date"),
    "KG206": Code("error", "a qualifier that the property does not take"),
    "KG207": Code("error", "several values for a single-valued property"),
    "KG208": Code("error", "two claims with the same id"),
    "KG209": Code("error", "an id defined twice"),
    "KG210": Code("error", "an entry without a claim"),
    "KG211": Code("error", "a claim without a subject"),
    "KG212": Code("error", "a claim without a voice"),
    "KG213": Code("error", "a term that RDF does not allow"),
    "KG214": Code("error", "an identity that is inferred without a reading"),
    "KG215": Code("error", "a hash that collides"),
    "KG216": Code("error", "a mapping that is not named after its document"),
    "KG217": Code("error", "a voice that reports itself"),
    "KG218": Code("warning", "a claim made twice"),
    "KG219": Code("warning", "two entities with one label"),
    "KG220": Code("warning", "a name that an entity has twice"),
    "KG221": Code("warning", "a name that two entities have"),
    "KG222": Code("warning", "two entities that may be one"),
    # KG3: evidence
    "KG301": Code("error", "a quote that is not in the text"),
    "KG302": Code("error", "a quote that is in the text more than once"),
    "KG303": Code("error", "an occurrence that the text does not have"),
    "KG304": Code("error", "a context that is not near its quote"),
    "KG305": Code("error", "a number that its quote does not state"),
    "KG306": Code("error", "a date that its quote does not state"),
    "KG307": Code("error", "a quote that is too long"),
    "KG308": Code("error", "the quotes add up to too much of the text", "off"),
    "KG309": Code("warning", "the quotes add up to much of the text"),
    "KG310": Code("error", "a claim without evidence"),
    "KG311": Code("error", "a weekday that contradicts its date"),
    "KG312": Code("error", "an anniversary that contradicts its date"),
    "KG313": Code("error", "a part that its quote does not lie in"),
    "KG314": Code("error", "a part that cannot be cut from the text"),
    "KG315": Code("error", "a repair that is not in the text"),
    "KG316": Code("error", "document data that the text does not show"),
    "KG317": Code("warning", "a reading, sic or occurrence that is not needed"),
    "KG318": Code("error", "words that the text does not have"),
    "KG319": Code("warning", "an ignore that is not needed"),
    "KG320": Code("error", "evidence with neither document nor lock entry"),
    "KG321": Code("error", "a lock that differs from the document"),
    "KG322": Code("error", "a lock entry is missing"),
    "KG323": Code("warning", "a lock entry that nothing uses"),
    "KG324": Code("error", "a lock of another text"),
    "KG325": Code("error", "a file that looks like a document but differs"),
    "KG326": Code("error", "a lock that cannot be read"),
    "KG340": Code("error", "a quote without words"),
    "KG341": Code("warning", "words that name another entity"),
    "KG342": Code("warning", "a speaker whom the words do not name"),
    "KG343": Code("warning", "a file among the documents that is not read"),
    "KG344": Code("warning", "a lock that is not up to date"),
    "KG350": Code("error", "a number that its quote cuts"),
    "KG351": Code("error", "a number that its text limits otherwise"),
    "KG352": Code("error", "a number that counts something else"),
    "KG353": Code("error", "a number that cannot be read"),
    "KG354": Code("error", "a figure that is no quantity"),
    "KG355": Code("error", "one end of a range"),
    "KG370": Code("warning", "a verdict on what is no longer so"),
    "KG371": Code("warning", "a claim that its words do not carry"),
    # KG4: the graph. Each shape brings its own KG4 code; see ontology/shapes.ttl.
    # KG5: the corpus
    "KG501": Code("error", "a claim that does not exist", "warning"),
    "KG502": Code("warning", "a source with several candidates"),
    "KG503": Code("warning", "an entity that no mapping uses"),
    "KG504": Code("error", "lineage that runs in a circle", "warning"),
    "KG505": Code("error", "two mappings of one text", "warning"),
    "KG511": Code("error", "fewer claims audited than the project demands", "warning"),
    # KG6: originals of documents, and the texts extracted from them
    "KG601": Code("error", "a file without content"),
    "KG602": Code("error", "a file that holds no text"),
    "KG603": Code("error", "an encoding that cannot be told"),
    "KG604": Code("error", "a file that is locked"),
    "KG605": Code("error", "a damaged file"),
    "KG606": Code("error", "pages without a text layer"),
    "KG607": Code("error", "a file that takes too much to read"),
    "KG608": Code("error", "a reader that is not installed"),
    "KG609": Code("error", "an original that is not the one extracted"),
    "KG610": Code("warning", "a text extracted in another way"),
    "KG611": Code("warning", "a text edited after it was extracted"),
    "KG612": Code("error", "a map that cannot be read"),
    "KG613": Code("error", "a quote from what was set aside"),
}


def near_codes(code: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known codes that a code may have been meant as: ``KG101`` for ``kg1o1``."""
    wanted = code.strip().upper()
    read = wanted[:2] + wanted[2:].translate(_LOOKALIKES)
    return tuple(get_close_matches(read, sorted(known), n=3, cutoff=0.6))


def near_codes_help(codes: Sequence[str]) -> str | None:
    """ "did you mean: KG101, KG103?", or nothing where no code is near."""
    return f"did you mean: {', '.join(codes)}?" if codes else None
