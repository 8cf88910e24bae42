"""The built graph behind a SPARQL endpoint on this machine: a store's own server, and a gateway before it."""
