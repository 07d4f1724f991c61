"""Support records: which household received what from which project."""

from __future__ import annotations

from analysis.intake.papers import Paper, Rows
from analysis.intake.projects import ProjectLines
from analysis.programme import Programme


def read_support(paper: Paper, programme: Programme) -> Rows:
    """Households supported (danh sách hộ được hỗ trợ), columns as in `tables.SUPPORT`."""
    lines = ProjectLines(programme)
    return Rows(
        [
            record
            | {
                "unit_code": record.get("unit_name"),
                "project": lines.project(str(record["project"] or "")) or None,
            }
            for record in paper.records
        ]
    )
