"""What is dated when, and who said what first, as rows, page and picture."""
