"""An audit of claims: each in words, with its voices and the words it cites; and what readers said of it."""
