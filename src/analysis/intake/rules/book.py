"""The rule book: every rule with its facts, and how a broken one becomes a finding.

A rule is of a level, and an error keeps out the smallest thing of that level: a value, a row, a
household, a unit's paper. A warning or a note keeps it in and says so. A programme may give a rule
another severity; what then stays in or out goes by that one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analysis.findings import Finding, Severity
from analysis.intake.layout import Table
from analysis.programme import Programme
from analysis.tables import PERSONAL

Level = Literal["file", "cell", "row", "household", "unit", "budget", "set"]

Rows = dict[str, pd.DataFrame]
"""The rows of each kind of table."""

Check = Callable[[pd.DataFrame, Programme], pd.DataFrame]
"""From rows to the broken ones, with the facts their sentence needs as columns. A column `at` names
the field a row breaks the rule at, where it is not the rule's own."""

Comparison = Callable[[Rows, Rows, Programme], pd.DataFrame]
"""As a check, of the rows of the rule's kind beside all others: those that stay, and all as read."""

Tables = Mapping[tuple[str, str], Table]
"""The tables by file and sheet, for the addresses of cells."""


@dataclass(frozen=True)
class Rule:
    """A rule of the book.

    of: kinds of table it is asked of; at: field whose cell a finding points to.
    keepable: whether what an error of it keeps out could be kept in; where it could not (the row
        would stand twice, or lack what every table needs), no programme may make it less than that.
    A rule with neither `check` nor `comparison` is noticed while reading, by whoever reads.
    """

    code: str
    level: Level
    severity: Severity
    source: str
    says: str
    of: tuple[str, ...] = ()
    at: str | None = None
    check: Check | None = None
    comparison: Comparison | None = None
    keepable: bool = False

    def severity_in(self, programme: Programme) -> Severity:
        """The severity the rule has in a programme."""
        switched = {s.code: s.severity for s in programme.decisions.rule_severities}
        return switched.get(self.code, self.severity)

    def finding(self, file: str | None = None, **place_and_values: object) -> Finding:
        """A finding of this rule: its place by the names of `Finding`, all else are values."""
        place = {name: place_and_values.pop(name, None) for name in ("sheet", "cell", "row", "column")}
        _refuse_personal(self.code, place_and_values)
        return Finding(self.code, self.severity, file, values=place_and_values, **place)  # type: ignore[arg-type]


BOOK: dict[str, Rule] = {}
"""All rules by code."""


def noticed(
    code: str, *, level: Level, severity: Severity, source: str, says: str, keepable: bool = False
) -> Rule:
    """Enters a rule that is noticed while reading. Raises ValueError where the code is taken."""
    return _enter(Rule(code, level, severity, source, says, keepable=keepable))


def rule(code: str, **facts: Any) -> Callable[[Check], Check]:
    """Enters the decorated check as a rule; its docstring says what the rule asks.

    facts: `level`, `severity`, `source`, `of` and, where they apply, `at` and `keepable` of `Rule`.
    """

    def entered(check: Check) -> Check:
        _enter(Rule(code, says=check.__doc__ or "", check=check, **facts))
        return check

    return entered


def compared(code: str, **facts: Any) -> Callable[[Comparison], Comparison]:
    """Enters the decorated comparison as a rule about the rows of the one kind `of` names.

    It is asked once every row has passed the rules about itself. At the levels household and set it
    says what other papers lack, which keeps nothing out, whatever its severity.
    """

    def entered(comparison: Comparison) -> Comparison:
        _enter(Rule(code, says=comparison.__doc__ or "", comparison=comparison, **facts))
        return comparison

    return entered


def _enter(entry: Rule) -> Rule:
    if entry.code in BOOK:
        raise ValueError(f"two rules {entry.code}")
    return BOOK.setdefault(entry.code, entry)


def _refuse_personal(code: str, values: Mapping[str, object]) -> None:
    if personal := sorted(set(PERSONAL) & set(values)):
        raise ValueError(f"{code} would show {', '.join(personal)}")


def apply_rules(
    level: Level, kind: str, rows: pd.DataFrame, programme: Programme, tables: Tables
) -> tuple[pd.DataFrame, list[Finding]]:
    """Asks the rules of a level of the rows of one kind of table.

    rows: with `source_file`, `source_sheet`, `source_row`; tables: by file and sheet, for addresses.
    Returns the rows that stay and the findings.
    """
    findings: list[Finding] = []
    for entry in [r for r in BOOK.values() if r.check and r.level == level and kind in r.of]:
        assert entry.check is not None
        if rows.empty:
            break
        broken = entry.check(rows, programme)
        if len(broken) == 0:
            continue
        findings += _findings(entry, broken, rows, tables)
        if entry.severity_in(programme) == "error":
            rows = _blanked(rows, broken.index, str(entry.at)) if level == "cell" else rows.drop(broken.index)
    return rows, findings


def compare_tables(
    rows: Rows, read: Rows, programme: Programme, tables: Tables
) -> tuple[Rows, list[Finding]]:
    """Asks the rules that compare tables of different papers.

    rows: those that passed the rules about themselves; read: all, as they were read.
    Returns the rows that stay and the findings.
    """
    findings: list[Finding] = []
    for entry in [r for r in BOOK.values() if r.comparison]:
        assert entry.comparison is not None
        kind = entry.of[0]
        if rows[kind].empty:
            continue
        broken = entry.comparison(rows, read, programme)
        findings += _findings(entry, broken, rows[kind], tables)
        if entry.severity_in(programme) == "error" and entry.level not in ("household", "set"):
            rows = {**rows, kind: rows[kind].drop(broken.index)}
    return rows, findings


def _blanked(rows: pd.DataFrame, broken: pd.Index, field: str) -> pd.DataFrame:
    """The rows with a field emptied; something stands in those cells, as `unread` says."""
    gone = rows.index.isin(broken)
    rows = rows.assign(**{field: rows[field].mask(gone)})
    if "unread" in rows:
        unread = [fields | {field} for fields in rows.unread[gone]]
        rows["unread"] = rows.unread.mask(gone, pd.Series(unread, rows.index[gone], dtype=object))
    return rows


def _findings(entry: Rule, broken: pd.DataFrame, rows: pd.DataFrame, tables: Tables) -> list[Finding]:
    places = rows.loc[broken.index, ["source_file", "source_sheet", "source_row"]]
    return [
        _placed(entry, facts, place, tables)
        for facts, place in zip(
            broken.to_dict("records"), places.itertuples(index=False, name=None), strict=True
        )
    ]


def _placed(entry: Rule, facts: dict, place: tuple[str, str, int], tables: Tables) -> Finding:
    file, sheet, number = place
    field = facts.pop("at", entry.at)
    table = tables[file, sheet]
    heading = table.headings.get(field)
    return entry.finding(
        file,
        sheet=sheet,
        row=int(number),
        cell=table.cell(int(number), field) if field else None,
        column=heading.text if heading else None,
        **{name: None if pd.isna(fact) else fact for name, fact in facts.items()},
    )
