"""Pictures of provenance: SVG and PNG laid out here and drawn with matplotlib, and DOT for other programs."""
