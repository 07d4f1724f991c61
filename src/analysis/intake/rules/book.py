"""The rule book: every rule with its facts, and how a broken one becomes a finding.

A rule is of a level, and an error keeps out the smallest thing of that level: a value, a row, a
household, a unit's paper. A warning or a note keeps it in and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.findings import Finding, Severity
from analysis.intake.layout import Table
from analysis.programme import Programme
from analysis.tables import PERSONAL

Level = Literal["file", "cell", "row", "household", "unit", "budget", "set"]

Check = Callable[[pd.DataFrame, Programme], pd.DataFrame]
"""From rows to the broken ones, with the facts their sentence needs as columns. A column `at` names
the field a row breaks the rule at, where it is not the rule's own."""


@dataclass(frozen=True)
class Rule:
    """A rule of the book.

    of: kinds of table it is asked of; at: field whose cell a finding points to.
    A rule without `check` is noticed while reading, by whoever reads.
    """

    code: str
    level: Level
    severity: Severity
    source: str
    says: str
    of: tuple[str, ...] = ()
    at: str | None = None
    check: Check | None = None

    def finding(self, file: str | None = None, **place_and_values: object) -> Finding:
        """A finding of this rule: its place by the names of `Finding`, all else are values."""
        place = {name: place_and_values.pop(name, None) for name in ("sheet", "cell", "row", "column")}
        _refuse_personal(self.code, place_and_values)
        return Finding(self.code, self.severity, file, values=place_and_values, **place)  # type: ignore[arg-type]


BOOK: dict[str, Rule] = {}
"""All rules by code."""


def noticed(code: str, *, level: Level, severity: Severity, source: str, says: str) -> Rule:
    """Enters a rule that is noticed while reading. Raises ValueError where the code is taken."""
    return _enter(Rule(code, level, severity, source, says))


def rule(
    code: str,
    *,
    level: Level,
    severity: Severity,
    source: str,
    of: tuple[str, ...] = (),
    at: str | None = None,
) -> Callable[[Check], Check]:
    """Enters the decorated check as a rule; its docstring says what the rule asks."""

    def entered(check: Check) -> Check:
        _enter(Rule(code, level, severity, source, check.__doc__ or "", of, at, check))
        return check

    return entered


def _enter(entry: Rule) -> Rule:
    if entry.code in BOOK:
        raise ValueError(f"two rules {entry.code}")
    return BOOK.setdefault(entry.code, entry)


def _refuse_personal(code: str, values: Mapping[str, object]) -> None:
    if personal := sorted(set(PERSONAL) & set(values)):
        raise ValueError(f"{code} would show {', '.join(personal)}")


def apply_rules(
    level: Level,
    kind: str,
    rows: pd.DataFrame,
    programme: Programme,
    tables: Mapping[tuple[str, str], Table],
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
        for facts, row in zip(
            broken.to_dict("records"), rows.loc[broken.index].itertuples(index=False), strict=True
        ):
            findings.append(_placed(entry, facts, row, tables))
        if entry.severity == "error" and len(broken):
            if level == "cell":
                rows = rows.assign(**{str(entry.at): rows[str(entry.at)].mask(rows.index.isin(broken.index))})
            else:
                rows = rows.drop(broken.index)
    return rows, findings


def _placed(entry: Rule, facts: dict, row: object, tables: Mapping[tuple[str, str], Table]) -> Finding:
    file, sheet, number = row.source_file, row.source_sheet, row.source_row  # type: ignore[attr-defined]
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
