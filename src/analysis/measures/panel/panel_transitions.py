"""What became of each household from round to round of a panel."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.measures.columns import need_columns
from analysis.measures.panel.calendar import need_lists, ordered_rounds, round_pairs
from analysis.measures.panel.courses import MOVEMENTS, courses, read_events
from analysis.measures.panel.stocks import NOWHERE, read_stocks

_LIST = ("unit_code", "members", "poverty_class_recorded", "poverty_class")


def panel_transitions(
    households: pd.DataFrame,
    *,
    key: str = "household_id",
    events: pd.DataFrame | None = None,
    escaped: Iterable[str] | None = None,
    empty_units: Iterable[str] = (),
) -> pd.DataFrame:
    """Course of each household (diễn biến hộ) between each round and the next, for any number of rounds.

    As `transitions`, household by household, for every pair, with what the earlier rounds know: one
    whose last leave from an earlier list was an exit re-enters when it is back. A leave that no paper
    explains is an escape only where no `events` are given, and nothing but the lists can tell. To compare the
    first round with the last, give only these two.

    households: all rounds, one row per household and round with `key`, `unit_code`, `round` (its date
        as 2023-12-14), `members` and a class (`poverty_class_recorded`, else `poverty_class`). A unit
        must be in every round or in none: where it sent no list, all its households would seem to have left.
    events: as `list_events` gives them, of any dates. Those after the earlier round and up to the later
        tell why a household moved, whatever the time of the day; the exits up to the earlier round, who
        had escaped.
    escaped: households known as escaped before the first round.
    empty_units: units in which truly nobody stood on a list, so that a round has no row of them.

    Returns one row per pair of rounds, household and unit, oldest first: `round_before`, `round_after`,
        `key`, `unit_code`, `class_before`, `class_after`, `movement`, `reason`, `other_unit` (where the
        household stood at the other round, if that is another unit; NA else), `persons_before`,
        `persons_after`. A pair of rounds in which nobody is on either list has none.
    Raises ValueError for fewer than two rounds, for a round that is no date, for a unit without a list in
        one of the rounds, and as
        `analysis.measures.transitions.household_transitions` does.
    Source: forms 7.2 and 7.3 of Thông tư 07/2021/TT-BLĐTBXH, Phụ lục VII, ask for these movements and
        reasons; following each household through the lists is how they are counted here.
    """
    rounds = ordered_rounds(households)
    need_columns(households, [key, *_LIST[:2]], "households")
    need_lists(households, rounds, empty_units)
    if isinstance(escaped, str):
        raise ValueError(f"escaped={escaped!r}: write a list of households, such as [{escaped!r}]")
    columns = [key, *(name for name in _LIST if name in households)]
    names = households["round"].astype("string")
    stocks = read_stocks({name: households.loc[names == name, columns] for name in rounds}, key)
    told = read_events(events, stocks, key)
    known = stocks.keys.isin([str(name) for name in (() if escaped is None else escaped)])
    exits = np.array(told.reasons.str.startswith("exit_"), bool)
    escapes = exits if events is not None else np.ones_like(exits)
    tables = []
    for first, last in round_pairs(rounds):
        earlier = told.date <= rounds[first].to_datetime64()
        recognised = np.zeros(len(stocks.keys), bool)
        recognised[told.who[earlier & exits[told.reason] & (told.reason >= 0)]] = True
        between = told.within(~earlier & (told.date <= rounds[last].to_datetime64()))
        found = courses(stocks, first, last, between, known | recognised)
        gone = (found.movement == MOVEMENTS.index("left")) & (found.other_unit == NOWHERE)
        known[found.who[gone]] = escapes[found.reason[gone]]
        table = found.to_frame(stocks, told.reasons, key)
        table.insert(0, "round_before", pd.array([first], dtype="string").repeat(len(table)))
        table.insert(1, "round_after", pd.array([last], dtype="string").repeat(len(table)))
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
