"""Spells on the lists: from which round to which, how long, and what the panel can't see of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd

from analysis.measures.columns import need_columns
from analysis.measures.panel.calendar import months_and_days, need_lists, ordered_rounds
from analysis.measures.panel.stocks import CLASSES, read_stocks
from analysis.tables import LISTED


def list_spells(
    households: pd.DataFrame,
    *,
    key: str = "household_id",
    classes: Collection[str] = LISTED,
    empty_units: Iterable[str] = (),
) -> pd.DataFrame:
    """Spells in poverty: runs of rounds in which a household stood in the same group of classes.

    A panel sees rounds, not days: a spell starts with the round that first finds the household and is
    over with the first round that no longer does. A move to another unit does not end it.

    households, empty_units: as for `panel_transitions`.
    classes: `("poor",)` for spells of the poor alone.
    Returns one row per spell, by household and start: `key`, `spell` (1 for the household's first),
        `start` and `end` (its first and last round), `over` (the round that finds it over, NA while it
        lasts), `rounds`, `months` (whole calendar months from `start` to `over`, or to `end` while it
        lasts), `left_censored` (on the first list already: it may be longer), `right_censored` (on
        the last list still), `months_off` (from the end of the spell before, `over`, to `start`; NA
        for the first).
    Raises ValueError as `panel_transitions` does, and for a class that stands on no list.
    Source: spells and their censoring as in Bane and Ellwood (1986), Journal of Human Resources 21(1), with
        rounds for years.
    """
    if isinstance(classes, str) or not classes:
        raise ValueError(f"classes={classes!r}: write a tuple, such as ('poor',)")
    if strange := set(classes) - set(LISTED):
        raise ValueError(f"no class of a list: {', '.join(sorted(strange))}; choose of {', '.join(LISTED)}")
    dates = ordered_rounds(households)
    need_columns(households, [key, "unit_code"], "households")
    need_lists(households, dates, empty_units)
    names = households["round"].astype("string")
    stocks = read_stocks({name: households[names == name] for name in dates}, key)
    wanted = [CLASSES.index(class_) for class_ in classes]
    inside = np.column_stack([np.isin(stocks.on[name].class_, wanted) for name in dates])
    edge = np.zeros((len(inside), 1), bool)
    who, start = np.nonzero(inside & ~np.hstack([edge, inside[:, :-1]]))
    _, end = np.nonzero(inside & ~np.hstack([inside[:, 1:], edge]))
    last = len(dates) - 1
    round_names, days = pd.array(list(dates), dtype="string"), pd.Series(list(dates.values()))
    spells = pd.DataFrame(
        {
            key: stocks.keys.take(who),
            "spell": pd.Series(who).groupby(who).cumcount().astype("Int64") + 1,
            "start": round_names.take(start),
            "end": round_names.take(end),
            "over": round_names.take(np.where(end < last, end + 1, -1), allow_fill=True),
            "rounds": pd.array(end - start + 1, dtype="Int64"),
        }
    )
    begun, until = _days(days, start), _days(days, np.minimum(end + 1, last))
    over = until.where(pd.Series(end < last))
    spells["months"] = months_and_days(begun, until)["months"]
    spells["left_censored"], spells["right_censored"] = start == 0, end == last
    spells["months_off"] = months_and_days(over.shift().where(spells["spell"] > 1), begun)["months"]
    return spells


def _days(days: pd.Series, places: np.ndarray) -> pd.Series:
    return days.take(places).reset_index(drop=True)
