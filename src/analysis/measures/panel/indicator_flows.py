"""Deprivations gained and lost: by those that stay on the lists, and with those that come and go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from analysis.measures.classify import official_class
from analysis.measures.columns import marks, need_columns
from analysis.measures.deprivations import CLASS_GROUPS
from analysis.measures.panel.calendar import need_lists, round_pairs
from analysis.measures.panel.panel_events import PAIR, read_courses
from analysis.measures.panel.positions import ABSENT, Paired, group_codes, read_positions
from analysis.tables import INDICATORS

_UNKNOWN, _NO_ROW = -1, -2
"""In place of a mark: none was made; the household has no row."""

FLOWS = {
    "opening": (1, None),
    "kept": (1, 1),
    "lost": (1, 0),
    "became_unknown": (1, _UNKNOWN),
    "left": (1, _NO_ROW),
    "gained": (0, 1),
    "became_known": (_UNKNOWN, 1),
    "entered": (_NO_ROW, 1),
    "closing": (None, 1),
    "never": (0, 0),
}
"""Each flow by the mark before and after; None for any."""


def indicator_flows(
    households: pd.DataFrame,
    *,
    indicators: Sequence[str] = INDICATORS,
    by: str | None = None,
    key: str = "household_id",
    empty_units: Iterable[str] = (),
) -> pd.DataFrame:
    """Flows of each deprivation between each round and the next, among the listed households.

    closing = opening − lost − became_unknown − left + gained + became_known + entered, and
    opening = kept + lost + became_unknown + left: a share of the list can fall because households
    overcame the deprivation, or only because those that have it left.

    households, empty_units: as for `panel_transitions`, with the indicators (deprived 1, not 0, not said NA).
    indicators: columns, `standard.indicator_ids` say; unless said the twelve of the forms since 2022.
    by: a column of `households`; a household whose group changed leaves the one and enters the other.
    Returns one row per pair of rounds, `by`, `measure` (`poor`, `near_poor`, `multidimensional`: a
        household that changes class leaves one and enters the other, and stays in the third) and
        `indicator`: households deprived at the earlier round (`opening`), then of those that stayed
        `kept`, `lost` and `became_unknown` (no mark at the later round), and `left`; `gained`,
        `became_known` and `entered`; deprived at the later round (`closing`); `never` stayed without
        it. `opening` and `closing` are the `households` of `Results.deprivations`.
    Raises ValueError as `panel_transitions` does, for a column that lacks, for no indicators, and for a mark
        that is not 0, 1 or missing.
    Source: the stock and flow account of forms 7.2 and 7.3 (Thông tư 07/2021/TT-BLĐTBXH, Phụ lục VII),
        kept for each indicator; that is ours.
    """
    _there(households, indicators, [key, "unit_code", "round", by])
    official = official_class(households)
    group, groups = group_codes(households, by)
    positions, dates = read_positions(households, key)
    need_lists(households, dates, empty_units)
    marked = _marks(households, indicators)
    tables = []
    for first, last in round_pairs(dates):
        for measure, classes in CLASS_GROUPS.items():
            inside = official.isin(classes).to_numpy(bool)
            paired = positions.paired(first, last, np.where(inside, group, ABSENT))
            for name, column in marked.items():
                table = pd.DataFrame(_flows(paired, column, len(groups)))
                table = table.assign(round_before=first, round_after=last, measure=measure, indicator=name)
                tables.append(table.assign(**{by: groups}) if by else table)
    keys = ["round_before", "round_after", *([by] if by else []), "measure", "indicator"]
    flows = pd.concat(tables, ignore_index=True)
    texts = dict.fromkeys([k for k in keys if k != by], "string")
    return flows[[*keys, *FLOWS]].astype(texts | dict.fromkeys(FLOWS, "Int64"))


def exit_deprivations(
    households: pd.DataFrame,
    courses: pd.DataFrame,
    *,
    indicators: Sequence[str] = INDICATORS,
    by: str | None = None,
    key: str = "household_id",
) -> pd.DataFrame:
    """What became of the deprivations of the poor that were poor no longer, as far as anybody knows.

    A household that became near-poor is on the later list with its marks. One off the lists has none,
    unless its later review stands in `households` (as `average` or `not_poor`): then nobody knows
    whether the deprivation is over, and it is counted as such, never as overcome.

    households, indicators: all rounds, as for `indicator_flows`.
    courses: of them, as `panel_transitions` gives them.
    by: `unit_code`, or None for all units together.
    Returns one row per pair of rounds, `by`, `class_after`, `reason` and `indicator`: `households` that
        were poor at the earlier round and not at the later one, of them `deprived_before`, and of
        these `overcome`, `still_deprived` and `not_known_after`; `not_known_before` had no mark.
    Raises ValueError as `indicator_flows` does, and for courses of other households or rounds.
    Source: form 7.2 asks for those who left by where they went; the indicators are added here.
    """
    _there(households, indicators, [key, "round"])
    courses = read_courses(courses, key, by)
    out = courses[(courses["class_before"] == "poor") & (courses["class_after"] != "poor")]
    positions, _ = read_positions(households, key)
    who = positions.keys.get_indexer(out[key])
    strange = (who < 0) | ~out[PAIR].isin(list(positions.rows)).all(axis=1).to_numpy(bool)
    if strange.any():
        raise ValueError(
            f"{int(strange.sum())} courses are of no household and round given: give their lists"
        )
    marked = _marks(households, indicators)
    groups = ["round_before", "round_after", *([by] if by else []), "class_after", "reason"]
    rows = {when: np.full(len(out), ABSENT) for when in ("before", "after")}
    for when, row in rows.items():
        for name, of_round in positions.rows.items():
            mine = (out[f"round_{when}"] == name).to_numpy(bool)
            row[mine] = of_round[who[mine]]
    tables = []
    for indicator, column in marked.items():
        before, after = (np.where(row == ABSENT, _NO_ROW, column[row]) for row in rows.values())
        had = before == 1
        tables.append(
            out[groups].assign(
                indicator=indicator,
                households=1,
                deprived_before=had,
                overcome=had & (after == 0),
                still_deprived=had & (after == 1),
                not_known_after=had & (after < 0),
                not_known_before=before < 0,
            )
        )
    counted = ["households", "deprived_before", "overcome", "still_deprived"]
    counted += ["not_known_after", "not_known_before"]
    found = pd.concat(tables).groupby([*groups, "indicator"], as_index=False, sort=False)[counted].sum()
    found["indicator"] = found["indicator"].astype("string")
    return found.astype(dict.fromkeys(counted, "Int64")).sort_values(groups, kind="stable", ignore_index=True)


def _there(households: pd.DataFrame, indicators: Sequence[str], others: Sequence[str | None]) -> None:
    if isinstance(indicators, str):
        raise ValueError(f"indicators={indicators!r}: write a list of columns, such as [{indicators!r}]")
    if not len(indicators):
        raise ValueError("no indicators are given: name the columns, standard.indicator_ids say")
    need_columns(households, [*others, *indicators], "households")


def _flows(paired: Paired, column: np.ndarray, groups: int) -> dict[str, np.ndarray]:
    """The number of households in each flow, by group."""
    before, after = paired.values(column, absent=_NO_ROW)
    width = 1 - _NO_ROW + 1
    cell = (paired.group * width + before - _NO_ROW) * width + after - _NO_ROW
    counts = np.bincount(cell, minlength=groups * width * width).reshape(groups, width, width)

    def at(mark: int | None) -> slice | int:
        return slice(None) if mark is None else mark - _NO_ROW

    flows = {name: counts[:, at(was), at(is_)] for name, (was, is_) in FLOWS.items()}
    return {name: flow if flow.ndim == 1 else flow.sum(axis=1) for name, flow in flows.items()}


def _marks(households: pd.DataFrame, indicators: Sequence[str]) -> dict[str, np.ndarray]:
    return {name: marks(households[name]).to_numpy(np.int8, na_value=_UNKNOWN) for name in indicators}
