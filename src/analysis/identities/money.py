"""Identities of the money: sums of the plan, the counterpart, and what can be spent at most."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.identities.evidence import Evidence
from analysis.identities.identity import WHOLE, Identity
from analysis.measures.budget_execution import budget_execution
from analysis.measures.plan_checks import counterpart_check, plan_check


def sources_sum_to_project(evidence: Evidence) -> pd.DataFrame:
    """A project's money (right) is the sum of its sources' (left)."""
    amounts = ["plan", "allocated", "disbursed"]
    projects = _execution(evidence, ["project"]).melt("project", amounts, "item", "right")
    sources = _execution(evidence, ["project", "source"]).melt("project", amounts, "item", "left")
    sums = sources.groupby(["project", "item"], dropna=False).left.sum(min_count=1).reset_index()
    both = sums.merge(projects, on=["project", "item"], how="outer", validate="one_to_one")
    return both.rename(columns={"project": "unit"})


def plan_totals(evidence: Evidence) -> pd.DataFrame:
    """The budget table's sums (left) are the totals the plan's text prints (right)."""
    plan = evidence.inputs.plan
    sums = plan_check(plan, evidence.inputs.programme.plan_totals)
    sums = sums.rename(columns={"source": "item", "planned": "left", "printed": "right"})
    return sums.assign(unit=WHOLE) if len(plan) else sums.assign(unit=WHOLE, left=pd.NA)


def counterpart(evidence: Evidence) -> pd.DataFrame:
    """The counterpart planned for a project (left) is the one the programme's rule asks (right)."""
    rule = evidence.inputs.programme.counterpart
    amounts = counterpart_check(evidence.inputs.plan, rule)
    columns = {"project": "unit", "planned": "left", "required": "right"}
    return amounts.rename(columns=columns).assign(item=rule.source)


def disbursed_within_allocated(evidence: Evidence) -> pd.DataFrame:
    """No more is disbursed than allocated."""
    lines = _execution(evidence, ["project", "source"])
    return lines.assign(unit=lines.project, item=lines.source, left=lines.disbursed, right=lines.allocated)


def allocated_within_plan(evidence: Evidence) -> pd.DataFrame:
    """No more is allocated than planned and carried over."""
    lines = _execution(evidence, ["project", "source"])
    return lines.assign(
        unit=lines.project,
        item=lines.source,
        left=lines.allocated,
        right=lines.plan + lines.carried_over.fillna(0),
    )


def _execution(evidence: Evidence, by: Sequence[str]) -> pd.DataFrame:
    inputs = evidence.inputs
    return budget_execution(inputs.plan, inputs.disbursements, on=evidence.until, by=by)


MONEY_IDENTITIES = (
    Identity("SOURCES-SUM", sources_sum_to_project),
    Identity("PLAN-TOTAL", plan_totals),
    Identity("COUNTERPART", counterpart),
    Identity("DISBURSED-ALLOCATED", disbursed_within_allocated, "at_most"),
    Identity("ALLOCATED-PLAN", allocated_within_plan, "at_most"),
)
