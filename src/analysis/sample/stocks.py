"""What the panel says of one unit: its list on a day, who left, and its flows over a year."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.sample.families import members_on
from analysis.sample.panel import Panel
from analysis.tables import FLOW_ITEMS, LISTED

_LEAVES = {"none": "other_decrease", "not_poor": "out_of_both", "average": "out_of_both"}
_ENTRIES = {
    "relapse_poverty": "relapse",
    "relapse_near_poverty": "relapse",
    "new": "new",
    "moved_in": "other_increase",
    "split": "other_increase",
    "correction": "other_increase",
}


def list_on(panel: Panel, unit_code: str, on: dt.date) -> pd.DataFrame:
    """The true list of a unit at the end of a day, by household code.

    Returns the columns of `Panel.households` and of `Panel.spells`, with `household` and
    `members` (on the day).
    """
    day, spells = pd.Timestamp(on), panel.spells
    there = (spells.since <= day) & (spells.until.isna() | (spells.until > day))
    homes = panel.households[panel.households.unit_code == unit_code].drop(columns=["b1", "poverty_class"])
    listed = spells[there].merge(homes, left_on="household", right_index=True, validate="one_to_one")
    size = members_on(panel.people, on).household.value_counts()
    return listed.assign(members=listed.household.map(size)).sort_values("household_id", ignore_index=True)


def events_between(panel: Panel, unit_code: str, first: dt.date, last: dt.date) -> pd.DataFrame:
    """The events a unit decided from one day to another, both included, in order."""
    events = panel.events
    decided = events.date.between(pd.Timestamp(first), pd.Timestamp(last))
    return events[decided & (events.unit_code == unit_code)].sort_values(
        ["date", "household"], ignore_index=True
    )


def flows(panel: Panel, unit_code: str, since: dt.date, until: dt.date) -> pd.DataFrame:
    """Forms 7.2 and 7.3 of a unit from its list on one day to its list on a later one.

    Births stand in "other increase" of the persons, deaths of members in "other decrease", so
    that both accounts close, as a unit fills in the form.

    Returns one row per `form`, `account` (`households`, `persons`) and `item` with `value`.
    """
    events = events_between(panel, unit_code, since + dt.timedelta(days=1), until)
    rows = []
    for form, poverty_class in zip(FLOW_ITEMS, LISTED, strict=True):
        counts = {account: dict.fromkeys(FLOW_ITEMS[form], 0) for account in ("households", "persons")}
        for item, day in (("opening", since), ("closing", until)):
            stock = list_on(panel, unit_code, day).query("poverty_class == @poverty_class")
            counts["households"][item], counts["persons"][item] = len(stock), int(stock.members.sum())
        for before, after, reason, members in events[["before", "after", "reason", "members"]].itertuples(
            index=False
        ):
            if poverty_class in (before, after):
                item = _item(before, after, reason, poverty_class)
                counts["households"][item] += 1
                counts["persons"][item] += int(members)
        born, died = _births_and_deaths(panel, unit_code, poverty_class, since, until)
        counts["persons"]["other_increase"] += born
        counts["persons"]["other_decrease"] += died
        rows += [(form, account, item, n) for account, items in counts.items() for item, n in items.items()]
    return pd.DataFrame(rows, columns=["form", "account", "item", "value"])


def _item(before: str, after: str, reason: str, poverty_class: str) -> str:
    if before == poverty_class:
        return _LEAVES.get(after, f"to_{after}")
    if before in LISTED:
        return f"from_{before}"
    return _ENTRIES[reason]


def _births_and_deaths(
    panel: Panel, unit_code: str, poverty_class: str, since: dt.date, until: dt.date
) -> tuple[int, int]:
    listed = list_on(panel, unit_code, until).query("poverty_class == @poverty_class").household
    people = panel.people[panel.people.household.isin(listed)]
    window = pd.Timestamp(since) + pd.Timedelta(days=1), pd.Timestamp(until)
    return int(people.since.between(*window).sum()), int(people.until.between(*window).sum())
