"""What was planned, allocated and disbursed up to a date."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence

import pandas as pd

LINE = ["project", "source", "kind", "office"]
PLAN_LINE = ["project", "source", "kind"]
REPORTED = ["carried_over", "allocated", "disbursed", "expected_year"]
IN_PLAN = ["allocated_in_plan", "disbursed_in_plan"]
_MONEY = ["plan", *REPORTED, *IN_PLAN]


def budget_execution(
    plan: pd.DataFrame,
    disbursements: pd.DataFrame,
    *,
    on: dt.date | str,
    by: str | Sequence[str] = ("project", "source"),
) -> pd.DataFrame:
    """Execution of the plan up to a date: allocated (phân bổ), disbursed (giải ngân), left.

    Reports are cumulative from 1 January: of each project, source, kind and office only the latest
    of the year up to `on` counts; reports of several dates are never added, those of an earlier
    year say nothing of this one. What no report says stays unknown.

    plan: one row per `project, source, kind, office` with `plan` (whole đồng; NA: no figure given).
    disbursements: one row per report, `project, source, kind, office` and `date` with `allocated`,
        `disbursed` and, where reported, `carried_over`, `expected_year` (whole đồng).
    on: the day the figures stand for; a report of that day counts.
    by: any of `project`, `source`, `kind`, `office`; empty for the whole.
    Returns one row per group of plan and reports, one for the whole also where nothing is known:
        `plan`, `allocated`, `disbursed`; `allocated_in_plan`, `disbursed_in_plan`, without the parts
        the plan has no figure for; of these `balance`, `rate` (disbursed / plan) and
        `allocation_rate` (allocated / plan), both NA without a plan; `carried_over`,
        `expected_year`; `unplanned_allocated` and `unplanned_disbursed`, those parts; `as_of`, the
        date of the oldest report behind the row; `reported`: every planned line of the group has its amount.
        Sums are of what is known, NA where nothing is.
    Raises ValueError for another `by` and for a plan line or report given twice.
    Source: Nghị định 27/2022/NĐ-CP (sửa đổi bởi Nghị định 38/2023/NĐ-CP) on the programmes' money; no form is
        prescribed for its execution, so the columns are those that offices' reports have.
    """
    groups = [by] if isinstance(by, str) else list(by)
    if set(groups) - set(LINE):
        raise ValueError(f"by: {', '.join(sorted(set(groups) - set(LINE)))}; known: {', '.join(LINE)}")
    for rows, key in ((plan, PLAN_LINE), (disbursements, [*LINE, "date"])):
        if rows.duplicated(key).any():
            raise ValueError(f"{rows.duplicated(key).sum()} rows repeat the same {', '.join(key)}")
    reports = _latest(disbursements, pd.Timestamp(on))
    planned = plan["plan"].notna()
    same = ["project", "source", *[c for c in groups if c in ("kind", "office")]]
    in_plan = _keys(reports, same).isin(_keys(plan[planned], same))
    plan_lines = plan[[*LINE, "plan"]].assign(complete=~planned | _has_report(plan, reports, groups, same))
    report_lines = reports.assign(
        complete=reports["disbursed"].notna(),
        allocated_in_plan=reports["allocated"].where(in_plan),
        disbursed_in_plan=reports["disbursed"].where(in_plan),
    )
    lines = pd.concat([_lines(plan_lines), _lines(report_lines)], ignore_index=True)
    grouped = lines.groupby(groups or (lambda _: "whole"), dropna=False)
    result = grouped[_MONEY].sum(min_count=1)
    result["as_of"] = grouped["date"].min()
    result["reported"] = grouped["complete"].all()
    result = result.reset_index() if groups else result.reset_index(drop=True).reindex([0])
    base = result["plan"].where(result["plan"] > 0)
    result["balance"] = result["plan"] - result["disbursed_in_plan"]
    result["rate"] = result["disbursed_in_plan"] / base
    result["allocation_rate"] = result["allocated_in_plan"] / base
    for amount in ("allocated", "disbursed"):
        result[f"unplanned_{amount}"] = result[amount] - result[f"{amount}_in_plan"].fillna(0)
    result["reported"] = result["reported"].eq(True) & result["disbursed"].notna()
    amounts = ["plan", *IN_PLAN, "allocated", "disbursed", "balance", "rate", "allocation_rate"]
    rest = ["carried_over", "expected_year", "unplanned_allocated", "unplanned_disbursed"]
    return result[[*groups, *amounts, *rest, "as_of", "reported"]]


def elapsed_share(year: int, on: dt.date) -> tuple[int, int]:
    """Days of the year that have passed, `on` included, and the days of the year.

    >>> elapsed_share(2023, dt.date(2023, 8, 27))
    (239, 365)
    """
    days = 366 if calendar.isleap(year) else 365
    passed = (on - dt.date(year - 1, 12, 31)).days
    return min(max(passed, 0), days), days


def _latest(disbursements: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    dated = disbursements.assign(date=pd.to_datetime(disbursements["date"]))
    this_year = (dated["date"] <= on) & (dated["date"].dt.year == on.year)
    until = dated[this_year].sort_values("date", kind="stable")
    latest = until.drop_duplicates(LINE, keep="last")
    # An office's own plan column is not the plan; amounts the frame lacks are not reported.
    return latest.reindex(columns=[*LINE, "date", *REPORTED])


def _has_report(plan: pd.DataFrame, reports: pd.DataFrame, groups: list[str], same: list[str]) -> pd.Series:
    """Which plan lines have an amount reported.

    A plan that does not split a project's money into kinds is reported by whichever kinds come.
    """
    known = reports[reports["disbursed"].notna()]
    line = list(dict.fromkeys([*PLAN_LINE, *same]))
    exact = _keys(plan, line).isin(_keys(known, line))
    unsplit = ~plan.duplicated(["project", "source"], keep=False) & ("kind" not in groups)
    return exact | (unsplit & _keys(plan, same).isin(_keys(known, same)))


def _keys(rows: pd.DataFrame, columns: list[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[columns].astype("string"))


def _lines(rows: pd.DataFrame) -> pd.DataFrame:
    """Plan lines or reports as rows of one table, money in whole đồng, what they lack missing."""
    table = rows.reindex(columns=[*LINE, "date", "complete", *_MONEY])
    return table.astype({"date": "datetime64[us]", "complete": bool, **dict.fromkeys(_MONEY, "Int64")})
