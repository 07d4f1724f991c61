"""The national rule as a measure: the income line and the count of deprivations together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.law import Standard
from analysis.measures.columns import integers, need_columns, need_free_names
from analysis.measures.rule_lines import STATES, class_members, residents_of, rule_lines

_DECIDED = ("poor", "near_poor", "not_poor")
_RESIDENTS, _REVIEWED = "residents", "reviewed"

_TYPES = {
    "measure": "string",
    "poverty_class": "string",
    "indicator": "string",
    "over": "string",
    "numerator": "Int64",
    "denominator": "Int64",
    "unknown": "Int64",
}


class _Account(NamedTuple):
    """One measure, household by household: what it counts, among whom, and who can't be counted."""

    measure: str
    poverty_class: str | None
    indicator: str | None
    over: str
    counted: np.ndarray
    base: np.ndarray
    unknown: np.ndarray | None = None
    most: int = 1
    """How much one household of the base can count."""


def national_rule(
    households: pd.DataFrame,
    standard: Standard,
    totals: pd.DataFrame | None = None,
    by: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """What the rule of the national standard (chuẩn nghèo đa chiều) finds, and why.

    A household is poor under the income line with as many deprivations as the standard says,
    near-poor under the line with fewer; under a standard with two lines it is poor under the lower
    one whatever its deprivations. The class is recomputed: where the commune recognised another one,
    `Results.class_differences` lists it. A full count has no sampling error.

    households: those who were reviewed, poor or not, one row each: `area`, `b1` and `b2` (or `income`,
        đồng per person and month, where the points of form B1 are not published), the standard's
        indicators, and `round` and `unit_code` (and `members`) where there are `totals`.
    standard: of the date of the list: `load_standard(date)`.
    totals: all residents, as in `poverty_rates`; without them rates are over the reviewed.
    by: columns to group by; `round` is always one where `households` has it.
    Returns per group and measure `poverty_class`, `dimension`, `indicator`, `over` (who the
        denominator is: `residents`, `reviewed`, `class`), `numerator`, `denominator`, `unknown`
        (households not in the numerator because something is missing: they might be) and `estimate`,
        the ratio (NA over nobody). Who is unknown stays in a denominator of residents, so a rate, an
        M0 or an `hdk` with unknown households is a lower limit; in `hd`, `mean_deprivations` and
        `b2_differs` the denominator is without them.
        `rate`: households of the class (`multidimensional`: poor and near-poor together).
        `both`, `income_only`, `deprived_only`, `neither`, `undecided`: how the two conditions meet,
        among all (`poverty_class` NA) and within each class; these five add up to everybody.
        `mean_deprivations`: the intensity, deprivations per household of the class.
        `M0`: deprivations of the class over all that the denominator's households could have.
        `hd`, `hdk`: per indicator, deprived (uncensored), and deprived and in the class (censored).
        `b2_differs`: households whose B2 is not the points of their marks.
    `attrs["standard"]` tells its `id` and `reference`, and whether they are `confirmed`.
    Raises ValueError as `rule_lines` does, and what `poverty_rates` refuses.
    Source: Nghị định 07/2021/NĐ-CP, Điều 3; censoring as in Alkire and Foster (2011), Journal of
        Public Economics 95, the identification being the rule's.

    >>> from analysis.law import load_standard
    >>> standard = load_standard("2023-12-14")
    >>> two = pd.DataFrame({"b1": [140, 150], "b2": [30, 30], "area": "rural"})
    >>> two = two.assign(**{name: int(n < 3) for n, name in enumerate(standard.indicator_ids)})
    >>> rule = national_rule(two, standard)
    >>> rule[rule.poverty_class.isna() & rule.measure.isin(["both", "deprived_only"])].numerator.tolist()
    [1, 1]
    """
    grouped = [by] if isinstance(by, str) else list(by or ())
    need_columns(households, grouped, "households")
    need_free_names(grouped, [*_TYPES, "dimension", "estimate", "whole"])
    keys = list(dict.fromkeys([*grouped, *(["round"] if "round" in households else [])]))
    lines = rule_lines(households, standard)
    at = households[keys].assign(whole=0)  # without keys everybody is one group
    groups = at.drop_duplicates()
    if totals is not None:
        residents = residents_of(households, totals, grouped).reset_index()
        groups = groups.merge(residents, how="outer", on=[*keys, "whole"], validate="one_to_one")
    groups = groups.sort_values([*keys, "whole"], ignore_index=True)
    place = pd.MultiIndex.from_frame(groups[list(at)]).get_indexer(pd.MultiIndex.from_frame(at))
    tables = []
    for account in _accounts(households, lines, standard):
        resident = totals is not None and account.over == _RESIDENTS
        counted, base, unknown = (
            _by_group(place, values, len(groups))
            for values in (account.counted, account.base, account.unknown)
        )
        tables.append(
            {
                "measure": account.measure,
                "poverty_class": account.poverty_class,
                "indicator": account.indicator,
                "over": _REVIEWED if account.over == _RESIDENTS and not resident else account.over,
                "numerator": counted,
                "denominator": (groups["total_households"].array if resident else base) * account.most,
                "unknown": unknown,
            }
        )
    # group by group: the accounts stand under each other in every one
    rule = groups[keys].loc[groups.index.repeat(len(tables))].reset_index(drop=True)
    for name, type_ in _TYPES.items():
        rule[name] = _column([table[name] for table in tables], len(groups), type_)
    rule.insert(
        len(keys) + 2,
        "dimension",
        rule["indicator"].map({i.id: i.dimension for i in standard.indicators}).astype("string"),
    )
    rule["estimate"] = rule["numerator"] / rule["denominator"].where(rule["denominator"] > 0)
    rule.attrs["standard"] = {name: getattr(standard, name) for name in ("id", "reference", "confirmed")}
    return rule


def _accounts(households: pd.DataFrame, lines: pd.DataFrame, standard: Standard) -> Iterator[_Account]:
    """Every measure in the order of the result."""
    everyone = np.ones(len(lines), bool)
    members = class_members(lines)
    for measure, inside in members.items():
        yield _Account("rate", measure, None, _RESIDENTS, _sure(inside), everyone, _open(inside))
    met, own_class = lines["state"].to_numpy(), lines["poverty_class"].fillna("").to_numpy()
    for state in STATES:
        shown = met == state
        yield _Account(state, None, None, _REVIEWED, shown, everyone)
        for name in _DECIDED:
            among = own_class == name
            yield _Account(state, name, None, "class", shown & among, among)
    known = lines["deprivations"].notna().to_numpy()
    count = lines["deprivations"].to_numpy("int64", na_value=0)
    for measure, inside in members.items():
        among = _sure(inside) & known
        points, left_out = count * among, _open(inside) | (_sure(inside) & ~known)
        yield _Account("mean_deprivations", measure, None, "class", points, among, left_out)
        most = len(standard.indicators)
        yield _Account("M0", measure, None, _RESIDENTS, points, everyone, left_out, most)
    for indicator in standard.indicator_ids:
        deprived = households[indicator].eq(1)
        deprived = deprived.astype("boolean").mask(households[indicator].isna())
        yield _Account("hd", None, indicator, _REVIEWED, _sure(deprived), ~_open(deprived), _open(deprived))
        for measure, inside in members.items():
            censored = deprived & inside
            yield _Account("hdk", measure, indicator, _RESIDENTS, _sure(censored), everyone, _open(censored))
    if "b2" in households:
        scored = known & households["b2"].notna().to_numpy()
        b2 = integers(households["b2"]).to_numpy("int64", na_value=0)
        differs = (b2 != count * standard.points_per_deprivation.value) & scored
        yield _Account("b2_differs", None, None, _REVIEWED, differs, scored, ~scored)


def _sure(said: pd.Series) -> np.ndarray:
    return said.to_numpy(bool, na_value=False)


def _open(said: pd.Series) -> np.ndarray:
    return said.isna().to_numpy()


def _by_group(place: np.ndarray, values: np.ndarray | None, groups: int) -> np.ndarray:
    """The sum of the values of each group; nobody is nothing."""
    if values is None:
        return np.zeros(groups, np.int64)
    some = np.flatnonzero(values)
    if values.dtype == bool:
        return np.bincount(place[some], minlength=groups)
    # sums of whole numbers far below 2**53 are exact in the doubles of bincount
    return np.bincount(place[some], values[some], minlength=groups).astype(np.int64)


def _column(of_accounts: list, groups: int, type_: str) -> pd.api.extensions.ExtensionArray:
    """One column of the result, group by group, from a value or an array of groups per account."""
    if type_ == "string":
        return pd.array(of_accounts * groups, dtype="string")
    return pd.array(np.array([np.asarray(v, object) for v in of_accounts], object).T.ravel(), dtype="Int64")
