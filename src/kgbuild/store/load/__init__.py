"""Loading into other stores: each graph that differs there is sent, and then counted."""
