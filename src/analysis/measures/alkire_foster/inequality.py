"""Inequality among the poor taken apart: within the groups and between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.asked import ask
from analysis.measures.alkire_foster.definition import Weightings, read_definition
from analysis.measures.alkire_foster.design import Design, Lonely
from analysis.measures.alkire_foster.groups import one_group
from analysis.measures.alkire_foster.intervals import intervals
from analysis.measures.alkire_foster.marks import Missing
from analysis.measures.alkire_foster.rounds import Rounds, over_rounds
from analysis.measures.alkire_foster.scale import Indicators, Number
from analysis.measures.alkire_foster.variance import Linear, merged, variances

_COLUMNS = ["by", "cutoff", "part", "estimate", "se", "df", "weighting"]


def af_inequality(
    data: pd.DataFrame,
    indicators: Indicators | Weightings,
    cutoff: Number | Iterable[Number],
    *,
    by: str | Sequence[str],
    weight: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    fpc: str | None = None,
    lonely: Lonely = "error",
    sample: bool | None = None,
    subpopulation: str | None = None,
    missing: Missing = "error",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """The variance of the poor's scores, split into that within the groups and that between them.

    The arguments are those of `alkire_foster`; `missing` without `bounds`, which bound levels alone.
    Returns one row per `by`, `cutoff` and `part`: `total`, the `variance` of `alkire_foster`; `within`,
        the mean of the groups' variances by their share of the poor; `between`, that of the groups'
        intensities A around the whole's. The two add up to the total. NA where nobody is poor. `se`,
        `lower`, `upper` (by t) and `df` are those of a sample.
    Raises ValueError for what `alkire_foster` refuses.
    Source: Seth and Alkire (2014), Measuring and Decomposing Inequality among the Multidimensionally
        Poor, OPHI Working Paper 68: their measure with the multiple 1, as in the UNDP HDR's tables.

    >>> data = pd.DataFrame({"a": [1, 1, 1], "b": [1, 1, 0], "unit": ["x", "x", "y"]})
    >>> result = af_inequality(data, ["a", "b"], 1, by="unit")
    >>> result.set_index("part").estimate.round(4).to_dict()
    {'total': 0.0556, 'within': 0.0, 'between': 0.0556}
    """
    definition = read_definition(indicators, cutoff)
    asked = ask(
        [data], definition,
        by=by, weight=weight, strata=strata, cluster=cluster, fpc=fpc, lonely=lonely, sample=sample,
        subpopulation=subpopulation, missing=missing, confidence=confidence,
    )  # fmt: skip
    if not asked.by:
        raise ValueError("inequality is within and between groups: name their column in by")
    design = asked.design(data)
    records = asked.records(data, design, missing)
    whole, *parts = over_rounds(records, one_group(len(data)), asked.groups(data))
    rows = [row for part in parts for row in _parts(part, whole, design)]
    result = pd.DataFrame(rows, columns=_COLUMNS, dtype=object).astype(
        {
            "by": "string",
            "part": "string",
            "estimate": float,
            "se": float,
            "df": "Int64",
            "weighting": "string",
        }
    )
    lower, upper = intervals(
        result.estimate.to_numpy(), result.se.to_numpy(), result.df.to_numpy(float, na_value=np.nan),
        confidence, share=np.zeros(len(result), bool),
    )  # fmt: skip
    result.insert(result.columns.get_loc("df"), "lower", lower)
    result.insert(result.columns.get_loc("df"), "upper", upper)
    result["missing_policy"] = pd.array([missing] * len(result), dtype="string")
    return asked.told(result, "af_inequality", design)


def _parts(part: Rounds, whole: Rounds, design: Design | None) -> Iterator[tuple[object, ...]]:
    """The rows of one breakdown, cut-off by cut-off."""
    groups, total = part.estimates, whole.estimates
    labels = [ratio.label for ratio in groups.measures.ratios]
    for column, label in enumerate(labels):
        if label.measure != "variance":
            continue
        share = labels.index(label._replace(measure="poor_share"))
        poor, variance = (np.nan_to_num(groups.value[:, at]) for at in (share, column))
        all_variance = total.value[0, column]
        within = float(poor @ variance) if not np.isnan(all_variance) else np.nan
        values = {"total": all_variance, "within": within, "between": all_variance - within}
        errors, df = dict.fromkeys(values, np.nan), pd.NA
        if design is not None:
            df = whole.degrees_of_freedom(design, [0])[0]
            units, wholes = groups.totals.units, total.totals.units
            assert units is not None
            assert wholes is not None
            at, all_poor = np.array([column]), total.under[0, share]
            with np.errstate(invalid="ignore", divide="ignore"):
                own = (units.value @ groups.measures.numerator[:, share]) * variance[units.row] / all_poor
                rest = (wholes.value @ groups.measures.numerator[:, share]) * (-within / all_poor)
            own += poor[units.row] * np.nan_to_num(groups.linear(at).value[:, 0])
            one = np.zeros_like
            inside = [
                Linear(one(units.row), units.psu, own[:, None]),
                Linear(wholes.row, wholes.psu, rest[:, None]),
            ]
            all_of_it = total.linear(at)
            minus = [piece._replace(value=-piece.value) for piece in inside]
            for name, pieces in (
                ("total", [all_of_it]),
                ("within", inside),
                ("between", [all_of_it, *minus]),
            ):
                error = float(np.sqrt(variances(design, merged(pieces), 1)[0, 0]))
                errors[name] = np.nan if np.isnan(all_variance) else error
        for name, value in values.items():
            yield part.by, label.cutoff, name, value, errors[name], df, label.weighting
