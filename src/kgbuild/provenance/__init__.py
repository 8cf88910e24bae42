"""Provenance: who really stands behind a statement, as far as documents and mappings record it.

>>> study = kgbuild.study("path/to/project")                # doctest: +SKIP
>>> for question in study.select("killed"):                 # doctest: +SKIP
...     for figure in origins_of(study, question):
...         print(question.label, figure.value, len(figure.documents), len(figure.origins))
"""

from kgbuild.provenance.loops import Loop, loops_of
from kgbuild.provenance.origins import Body, Figure, Origin, bodies_of, origins_of, speech_graph
from kgbuild.provenance.retract import Retraction, retract
from kgbuild.provenance.study import Question, Section, Study
from kgbuild.provenance.timeline import EventDates, Telling, events_of, telling_of
from kgbuild.provenance.views import document_graph, flat, provenance_graph
from kgbuild.provenance.ways import Way, ways

__all__ = [
    "Body",
    "EventDates",
    "Figure",
    "Loop",
    "Origin",
    "Question",
    "Retraction",
    "Section",
    "Study",
    "Telling",
    "Way",
    "bodies_of",
    "document_graph",
    "events_of",
    "flat",
    "loops_of",
    "origins_of",
    "provenance_graph",
    "retract",
    "speech_graph",
    "telling_of",
    "ways",
]
