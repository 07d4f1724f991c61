"""Units that number their households alike, and households that moved with their code."""

import pandas as pd

from analysis.intake.household_codes import told_apart
from analysis.intake.inputs import read_inputs
from analysis.results import Results

from .forms import household, household_list

A, B = "25684", "25693"


def table(*rows):
    return pd.DataFrame(rows, columns=["household_id", "unit_code", "head_name"], dtype="string")


def test_a_code_two_units_use_for_different_heads_is_two_households():
    [codes] = told_apart(table(("01", A, "Lê Văn An"), ("01", B, "Phạm Thị Bình"), ("02", B, "Võ Văn Cư")))
    assert codes.household_id.tolist() == [f"{A}/01", f"{B}/01", "02"]


def test_a_household_that_moved_keeps_its_code_however_its_head_is_typed():
    lists = table(("01", A, "Lê Văn An"), ("01", B, "LÊ VĂN  AN"))
    assert told_apart(lists)[0].household_id.tolist() == ["01", "01"]


def test_a_new_head_in_the_same_unit_is_the_same_household():
    was, is_ = table(("01", A, "Lê Văn An")), table(("01", A, "Trần Thị Em"))
    assert [t.household_id.item() for t in told_apart(was, is_)] == ["01", "01"]


def test_papers_of_one_unit_are_told_apart_by_the_lists_of_another():
    listed, exits = table(("01", A, "Lê Văn An")), table(("01", B, "Phạm Thị Bình"))
    assert [t.household_id.item() for t in told_apart(listed, exits)] == [f"{A}/01", f"{B}/01"]


def test_two_units_that_count_from_one_are_both_counted(folder):
    for unit, heads in (("XÃ TIÊN THUẬN", ("An", "Bình")), ("XÃ LONG CHỮ", ("Cư", "Dần"))):
        homes = [household(f"{n}", head_name=f"Lê Văn {head}") for n, head in enumerate(heads, 1)]
        for date in ("31/12/2022", "08/12/2023"):
            folder.add(f"lists/{unit}{date[-4:]}.xlsx", household_list(homes, unit=unit, date=date))
    results = Results(read_inputs(folder.path, "official"))
    stayed = results.evidence.transitions
    assert stayed.movement.unique().tolist() == ["stayed"]
    assert stayed.households.sum() == 4
