"""``kgbuild timeline``."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.common import open_project, project_options
from kgbuild.cli.pages import draw_picture, page_options, picture_option, show_page
from kgbuild.errors import KgbuildError
from kgbuild.pictures.timeline import timeline_picture
from kgbuild.provenance.study import Study
from kgbuild.provenance.timeline import events_of, telling_of
from kgbuild.report.timeline import timeline_page
from kgbuild.similar import suggestion
from kgbuild.studies import open_study
from kgbuild.terms import Term


@click.command()
@click.option("--event", metavar="ID", help="Only this event, and questions about it.")
@click.option("--events", "what", flag_value="events", help="Only the dates of events.")
@click.option("--statements", "what", flag_value="statements", help="Only who answered which question when.")
@page_options
@picture_option
@project_options
def command(
    event: str | None,
    what: str | None,
    style: str,
    output: Path | None,
    picture: Path | None,
    config: Path | None,
    documents: tuple[Path, ...],
) -> int:
    """Show what is dated when, and who said what first.

    Events come with every date that claims give them, side by side; open, relative and undated ones stand apart. Of
    statements it shows the first dated mention in the corpus, the later ones, and what the voices of one state or
    organisation said over the years; without --event, of the questions that more than one document answers.
    """
    study = open_study(open_project(config, documents))
    only = None if event is None else _event(study, event)
    events = None if what == "statements" else events_of(study, only)
    tellings = None
    if what != "events":
        tellings = [
            telling_of(study, question)
            for question in study.questions.values()
            if (only is None and len({claim.document for claim in study.by_slot[question.slot]}) > 1)
            or question.subject == only
        ]
    if picture is not None:
        draw_picture(timeline_picture(study, events, tellings), picture)
        return 0
    show_page(timeline_page(study, events, tellings), style, output)
    return 0


def _event(study: Study, name: str) -> Term:
    known = {
        study.name(question.subject): question.subject
        for question in study.questions.values()
        if study.kind(question.subject) == "event"
    }
    if name not in known:
        near = suggestion(name, known)
        raise KgbuildError(
            f"no claim of this corpus is about an event `{name}`",
            f"did you mean `{near}`?" if near else None,
        )
    return known[name]
