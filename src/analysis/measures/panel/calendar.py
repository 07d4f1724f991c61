"""Rounds in the order of their dates, and time counted in calendar months."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype

from analysis.measures.columns import need_columns


def ordered_rounds(households: pd.DataFrame, *, least: int = 2) -> dict[str, pd.Timestamp]:
    """The rounds of a table of households to their dates, oldest first.

    Raises ValueError for rounds that are missing or no date (write 2023-12-14), and for fewer than
        `least` of them.
    """
    need_columns(households, ["round"], "households")
    if missing := int(households["round"].isna().sum()):
        raise ValueError(f"{missing} households without a round: write the date of their list")
    names = households["round"].astype("string").unique()
    dates = pd.to_datetime(pd.Series(names), format="%Y-%m-%d", errors="coerce")
    written = dates.dt.strftime("%Y-%m-%d")
    if strange := [str(name) for name, date in zip(names, written, strict=True) if name != date]:
        raise ValueError(f"not the date of a round: {', '.join(strange)}; write it as 2023-12-14")
    if len(names) < least:
        raise ValueError(f"a panel needs {least} rounds or more, and these households have {len(names)}")
    return dict(sorted(zip(map(str, names), dates, strict=True), key=lambda round_: round_[1]))


def need_lists(households: pd.DataFrame, rounds: Iterable[str], empty_units: Iterable[str]) -> None:
    """Raise ValueError naming unit and round where a unit of the panel has no row in one of its rounds.

    All its households would seem to have left by that round, and to have come by the next.

    empty_units: units that may have an empty list.
    """
    if isinstance(empty_units, str):
        raise ValueError(f"empty_units={empty_units!r}: write a list of units, such as [{empty_units!r}]")
    units = households["unit_code"].astype("string")
    names = households["round"].astype("string")
    there = pd.MultiIndex.from_arrays([units, names]).unique()
    followed = sorted(set(units.dropna()) - {str(unit) for unit in empty_units})
    lacking = [(unit, name) for unit in followed for name in rounds if (unit, name) not in there]
    if lacking:
        places = "; ".join(f"{unit} in {name}" for unit, name in lacking)
        raise ValueError(
            f"no list of {places}: leave such units out of all rounds, or name them in empty_units where "
            "nobody stood on that list"
        )


def round_pairs(rounds: dict[str, pd.Timestamp]) -> list[tuple[str, str]]:
    """Each round and the next."""
    return list(pairwise(rounds))


def days(column: pd.Series) -> pd.Series:
    """The days of a column of dates, as dates without a time of the day or a time zone; NaT where missing.

    Raises ValueError with how many values are no date.
    """
    if not is_datetime64_any_dtype(column.dtype):
        texts = column.astype(object).astype("string")
        given, column = column, pd.to_datetime(texts, format="ISO8601", errors="coerce").rename(column.name)
        if strange := int((given.notna() & column.isna()).sum()):
            raise ValueError(f"{strange} values of {given.name} are no dates: write them as 2023-12-14")
    return column.dt.tz_localize(None).dt.normalize().astype("datetime64[us]")


def months_and_days(first: pd.Series, last: pd.Series) -> pd.DataFrame:
    """Time from one day to another as whole calendar months and the days beyond them.

    A term that would end on a day its month lacks ends on the month's last day, as in
    `newly_escaped`: from 29/02/2020 to 28/02/2023 are 36 months and no day.

    Returns `months` and `days` (Int64, NA where a date is) on the index of `first`.

    >>> months_and_days(pd.Series(pd.to_datetime(["2020-02-29", "2021-01-31"])),
    ...     pd.Series(pd.to_datetime(["2023-02-28", "2021-03-01"]))).values.tolist()
    [[36, 0], [1, 1]]
    """
    known = pd.DataFrame({"first": first, "last": last}).astype("datetime64[us]").dropna()
    start, end = known["first"].dt, known["last"].dt
    months = (end.year - start.year) * 12 + end.month - start.month
    months -= end.day < np.minimum(start.day, end.days_in_month)
    # The day `months` after the start, month arithmetic being exact on whole months only.
    month = known["first"].to_numpy("datetime64[M]") + months.to_numpy("timedelta64[M]")
    length = ((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(int)
    reached = month.astype("datetime64[D]") + np.minimum(start.day.to_numpy(), length) - 1
    days = (known["last"].to_numpy("datetime64[D]") - reached).astype(int)
    return pd.DataFrame({"months": months, "days": days}, dtype="Int64").reindex(first.index)
