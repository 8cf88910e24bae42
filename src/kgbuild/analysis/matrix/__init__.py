"""What each document answers to each question, as results and page."""
