"""Who answers one question differently: its sides, parts and wholes, as rows, page and picture."""
