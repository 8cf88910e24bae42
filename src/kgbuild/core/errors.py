"""The errors that kgbuild raises when it cannot do its job (exit code 2), with one class at their root.

What is wrong with a *mapping* is never raised: it is a :class:`~kgbuild.findings.diagnostics.Diagnostic`.
"""


class KgbuildError(Exception):
    """kgbuild could not do the job. ``str()`` is the message; ``hint`` says what to do, where that is known."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class ConfigError(KgbuildError):
    """``kgbuild.toml`` is missing, unreadable or wrong."""


class VocabularyError(KgbuildError):
    """An ontology file is unreadable or defines a term that kgbuild cannot use."""


class TermError(KgbuildError, ValueError):
    """A text is no valid IRI or literal."""


class ShapesError(KgbuildError):
    """Validation could not be carried out: broken shapes, nothing to check, or a failing engine."""


class DocumentError(KgbuildError):
    """A source document cannot be read as text."""
