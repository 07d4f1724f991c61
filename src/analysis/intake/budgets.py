"""Money of the programme: the plan's lines and the offices' disbursement reports, in whole đồng."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.findings import Finding
from analysis.intake.layouts import load_layout
from analysis.intake.papers import Paper, Rows
from analysis.intake.projects import SUMS_ITS_PARTS, ProjectLines
from analysis.intake.records import Record, columns_of, records_of
from analysis.intake.rules.budget import PLAN_TOTAL, SUBTOTAL
from analysis.programme import FILE, Programme, ProgrammeError

REPORTED = ("carried_over", "allocated", "disbursed", "expected_year")
"""Amounts a disbursement report gives by source, as in `tables.DISBURSEMENTS`."""

_KEYS = ["project", "kind", "office", "source_file", "source_sheet", "source_row"]


def check_sources(programme: Programme) -> None:
    """Raises ProgrammeError where the plan's form has no column for a source that is to have amounts."""
    rule = programme.counterpart
    needed = {source.id for source in programme.sources if source.amount_planned} | {rule.source, rule.of}
    unknown = needed - {column.source for column in load_layout("budget_plan").columns}
    if unknown:
        problem = ("sources", "source_without_column", ", ".join(sorted(unknown)))
        raise ProgrammeError(programme.folder / FILE, [problem])


def read_budget(paper: Paper, programme: Programme) -> Rows:
    """Lines of a budget table, one per project and kind of funds, with a column per amount and source.

    A line that sums its sub-projects is compared with their sum and is no record. Where a line does
    not name its kind of funds or office, the programme's project and the title block give them.
    """
    lines, read = ProjectLines(programme), list(records_of(paper.columns))
    projects = {project.id: project for project in programme.projects}
    records: list[Record] = []
    sums: dict[str | None, Record] = {}
    parts: dict[str | None, list[Record]] = {}
    for record in read:
        name = lines.project(str(record["project"] or ""))
        if name == SUMS_ITS_PARTS:
            sums[lines.above] = record
            continue
        project = projects.get(str(name))
        parts.setdefault(lines.above, []).append(record)
        own = {
            "project": name,
            "kind": record.get("kind") or (project.kind if project else None),
            "office": record.get("office") or paper.title.office or (project.lead if project else None),
            "date": paper.date,
        }
        records.append(record | own)
    findings = [f for above, total in sums.items() for f in _sum_differs(paper, total, parts.get(above, []))]
    for total in paper.totals:
        counted = [r for r in read if r not in sums.values()]
        above = [r for r in counted if _row(r) < _row(total)]
        findings += _sum_differs(paper, total, above or counted)  # some put the total on top
    fields = [*paper.columns, "kind", "office", "date"]
    return Rows(columns_of(records, dict.fromkeys(fields)), len(sums), findings)


def plan_lines(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """The plan by project, source and kind, as in `tables.PLAN`; NA where a source has no figure."""
    long = pd.concat(_by_source(rows, programme, ("plan",)))
    unplanned = [source.id for source in programme.sources if not source.amount_planned]
    return long[long.plan.notna() | long.source.isin(unplanned)]


def disbursement_lines(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Disbursement by report, project, source and kind, as in `tables.DISBURSEMENTS`."""
    long = pd.concat(_by_source(rows, programme, REPORTED))
    return long[long[list(REPORTED)].notna().any(axis=1)]


def plan_differences(plan: pd.DataFrame, programme: Programme) -> list[Finding]:
    """Where the plan's table does not sum to what the plan's text prints."""
    summed = plan.groupby("source").plan.sum().to_dict()
    summed["total"] = plan.plan.sum()
    return [
        PLAN_TOTAL.finding(source=source, sum=int(summed.get(source, 0)), printed=printed)
        for source, printed in programme.plan_totals.items()
        if len(plan) and summed.get(source, 0) != printed
    ]


def _by_source(rows: pd.DataFrame, programme: Programme, amounts: tuple[str, ...]) -> Iterator[pd.DataFrame]:
    for source in programme.sources:
        none = pd.Series(pd.NA, rows.index, "Int64")  # the form has no column for it
        given = {amount: rows.get(f"{amount}.{source.id}", none) for amount in amounts}
        yield rows[[*_KEYS, "date"]].assign(source=source.id, **given)


def _sum_differs(paper: Paper, total: Record, parts: list[Record]) -> Iterator[Finding]:
    """Where an amount of a line that adds up others is not their sum."""
    for heading in paper.table.headings.values():
        field, stands = heading.form.field, total.get(heading.form.field)
        if heading.form.type != "money" or stands is None:
            continue
        summed = sum(int(str(part.get(field) or 0)) for part in parts)
        if stands != summed:
            yield SUBTOTAL.finding(
                paper.file,
                sheet=paper.table.sheet,
                row=_row(total),
                cell=paper.table.cell(_row(total), field),
                column=heading.text,
                value=stands,
                sum=summed,
            )


def _row(record: Record) -> int:
    return int(str(record["source_row"]))
