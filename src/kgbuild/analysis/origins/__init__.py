"""From how many recorded origins a figure comes, as rows, page and picture."""
