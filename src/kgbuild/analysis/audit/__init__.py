"""The audit of a corpus: claims drawn for readers, the sheets they fill in, and what they found."""
