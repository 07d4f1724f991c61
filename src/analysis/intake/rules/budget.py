"""Money: parts add up, the counterpart is as ruled, nobody spends more than was given."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pandas as pd

from analysis.exact import half_up
from analysis.intake.rules.book import Rows, compared, noticed, rule
from analysis.programme import Programme

_MONEY = ("budget_plan", "disbursement_report")


@rule(
    "BUDGET-PROJECT",
    level="budget",
    severity="error",
    source="programme.projects",
    of=(*_MONEY, "support_records"),
    at="project",
)
def the_line_names_a_project(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A line is about a project of the programme."""
    return rows.loc[rows.project.isna(), []]


@rule("BUDGET-MISSING", level="budget", severity="error", source="layouts", of=("budget_plan",), at="office")
def the_line_names_kind_and_office(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A line of the plan names its kind of funds and its lead office."""
    return rows.loc[rows.kind.isna() | rows.office.isna(), []]


@rule("BUDGET-SUM", level="budget", severity="warning", source="layouts", of=("budget_plan",), at="total")
def sources_sum_to_the_total(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """The sources of a line sum to its total."""
    summed = rows[_sources(rows)].sum(axis=1).astype("Int64")
    differs = (rows.total != summed).fillna(False)
    return pd.DataFrame({"value": rows.total[differs], "sum": summed[differs]})


@rule(
    "BUDGET-COUNTERPART",
    level="budget",
    severity="warning",
    source="programme.counterpart",
    of=("budget_plan",),
)
def the_counterpart_is_the_share_ruled(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """The counterpart is the ruled share of the amount it goes with, a part of a đồng rounded half up."""
    rule_ = programme.counterpart
    gives, of = f"plan.{rule_.source}", f"plan.{rule_.of}"
    base = rows[of].dropna()
    due = [int(half_up(Fraction(int(amount)) * rule_.share, 0)) for amount in base]
    said = pd.DataFrame({"at": gives, "value": rows[gives][base.index].fillna(0), "expected": due})
    return said[said.value != said.expected]


@rule(
    "BUDGET-TWICE", level="budget", severity="error", source="each line counts once", of=_MONEY, at="project"
)
def a_project_stands_once(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A project and kind of funds stands in one line: of the plan, or of an office's report of a day."""
    reports = ["office", "date"] if rows.form.iat[0] == "disbursement_report" else []
    return rows.loc[rows.duplicated(["project", "kind", *reports]), []]


@rule(
    "BUDGET-SPENT", level="budget", severity="warning", source="allocated funds", of=("disbursement_report",)
)
def no_more_disbursed_than_allocated(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """What is disbursed of a source is at most what is allocated of it."""
    return _more_than(rows, programme, "disbursed", ("allocated",))


@rule(
    "BUDGET-ALLOCATED",
    level="budget",
    severity="warning",
    source="plan and carried-over funds",
    of=("disbursement_report",),
)
def no_more_allocated_than_given(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """What is allocated of a source is at most its plan and what was carried over."""
    return _more_than(rows, programme, "allocated", ("plan", "carried_over"))


@rule(
    "BUDGET-FALLS",
    level="budget",
    severity="warning",
    source="logic: what is disbursed since 1 January only grows",
    of=("disbursement_report",),
)
def disbursement_does_not_fall(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """What a project has disbursed of a source is at least what the office's report before had."""
    ordered = rows[rows.date.dt.year == programme.year].sort_values("date", kind="stable")
    earlier = ordered.groupby(["project", "kind", "office"], dropna=False)
    found = []
    for source in (s.id for s in programme.sources if f"disbursed.{s.id}" in rows):
        field = f"disbursed.{source}"
        before = earlier[field].shift()
        broken = (ordered[field] < before).fillna(False)
        found.append(pd.DataFrame({"at": field, "value": ordered[field][broken], "before": before[broken]}))
    return _once(found, rows)


@compared(
    "BUDGET-SCALE",
    level="budget",
    severity="error",
    source="programme.plan_totals: the approved plan",
    of=("disbursement_report",),
    keepable=True,
)
def amounts_are_in_the_unit_of_money_said(rows: Rows, read: Rows, programme: Programme) -> pd.DataFrame:
    """An amount is not about a thousand or a million times the plan's line, or that part of it.

    The planned and the allocated amounts are asked; of the disbursed, whether they are a hundred
    times the plan, since they may be any part of it. A plan that is itself as far from its printed
    total is no measure of others; BUDGET-PLAN-TOTAL says so.
    """
    reports, found = rows["disbursement_report"], []
    for field, approved in _beside_the_plan(rows, programme, ("plan", "allocated", "disbursed")):
        if not _is_in_scale(rows["budget_plan"], field.partition(".")[2], programme):
            continue
        ratio = reports[field].astype("Float64") / approved.where(approved > 0).astype("Float64")
        if field.startswith("disbursed."):
            off = ratio >= BEYOND
        else:
            off = pd.Series(False, reports.index)
            for scale in SCALES:
                off |= ratio.between(scale * ROUGHLY[0], scale * ROUGHLY[1]).fillna(False)
        off = off.fillna(False).astype(bool)
        found.append(pd.DataFrame({"at": field, "value": reports[field][off], "plan": approved[off]}))
    return _once(found, reports)


SCALES = (1e-6, 1e-3, 1e3, 1e6)
ROUGHLY = (0.5, 2.0)
"""An amount between half and twice the plan times a scale was meant in another unit of money."""

BEYOND = 100


def _is_in_scale(plan: pd.DataFrame, source: str, programme: Programme) -> bool:
    """Whether the plan's amounts of a source sum to roughly what the plan's text prints, if it does."""
    printed, summed = programme.plan_totals.get(source), int(plan[f"plan.{source}"].sum())
    return printed is None or printed <= summed * BEYOND <= printed * BEYOND**2


@compared(
    "BUDGET-PLAN-DIFFERS",
    level="budget",
    severity="warning",
    source="programme.plan_totals: the approved plan",
    of=("disbursement_report",),
)
def the_plan_reported_is_the_plan_approved(rows: Rows, read: Rows, programme: Programme) -> pd.DataFrame:
    """The plan of a source that a report repeats is the one of the approved plan's line."""
    reports, found = rows["disbursement_report"], []
    for field, approved in _beside_the_plan(rows, programme, ("plan",)):
        differs = (reports[field] != approved).fillna(False)
        found.append(pd.DataFrame({"at": field, "value": reports[field][differs], "plan": approved[differs]}))
    return _once(found, reports)


def _beside_the_plan(
    rows: Rows, programme: Programme, amounts: tuple[str, ...]
) -> Iterator[tuple[str, pd.Series]]:
    """Fields of the reports' rows, each with the plan's amount of the same project, kind and source."""
    reports, plan = rows["disbursement_report"], rows["budget_plan"].set_index(["project", "kind"])
    lines = pd.MultiIndex.from_frame(reports[["project", "kind"]])
    for amount in amounts:
        for source in programme.sources:
            field, planned = f"{amount}.{source.id}", f"plan.{source.id}"
            if field in reports and planned in plan:
                yield field, pd.Series(plan[planned].reindex(lines).to_numpy(), reports.index, "Int64")


def _once(found: list[pd.DataFrame], rows: pd.DataFrame) -> pd.DataFrame:
    """Each broken row at the first place where it is broken."""
    broken = pd.concat(found) if found else rows.iloc[:0, :0]
    return broken[~broken.index.duplicated()]


def _more_than(rows: pd.DataFrame, programme: Programme, part: str, whole: tuple[str, ...]) -> pd.DataFrame:
    """Rows with, at the first source where it is so, more of `part` than of `whole`."""
    found = []
    for source in (s.id for s in programme.sources if f"{part}.{s.id}" in rows):
        limits = rows[[f"{name}.{source}" for name in whole if f"{name}.{source}" in rows]]
        given, limit = rows[f"{part}.{source}"], limits.sum(axis=1, min_count=1).astype("Int64")
        broken = (given > limit).fillna(False)
        found.append(pd.DataFrame({"at": f"{part}.{source}", "value": given[broken], "most": limit[broken]}))
    return _once(found, rows)


def _sources(rows: pd.DataFrame) -> list[str]:
    return [name for name in rows if str(name).startswith("plan.")]


SUBTOTAL = noticed(
    "BUDGET-SUBTOTAL",
    level="budget",
    severity="warning",
    source="layouts",
    says="A line that adds up others is their sum.",
)

PLAN_TOTAL = noticed(
    "BUDGET-PLAN-TOTAL",
    level="budget",
    severity="warning",
    source="programme.plan_totals",
    says="The plan's table sums to what the plan's text prints.",
)
