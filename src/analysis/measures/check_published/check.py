"""Every check that a published table allows."""

from __future__ import annotations

from itertools import chain

import pandas as pd

from analysis.measures.check_published.changes import change_checks
from analysis.measures.check_published.made import table_of, unread_figures
from analysis.measures.check_published.printed import read_lines
from analysis.measures.check_published.rates import rate_checks, total_checks
from analysis.measures.check_published.sums import (
    class_sum_checks,
    part_sum_checks,
    total_agreement_checks,
)
from analysis.measures.check_published.wholes import Wholes, partitions


def check_published(table: pd.DataFrame, *, wholes: Wholes | None = None) -> pd.DataFrame:
    """Which rates, sums and changes of a table hold, as printed in a decision, a report or a newspaper.

    Nothing printed is corrected: what differs is reported with both values and its size.

    table: one line per `unit`, `round` and `measure` as printed, with `households` (any count or
        amount), `total_households` (what the rate is over), `rate_percent` and `change_points`
        (percentage points since the round before, down negative), these two as text so that their
        decimals are known. Any may be empty or absent; numbers may be written as `analysis.printed` reads.
        Two more columns are read: `standard`, where rounds were counted under different poverty
        standards (else a period in the round's name, as in "2021 (2016–2020)"), and `part_of`, the
        unit or units (parted by `;`) a line's unit is a part of. Other columns are left alone.
    wholes: instead of `part_of`, a whole's unit to the units that are its parts, or to several such
        lists. Where neither is said, a unit called like a whole (Cả nước, Tổng), or the one district
        among communes, has all others as its parts.
    Returns one row per check made: `check`, `unit`, `round`, `standard`, `measure`; `printed`,
        `recomputed`, `difference` (recomputed less printed; counts are ints, rates and changes
        Decimals with the decimals printed), `holds` (NA where the table can't tell), `verdict` (a
        code), `numerator` and `denominator` of a rate, `compared_with` (the parts, or the earlier
        round), `from_rounded` and `from_exact` of a change, `row` (the line's place in the table, from
        1), `column` of a figure, and `message`, a sentence. By `check`:
        `figure`: what is printed in `column` can't be read (`unread`, `holds` NA); all else is checked
        as if it were not printed.
        `rate`: recomputed from its counts, rounded half up; `truncated` where decimals were cut off,
            `share` where a part of one stands for a percentage.
        `total`: two totals beside one unit and round.
        `sum`: poor + near_poor = multidimensional and parts to whole in counts; the classes' rates
            too, where a difference that rounding explains holds, with verdict `rounding`. Where a few
            parts print no figure the others must not exceed the whole: `gaps` (NA) names what is left.
        `implied_total`: `recomputed` is the closed interval of totals that give every rate of a
            line without a total (`empty`: none does); of a whole, the sum of its parts' totals,
            which its own must meet (`agrees`, `differs`).
        `change`: `verdict` says from what it holds: `exact`, `rounded` or `both`; from unrounded
            rates that are not printed, `rounding`; else `sign`, `relative` or `neither`.
            `recomputed` is from exact rates where they are known.
        `standard`: of a printed change; `two_standards` where rounds under two were subtracted, NA
            where only their days say that the standard changed in between.
    Raises ValueError, with the row, where figures can't be read and nothing else can be checked; for a
        line that stands twice with other figures; for a whole or part that is no unit of the table.
    Source: the arithmetic; half up as review decisions print.

    >>> line = {"unit": "Ninh Bình", "round": "2017", "measure": "average", "households": 72895,
    ...     "total_households": 297899, "rate_percent": "24,40"}
    >>> check_published(pd.DataFrame([line])).message.item()
    '72895 of 297899 is 24.47, printed 24.40: 0.07 apart'
    """
    lines = read_lines(table)
    parts = partitions(lines, wholes)
    checks = chain(
        rate_checks(lines),
        total_agreement_checks(lines),
        class_sum_checks(lines),
        part_sum_checks(lines, parts),
        total_checks(lines, parts),
        change_checks(lines),
    )
    unread, made = list(unread_figures(lines)), list(checks)
    if unread and not made:
        raise ValueError(f"nothing can be checked: {'; '.join(check.message for check in unread)}")
    return table_of([*unread, *made])
