"""What happens to the lists in the year: who leaves, who enters, whose class changes."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
import pandas as pd

from analysis.exact import half_up
from analysis.law import load_review_calendar
from analysis.programme import Programme
from analysis.sample.calibration import Escaped, EventRate, Events
from analysis.tables import LISTED

MERGED_SIZE = 2
"""Households of up to so many members are the ones taken in by another."""

WHEN: tuple[Literal["in_year", "review"], ...] = ("in_year", "review")


@dataclass(frozen=True)
class YearEvents:
    """The events of households known at the start, and who comes new.

    known: `household`, `date`, `reason`, `before`, `after`.
    arrivals: `unit_code`, `poverty_class`, `date`, `reason`, `copy_of` (the household that moved
        here from another unit, otherwise -1).
    """

    known: pd.DataFrame
    arrivals: pd.DataFrame


def return_spans(year: int) -> dict[int, tuple[dt.date, dt.date]]:
    """First and last decision day that each month's return holds."""
    return {
        first.month: (first, first.replace(day=monthrange(first.year, first.month)[1]))
        for first in load_review_calendar(dt.date(year, 1, 1)).months_of_returns(year)
    }


def escapes_before(
    households: pd.DataFrame, programme: Programme, drawn_from: Escaped, rng: np.random.Generator
) -> pd.DataFrame:
    """The exits of the years before the baseline, as columns of `YearEvents.known`.

    They reach back as far as a household counts as newly escaped (hộ mới thoát nghèo).
    """
    start = pd.Timestamp(programme.baseline.date)
    days = pd.bdate_range(start - pd.DateOffset(months=programme.newly_escaped.months, days=-1), start)
    gone = households[households.origin == "escaped"]
    near_poor = households[(households.origin == "listed") & (households.poverty_class == "near_poor")]
    rose = near_poor.sample(frac=drawn_from.still_near_poor.value, random_state=rng)
    exits = pd.concat([gone.assign(after="not_poor"), rose.assign(poverty_class="poor", after="near_poor")])
    return pd.DataFrame(
        {
            "household": exits.index,
            "date": rng.choice(days[:-1], len(exits)),
            "reason": exits.poverty_class.map({"poor": "exit_poverty", "near_poor": "exit_near_poverty"}),
            "before": exits.poverty_class,
            "after": exits.after,
        }
    )


def draw_events(
    programme: Programme,
    households: pd.DataFrame,
    escaped: pd.Series,
    rates: Events,
    rng: np.random.Generator,
) -> YearEvents:
    """Events in the numbers the rates ask for, each household at most once.

    households: as `draw_households` gives them, with `origin` (`listed` at the baseline,
        `escaped` before it).
    escaped: numbers of the households that escaped before the baseline.
    """
    year = _Year(programme, households.assign(escaped=households.index.isin(escaped)), rates, rng)
    known: list[pd.DataFrame] = []
    arrivals: list[pd.DataFrame] = []
    for rate in rates.rows:
        new = rate.before not in LISTED and not rate.reason.startswith("relapse")
        for when in WHEN:
            (arrivals if new else known).append(
                year.arrivals(rate, when) if new else year.changes(rate, when)
            )
    for when in WHEN:
        leaves, arrived = year.moves(when)
        known.append(leaves)
        arrivals.append(arrived)
    return YearEvents(pd.concat(known, ignore_index=True), pd.concat(arrivals, ignore_index=True))


class _Year:
    """The households nothing has happened to yet, and the days on which something can."""

    def __init__(
        self, programme: Programme, households: pd.DataFrame, rates: Events, rng: np.random.Generator
    ) -> None:
        self.programme, self.households, self.rates, self.rng = programme, households, rates, rng
        spans = return_spans(programme.year).values()
        last_return = max(end for _, end in spans)
        self.days = {
            "in_year": pd.bdate_range(min(begin for begin, _ in spans), last_return),
            "review": pd.bdate_range(last_return + dt.timedelta(days=1), programme.rounds[-1].date),
        }
        self.listed = households.origin == "listed"
        self.free = pd.Series(True, households.index)
        behind = households.unit_code == rng.choice(programme.unit_codes)
        odds = rates.uneven_units
        self.even = pd.Series(1.0, households.index)
        self.exit_odds = self.even.mask(behind, odds["lagging"])
        self.entry_odds = self.even.mask(behind, rates.more_entries)

    def changes(self, rate: EventRate, when: str) -> pd.DataFrame:
        """Events of one kind among the households known at the start."""
        homes = self.households
        if rate.before in LISTED:
            odds = self.exit_odds if rate.reason.startswith("exit") else self.even
            chosen = self._pick(
                self.listed & (homes.poverty_class == rate.before) & self._may(rate), odds, rate, when
            )
        else:
            back = (homes.origin == "escaped") & (homes.poverty_class == rate.after)
            chosen = self._pick(back, self.entry_odds, rate, when)
        return pd.DataFrame({"household": chosen, "date": self._dates(when, len(chosen))}).assign(
            reason=rate.reason, before=rate.before, after=rate.after
        )

    def arrivals(self, rate: EventRate, when: str) -> pd.DataFrame:
        """Households nobody knew: more of them where more households are poor."""
        n = self._times(rate, when)
        beside = self.rng.choice(self.households.index, n, p=self.entry_odds / self.entry_odds.sum())
        return pd.DataFrame(
            {
                "unit_code": self.households.unit_code[beside].to_numpy(),
                "poverty_class": rate.after,
                "date": self._dates(when, n),
                "reason": rate.reason,
                "copy_of": -1,
            }
        )

    def moves(self, when: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Households that leave one unit's list for another's, within the same area.

        There they keep their scores, and with them their class.
        """
        units = self.households.groupby("area").unit_code.unique()
        elsewhere = self.households.area.map(units.map(len)) > 1
        chosen = self._pick(self.listed & elsewhere, self.even, self.rates.moves_between_units, when)
        moved = self.households.loc[chosen]
        facts = {"date": self._dates(when, len(chosen)), "poverty_class": moved.poverty_class}
        goals = [
            str(self.rng.choice([code for code in units[area] if code != left]))
            for area, left in zip(moved.area, moved.unit_code, strict=True)
        ]
        leaves = pd.DataFrame({**facts, "household": chosen, "reason": "moved_out", "after": "none"})
        arrived = pd.DataFrame({**facts, "unit_code": goals, "reason": "moved_in", "copy_of": chosen})
        return leaves.rename(columns={"poverty_class": "before"}), arrived

    def _may(self, rate: EventRate) -> pd.Series:
        match rate.reason:
            case "died":
                return self.households.elder_alone
            case "merged":
                return self.households["size"] <= MERGED_SIZE
            case "became_poor":  # for those who escaped poverty before it would be a relapse
                return ~self.households.escaped
        return self.free

    def _pick(
        self, candidates: pd.Series, odds: pd.Series, rate: EventRate | dict[str, int], when: str
    ) -> pd.Index:
        pool = self.households.index[candidates & self.free]
        n = min(self._times(rate, when), len(pool))
        chosen = odds[pool].sample(n, weights=odds[pool], random_state=self.rng).index if n else pool[:0]
        self.free[chosen] = False
        return chosen

    def _times(self, rate: EventRate | dict[str, int], when: str) -> int:
        per_thousand = rate[when] if isinstance(rate, dict) else getattr(rate, when)
        return int(half_up(Fraction(per_thousand * int(self.listed.sum()), 1000), 0))

    def _dates(self, when: str, n: int) -> np.ndarray:
        return self.rng.choice(self.days[when], n)
