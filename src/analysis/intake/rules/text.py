"""What is noticed of the letters a sheet was typed in."""

from __future__ import annotations

from analysis.intake.rules.book import noticed

LEGACY = noticed(
    "TEXT-LEGACY",
    level="file",
    severity="info",
    source="TCVN 5712:1993; VNI fonts",
    says="Text typed in a font from before Unicode is converted to Unicode.",
)

LEGACY_DOUBT = noticed(
    "TEXT-LEGACY-DOUBT",
    level="file",
    severity="warning",
    source="TCVN 5712:1993; VNI fonts",
    says="Text that may have been typed in a font from before Unicode, but not surely, is left as it is.",
)
