"""The engines behind one adapter: equal results, every failure an error, nothing else of the process changed."""

from __future__ import annotations

import logging
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from small_project import shipped
from test_shapes_lint import DATA, HEAD, load, query, shape

from kgbuild.core.errors import ShapesError
from kgbuild.graph.shapes import engines
from kgbuild.graph.shapes.engines import ShapeResult, validate_fast, validate_reference
from kgbuild.graph.shapes.library import ShapesLibrary, load_shapes
from kgbuild.graph.shapes.run import validate_union

MANY = """@prefix ex: <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a a ex:C ; ex:p "é😀"@en, "plain", "1990-01-19"^^xsd:date, 007, 2.50, true, ex:b, [] ; ex:q 3, "x\\n\\"y\\"" .
ex:b a ex:C ; ex:p "\\u007F" .
"""
EQUAL = {
    "every kind of term": (shape("sh:maxCount 0 ; sh:in ( ex:none )"), MANY),
    "string length": (shape("sh:maxLength 1"), MANY),
    "inverse": (shape("sh:minCount 2").replace("sh:path ex:p", "sh:path [ sh:inversePath ex:p ]"), MANY),
    "closed": (
        f'{HEAD}ex:s a sh:NodeShape ; sh:targetClass ex:C ; sh:message "m" ; kg:code "K" ; sh:closed true .',
        MANY,
    ),
    "query": (
        query("SELECT DISTINCT $this ?value WHERE { $this ex:p ?value . FILTER (isLiteral(?value)) }"),
        MANY,
    ),
    "query without a value": (query("SELECT DISTINCT $this WHERE { $this ex:q ?x }"), MANY),
    "blank focus": (shape("sh:minCount 1").replace("sh:targetClass ex:C", "sh:targetObjectsOf ex:p"), MANY),
    "info": (shape("sh:maxCount 0 ; sh:severity sh:Info"), MANY),
    "warning": (shape("sh:maxCount 0 ; sh:severity sh:Warning"), MANY),
}


@pytest.fixture(scope="module")
def library() -> ShapesLibrary:
    """The shapes that kgbuild ships."""
    return shipped()


@pytest.mark.parametrize("name", EQUAL)
def test_both_engines_give_the_same_results(name: str) -> None:
    """Shape, focus node, value, path and severity are the same, in the same order, each once."""
    shapes, data = EQUAL[name]
    fast = validate_fast(shapes, data)
    assert fast == validate_reference(shapes, data)
    assert fast
    assert len(set(fast)) == len(fast)


def test_terms_come_back_as_they_were_written() -> None:
    """Literals keep their spelling and form, as canonical N-Triples."""
    values = {result.value for result in validate_fast(shape("sh:nodeKind sh:BlankNode"), MANY)}
    integer, date = "http://www.w3.org/2001/XMLSchema#integer", "http://www.w3.org/2001/XMLSchema#date"
    assert {'"é😀"@en', '"plain"', f'"007"^^<{integer}>', f'"1990-01-19"^^<{date}>', '"\\u007F"'} <= values


def test_a_nested_shape_without_iri_is_told_as_its_holder() -> None:
    """With the reference engine a shape outside the profile runs too; its results name the nearest IRI."""
    text = (
        HEAD + "ex:s a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:none ; sh:minCount 1 ] ."
    )
    wanted = [
        ShapeResult(
            "https://example.org/s", "<https://example.org/a>", None, "https://example.org/none", "Violation"
        )
    ]
    assert validate_reference(text, DATA) == wanted
    assert validate_fast(text, DATA) == wanted


def test_the_reference_engine_runs_shapes_outside_the_profile(tmp_path: Path) -> None:
    """`--engine pyshacl` runs them all; a finding of a shape without a code has the code KG400."""
    text = (
        HEAD + "ex:s a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:none ; sh:minCount 1 ] ."
    )
    library = load(tmp_path, text)
    validation = validate_union(library, DATA, engine="pyshacl")
    assert [library.shapes[result.shape].code for result in validation.results] == ["KG400"]


@pytest.mark.parametrize("engine", [validate_fast, validate_reference])
@pytest.mark.parametrize(
    ("shapes", "data"),
    [
        (shape("sh:minCount"), DATA),
        (shape('sh:pattern "("'), DATA),
        (query("SELECT DISTINCT $this WHERE { nonsense"), DATA),
        (shape("sh:minCount 1"), "<https://example.org/a> a"),
    ],
    ids=["broken shapes", "broken regex", "broken query", "broken data"],
)
def test_what_goes_wrong_in_an_engine_is_an_error_and_never_a_pass(engine, shapes: str, data: str) -> None:  # type: ignore[no-untyped-def] # one of two functions
    """Whatever an engine raises, or returns as a failure, becomes a ShapesError."""
    with pytest.raises(ShapesError):
        engine(shapes, data)


def test_a_failure_that_pyshacl_returns_as_a_report_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """pySHACL hands some failures back in place of the report graph."""
    import pyshacl
    from pyshacl.errors import ValidationFailure

    monkeypatch.setattr(
        pyshacl, "validate", lambda *_, **__: (False, ValidationFailure("it broke"), "it broke")
    )
    with pytest.raises(ShapesError, match="it broke"):
        validate_reference(shape("sh:minCount 1"), DATA)


def test_a_panic_of_the_rust_engine_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Rust panic arrives as a BaseException that is no Exception; an interrupt stays one."""

    class Panic(BaseException):
        pass

    class Shapes:
        fault: type[BaseException] = Panic

        @classmethod
        def from_turtle(cls, _: str) -> None:
            raise cls.fault("index out of bounds")

    monkeypatch.setattr(engines.shacl, "Shapes", Shapes)
    with pytest.raises(ShapesError, match="index out of bounds"):
        validate_fast("", "")
    Shapes.fault = KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt):
        validate_fast("", "")


def test_the_reference_engine_leaves_rdflib_as_it_was() -> None:
    """No global of rdflib is changed, no log filter stays, and nothing warns, also where the shapes are broken."""
    import rdflib
    import rdflib.term
    from rdflib.plugins.parsers import notation3

    def state() -> tuple[object, ...]:
        binding = [(str(kind), maker) for kind, maker in rdflib.term._toPythonMapping.items()]
        logger = logging.getLogger("rdflib.term")
        return (
            rdflib.NORMALIZE_LITERALS,
            dict(vars(notation3)).keys(),
            sorted(binding, key=str),
            list(logger.filters),
        )

    before = state()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        validate_reference(shape("sh:minCount 2"), MANY)
        for broken in (shape("sh:minCount"), shape('sh:pattern "("')):
            with pytest.raises(ShapesError):
                validate_reference(broken, DATA)
    assert state() == before


def test_the_default_engine_does_not_load_the_reference() -> None:
    """rdflib and pySHACL are loaded only by who asks for them."""
    code = (
        "import sys, kgbuild.graph.shapes.run; sys.exit(any(m in sys.modules for m in ('rdflib', 'pyshacl')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_nothing_to_check_is_an_error(engine: str, tmp_path: Path, library: ShapesLibrary) -> None:
    """Both engines call no shapes, and no data, conformant: that is no answer."""
    with pytest.raises(ShapesError, match="there are no shapes"):
        validate_union(load(tmp_path, HEAD), DATA, engine=engine)
    for data in ("", DATA):
        with pytest.raises(ShapesError, match="no node that a shape is about"):
            validate_union(library, data, engine=engine)


def test_shapes_that_do_not_parse_are_told_by_file_and_line(tmp_path: Path) -> None:
    """The message can be clicked: file, line, column."""
    (tmp_path / "own.ttl").write_text(HEAD + "\n\nex:s a sh:NodeShape ; .. \n", encoding="utf-8")
    with pytest.raises(ShapesError, match=r"own\.ttl:6:\d+: "):
        load_shapes([tmp_path / "own.ttl"])
    with pytest.raises(ShapesError, match="No such file"):
        load_shapes([tmp_path / "absent.ttl"])


def test_an_engine_or_format_that_does_not_exist_is_an_error(library: ShapesLibrary, tmp_path: Path) -> None:
    """The message lists what there is."""
    with pytest.raises(ShapesError, match="no engine `jena`"):
        validate_union(library, DATA, engine="jena")
    (tmp_path / "data.csv").write_text("a,b", encoding="utf-8")
    with pytest.raises(ShapesError, match=r"by `\.csv`"):
        validate_union(library, tmp_path / "data.csv")


def test_every_format_is_read_as_one_union(tmp_path: Path) -> None:
    """A file with named graphs is validated as if it had none."""
    library = load(tmp_path, shape("sh:minCount 2"))
    quad = "<https://example.org/{}> {} <https://example.org/g{}> .\n"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/C>"
    (tmp_path / "d.nq").write_text(
        quad.format("a", kind, 1) + quad.format("a", '<https://example.org/p> "1"', 2), encoding="utf-8"
    )
    (tmp_path / "d.trig").write_text(
        f"<https://example.org/g> {{ <https://example.org/a> <{kind.split('<')[1]} <{kind.split('<')[2]} }}",
        encoding="utf-8",
    )
    (tmp_path / "d.ttl").write_text(DATA, encoding="utf-8")
    (tmp_path / "d.jsonld").write_text(
        '{"@id": "https://example.org/a", "@type": "https://example.org/C"}', encoding="utf-8"
    )
    for name in ("d.nq", "d.trig", "d.ttl", "d.jsonld"):
        validation = validate_union(library, tmp_path / name)
        assert [result.focus for result in validation.results] == ["<https://example.org/a>"]
        assert (validation.shapes_count, validation.focus_nodes) == (1, 1)


def test_instances_of_subclasses_count_as_focus_nodes(tmp_path: Path) -> None:
    """As in SHACL: a class target reaches the instances of subclasses that the data declares."""
    library = load(tmp_path, shape("sh:minCount 1"))
    data = (
        "<https://example.org/a> a <https://example.org/D> . <https://example.org/D> "
        "<http://www.w3.org/2000/01/rdf-schema#subClassOf> <https://example.org/C> ."
    )
    for engine in ("shacl", "pyshacl"):
        validation = validate_union(library, data, engine=engine)
        assert (validation.focus_nodes, len(validation.results)) == (1, 1)
