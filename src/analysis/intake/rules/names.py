"""Names that are not quite known ones: asked about, never assumed. Settled once, in `decisions/`."""

from __future__ import annotations

from analysis.intake.rules.book import noticed

UNIT_NEAR = noticed(
    "UNIT-NEAR",
    level="cell",
    severity="warning",
    source="programme.units",
    says="A name near a unit's is not taken for it until that is settled.",
)

UNIT_NEAR_TITLE = noticed(
    "UNIT-NEAR-TITLE",
    level="file",
    severity="warning",
    source="programme.units",
    says="A title that names no unit, and something near one, says which it may have meant.",
)

HEADING_NEAR = noticed(
    "HEADING-NEAR",
    level="file",
    severity="warning",
    source="layouts",
    says="A heading near one of the form's is not taken for it until that is settled.",
)

HEADING_TWICE = noticed(
    "HEADING-TWICE",
    level="file",
    severity="warning",
    source="layouts",
    says="Of two columns with one meaning the one with the surer heading is used.",
)

HEADING_UNCLEAR = noticed(
    "HEADING-UNCLEAR",
    level="file",
    severity="warning",
    source="layouts",
    says="Of columns with one meaning and equally sure headings none is used.",
)
