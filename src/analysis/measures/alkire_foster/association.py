"""How indicators go together: whether two of them tell of the same households."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.arguments import breakdown_columns, check_columns
from analysis.measures.alkire_foster.definition import read_definition
from analysis.measures.alkire_foster.groups import WHOLE, one_group, read_groups
from analysis.measures.alkire_foster.marks import Missing
from analysis.measures.alkire_foster.records import read_records
from analysis.measures.alkire_foster.sums import row_sums


def af_association(
    data: pd.DataFrame,
    indicators: Sequence[str],
    *,
    by: str | Sequence[str] | None = None,
    weight: str | None = None,
    missing: Missing = "error",
) -> pd.DataFrame:
    """Association and redundancy of every two indicators, over all records, poor or not.

    data, by, weight, missing: as in `alkire_foster`; a sample's weights give the population's figures.
    Returns one row per `by`, `group`, `indicator` and `other`: `deprived`, `other_deprived` and
        `both_deprived` as shares; `cramers_v`, Cramér's V of the two by two table with its sign, from -1
        (never together) by 0 (independent) to 1 (always together); `redundancy` (R0), the share of the
        rarer deprivation that comes with the other. NA where an indicator is the same for all (V) or
        deprives nobody (R0). `n` records that count.
    Raises ValueError for what `alkire_foster` refuses.
    Source: Alkire et al. (2015), Multidimensional Poverty Measurement and Analysis, section 7.3.

    >>> data = pd.DataFrame({"water": [1, 1, 0, 0], "toilet": [1, 0, 0, 0]})
    >>> af_association(data, ["water", "toilet"])[["cramers_v", "redundancy"]].round(4).values.tolist()
    [[0.5774, 1.0]]
    """
    columns = breakdown_columns(by)
    definition = read_definition(list(indicators), 1)
    check_columns(data, [*definition.indicators, *columns, weight])
    records = read_records(
        data, definition, weight=weight, subpopulation=None, missing=missing,
        destitution=None, achievements=None, design=None,
    )  # fmt: skip
    seen = records.patterns.seen
    pairs = list(combinations(range(len(definition.indicators)), 2))
    first, second = (np.array(place, int) for place in (zip(*pairs, strict=True) if pairs else ((), ())))
    accounts = np.hstack([np.ones((len(seen), 1)), seen, seen[:, first] * seen[:, second]])
    breakdowns = {WHOLE: one_group(len(data))}
    breakdowns |= {column: read_groups(data[column]) for column in columns}
    names = np.array(definition.indicators, object)
    tables = []
    for column, groups in breakdowns.items():
        rows = len(groups.names)
        row = groups.codes if records.used is None else np.where(records.used, groups.codes.astype(int), rows)
        sums = row_sums(row, rows, records.patterns.of, accounts, records.weight)
        n = np.bincount(row, minlength=rows)[:rows]
        with np.errstate(invalid="ignore", divide="ignore"):
            shares = sums[:, 1:] / sums[:, :1]
            a, b, both = shares[:, first], shares[:, second], shares[:, len(names) :]
            spread = np.sqrt(a * (1 - a) * b * (1 - b))
            found = {
                "deprived": a, "other_deprived": b, "both_deprived": both,
                "cramers_v": np.where(spread > 0, (both - a * b) / spread, np.nan),
                "redundancy": both / np.minimum(a, b),
            }  # fmt: skip
        keys = {
            "by": [column] * (rows * len(pairs)),
            "group": groups.names.astype(object).repeat(len(pairs)),
            "indicator": np.tile(names[first], rows),
            "other": np.tile(names[second], rows),
        }
        values = {name: value.ravel() for name, value in found.items()}
        tables.append(pd.DataFrame({**keys, **values, "n": np.repeat(n, len(pairs))}))
    result = pd.concat(tables, ignore_index=True)
    return result.astype({"by": "string", "indicator": "string", "other": "string"}).assign(
        group=result.group.infer_objects()
    )
