"""A household that is known without a code, and one that may be known."""

from __future__ import annotations

from analysis.intake.rules.book import noticed

MATCHED = noticed(
    "IDENTITY-MATCHED",
    level="household",
    severity="info",
    source="docs/household_identity.md",
    says="A household without a code is recognised by its head, birth year, village and members.",
)

NEW = noticed(
    "IDENTITY-NEW",
    level="household",
    severity="info",
    source="docs/household_identity.md",
    says="A household without a code that no list before had is counted under a provisional one.",
)

DOUBT = noticed(
    "IDENTITY-DOUBT",
    level="household",
    severity="warning",
    source="docs/household_identity.md",
    says="Rows of two lists that may be one household are two until somebody settles it.",
)

TWICE = noticed(
    "IDENTITY-TWICE",
    level="household",
    severity="warning",
    source="one row per household",
    says="A household without a code stands once on a list.",
)

RENUMBERED = noticed(
    "IDENTITY-RENUMBERED",
    level="unit",
    severity="warning",
    source="docs/household_identity.md",
    says="A unit's codes mean in every list the same households.",
)

UNKNOWN = noticed(
    "IDENTITY-UNKNOWN",
    level="set",
    severity="warning",
    source="decisions/household_pairs.yaml",
    says="What is settled of two rows names rows that the files have.",
)
