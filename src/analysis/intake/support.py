"""Support records: which household received what from which project."""

from __future__ import annotations

from analysis.intake.papers import Paper, Rows
from analysis.intake.projects import ProjectLines
from analysis.programme import Programme


def read_support(paper: Paper, programme: Programme) -> Rows:
    """Households supported (danh sách hộ được hỗ trợ), columns as in `tables.SUPPORT`."""
    lines = ProjectLines(programme)
    rows = paper.columns
    projects = [lines.project(said or "") or None for said in rows["project"]]
    return Rows(rows | {"unit_code": rows["unit_name"], "project": projects})
