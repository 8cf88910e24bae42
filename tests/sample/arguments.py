"""Arguments for the named queries that give hundreds of rows of the sample without any."""

from __future__ import annotations

from collections.abc import Mapping

BASE = "https://w3id.org/kgbuild/sample/"
TOLL = "kg:killed kg:wounded kg:missing kg:detained"
ARGUMENTS: Mapping[str, Mapping[str, str]] = {
    "about": {"entity": "place:sumgayit agent:yashar-aliyev work:ministry-statement-2025-01-20"},
    "by-voice": {"speaker": "office:prime-minister-of-armenia agent:leadership-of-armenia"},
    "chain": {"property": TOLL},
    "concepts": {"property": "kg:purpose"},
    "counts": {"document": "doc:news-report-2026"},
    "find-words": {"words": '"martyr"'},
    "in-document": {"document": "doc:news-report-2026"},
    "lineage": {"property": TOLL},
    "lineage-not-recorded": {"property": TOLL},
    "near": {"claim": f"<{BASE}claim/letter-2025-01-20.toll.killed>", "within": "60"},
    "new-questions": {"property": TOLL + " kg:occurred kg:named"},
    "one-side": {"property": TOLL + " kg:invokes"},
    "quotes": {
        "claim": " ".join(
            f"<{BASE}claim/{name}>"
            for name in (
                "letter-2020-01-17.denial.characterised_as.defiance-of-human-rights",
                "news-report-2026.toll.killed",
            )
        )
    },
    "same-content": {"property": TOLL},
}
