"""What stands under every chart: date, status, standard, source, and whether the data are real."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from analysis.wording.words import Words


@dataclass(frozen=True)
class Note:
    """The facts a chart's footer states.

    baseline, as_of: the dates "before" and "after" stand for.
    status: of the figures on `as_of`.
    place: whose figures they are, for a slide that leaves its report.
    residents: the day the resident totals on `as_of` stand for, where the chart divides by them.
    source: the papers behind the chart, in the reader's language.
    standard: the poverty standard's name; None for charts of money.
    synthetic: made-up data; the slide then says so above its title.
    """

    baseline: dt.date
    as_of: dt.date
    status: Literal["estimate", "official"]
    source: str
    standard: str | None = None
    synthetic: bool = False
    place: str | None = None
    residents: dt.date | None = None

    def of_residents(self, words: Words) -> str:
        """The denominator of a rate over all resident households, and the day it stands for."""
        if self.residents is None:
            return words("charts.denominator_residents")
        return words("charts.denominator_residents_on", date=self.residents)

    def footer(self, words: Words, denominator: str) -> str:
        """The footer's sentences; `denominator` says what the chart's rates divide by."""
        parts = [
            self.place,
            denominator,
            words("charts.as_of", date=self.as_of),
            words(f"charts.status_{self.status}"),
            self.standard,
            words("charts.source", source=self.source),
        ]
        return " · ".join(part for part in parts if part)
