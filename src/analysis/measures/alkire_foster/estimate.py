"""The front: from a table of yes/no deprivations to one long table of measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.cells import Cells, Missing, read_cells
from analysis.measures.alkire_foster.ratios import Sums, at_cutoff, uncensored
from analysis.measures.alkire_foster.scale import Indicators, Number, Scale, common_scale

COLUMNS = {
    "by": "string",
    "group": "object",
    "cutoff": "object",
    "measure": "string",
    "dimension": "string",
    "indicator": "string",
    "estimate": "float64",
    "se": "float64",
    "lower": "float64",
    "upper": "float64",
    "n": "int64",
    "n_poor": "Int64",
    "n_missing": "int64",
}
"""The result's columns and types; `group` takes the type of its values."""

_FILLED = [name for name in COLUMNS if name not in ("se", "lower", "upper")]

WHOLE = "all"
"""Name of the breakdown, and of its one group, that holds every record."""


def alkire_foster(
    data: pd.DataFrame,
    indicators: Indicators,
    cutoff: Number | Iterable[Number],
    *,
    dimensions: Mapping[str, str] | None = None,
    by: str | Sequence[str] | None = None,
    weight: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    sample: bool | None = None,
    missing: Missing = "error",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Alkire–Foster measures of a full count, by group, cut-off, dimension and indicator.

    A record's score is the sum of the weights of its deprivations; it is poor where the score is at
    or above the cut-off. Weights and cut-offs become whole numbers first, so equality is exact.
    A full count has no sampling error; a sample is refused, since its design would be ignored.
    The national review reads: the standard's indicators, `cutoff=standard.poor_from_count`; its
    income line is not in here, so choose the records first.

    data: one row per household or person; it is not changed.
    indicators: columns of 0, 1 (deprived) or missing, as a mapping to their weights (ints,
        Fractions), or as a sequence for equal weights.
    cutoff: one or several, on the scale of the weights (with weights of 1/12: Fraction(3, 12)).
        For a sequence an int is a number of indicators; any other number up to 1 is a share of
        them. A float passes where it is stored as it is written (0.25, 0.5), else it is refused.
    dimensions: every indicator to its dimension, for contributions by dimension.
    by: columns to break down by, each on its own; a category without members keeps its rows.
    weight: column saying how many times a record counts, such as household size.
    strata, cluster, sample: the design of a survey; not estimated yet, refused with an error.
    missing: `error`, `drop` the record, or count the indicator as `not_deprived` or `deprived`.
    confidence: level of `lower` and `upper`, which a full count leaves empty.

    Returns one row per estimate: `by` and `group` (`all` and `all` for the whole, always there),
        `cutoff` (as given, an int or exact Fraction that `float` converts; NaN for `hd`), `measure`,
        `dimension`, `indicator`, `estimate`, `se`, `lower`, `upper`, `n` records that count,
        `n_poor` of them poor (NA for `hd`), `n_missing` records with an indicator missing.
        Measures: `H` share of poor, `A` mean score of the poor (NA where nobody is), `M0` = H × A,
        scores being shares of the highest; per indicator `hd` and `hdk`, deprived among all and
        deprived and poor, `actb` and `pctb`, the contribution to M0 and its share of M0 (NA where
        M0 is 0), these two per dimension as well (`indicator` NA).
        In a group without members every estimate is NA.
    Raises ValueError for columns that are not there, values other than 0, 1 or missing, missing
        values not allowed for or in a `by` column, unusable weights or cut-offs, and a survey design.
    Source: Alkire and Foster (2011), Journal of Public Economics 95; Alkire et al. (2015),
        Multidimensional Poverty Measurement and Analysis, chapter 5.

    >>> households = pd.DataFrame({"water": [1, 1, 0, 0], "toilet": [1, 0, 1, 0], "telecom": [1, 1, 0, 0]})
    >>> result = alkire_foster(households, ["water", "toilet", "telecom"], cutoff=2)
    >>> result.set_index("measure").estimate[["H", "A", "M0"]].round(4).to_dict()
    {'H': 0.5, 'A': 0.8333, 'M0': 0.4167}
    """
    if strata is not None or cluster is not None or sample:
        raise ValueError("survey designs are not estimated here yet: strata, cluster, sample=True")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} does not lie between 0 and 1")
    scale = common_scale(indicators, cutoff)
    columns = [by] if isinstance(by, str) else list(by or ())
    if WHOLE in columns:
        raise ValueError(f"by={WHOLE!r} names the whole: rename the column")
    _all_there([*scale.weights, *columns, *([weight] if weight is not None else [])], data)
    dimension_of = _dimensions(dimensions, scale)
    cells = read_cells(data, list(scale.weights), weight, missing)
    whole = pd.Categorical.from_codes(np.zeros(len(data), np.int8), [WHOLE])
    breakdowns = {WHOLE: whole} | {column: _groups(data[column]) for column in columns}
    rows = [
        (name, *row)
        for name, groups in breakdowns.items()
        for row in _rows(cells, groups, scale, dimension_of)
    ]
    # objects first: whole cut-offs must not turn to floats beside the missing ones of hd
    table = pd.DataFrame(rows, columns=_FILLED, dtype=object).reindex(columns=list(COLUMNS)).astype(COLUMNS)
    return table.assign(group=table.group.infer_objects())


def _rows(
    cells: Cells, groups: pd.Categorical, scale: Scale, dimension_of: Mapping[str, str]
) -> Iterator[tuple[object, ...]]:
    """The rows of one breakdown: first what no cut-off changes, then cut-off by cut-off."""
    counts = cells.count(groups)
    n, totals = counts.records.sum(axis=1).tolist(), counts.frequency.sum(axis=1).tolist()
    scores = cells.patterns.astype(object) @ np.array(list(scale.weights.values()), dtype=object)
    for cutoff, poor_from in [(None, 0), *scale.poor_from.items()]:
        poor = (scores >= poor_from).astype(bool)
        deprived = counts.frequency @ (cells.patterns & poor[:, None])
        sums = map(Sums, totals, (counts.frequency @ poor).tolist(), deprived.tolist())
        measures = uncensored if cutoff is None else at_cutoff
        shown = np.nan if cutoff is None else cutoff
        n_poor = [None] * len(n) if cutoff is None else (counts.records @ poor).tolist()
        for group, members, *accounts in zip(
            groups.categories, sums, n, n_poor, counts.n_missing.tolist(), strict=True
        ):
            for r in measures(members, scale, dimension_of):
                yield group, shown, r.measure, r.dimension, r.indicator, r.value, *accounts


def _groups(column: pd.Series) -> pd.Categorical:
    groups = pd.Categorical(column)
    absent = np.count_nonzero(groups.codes < 0)
    if absent:
        raise ValueError(f"{column.name} is missing in {absent} records: no group can be told for them")
    return groups


def _dimensions(dimensions: Mapping[str, str] | None, scale: Scale) -> Mapping[str, str]:
    unmatched = set(dimensions or scale.weights) ^ set(scale.weights)
    if unmatched:
        raise ValueError(
            f"dimensions and indicators do not name the same: {', '.join(sorted(map(str, unmatched)))}"
        )
    return dimensions or {}


def _all_there(columns: list[str], data: pd.DataFrame) -> None:
    unknown = [str(column) for column in columns if column not in data.columns]
    if unknown:
        raise ValueError(f"no such column: {', '.join(unknown)}")
