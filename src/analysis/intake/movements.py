"""Monthly returns of increases and decreases: one record per movement."""

from __future__ import annotations

from analysis.intake.papers import Paper, Rows
from analysis.programme import Programme


def read_movements(paper: Paper, programme: Programme) -> Rows:
    """Movements of a unit's monthly return (danh sách tăng, giảm), columns as in `tables.MOVEMENTS`.

    Besides: `on`, the day the scores are judged by: the decision's, or else the return's.
    """
    month = paper.title.month
    given = {"unit_code": paper.title.unit, "month": f"{month:%Y-%m}" if month else None}
    return Rows([r | given | {"on": r.get("decision_date") or paper.date} for r in paper.records])
