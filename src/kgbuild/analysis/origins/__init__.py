"""From how many recorded origins a figure comes, as results, page and picture."""
