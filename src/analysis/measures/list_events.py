"""Everything the papers say about households that came onto, left or changed class on a list."""

from __future__ import annotations

import datetime as dt

import pandas as pd

_CLASS_BEFORE_ENTRY = {"became_poor": "near_poor", "exit_poverty": "poor"}
"""A list's "movement in the period" of a household that stood on it before, in another class."""

COLUMNS = [
    "household_id",
    "unit_code",
    "members",
    "class_before",
    "class_after",
    "reason",
    "decision_date",
    "date",
]


def list_events(
    movements: pd.DataFrame,
    exits: pd.DataFrame,
    households: pd.DataFrame,
    since: dt.date | None,
    until: dt.date,
) -> pd.DataFrame:
    """Events of households on the lists (biến động) after `since`, up to and including `until`.

    Three papers tell of them: the monthly returns, the exit sheets of a full list, and the
    "movement in the period" a full list notes beside a household. An event that two papers tell
    alike, decided the same day, is one event.

    movements, exits: as in `analysis.tables.MOVEMENTS` and `analysis.tables.EXITS`.
    households: one round, as in `analysis.tables.HOUSEHOLDS`.
    since: None for all events known.

    Returns one row per event, oldest first: `household_id`, `unit_code`, `members`,
    `class_before`, `class_after`, `reason`, `decision_date` (NA where the paper gives none) and
    `date`, the day the event counts from: its decision or, without one, the list that tells it.
    Source: Thông tư 07/2021/TT-BLĐTBXH, Phụ lục VII, forms 7.2 and 7.3, whose reasons these are.
    """
    noted = households[households.entry_reason.notna()]
    noted = noted.assign(
        reason=noted.entry_reason,
        class_before=noted.entry_reason.map(_CLASS_BEFORE_ENTRY).fillna("none").astype("string"),
        class_after=noted.poverty_class_recorded,
    )
    events = pd.concat(
        [
            movements.assign(date=movements.decision_date),
            *(paper.assign(date=paper.decision_date.fillna(paper.list_date)) for paper in (exits, noted)),
        ],
        ignore_index=True,
    )[COLUMNS]
    known = events.date <= pd.Timestamp(until)
    if since is not None:
        known &= events.date > pd.Timestamp(since)
    told_once = [name for name in COLUMNS if name not in ("members", "decision_date")]
    return events[known].sort_values("date", kind="stable").drop_duplicates(told_once).reset_index(drop=True)
