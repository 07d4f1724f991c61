"""The plan by project and source, and the offices' disbursement reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import pandas as pd

from analysis.intake.layouts import load_layout
from analysis.programme import Office, Programme, Project
from analysis.sample.money import Amounts
from analysis.sample.setting import Setting
from analysis.sample.sheets import Row, Sheet, write_workbook

MILLION = 1_000_000


def write_plan(plan: pd.DataFrame, setting: Setting, folder: Path) -> Path:
    """The plan, in đồng; a source without a planned amount stays empty."""
    programme, texts, layout = setting.programme, setting.texts, load_layout("budget_plan")
    rows: list[Row] = []
    for number, project in enumerate(programme.projects, start=1):
        amounts = {source: int(amount) for source, amount in plan.loc[project.id].items()}
        rows.append(
            {
                **_line(number, project, programme),
                "office": next(o.name for o in programme.offices if o.id == project.lead),
                **_money("plan", amounts),
                "total": sum(amounts.values()),
            }
        )
    rows.append(_total(rows, texts.total))
    sheet = Sheet(
        layout=layout,
        title=texts.plan_title.format(title=layout.titles[0].upper(), year=programme.year),
        issuer=(texts.committee, programme.district.name.upper()),
        facts=[],
        rows=rows,
        signatures=texts.signatures,
        bold=frozenset({len(rows) - 1}),
        money_unit=texts.money_unit.format(unit=texts.money_units["dong"]),
    )
    return write_workbook(folder / "plan.xlsx", [sheet])


def write_disbursements(
    spent: Mapping[tuple[str, str], Amounts], office: Office, on: dt.date, setting: Setting, folder: Path
) -> Path:
    """What an office was allocated and has disbursed by a day.

    The last of the programme's offices writes in million đồng, the others in đồng; every second
    office says what it expects by the year's end.
    """
    programme, texts, layout = setting.programme, setting.texts, load_layout("disbursement_report")
    place = programme.offices.index(office)
    millions = place == len(programme.offices) - 1
    rows: list[Row] = []
    for number, project in enumerate((p for p in programme.projects if p.lead == office.id), start=1):
        row = _line(number, project, programme)
        for source in (source for of, source in spent if of == project.id):
            for what, amount in asdict(spent[project.id, source]).items():
                if what != "expected_year" or place % 2 == 0:
                    row |= _money(what, {source: amount})
        rows.append(row)
    rows.append(_total(rows, texts.total))
    sheet = Sheet(
        layout=layout,
        title=layout.titles[0].upper(),
        issuer=(f"{texts.committee} {programme.district.name.upper()}", office.name.upper()),
        facts=[texts.as_of.format(date=f"{on:%d/%m/%Y}")],
        rows=[_in_millions(row) for row in rows] if millions else rows,
        signatures=texts.office_signatures,
        bold=frozenset({len(rows) - 1}),
        money_unit=texts.money_unit.format(unit=texts.money_units["million" if millions else "dong"]),
    )
    return write_workbook(folder / f"{on.isoformat()}_{office.id}.xlsx", [sheet])


def project_text(project: Project) -> str:
    """A project as the offices write it: its number in the plan and its name."""
    return f"{project.number}: {project.name}"


def _line(number: int, project: Project, programme: Programme) -> dict[str, object]:
    kind = next(kind for kind in programme.kinds if kind.id == project.kind)
    return {"number": str(number), "project": project_text(project), "kind": kind.name.vi}


def _money(what: str, amounts: Mapping[str, int]) -> dict[str, int]:
    return {f"{what}.{source}": amount for source, amount in amounts.items()}


def _total(rows: list[Row], label: str) -> Row:
    sums = pd.DataFrame(rows).select_dtypes("number").sum()
    return {"project": label, **{name: int(amount) for name, amount in sums.items()}}


def _in_millions(row: Row) -> Row:
    # The decimal text of an amount is exact, so the number in the cell reads back as the same đồng.
    return {
        name: float(Decimal(value) / MILLION) if isinstance(value, int) else value
        for name, value in row.items()
    }
