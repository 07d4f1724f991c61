"""The paragraphs of the page on measurement; each asserts only what a figure holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import pandas as pd

from analysis.change_results import ChangeResults
from analysis.measurement_results import MeasurementResults
from analysis.reports.labels import Labels
from analysis.reports.robustness_sentences import robustness_sentences
from analysis.reports.sentences import change_in_words
from analysis.tables import LISTED
from analysis.wording import Words

Of = TypeVar("Of", MeasurementResults, ChangeResults)


def _if_measured(sentence: Callable[[Of, Labels], str]) -> Callable[[Of, Labels], str]:
    """Nothing is said of what can't be measured: `measured` says so once."""

    @wraps(sentence)
    def said(of: Of, labels: Labels) -> str:
        return sentence(of, labels) if of.measurable else ""

    return said


def measured(of: MeasurementResults, labels: Labels) -> str:
    """Who is measured, and who is not."""
    words, results = labels.words, of.results
    if not of.measurable:
        return words("measurement.unmeasured")
    known, every = of.units, results.inputs.programme.unit_codes
    said = words(
        "measurement.measured",
        units=len(known),
        of=len(every),
        listed_before=int((of.listed["round"] == results.before).sum()),
        listed=of.listed_now,
        date_before=results.inputs.programme.baseline.date,
        date=results.inputs.period.as_of,
        residents=int(of.totals.total_households[of.totals["round"] == results.after].sum()),
    )
    if left_out := [unit for unit in every if unit not in known]:
        said += " " + words("measurement.without", units=labels.values(left_out))
    return said


@_if_measured
def rule(of: MeasurementResults, labels: Labels) -> str:
    """The rule in words and what it finds."""
    words, standard, results = labels.words, of.standard, of.results
    found = of.rule_rates()
    now = found[found["round"] == results.after].set_index("measure")
    said = []
    if standard.b1_points is not None:
        points = {area: standard.b1_points.of(area) for area in ("urban", "rural")}
        count = {"cutoff": of.cutoff, "of": len(of.indicators)}
        said.append(words("measurement.rule", standard=labels.standard_name, **points, **count))
    counts = {name: int(now.households[name]) for name in LISTED}
    said.append(words("measurement.rule_found", date=results.inputs.period.as_of, **counts))
    if all(counts.values()):
        per_household = now.deprivations_per_household
        means = {f"{name}_mean": words.decimal(float(per_household[name]), 2) for name in LISTED}
        said.append(words("measurement.rule_means", **means))
    return " ".join(said)


@_if_measured
def measures(of: MeasurementResults, labels: Labels) -> str:
    """H, A and M0 as the divisions they are."""
    words, results = labels.words, of.results
    rows = of.measures().set_index("measure")
    day, poor = results.inputs.period.as_of, int(rows.numerator_after["headcount_ratio"])
    if not poor:
        return words("measurement.measures_none", date=day, cutoff=of.cutoff)
    shares = {
        f"{short}{end}": _percent(rows[f"estimate_{when}"][name], words, 3 if short != "a" else 1)
        for short, name in (
            ("h", "headcount_ratio"),
            ("a", "intensity"),
            ("m0", "adjusted_headcount_ratio"),
        )
        for when, end in (("after", ""), ("before", "_before"))
    }
    return words(
        "measurement.measures",
        date=day,
        date_before=results.inputs.programme.baseline.date,
        cutoff=of.cutoff,
        of=len(of.indicators),
        poor=poor,
        residents=int(rows.denominator_after["headcount_ratio"]),
        deprivations=int(rows.numerator_after["adjusted_headcount_ratio"]),
        **shares,
    )


@_if_measured
def measures_rule(of: MeasurementResults, labels: Labels) -> str:
    """Cut-off, weights, denominator and what a missing mark counts as, wherever H, A or M0 stands."""
    return labels.words("measurement.measures_rule", cutoff=of.cutoff, of=len(of.indicators))


@_if_measured
def cutoffs(of: MeasurementResults, labels: Labels) -> str:
    """At how many cut-offs fewer are poor, and H and M0 are lower."""
    words, rows = labels.words, of.cutoffs()
    if rows.empty:
        return ""
    pairs = {"fewer": "households", "h_lower": "household_rate", "m0_lower": "m0"}
    lower = {name: rows[f"{of_}_after"] < rows[f"{of_}_before"] for name, of_ in pairs.items()}
    said = [words("measurement.cutoffs", of=len(rows), **{name: int(n.sum()) for name, n in lower.items()})]
    not_lower = rows[~lower["m0_lower"]]
    if lower["h_lower"].all() and not_lower.empty:
        said.append(words("measurement.cutoffs_all"))
    elif len(not_lower):
        most = int(not_lower[["households_before", "households_after"]].max(axis=None))
        at = ", ".join(map(str, not_lower.cutoff))
        said.append(words("measurement.cutoffs_some", cutoffs=at, households=most))
    return " ".join(said)


@_if_measured
def doubts(of: MeasurementResults, labels: Labels) -> str:
    """That a full count has no sampling error, and what is uncertain instead."""
    words, results = labels.words, of.results
    b2 = int(of.b2_differs().households.sum())
    marks = {"incomplete": of.incomplete} if of.incomplete else {"of": len(of.indicators)}
    said = [
        words("measurement.doubt_carried", units=of.carried)
        if of.carried
        else words("measurement.doubt_none_carried"),
        words("measurement.doubt_class", differs=of.class_differs, listed=of.listed_now),
        words("measurement.doubt_b2", b2=b2) if b2 else "",
        words(f"measurement.doubt_{'marks' if of.incomplete else 'no_marks'}", **marks),
    ]
    if day := results.residents_date(results.after):
        said.append(words("measurement.doubt_residents", date=day))
    said.append(words("measurement.doubt_choice"))
    return words("measurement.full_count") + "\n\n" + "\n".join(f"- {line}" for line in said if line)


@_if_measured
def orderings(of: MeasurementResults, labels: Labels) -> str:
    """Which orderings of units survive, around the standard's cut-off and at every one."""
    words = labels.words
    if not of.comparable:
        return words("measurement.orderings_none")
    dimensions = ", ".join(labels.value(name, "dimension").lower() for name in of.weightings)
    said = [words("measurement.weightings", dimensions=dimensions), ""]
    for grid in of.grids:
        found = robustness_sentences(of.pairs(grid), of.all_ranks(grid), labels)
        said.append("- " + words("measurement.orderings", grid=words.term(grid), said=found))
    return "\n".join(said)


@_if_measured
def change(of: ChangeResults, labels: Labels) -> str:
    """The change of H and M0, and what it is made of."""
    words, rows = labels.words, of.effects().query("group == 'district'").set_index("effect")
    parts = {"incidence": "incidence", "intensity": "intensity_effect"}
    return words(
        "measurement.change",
        h=change_in_words(rows.h_effect_points["total"], labels, 3),
        m0=change_in_words(rows.m0_effect_points["total"], labels, 3),
        **{
            name: words.decimal(float(rows.m0_effect_points[effect]), 3, signed=True)
            for name, effect in parts.items()
        },
    )


@_if_measured
def flows(of: ChangeResults, labels: Labels) -> str:
    """Who left poverty, entered it and stayed, and what is known of the deprivations of those who left."""
    words = labels.words
    counted = of.flows().set_index("component").households
    names = {
        "exits": "exits",
        "entries": "entries",
        "stayed": "stayed_poor",
        "left": "left_population",
        "joined": "joined_population",
    }
    counts = {name: int(counted[part]) for name, part in names.items()}
    said = [words("measurement.flows", cutoff=of.measured.cutoff, **counts)]
    out, fate = of.left_poverty().set_index("class_after").households, of.exit_deprivations()
    if out.sum():
        said.append(
            words(
                "measurement.exits",
                households=int(out.sum()),
                near_poor=int(out["near_poor"]),
                off=int(out["none"]),
                deprived=int(fate.deprived_before.sum()),
                overcome=int(fate.overcome.sum()),
                still=int(fate.still_deprived.sum()),
                unknown=int(fate.not_known_after.sum()),
            )
        )
    return "\n\n".join(said)


@_if_measured
def relapse(of: ChangeResults, labels: Labels) -> str:
    """The share that relapses within the programme's term."""
    words, rows, programme = labels.words, of.relapse(), of.results.inputs.programme
    if rows.empty or not rows.at_risk.sum():
        return words("measurement.relapse_none")
    return words(
        "measurement.relapse",
        months=programme.newly_escaped.months,
        share=_percent(rows.relapse_share.iloc[-1], words, 1),
        relapsed=int(rows.relapsed.sum()),
        at_risk=int(rows.at_risk.max()),
        since=programme.baseline.date,
    )


def _percent(ratio: float, words: Words, decimals: int) -> str:
    if pd.isna(ratio):
        return words("terms.unknown")
    return words.percent(float(ratio), decimals)
