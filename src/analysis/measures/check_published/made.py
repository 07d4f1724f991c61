"""One check made on a published table, and the table of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from typing import Any

import pandas as pd

from analysis.measures.check_published.printed import Line

VERDICTS = {
    "figure": ("unread",),
    "rate": ("holds", "differs", "truncated", "share", "undefined"),
    "total": ("differs",),
    "sum": ("holds", "rounding", "differs", "gaps", "no_parts"),
    "implied_total": ("holds", "empty", "agrees", "differs"),
    "change": (
        *("both", "rounded", "exact", "rounding", "sign", "relative", "neither"),
        *("no_figures", "no_earlier_round"),
    ),
    "standard": ("holds", "two_standards", "standard_changed"),
}
"""What each check may find."""

COLUMNS = {
    "check": "string",
    "unit": "object",
    "round": "object",
    "standard": "object",
    "measure": "object",
    "printed": "object",
    "recomputed": "object",
    "difference": "object",
    "holds": "boolean",
    "verdict": "string",
    "numerator": "Int64",
    "denominator": "Int64",
    "compared_with": "object",
    "from_rounded": "object",
    "from_exact": "object",
    "row": "Int64",
    "column": "string",
    "message": "string",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A row of the result; `holds` is None where what is printed can't tell."""

    check: str
    unit: Any
    round: Any
    standard: Any
    measure: Any
    printed: Any = None
    recomputed: Any = None
    difference: Any = None
    holds: bool | None
    verdict: str
    numerator: int | None = None
    denominator: int | None = None
    compared_with: Any = None
    from_rounded: Any = None
    from_exact: Any = None
    row: int | None = None
    column: str | None = None
    message: str

    @classmethod
    def of(cls, line: Line, **facts: Any) -> Check:
        """The check of a line, which says where it stands."""
        where = {name: getattr(line, name) for name in ("unit", "round", "standard", "measure", "row")}
        return cls(**(where | facts))


def unread_figures(lines: Iterable[Line]) -> Iterator[Check]:
    """The figures that can't be read; all other checks are made as if they were not printed."""
    for line in lines:
        for column, text in line.unread:
            yield Check.of(
                line,
                check="figure",
                printed=text,
                holds=None,
                verdict="unread",
                column=column,
                message=f"row {line.row}: {column} {text!r} cannot be read as a figure",
            )


def table_of(checks: Iterable[Check]) -> pd.DataFrame:
    """The checks as a frame, in their order; missing is NA."""
    names = [field.name for field in fields(Check)]
    rows = pd.DataFrame([astuple(check) for check in checks], columns=names, dtype=object)
    return rows.where(rows.notna(), pd.NA)[list(COLUMNS)].astype(COLUMNS)
