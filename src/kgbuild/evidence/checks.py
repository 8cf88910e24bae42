"""Does the quote say what the claim says? Numbers and dates are checked against its words.

A ``reading`` explains what the words alone do not show; ``sic`` keeps a fault of the document as it is.
"""

from __future__ import annotations

from kgbuild.evidence.dates import Checked, DateEvidence, check_date
from kgbuild.evidence.finder import Anchor
from kgbuild.findings.diagnostics import diagnostic
from kgbuild.mapping.model import Amount, ClaimSpec
from kgbuild.mapping.tree import Report
from kgbuild.values.edtf import Time
from kgbuild.values.numerals import numbers_in
from kgbuild.values.quantities import ValueSyntaxError, parse_quantity, states


def check_claim(spec: ClaimSpec, anchor: Anchor, evidence: DateEvidence, report: Report) -> Checked:
    """Check a claim against the words of its quote and context."""
    quotes = (spec.quote.text,) if spec.quote.context is None else (spec.quote.text, spec.quote.context)
    if isinstance(spec.value, Amount):
        if spec.reading is None and not any(states(quote, spec.value.quantity) for quote in quotes):
            _unstated_number(spec, report)
        return Checked()
    if not isinstance(spec.value, Time):
        return Checked()
    return check_date(spec, spec.value, anchor, evidence, report)


def _unstated_number(spec: ClaimSpec, report: Report) -> None:
    found = numbers_in(spec.quote.text)
    said = ", ".join(spec.quote.text[n.start : n.end] for n in found)
    report(
        diagnostic(
            "KG305",
            f"the quote does not state the number of `{spec.property.key}`",
            spec.value_place,
            label="not in the quote",
            notes=[f"the quote states: {said}" if found else "the quote states no number"],
            help=f"write `{said}`"
            if len(found) == 1 and _reads(said)
            else "quote the words that hold the number, or add `reading:` with why it is meant",
        )
    )


def _reads(said: str) -> bool:
    """Whether a mapping may write a number as the text does: "1.200" reads in two ways."""
    try:
        parse_quantity(said)
    except ValueSyntaxError:
        return False
    return True
