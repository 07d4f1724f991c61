"""Several versions of one paper."""

from __future__ import annotations

from analysis.intake.rules.book import noticed

CORRECTED = noticed(
    "PAPER-CORRECTED",
    level="unit",
    severity="info",
    source="each paper counts once",
    says="A paper whose marked copy came back corrected is replaced by that copy.",
)

UNUSABLE = noticed(
    "PAPER-UNUSABLE",
    level="unit",
    severity="error",
    source="each paper counts once",
    says="A version of which no row can be used leaves the other version in its place.",
)
