"""The keys of the mapping language and of the registry, said once.

A mapping is read and checked against these blocks; the JSON Schema and the reference are made from them. A key that is
added here is known to all three.
"""

from __future__ import annotations

from typing import Final

from kgbuild.ontology.forms import (
    Block,
    BlockForm,
    ChoiceForm,
    CountForm,
    Form,
    Key,
    LanguagesForm,
    ListForm,
    NameForm,
    TableForm,
    TextForm,
    WordForm,
    by_name,
)
from kgbuild.ontology.namespaces import KG
from kgbuild.ontology.record_keys import record_keys

AGENTS: Final = frozenset({KG + "Person", KG + "Organisation", KG + "Office", KG + "Group"})
DOCUMENTS: Final = frozenset({KG + "Document", KG + "Part"})
WORK: Final = KG + "Work"
CLAIM_KIND: Final = KG + "Claim"
LAW: Final = KG + "LegalInstrument"
PROVISION: Final = KG + "LegalProvision"
EVENT: Final = KG + "DescribedEvent"

TEXT: Final = TextForm()
WORDS: Final = TextForm("words of the document")
DATE: Final = TextForm("date")
NUMBER: Final = TextForm("number")
IDENTIFIER: Final = TextForm("id")
COUNT: Final = CountForm()
STANCE: Final = ChoiceForm("stances")
GRADE: Final = ChoiceForm("identityGrades")

TEXT_REUSE: Final = "text-reuse"
_ADD_QUOTE: Final = "add `quote:` with words of the text"
_ONE_OF_KINDS: Final = "write `kind:` with one of: {choices}"


def _needed(name: str, form: Form, meaning: str, advice: str = "") -> Key:
    """A key that must be there, with what to do where it is missing."""
    return Key(name, form, meaning, required=True, advice=advice)


# Keys of several blocks

_WORDS: Final = Key("quote", WORDS, "Words of the document that show it.")
_SHOWN: Final = _needed("quote", WORDS, "Words of the document that show it.")
_OCCURRENCE: Final = Key(
    "occurrence", COUNT, "Where the words occur in the text more than once: which time is meant, from 1 up."
)
_CONTEXT: Final = Key(
    "context", WORDS, "Words within 60 words of the quote that tie it to its subject, date or place."
)
_IDENTITY: Final = Key("identity", GRADE, "How sure it is that the name means this; `certain` if not given.")
_GROUNDS: Final = Key("reading", TEXT, "What the identification rests on; required unless it is certain.")

QUOTE: Final = Block(
    "quote",
    "Words of the document, where more has to be said to find them.",
    by_name(
        _needed("quote", WORDS, "The words, 12 at most; `first words … last words` for a long passage."),
        _CONTEXT,
        _OCCURRENCE,
    ),
    short=WORDS,
)
_QUOTE: Final = Key("quote", BlockForm(QUOTE), "Words of the document that show it.")
NAME: Final = Block(
    "name",
    "A name whose meaning is not certain.",
    by_name(_needed("id", NameForm(), "The bare name."), _IDENTITY, _GROUNDS),
    short=NameForm(),
)
VOICE: Final = Block(
    "voice",
    "Someone who speaks: an id of the registry, or whoever the document does not name.",
    by_name(
        Key(
            "voice",
            NameForm(AGENTS),
            "An id of the registry.",
            advice="write `voice: ID` or `unnamed: words`",
        ),
        Key("unnamed", WORDS, "The words for a voice without a name, such as “official figures”."),
        Key(
            "id",
            IDENTIFIER,
            "An id for a voice without a name: in one document, claims with this id have one and the same voice.",
        ),
        Key("stance", STANCE, "The speech act of this voice."),
        _QUOTE,
        _OCCURRENCE,
        _IDENTITY,
        _GROUNDS,
    ),
    short=NameForm(AGENTS),
    either=("voice", "unnamed"),
)
_VOICE: Final = BlockForm(VOICE)
_SAID_BY: Final = Key(
    "said_by",
    ListForm(_VOICE),
    "The voices inside the document's own, outermost first; replaces an inherited list.",
)

_TIME: Final = _needed("value", DATE, "The date, in words or as EDTF.")
_EXTENT: Final = Key("extent", ChoiceForm("extents"), "Whether all of the time is meant or some time in it.")
_CALENDAR: Final = Key(
    "calendar",
    ChoiceForm("calendars"),
    "The calendar of its days, months and years; `gregorian` if not given.",
)
TIME: Final = Block(
    "time",
    "A time, where it has to be said how much of it is meant.",
    by_name(_TIME, _EXTENT, _CALENDAR),
    short=DATE,
)
_EVENT: Final = NameForm(frozenset({EVENT}), NAME)
SCOPE: Final = Block(
    "scope",
    "A time given by events: after one, before another, or during one.",
    by_name(
        Key("after", _EVENT, "The time after this event."),
        Key("before", _EVENT, "The time before this event."),
        Key("during", _EVENT, "The time of this event."),
    ),
    short=BlockForm(TIME),
    alone=("during",),
)
SOURCE: Final = Block(
    "source",
    "Where a claim comes from.",
    by_name(
        _needed("source", TEXT, "A claim `DOCUMENT.ENTRY.PROPERTY`, or a work."),
        Key(
            "as",
            WordForm(("derived", "quotes", "primary")),
            "How it comes from there; `derived` if not given.",
        ),
        Key("quote", BlockForm(QUOTE), "Words by which the document states its source."),
        Key("basis", WordForm((TEXT_REUSE,)), "In place of a quote: that only shared wording speaks for it."),
    ),
    short=TEXT,
)

_SOURCE: Final = ListForm(BlockForm(SOURCE))
_COMMON_SOURCE: Final = Key(
    "from",
    _SOURCE,
    "A work that all claims share as their source, held or not; a claim's own `from` replaces it.",
)

# Claims

CLAIM: Final = Block(
    "claim",
    "What may be said of a claim: beside its value, in its entry, or in the `with:` of a block.",
    by_name(
        Key("about", NameForm(block=NAME), "Who or what the claim is about."),
        Key("quote", WORDS, "Words of the text, 12 at most; `first words … last words` for a long passage."),
        _CONTEXT,
        _OCCURRENCE,
        Key("part", IDENTIFIER, "The part of the document in which the quote must lie."),
        Key("words", WORDS, "The words for the value, where they are fewer than the quote."),
        _SAID_BY,
        Key("stance", STANCE, "The speech act of the innermost voice."),
        Key("modality", ChoiceForm("modalities"), "In which mode the content is put; `actual` if not given."),
        Key("polarity", ChoiceForm("polarities"), "`negative`: the text says that it is not so."),
        Key("hedge", WORDS, "Words by which the text holds back."),
        Key("manner", WORDS, "Words on how it was done, such as “unlawfully”."),
        Key("status", ChoiceForm("figureStatuses"), "The standing that the text gives a figure."),
        Key(
            "from",
            _SOURCE,
            "Where the claim comes from: `DOCUMENT.ENTRY.PROPERTY`, a work, or `none`.",
        ),
        Key("reading", TEXT, "Why the words mean this, where they alone do not show it."),
        Key("sic", TEXT, "A note that a fault of the document is kept as it is."),
        Key(
            "as_of",
            DATE,
            "The date as of which the text gives a figure; of a negative statement, up to which it speaks.",
        ),
        Key(
            "unit",
            ChoiceForm("units", code="[A-Z]{3}"),
            "What the number counts; of money, the code of its currency (ISO 4217).",
        ),
        Key("language", TEXT, "The language of the quote, where it is not that of its document or part."),
        Key(
            "population",
            NameForm(frozenset({KG + "Group"}), NAME),
            "The group that the claim is limited to.",
            qualifier=KG + "population",
        ),
        Key("severity", ChoiceForm("severities"), "The degree of harm.", qualifier=KG + "severity"),
        Key(
            "in",
            NameForm(frozenset({KG + "Place"}), NAME),
            "The place that the claim is limited to.",
            qualifier=KG + "placeScope",
        ),
        Key("when", BlockForm(SCOPE), "The time that the claim is limited to.", qualifier=KG + "timeScope"),
    ),
)
QUALIFIERS: Final = {key.qualifier: key.name for key in CLAIM.keys.values() if key.qualifier}
"""The keys of the qualifiers, by the IRIs that ``kg:allows`` takes."""


def _value(takes: str, key: Key, *more: Key) -> Block:
    return Block(
        f"{takes}Value",
        f"A value of the kind `{takes}`, with what is said of this claim only.",
        by_name(key, *more),
        short=key.form if not isinstance(key.form, NameForm) else NameForm(key.form.kinds),
        beside=CLAIM,
    )


def _named(*kinds: str) -> tuple[Key, Key]:
    return _needed("value", NameForm(frozenset(kinds), NAME), "What is named."), _IDENTITY


VALUES: Final = {
    "quantity": _value("quantity", _needed("n", NUMBER, "The number, with a population or unit behind it.")),
    "date": _value("date", _TIME, _EXTENT, _CALENDAR),
    "entity": _value("entity", *_named()),
    "concept": _value("concept", *_named(KG + "Concept")),
    "text": _value("text", _needed("value", TEXT, "The text.")),
    "law": _value("law", *_named(LAW, PROVISION)),
    "document": _value("document", *_named(*DOCUMENTS, WORK)),
}
"""The block for the value of a property, by what the property takes. The first key is that of the value itself."""
ENTRY: Final = Block("entry", "One claim for each property in it.", {}, beside=CLAIM, properties=True)
SHARED: Final = Block(
    "block",
    "Entries that share what `with` says.",
    by_name(_needed("with", BlockForm(CLAIM), "What holds for each entry that does not say otherwise.")),
    rows=ENTRY,
)
RESERVED: Final = frozenset((*CLAIM, *SHARED, *(name for value in VALUES.values() for name in value.keys)))
"""The keys that no property may have."""

# What documents and parts say of themselves

_DATUM: Final = (
    _QUOTE,
    _OCCURRENCE,
    Key("source", ChoiceForm("metadataSources"), "Where it comes from, if not from the text."),
    Key(
        "citation",
        TEXT,
        "Where the catalogue says so.",
        advice="add `citation:` with where the catalogue says so",
    ),
)
DATUM: Final = Block(
    "datum",
    "Something that a document says of itself, in words other than the datum or from a catalogue.",
    by_name(_needed("value", TEXT, "The datum as it is to be read."), *_DATUM),
    short=WORDS,
)
ISSUED: Final = Block(
    "issued",
    "The date of issue, where the title does not show it.",
    by_name(
        _needed("value", DATE, "A day, a month or a year."),
        *_DATUM,
        Key("reading", TEXT, "Why the quote means this date, where it alone does not show it."),
        _CALENDAR,
    ),
    short=DATE,
)
AGENDA_ITEMS: Final = Block(
    "agenda_items",
    "Items of an agenda, with the words that name them.",
    by_name(_needed("items", ListForm(TEXT), "The numbers of the items."), _WORDS, _OCCURRENCE),
    short=ListForm(TEXT),
)
ADDRESSEE: Final = Block(
    "addressee",
    "One to whom the text is addressed.",
    by_name(_needed("to", NameForm(AGENTS, NAME), "Who is addressed."), _SHOWN, _OCCURRENCE),
)
SIGNATORY: Final = Block(
    "signatory",
    "One who signed.",
    by_name(
        _needed("person", NameForm(frozenset({KG + "Person"}), NAME), "Who signed."),
        Key("office", NameForm(frozenset({KG + "Office"}), NAME), "In which office."),
        _needed(
            "quote", WORDS, "The words of the signature.", "add `quote:` with the words of the signature"
        ),
        _OCCURRENCE,
    ),
)
LINEAGE: Final = Block(
    "lineage",
    "The work that a text reports or is a copy of, with the words that say so.",
    by_name(_needed("work", NameForm(frozenset({WORK})), "The work."), _WORDS, _OCCURRENCE),
    short=NameForm(frozenset({WORK}), NAME),
)
REPAIR: Final = Block(
    "repair",
    "A fault of the scan.",
    by_name(
        _needed("text", TEXT, "What the file of the document has."),
        _needed("read", TEXT, "What is to be read in its place, in quotes too."),
    ),
)
RECORDED: Final = Block(
    "recorded",
    "An item of the source record, with the words of the text or the catalogue that say so.",
    by_name(_needed("value", TEXT, "The value."), *_DATUM),
    short=TEXT,
)
RECORD: Final = record_keys(RECORDED)
"""The source record: where a document's file comes from, and what catalogues know it by."""
LOCATORS: Final = (
    Key("pages", ListForm(TEXT), "The pages of what is cited, such as `12` or `12-15`; may be several."),
    Key("paragraphs", ListForm(TEXT), "The paragraphs of what is cited; may be several."),
)
_SECTION: Final = (
    Key("title", BlockForm(DATUM), "The title."),
    Key("issued", BlockForm(ISSUED), "The date of issue: a day, a month or a year."),
    Key("language", TextForm("language tag"), "The language, such as `en` or `pt-BR`."),
    Key("symbols", ListForm(BlockForm(DATUM)), "Its symbols or numbers."),
    Key("agenda_items", BlockForm(AGENDA_ITEMS), "The items of an agenda that it is on."),
    Key("addressees", ListForm(BlockForm(ADDRESSEE)), "To whom it is addressed."),
    Key("signatory", ListForm(BlockForm(SIGNATORY)), "Who signed it."),
    Key("reports", BlockForm(LINEAGE), "The work that it reports."),
    Key("copy_of", BlockForm(LINEAGE), "The work that it is a copy of."),
)
DOCUMENT: Final = Block(
    "document",
    "The document that is mapped.",
    by_name(
        _needed(
            "id", IDENTIFIER, "A short name, that of the file.", "add `id:` with a short name of the document"
        ),
        _needed("kind", ChoiceForm("documentKinds"), "What kind of document it is.", _ONE_OF_KINDS),
        _needed(
            "text",
            TextForm("`sha256:` and 64 hex digits", "sha256:[0-9a-f]{64}"),
            "The hash of the text that is mapped.",
            "run `kgbuild lock --bind FILE` to write the hash of the document's text",
        ),
        *_SECTION,
        Key("publisher", NameForm(block=NAME), "Who published it."),
        Key("held_by", NameForm(AGENTS, NAME), "The archive, library or collection that holds it."),
        *RECORD,
        Key("repairs", ListForm(BlockForm(REPAIR)), "Faults of the scan, and what to read in their place."),
    ),
)
PART: Final = Block(
    "part",
    "A part of the document.",
    by_name(
        _needed("kind", ChoiceForm("partKinds"), "What kind of part it is.", _ONE_OF_KINDS),
        Key(
            "starts",
            BlockForm(QUOTE),
            "Its first words.",
            advice="add `starts:` with the first words of the part",
        ),
        Key("ends", BlockForm(QUOTE), "Its last words."),
        Key(
            "pages",
            TEXT,
            "In place of `starts` and `ends`, for a text with a map: the pages of the original, `3` or `3-7`.",
        ),
        Key("voice", _VOICE, "Who speaks in it, where not the voice of the document."),
        _SAID_BY,
        _COMMON_SOURCE,
        *_SECTION,
    ),
    either=("starts", "pages"),
)
CITATION: Final = Block(
    "citation",
    "Another text that the document cites.",
    by_name(
        _needed(
            "to",
            NameForm(DOCUMENTS | {WORK, LAW}),
            "What is cited: a document, a part of one, a work or a law.",
        ),
        _needed("quote", WORDS, "The words of the citation.", _ADD_QUOTE),
        _needed(
            "how", ChoiceForm("citationIntents"), "How it is cited.", "add `how:` with one of: {choices}"
        ),
        _CONTEXT,
        _OCCURRENCE,
        Key("symbol_quote", BlockForm(QUOTE), "The words that give the symbol of what is cited."),
        *LOCATORS,
        Key("part", IDENTIFIER, "The part of the document in which the quote must lie."),
    ),
)
IGNORE: Final = Block(
    "ignore",
    "Words that are left unmapped on purpose.",
    by_name(
        _needed("quote", WORDS, "The words.", _ADD_QUOTE),
        _OCCURRENCE,
        _needed(
            "why",
            TEXT,
            "Why they are not mapped.",
            "add `why:` with the reason why these words are not mapped",
        ),
    ),
)
TOP: Final = Block(
    "mapping",
    "What one document says, with evidence.",
    by_name(
        _needed(
            "document",
            BlockForm(DOCUMENT),
            "The document that is mapped.",
            "add a `document:` block with `id`, `kind` and `text`",
        ),
        Key("voice", _VOICE, "Who speaks in the document."),
        _SAID_BY,
        _COMMON_SOURCE,
        Key("about", NameForm(block=NAME), "Who or what a claim is about that does not say."),
        Key("parts", TableForm((PART,)), "The parts of the document, by their ids."),
        Key("claims", TableForm((ENTRY, SHARED)), "What the document says: entries, or blocks of entries."),
        Key("citations", TableForm((CITATION,)), "What the document cites."),
        Key("ignore", ListForm(BlockForm(IGNORE)), "Words that are left unmapped on purpose."),
    ),
    either=("claims", "citations"),
)

# The registry

BROADER: Final = Block(
    "broader",
    "An entity of the same file that this one belongs to, with where that was found.",
    by_name(
        _needed("id", IDENTIFIER, "The entity above."),
        Key("source", TEXT, "Where the link was found, if not where the entity says."),
        Key("period", DATE, "The time for which it holds, as EDTF."),
    ),
    short=IDENTIFIER,
)
ENTITY: Final = Block(
    "entity",
    "An entry of a registry file: who or what an id means.",
    by_name(
        _needed(
            "type",
            ChoiceForm("types"),
            "The type, of those of the file.",
            "write `type:` with one of: {choices}",
        ),
        _needed(
            "label",
            LanguagesForm(),
            "The name by which it is shown, by language.",
            "write `label: {en: …}` for `{owner}`",
        ),
        Key("also", ListForm(LanguagesForm(bare=True)), "Other spellings; a bare text is of no language."),
        Key("broader", ListForm(BlockForm(BROADER)), "What it belongs to, such as the country of a town."),
        Key(
            "same_as", ListForm(TextForm("link")), "What it is called elsewhere: `wikidata:Q9248`, or an IRI."
        ),
        Key(
            "source",
            TEXT,
            "Where its links were found.",
            advice="add `source:` with where the link was found",
        ),
        Key("symbols", ListForm(TEXT), "The symbols of a work."),
        Key("lat", NUMBER, "Degrees north of a place, south below 0.", advice="add `lat:` beside `long:`"),
        Key("long", NUMBER, "Degrees east of a place, west below 0.", advice="add `long:` beside `lat:`"),
        Key("note", TEXT, "A note to whoever edits the registry; it is read by nothing."),
    ),
)
BLOCKS: Final = (
    TOP, DOCUMENT, PART, ENTRY, SHARED, CLAIM, *VALUES.values(), NAME, QUOTE, VOICE, TIME, SCOPE, SOURCE, CITATION,
    IGNORE, DATUM, RECORDED, ISSUED, AGENDA_ITEMS, ADDRESSEE, SIGNATORY, LINEAGE, REPAIR, ENTITY, BROADER,
)  # fmt: skip
"""Every block, in the order of the reference."""
