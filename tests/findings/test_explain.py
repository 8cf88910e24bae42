"""Explanations: every code has one, and it says all it has to."""

from __future__ import annotations

import re

import pytest
import yaml
from conftest import ROOT

from kgbuild.core.errors import KgbuildError
from kgbuild.findings.codes import CODES
from kgbuild.findings.explain import (
    Explanation,
    UnknownCodeError,
    explanation,
    reference_markdown,
    render_explanation,
    render_markdown,
)
from kgbuild.graph.shapes.library import load_shapes, shape_explanations

SHAPE = Explanation("KG401", "error", "a claim without evidence", "What.", "Why.", "wrong: 1", "right: 1")


def test_exactly_the_codes_are_explained() -> None:
    """Every code has an explanation, and no explanation is of an unknown code."""
    explained = re.findall(r"^### (KG\d+)$", reference_markdown(), re.MULTILINE)
    assert explained == sorted(CODES)
    assert len(explained) >= 51


@pytest.mark.parametrize("code", CODES)
def test_all_four_texts_are_there(code: str) -> None:
    """An explanation says what is checked, why, and shows a wrong and a right example, which differ."""
    found = explanation(code)
    assert (found.code, found.severity, found.title) == (code, *CODES[code])
    for text in (found.what, found.why):
        assert re.fullmatch(r"[A-Z`].*\.", text), text
        assert text == " ".join(text.split())
    assert found.wrong.strip()
    assert found.right.strip()
    assert found.wrong != found.right


@pytest.mark.parametrize("code", CODES)
def test_the_right_examples_are_yaml(code: str) -> None:
    """A right example that is no command can be read as YAML."""
    right = explanation(code).right
    if not any(line.startswith("$ ") for line in right.split("\n")):
        assert isinstance(yaml.compose(right, Loader=yaml.SafeLoader), yaml.MappingNode)


def test_every_code_has_its_section_on_the_page() -> None:
    """``docs/reference/diagnostics.md``, the page that a code leads to, has a section with both examples for each
    code of kgbuild and of its shapes, and no other."""
    page = (ROOT / "docs" / "reference" / "diagnostics.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (KG\d+)\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))
    of_shapes = shape_explanations(load_shapes([ROOT / "ontology" / "shapes.ttl"]))
    assert len(of_shapes) >= 20
    assert list(sections) == sorted({*CODES, *of_shapes})
    for code, text in sections.items():
        examples = re.findall(r"^(Wrong|Right):\n\n```\w*\n(.+?)\n```$", text, re.MULTILINE | re.DOTALL)
        assert [name for name, _ in examples] == ["Wrong", "Right"], code
        assert examples[0][1] != examples[1][1], code


def test_the_text_for_the_terminal() -> None:
    """The terminal text names the code, its weight and the four parts."""
    assert (
        render_explanation(explanation("kg212"))
        == """\
KG212 (error): a claim without a voice

What is checked
    Every claim needs a speaker: a `voice:` of the document, or of the part in which
    the quote lies. It may be named or unnamed.

Why
    Nothing is stated by kgbuild itself. Each statement belongs to somebody, and a
    claim without a voice would look like a fact.

Wrong
    document:
      id: vestry-minutes-1901-03-09
    about: flood-elmford-1901-03-04

Right
    document:
      id: vestry-minutes-1901-03-09
    voice: elmford-vestry
    about: flood-elmford-1901-03-04
"""
    )


def test_the_section_of_the_reference() -> None:
    """A section of the reference page is one heading with the same texts; commands are marked as such."""
    assert (
        render_markdown(SHAPE)
        == """\
### KG401

*error*: a claim without evidence

What.

Why.

Wrong:

```yaml
wrong: 1
```

Right:

```yaml
right: 1
```
"""
    )
    assert "```console\n$ iconv" in render_markdown(explanation("KG101"))


def test_shapes_bring_their_own() -> None:
    """A shape's explanation is handed in, found like the others, and put in its place on the page."""
    extra = {"KG401": SHAPE}
    assert explanation("KG401", extra) is SHAPE
    page = reference_markdown(extra)
    assert page.index("### KG326") < page.index("### KG401") < page.index("### KG501")


@pytest.mark.parametrize(("asked", "first"), [("KG3O1", "KG301"), ("301", "KG301"), ("KGL05", "KG105")])
def test_an_unknown_code_names_near_ones(asked: str, first: str) -> None:
    """An unknown code is an error of kgbuild that names codes which exist."""
    with pytest.raises(UnknownCodeError, match=re.escape(repr(asked))) as caught:
        explanation(asked)
    assert caught.value.near[0] == first
    assert set(caught.value.near) <= set(CODES)
    assert first in (caught.value.hint or "")


def test_a_far_code_gets_no_hint() -> None:
    """Where no code is near there is no guess."""
    with pytest.raises(KgbuildError) as caught:
        explanation("banana")
    assert caught.value.hint is None
