"""Resident households and persons: the readings of a table, and which of them each round takes."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.findings import Finding
from analysis.intake.papers import Paper, Rows, with_values
from analysis.intake.rules.set import OTHER_SOURCE
from analysis.intake.text import normal
from analysis.programme import Programme


def read_totals(paper: Paper, programme: Programme) -> Rows:
    """Rows of a table of residents (tổng số hộ dân cư), one per unit and source, on the title's day."""
    return Rows(with_values(paper.columns, date=paper.date) | {"unit_code": paper.columns["unit_name"]})


def totals_of_round(
    figures: pd.DataFrame, programme: Programme, on: dt.date, upto: dt.date
) -> tuple[pd.DataFrame, list[Finding]]:
    """The residents of each unit that serve the round of a day, as in `tables.TOTALS`.

    figures: rows of `read_totals`; upto: the last day a figure may stand for.
    The programme's preferred source counts. A unit that source does not give takes another's
    figure, which is a finding. Of several days the one nearest to `on` counts.
    """
    preferred = normal(programme.totals_source.prefer)
    fit = figures[figures.date <= pd.Timestamp(upto)]
    fit = fit.assign(
        round=on.isoformat(),
        other=[preferred not in normal(str(source)) for source in fit.source],
        away=(fit.date - pd.Timestamp(on)).abs(),
    )
    chosen = fit.sort_values(["other", "away", "date"], kind="stable").drop_duplicates("unit_code")
    names = {unit.code: unit.name for unit in programme.units}
    findings = [
        OTHER_SOURCE.finding(
            row.source_file,
            sheet=row.source_sheet,
            row=int(row.source_row),
            unit=names[row.unit_code],
            preferred=programme.totals_source.prefer,
            day=row.date.date(),
        )
        for row in chosen[chosen.other].itertuples()
    ]
    return chosen.sort_values("unit_code"), findings
