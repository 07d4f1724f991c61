"""Where households stand to the lines of a standard: its income line and its count of deprivations."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.law import Standard, class_by_lines, lines_by_income, lines_by_scores, need_standard
from analysis.measures.columns import integers, kinds_apart, need_columns, need_totals
from analysis.measures.poverty_rates import poverty_rates

UNDECIDED = "undecided"
"""State and class of a household whose figures do not decide them."""

STATES = ("both", "income_only", "deprived_only", "neither", UNDECIDED)
"""Under the income line and deprived, one of the two, none; the deprivations being as many as make poor."""

_FIGURES = ("income", *(f"{points}{when}" for points in ("b1", "b2") for when in ("", "_before", "_after")))

_FAR_BELOW = 100
"""Incomes so many times below the line are no đồng: in thousands they are a thousand times below."""


def rule_lines(households: pd.DataFrame, standard: Standard) -> pd.DataFrame:
    """Each household's standing to the lines, its class and its count of deprivations.

    households: `area` and `b1`, `b2`; or, for a standard whose points of form B1 are not published
        and where there is no `b1`, `income` (đồng per person and month). The standard's indicators
        (1 deprived, 0 not, NA not said) where they are known.
    Returns, with the index of `households`: `under_line`, `under_poor_line`, `deprived`,
        `poverty_class`, `state` (one of `STATES`) and `deprivations` (indicators marked; NA where
        one is not known). The class of scores rests on B2 as it was recorded, not on the marks.
    Raises ValueError where columns lack, saying which, for figures, marks and areas that are none, for
        incomes in thousands or millions, and for what is no standard.
    Source: Nghị định 07/2021/NĐ-CP, Điều 3; Quyết định 59/2015/QĐ-TTg, Điều 2.
    """
    need_standard(standard)
    _all_there(households, ["area", *standard.indicator_ids], standard)
    households = with_figures(households)
    count = deprivations_under(households, standard)
    if standard.b1_points is not None and "b1" in households:
        _all_there(households, ["b2"], standard)
        lines = lines_by_scores(households["b1"], households["b2"], households["area"], standard)
    else:
        _all_there(households, ["income"], standard)
        lines = lines_of_income(households, count, standard)
    return lines.assign(poverty_class=class_by_lines(lines), state=_states(lines), deprivations=count)


def class_members(lines: pd.DataFrame) -> dict[str, pd.Series]:
    """Whether each household is `poor`, `near_poor`, either of them (`multidimensional`); NA if undecided.

    A household under the income line whose deprivations are not known is surely one of the two; one
    that is deprived enough to be poor is surely not near-poor, whatever its income.

    lines: with `under_line`, `under_poor_line` and `deprived`, true, false or NA.
    """
    listed = lines["under_line"].astype("boolean")
    enough = lines["under_poor_line"] | lines["deprived"]
    return {"poor": listed & enough, "near_poor": listed & ~enough, "multidimensional": listed}


def deprivations_under(households: pd.DataFrame, standard: Standard) -> pd.Series:
    """In how many of the standard's indicators each household is deprived; NA where one is missing.

    Raises ValueError for marks other than 0, 1 and missing, naming the indicators.
    """
    marks = households[list(standard.indicator_ids)]
    foreign = [name for name in marks if not (marks[name].isin([0, 1]) | marks[name].isna()).all()]
    if foreign:
        raise ValueError(f"marks other than 0, 1 (deprived) and missing in {', '.join(foreign)}")
    return marks.astype("Int64").sum(axis=1, skipna=False)


def need_areas(area: pd.Series) -> None:
    """Raise ValueError for areas that no line is set for; missing ones leave a household undecided."""
    unknown = sorted(map(str, set(area.dropna()) - {"rural", "urban"}))
    if unknown:
        raise ValueError(f"area is `rural` or `urban`, not {', '.join(unknown)}")


def with_figures(households: pd.DataFrame) -> pd.DataFrame:
    """The households with their incomes and points as whole numbers, whatever type they are stored in.

    Raises ValueError for those that are not whole or below 0, and for areas that no line is set for.
        Missing ones are no fault: they leave a household undecided.
    """
    need_columns(households, ["area"], "households")
    need_areas(households["area"])
    broken = [name for name in _FIGURES if name in households and not _whole(households[name])]
    if broken:
        raise ValueError(f"not whole numbers (đồng, points) or missing: {', '.join(broken)}")
    figures = {name: integers(households[name]) for name in _FIGURES if name in households}
    if below := [name for name, values in figures.items() if (values < 0).any()]:
        raise ValueError(f"figures below 0 in {', '.join(below)}: correct them or leave them empty")
    return households.assign(**figures)


def deprivation_points(b2: pd.Series, standard: Standard) -> pd.Series:
    """B2 as a number of deprivations; NA where it is not scored.

    Raises ValueError for points that no marks of the standard's indicators add up to.
    """
    each = standard.points_per_deprivation.value
    most = each * len(standard.indicator_ids)
    if none := int(((b2 % each != 0) | (b2 > most)).fillna(False).sum()):
        raise ValueError(f"{none} values of {b2.name} are no multiples of {each} up to {most}: correct them")
    return b2 // each


def lines_of_income(households: pd.DataFrame, deprivations: pd.Series, standard: Standard) -> pd.DataFrame:
    """`lines_by_income` of the column `income`, as `with_figures` gives it.

    Raises ValueError where most are so far below the lines that they are thousands or millions of đồng.
    """
    income, line = households["income"], standard.income_line
    some = income[income > 0]
    if len(some) and (usual := some.median()) * _FAR_BELOW < min(line.rural.value, line.urban.value):
        raise ValueError(
            f"incomes are đồng per person and month, and half of these are {usual:g} or less: "
            "write 1200000 for 1.2 million"
        )
    return lines_by_income(income, deprivations, households["area"], standard)


def residents_of(households: pd.DataFrame, totals: pd.DataFrame, by: str | Sequence[str] | None) -> pd.Series:
    """All resident households of each group, as `poverty_rates` divides by them.

    Returns them by the columns of `by`, `round` and a constant `whole`.
    Raises ValueError where more households are given than reside.
    """
    need_totals(totals, ["unit_code", "round", "total_households", "total_persons"])
    for name in ("unit_code", "round"):
        both = name in households and len(households) and len(totals)
        if both and (kinds := kinds_apart(households[name], totals[name])):
            raise ValueError(f"{name} is {kinds[0]} in households, {kinds[1]} in totals: write it alike")
    listed = households.drop(columns="poverty_class_recorded", errors="ignore").assign(
        poverty_class="not_poor",  # whatever it is: the totals alone are taken
        members=households.get("members", pd.NA),
    )
    rates = poverty_rates(listed, totals, by).assign(whole=0)
    keys = [*list(rates)[: list(rates).index("measure")], "whole"]
    residents = rates.drop_duplicates(keys).set_index(keys)["total_households"]
    given = households.assign(whole=0)[keys].value_counts(dropna=False)
    beyond = (given > residents.reindex(given.index)).fillna(False)
    if beyond.any():
        places = "; ".join(" ".join(map(str, key[:-1])) for key in given.index[beyond])
        raise ValueError(f"more households given than reside: {places}")
    return residents


def _states(lines: pd.DataFrame) -> pd.Series:
    poor, deprived = lines["under_line"], lines["deprived"]
    state = pd.Series(UNDECIDED, index=lines.index, dtype="string")
    for name, shown in (
        ("both", poor & deprived),
        ("income_only", poor & ~deprived),
        ("deprived_only", ~poor & deprived),
        ("neither", ~poor & ~deprived),
    ):
        state[shown.fillna(False)] = name
    return state


def _whole(figures: pd.Series) -> bool:
    numbers = pd.to_numeric(figures, errors="coerce")
    return bool(((numbers == numbers.round()) & (numbers.abs() < 2**63) | figures.isna()).all())


def _all_there(households: pd.DataFrame, columns: list[str], standard: Standard) -> None:
    lacking = [column for column in columns if column not in households]
    if lacking:
        raise ValueError(f"under {standard.id} households need the columns {', '.join(lacking)}")
