"""What each document answers to each question, as rows and page."""
