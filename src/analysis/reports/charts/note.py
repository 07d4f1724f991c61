"""What stands under every chart: date, status, standard, source, and whether the data are real."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from analysis.wording.words import Words


@dataclass(frozen=True, kw_only=True)
class Note:
    """The facts any chart's footer states.

    source: the papers or data behind the chart, in the reader's language.
    synthetic: made-up data; the slide then says so above its title.
    """

    source: str
    synthetic: bool = False

    def of_residents(self, words: Words) -> str:
        """The denominator of a rate over all resident households."""
        return words("charts.denominator_residents")

    def footer(self, words: Words, denominator: str) -> str:
        """The footer's sentences; `denominator` says what the chart's rates divide by."""
        return _joined(denominator, words("charts.source", source=self.source) if self.source else None)


@dataclass(frozen=True, kw_only=True)
class ReportNote(Note):
    """The same of a chart in a report of one period.

    baseline, as_of: the dates "before" and "after" stand for.
    status: of the figures on `as_of`.
    place: whose figures they are, for a slide that leaves its report.
    residents: the day the resident totals on `as_of` stand for, where the chart divides by them.
    standard: the poverty standard's name; None for charts of money.
    """

    baseline: dt.date
    as_of: dt.date
    status: Literal["estimate", "official"]
    standard: str | None = None
    place: str | None = None
    residents: dt.date | None = None

    def of_residents(self, words: Words) -> str:
        """The denominator of a rate over all resident households, and the day it stands for."""
        if self.residents is None:
            return super().of_residents(words)
        return words("charts.denominator_residents_on", date=self.residents)

    def footer(self, words: Words, denominator: str) -> str:
        """The footer's sentences; `denominator` says what the chart's rates divide by."""
        return _joined(
            self.place,
            denominator,
            words("charts.as_of", date=self.as_of),
            words(f"charts.status_{self.status}"),
            self.standard,
            words("charts.source", source=self.source),
        )


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
