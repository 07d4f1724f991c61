"""The movement of a reporting period: from its baseline list to its current one."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.measures.list_events import list_events
from analysis.measures.transitions import transitions


def period_transitions(
    households: pd.DataFrame,
    movements: pd.DataFrame,
    exits: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    since: dt.date,
    until: dt.date,
) -> pd.DataFrame:
    """`transitions` between two rounds of one table, with the reasons all papers give.

    Units that sent only a summary form for either round can't be followed household by household:
    they are left out, and their own form speaks for them.

    households, movements, exits, counts: as in `tables`; `since` and `until` are the dates of two
        rounds. Whoever is known as escaped up to `since` re-enters when on the list again.
    """
    followed = households[~households.unit_code.isin(counts.unit_code)]
    before, after = (followed[followed["round"] == day.isoformat()] for day in (since, until))
    known = list_events(movements, exits, after, None, until)
    earlier = known.date <= pd.Timestamp(since)
    escaped = known.household_id[earlier & known.reason.str.startswith("exit_")]
    return transitions(before, after, events=known[~earlier], escaped=escaped)
