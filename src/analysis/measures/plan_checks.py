"""Does the budget table agree with the counterpart rule and with the plan's printed totals."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.exact import half_up
from analysis.programme import Counterpart


def counterpart_check(plan: pd.DataFrame, counterpart: Counterpart) -> pd.DataFrame:
    """The counterpart (đối ứng) of each project against the programme's rule.

    plan: `project`, `source`, `plan` (whole đồng; NA: no figure given; a source without a row
        gives nothing).
    counterpart: the programme's rule: `source` gives `percent` of what `of` gives.
    Returns per project `base`, `required` (whole đồng, a part rounded half up), `planned`,
        `difference` (planned - required) and `holds`, NA where an amount is not given.
    """
    amounts = plan.assign(plan=plan["plan"].astype("Int64"))
    projects = pd.Index(plan["project"].unique(), name="project")

    def given_by(source: str) -> pd.Series:
        own = amounts[amounts["source"] == source].groupby("project")["plan"].sum(skipna=False)
        return own.reindex(projects, fill_value=0)

    check = pd.DataFrame({"base": given_by(counterpart.of), "planned": given_by(counterpart.source)})
    check["required"] = check["base"].map(
        lambda base: int(half_up(int(base) * counterpart.share, 0)), na_action="ignore"
    )
    check["required"] = check["required"].astype("Int64")
    check["difference"] = check["planned"] - check["required"]
    check["holds"] = check["difference"] == 0
    return check.reset_index()[["project", "base", "required", "planned", "difference", "holds"]]


def plan_check(plan: pd.DataFrame, plan_totals: Mapping[str, int]) -> pd.DataFrame:
    """The sums of the budget table against the totals the plan's text prints.

    plan: `source`, `plan` (whole đồng; NA: no figure given, left out of the sums).
    plan_totals: the printed totals by source, and of all sources under `total`.
    Returns per printed total `source`, `planned`, `printed`, `difference` (planned - printed), `holds`.
    """
    amounts = plan["plan"].astype("Int64")
    rows = [
        {
            "source": source,
            "planned": amounts[(plan["source"] == source) | (source == "total")].sum(),
            "printed": printed,
        }
        for source, printed in plan_totals.items()
    ]
    check = pd.DataFrame(rows).astype({"planned": "Int64", "printed": "Int64"})
    check["difference"] = check["planned"] - check["printed"]
    return check.assign(holds=check["difference"] == 0)
