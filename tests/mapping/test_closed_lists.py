"""An unknown word at each key of the language that takes one of a closed list, in ``check`` and in ``build``."""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from kgbuild.cli import main
from kgbuild.ontology.forms import Block, ChoiceForm, Form, ListForm, WordForm
from kgbuild.ontology.keys import BLOCKS, VALUES

FLOOD = ROOT / "tests" / "cases" / "flood"
REPORT, GAZETTE, PLACES = "mappings/flood-report.yaml", "mappings/gazette-report.yaml", "registry/places.yaml"
# Block → where the key is written: a file, words that stand once in it, and what takes their place.
WRITTEN = {
    "document": (REPORT, "  kind: news-report\n", "  {key}: {word}\n"),
    "recorded": (REPORT, "  kind: news-report\n", "  kind: news-report\n  rights: {value: free, {key}: {word}}\n"),
    "part": (REPORT, "    kind: annex\n", "    {key}: {word}\n"),
    "entry": (REPORT, "    quote: night of 4-5", "    {key}: {word}\n    quote: night of 4-5"),
    "claim": (REPORT, "    quote: About 40 persons", "    {key}: {word}\n    quote: About 40 persons"),
    "quantityValue": (REPORT, "{n: two children, quote", "{n: two children, {key}: {word}, quote"),
    "dateValue": (REPORT, "occurred: 1901-03-04\n", "occurred: {value: 1901-03-04, {key}: {word}}\n"),
    "entityValue": (REPORT, "took_place_in: elmford\n", "took_place_in: {value: elmford, {key}: {word}}\n"),
    "conceptValue": (REPORT, "characterised_as: neglect\n", "characterised_as: {value: neglect, {key}: {word}}\n"),
    "voice": (REPORT, "parish-clerk-of-elmford, quote", "parish-clerk-of-elmford, {key}: {word}, quote"),
    "name": (REPORT, "  publisher: elmford-chronicle\n", "  publisher: {id: elmford-chronicle, {key}: {word}}\n"),
    "time": (REPORT, "    quote: About 40", "    as_of: {value: 1901-03-09, {key}: {word}}\n    quote: About 40"),
    "source": (GAZETTE, "    quote: 13", "    from: {source: chronicle-flood-report, {key}: {word}}\n    quote: 13"),
    "citation": (GAZETTE, "    how: reports\n", "    {key}: {word}\n"),
    "datum": (REPORT, "  title: THE FLOOD AT ELMFORD\n", "  title: {value: THE FLOOD AT ELMFORD, {key}: {word}}\n"),
    "issued": (REPORT, "{value: 1901-03-09, quote", "{value: 1901-03-09, {key}: {word}, quote"),
    "entity": (PLACES, "", ""),
}  # fmt: skip
# Values of these kinds have no property in the flood; their lists are those of every value.
NO_PROPERTY = {"textValue", "lawValue", "documentValue"}


def closed(form: Form) -> bool:
    return closed(form.item) if isinstance(form, ListForm) else isinstance(form, (ChoiceForm, WordForm))


def keys(blocks: tuple[Block, ...] = BLOCKS) -> Iterator[tuple[str, str]]:
    for block in blocks:
        yield from ((block.name, name) for name in block if closed(block[name].form))


CASES = sorted(each for each in keys() if each[0] not in NO_PROPERTY)


def test_every_closed_list_is_tried() -> None:
    """The language has no key of a closed list that is left out; the kinds of value left out have the same lists."""
    assert len(CASES) >= 50
    tried = {name for block, name in CASES if block in {each.name for each in VALUES.values()}}
    assert {name for block, name in keys() if block in NO_PROPERTY} <= tried
    assert {block for block, _ in CASES} == set(WRITTEN)


def run(project: Path, command: str) -> tuple[int, str]:
    """The exit code of a command, and all that it says."""
    said = io.StringIO()
    streams = contextlib.redirect_stdout(said), contextlib.redirect_stderr(said)
    with streams[0], streams[1], contextlib.chdir(project), pytest.raises(SystemExit) as ended:
        main([command])
    return int(ended.value.code or 0), said.getvalue()


@pytest.mark.parametrize("word", ["stated", "{}"], ids=["word", "block"])
@pytest.mark.parametrize(("block", "key"), CASES, ids=[f"{block}.{key}" for block, key in CASES])
def test_an_unknown_word(block: str, key: str, word: str, tmp_path: Path) -> None:
    """It is a finding of the mapping in both commands, and no fault of kgbuild."""
    project = tmp_path / "flood"
    shutil.copytree(FLOOD, project, ignore=shutil.ignore_patterns("out", ".kgbuild"))
    file, old, new = WRITTEN[block]
    text = (project / file).read_text(encoding="utf-8")
    if block == "entity":
        old = next(line for line in text.splitlines(keepends=True) if line.strip().startswith("type:"))
        new = old.partition("type:")[0] + "{key}: {word}\n"
    else:
        assert text.count(old) == 1
    new = new.replace("{key}", key).replace("{word}", word)
    (project / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    for command in ("check", "build"):
        code, said = run(project, command)
        assert "internal fault" not in said
        assert "Traceback" not in said
        if word == "stated":
            assert (code, f"{file}:" in said) == (1, True), said
        else:
            assert code in (0, 1)
