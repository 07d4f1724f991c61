"""A finding: what is wrong or worth knowing, and where. A value without wording.

The words are put to it at the edge, by code, from `wording/*/findings.yaml`; `values` are the
facts the sentence needs and never hold personal data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

import pandas as pd

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

COLUMNS = ["file", "sheet", "cell", "row", "column", "severity", "code", "values"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    file: as given, relative to the programme's folder; sheet, cell ("T17"), row (1-based) and
        column (the heading in the file) as far as they apply, otherwise None.
    """

    code: str
    severity: Severity
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    column: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """The findings as a table, errors first, then by place; one row each, columns `COLUMNS`."""
    rows = sorted(
        (asdict(finding) for finding in findings),
        key=lambda f: (
            SEVERITIES.index(f["severity"]),
            f["file"] or "",
            f["sheet"] or "",
            f["row"] or 0,
            f["code"],
        ),
    )
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({"row": "Int64"})
