"""The district's tables of resident households and persons."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np

from analysis.intake.layouts import load_layout
from analysis.sample.panel import Panel
from analysis.sample.setting import Setting
from analysis.sample.sheets import Row, Sheet, write_workbook

COUNTS = ("total_households", "total_persons", "ethnic_minority_households", "ethnic_minority_persons")


def write_resident_totals(
    panel: Panel, setting: Setting, on: dt.date, folder: Path, other_source: np.random.Generator | None = None
) -> Path:
    """Residents of all units on a day, by the source the programme prefers.

    other_source: draws the figures of a second source, which lie a few per cent apart. A table of
    two sources has no total row, whose sum would count everybody twice.
    """
    programme, texts, layout = setting.programme, setting.texts, load_layout("resident_totals")
    residents = panel.residents[panel.residents.date == str(on)].set_index("unit_code")
    rows: list[Row] = []
    for number, unit in enumerate(programme.units, start=1):
        counts = {name: int(residents.loc[unit.code, name]) for name in COUNTS}
        place = {"number": number, "unit_name": unit.name, "unit_code": unit.code}
        rows.append({**place, **counts, "source": programme.totals_source.prefer})
        if other_source is not None:
            apart = other_source.choice([-1, 1]) * other_source.uniform(
                *setting.calibration.residents.other_source_apart.value
            )
            other = {name: round(count * (1 + apart)) for name, count in counts.items()}
            rows.append({**place, **other, "source": texts.other_source})
    if other_source is None:
        sums = {name: int(residents[name].sum()) for name in COUNTS}
        rows.append({"unit_name": texts.total, **sums})
    sheet = Sheet(
        layout=layout,
        title=layout.titles[0].upper(),
        issuer=(texts.committee, programme.district.name.upper()),
        facts=[texts.as_of.format(date=f"{on:%d/%m/%Y}")],
        rows=rows,
        signatures=texts.signatures,
        bold=frozenset({len(rows) - 1} if other_source is None else ()),
    )
    return write_workbook(folder / f"{on.isoformat()}.xlsx", [sheet])
