"""The paragraphs on the way to the target: what is expected, what is needed, what the money could do."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from analysis.exact import half_up
from analysis.measures.nowcast.figures import VERDICTS
from analysis.reports.labels import Labels
from analysis.target_results import TargetResults
from analysis.wording import Words


def target(of: TargetResults, labels: Labels) -> str:
    """The heading, where the year is not over, and how the year's end is drawn, where it is."""
    said = [] if of.year_over else [labels.words("measurement.target")]
    return "\n\n".join(said + ([labels.words("measurement.drawn")] if of.open else []))


def nowcast(of: TargetResults, labels: Labels) -> str:
    """The year's end with its intervals beside the plain rule, or why there is none."""
    words, found = labels.words, of.nowcast()
    if of.year_over:
        return ""
    if found is None:
        return words("measurement.no_evidence" if of.year_flows else "measurement.no_flows")
    row, bases = found.iloc[0], of.bases().set_index("basis").households
    if not of.open:
        return words("measurement.nowcast_final", households=int(row.households))
    low, high = of.results.inputs.programme.target.bounds
    rule = bases["plain_rule"]
    return words(
        "measurement.nowcast",
        households=int(bases["nowcast"]),
        rule=words("terms.unknown") if pd.isna(rule) else int(rule),
        draws=int(row.draws),
        low=words.decimal(low, 2),
        high=words.decimal(high, 2),
        **_ends(row),
        **chances_in_words(row, words),
    )


def chances(of: TargetResults, labels: Labels) -> str:
    """The interval and the chances that belong to an estimate by the nowcast; nothing where there is none."""
    found, words = of.nowcast(), labels.words
    if found is None or not of.open:
        return ""
    row = found.iloc[0]
    return words("report.outlook_chances", **_ends(row), **chances_in_words(row, words))


def _ends(row: pd.Series) -> dict[str, int]:
    return {f"{end}_{level}": int(row[f"{end}_{level}"]) for end in ("lower", "upper") for level in (80, 95)}


def chances_in_words(row: pd.Series, words: Words) -> dict[str, str]:
    """The share of the draws that end below, within and above the target."""
    return {
        verdict: words("terms.unknown")
        if pd.isna(row[f"probability_{verdict}"])
        else words.chance(Fraction(int(row[f"draws_{verdict}"]), int(row.draws)))
        for verdict in VERDICTS
    }


def coverage(of: TargetResults, labels: Labels) -> str:
    """How often the intervals held on years with a known end (docs/method.md), where there are any."""
    return labels.words("measurement.coverage") if of.open else ""


def path(of: TargetResults, labels: Labels) -> str:
    """What each bound asks of the district."""
    words, rows = labels.words, of.path()
    if rows is None or not of.open:
        return ""
    said = [
        words(
            "measurement.path",
            bound=words.points(row.bound_points),
            most=row.households_at_bound,
            now=row.households,
            enter=row.expected_to_enter,
            must=row.must_leave,
            leave=row.expected_to_leave,
            beyond=row.beyond_expected,
        )
        for row in rows.dropna(subset="beyond_expected").itertuples()
    ]
    known = words("measurement.path_known", days=rows.days_left.max())
    return "\n".join([words("measurement.path_about"), "", *(f"- {line}" for line in said), "", known])


def mix(of: TargetResults, labels: Labels) -> str:
    """What the cheapest support for each bound is, or why there is none."""
    words = labels.words
    if of.year_over:
        return ""
    if of.effects is None:
        return words("measurement.no_effects")
    if not of.open:
        return ""
    said = [
        words(
            f"measurement.mix_{found.status}",
            **{
                "bound": words.points(Fraction(bound)),
                "needed": found.needed,
                "households": found.households,
                "cost": words.money(found.cost),
                "expected": words.decimal(half_up(found.expected, 1), 1),
            },
        )
        for bound, found in of.mix_of_bounds.items()
    ]
    return "\n".join([words("measurement.mix_about"), "", *(f"- {line}" for line in said)])


def cases(of: TargetResults, labels: Labels) -> str:
    """What the table of other assumptions shows, where there is one."""
    return labels.words("measurement.cases_about") if of.open and of.effects else ""


def flow_assumptions(of: TargetResults, labels: Labels) -> pd.DataFrame:
    """The table of what the nowcast assumes, its values in words."""
    words, rows = labels.words, of.flow_assumptions()
    assert rows is not None
    names = [f"rate_{name}" if name in ("left", "entered") else name for name in rows.value_name]
    weighs = ["–" if pd.isna(n) else words.decimal(n, 0) for n in rows.worth]
    values = [
        words.decimal(n, 2) if name == "unit_spread" else words.percent(n, 1)
        for name, n in zip(names, rows.value, strict=True)
    ]
    table = rows.assign(value_name=names, worth=weighs, stated_value=values)
    return table[["value_name", "stated_value", "worth", "is_assumption", "where_from"]]


def effect_assumptions(of: TargetResults, labels: Labels) -> pd.DataFrame:
    """The table of what each project is assumed to do, its values in words."""
    rows = of.assumptions()
    assert rows is not None
    pairs = zip(rows.value_name, rows.value, strict=True)
    table = rows.assign(stated_value=[_worded(name, value, labels) for name, value in pairs])
    return table[["project", "value_name", "stated_value", "is_assumption", "where_from"]]


def _worded(name: str, value: str, labels: Labels) -> str:
    words = labels.words
    if name == "cost":
        return words.money(int(value))
    if name in ("for_households", "success"):
        return words.percent(Fraction(value), 0)
    if name == "needs_labour":
        return words("terms.yes" if value == "True" else "terms.no")
    if name in ("lifts", "needs"):
        return labels.values(value.split(", "), "indicator") if value else words(f"measurement.{name}_none")
    return value or words("measurement.no_effect")
