"""The list workbook of a unit: who is poor or near-poor, and who left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.intake.layouts import load_layout
from analysis.programme import Round
from analysis.sample.families import ages, members_on
from analysis.sample.panel import Panel
from analysis.sample.papers.habits import Habits
from analysis.sample.setting import Setting
from analysis.sample.sheets import Row, Sheet, write_workbook
from analysis.sample.stocks import events_between, list_on
from analysis.tables import INDICATORS, LISTED

ON_LIST = ("ethnic_minority", "no_labour_capacity", "meritorious", "social_protection")
"""The groups the list has a column for; the sex of the head stands in the head's row."""

ID_FROM_AGE = 6
"""Younger children are mostly listed without a number."""


def write_list(
    panel: Panel,
    setting: Setting,
    habits: Habits,
    round_: Round,
    since: dt.date,
    folder: Path,
    note: str | None = None,
) -> Path:
    """The workbook a unit sends for a round: the list and, on two sheets, who left after `since`."""
    texts = setting.texts
    status = texts.statuses[round_.status]
    paper = partial(
        Sheet,
        issuer=habits.issuer,
        facts=[texts.as_of.format(date=f"{round_.date:%d/%m/%Y}")],
        signatures=texts.signatures,
        blank=habits.blank,
        dates_as_text=habits.dates_as_text,
    )
    layout, exits = load_layout("household_list"), load_layout("household_exits")
    sheets = [
        paper(
            layout=layout,
            title=f"{layout.titles[0].upper()} ({status})",
            rows=list(_list_rows(panel, setting, habits, round_.date)),
            note=note,
        )
    ]
    for title, poverty_class in zip(exits.titles, LISTED, strict=False):
        sheets.append(
            paper(
                layout=exits,
                title=f"{title.upper()} ({status})",
                rows=list(_exit_rows(panel, setting, habits, poverty_class, since, round_.date)),
                name=texts.exit_sheets[poverty_class],
            )
        )
    return write_workbook(folder / habits.file_name, sheets)


def _list_rows(panel: Panel, setting: Setting, habits: Habits, on: dt.date) -> Iterator[Row]:
    texts, programme = setting.texts, setting.programme
    listed = list_on(panel, habits.unit.code, on)
    there = members_on(panel.people, on)
    people = _people_of(there[there.household.isin(listed.household)], on, setting)
    place = {
        "province": programme.district.province,
        "district": programme.district.name,
        "district_code": programme.district.code,
        "unit_name": habits.unit.name,
        "unit_code": habits.unit.code,
    }
    for number, home in enumerate(listed.to_dict("records"), start=1):
        head, *others = people[home["household"]]
        yield {
            **place,
            **head,
            "household_id": home["household_id"],
            "household_number": number,
            "head_name": head["name"],
            "village": home["village"],
            "poverty_class_recorded": texts.classes[home["poverty_class"]],
            "decision_number": decision_number(home["decided"], setting),
            "decision_date": home["decided"].date(),
            "b1": home["b1"],
            "b2": home["b2"],
            "causes": home["causes"],
            "members": home["members"],
            "entry_reason": texts.reasons.get(home["entry_reason"]),
            **{flag: habits.marked(home[flag]) for flag in ON_LIST},
            **{i: habits.marked(home[i] < home["deprivations"]) for i in INDICATORS},
        }
        yield from ({**person, "member_name": person["name"]} for person in others)


def _exit_rows(
    panel: Panel, setting: Setting, habits: Habits, poverty_class: str, since: dt.date, on: dt.date
) -> Iterator[Row]:
    texts = setting.texts
    events = events_between(panel, habits.unit.code, since + dt.timedelta(days=1), on)
    left = events[(events.before == poverty_class) & (events.reason != "became_poor")]
    people = _people_of(panel.people[panel.people.household.isin(left.household)], on, setting)
    for number, event in enumerate(left.to_dict("records"), start=1):
        home, head = panel.households.loc[event["household"]], people[event["household"]][0]
        yield {
            **head,
            "household_id": home.household_id,
            "household_number": number,
            "head_name": head["name"],
            "village": home.village,
            "b1": known(event["b1"]),
            "b2": known(event["b2"]),
            "class_before": texts.classes[event["before"]],
            "class_after": texts.classes[event["after"]],
            "reason": texts.reasons[event["reason"]],
            "decision_number": decision_number(event["date"], setting),
            "decision_date": event["date"].date(),
            "members": event["members"],
        }


def _people_of(people: pd.DataFrame, on: dt.date, setting: Setting) -> dict[int, list[dict[str, object]]]:
    """What a row says of each member, by household, the head first."""
    texts = setting.texts
    members: dict[int, list[dict[str, object]]] = {}
    rows = people.assign(age=ages(people.birth, on)).to_dict("records")
    for person in rows:
        members.setdefault(person["household"], []).append(
            {
                "name": person["name"],
                "relation": texts.relations[person["relation"]],
                "birth_date": person["birth"].year if person["year_only"] else person["birth"].date(),
                "sex": texts.sexes["female" if person["female"] else "male"],
                "personal_id": person["personal_id"] if person["age"] >= ID_FROM_AGE else None,
                "ethnicity": person["ethnicity"],
                "age": person["age"],
            }
        )
    return members


def known(value: object) -> object:
    """The value, or nothing to write where it is missing."""
    return None if pd.isna(value) else value


def decision_number(day: pd.Timestamp, setting: Setting) -> str:
    """The number of a unit's decision: one decision a day, numbers growing through the year."""
    return setting.texts.decision.format(number=day.day_of_year)
