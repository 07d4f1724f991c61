"""The two ways to the error of a share agree: unit by unit, and by sums over the units without the group."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.alkire_foster.definition import read_definition
from analysis.measures.alkire_foster.design import read_design
from analysis.measures.alkire_foster.groups import one_group, read_groups
from analysis.measures.alkire_foster.ratios import estimate
from analysis.measures.alkire_foster.records import read_records
from analysis.measures.alkire_foster.variance import spelled_out, variances, variances_of_shares

NAMES = ["a", "b"]
records = st.lists(
    st.tuples(
        st.integers(0, 1), st.integers(0, 1),
        st.sampled_from("xyz"), st.integers(1, 3), st.integers(1, 4), st.sampled_from([0.5, 1.0, 1.75, 3.0]),
    ),
    min_size=2, max_size=30,
)  # fmt: skip


def estimates(rows, lonely, fpc):
    columns = [*NAMES, "unit", "stratum", "cluster", "weight"]
    data = pd.DataFrame(rows, columns=columns).assign(clusters=9)
    design = read_design(data, "stratum", "cluster", "clusters" if fpc else None, lonely)
    found = read_records(
        data, read_definition(NAMES, 1), weight="weight", subpopulation=None, missing="error",
        destitution=None, achievements=None, design=design,
    )  # fmt: skip
    groups = read_groups(data["unit"])
    totals, whole = found.add_up(groups), found.add_up(one_group(len(data)))
    return design, estimate(found.measures, totals, whole, np.zeros(len(groups.names), np.intp))


@pytest.mark.parametrize("fpc", [False, True])
@pytest.mark.parametrize("lonely", ["adjust", "certainty"])
@given(rows=records)
@settings(deadline=None, max_examples=40)
def test_error_of_a_share_by_sums_is_that_by_all_units(rows, lonely, fpc):
    design, found = estimates(rows, lonely, fpc)
    groups, inner = len(found.value), len(found.measures.ratios) - found.measures.shares
    columns = np.arange(inner, len(found.measures.ratios))
    by_units = np.nan_to_num(found.linear_of_whole(slice(0, groups), columns))
    plainly = variances(design, spelled_out(by_units), groups)
    by_sums = variances_of_shares(design, *found.shares_by_unit(len(design.stratum)))
    assert by_sums == pytest.approx(plainly, rel=1e-9, abs=1e-15)
