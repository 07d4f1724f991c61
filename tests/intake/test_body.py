"""Rows under a header: groups of households by village, and what stands on the wrong row."""

import pytest

from analysis.findings import findings_frame
from analysis.intake.inputs import read_files
from analysis.intake.layouts import load_layout
from analysis.intake.reading import combine
from analysis.intake.received import read_documents

from .forms import household, household_list


def households(folder):
    documents, _ = read_documents([folder.path], folder.programme)
    reading = combine(documents, folder.programme)
    return reading.rows["household_list"], reading.files, findings_frame(reading.findings)


@pytest.mark.parametrize(
    "heading",
    [
        ["Ấp Bàu Tràm"],
        ["I", "Ấp Bàu Tràm"],
        ["", "2. ẤP Bàu Tràm (12 hộ)"],
        ["II.", "Ấp Bàu Tràm: 12 hộ", 12],
    ],
)
def test_a_row_that_names_a_village_gives_it_to_the_households_below(folder, heading):
    form = household_list([household("a", village=None), household("b", village="Ấp Khác")])
    rows = form.rows
    form.rows, form.below = [], [heading]
    columns = form_columns(form)
    form.below += [[row.get(name) for name in columns] for row in rows]
    folder.add("a.xlsx", form)
    read, files, _ = households(folder)
    assert [v.casefold() for v in read.village] == ["ấp bàu tràm", "ấp khác"]
    assert files[["rows_used", "rows_set_aside"]].to_numpy().tolist() == [[2, 0]]


def form_columns(form):
    return [c.field for c in load_layout(form.kind).columns if c.field not in form.without]


@pytest.mark.parametrize("heading", ["HỘ NGHÈO", "A. Hộ cận nghèo", "I. HỘ NGHÈO (12 hộ)"])
def test_a_row_that_names_a_class_is_no_household(folder, heading):
    form = household_list([household("a")])
    form.below = [[heading]]
    folder.add("a.xlsx", form)
    read, files, findings = households(folder)
    assert (len(read), files.rows_set_aside.item(), len(findings[findings.severity == "error"])) == (1, 0, 0)


def test_a_mark_on_a_members_row_is_told_and_not_counted(folder):
    head = household("a", member_name="Người a", relation="Chủ hộ", birth_date="01/01/1970", sex="Nam")
    child = {"member_name": "Người con", "relation": "Con", "birth_date": "01/01/2010", "sex": "Nữ"}
    folder.add("a.xlsx", household_list([head, child | {"school_attendance": "x"}]))
    read, files, findings = households(folder)
    assert read.school_attendance.tolist() == [0]
    (told,) = findings[findings.code == "MEMBER-CELL"].itertuples()
    assert (told.severity, told.column) == ("warning", "Tình trạng đi học của trẻ em")
    assert files.rows_used.item() == 2


def test_a_tick_is_no_count_though_python_takes_it_for_one(folder):
    folder.add("a.xlsx", household_list([household("a", members=1), household("b", members=True)]))
    files, findings = read_files([folder.path], folder.programme)
    assert files[["rows_used", "rows_set_aside"]].to_numpy().tolist() == [[1, 1]]
    assert set(findings.code) >= {"CELL-NUMBER", "ROW-MISSING"}
