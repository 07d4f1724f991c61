"""When rounds took place, in years."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd


def years_of(times: pd.Index) -> list[float]:
    """Years of the rounds, in order: numbers as they are, dates as the years since the first.

    Between dates whole years count as whole (15 December to 15 December is 1), and the days left as a
    share of the year they are in.
    Raises ValueError for fewer than two rounds, for times that are neither numbers nor dates, and for
        two of one day.

    >>> years_of(pd.to_datetime(["2022-12-15", "2023-12-15", "2024-06-15"]))
    [0.0, 1.0, 1.5]
    """
    if len(times) < 2:
        raise ValueError("a change needs at least two rounds: `time` holds the same in all records")
    if pd.api.types.is_numeric_dtype(times) and not pd.api.types.is_bool_dtype(times):
        if not all(math.isfinite(time) for time in times):
            raise ValueError("`time` holds a number without end: write years, such as 2022 or 2022.5")
        return [float(time) for time in times]
    try:
        dates = [pd.Timestamp(time).date() for time in times if not isinstance(time, str)]
    except (TypeError, ValueError):
        dates = []
    if len(dates) < len(times):
        raise ValueError(
            "`time` holds neither numbers (2022, 2022.5) nor dates: turn its texts into dates first"
        )
    twice = sorted(str(date) for date in set(dates) if dates.count(date) > 1)
    if twice:
        raise ValueError(
            f"`time` tells two rounds of one day apart ({', '.join(twice)}): leave out the time of the day"
        )
    return [_years(dates[0], date) for date in dates]


def _years(start: dt.date, end: dt.date) -> float:
    whole = end.year - start.year
    if _in_year(start, start.year + whole) > end:
        whole -= 1
    last, following = (_in_year(start, start.year + whole + more) for more in (0, 1))
    return whole + (end - last).days / (following - last).days


def _in_year(date: dt.date, year: int) -> dt.date:
    """The day in another year; 29 February becomes 1 March where there is none."""
    try:
        return date.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)
