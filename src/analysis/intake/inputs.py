"""The one front door: everything a report of a period stands on, read, judged and accounted for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import tables
from analysis.findings import Finding, findings_frame
from analysis.intake.arrived import Arrived
from analysis.intake.budgets import disbursement_lines, plan_differences, plan_lines
from analysis.intake.collector import collector_paused
from analysis.intake.coverage import coverage
from analysis.intake.documents import Document
from analysis.intake.household_codes import told_apart
from analysis.intake.identity import identified
from analysis.intake.list_basis import Basis, current_bases, first_bases, list_basis
from analysis.intake.list_on_date import list_on_date
from analysis.intake.reading import combine
from analysis.intake.received import read_documents
from analysis.intake.rules.file import LATER
from analysis.intake.rules.set import FORM_CARRIED, LATER_ROWS, NO_LIST, NO_TOTALS
from analysis.intake.rules.severities import as_switched, check_switches
from analysis.intake.summaries import summary_counts, summary_items
from analysis.intake.totals import totals_of_round
from analysis.programme import Period, Programme, load_programme


class NothingUsable(ValueError):
    """Not one row of a programme's files could be used; the message is the folder."""


@dataclass(frozen=True)
class Inputs:
    """What a report of a period stands on; each table is described in `analysis.tables`.

    households holds two rounds: the first round's list and the list on the report's date; totals
    has one row per unit for each. counts holds units known by a form 7.1 alone. files are those the
    period uses. findings: as `findings_frame` gives them. synthetic: a file says it is not real.
    """

    programme: Programme
    period: Period
    households: pd.DataFrame
    movements: pd.DataFrame
    totals: pd.DataFrame
    plan: pd.DataFrame
    disbursements: pd.DataFrame
    support: pd.DataFrame
    exits: pd.DataFrame
    summaries: pd.DataFrame
    counts: pd.DataFrame
    files: pd.DataFrame
    coverage: pd.DataFrame
    list_basis: pd.DataFrame
    versions: pd.DataFrame
    findings: pd.DataFrame
    synthetic: bool

    def __repr__(self) -> str:
        """Which period, and how much was read."""
        read = (
            f"{len(self.households)} household rows, {len(self.files)} files, {len(self.findings)} findings"
        )
        return f"<Inputs of {self.programme.id}, {self.period.id} ({self.period.as_of}): {read}>"


@collector_paused()
def read_files(
    paths: Iterable[str | Path], programme: Programme | str | Path
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Files and folders of any kind, each row accounted for; nothing is left out for its date.

    paths: files and folders; a folder is read with all in it. programme: or its folder.
    Raises ProgrammeError, also for a severity in the decisions that a rule can not have.
    Returns the files as in `tables.FILES` and the findings as `findings_frame` gives them.
    """
    programme = _checked(programme)
    documents, findings = read_documents(map(Path, paths), programme)
    reading = combine(documents, programme)
    return reading.files, findings_frame(as_switched([*findings, *reading.findings], programme))


def _checked(programme: Programme | str | Path) -> Programme:
    """The programme, with decisions about rules that can be followed."""
    programme = programme if isinstance(programme, Programme) else load_programme(programme)
    check_switches(programme)
    return programme


def read_inputs(programme: Programme | str | Path, period: Period | str | dt.date) -> Inputs:
    """All files of a programme's folder as the report of a period uses them.

    programme: or its folder; period: or its id, deadline or last good day.
    Nothing dated after the report's date is used; a later file or row is noted as a finding.

    Returns the programme, the period, whether anything is `synthetic`, and tables. What is missing is NA,
    money whole đồng; a row that was read tells its `source_file`, `source_sheet` and `source_row`. All
    columns and their types stand in `analysis.tables`.

    households: one per listed household and `round` (the baseline's and the report's date as ISO text):
        `household_id`, `unit_code`, `area`, `members`, flags (yes 1), indicators (deprived 1), `b1`,
        `b2`, `poverty_class_recorded`, the class the commune recognised.
    totals: residents per `unit_code` and `round`: `total_households`, `total_persons`, `date` of the figure.
    counts: of units that sent a summary form and no list, per `measure`: `households`, `persons`.
    movements: one per change in a monthly return: `household_id`, `unit_code`, `month`, `class_before`,
        `class_after`, `reason`, `decision_date`.
    exits: one per household a full list reports as gone, with the same but `list_date` for `month`.
    summaries: forms 7.1 to 7.3 as sent: `form`, `unit_code`, `list_date`, `account`, `item`, `value`.
    plan: per `project`, `source` and `kind`: `office`, `plan` (NA: no figure given).
    disbursements: per report, with `date`, cumulative from 1 January: `allocated`, `disbursed`,
        `carried_over`, `expected_year`.
    support: one per household and support received: `project`, `date`, `quantity`, `value`.
    coverage: one per paper owed: `kind`, `sender`, `due`, `received`, `file`.
    list_basis: what each unit's current list stands on: `basis`, `list_date`, `movements_until`, `reported`.
    files, versions: what was read of each file, and what a later version of a paper changed.
    findings: what is wrong: `file`, `sheet`, `cell`, `row`, `column`, `severity`, `code`, `values`.

    Raises ProgrammeError, UnknownPeriod, and NothingUsable where no file has a row to use; a bad
    file never raises, it is a finding.
    """
    inputs = _read_all(programme, period)
    if not inputs.files.rows_used.any():
        raise NothingUsable(str(inputs.programme.folder))
    return inputs


def read_coverage(programme: Programme | str | Path, period: Period | str | dt.date) -> pd.DataFrame:
    """The papers owed for a period and whether they have come, as in `tables.COVERAGE`.

    As `read_inputs(…).coverage`, and also of a folder that nothing has come into yet.
    """
    return _read_all(programme, period).coverage


@collector_paused()
def _read_all(programme: Programme | str | Path, period: Period | str | dt.date) -> Inputs:
    """The inputs of a period, every table empty if need be."""
    programme = _checked(programme)
    period = programme.period(period)
    documents, findings = read_documents([programme.folder], programme)
    findings += [
        LATER.finding(d.file, day=d.date, as_of=period.as_of) for d in documents if _later(d, period)
    ]
    reading = combine([d for d in documents if not _later(d, period)], programme)
    findings += reading.findings
    known, found = identified(reading.rows, programme)
    findings += found
    rows = {kind: _until(frame, period, findings) for kind, frame in known.items()}
    arrived = Arrived(reading)

    firsts, currents = first_bases(arrived, programme), current_bases(arrived, programme, period)
    baseline, as_of = programme.baseline.date, period.as_of
    lists, movements = rows["household_list"], rows["movement_return"]
    first, _, found = list_on_date(lists, movements.iloc[:0], firsts, baseline, programme)
    findings += found
    current, applied, found = list_on_date(lists, movements, currents, as_of, programme)
    findings += found
    summaries = tables.conform(tables.SUMMARIES, _summaries(rows))
    totals = tables.conform(tables.TOTALS, _totals(rows["resident_totals"], programme, period, findings))
    owed, found = coverage(arrived, totals, programme, period)
    findings += found + _without_lists(currents, movements, programme)
    plan = tables.conform(tables.PLAN, plan_lines(rows["budget_plan"], programme))
    findings += plan_differences(plan, programme)
    households, moves, exits, support = told_apart(
        tables.conform(tables.HOUSEHOLDS, pd.concat([first, current])),
        tables.conform(tables.MOVEMENTS, rows["movement_return"]),
        tables.conform(tables.EXITS, rows["household_exits"]),
        tables.conform(tables.SUPPORT, rows["support_records"]),
    )
    return Inputs(
        programme=programme,
        period=period,
        households=households,
        movements=moves,
        totals=totals,
        plan=plan,
        disbursements=tables.conform(
            tables.DISBURSEMENTS, disbursement_lines(rows["disbursement_report"], programme)
        ),
        support=support,
        exits=exits,
        summaries=summaries,
        counts=_counts(summaries, {baseline: firsts, as_of: currents}),
        files=reading.files,
        coverage=owed,
        list_basis=list_basis(currents, firsts, arrived, applied),
        versions=reading.versions,
        findings=findings_frame(as_switched(findings, programme)),
        synthetic=bool(reading.files.synthetic.any()),
    )


def _later(document: Document, period: Period) -> bool:
    return document.date is not None and document.date > period.as_of


def _until(frame: pd.DataFrame, period: Period, findings: list[Finding]) -> pd.DataFrame:
    """The rows of a kind that the report's date knows; those it does not are noted by file."""
    day = {"movement_return": "decision_date", "support_records": "date"}
    kind = frame.form.iat[0] if len(frame) else None
    if kind not in day:
        return frame
    later = frame[day[kind]] > pd.Timestamp(period.as_of)
    for file, count in frame.source_file[later].value_counts(sort=False).items():
        findings.append(LATER_ROWS.finding(str(file), count=int(count), as_of=period.as_of))
    return frame[~later]


def _summaries(rows: dict[str, pd.DataFrame]) -> pd.DataFrame:
    forms = {"7.1": "form_7_1", "7.2": "form_7_2", "7.3": "form_7_3"}
    return pd.concat([summary_items(rows[kind], form) for form, kind in forms.items()])


def _totals(
    figures: pd.DataFrame, programme: Programme, period: Period, findings: list[Finding]
) -> pd.DataFrame:
    """Residents for both rounds; a unit without any is a finding."""
    chosen = []
    first = programme.baseline
    for on, upto in ((first.date, first.window.to), (period.as_of, period.as_of)):
        known, found = totals_of_round(figures, programme, on, upto)
        chosen.append(known)
        findings += found
        findings += [
            NO_TOTALS.finding(unit=unit.name, day=on)
            for unit in programme.units
            if unit.code not in set(known.unit_code)
        ]
    return pd.concat(chosen)


def _counts(summaries: pd.DataFrame, bases: dict[dt.date, list[Basis]]) -> pd.DataFrame:
    """Counts of the units that stand on a form 7.1, for each round."""
    counts = []
    for on, of_round in bases.items():
        by_form = {b.unit_code: pd.Timestamp(b.list_date) for b in of_round if b.basis == "summary_form"}
        own = summaries[summaries.list_date == summaries.unit_code.map(by_form)]
        counts.append(summary_counts(own, on.isoformat()))
    return tables.conform(tables.COUNTS, pd.concat(counts))


def _without_lists(bases: list[Basis], movements: pd.DataFrame, programme: Programme) -> list[Finding]:
    """Units nothing is known of, and units whose movements have no list to be applied to."""
    names = {unit.code: unit.name for unit in programme.units}
    findings = []
    for basis in bases:
        name = names[basis.unit_code]
        if basis.basis == "none":
            findings.append(NO_LIST.finding(unit=name))
        if basis.basis == "summary_form":
            after = movements[movements.unit_code == basis.unit_code].decision_date
            count = int((after > pd.Timestamp(basis.list_date)).sum())
            if count:
                findings.append(FORM_CARRIED.finding(unit=name, count=count))
    return findings
