"""What is dated when, and who said what first, as results, page and picture."""
