"""Units: those that measure are named behind a figure, those that count are not."""

from __future__ import annotations

from kgbuild.core.project import ontology_folder
from kgbuild.ontology.namespaces import KG
from kgbuild.ontology.vocabulary import load_vocabulary


def test_a_unit_measures_or_counts() -> None:
    """Every unit with a symbol has a name for one and for several; what counts whole things has none."""
    vocabulary = load_vocabulary(sorted(ontology_folder().glob("*.ttl")))
    assert vocabulary.measures[KG + "day"] == ("day", "days")
    assert vocabulary.measures[KG + "percent"] == ("per cent", "per cent")
    units = vocabulary.choices("units").values()
    counting = {each.iri for each in units if "countable" in each.flags}
    assert counting
    assert not counting & vocabulary.measures.keys()
    others = {each.key for each in units} - {
        each.key for each in units if each.iri in counting | vocabulary.measures.keys()
    }
    assert others == {"money", "unspecified"}
