"""Sources that lead back to themselves, among documents, voices and claims, as results and page."""
