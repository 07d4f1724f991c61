"""Which households received what: the support records of the compiling office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.intake.layouts import load_layout
from analysis.sample.families import ages
from analysis.sample.money import Amounts
from analysis.sample.panel import Panel
from analysis.sample.papers.budgets import project_text
from analysis.sample.setting import Setting
from analysis.sample.sheets import Row, Sheet, write_workbook
from analysis.tables import LISTED

FIRST_MONTH = 3
"""Support is handed out from so early in the year."""


def write_support(
    panel: Panel,
    setting: Setting,
    spent: Mapping[tuple[str, str], Amounts],
    on: dt.date,
    folder: Path,
    rng: np.random.Generator,
) -> Path:
    """Support up to a day, to households of the baseline list and newly escaped ones.

    Each project gives one kind of support, and no more than part of what it has disbursed.
    """
    programme, texts, drawn_from = setting.programme, setting.texts, setting.calibration.money
    days = pd.bdate_range(dt.date(on.year, FIRST_MONTH, 1), on)
    units = {unit.code: unit.name for unit in programme.units}
    heads = panel.people[panel.people.relation == "head"].set_index("household").name
    eligible = _eligible(panel)
    children = panel.people.household[ages(panel.people.birth, on) < 16]
    rows: list[Row] = []
    for project, support in zip(programme.projects, texts.supports, strict=False):
        money = sum(amounts.disbursed for (of, _), amounts in spent.items() if of == project.id)
        most = int(money * drawn_from.supported_money.value) // support["value"]
        homes = eligible[eligible.index.isin(children)] if support["needs_child"] else eligible
        wanted = min(int(len(eligible) * drawn_from.supported_share.value), most, len(homes))
        for household, home in homes.sample(wanted, random_state=rng).sort_values("household_id").iterrows():
            rows.append(
                {
                    "number": str(len(rows) + 1),
                    "household_id": home.household_id,
                    "head_name": heads[household],
                    "unit_name": units[home.unit_code],
                    "project": project_text(project),
                    "support": support["text"],
                    "quantity": 1,
                    "value": support["value"],
                    "date": pd.Timestamp(rng.choice(days)).date(),
                    "funding_source": programme.sources[0].name.vi,
                }
            )
    layout = load_layout("support_records")
    office = next(office for office in programme.offices if office.compiles)
    sheet = Sheet(
        layout=layout,
        title=layout.titles[0].upper(),
        issuer=(f"{texts.committee} {programme.district.name.upper()}", office.name.upper()),
        facts=[texts.as_of.format(date=f"{on:%d/%m/%Y}")],
        rows=rows,
        signatures=texts.office_signatures,
        money_unit=texts.money_unit.format(unit=texts.money_units["dong"]),
    )
    return write_workbook(folder / f"{programme.year}.xlsx", [sheet])


def _eligible(panel: Panel) -> pd.DataFrame:
    homes, events = panel.households, panel.events
    gone = events.household[events.before.isin(LISTED) & (events.after == "none")]
    escaped = events.household[events.reason == "exit_poverty"]
    entitled = (homes.origin == "listed") | homes.index.isin(escaped)
    return homes[entitled & ~homes.index.isin(gone)]
