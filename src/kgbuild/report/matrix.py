"""The matrix of documents and questions as a page."""

from __future__ import annotations

from itertools import batched
