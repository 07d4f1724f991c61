"""Which papers have come, by kind and sender, and the day each stands for.

A paper none of whose rows can be used has not come; an empty one has.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from analysis.intake.reading import Reading
from analysis.programme import Round

Days = dict[dt.date, str]
"""Days that papers stand for, oldest first, and the file of each."""


class Arrived:
    """The papers of a reading; a form 7.1 is its unit's even where its title names none."""

    def __init__(self, reading: Reading) -> None:
        self._days: dict[tuple[str, str], Days] = defaultdict(dict)
        papers = reading.papers.dropna(subset=["unit", "status"])
        self._statuses = {(p.kind, p.unit, p.date): p.status for p in papers.itertuples()}
        for paper in reading.papers[reading.papers.kind != "form_7_1"].itertuples():
            sender = paper.office if paper.kind == "disbursement_report" else paper.unit
            if sender is not None and paper.date is not None:
                self._days[paper.kind, sender][paper.date] = paper.source_file
        for row in reading.rows["form_7_1"].itertuples():
            self._days["form_7_1", row.unit_code][row.list_date.date()] = row.source_file

    def days(self, kind: str, sender: str) -> Days:
        """What a sender has sent of a kind."""
        return dict(sorted(self._days.get((kind, sender), {}).items()))

    def of_round(self, kind: str, unit: str, round_: Round) -> Days:
        """What a unit has sent of a kind for a round."""
        window = round_.window
        return {day: file for day, file in self.days(kind, unit).items() if window.from_ <= day <= window.to}

    def claimed_status(self, kind: str, unit: str, day: dt.date) -> str | None:
        """The status that a unit's paper of a day says it has, if it says one."""
        return self._statuses.get((kind, unit, day))
