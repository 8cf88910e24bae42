"""Does the quote say what the claim says? Numbers and dates are checked against its words.

A ``reading`` explains what the words alone do not show; ``sic`` keeps a fault of the document as it is.
"""

from __future__ import annotations

from kgbuild.evidence.dates import Checked, DateEvidence, check_date
from kgbuild.evidence.figures import Figures
from kgbuild.evidence.finder import Anchor
from kgbuild.mapping.model import Amount, ClaimSpec
from kgbuild.mapping.tree import Report
from kgbuild.values.edtf import Time


def check_claim(
    spec: ClaimSpec, anchor: Anchor, dates: DateEvidence, figures: Figures, report: Report
) -> Checked:
    """Check a claim against the words of its quote and context."""
    if isinstance(spec.value, Amount):
        figures.check(spec, spec.value, anchor, report)
        return Checked()
    if not isinstance(spec.value, Time):
        return Checked()
    return check_date(spec, spec.value, anchor, dates, report)
