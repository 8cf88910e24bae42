"""Why no lineage is recorded for a claim, in words, where the mappings give a reason to expect some."""

from __future__ import annotations

from kgbuild.analysis.study import Study
from kgbuild.claims.claim import Claim
from kgbuild.core.terminal import count
from kgbuild.core.terms import Term


def unrecorded_text(study: Study, claim: Claim) -> str:
    """ "lineage not recorded", and why that is so although the document reports a work."""
    why = _reason(study, claim)
    return f"lineage not recorded: {why}" if why else "lineage not recorded"


def _reason(study: Study, claim: Claim) -> str:
    section, whole = study.section_of(claim), study.sections[claim.document]
    if claim.sources == ():
        return "the mapping says `from: none`"
    reported = section.reports or (whole.reports if section.copy_of is None else None)
    if reported is None:
        return ""
    copies = [each.id for each in study.sections.values() if each.copy_of == reported]
    answers = [other for other in study.by_slot[claim.proposition.slot] if _copies(study, other, reported)]
    if len(answers) > 1 and not claim.predicate.many:
        why = f"any of {count(len(answers), 'claim')} of it could be meant"
    elif answers:
        why = "its claims say something else here"
    else:
        why = "none of its claims answers this question"
    return f"the document reports “{study.label(reported)}”, held in {', '.join(copies)}, and {why}"


def _copies(study: Study, claim: Claim, work: Term) -> bool:
    return work in (study.section_of(claim).copy_of, study.sections[claim.document].copy_of)
