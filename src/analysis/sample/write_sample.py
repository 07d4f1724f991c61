"""A whole synthetic programme folder, in the official layouts."""

from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from analysis.assumptions import FOLDER as ASSUMPTIONS
from analysis.programme import FILE, Programme, Round
from analysis.sample.events import return_spans
from analysis.sample.money import draw_plan, draw_spending, read_plan
from analysis.sample.panel import Panel, simulate
from analysis.sample.papers.budgets import write_disbursements, write_plan
from analysis.sample.papers.habits import habits_of
from analysis.sample.papers.lists import write_list
from analysis.sample.papers.resident_totals import write_resident_totals
from analysis.sample.papers.returns import write_return
from analysis.sample.papers.summaries import write_summary
from analysis.sample.papers.support import write_support
from analysis.sample.setting import Setting
from analysis.sample.units import with_units


def write_sample(
    programme: Programme,
    out: str | Path,
    *,
    households: int = 20_000,
    seed: int = 2023,
    units: int | None = None,
) -> Path:
    """A synthetic programme folder (dữ liệu tổng hợp): every paper a year brings, none of it real.

    One history of the units' poor and near-poor households is simulated; all papers tell of it,
    so that they reconcile. Shares, events and the few faults are those of `calibration.yaml`.
    The same arguments give the same files. Only a plan and assumptions the programme has already are copied.

    programme: the programme to write the papers of.
    out: the folder; made if missing.
    households: resident households of all units together at the baseline.
    units: how many units; beyond those of the programme they are invented.

    Returns the folder, with `programme.yaml`, lists/, movements/, summaries/, totals/, budget/,
    disbursements/, support/ and assumptions/.
    Raises FileExistsError when the folder holds anything: nothing is ever written over. The folder
    appears when all is written.
    """
    out = Path(out)
    if out.exists() and any(out.iterdir()):
        raise FileExistsError(errno.EEXIST, "not empty", str(out))
    place = out.resolve().parent
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".sample.", dir=place) as stage:
        folder = Path(stage) / "whole"
        folder.mkdir()
        _write_papers(programme, folder, households, seed, units)
        if out.exists():  # empty, and perhaps where somebody stands
            for part in folder.iterdir():
                os.replace(part, out / part.name)
        else:
            os.replace(folder, out)
    return out


def _write_papers(programme: Programme, out: Path, households: int, seed: int, units: int | None) -> None:
    resized = programme if units is None else with_units(programme, units)
    history, rounds, sources, plan, spending, support = np.random.default_rng(seed).spawn(6)
    setting = Setting.of(resized, history)
    panel = simulate(setting, households, history)
    _write_programme(resized, out)
    _write_rounds(panel, setting, out, rounds)
    _write_returns(panel, setting, out)
    for on in panel.residents.date.dt.date.unique():
        in_round = any(round_.date == on for round_ in resized.rounds)
        write_resident_totals(panel, setting, on, out / "totals", None if in_round else sources)
    _write_money(panel, setting, out, plan, spending, support)


def _write_programme(programme: Programme, out: Path) -> None:
    content = programme.model_dump(mode="json", by_alias=True)
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
    (out / FILE).write_text(text, encoding="utf8")
    if (programme.folder / ASSUMPTIONS).is_dir():
        shutil.copytree(programme.folder / ASSUMPTIONS, out / ASSUMPTIONS)


def _write_rounds(panel: Panel, setting: Setting, out: Path, rng: np.random.Generator) -> None:
    """The lists of each round; of a preliminary one, what has come so far."""
    programme, calibration = setting.programme, setting.calibration
    start = programme.baseline.date
    register = pd.Timestamp(start) - pd.DateOffset(months=programme.newly_escaped.months)
    for round_ in programme.rounds:
        since = register.date() if round_ == programme.baseline else start
        sent = _senders(round_, setting, rng)
        for place, unit in enumerate(programme.units):
            habits, day = habits_of(unit, setting), round_.date.isoformat()
            noted = round_ == programme.rounds[-1] and place < calibration.imperfections.notes.value
            if sent[unit.code] == "list":
                note = setting.texts.list_note if noted else None
                write_list(panel, setting, habits, round_, since, out / "lists" / day, note)
            if sent[unit.code] == "form" or (round_.status == "official" and round_ != programme.baseline):
                opening = start if round_.status == "official" else None
                write_summary(panel, setting, habits, round_, opening, out / "summaries" / day)


def _senders(round_: Round, setting: Setting, rng: np.random.Generator) -> dict[str, str]:
    codes = list(setting.programme.unit_codes)
    if round_.status == "official":
        return dict.fromkeys(codes, "list")
    shares = setting.calibration.preliminary
    lists, forms = int(shares.lists.value * len(codes)), int(shares.forms_only.value * len(codes))
    kinds = ["list"] * lists + ["form"] * forms + ["nothing"] * (len(codes) - lists - forms)
    return dict(zip(rng.permutation(codes).tolist(), kinds, strict=True))


def _write_returns(panel: Panel, setting: Setting, out: Path) -> None:
    for month, span in return_spans(setting.programme.year).items():
        folder = out / "movements" / f"{setting.programme.year}-{month:02d}"
        for unit in setting.programme.units:
            write_return(panel, setting, habits_of(unit, setting), month, span, folder)


def _write_money(
    panel: Panel,
    setting: Setting,
    out: Path,
    plan_rng: np.random.Generator,
    spending_rng: np.random.Generator,
    support_rng: np.random.Generator,
) -> None:
    programme, budget = setting.programme, setting.programme.folder / "budget"
    if budget.is_dir():
        shutil.copytree(budget, out / "budget")
        plan = read_plan(out / "budget" / "plan.xlsx", programme)
    else:
        plan = draw_plan(programme, plan_rng)
        write_plan(plan, setting, out / "budget")
    spending = draw_spending(plan, programme, setting.calibration.money, spending_rng)
    leads = {project.lead for project in programme.projects}
    for day, spent in spending.items():
        for office in (office for office in programme.offices if office.id in leads):
            write_disbursements(spent, office, day, setting, out / "disbursements")
    last: dt.date = max(spending)
    write_support(panel, setting, spending[last], last, out / "support", support_rng)
