"""``kgbuild timeline``."""

from __future__ import annotations

import click

from kgbuild.analysis.study import Study
from kgbuild.analysis.timeline.overview import timeline_overview
from kgbuild.analysis.timeline.page import timeline_page
from kgbuild.analysis.timeline.picture import timeline_picture
from kgbuild.analysis.timeline.results import event_dates, question_timeline
from kgbuild.cli.analysis import Analysis, analysis_options, details_option, picture_option
from kgbuild.core.errors import KgbuildError
from kgbuild.core.pages import Page
from kgbuild.core.similar import did_you_mean
from kgbuild.core.terms import Term


@click.command()
@click.option("--event", metavar="ID", help="Only this event, and questions about it.")
@click.option("--question", metavar="QUESTION", help="Only who answered this question, or these, when.")
@click.option("--events", "what", flag_value="events", help="Only the dates of events.")
@click.option("--statements", "what", flag_value="statements", help="Only who answered which question when.")
@details_option
@picture_option
@analysis_options
def command(analysis: Analysis, event: str | None, question: str | None, what: str | None) -> int:
    """Show what is dated when, and who said what first.

    Events come with every date that claims give them, side by side; open, relative and undated ones stand apart. Of
    statements it shows the first dated mention in the corpus, the later ones, and what the voices of one state or
    organisation said over the years; without --event and --question, of the questions that more than one document
    answers. Without them a screen shows what most documents speak of, and --details all of it. QUESTION is
    SUBJECT.PROPERTY, a property (killed), a subject, or the id of a claim.
    """
    if question is not None and what == "events":
        raise click.UsageError("--question is about statements, --events shows none")
    study = analysis.study()
    only = None if event is None else _event(study, event)
    events = None if what == "statements" or question is not None else event_dates(study, only)
    timelines = None
    if what != "events":
        asked = study.questions.values() if question is None else study.select(question)
        timelines = [
            question_timeline(study, each)
            for each in asked
            if only in (None, each.subject)
            and (only is not None or question is not None or len(study.documents_of(each)) > 1)
        ]

    def page() -> Page:
        made = timeline_page(study, events, timelines)
        if question is None and event is None:
            made.short = timeline_overview(study, events, timelines)
        return made

    analysis.show(page, lambda: timeline_picture(study, events, timelines))
    return 0


def _event(study: Study, name: str) -> Term:
    known = {
        study.name(question.subject): question.subject
        for question in study.questions.values()
        if study.kind(question.subject) == "event"
    }
    if name not in known:
        raise KgbuildError(f"no claim of this corpus is about an event `{name}`", did_you_mean(name, known))
    return known[name]
