"""Spells on the lists as a panel of four rounds sees them."""

import pandas as pd
import pytest

from analysis.measures.panel.list_spells import list_spells

UNITS = [f"2569{i}" for i in range(4)]  # whoever stands on a list stands on that of another unit each time
ROUNDS = ["2020-12-31", "2021-12-31", "2023-06-30", "2023-12-14"]


def panel(**seen):
    """household=classes by round, "-" where it has no row."""
    short = {"p": "poor", "n": "near_poor", "a": "average"}
    rows = [
        (who, name, short[class_], UNITS[i], 2)
        for who, classes in seen.items()
        for i, (name, class_) in enumerate(zip(ROUNDS, classes, strict=True))
        if class_ != "-"
    ]
    return pd.DataFrame(rows, columns=["household_id", "round", "poverty_class", "unit_code", "members"])


def test_spells_have_start_end_length_and_what_is_not_seen_of_them():
    spells = list_spells(panel(always="pnpp", relapses="p-an", between="-nn-"), empty_units=UNITS)
    assert spells.drop(columns=["rounds", "months", "months_off"]).fillna("-").values.tolist() == [
        ["always", 1, ROUNDS[0], ROUNDS[3], "-", True, True],
        ["between", 1, ROUNDS[1], ROUNDS[2], ROUNDS[3], False, False],
        ["relapses", 1, ROUNDS[0], ROUNDS[0], ROUNDS[1], True, False],
        ["relapses", 2, ROUNDS[3], ROUNDS[3], "-", False, True],
    ]
    assert spells.rounds.tolist() == [4, 2, 1, 1]
    # 31/12/2020 to 14/12/2023; 31/12/2021 to 14/12/2023; 31/12/2020 to 31/12/2021; seen once
    assert spells.months.tolist() == [35, 23, 12, 0]
    # off from the round of 31/12/2021 to that of 14/12/2023
    assert spells.months_off.tolist()[3] == 23
    assert spells.months_off.notna().sum() == 1


def test_spells_of_the_poor_alone_end_where_a_household_becomes_near_poor():
    spells = list_spells(panel(eases="pnpp"), classes=("poor",), empty_units=UNITS)
    assert spells[["spell", "start", "end"]].values.tolist() == [
        [1, ROUNDS[0], ROUNDS[0]],
        [2, ROUNDS[2], ROUNDS[3]],
    ]


def test_a_class_that_stands_on_no_list_is_refused():
    with pytest.raises(ValueError, match="no class of a list: average"):
        list_spells(panel(x="pppp"), classes=("poor", "average"))
