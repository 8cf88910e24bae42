"""Everything that is recorded of one claim, as results and page."""
