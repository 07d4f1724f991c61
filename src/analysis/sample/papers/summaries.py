"""The summary forms a unit types beside its list: 7.1, 7.2 and 7.3."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.exact import half_up
from analysis.intake.layouts import load_layout
from analysis.programme import Round
from analysis.sample.panel import Panel
from analysis.sample.papers.habits import Habits
from analysis.sample.setting import Setting
from analysis.sample.sheets import Row, Sheet, write_workbook
from analysis.sample.stocks import flows, list_on
from analysis.tables import FLOW_ITEMS, LISTED

FORMS = {"7.1": "form_7_1", "7.2": "form_7_2", "7.3": "form_7_3"}


def write_summary(
    panel: Panel, setting: Setting, habits: Habits, round_: Round, since: dt.date | None, folder: Path
) -> Path:
    """A unit's summary for a round: form 7.1 and, where `since` is given, its movement since then."""
    texts = setting.texts
    paper = partial(
        Sheet,
        issuer=habits.issuer,
        facts=[texts.as_of.format(date=f"{round_.date:%d/%m/%Y}")],
        signatures=texts.signatures,
        blank=habits.blank,
    )
    status = texts.statuses[round_.status]
    layout = load_layout(FORMS["7.1"])
    official, other = (title.upper() for title in layout.titles)
    title = official if round_.status == "official" else f"{other} ({status})"
    result = _result(panel, setting, habits, round_.date)
    total = {**result, "number": None, "unit_name": texts.total}
    sheets = [paper(layout=layout, title=title, rows=[result, total], bold=frozenset({1}))]
    if since is not None:
        moved = flows(panel, habits.unit.code, since, round_.date)
        for form in FLOW_ITEMS:
            layout = load_layout(FORMS[form])
            rows = list(_flow_rows(moved[moved.form == form], setting, habits))
            title = f"{layout.titles[0].upper()} ({status})"
            sheets.append(paper(layout=layout, title=title, rows=rows, bold=frozenset({2, 3})))
    return write_workbook(folder / habits.file_name, sheets)


def _result(panel: Panel, setting: Setting, habits: Habits, on: dt.date) -> dict[str, object]:
    listed = list_on(panel, habits.unit.code, on)
    there = panel.residents[
        (panel.residents.unit_code == habits.unit.code) & (panel.residents.date == str(on))
    ]
    residents = there.squeeze()
    counts = {
        ("households", "total"): residents.total_households,
        ("persons", "total"): residents.total_persons,
        ("households", "average"): residents.average_households,
        ("persons", "average"): residents.average_persons,
    }
    for poverty_class in LISTED:
        members = listed.members[listed.poverty_class == poverty_class]
        counts["households", poverty_class] = len(members)
        counts["persons", poverty_class] = members.sum()
    row: dict[str, object] = {"number": 1, "unit_name": habits.unit.name}
    for (account, item), count in counts.items():
        row[f"{account}.{item}"] = int(count)
        share = Fraction(100 * int(count), int(counts[account, "total"]))
        row[f"rate.{account}.{item}"] = float(half_up(share, 2))
    return row


def _flow_rows(moved: pd.DataFrame, setting: Setting, habits: Habits) -> Iterator[Row]:
    texts = setting.texts
    for number, name in ((1, habits.unit.name), (None, texts.total)):
        for account in ("households", "persons"):
            items = moved[moved.account == account].set_index("item").value
            yield {"number": number, "unit_name": name, "account": texts.accounts[account], **items.to_dict()}
