"""Everything that is recorded of one claim, as rows and page."""
