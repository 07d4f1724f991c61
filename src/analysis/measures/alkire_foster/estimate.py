"""The front: from a table of yes/no deprivations to one long table of measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.asked import ask
from analysis.measures.alkire_foster.definition import Bands, Weightings, read_definition
from analysis.measures.alkire_foster.design import Lonely
from analysis.measures.alkire_foster.gaps import Achievements
from analysis.measures.alkire_foster.groups import ONE, WHOLE, one_group
from analysis.measures.alkire_foster.marks import Missing
from analysis.measures.alkire_foster.ratios import estimate, standard_errors
from analysis.measures.alkire_foster.records import Records, Totals, stacked
from analysis.measures.alkire_foster.scale import Indicators, Number
from analysis.measures.alkire_foster.table import long_table


def alkire_foster(
    data: pd.DataFrame,
    indicators: Indicators | Weightings,
    cutoff: Number | Iterable[Number],
    *,
    dimensions: Mapping[str, str] | None = None,
    by: str | Sequence[str] | None = None,
    weight: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    fpc: str | None = None,
    lonely: Lonely = "error",
    sample: bool | None = None,
    subpopulation: str | None = None,
    missing: Missing | Literal["bounds"] = "error",
    bands: Bands | None = None,
    destitution: Mapping[str, str] | None = None,
    achievements: Achievements | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Alkire–Foster measures of a full count or a sample, by group, cut-off, dimension and indicator.

    A record's score is the sum of the weights of its deprivations; it is poor where the score is at
    or above the cut-off. Weights and cut-offs become whole numbers first, so equality is exact.
    The national review reads: the standard's indicators, `cutoff=standard.poor_from_count`; its
    income line is not in here, so choose the records first.

    data: one row per household or person; it is not changed.
    indicators: columns of 0, 1 (deprived) or missing, as a mapping to their weights (ints,
        Fractions), or as a sequence for equal weights; or names to several of these (`weighting`).
    cutoff: one or several, on the scale of the weights (with weights of 1/12: Fraction(3, 12)).
        For a sequence an int is a number of indicators; any other number up to 1 is a share of
        them. A float passes where it is stored as it is written (0.25, 0.5), else it is refused.
        Several weightings share the cut-off as it is written, each on its own scale: 3 of 12 is also
        3 of 14 (`robustness` takes the same share of the highest score).
    dimensions: every indicator to its dimension, for contributions by dimension; those of a standard
        are `{i.id: i.dimension for i in standard.indicators}`.
    by: columns to break down by, each on its own; a category without members keeps its rows.
    weight: in a full count how many times a record counts, such as household size; in a sample the
        sampling weight (times household size where persons are the unit).
    strata, cluster, fpc, lonely: the design of a sample: columns of the strata, of the clusters drawn
        first (their names may begin anew in every stratum; later stages need no columns) and of how
        many clusters the stratum has in all (finite population correction); what stands for the
        variance of a stratum with a single cluster: `error`, `adjust` (its distance from the whole's
        mean), `average` (of the other strata) or `certainty` (none).
    sample: True for a sample of records drawn one by one; strata or cluster say it as well. A full
        count has no sampling error: `se`, `lower`, `upper` and `df` stay NA.
    subpopulation: column that is true for the records to measure. The others count as none of the
        groups, but the sample's design is read from all, which leaving them out would break.
    missing: `error`, `drop` the record, count the indicator as `not_deprived` or `deprived`, or
        `bounds` for both of these one below the other; `missing_policy` tells which. H, M0, hd, hdk
        and actb lie between the two whatever the gaps hide; A and the shares need not.
    bands: names to scores, from (inside) and to (outside; None for no end), on the cut-off's scale:
        `{"vulnerable": (2, 3), "severe": (5, None)}`.
    destitution: every indicator to the column of its more extreme deprivation (0, 1):
        `{"toilet": "open_defecation", "water": "surface_water"}`.
    achievements: indicators to the column of the achievement and the line below which it is deprived,
        for M1 and M2: `{"income_mark": ("income", 2000)}`. A mark that says otherwise is refused;
        an indicator without one has a gap of 1 where it is deprived.
    confidence: level of `lower` and `upper`.

    Returns one row per estimate: `by` and `group` (`all` and `all` for the whole, always there),
        `cutoff` (as given, an int or exact Fraction that `float` converts; NaN where it does not
        matter), `measure`, `dimension`, `indicator`, `estimate`, `se`, `lower`, `upper`, `n` records
        that count, `n_poor` of them poor (NA where no cut-off matters), `n_missing` records with an
        indicator missing, `df` degrees of freedom (units less strata with a record of the group that
        counts), `weighting`, `band`, `missing_policy`, and `numerator` and `denominator`, the two sums
        whose ratio the estimate is: records times their weights, and for all that is made of scores
        their points on the whole scale of the weights (NaN for `variance`, which is no single ratio).
        Measures: `H` share of poor, `A` mean score of the poor (NA where nobody is), `M0` = H × A,
        scores being shares of the highest; per indicator `hd` and `hdk`, deprived among all and
        deprived and poor, `actb` and `pctb`, the contribution to M0 and its share of M0 (NA where
        M0 is 0), these two per dimension as well (`indicator` NA); `variance` of the scores of the
        poor, the inequality among them; per group of a breakdown `population_share`, `poor_share`
        and `M0_share`; `band`, the share with a score in the band (`n_poor`: the records in it);
        `H_destitute`, `A_destitute`, `M0_destitute`, by the same cut-off on the more extreme
        deprivations, and `destitute_share` of the poor; `M1` and `M2`, `G` = M1 / M0 and `S` = M2 / M0,
        the mean gap and squared gap of the deprivations of the poor, and `actb_M1`, `pctb_M1`,
        `actb_M2`, `pctb_M2`, the contributions to them.
        Standard errors are Taylor-linearised; limits by t, of shares on log odds and NA at 0 and 1.
        In a group without members every estimate is NA. `attrs["alkire_foster"]` tells what was done.
    Raises ValueError for columns that are not there, values other than 0, 1 or missing, missing
        values not allowed for or in a `by` or design column, unusable weights or cut-offs, and a
        design that is not one.
    Source: Alkire and Foster (2011), Journal of Public Economics 95; Alkire et al. (2015),
        Multidimensional Poverty Measurement and Analysis, chapters 5, 8 and 9; variance: UNDP, HDR
        technical note on the MPI, and Seth and Alkire (2014), OPHI Working Paper 68.

    >>> households = pd.DataFrame({"water": [1, 1, 0, 0], "toilet": [1, 0, 1, 0], "telecom": [1, 1, 0, 0]})
    >>> result = alkire_foster(households, ["water", "toilet", "telecom"], cutoff=2)
    >>> result.set_index("measure").estimate[["H", "A", "M0"]].round(4).to_dict()
    {'H': 0.5, 'A': 0.8333, 'M0': 0.4167}
    """
    definition = read_definition(indicators, cutoff, dimensions, bands, achievements or (), destitution)
    asked = ask(
        [data], definition,
        by=by, weight=weight, strata=strata, cluster=cluster, fpc=fpc, lonely=lonely, sample=sample,
        subpopulation=subpopulation, missing=missing, confidence=confidence,
        destitution=destitution, achievements=achievements,
    )  # fmt: skip
    design = asked.design(data)
    breakdowns = asked.groups(data)
    tables = []
    for policy in ("not_deprived", "deprived") if missing == "bounds" else (missing,):
        records = asked.records(data, design, policy)
        totals = {column: records.add_up(groups) for column, groups in breakdowns.items()}
        whole = _whole(records, totals, len(data))
        every = stacked([whole, *totals.values()])
        estimates = estimate(records.measures, every, whole, np.zeros(len(every.sums), np.intp))
        errors = None if design is None else standard_errors(estimates, design)
        names = {WHOLE: ONE} | {column: groups.names for column, groups in breakdowns.items()}
        tables.append(long_table(names, estimates, errors, confidence, policy))
    result = tables[0] if len(tables) == 1 else pd.concat(tables, ignore_index=True)
    return asked.told(result, "alkire_foster", design)


def _whole(records: Records, totals: Mapping[str, Totals], n: int) -> Totals:
    """The whole: any breakdown added together, for every record is in one of its groups."""
    if totals:
        first = next(iter(totals.values()))
        return first.folded(np.zeros(len(first.sums), np.intp), 1)
    return records.add_up(one_group(n))
