"""The words of numbers, one file a language: data that ``lexicon`` reads, with no code."""
