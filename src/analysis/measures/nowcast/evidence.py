"""What each unit's papers tell of the year so far: who left the list, who came onto it, and until when."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.tables import LISTED

STAGES = ("returns", "preliminary", "final")
"""What a unit's figure stands on: the baseline and the monthly returns, a preliminary list of this
year's review, or the figure that stands."""

FLOWS = {
    "left": ("out_of_both", "other_decrease"),
    "entered": ("relapse", "new", "other_increase"),
}
"""Items of forms 7.2 and 7.3 by which households leave and enter the list of both classes together."""

COUNTS = [
    "households_baseline",
    "households",
    "total_households_baseline",
    "total_households",
    "left_in_returns",
    "left_since",
    "entered_in_returns",
    "entered_since",
]


def year_evidence(
    stocks: pd.DataFrame,
    totals: pd.DataFrame,
    movements: pd.DataFrame,
    forms: pd.DataFrame,
    list_basis: pd.DataFrame,
    *,
    rounds: tuple[str, str],
    baseline_date: dt.date,
    review_from: dt.date,
    final: bool,
) -> pd.DataFrame:
    """What is known of each unit's list (hộ nghèo và cận nghèo) on the report's date.

    The list is taken as a whole: a household that passes from poor to near-poor stays on it. What a
    unit's returns tell is counted up to the day they cover (`movements_until`), before the review
    begins; what a list of the review adds is the difference to the flows from list to list, and
    unknown for a unit that sent a summary form alone.

    stocks: `unit_code`, `round`, `measure` (`poor`, `near_poor`), `households`, as `class_counts`.
    totals: as in `analysis.tables.TOTALS`; movements: as in `analysis.tables.MOVEMENTS`; list_basis: as in
        `analysis.tables.LIST_BASIS`; forms: as `movement_forms` gives them from the baseline to the report.
    rounds: the baseline's and the report's, as `stocks` and `totals` name them.
    review_from: first day of this year's review; final: whether the report is official, so that
        every figure stands.
    Returns one row per unit of `stocks` that has both rounds: `unit_code`, `stage`
        (`returns`; `preliminary`, a list of the review that may still change; `final`, one that stands),
        `households_baseline`, `households` (poor and near-poor), `total_households_baseline`,
        `total_households` (residents, NA where unknown), `left_in_returns`, `entered_in_returns`
        (told by the returns), `left_since`, `entered_since` (told by a list of the review alone; NA
        where not known), `days_in_returns` (days of the span before the review that the returns
        cover), `days_before_review` (days of that span) and `known_until`, the last day the
        unit's papers cover.
    Source: the calendar of reviews and returns, Quyết định 24/2021/QĐ-TTg (`load_review_calendar`); items of
        forms 7.2 and 7.3, Thông tư 07/2021/TT-BLĐTBXH, Phụ lục VII.
    """
    before, after = rounds
    listed = stocks[stocks["measure"].isin(LISTED)]
    known = listed.pivot_table(index="unit_code", columns="round", values="households", aggfunc="sum")
    known = known.reindex(columns=[before, after]).dropna()
    rows = known.set_axis(["households_baseline", "households"], axis="columns").join(
        totals.pivot(index="unit_code", columns="round", values="total_households")
        .reindex(columns=[before, after])
        .set_axis(["total_households_baseline", "total_households"], axis="columns")
    )
    basis = list_basis.set_index("unit_code").reindex(rows.index)
    start, review = pd.Timestamp(baseline_date), pd.Timestamp(review_from)
    last_before_review = review - pd.Timedelta(days=1)
    reviewed = (basis.list_date >= review).fillna(False)
    returns_until = basis.movements_until.fillna(start).clip(lower=start, upper=last_before_review)
    told = movements.merge(
        returns_until.rename("returns_until"), left_on="unit_code", right_index=True, validate="many_to_one"
    )
    told = told[(told.decision_date > start) & (told.decision_date <= told.returns_until)]
    was, is_ = told.class_before.isin(LISTED), told.class_after.isin(LISTED)
    from_list_to_list = forms[forms.account == "households"]
    for flow, rows_of_flow in (("left", told[was & ~is_]), ("entered", told[is_ & ~was])):
        in_returns = rows_of_flow.unit_code.value_counts().reindex(rows.index, fill_value=0)
        items = from_list_to_list[from_list_to_list.item.isin(FLOWS[flow])]
        in_all = items.groupby("unit_code").value.sum().reindex(rows.index)
        rows[f"{flow}_in_returns"] = in_returns
        # Who came and went in between is in the returns and in no difference of two lists.
        rows[f"{flow}_since"] = (in_all - in_returns).clip(lower=0).where(reviewed)
    rows["stage"] = "returns"
    rows["stage"] = rows.stage.mask(reviewed, "preliminary")
    rows["stage"] = rows.stage.mask(reviewed & (basis.list_status == "official") | final, "final")
    rows["days_in_returns"] = (returns_until - start).dt.days
    rows["days_before_review"] = (last_before_review - start).days
    rows["known_until"] = basis.list_date.where(reviewed, returns_until)
    rows = rows.rename_axis(columns=None).reset_index()
    order = ["unit_code", "stage", *COUNTS, "days_in_returns", "days_before_review", "known_until"]
    return rows[order].astype({**dict.fromkeys(COUNTS, "Int64"), "unit_code": "string", "stage": "string"})
