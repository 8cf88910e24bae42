"""Analyses: who really stands behind a statement, as far as documents and mappings record it.

In: a project, opened as a :class:`Study`. Out: rows, a page and a picture of each analysis, side by side in its folder;
``drawing/`` below them.

>>> study = kgbuild.study("path/to/project")                # doctest: +SKIP
>>> for question in study.select("killed"):                 # doctest: +SKIP
...     for figure in origins_of(study, question):
...         print(question.label, figure.value, len(figure.documents), len(figure.origins))
"""

from kgbuild.analysis.loops.results import Loop, loops_of
from kgbuild.analysis.origins.paths import LineagePath, lineage_paths
from kgbuild.analysis.origins.results import Body, Figure, TracedMention, bodies_of, origins_of, speech_graph
from kgbuild.analysis.retract.results import Retraction, retract
from kgbuild.analysis.study import Question, Section, Study
from kgbuild.analysis.timeline.results import EventDates, Telling, events_of, telling_of
from kgbuild.analysis.views import document_graph, flat, provenance_graph

__all__ = [
    "Body",
    "EventDates",
    "Figure",
    "LineagePath",
    "Loop",
    "Question",
    "Retraction",
    "Section",
    "Study",
    "Telling",
    "TracedMention",
    "bodies_of",
    "document_graph",
    "events_of",
    "flat",
    "lineage_paths",
    "loops_of",
    "origins_of",
    "provenance_graph",
    "retract",
    "speech_graph",
    "telling_of",
]
