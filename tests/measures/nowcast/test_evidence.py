import datetime as dt

import pandas as pd
import pytest

from analysis.measures.nowcast import year_evidence

ROUNDS = ("2022-12-31", "2023-10-24")
DATES = {"baseline_date": dt.date(2022, 12, 31), "review_from": dt.date(2023, 9, 1)}
UNITS = ["A", "B", "C"]


def evidence(list_status="preliminary", final=False):
    """A has sent its returns, B a list too, C a summary form: 20 + 30 households each at the baseline."""
    stocks = pd.DataFrame(
        [
            (unit, round_, measure, n)
            for unit, now in zip(UNITS, (48, 44, 47), strict=True)
            for round_, both in ((ROUNDS[0], (20, 30)), (ROUNDS[1], (20, now - 20)))
            for measure, n in zip(("poor", "near_poor"), both, strict=True)
        ],
        columns=["unit_code", "round", "measure", "households"],
    )
    totals = pd.DataFrame(
        [(unit, round_, 2000) for unit in UNITS for round_ in ROUNDS],
        columns=["unit_code", "round", "total_households"],
    )
    movements = pd.DataFrame(
        [
            ("A", "2023-03-02", "near_poor", "not_poor"),
            ("A", "2023-08-15", "poor", "none"),  # after the last return of A that came
            ("A", "2023-04-01", "poor", "near_poor"),  # stays on the list
            ("B", "2023-05-05", "near_poor", "average"),
            ("B", "2023-06-06", "none", "poor"),
            ("C", "2023-07-07", "poor", "not_poor"),
        ],
        columns=["unit_code", "decision_date", "class_before", "class_after"],
    ).astype({"decision_date": "datetime64[us]"})
    flows = {"out_of_both": 6, "other_decrease": 1, "to_near_poor": 3, "new": 2, "relapse": 0, "opening": 50}
    forms = pd.DataFrame(
        [(u, "households", item, n) for u in ("A", "B") for item, n in flows.items()]
        + [("B", "persons", "out_of_both", 99)],
        columns=["unit_code", "account", "item", "value"],
    )
    basis = pd.DataFrame(
        {
            "unit_code": UNITS,
            "list_date": pd.to_datetime(["2022-12-31", "2023-10-15", "2023-10-16"]),
            "list_status": ["official", list_status, list_status],
            "movements_until": pd.to_datetime(["2023-07-31", "2023-08-31", "2023-08-31"]),
        }
    )
    forms.loc[forms.unit_code == "A", "value"] = 0  # what a return tells is no list of the review
    return year_evidence(
        stocks, totals, movements, forms, basis, rounds=ROUNDS, final=final, **DATES
    ).set_index("unit_code")


def test_returns_and_lists_are_told_apart():
    rows = evidence()
    assert rows.stage.to_dict() == {"A": "returns", "B": "preliminary", "C": "preliminary"}
    assert rows.households.tolist() == [48, 44, 47]
    assert rows.left_in_returns.tolist() == [1, 1, 1]
    assert rows.entered_in_returns.tolist() == [0, 1, 0]
    # B: 6 + 1 left from list to list, one of them in the returns; 2 entered, one in the returns
    assert (rows.left_since["B"], rows.entered_since["B"]) == (6, 1)


def test_what_no_list_tells_is_not_known():
    rows = evidence()
    assert rows.loc[["A", "C"], ["left_since", "entered_since"]].isna().all(axis=None)


def test_days_are_those_the_returns_cover():
    rows = evidence()
    # 31/7 is day 212, 31/8 day 243 of the year
    assert rows.days_in_returns.tolist() == [212, 243, 243]
    assert rows.days_before_review.tolist() == [243] * 3
    assert rows.known_until.dt.strftime("%m-%d").tolist() == ["07-31", "10-15", "10-16"]


@pytest.mark.parametrize(("status", "final", "stages"), [
    ("official", False, ["returns", "final", "final"]),
    ("preliminary", True, ["final"] * 3),
])  # fmt: skip
def test_official_figures_stand(status, final, stages):
    assert evidence(status, final).stage.tolist() == stages
