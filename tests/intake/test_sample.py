"""The committed sample, read whole, against what openpyxl and the plan's text say."""

import re
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from analysis.intake.inputs import read_files, read_inputs

SAMPLE = Path(__file__).parents[2] / "data" / "ben-cau-2023"
PERIODS = ("nine-month-estimate", "year-estimate", "official")

# shared plan text: project, central, province, district, in đồng
PLAN = {
    "DA1": (2_517_000_000, 201_000_000, 125_850_000),
    "DA2-TDA1": (1_104_000_000, 77_000_000, 55_200_000),
    "DA2-TDA2": (210_000_000, 21_000_000, 10_500_000),
    "DA3-TDA1": (690_000_000, 69_000_000, 34_500_000),
    "DA3-TDA2": (346_000_000, 35_000_000, 17_300_000),
    "DA5-TDA1": (343_000_000, 22_000_000, 17_150_000),
    "DA5-TDA2": (214_000_000, 13_000_000, 10_700_000),
}


@pytest.fixture(scope="module", params=PERIODS)
def inputs(request):
    return read_inputs(SAMPLE, request.param)


def codes_on(path):
    """Household codes on the first sheet of a list, as openpyxl sees them."""
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        cells = [str(row[0]) for row in book.worksheets[0].iter_rows(values_only=True, max_col=1) if row]
    return {cell for cell in cells if re.fullmatch(r"\d{5}-\d+", cell)}


def test_nothing_in_the_sample_is_set_aside(inputs):
    assert not (inputs.findings.severity == "error").any()
    assert inputs.files.rows_set_aside.sum() == 0
    assert inputs.synthetic


def test_the_first_rounds_households_are_those_of_the_lists(inputs):
    first = inputs.households[inputs.households["round"] == "2022-12-31"]
    for path in (SAMPLE / "lists" / "2022-12-31").iterdir():
        own = first[first.unit_code == path.name[:5]]
        assert set(own.household_id) == codes_on(path) != set()
    assert first.unit_code.nunique() == 9


def test_the_official_lists_are_those_of_december():
    inputs = read_inputs(SAMPLE, "official")
    last = inputs.households[inputs.households["round"] == "2023-12-14"]
    for path in (SAMPLE / "lists" / "2023-12-08").iterdir():
        assert set(last[last.unit_code == path.name[:5]].household_id) == codes_on(path)


def test_the_plan_is_the_one_of_the_plans_text(inputs):
    table = inputs.plan.pivot(index="project", columns="source", values="plan")
    read = {project: tuple(row) for project, row in table[["central", "province", "district"]].iterrows()}
    assert read == PLAN
    assert inputs.plan.plan.sum() == 6_133_200_000


def test_a_list_on_december_8_agrees_with_the_units_own_form_7_1():
    inputs = read_inputs(SAMPLE, "official")
    last = inputs.households[inputs.households["round"] == "2023-12-14"]
    counted = last.groupby(["unit_code", "poverty_class_recorded"]).members.agg(["size", "sum"])
    typed = inputs.summaries[(inputs.summaries.form == "7.1") & (inputs.summaries.list_date == "2023-12-08")]
    typed = typed[typed.item.isin(["poor", "near_poor"])]
    for row in typed.itertuples():
        column = {"households": "size", "persons": "sum"}[row.account]
        assert counted.loc[(row.unit_code, row.item), column] == row.value
    assert len(typed) == 9 * 2 * 2


def test_every_file_is_read_and_its_rows_are_accounted_for():
    files, _ = read_files([SAMPLE], SAMPLE)
    assert len(files) == len(list(SAMPLE.rglob("*.xlsx")))
    assert (files.rows_read == files.rows_used + files.rows_set_aside + files.rows_not_data).all()
    assert files.kind.notna().all()


def test_the_same_files_read_twice_give_the_same_tables(inputs):
    again = read_inputs(SAMPLE, inputs.period.id)
    for name in ("households", "movements", "totals", "disbursements", "exits", "findings"):
        assert getattr(again, name).equals(getattr(inputs, name))
