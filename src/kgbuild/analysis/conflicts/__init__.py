"""Who answers a question differently: its sides, parts and wholes, as results, page and picture."""
