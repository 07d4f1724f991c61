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
        listed=_listed(of),
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
    means = {name: _decimal(now.deprivations_per_household[name], words) for name in ("poor", "near_poor")}
    said = []
    if standard.b1_points is not None:
        points = {area: standard.b1_points.of(area) for area in ("urban", "rural")}
        count = {"cutoff": of.cutoff, "of": len(of.indicators)}
        said.append(words("measurement.rule", standard=labels.standard_name, **points, **count))
    said.append(
        words(
            "measurement.rule_found",
            date=results.inputs.period.as_of,
            poor=int(now.households["poor"]),
            poor_mean=means["poor"],
            near_poor=int(now.households["near_poor"]),
            near_poor_mean=means["near_poor"],
            differs=_differs(of),
            b2=int(of.b2_differs().households.sum()),
        )
    )
    return "\n\n".join(said)


@_if_measured
def measures(of: MeasurementResults, labels: Labels) -> str:
    """H, A and M0 with their counts."""
    words, results = labels.words, of.results
    rows = of.measures().set_index("measure")
    day = results.inputs.period.as_of
    if not rows.numerator_after["headcount_ratio"]:
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
        poor=int(rows.numerator_after["headcount_ratio"]),
        deprivations=int(rows.numerator_after["adjusted_headcount_ratio"]),
        possible=int(rows.denominator_after["adjusted_headcount_ratio"]),
        **shares,
    )


@_if_measured
def cutoffs(of: MeasurementResults, labels: Labels) -> str:
    """At which cut-offs M0 fell."""
    words, rows = labels.words, of.cutoffs()
    fell = rows.m0_after < rows.m0_before
    lower, higher = (", ".join(map(str, rows.cutoff[which])) for which in (fell, ~fell))
    if not (lower and higher):
        return words("measurement.cutoffs_all" if lower else "measurement.cutoffs_none", of=len(rows))
    return words("measurement.cutoffs", of=len(rows), lower=lower, higher=higher)


@_if_measured
def doubts(of: MeasurementResults, labels: Labels) -> str:
    """That a full count has no sampling error, and what is uncertain instead."""
    words, results, basis = labels.words, of.results, of.results.inputs.list_basis
    carried = int((~basis.reported & basis.unit_code.isin(of.units)).sum())
    said = [words("measurement.doubt_carried", units=carried) if carried else ""]
    said[0] = said[0] or words("measurement.doubt_none_carried")
    said.append(words("measurement.doubt_class", differs=_differs(of), listed=_listed(of)))
    if of.incomplete:
        said.append(words("measurement.doubt_marks", incomplete=of.incomplete))
    else:
        said.append(words("measurement.doubt_no_marks", of=len(of.indicators)))
    if day := results.residents_date(results.after):
        said.append(words("measurement.doubt_residents", date=day))
    said.append(words("measurement.doubt_choice"))
    return words("measurement.full_count") + "\n\n" + "\n".join(f"- {line}" for line in said)


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
    points = {
        "h": rows.h_effect_points["total"],
        "m0": rows.m0_effect_points["total"],
        "incidence": rows.m0_effect_points["incidence"],
        "intensity": rows.m0_effect_points["intensity_effect"],
    }
    return words(
        "measurement.change",
        **{name: words.decimal(float(value), 3, signed=True) for name, value in points.items()},
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
    said = [words("measurement.flows", **{name: int(counted[part]) for name, part in names.items()})]
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
        since=programme.baseline.date,
    )


def _listed(of: MeasurementResults) -> int:
    return int((of.listed["round"] == of.results.after).sum())


def _differs(of: MeasurementResults) -> int:
    """Households measured now whose recognised class is not that of their scores."""
    rows = of.results.class_differences()
    return int(((rows["round"] == of.results.after) & rows.unit_code.isin(of.units)).sum())


def _percent(ratio: float, words: Words, decimals: int) -> str:
    if pd.isna(ratio):
        return words("terms.unknown")
    return words.percent(float(ratio), decimals)


def _decimal(value: float, words: Words) -> str:
    return words("terms.unknown") if pd.isna(value) else words.decimal(float(value), 2)
