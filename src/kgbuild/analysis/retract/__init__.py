"""What loses its recorded support without a document or a voice, as results and page."""
