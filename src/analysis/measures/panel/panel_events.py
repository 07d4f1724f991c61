"""What happened to each household between two rounds, in one word, and how many that is."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.measures.columns import integers, need_columns
from analysis.measures.panel.stocks import OFF_LIST

_EVENT_OF_LEAVE = {"moved_out": "moved_out", "merged": "merged", "died": "dissolved"}
_EVENT_OF_ENTRY = {"new": "new", "moved_in": "moved_in", "split": "split"}

DECREASES = ("left", "moved_out", "merged", "dissolved")
INCREASES = ("new", "re_entered", "entered", "moved_in", "split")
EVENTS = ("stayed", "moved", *DECREASES, *INCREASES)
"""`stayed` on the list of its unit; `moved` from one unit's list to another's; off the lists: `left`
(an exit, a correction, or nobody says why), `moved_out`, `merged` into another household, `dissolved`
(its last member died); on them: `new`, `re_entered` after it had left (tái nghèo), `moved_in`, `split`
off another household, or else `entered` (a correction, or nobody says why)."""

LEFT_POPULATION = ("moved_out", "merged", "dissolved")
JOINED_POPULATION = ("moved_in", "split")
"""Events after which a household is no longer, or before which it was not yet, one of the residents."""

PAIR = ["round_before", "round_after"]
_PERSONS = ["persons_before", "persons_after"]
_COUNTED = ["households", *_PERSONS]


_COURSE = ["unit_code", "class_before", "class_after", "movement", "reason", "other_unit"]


def read_courses(courses: pd.DataFrame, key: str, by: str | None = None) -> pd.DataFrame:
    """The courses with texts as texts and persons as whole numbers, whatever types they are stored in.

    Raises ValueError for columns that lack, for another `by` than `unit_code`, and where a course stands
        twice or lacks what it must say.
    """
    if by not in (None, "unit_code"):
        raise ValueError(f"by={by!r}: write 'unit_code', or None for all units together")
    texts = [*PAIR, key, *_COURSE]
    need_columns(courses, [*texts, *_PERSONS], "courses")
    found = courses.astype(dict.fromkeys(texts, "string")).reset_index(drop=True)
    found = found.assign(**{name: integers(courses[name]).array for name in _PERSONS})
    always = [name for name in texts if name != "other_unit"]
    if incomplete := int(found[[*always, *_PERSONS]].isna().any(axis=1).sum()):
        raise ValueError(f"{incomplete} courses lack something: give them as panel_transitions does")
    if twice := int(found.duplicated([*PAIR, key, "unit_code"]).sum()):
        raise ValueError(f"{twice} courses stand twice: give each household and unit once for two rounds")
    return found


def panel_events(courses: pd.DataFrame, *, key: str = "household_id") -> pd.DataFrame:
    """Event (biến động) of each household between two rounds.

    A household on the lists of two units has one course in each, and one event: `moved`.

    courses: as `panel_transitions` gives them.
    Returns one row per pair of rounds and household, in the order of the courses: `round_before`,
        `round_after`, `key`, `unit_before`, `unit_after` (NA off the lists), `class_before`,
        `class_after`, `event` (`stayed`, `moved`; off the lists `left`, `moved_out`, `merged`,
        `dissolved`; onto them `new`, `re_entered`, `moved_in`, `split`, `entered`), `reason` (of a
        moved household, why it left its first unit), `persons_before`, `persons_after`.
    Raises ValueError for columns that lack, and where a course stands twice or lacks what it must say.
    Source: the reasons of form 7.2 and 7.3, Thông tư 07/2021/TT-BLĐTBXH, Phụ lục VII; the words are ours.
    """
    return _events(read_courses(courses, key), key)


def _events(courses: pd.DataFrame, key: str) -> pd.DataFrame:
    moved = courses["other_unit"].notna()
    came = courses["class_before"] == OFF_LIST
    went = courses["class_after"] == OFF_LIST
    here = courses.assign(
        unit_before=courses["unit_code"].mask(came),
        unit_after=courses["unit_code"].mask(went),
        event=_event(courses),
    )[~moved]
    departed = courses[moved & went]
    arrival = departed[[*PAIR, key]].merge(
        courses.loc[moved & came, [*PAIR, key, "class_after", "persons_after"]],
        on=[*PAIR, key],
        how="left",
        validate="one_to_one",
    )
    there = departed.assign(
        unit_before=departed["unit_code"],
        unit_after=departed["other_unit"],
        event=pd.array(["moved"], dtype="string").repeat(len(departed)),
        class_after=arrival["class_after"].array,
        persons_after=arrival["persons_after"].array,
    )
    columns = [*PAIR, key, "unit_before", "unit_after", "class_before", "class_after", "event", "reason"]
    events = pd.concat([here, there]).sort_index()
    return events[[*columns, "persons_before", "persons_after"]].reset_index(drop=True)


def event_counts(courses: pd.DataFrame, by: str | None = None, *, key: str = "household_id") -> pd.DataFrame:
    """Households and persons of each event between two rounds, over all units or of each.

    courses: as `panel_transitions` gives them; by: `unit_code`, or None for all units together. To a
        unit, a household that came from another has moved in, and one that went there moved out.
    Returns one row per pair of rounds, `by`, `class_before`, `class_after` and `event`, with
        `households`, `persons_before` and `persons_after` (0 where they are off the lists).
    Raises ValueError as `read_courses` does.
    """
    return counted_events(read_courses(courses, key, by), by, key)


def counted_events(courses: pd.DataFrame, by: str | None, key: str) -> pd.DataFrame:
    """`event_counts` of courses that `read_courses` has read."""
    rows = courses.assign(event=_event(courses)) if by else _events(courses, key)
    groups = [*PAIR, *([by] if by else []), "class_before", "class_after", "event"]
    counts = rows.assign(households=1).groupby(groups, as_index=False, dropna=False)[_COUNTED].sum()
    return counts.astype(dict.fromkeys(_COUNTED, "Int64"))


def account_places(courses: pd.DataFrame, by: str | None, units: Iterable[str] = ()) -> pd.DataFrame:
    """Every pair of rounds with every unit of the courses and of `units`; without `by` the pairs alone."""
    pairs = courses[PAIR].drop_duplicates()
    if by is None:
        return pairs.reset_index(drop=True)
    known = sorted({*map(str, courses["unit_code"].unique()), *map(str, units)})
    return pairs.merge(pd.DataFrame({by: pd.array(known, dtype="string")}), how="cross")


def _event(courses: pd.DataFrame) -> pd.Series:
    """The event in the unit of each course."""
    elsewhere = courses["other_unit"].notna()
    leave = courses["reason"].map(_EVENT_OF_LEAVE).fillna("left").mask(elsewhere, "moved_out")
    entry = courses["reason"].map(_EVENT_OF_ENTRY).fillna("entered").mask(elsewhere, "moved_in")
    movement = courses["movement"]
    event = np.select(
        [(movement == word).to_numpy(bool) for word in ("left", "entered")],
        [leave.to_numpy(object), entry.to_numpy(object)],
        movement.to_numpy(object),
    )
    return pd.Series(event, index=courses.index, dtype="string")
