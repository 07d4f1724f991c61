"""A unit's own summary forms 7.1, 7.2 and 7.3: one row per account and item."""

from __future__ import annotations

import pandas as pd

from analysis.intake.papers import Paper, Rows, with_values
from analysis.programme import Programme
from analysis.tables import FLOW_ITEMS, LISTED

ACCOUNTS = ("households", "persons")


def read_summary(paper: Paper, programme: Programme) -> Rows:
    """Rows of a summary form, one per unit and, in 7.2 and 7.3, account; columns as in the layout."""
    names: list[str | None] = []
    for name in paper.columns["unit_name"]:
        # the unit's name stands once beside the two lines of its accounts
        above = names[-1] if names and "account" in paper.columns else None
        names.append(name or above)
    return Rows(with_values(paper.columns, list_date=paper.date) | {"unit_name": names, "unit_code": names})


def summary_items(rows: pd.DataFrame, form: str) -> pd.DataFrame:
    """The rows of one form as in `tables.SUMMARIES`; an empty cell is no item, a 0 is one.

    form: "7.1", "7.2" or "7.3".
    """
    keys = ["unit_code", "list_date", "source_file", "source_sheet", "source_row"]
    if form in FLOW_ITEMS:
        items = [item for item in FLOW_ITEMS[form] if item in rows]
        long = rows.melt([*keys, "account"], items, var_name="item", value_name="value")
    else:
        items = [name for name in rows if name.partition(".")[0] in ACCOUNTS]
        long = rows.melt(keys, items, var_name="name", value_name="value")
        long = long.assign(
            account=long.name.str.extract(r"^(\w+)\.")[0], item=long.name.str.extract(r"\.(.+)$")[0]
        )
    return long.dropna(subset="value").assign(form=form)


def summary_counts(summaries: pd.DataFrame, round_: str) -> pd.DataFrame:
    """Poor and near-poor households and persons of units' forms 7.1, as in `tables.COUNTS`."""
    listed = summaries[(summaries.form == "7.1") & summaries.item.isin(LISTED)]
    wide = listed.pivot(index=["unit_code", "item"], columns="account", values="value")
    counts = wide.reindex(columns=list(ACCOUNTS)).reset_index().rename(columns={"item": "measure"})
    return counts.assign(round=round_)
