"""Papers that have not come: what a unit then stands on, and that its poor are never counted as gone.

Xã Tiên Thuận (57 households at the baseline) loses papers in one way after the other. Expected
figures are those of the second computation over the papers that are left.
"""

from __future__ import annotations

import copy
import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest

from analysis.intake.inputs import Inputs, read_inputs
from analysis.reports import sentences
from analysis.reports.labels import Labels
from analysis.results import Results
from analysis.wording import load_words
from tests.golden.conftest import DATA
from tests.golden.second_count import Count

UNIT, NAME = "25693", "Xã Tiên Thuận"
BASELINE = dt.date(2022, 12, 31)
OCTOBER, DECEMBER = dt.date(2023, 10, 15), dt.date(2023, 12, 8)

LISTS = {day: f"lists/{day}/{UNIT}*" for day in (BASELINE, OCTOBER, DECEMBER)}
FORMS = f"summaries/2023-12-08/{UNIT}*"
ALL = f"*/*/{UNIT}*"


@pytest.fixture(scope="module")
def whole() -> Count:
    return Count(DATA)


@pytest.fixture
def folder(tmp_path) -> Path:
    return shutil.copytree(DATA, tmp_path / "chưa gửi đủ")


def read(folder: Path, period: str, *missing: str) -> Inputs:
    """The inputs of a period without the files of these patterns."""
    for pattern in missing:
        files = list(folder.glob(pattern))
        assert files, pattern
        for file in files:
            file.unlink()
    return read_inputs(folder, period)


def left(whole: Count, *, lists: tuple[dt.date, ...] = (), forms: bool = False, sent: str = "") -> Count:
    """The second computation without lists, forms or one month's return of the unit."""
    count = copy.deepcopy(whole)
    for day in lists:
        del count.lists[UNIT, day]
    if forms:
        del count.forms[UNIT, DECEMBER]
    count.moves[UNIT] = [move for move in count.moves[UNIT] if f"{move[1]:%Y-%m}" != sent]
    return count


def summed(count: Count, on: dt.date, units: list[str]) -> tuple[int, int]:
    """Poor and near-poor households, and residents, of some units."""
    listed = sum(n for unit in units for n, _ in count.stock(unit, on).values())
    return listed, sum(count.residents(unit, on)[0] for unit in units)


def compared(results: Results, by: str | None = None, **choice: bool) -> tuple[tuple[int, int], ...]:
    """Numerator and denominator of the multidimensional rate, before and after."""
    rows = results.change(by, **choice).query("measure == 'multidimensional'")
    row = (rows if by is None else rows[rows[by] == UNIT]).iloc[0]
    return (
        (row.households_before, row.total_households_before),
        (row.households_after, row.total_households_after),
    )


def basis(inputs: Inputs) -> tuple[str, dt.date | None, bool]:
    row = inputs.list_basis.set_index("unit_code").loc[UNIT]
    return row.basis, row.list_date.date() if row.basis != "none" else None, bool(row.reported)


def missing(inputs: Inputs) -> list[tuple[str, str]]:
    """What the unit owes and has not sent."""
    rows = inputs.coverage[(inputs.coverage.sender == UNIT) & ~inputs.coverage.received]
    return list(zip(rows.kind, rows.due.dt.date.astype(str), strict=True))


def said(results: Results, sentence=sentences.coverage) -> str:
    words = load_words("vi")
    return sentence(results, Labels(results.inputs.programme, results.standard, words))


def tell_everything(results: Results) -> None:
    """Every figure and every sentence of a report; none may raise."""
    for by in (None, "unit_code", "area", "border"):
        results.change(by)
        results.reduction(by)
    for form in ("7.2", "7.3"):
        results.movements(form)
    results.bounds(), results.identities, results.priority_groups(), results.newly_escaped()
    results.deprivation_change("unit_code"), results.deprivation_of_listed(), results.class_differences()
    for sentence in (
        sentences.verdict,
        sentences.bounds,
        sentences.coverage,
        sentences.outlook,
        sentences.dynamics,
        sentences.quality,
        sentences.measured,
    ):
        assert said(results, sentence)


@pytest.mark.parametrize(
    ("period", "gone", "forms", "stands_on", "households"),
    [
        # the list of December 2022 and the movements since: one household less
        ("year-estimate", (OCTOBER,), False, BASELINE, 56),
        # the preliminary list, which is later than the last return
        ("official", (DECEMBER,), True, OCTOBER, 52),
        ("official", (DECEMBER, OCTOBER), True, BASELINE, 56),
    ],
)
def test_a_unit_without_the_list_of_the_review_keeps_its_last_households(
    folder, whole, period, gone, forms, stands_on, households
):
    inputs = read(folder, period, *(LISTS[day] for day in gone), *([FORMS] if forms else []))
    results, count, on = Results(inputs), left(whole, lists=gone, forms=forms), inputs.period.as_of
    assert missing(inputs) == [("household_list", str(on))]
    assert basis(inputs) == ("carried_forward", stands_on, False)

    # its last known households stay in the numerator, its residents in the denominator
    assert sum(n for n, _ in count.stock(UNIT, on).values()) == households
    assert compared(results, "unit_code") == ((57, 2403), (households, whole.residents(UNIT, on)[0]))
    assert compared(results) == (count.district(BASELINE), count.district(on))

    # of the units that reported, both lack it
    others = inputs.list_basis.unit_code[inputs.list_basis.reported].tolist()
    assert UNIT not in others
    expected = summed(count, BASELINE, others), summed(count, on, others)
    assert compared(results, reported_only=True) == expected

    text = said(results)
    assert text.startswith(f"{len(others)}/9 ")
    assert NAME in text
    for listed, residents in (expected[1], count.district(on)):
        assert f"({listed}/{residents:,})".replace(",", ".") in text
    tell_everything(results)


def test_a_unit_that_sent_the_form_instead_of_its_list_is_counted_by_the_form(folder, whole):
    results = Results(inputs := read(folder, "official", LISTS[DECEMBER]))
    assert missing(inputs) == []
    assert basis(inputs) == ("summary_form", DECEMBER, True)
    assert sum(n for n, _ in whole.forms[UNIT, DECEMBER].values()) == 49
    assert compared(results, "unit_code")[1] == (49, 2419)
    assert compared(results) == compared(results, reported_only=True) == ((363, 20000), (331, 20142))
    # its households are not known one by one, and the report says so
    assert NAME in said(results, sentences.unlisted)
    tell_everything(results)


def test_an_exit_nobody_reported_is_no_exit(folder, whole):
    """The return of June, due on 5 July, tells of one household that left."""
    count = left(whole, sent="2023-07")
    results = Results(inputs := read(folder, "nine-month-estimate", f"movements/2023-06/{UNIT}*"))
    on = inputs.period.as_of
    assert missing(inputs) == [("movement_return", "2023-07-05")]
    assert basis(inputs) == ("carried_forward", BASELINE, False)
    assert compared(results) == (count.district(BASELINE), count.district(on)) == ((363, 20000), (354, 20073))
    assert whole.district(on) == (353, 20073)
    others = [unit for unit in whole.units() if unit != UNIT]
    assert compared(results, reported_only=True)[1] == summed(whole, on, others)
    assert said(results).startswith("8/9 ")
    assert NAME in said(results)
    tell_everything(results)


def without_residents(folder: Path) -> None:
    for file in (folder / "totals").glob("*.xlsx"):
        book = openpyxl.load_workbook(file)
        sheet = book.worksheets[0]
        for row in range(sheet.max_row, 0, -1):
            if sheet.cell(row, 3).value == UNIT:
                sheet.delete_rows(row)
        book.save(file)


def test_without_the_residents_of_a_unit_the_district_has_no_rate(folder, whole):
    """All households over the residents of the other units would be too high a rate."""
    without_residents(folder)
    results = Results(inputs := read(folder, "official"))
    assert missing(inputs) == [("resident_totals", "2022-12-31"), ("resident_totals", "2023-12-14")]
    named = inputs.findings[inputs.findings.code == "UNIT-NO-TOTALS"]
    assert {facts["unit"] for facts in named["values"]} == {NAME}
    assert set(named.severity) == {"error"}
    row = results.change().query("measure == 'multidimensional'").iloc[0]
    assert (row.households_before, row.households_after) == (363, 331)
    for unknown in ("total_households_after", "household_rate_after", "change_points", "verdict"):
        assert row.isna()[unknown], unknown
    # every other unit has its rate
    known = results.change("unit_code").query("measure == 'multidimensional'").set_index("unit_code")
    assert known.index[known.change_points.isna()].tolist() == [UNIT]
    assert said(results, sentences.verdict) == load_words("vi")("report.verdict_unknown")
    assert said(results, sentences.bounds) == load_words("vi")("report.verdict_unknown")


@pytest.mark.parametrize("residents", [True, False], ids=["residents known", "nothing known"])
@pytest.mark.parametrize("period", ["year-estimate", "official"])
def test_a_unit_nothing_came_from_is_in_neither_numerator_nor_denominator(folder, whole, period, residents):
    if not residents:
        without_residents(folder)
    results = Results(inputs := read(folder, period, ALL))
    on = inputs.period.as_of
    assert basis(inputs) == ("none", None, False)
    owed = {"household_list": 2, "movement_return": 8} | ({} if residents else {"resident_totals": 2})
    kinds = [kind for kind, _ in missing(inputs)]
    assert {kind: kinds.count(kind) for kind in kinds} == owed

    others = [unit for unit in whole.units() if unit != UNIT]
    assert compared(results) == (summed(whole, BASELINE, others), summed(whole, on, others))
    change = results.change("unit_code").set_index("unit_code")
    assert change.loc[UNIT, "household_rate_after"].isna().all()
    silent = inputs.findings[inputs.findings.code == "UNIT-NO-LIST"]
    assert [facts["unit"] for facts in silent["values"]] == [NAME]
    assert set(silent.severity) == {"error"}
    assert NAME in said(results)
    tell_everything(results)


def test_returns_without_a_list_to_apply_them_to_make_no_list(folder, whole):
    """Only the baseline is missing, in August: the returns tell of changes to a list nobody has."""
    results = Results(inputs := read(folder, "nine-month-estimate", LISTS[BASELINE]))
    assert missing(inputs) == [("household_list", "2023-01-31")]
    assert basis(inputs) == ("none", None, False)
    others = [unit for unit in whole.units() if unit != UNIT]
    on = inputs.period.as_of
    assert compared(results) == (summed(whole, BASELINE, others), summed(whole, on, others))
    assert NAME in said(results)
    tell_everything(results)


def test_where_no_unit_sent_its_december_papers_all_keep_their_last_households(folder, whole):
    results = Results(inputs := read(folder, "official", "lists/2023-12-08/*", "summaries/*/*"))
    assert results.reported_units == []
    assert set(inputs.list_basis.basis) == {"carried_forward"}
    count = copy.deepcopy(whole)
    count.forms.clear()
    for unit in count.units():
        del count.lists[unit, DECEMBER]
    assert compared(results) == (count.district(BASELINE), count.district(inputs.period.as_of))
    text = said(results)
    assert text.startswith("0/9 ")
    assert "\n" not in text  # no rate of the units that reported: none has
    tell_everything(results)


@pytest.mark.parametrize("unit", [UNIT, "25705"])
@pytest.mark.parametrize("period", ["year-estimate", "official"])
def test_a_unit_without_a_baseline_does_not_seem_to_have_become_poor(folder, whole, period, unit):
    results = Results(inputs := read(folder, period, f"lists/2022-12-31/{unit}*"))
    others = [u for u in whole.units() if u != unit]
    assert compared(results) == (summed(whole, BASELINE, others), summed(whole, inputs.period.as_of, others))
    assert results.unknown_units == [unit]
    tell_everything(results)


def test_a_unit_without_residents_leaves_its_groups_rate_unknown(folder):
    without_residents(folder)
    results = Results(read(folder, "official"))
    for by in ("area", "border"):
        assert results.change(by).query("measure == 'multidimensional'").change_points.isna().sum() == 1
    assert NAME in said(results)


def test_a_unit_nothing_came_from_is_named_and_said_to_be_in_no_figure(folder):
    sentence = said(Results(read(folder, "official", ALL)))
    assert NAME in sentence
    assert "mang sang" not in sentence
