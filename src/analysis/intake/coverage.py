"""Who owes which paper by a report's date, and whether it has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from analysis.findings import Finding
from analysis.intake.arrived import Arrived, Days
from analysis.intake.rules.set import MISSING
from analysis.law import load_review_calendar
from analysis.programme import Period, Programme, Round
from analysis.tables import COVERAGE, conform

Owed = tuple[str, str, dt.date, str | None]
"""Kind, sender, day it is due, and the file it came in."""


def coverage(
    arrived: Arrived, totals: pd.DataFrame, programme: Programme, period: Period
) -> tuple[pd.DataFrame, list[Finding]]:
    """The papers owed by the report's date (độ phủ), as in `tables.COVERAGE`; one missing is a finding.

    totals: as in `Inputs.totals`. A unit owes its list of the first round, its monthly returns, the
    list of the round the period expects (its form 7.1 will do), and residents for both dates; a lead
    office owes a report dated after the period before.
    Source: days of the returns, the review calendar in `law`; the rest, the programme's periods.
    """
    owed = pd.DataFrame(
        [
            *_lists(arrived, programme, programme.baseline, min(programme.baseline.window.to, period.as_of)),
            *_returns(arrived, programme, period),
            *_expected_lists(arrived, programme, period),
            *_residents(totals, programme, period),
            *_disbursements(arrived, programme, period),
        ],
        columns=["kind", "sender", "due", "file"],
    )
    frame = conform(COVERAGE, owed.assign(received=owed.file.notna()))
    names = {unit.code: unit.name for unit in programme.units}
    names |= {office.id: office.short for office in programme.offices}
    findings = [
        MISSING[row.kind].finding(sender=names[row.sender], due=row.due.date())
        for row in frame[~frame.received].itertuples()
    ]
    return frame, findings


def returns_due(programme: Programme, period: Period) -> tuple[dt.date, ...]:
    """The days by the report's date on which a monthly return was due."""
    return load_review_calendar(period.as_of).returns_due(programme.year, period.as_of)


def _latest(days: Days) -> str | None:
    return next(reversed(days.values()), None)


def _lists(arrived: Arrived, programme: Programme, round_: Round, due: dt.date) -> Iterator[Owed]:
    for unit in programme.unit_codes:
        came = arrived.of_round("household_list", unit, round_) or arrived.of_round("form_7_1", unit, round_)
        yield "household_list", unit, due, _latest(came)


def _expected_lists(arrived: Arrived, programme: Programme, period: Period) -> Iterator[Owed]:
    for round_ in programme.rounds:
        if round_.id == period.expects and round_ != programme.baseline:
            yield from _lists(arrived, programme, round_, period.last_good_day)


def _returns(arrived: Arrived, programme: Programme, period: Period) -> Iterator[Owed]:
    for unit in programme.unit_codes:
        came = arrived.days("movement_return", unit)
        for due in returns_due(programme, period):
            yield "movement_return", unit, due, came.get(due)


def _residents(totals: pd.DataFrame, programme: Programme, period: Period) -> Iterator[Owed]:
    """A figure not newer than the first round's is the old one carried forward."""
    for on, since in ((programme.baseline.date, None), (period.as_of, programme.baseline.date)):
        figures = totals[totals["round"] == on.isoformat()]
        fresh = figures if since is None else figures[figures.date > pd.Timestamp(since)]
        files = dict(zip(fresh.unit_code, fresh.source_file, strict=True))
        for unit in programme.unit_codes:
            yield "resident_totals", unit, on, files.get(unit)


def _disbursements(arrived: Arrived, programme: Programme, period: Period) -> Iterator[Owed]:
    year_before = dt.date(programme.year - 1, 12, 31)
    before = max((p.as_of for p in programme.periods if p.as_of < period.as_of), default=year_before)
    for office in dict.fromkeys(project.lead for project in programme.projects):
        came = {d: f for d, f in arrived.days("disbursement_report", office).items() if d > before}
        yield "disbursement_report", office, period.last_good_day, _latest(came)
