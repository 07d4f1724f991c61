"""Monthly returns of increases and decreases: one row per movement."""

from __future__ import annotations

from analysis.intake.papers import Paper, Rows, with_values
from analysis.intake.records import length
from analysis.programme import Programme


def read_movements(paper: Paper, programme: Programme) -> Rows:
    """Movements of a unit's monthly return (danh sách tăng, giảm), columns as in `tables.MOVEMENTS`.

    Besides: `on`, the day the scores are judged by: the decision's, or else the return's.
    """
    rows, month = paper.columns, paper.title.month
    decided = rows.get("decision_date", [None] * length(rows))
    given = with_values(rows, unit_code=paper.title.unit, month=f"{month:%Y-%m}" if month else None)
    return Rows(given | {"on": [day or paper.date for day in decided]})
