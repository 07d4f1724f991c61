"""The paragraphs that say what the figures say; each asserts only what a figure holds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd

from analysis.exact import half_up
from analysis.measures.budget_execution import elapsed_share
from analysis.reports import target_sentences
from analysis.reports.labels import Labels
from analysis.results import Results
from analysis.tables import FLOW_ITEMS
from analysis.target_results import TargetResults
from analysis.wording import Words


def verdict(results: Results, labels: Labels) -> str:
    """The change of the district's rate against the target, in points and in households."""
    words, row = labels.words, _district(results.change())
    if pd.isna(row.change_points):
        return words("report.verdict_unknown")
    unknown = results.unknown_units
    low, high = results.inputs.programme.target.bounds
    so_far = "_so_far" if results.inputs.period.status == "estimate" else ""
    text = words(
        "report.verdict",
        before=words.rate(row.households_before, row.total_households_before),
        after=words.rate(row.households_after, row.total_households_after),
        date_before=results.inputs.programme.baseline.date,
        date_after=results.inputs.period.as_of,
        change=change_in_words(row.change_points, labels),
        households=words.decimal(row.change_households, 0, signed=True),
        relative=words.decimal(float(row.relative_change) * 100, 1, signed=True),
        low=words.decimal(low, 2),
        high=words.decimal(high, 2),
        verdict=words.term(f"{row.verdict}{so_far}"),
    )
    dates = [results.residents_date(round_) for round_ in (results.before, results.after)]
    if all(dates):
        text += " " + words("report.residents", before=dates[0], after=dates[1])
    if unknown:
        text += " " + words("report.coverage_unknown", units=labels.values(unknown))
    shown = _rounded_rate(row, "before") - _rounded_rate(row, "after")
    if shown != half_up(-_exact_change(row), 2):
        text += " " + words("report.rounded_change", points=words.points(shown))
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
    words, basis, owed = labels.words, results.inputs.list_basis, results.inputs.coverage
    unknown = results.unknown_units
    carried = basis.unit_code[~basis.reported & ~basis.unit_code.isin(unknown)].tolist()
    owing = set(owed.sender[~owed.received])
    lacking = [u for u in basis.unit_code if u in owing and u not in unknown and u not in carried]
    of = len(basis)
    if not (unknown or carried or lacking):
        return words("report.coverage_full", units=of)
    said = [words("report.coverage_part", units=of - len({*unknown, *carried, *lacking}), of=of)]
    for key, units in (("unknown", unknown), ("carried", carried), ("lacking", lacking)):
        if units:
            said.append(words(f"report.coverage_{key}", units=labels.values(units)))
    text = " ".join(said)
    if not (carried and results.reported_units):
        return text
    reported, whole = _district(results.change(reported_only=True)), _district(results.change())
    if pd.isna(reported.change_points) or pd.isna(whole.change_points):
        return text
    return f"{text}\n\n" + words(
        "report.coverage_rates",
        reported=words.rate(reported.households_after, reported.total_households_after),
        reported_change=change_in_words(reported.change_points, labels),
        carried=words.rate(whole.households_after, whole.total_households_after),
        carried_change=change_in_words(whole.change_points, labels),
    )


def outlook(results: Results, labels: Labels) -> str:
    """In an estimate, what is observed and what is expected by the year's end."""
    words = labels.words
    if results.inputs.period.status == "official":
        return words("report.outlook_final")
    rows = results.horizons().query("measure == 'multidimensional'").set_index("basis")
    if rows.loc[["observed", "expected"]].change_points.isna().any():
        return words("report.verdict_unknown")
    said = [
        words(
            f"report.outlook_{basis}",
            basis=_stands_on(results, words),
            until=row.until.date(),
            change=change_in_words(row.change_points, labels),
            households=int(row.households_after),
            total=int(row.total_households_after),
            verdict=words.term(row.verdict),
        )
        for basis, row in rows.iterrows()
    ]
    horizons = [results.outlook()]
    if results.inputs.period.until:
        horizons.append(results.outlook(results.inputs.period.until))
    used = sorted({rule for rows in horizons for rule in rows.rule.dropna()})
    rules = [words(f"report.rule_{rule}") for rule in used]
    chances = target_sentences.chances(TargetResults(results), labels)
    said += [chances] if chances else []
    return "\n".join([*said, "", words("report.rules"), "", *(f"- {rule}" for rule in rules)])


def dynamics(results: Results, labels: Labels) -> str:
    """Who left the list, who came onto it, and the newly escaped."""
    words, escaped = labels.words, results.newly_escaped()
    said = [
        words(
            f"report.dynamics_{name}",
            date_before=results.inputs.programme.baseline.date,
            date_after=results.inputs.period.as_of,
            **{item: int(district[item]) for item in FLOW_ITEMS[form]},
            escaped=int(district[list(exits)].sum()),
        )
        for name, form, exits in (
            ("poor", "7.2", ("to_near_poor", "out_of_both")),
            ("near_poor", "7.3", ("out_of_both",)),
        )
        for district in [results.movements(form).iloc[-1]]
    ]
    households, poor = int(escaped.households.sum()), int(escaped.from_poverty.sum())
    said.append(
        words(
            "report.newly_escaped",
            households=households,
            from_poverty=poor,
            from_near_poverty=households - poor,
            persons=int(escaped.persons.sum()),
            months=results.inputs.programme.newly_escaped.months,
            as_of=results.inputs.period.as_of,
        )
    )
    text = "\n\n".join(said)
    return f"{left_out}\n\n{text}" if (left_out := unlisted(results, labels)) else text


def unlisted(results: Results, labels: Labels) -> str:
    """The units nobody can be followed in, because they sent a summary form instead of a list."""
    units = results.unlisted_units
    return labels.words("report.unlisted", units=labels.values(units)) if units else ""


def money(results: Results, labels: Labels) -> str:
    """Plan, allocated and disbursed against the share of the year that has passed."""
    words, period = labels.words, results.inputs.period
    row = results.execution().iloc[0]
    days, of = elapsed_share(results.inputs.programme.year, results.reported_on)
    if pd.isna(row.disbursed):
        return words("report.money_unknown", plan=_money(row.plan, words), as_of=period.as_of)
    text = words(
        "report.money",
        as_of=period.as_of,
        plan=_money(row.plan, words),
        allocated=_money(row.allocated, words),
        allocated_share=_percent(row.allocation_rate, words),
        disbursed=_money(row.disbursed, words),
        disbursed_share=_percent(row.rate, words),
        days=days,
        of=of,
        elapsed=words.percent(Fraction(days, of)),
        reported=row.as_of.date(),
    )
    if pd.notna(row.carried_over) and row.carried_over > 0:
        text += " " + words("report.money_carried_over", carried_over=words.money(row.carried_over))
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
    rows = results.deprivation_of_listed()
    first, last = (
        rows[rows.group == when].set_index("measure").estimate for when in (results.before, results.after)
    )
    if pd.isna(first.get("A")) or pd.isna(last.get("A")):
        return words("report.measured_unknown")
    headcount = rows[(rows.group == results.after) & (rows.measure == "H")].iloc[0]
    return words(
        "report.measured",
        cutoff=results.standard.poor_from_count,
        of=len(results.standard.indicators),
        counted=int(headcount.n_poor),
        listed=int(headcount.n),
        **{
            f"{measure.lower()}_{when}": words.percent(float(values[measure]), 1)
            for measure in ("H", "A", "M0")
            for when, values in (("before", first), ("after", last))
        },
    )


def _stands_on(results: Results, words: Words) -> str:
    """The papers the observed figure stands on: which lists and forms, and movements up to when."""
    basis = results.inputs.list_basis
    said = []
    for key, kinds, day in (
        ("lists", ("full_list",), "list_date"),
        ("forms", ("summary_form",), "list_date"),
        ("movements", ("list_and_movements", "carried_forward"), "movements_until"),
    ):
        units = basis[basis.basis.isin(kinds)]
        if len(units):
            oldest = units[day].fillna(units.list_date).min().date()
            said.append(words(f"report.basis_{key}", units=len(units), day=oldest))
    return "; ".join(said)


def _rounded_rate(row: pd.Series, when: str) -> Decimal:
    """The district's rate in percent as it is printed."""
    return half_up(Fraction(100 * int(row[f"households_{when}"]), int(row[f"total_households_{when}"])), 2)


def _exact_change(row: pd.Series) -> Fraction:
    """The change of the district's rate in percentage points."""
    before, after = (
        Fraction(100 * int(row[f"households_{when}"]), int(row[f"total_households_{when}"]))
        for when in ("before", "after")
    )
    return after - before


def _money(dong: object, words: Words) -> str:
    return words("terms.unknown") if pd.isna(dong) else words.money(dong)  # type: ignore[arg-type]


def _percent(ratio: object, words: Words) -> str:
    return words("terms.unknown") if pd.isna(ratio) else words.percent(ratio)  # type: ignore[arg-type]


def _district(change: pd.DataFrame) -> pd.Series:
    return change[change.measure == "multidimensional"].iloc[0]


def change_in_words(points: float, labels: Labels, decimals: int = 2) -> str:
    """A change of a rate in percentage points: up, down or unchanged."""
    words = labels.words
    if points == 0:
        return words("report.unchanged")
    return words("report.down" if points < 0 else "report.up", points=words.points(abs(points), decimals))
