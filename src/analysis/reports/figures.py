"""The registry of reported numbers: each with an id, what it counts and what it divides by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from analysis.reports.labels import Labels
from analysis.tables import FLOW_ITEMS


class Value(NamedTuple):
    """What a column of numbers holds: its unit and, for a ratio, the columns of both counts."""

    unit: str
    numerator: str | None = None
    denominator: str | None = None


_COUNTS = dict.fromkeys(
    ("households", "total_households", "listed_households", "observed", "expected_households",
     "expected_change", "households_baseline", "relapse_poverty",
     "marked_households", "marked_households_before", "marked_households_after",
     "listed_households_before", "listed_households_after",
     "relapse_near_poverty", "change_households", "households_to_leave",
     "households_at_bound", "reduction_households", "from_poverty", "without_date", "unknown"),
    Value("household"),
)  # fmt: skip
_PERSONS = dict.fromkeys(("persons", "total_persons", "persons_before", "persons_after"), Value("person"))
_MONEY = dict.fromkeys(
    ("plan", "allocated", "disbursed", "allocated_in_plan", "disbursed_in_plan",
     "balance", "carried_over", "expected_year", "expected", "required",
     "planned", "difference", "printed", "base",
     "support_value"),
    Value("đồng"),
)  # fmt: skip
_POINTS = dict.fromkeys(
    ("change_points", "count_effect_points", "total_effect_points", "person_change_points"),
    Value("percentage point"),
)

_MEASURED: dict[str, Value] = {
    **dict.fromkeys(
        (f"{name}{when}"
         for name in ("deprivations", "possible_deprivations", "poor_possible")
         for when in ("", "_before", "_after")),
        Value("deprivation"),
    ),
    **dict.fromkeys(
        ("all_deprivations_before", "all_deprivations_after", "district_deprivations"), Value("deprivation")
    ),
    "district_households": Value("household"),
    "deprivations_per_household": Value("deprivation per household", "deprivations", "households"),
    **dict.fromkeys(
        ("deprived_poor", "deprived_near_poor", "now_poor", "now_near_poor", "now_none", "now_outside",
         "lost", "left_list", "became_unknown", "gained", "entered_list", "became_known", "deprived_before",
         "overcome", "still_deprived", "not_known_after", "at_risk", "relapsed"),
        Value("household"),
    ),
    **dict.fromkeys(
        ("numerator_before", "numerator_after", "denominator_before", "denominator_after"), Value("count")
    ),
    **dict.fromkeys(("robust", "never_below", "equal", "turns", "pairs"), Value("pair of units")),
    "specifications": Value("specification"),
    **dict.fromkeys(("rank_given", "rank_low", "rank_high"), Value("rank")),
    **dict.fromkeys(
        ("h_effect_points", "m0_effect_points", "a_effect_points", "measure_change_points"),
        Value("percentage point"),
    ),
    "poor_rate": Value("ratio", "deprived_poor", "total_households"),
    "near_poor_rate": Value("ratio", "deprived_near_poor", "total_households"),
    "estimate_before": Value("ratio", "numerator_before", "denominator_before"),
    "estimate_after": Value("ratio", "numerator_after", "denominator_after"),
    "m0": Value("ratio", "deprivations", "possible_deprivations"),
    "m0_before": Value("ratio", "deprivations_before", "possible_deprivations_before"),
    "m0_after": Value("ratio", "deprivations_after", "possible_deprivations_after"),
    "intensity": Value("ratio", "deprivations", "poor_possible"),
    "intensity_before": Value("ratio", "deprivations_before", "poor_possible_before"),
    "intensity_after": Value("ratio", "deprivations_after", "poor_possible_after"),
    "contribution_before": Value("ratio", "deprivations_before", "all_deprivations_before"),
    "contribution_after": Value("ratio", "deprivations_after", "all_deprivations_after"),
    "population_share": Value("ratio", "total_households", "district_households"),
    "m0_share": Value("ratio", "deprivations", "district_deprivations"),
    **{
        f"share_{name}": Value("ratio", f"now_{name}", "households_before")
        for name in ("poor", "near_poor", "none", "outside")
    },
    "relapse_share": Value("ratio"),
}  # fmt: skip
_FORETOLD: dict[str, Value] = {
    **dict.fromkeys(
        ("lower_80", "upper_80", "lower_95", "upper_95", "expected_to_enter", "expected_to_leave",
         "must_leave", "beyond_expected", "fair_share", "left_so_far", "most_households", "expected_exits",
         "needed"),
        Value("household"),
    ),
    "lower_rate_80": Value("ratio", "lower_80", "total_households"),
    "upper_rate_80": Value("ratio", "upper_80", "total_households"),
    **dict.fromkeys(("draws_with", "draws"), Value("draw")),
    "probability": Value("ratio", "draws_with", "draws"),
    **dict.fromkeys(("days_covered", "days_left"), Value("day")),
    "seen_per_day": Value("household per day"),
    "needed_per_day": Value("household per day", "must_leave", "days_left"),
    **dict.fromkeys(("remaining", "usable", "household_cost", "spent"), Value("đồng")),
}  # fmt: skip

VALUES: dict[str, Value] = {
    **_MEASURED,
    **_FORETOLD,
    **_COUNTS,
    **_PERSONS,
    **_MONEY,
    **_POINTS,
    "household_rate": Value("ratio", "households", "total_households"),
    "person_rate": Value("ratio", "persons", "total_persons"),
    "household_rate_before": Value("ratio", "households_before", "total_households_before"),
    "household_rate_after": Value("ratio", "households_after", "total_households_after"),
    "households_before": Value("household"),
    "households_after": Value("household"),
    "total_households_before": Value("household"),
    "total_households_after": Value("household"),
    "relative_change": Value("ratio"),
    "share": Value("ratio", "households", "marked_households"),
    "household_share": Value("ratio", "households", "listed_households"),
    "rate": Value("ratio", "disbursed_in_plan", "plan"),
    "allocation_rate": Value("ratio", "allocated_in_plan", "plan"),
    **dict.fromkeys((*FLOW_ITEMS["7.2"], *FLOW_ITEMS["7.3"]), Value("household")),
    "value": Value("household"),
    "estimate": Value("ratio", "numerator", "denominator"),
    "n": Value("household"),
    "n_poor": Value("household"),
    "share_before": Value("ratio", "households_before", "marked_households_before"),
    "share_after": Value("ratio", "households_after", "marked_households_after"),
    **dict.fromkeys(("owed", "received", "missing"), Value("paper")),
    **dict.fromkeys(("checked", "broken"), Value("equation")),
    "files": Value("file"),
    "records": Value("record"),
    "movements_applied": Value("movement"),
    **dict.fromkeys(("numerator", "denominator"), Value("count")),
    "rows_read": Value("row"),
    "rows_used": Value("row"),
    "rows_set_aside": Value("row"),
    "rows_not_data": Value("row"),
    **dict.fromkeys(("rows_same", "rows_changed", "rows_added", "rows_removed"), Value("row")),
    "findings": Value("finding"),
}
"""The columns that hold reported numbers; all others of a table say whose number it is."""


KEYS = frozenset(
    ("unit_code", "measure", "group", "round", "area", "border", "basis", "indicator", "class_before",
     "class_after", "movement", "reason", "item", "project", "source", "kind", "office", "sender", "severity",
     "code", "identity", "bound_points", "file_name", "previous", "state", "dimension", "cutoff", "grid",
     "effect", "component", "months", "days", "ending", "band", "deprivations_to_lift", "projects", "moved",
     "factor")
)  # fmt: skip
"""The columns that say whose number it is; together they tell the rows of a table apart."""


def figures_of(
    table: str, frame: pd.DataFrame, labels: Labels, notebook: str, *, columns: Sequence[str] | None = None
) -> list[dict[str, object]]:
    """Every number of a table as a figure: `id`, `label`, `value`, `unit`, `numerator`, `denominator`.

    columns: those shown; a ratio's counts may be among the others.

    The id is the table's name, the row's keys and the column, so that a figure keeps its id
    from one report to the next. `trace` says which table, keys and column it is.
    """
    shown = list(frame.columns if columns is None else columns)
    keys = [name for name in shown if name in KEYS]
    values = [name for name in shown if name in VALUES and name not in KEYS]
    figures: list[dict[str, object]] = []
    for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        held = {key: row[key] for key in keys if row[key] is not None}
        names = [labels.value(value, key) for key, value in held.items()]
        for name in values:
            unit, numerator, denominator = VALUES[name]
            figures.append(
                {
                    "id": ".".join([table, *map(str, held.values()), name]),
                    "label": " · ".join([*names, labels.column(name)]),
                    "value": _number(row[name]),
                    "unit": unit,
                    "numerator": _number(row.get(numerator or "")),
                    "denominator": _number(row.get(denominator or "")),
                    "notebook": notebook,
                    "trace": {"table": table, "column": name, "keys": {k: str(v) for k, v in held.items()}},
                }
            )
    return figures


class FigureConflict(ValueError):
    """One id, two values: two notebooks disagree about the same figure."""


def registry(figures: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """All figures, each id once and in order. Raises FigureConflict where two values share an id."""
    known: dict[object, dict[str, object]] = {}
    for figure in figures:
        first = known.setdefault(figure["id"], figure)
        if first["value"] != figure["value"]:
            raise FigureConflict(f"{figure['id']}: {first['value']} and {figure['value']}")
    return list(known.values())


def _number(value: object) -> int | float | None:
    if value is None or value is pd.NA:
        return None
    number = float(value)  # type: ignore[arg-type]
    return int(value) if number.is_integer() and not isinstance(value, float) else number  # type: ignore[call-overload]
