"""What stands first on the page on measurement: the rate, the target, how sure, what lies behind, what to do.

At most five sentences; where something is not known its sentence says so once or is left out.
"""

from __future__ import annotations

import pandas as pd

from analysis.measurement_results import MeasurementResults
from analysis.reports.labels import Labels
from analysis.reports.sentences import change_in_words
from analysis.reports.target_sentences import chances_in_words
from analysis.target_results import TargetResults
from analysis.wording import Words

SHOWN = 3
"""Indicators named, of those with most deprivations; more where several are equally frequent."""


def in_short(of: tuple[MeasurementResults, TargetResults], labels: Labels) -> str:
    """The page in at most five sentences, one to a line.

    of: what is measured, and the way to the target, of one period.
    """
    measured, target = of
    known = pd.notna(_district(target.results.change()).change_points)
    said = [rate(target, labels)]
    said += [goal(target, labels)] if known else []
    said += [sure(measured, labels), behind(measured, labels)]
    said += [next_step(target, labels)] if known else []
    return "\n".join(f"- {sentence}" for sentence in said if sentence)


def rate(of: TargetResults, labels: Labels) -> str:
    """The district's rate now and before, with numerators and denominators."""
    words, results, row = labels.words, of.results, _district(of.results.change())
    if pd.isna(row.change_points):
        return words("in_short.rate_unknown")
    counts = {
        name: int(row[f"{column}_{when}"])
        for when, end in (("after", ""), ("before", "_before"))
        for name, column in ((f"households{end}", "households"), (f"total{end}", "total_households"))
    }
    return words(
        "in_short.rate",
        date=results.inputs.period.as_of,
        date_before=results.inputs.programme.baseline.date,
        rate=words.percent(row.household_rate_after),
        rate_before=words.percent(row.household_rate_before),
        change=change_in_words(row.change_points, labels),
        **counts,
    )


def goal(of: TargetResults, labels: Labels) -> str:
    """Whether the target is met; where figures may change, its chances, or what the plain rule says."""
    words, results = labels.words, of.results
    goals = _goals(of, words)
    if of.open and (found := of.nowcast()) is not None:
        row = found.iloc[0]
        if pd.isna(row.probability_met):
            return ""
        return words(
            "in_short.expected",
            households=int(of.bases().set_index("basis").households["nowcast"]),
            lower=int(row.lower_80),
            upper=int(row.upper_80),
            **goals,
            **chances_in_words(row, words),
        )
    if of.year_over or of.year_end is not None:
        row = _district(results.change())
        return "" if pd.isna(row.verdict) else words(f"in_short.final_{row.verdict}", **goals)
    row = _district(results.reduction(plain=True).query("basis == 'expected'"))
    if pd.isna(row.verdict):
        return ""
    return words(f"in_short.plain_{row.verdict}", households=int(row.households_after), **goals)


def sure(of: MeasurementResults, labels: Labels) -> str:
    """That a full count has no sampling error, and what is not known instead."""
    words = labels.words
    unknown = len(of.results.unknown_units)
    unlisted = len(of.results.inputs.programme.unit_codes) - len(of.units) - unknown
    doubts = [
        words(f"in_short.doubt_{name}", **counts)
        for name, counts in (
            ("unknown", {"units": unknown}),
            ("unlisted", {"units": unlisted}),
            ("carried", {"units": of.carried}),
            ("class", {"differs": of.class_differs, "listed": of.listed_now}),
            ("marks", {"incomplete": of.incomplete}),
        )
        if next(iter(counts.values()))
    ]
    return words("in_short.sure", doubts="; ".join(doubts)) if doubts else words("in_short.sure_complete")


def behind(of: MeasurementResults, labels: Labels) -> str:
    """The indicators most of the deprivations of the poor are of."""
    words = labels.words
    if not of.measurable:
        return ""
    rows, poor = of.contributions(), of.measures().numerator_after.iloc[0]
    total = int(rows.deprivations_after.iloc[-1])
    if not total:
        return words("in_short.behind_none", cutoff=of.cutoff)
    of_each = rows.iloc[:-1].sort_values("deprivations_after", ascending=False, kind="stable")
    least = max(int(of_each.deprivations_after.iloc[SHOWN - 1]), 1)
    # Of two that are equal none is named without the other.
    first = of_each[of_each.deprivations_after >= least]
    named = [
        words(
            "in_short.indicator",
            name=labels.value(row.indicator, "indicator"),
            share=words.percent(row.contribution_after, 1),
            households=int(row.deprivations_after),
        )
        for row in first.itertuples()
    ]
    return words(
        "in_short.behind",
        deprivations=total,
        poor=int(poor),
        cutoff=of.cutoff,
        indicators=", ".join(named),
    )


def next_step(of: TargetResults, labels: Labels) -> str:
    """How many households must still leave the list; nothing where no figure may change any more."""
    words, goals = labels.words, _goals(of, labels.words)
    if of.year_over or (of.year_end is not None and not of.open):
        return ""
    path = of.path()
    if path is None:
        bounds = of.results.bounds()
        if bounds.households_to_leave.isna().any():
            return ""
        low, high = map(int, bounds.households_to_leave)
        key = "next_plain" if low else "next_plain_high" if high else "next_reached"
        return words(f"in_short.{key}", leave_low=low, leave_high=high, **goals)
    if path.beyond_expected.isna().any():
        return ""
    must, beyond = map(list, (path.must_leave, path.beyond_expected))
    key = "next" if beyond[0] else "next_low_enough" if beyond[1] else "next_enough"
    return words(
        f"in_short.{key}",
        must_low=int(must[0]),
        must_high=int(must[1]),
        leave=int(path.expected_to_leave.iloc[0]),
        beyond_low=int(beyond[0]),
        beyond_high=int(beyond[1]),
        **goals,
    )


def _goals(of: TargetResults, words: Words) -> dict[str, str]:
    low, high = of.results.inputs.programme.target.bounds
    return {"low": words.decimal(low, 2), "high": words.decimal(high, 2)}


def _district(change: pd.DataFrame) -> pd.Series:
    return change[change.measure == "multidimensional"].iloc[0]
