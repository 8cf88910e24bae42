"""What is different between two built graphs: claims, documents, citations, entities, lineage and conflicts.

Pure: two graphs in, records out. The lines of the mappings, the order of statements, prefixes and formats are no
differences; ``docs/how-to/see-what-changed.md`` says what is.
"""

from kgbuild.differences.compare import differences
from kgbuild.differences.results import Answer, Change, ConflictChange, Difference, Differences, Item, Shift

__all__ = ["Answer", "Change", "ConflictChange", "Difference", "Differences", "Item", "Shift", "differences"]
