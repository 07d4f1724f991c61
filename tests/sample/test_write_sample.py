import datetime as dt
import errno
from decimal import Decimal
from itertools import pairwise

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from analysis.intake.layouts import load_layout
from analysis.programme import Programme, load_programme
from analysis.sample.write_sample import write_sample

MARK = "SYNTHETIC"


def sheets(path):
    book = CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]


def records(cells, kind):
    """Rows under the headings as dictionaries by field; columns stand in the layout's order."""
    columns = load_layout(kind).columns
    (top,) = (r for r, row in enumerate(cells) if row[0] == columns[0].headings[0])
    numbers = next(r for r, row in enumerate(cells) if r > top and row[0] in (1, "A"))
    rows = []
    for row in cells[numbers + 1 :]:
        if not any(row) or str(row[0]).startswith("Ghi chú"):
            break
        rows.append({c.field: value for c, value in zip(columns, row, strict=True)})
    return rows


def files(folder, *parts):
    return sorted(folder.joinpath(*parts).rglob("*.xlsx"))


def test_the_same_seed_gives_the_same_files(programme, sample, tmp_path):
    again = write_sample(programme, tmp_path / "again")
    assert [f.relative_to(again) for f in files(again)] == [f.relative_to(sample) for f in files(sample)]
    for file in files(again):
        assert file.read_bytes() == (sample / file.relative_to(again)).read_bytes()


def test_another_seed_gives_other_households(programme, sample, tmp_path):
    other = write_sample(programme, tmp_path / "other", seed=1, households=2_000)
    names = [
        {
            row["head_name"]
            for f in files(folder, "lists", "2022-12-31")
            for row in records(sheets(f)[0], "household_list")
        }
        for folder in (sample, other)
    ]
    assert names[0] != names[1]


def test_assumptions_of_the_programme_come_along(programme, sample):
    given = sorted((programme.folder / "assumptions").iterdir())
    assert [file.name for file in given] == ["effects.yaml", "year_flows.yaml"]
    for file in given:
        assert (sample / "assumptions" / file.name).read_bytes() == file.read_bytes()


def test_the_committed_folder_is_this_sample(programme, sample):
    for file in files(sample):
        assert sheets(file) == sheets(programme.folder / file.relative_to(sample)), file.name


def test_every_synthetic_sheet_says_so_and_so_do_the_properties(sample):
    synthetic = [f for f in files(sample) if f.parent.name != "budget"]
    assert len(synthetic) == 9 + 72 + 6 + 1 + 9 + 9 + 4 + 12 + 1
    for file in synthetic:
        properties = openpyxl.load_workbook(file, read_only=True).properties
        assert MARK in properties.description
        assert MARK in properties.keywords
        for cells in sheets(file):
            assert any(MARK in str(value) for row in cells[:12] for value in row), file.name


def test_every_identity_number_in_a_cell_is_impossible(sample):
    for file in files(sample, "lists"):
        for kind, cells in zip(["household_list", *["household_exits"] * 2], sheets(file), strict=True):
            numbers = [row["personal_id"] for row in records(cells, kind) if row["personal_id"]]
            assert all(len(n) == 12 and n.startswith("000") for n in numbers if n.isdigit()), file.name


@pytest.mark.parametrize(
    ("file", "sheet", "kind"),
    [
        ("lists/2022-12-31/25693_tien-thuan.xlsx", 0, "household_list"),
        ("lists/2022-12-31/25693_tien-thuan.xlsx", 1, "household_exits"),
        ("movements/2023-05/25681_ben-cau.xlsx", 0, "movement_return"),
        ("summaries/2023-12-08/25684_long-chu.xlsx", 0, "form_7_1"),
        ("summaries/2023-12-08/25684_long-chu.xlsx", 1, "form_7_2"),
        ("summaries/2023-12-08/25684_long-chu.xlsx", 2, "form_7_3"),
        ("totals/2023-12-08.xlsx", 0, "resident_totals"),
        ("budget/plan.xlsx", 0, "budget_plan"),
        ("disbursements/2023-06-30_ttyt.xlsx", 0, "disbursement_report"),
        ("support/2023.xlsx", 0, "support_records"),
    ],
)
def test_headings_are_those_of_the_layout_in_its_order(sample, file, sheet, kind):
    cells, columns = sheets(sample / file)[sheet], load_layout(kind).columns
    (top,) = (r for r, row in enumerate(cells) if row[0] == columns[0].headings[0])
    depth = max(len(column.headings) for column in columns)
    # A group's text stands in the first of its cells, the lowest heading last in its column.
    written = [[row[c] for row in cells[top : top + depth] if row[c]] for c in range(len(columns))]
    assert [heads[-1] for heads in written] == [column.heading for column in columns]
    groups = {h for heads in written for h in heads[:-1]}
    assert groups == {h for column in columns for h in column.headings[:-1]}


def test_six_units_sent_a_preliminary_list_one_a_form_and_two_nothing(sample, programme):
    lists = {f.name[:5] for f in files(sample, "lists", "2023-10-15")}
    forms = {f.name[:5] for f in files(sample, "summaries", "2023-10-15")}
    assert (len(lists), len(forms), len(lists | forms)) == (6, 1, 7)
    assert len(programme.units) == 9


def test_a_month_without_movement_says_so(sample):
    empty = [f for f in files(sample, "movements") if "Không phát sinh" in str(sheets(f)[0])]
    full = [
        f for f in files(sample, "movements") if records(sheets(f)[0], "movement_return")[0]["household_id"]
    ]
    assert len(empty) + len(full) == 72
    assert not set(empty) & set(full)


def test_returns_hold_the_decisions_of_their_month(sample):
    for file in files(sample, "movements", "2023-05"):
        for row in records(sheets(file)[0], "movement_return"):
            if decided := row["decision_date"]:
                day = (
                    decided
                    if isinstance(decided, dt.date)
                    else dt.datetime.strptime(decided, "%d/%m/%Y").date()
                )
                assert dt.date(2023, 5, 1) <= day <= dt.date(2023, 5, 31)


def test_who_left_between_two_lists_stands_on_the_exit_sheets(sample):
    for first in files(sample, "lists", "2022-12-31"):
        last = sheets(sample / "lists" / "2023-12-08" / first.name)
        before, after = (
            {row["household_id"] for row in records(cells, "household_list") if row["household_id"]}
            for cells in (sheets(first)[0], last[0])
        )
        exits = [row for cells in last[1:] for row in records(cells, "household_exits")]
        stayed_near_poor = {r["household_id"] for r in exits if r["class_after"] == "Hộ cận nghèo"}
        gone = {r["household_id"] for r in exits} - stayed_near_poor
        assert gone == before - after
        assert stayed_near_poor <= after


def test_who_entered_between_two_lists_has_a_reason_beside_it(sample):
    for first in files(sample, "lists", "2022-12-31"):
        last = records(sheets(sample / "lists" / "2023-12-08" / first.name)[0], "household_list")
        before = {row["household_id"] for row in records(sheets(first)[0], "household_list")}
        for row in (row for row in last if row["household_id"] and row["household_id"] not in before):
            assert row["entry_reason"]


def test_a_household_has_as_many_rows_as_members(sample):
    for file in files(sample, "lists"):
        rows = [row for row in records(sheets(file)[0], "household_list") if row["relation"]]
        assert sum(row["members"] for row in rows if row["members"]) == len(rows)


def test_the_plan_is_the_districts(sample):
    rows = {row["project"]: row for row in records(sheets(sample / "budget" / "plan.xlsx")[0], "budget_plan")}
    # Plan of 2023: 5,424,000,000 + 438,000,000 + 271,200,000 = 6,133,200,000 đồng
    total = rows["Tổng cộng"]
    assert [total[f"plan.{s}"] for s in ("central", "province", "district")] == [5424e6, 438e6, 271.2e6]
    assert total["total"] == 6_133_200_000
    # 1,236,200,000 + 241,500,000 = 1,477,700,000
    assert rows["Dự án 2: Hỗ trợ phát triển sản xuất, cải thiện dinh dưỡng"]["total"] == 1_477_700_000


def disbursed(folder, office, day):
    cells = sheets(folder / "disbursements" / f"{day}_{office}.xlsx")[0]
    unit = 1_000_000 if "triệu đồng" in str(cells) else 1
    for row in records(cells, "disbursement_report"):
        for source in ("central", "province", "district"):
            yield {
                what: Decimal(str(row[f"{what}.{source}"] or 0)) * unit
                for what in ("plan", "carried_over", "allocated", "disbursed")
            }


@pytest.mark.parametrize("office", ["ldtbxh", "nnptnt", "ttyt"])
def test_money_is_paid_out_of_what_was_allocated_and_never_taken_back(sample, office):
    days = ["2023-06-30", "2023-08-25", "2023-10-20", "2023-12-10"]
    reports = [list(disbursed(sample, office, day)) for day in days]
    for report in reports:
        for amounts in report:
            assert amounts["disbursed"] <= amounts["allocated"] <= amounts["plan"] + amounts["carried_over"]
            assert all(amount == int(amount) for amount in amounts.values())
    for earlier, later in pairwise(reports):
        assert all(a["disbursed"] <= b["disbursed"] for a, b in zip(earlier, later, strict=True))


def test_one_office_writes_million_dong(sample):
    units = {f.stem[11:]: "triệu đồng" in str(sheets(f)[0]) for f in files(sample, "disbursements")}
    assert sorted(units.values()) == [False, False, True]


def test_a_programme_without_a_budget_gets_one_that_meets_its_totals(programme, tmp_path):
    bare = programme.model_copy(update={"folder": tmp_path})
    out = write_sample(bare, tmp_path / "out", households=2_000, units=3)
    *projects, total = records(sheets(out / "budget" / "plan.xlsx")[0], "budget_plan")
    assert len(projects) == 7
    assert [total["plan.central"], total["plan.province"], total["total"]] == [5424e6, 438e6, 6133.2e6]
    for row in projects:  # the district gives 5 % of what the central budget gives
        assert row["plan.district"] * 20 == row["plan.central"]


def test_units_beyond_the_programmes_are_invented(programme, tmp_path):
    out = write_sample(programme, tmp_path / "out", households=3_000, units=12)
    written = load_programme(out)
    assert written.units[:9] == programme.units
    assert [unit.code for unit in written.units[9:]] == ["90001", "90002", "90003"]
    assert len(files(out, "lists", "2022-12-31")) == 12


def test_the_written_programme_is_the_one_given(programme, sample):
    written: Programme = load_programme(sample)
    assert written.model_copy(update={"folder": programme.folder}) == programme


def test_a_folder_that_holds_something_is_left_alone(programme, tmp_path):
    (tmp_path / "plan.xlsx").write_text("theirs", encoding="utf8")
    with pytest.raises(FileExistsError):
        write_sample(programme, tmp_path)
    assert [f.name for f in tmp_path.iterdir()] == ["plan.xlsx"]


@pytest.mark.parametrize("there", [False, True], ids=["missing", "empty"])
def test_a_sample_that_fails_leaves_nothing_half_written(programme, tmp_path, monkeypatch, there):
    def full(*_):
        raise OSError(errno.ENOSPC, "no room")

    out = tmp_path / "out"
    if there:
        out.mkdir()
    monkeypatch.setattr("analysis.sample.write_sample.write_support", full)
    with pytest.raises(OSError, match="no room"):
        write_sample(programme, out, households=1_000, units=1)
    assert [path.name for path in tmp_path.rglob("*")] == ["out"] * there


def test_an_empty_folder_is_filled(programme, tmp_path, monkeypatch):
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    write_sample(programme, ".", households=1_000, units=1)
    assert load_programme(".").units == programme.units[:1]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
