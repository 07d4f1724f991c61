"""The monthly return of increases and decreases of a unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.intake.layouts import load_layout
from analysis.sample.panel import Panel
from analysis.sample.papers.habits import Habits
from analysis.sample.papers.lists import decision_number, known
from analysis.sample.setting import Setting
from analysis.sample.sheets import Row, Sheet, write_workbook
from analysis.sample.stocks import events_between
from analysis.tables import FLAGS, INDICATORS, LISTED


def write_return(
    panel: Panel, setting: Setting, habits: Habits, month: int, span: tuple[dt.date, dt.date], folder: Path
) -> Path:
    """What a unit decided in the span, as the return of `month`; an empty one says so."""
    texts, layout = setting.texts, load_layout("movement_return")
    rows = list(_rows(panel, setting, habits, events_between(panel, habits.unit.code, *span)))
    sheet = Sheet(
        layout=layout,
        title=layout.titles[0].upper(),
        issuer=habits.issuer,
        facts=[texts.month.format(month=month, year=setting.programme.year)],
        rows=rows,
        signatures=texts.signatures,
        blank=habits.blank,
        dates_as_text=habits.dates_as_text,
        nothing=None if rows else texts.no_movement,
    )
    return write_workbook(folder / habits.file_name, [sheet])


def _rows(panel: Panel, setting: Setting, habits: Habits, events: pd.DataFrame) -> Iterator[Row]:
    texts = setting.texts
    heads = panel.people[panel.people.relation == "head"].set_index("household")
    for number, event in enumerate(events.to_dict("records"), start=1):
        home, head = panel.households.loc[event["household"]], heads.loc[event["household"]]
        row: dict[str, object] = {
            "number": number,
            "household_id": home.household_id,
            "head_name": head["name"],
            "birth_year": head.birth.year,
            "village": home.village,
            "members": event["members"],
            "class_before": texts.classes[event["before"]],
            "class_after": texts.classes[event["after"]],
            "reason": texts.reasons[event["reason"]],
            "b1": known(event["b1"]),
            "b2": known(event["b2"]),
            "decision_number": decision_number(event["date"], setting),
            "decision_date": event["date"].date(),
        }
        # Groups and indicators are told of a household the list takes up or puts in another class.
        if event["after"] in LISTED:
            row |= {flag: habits.marked(home[flag]) for flag in FLAGS}
            row |= {i: habits.marked(home[i] < event["deprivations"]) for i in INDICATORS}
        yield row
