"""The figures of a question over time: year, figure, voice and origin, with sums and revisions."""
