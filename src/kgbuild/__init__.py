"""kgbuild: knowledge graphs of who says what."""
