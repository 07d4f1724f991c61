"""Calendar months counted as the term of the newly escaped is, and rounds by their dates."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.panel.calendar import months_and_days, ordered_rounds

days = st.dates(dt.date(2000, 1, 1), dt.date(2040, 12, 31))


@given(days, days)
def test_the_months_are_the_most_that_fit_and_the_days_are_the_rest(one, other):
    first, last = pd.Timestamp(min(one, other)), pd.Timestamp(max(one, other))
    months, rest = months_and_days(pd.Series([first]), pd.Series([last])).iloc[0]
    assert first + pd.DateOffset(months=int(months)) + pd.Timedelta(days=int(rest)) == last
    assert first + pd.DateOffset(months=int(months) + 1) > last
    assert rest >= 0


def test_a_missing_day_has_no_duration():
    first = pd.Series(pd.to_datetime(["2023-01-31", None]), index=[7, 3])
    result = months_and_days(first, pd.Series(pd.to_datetime(["2023-02-28"] * 2), index=[7, 3]))
    assert result.months.isna().tolist() == [False, True]
    assert result.loc[7].tolist() == [1, 0]


def test_rounds_are_ordered_by_date():
    households = pd.DataFrame({"round": ["2023-12-14", "2021-12-31", "2023-12-14", "2022-12-31"]})
    assert list(ordered_rounds(households)) == ["2021-12-31", "2022-12-31", "2023-12-14"]


@pytest.mark.parametrize(
    ("rounds", "message"),
    [
        (["2023-12-14", "final"], "not the date of a round: final"),
        (["2023-12-14", None], "1 households without a round"),
        (["2023-12-14"], "needs 2 rounds or more"),
    ],
)
def test_rounds_that_cannot_be_ordered_are_refused(rounds, message):
    with pytest.raises(ValueError, match=message):
        ordered_rounds(pd.DataFrame({"round": rounds}))
