"""The paragraphs that say what the figures say; each asserts only what a figure holds."""

from __future__ import annotations

import pandas as pd

from analysis.measures.budget_execution import elapsed_share
from analysis.reports.labels import Labels
from analysis.results import Results


def verdict(results: Results, labels: Labels) -> str:
    """The change of the district's rate against the target, in points and in households."""
    words, row = labels.words, _district(results.change())
    if pd.isna(row.change_points):
        return words("report.verdict_unknown")
    low, high = results.inputs.programme.target.bounds
    text = words(
        "report.verdict",
        before=words.rate(row.households_before, row.total_households_before),
        after=words.rate(row.households_after, row.total_households_after),
        date_before=results.inputs.programme.baseline.date,
        date_after=results.inputs.period.as_of,
        change=_change(row.change_points, labels),
        households=words.decimal(row.change_households, 0, signed=True),
        relative=words.decimal(float(row.relative_change) * 100, 1, signed=True),
        low=words.decimal(low, 2),
        high=words.decimal(high, 2),
        verdict=words.term(row.verdict),
    )
    if row.verdict != row.verdict_rounded:
        text += " " + words("report.verdict_rounding", rounded=words.term(row.verdict_rounded))
    return text


def bounds(results: Results, labels: Labels) -> str:
    """What each bound of the target means in households."""
    words = labels.words
    lines = [
        words(
            "report.bound_reached" if row.reached else "report.bound_open",
            bound=words.points(row.bound_points),
            most=row.households_at_bound,
            leave=row.households_to_leave,
        )
        for row in results.bounds().dropna().itertuples()
    ]
    return "\n".join(f"- {line}" for line in lines) or words("report.verdict_unknown")


def coverage(results: Results, labels: Labels) -> str:
    """Who has reported, and the rate of those units beside the one with figures carried forward."""
    words, basis = labels.words, results.inputs.list_basis
    missing = basis.unit_code[~basis.reported]
    if missing.empty:
        return words("report.coverage_full", units=len(basis))
    text = words(
        "report.coverage_part",
        units=len(basis) - len(missing),
        of=len(basis),
        missing=labels.values(missing),
    )
    if not results.reported_units:
        return text
    reported, carried = _district(results.change(reported_only=True)), _district(results.change())
    if pd.isna(reported.change_points) or pd.isna(carried.change_points):
        return text
    return f"{text}\n\n" + words(
        "report.coverage_rates",
        reported=words.rate(reported.households_after, reported.total_households_after),
        reported_change=_change(reported.change_points, labels),
        carried=words.rate(carried.households_after, carried.total_households_after),
        carried_change=_change(carried.change_points, labels),
    )


def outlook(results: Results, labels: Labels) -> str:
    """In an estimate, what is observed and what is expected by the year's end."""
    words = labels.words
    if results.inputs.period.status == "official":
        return words("report.outlook_final")
    rows = results.reduction().query("measure == 'multidimensional'").set_index("basis")
    observed, expected = rows.loc["observed"], rows.loc["expected"]
    if pd.isna(expected.change_points):
        return words("report.verdict_unknown")
    rules = sorted(results.outlook.rule.dropna().unique())
    return words(
        "report.outlook",
        observed=_change(observed.change_points, labels),
        observed_households=int(observed.households_after),
        expected=_change(expected.change_points, labels),
        expected_households=int(expected.households_after),
        total=int(expected.total_households_after),
        verdict=words.term(expected.verdict),
    ) + "".join(f"\n- {words(f'report.rule_{rule}')}" for rule in rules)


def dynamics(results: Results, labels: Labels) -> str:
    """Who left the list, who came onto it, and the newly escaped."""
    words, flows = labels.words, results.list_flows().set_index("item").value
    escaped = results.newly_escaped()
    text = words(
        "report.dynamics",
        opening=flows.opening,
        out_of_both=flows.out_of_both,
        other_decrease=flows.other_decrease,
        new=flows.new,
        relapse=flows.relapse,
        other_increase=flows.other_increase,
        closing=flows.closing,
        escaped=int(escaped.households.sum()),
        persons=int(escaped.persons.sum()),
        months=results.inputs.programme.newly_escaped.months,
        as_of=results.inputs.period.as_of,
    )
    return f"{text}\n\n{followed}" if (followed := unlisted(results, labels)) else text


def unlisted(results: Results, labels: Labels) -> str:
    """The units nobody can be followed in, because they sent a summary form instead of a list."""
    units = results.unlisted_units
    return labels.words("report.unlisted", units=labels.values(units)) if units else ""


def money(results: Results, labels: Labels) -> str:
    """Plan, allocated and disbursed against the share of the year that has passed."""
    words, period = labels.words, results.inputs.period
    row = results.execution().iloc[0]
    days, of = elapsed_share(results.inputs.programme.year, period.as_of)
    if pd.isna(row.disbursed):
        return words("report.money_unknown", plan=words.money(row.plan), as_of=period.as_of)
    text = words(
        "report.money",
        as_of=period.as_of,
        plan=words.money(row.plan),
        allocated=words.money(row.allocated),
        allocated_share=words.rate(row.allocated, row.plan),
        disbursed=words.money(row.disbursed),
        disbursed_share=words.rate(row.disbursed, row.plan),
        elapsed=words.rate(days, of),
        reported=row.as_of.date(),
    )
    return text if row.reported else f"{text} {words('report.money_part')}"


def quality(results: Results, labels: Labels) -> str:
    """How much was read and used, and how much is wrong."""
    words, inputs = labels.words, results.inputs
    files, severity = inputs.files, inputs.findings.severity
    broken = results.identities[~results.identities.holds]
    return words(
        "report.quality",
        files=len(files),
        read=int(files.rows_read.sum()),
        used=int(files.rows_used.sum()),
        set_aside=int(files.rows_set_aside.sum()),
        not_data=int(files.rows_not_data.sum()),
        errors=int((severity == "error").sum()),
        warnings=int((severity == "warning").sum()),
        identities=len(results.identities),
        broken=len(broken),
    )


def measured(results: Results, labels: Labels) -> str:
    """Intensity of the deprivations of the listed households, before and now."""
    words = labels.words
    rows = results.multidimensional()
    first, last = (
        rows[rows.group == when].set_index("measure").estimate for when in (results.before, results.after)
    )
    if pd.isna(first["A"]) or pd.isna(last["A"]):
        return words("report.measured_unknown")
    return words(
        "report.measured",
        cutoff=results.standard.poor_from_count,
        of=len(results.standard.indicators),
        **{
            f"{measure.lower()}_{when}": words.percent(float(values[measure]), 1)
            for measure in ("H", "A", "M0")
            for when, values in (("before", first), ("after", last))
        },
    )


def _district(change: pd.DataFrame) -> pd.Series:
    return change[change.measure == "multidimensional"].iloc[0]


def _change(points: float, labels: Labels) -> str:
    words = labels.words
    if points == 0:
        return words("report.unchanged")
    return words("report.down" if points < 0 else "report.up", points=words.points(abs(points)))
