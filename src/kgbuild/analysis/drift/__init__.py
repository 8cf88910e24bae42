"""What a report says otherwise than the document that it reports, as rows, page and picture."""
