"""What became of each household between two lists of a panel, and what the papers say why."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.measures.columns import need_columns
from analysis.measures.panel.calendar import days
from analysis.measures.panel.stocks import CLASSES, NOWHERE, OFF_LIST, Stocks
from analysis.tables import LISTED, REASONS

UNEXPLAINED, UNCHANGED = "unexplained", "unchanged"
"""Reasons no paper states: none was given, and none is needed."""

ADMINISTRATIVE = ("moved_in", "split", "correction")
"""Entries that say nothing of a household's living: they stay apart from relapse."""

MOVEMENTS = ("stayed", "left", "entered", "re_entered")
_STAYED, _LEFT, _ENTERED, _RE_ENTERED = range(4)


@dataclass(frozen=True, slots=True)
class Told:
    """What the papers tell of households of a panel, oldest first.

    place: household and unit in one number; date; reason: place in `reasons`, or -1;
    leave, entry: whether it takes the household off its unit's list, or puts it on.
    """

    place: np.ndarray
    who: np.ndarray
    date: np.ndarray
    reason: np.ndarray
    leave: np.ndarray
    entry: np.ndarray
    reasons: pd.Index

    def within(self, chosen: np.ndarray) -> Told:
        """Only the chosen ones of them."""
        arrays = ("place", "who", "date", "reason", "leave", "entry")
        return replace(self, **{name: getattr(self, name)[chosen] for name in arrays})

    def reason_of(self, places: np.ndarray, chosen: np.ndarray, *, last: bool) -> np.ndarray:
        """The reason of the last, or first, of the chosen events at each place; -1 where there is none."""
        events = pd.DataFrame({"place": self.place[chosen], "reason": self.reason[chosen]})
        one_each = events.drop_duplicates("place", keep="last" if last else "first")
        found = pd.Index(one_each["place"]).get_indexer(places)
        return np.append(one_each["reason"].to_numpy(), -1)[found]


def read_events(events: pd.DataFrame | None, stocks: Stocks, key: str) -> Told:
    """The events of the households of the panel.

    Those in a unit that is not of the panel get a place of no course: they tell of an exit, not why
    a household of another unit moved.

    Raises ValueError for columns that lack, and for events without a day or a class.
    """
    needed = [key, "unit_code", "date", "class_before", "class_after"]
    if events is not None:
        need_columns(events, [*needed, "reason"], "events")
        if incomplete := int(events[needed].isna().any(axis=1).sum()):
            raise ValueError(
                f"{incomplete} events lack one of {', '.join(needed)}: complete them or leave them out"
            )
    named = [] if events is None else events["reason"].dropna().unique()
    reasons = pd.Index(list(dict.fromkeys([UNCHANGED, UNEXPLAINED, *REASONS, *named])), dtype="string")
    if events is None:
        whole, flags = np.zeros(0, np.int64), np.zeros(0, bool)
        return Told(whole, whole, np.zeros(0, "datetime64[us]"), whole, flags, flags, reasons)
    ordered = events.assign(date=days(events["date"])).sort_values("date", kind="stable")
    who = stocks.keys.get_indexer(ordered[key].astype("string"))
    unit = stocks.units.get_indexer(ordered["unit_code"].astype("string"))
    told = Told(
        place=_place(who, unit, stocks),
        who=who,
        date=ordered["date"].to_numpy("datetime64[us]"),
        reason=reasons.get_indexer(ordered["reason"].astype("string")),
        leave=~ordered["class_after"].isin(LISTED).to_numpy(bool),
        entry=~ordered["class_before"].isin(LISTED).to_numpy(bool),
        reasons=reasons,
    )
    return told.within(who >= 0)


@dataclass(frozen=True, slots=True)
class Courses:
    """One entry per household and unit it stood in at either round; all but `persons_…` are places.

    who: in `Stocks.keys`; unit, other_unit: in `Stocks.units`, the second being the unit it stood in
    at the other round if that is another one; class_…: in `CLASSES`; movement: in `MOVEMENTS`;
    reason: in `Told.reasons`.
    """

    who: np.ndarray
    unit: np.ndarray
    other_unit: np.ndarray
    class_before: np.ndarray
    class_after: np.ndarray
    movement: np.ndarray
    reason: np.ndarray
    persons_before: np.ndarray
    persons_after: np.ndarray

    def to_frame(self, stocks: Stocks, reasons: pd.Index, key: str) -> pd.DataFrame:
        """The same in words, sorted by unit and household."""
        order = np.lexsort((self.who, self.unit))
        words = {
            key: (stocks.keys, self.who),
            "unit_code": (stocks.units, self.unit),
            "class_before": (CLASSES, self.class_before),
            "class_after": (CLASSES, self.class_after),
            "movement": (MOVEMENTS, self.movement),
            "reason": (reasons, self.reason),
            "other_unit": (stocks.units, self.other_unit),
        }
        columns = {
            name: pd.array(vocabulary, dtype="string").take(places[order], allow_fill=True)
            for name, (vocabulary, places) in words.items()
        }
        persons = {
            name: pd.array(getattr(self, name)[order], dtype="Int64")
            for name in ("persons_before", "persons_after")
        }
        return pd.DataFrame(columns | persons)


def courses(stocks: Stocks, first: str, last: str, told: Told, escaped: np.ndarray) -> Courses:
    """The course of each household that stands on at least one of two lists.

    The lists decide what happened, the papers only why.

    told: the events between the two; escaped: per household of the panel, whether it is known as
        once escaped.
    """
    before, after = stocks.on[first], stocks.on[last]
    here = before.listed & (before.unit == after.unit)
    sections = [np.flatnonzero(s) for s in (here, before.listed & ~here, after.listed & ~here)]
    who = np.concatenate(sections)
    movement = np.repeat([_STAYED, _LEFT, _ENTERED], [len(section) for section in sections])
    left, entered = movement == _LEFT, movement == _ENTERED
    unit = np.where(entered, after.unit[who], before.unit[who])
    other_unit = np.where(left, after.unit[who], np.where(entered, before.unit[who], NOWHERE))
    off = CLASSES.index(OFF_LIST)
    class_before = np.where(entered, off, before.class_[who])
    class_after = np.where(left, off, after.class_[who])
    changed = ~left & ~entered & (class_before != class_after)

    code = {word: told.reasons.get_loc(word) for word in (UNCHANGED, UNEXPLAINED, "moved_out", "moved_in")}
    reason = np.full(len(who), code[UNCHANGED])
    place = _place(who, unit, stocks)
    for these, telling, latest in (
        (left, told.leave, True),
        (entered, told.entry, False),
        (changed, np.ones(len(told.place), bool), True),
    ):
        reason[these] = told.reason_of(place[these], telling, last=latest)
    moved = other_unit != NOWHERE
    reason[(reason < 0) & left & moved] = code["moved_out"]
    reason[(reason < 0) & entered & moved] = code["moved_in"]
    reason[reason < 0] = code[UNEXPLAINED]

    administrative = told.reasons.isin(ADMINISTRATIVE)[reason]
    relapse = np.array(told.reasons.str.startswith("relapse_"), bool)[reason]
    movement[entered & (relapse | (escaped[who] & ~moved & ~administrative))] = _RE_ENTERED
    return Courses(
        who,
        unit,
        other_unit,
        class_before,
        class_after,
        movement,
        reason,
        persons_before=np.where(entered, 0, before.persons[who]),
        persons_after=np.where(left, 0, after.persons[who]),
    )


def _place(who: np.ndarray, unit: np.ndarray, stocks: Stocks) -> np.ndarray:
    return unit.astype(np.int64) * len(stocks.keys) + who
