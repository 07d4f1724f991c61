"""Rows that add up others, compared with what those others sum to."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.findings import Finding
from analysis.intake.papers import Paper
from analysis.intake.records import Record, records_of
from analysis.intake.rules.forms import FORMS, TOTAL_DIFFERS

_OF = (*FORMS, "resident_totals")
"""Kinds whose rows of totals are compared here; those of money are by the readers of budgets."""


def total_differences(paper: Paper) -> list[Finding]:
    """Amounts of a paper's rows of totals that are not a sum of its other rows.

    A total adds up all rows, all above it, or those since the total before; where one of these gives
    the amount it is right. In a form with a line for households and one for persons each adds up its
    own. A column with a cell that could not be read is not asked.
    """
    if paper.kind not in _OF or not paper.totals:
        return []
    rows = list(records_of(paper.columns))
    counted = [h for h in paper.table.headings.values() if h.form.type == "count"]
    return [
        TOTAL_DIFFERS.finding(
            paper.file,
            sheet=paper.table.sheet,
            row=_row(total),
            cell=paper.table.cell(_row(total), heading.form.field),
            column=heading.text,
            value=stands,
            sum=sums[0],
        )
        for total in paper.totals
        for heading in counted
        if isinstance(stands := total.get(heading.form.field), int)
        and (sums := list(_sums(rows, paper.totals, total, heading.form.field)))
        and stands not in sums
    ]


def _sums(rows: list[Record], totals: list[Record], total: Record, field: str) -> Iterator[int]:
    """What a row of totals may say: the sum of all above it, of those since the one before, of all."""
    account = total.get("account")
    if "account" in total and account is None:
        return
    parts = [r for r in rows if r.get("account") == account]
    if any(field in r["unread"] for r in parts):  # type: ignore[operator]
        return
    before = [_row(t) for t in totals if _row(t) < _row(total) and t.get("account") == account]
    above = [r for r in parts if _row(r) < _row(total)]
    since = [r for r in above if _row(r) > max(before, default=0)]
    for added in (above or parts, since or above or parts, parts):
        yield sum(int(str(r.get(field) or 0)) for r in added)


def _row(record: Record) -> int:
    return int(str(record["source_row"]))
