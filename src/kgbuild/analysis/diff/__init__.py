"""What two built graphs say differently: claims, documents, citations, entities, lineage and conflicts.

In: two graphs, as files, projects or git revisions. Out: records and a page. The lines of the mappings, the order of
statements, prefixes and formats make no difference.
"""
