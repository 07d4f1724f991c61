"""Marked copies: what a sender gets, what of the original is kept, and how a copy is read that comes back."""

import datetime as dt
import io
import re
import shutil
import subprocess
import warnings
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from analysis.intake.cells import Sheet, Workbook, read_workbook
from analysis.intake.inputs import read_files
from analysis.intake.reading import combine, read_documents
from analysis.intake.returned import returned_of, returned_token
from analysis.programme import FILE
from analysis.reports.marked_copies import MADE, CopiesKept, write_marked_copies
from analysis.reports.marking.list_sheet import Entry
from analysis.reports.marking.marked_workbook import marked_workbook
from analysis.reports.marking.package import Package
from analysis.reports.marking.styles import COLOURS, DEEP
from analysis.reports.marking.values_workbook import values_workbook
from analysis.wording import LANGUAGES, load_words

from ..intake.forms import Folder, household, household_list

DATA = Path(__file__).parents[2] / "data" / "ben-cau-2023"
TOWN = "lists/2023-12-08/25681_ben-cau.xlsx"
TODAY = dt.date(2023, 8, 20)
GREEN = "FF92D050"
MARKS = {*COLOURS.values(), *DEEP.values()}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "bến cầu"
    made.mkdir()
    shutil.copy(DATA / FILE, made / FILE)
    return Folder(made)


def mark(folder, target, *paths, language="vi"):
    """Check paths and write what goes back; gives the findings."""
    files, found = read_files(paths, folder.programme)
    words = load_words(language)
    write_marked_copies(target, paths, files, found, folder.programme, words, today=TODAY)
    return found


def faulty_list(*more):
    """Three households of which the second has a B2 that is no multiple of ten."""
    return household_list([household("A1"), household("A2", b2=25), household("A3"), *more])


def opened(path, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of what openpyxl does not know
        with closing(openpyxl.load_workbook(path, **options)) as book:
            return book


def marked_cells(sheet):
    """Colour and comment of each cell that bears a mark."""
    return {
        cell.coordinate: (cell.fill.fgColor.rgb, cell.comment and cell.comment.text)
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb in MARKS or (cell.comment and "giamngheo:" in cell.comment.text)
    }


def listed(book):
    """The rows of the list under its headings: each as texts, and where its link leads."""
    sheet = book.worksheets[0]
    rows = [row for row in sheet.iter_rows() if isinstance(row[0].value, str) and row[0].value.isdigit()]
    links = {link.ref: link.location for link in sheet._hyperlinks}
    links |= {c.coordinate: c.hyperlink.location for row in rows for c in row if c.hyperlink}
    return [([cell.value for cell in row], links.get(row[3].coordinate)) for row in rows]


def cell_of(sheet, value):
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == value]
    return cell


# one file


@pytest.mark.parametrize(
    ("language", "severity", "said"),
    [("vi", "lỗi", "• Lỗi: Điểm B2 là 25"), ("en", "error", "• Error: B2 is 25")],
)
def test_a_faulty_cell_is_coloured_commented_and_linked_from_the_first_sheet(
    folder, tmp_path, language, severity, said
):
    sent = folder.add("a.xlsx", faulty_list())
    mark(folder, tmp_path / "ra.xlsx", sent, language=language)
    book = opened(tmp_path / "ra.xlsx")
    cell = cell_of(book.worksheets[1], 25)
    colour, comment = marked_cells(book.worksheets[1])[cell.coordinate]
    assert colour == COLOURS["error"]
    assert comment.startswith(f"giamngheo:\n{said}")
    assert comment.endswith("(B2-STEP)")
    assert cell.comment.author == "giamngheo"
    (row, link), *_ = listed(book)
    assert row[1:4] == [severity, "Trang 1", cell.coordinate]
    assert row[-1] == "B2-STEP"
    assert link == f"'Trang 1'!{cell.coordinate}"
    assert book.active is book.worksheets[0]
    assert [bool(s.sheet_view.tabSelected) for s in book.worksheets] == [True, False]


def test_several_findings_on_a_cell_are_one_comment_in_the_colour_of_the_gravest(folder):
    data = folder.add("a.xlsx", faulty_list()).read_bytes()
    entries = [
        Entry(severity, "Trang 1", "C9", 9, "Cột", f"Câu {code}.", "Sửa.", code)
        for severity, code in (("warning", "W"), ("error", "E"), ("info", "I"))
    ]
    copy = marked_workbook(data, entries, load_words("vi"), file="a.xlsx", sha256="0" * 64)
    assert marked_cells(opened(io.BytesIO(copy)).worksheets[1]) == {
        "C9": (
            COLOURS["error"],
            "giamngheo:\n• Cảnh báo: Câu W. Sửa. (W)\n• Lỗi: Câu E. Sửa. (E)\n• Thông tin: Câu I. Sửa. (I)",
        )
    }


def test_a_comment_of_the_sender_stays_above_ours(folder, tmp_path):
    sent = folder.add("a.xlsx", faulty_list())
    book = opened(sent)
    cell_of(book.worksheets[0], 25).comment = Comment("Đã hỏi lại ấp", "Văn phòng")
    cell_of(book.worksheets[0], "A3").comment = Comment("Xem sau", "Văn phòng")
    book.save(sent)
    mark(folder, tmp_path / "ra.xlsx", sent)
    sheet = opened(tmp_path / "ra.xlsx").worksheets[1]
    assert cell_of(sheet, 25).comment.text.startswith("Đã hỏi lại ấp\ngiamngheo:\n• Lỗi")
    assert cell_of(sheet, "A3").comment.text == "Xem sau"


def test_the_box_of_a_comment_is_high_enough_for_its_text(folder, tmp_path):
    sent = folder.add("a.xlsx", faulty_list())
    mark(folder, tmp_path / "ra.xlsx", sent)
    (comment,) = [c for _, c in marked_cells(opened(tmp_path / "ra.xlsx").worksheets[1]).values()]
    with zipfile.ZipFile(tmp_path / "ra.xlsx") as file:
        (name,) = [n for n in file.namelist() if n.endswith(".vml")]
        shapes = file.read(name).decode()
    (anchor,) = re.findall(r"<x:Anchor>(.*?)</x:Anchor>", shapes)
    left, _, top, _, right, _, bottom, _ = map(int, anchor.split(","))
    # rows are 20 pixels high and hold a line of 9 points each; columns are 64 pixels, some 9 letters
    assert (bottom - top) * (right - left) * 9 >= len(comment)
    assert right - left >= 4


def test_light_letters_get_a_deep_colour(folder, tmp_path):
    sent = folder.add("a.xlsx", faulty_list())
    book = opened(sent)
    cell = cell_of(book.worksheets[0], 25)
    cell.fill, cell.font = PatternFill("solid", fgColor="FF1F4E79"), Font(color="FFFFFFFF", bold=True)
    book.save(sent)
    mark(folder, tmp_path / "ra.xlsx", sent)
    marked = cell_of(opened(tmp_path / "ra.xlsx").worksheets[1], 25)
    assert marked.fill.fgColor.rgb == DEEP["error"]
    assert (marked.font.color.rgb, marked.font.bold) == ("FFFFFFFF", True)


def test_a_finding_about_a_row_marks_its_first_cell_and_one_about_a_sheet_is_in_the_list(folder):
    data = folder.add("a.xlsx", household_list([household("A1")], blank_columns=2)).read_bytes()
    row = cell_of(opened(io.BytesIO(data)).worksheets[0], "A1").row
    entries = [
        Entry("warning", "Trang 1", None, at, None, "Câu.", "Sửa.", "X") for at in (row, row + 700, None)
    ]
    book = opened(
        io.BytesIO(marked_workbook(data, entries, load_words("vi"), file="a.xlsx", sha256="0" * 64))
    )
    # the household's row begins in the third column; a row with nothing in it, in the first
    assert list(marked_cells(book.worksheets[1])) == [f"C{row}", f"A{row + 700}"]
    assert [(r[3], link) for r, link in listed(book)] == [
        (f"C{row}", f"'Trang 1'!C{row}"),
        (f"A{row + 700}", f"'Trang 1'!A{row + 700}"),
        (None, None),
    ]


def test_a_mark_within_merged_cells_stands_where_they_show_it(folder, tmp_path):
    sent = folder.add("a.xlsx", faulty_list())
    book = opened(sent)
    sheet = book.worksheets[0]
    cell = cell_of(sheet, 25)
    above = sheet.cell(cell.row - 1, cell.column)
    above.value, cell.value = 25, None
    sheet.merge_cells(f"{above.coordinate}:{cell.coordinate}")
    book.save(sent)
    mark(folder, tmp_path / "ra.xlsx", sent)
    assert above.coordinate in marked_cells(opened(tmp_path / "ra.xlsx").worksheets[1])
    assert cell.coordinate not in marked_cells(opened(tmp_path / "ra.xlsx").worksheets[1])


def test_what_is_hidden_or_protected_stays_so_and_the_list_says_it(folder, tmp_path):
    sent = folder.add("a.xlsx", faulty_list())
    book = opened(sent)
    sheet = book.worksheets[0]
    row = cell_of(sheet, 25).row
    sheet.row_dimensions[row].hidden = True
    sheet.protection.set_password("kín")
    book.save(sent)
    mark(folder, tmp_path / "ra.xlsx", sent)
    book = opened(tmp_path / "ra.xlsx")
    assert book.worksheets[1].row_dimensions[row].hidden
    assert book.worksheets[1].protection.sheet
    assert next(r[3] for r, _ in listed(book)).endswith("(đang ẩn)")
    said = [row[0].value for row in book.worksheets[0].iter_rows(max_row=8) if row[0].value]
    words = load_words("vi")
    for fact in ("hidden", "protected"):
        assert words(f"marked.remark_{fact}", sheets="“Trang 1”") in said


def test_a_text_that_looks_like_a_formula_stays_text(folder, tmp_path):
    form = household_list([household("A1")], extra=('=HYPERLINK("http://x","y")', "+1", "@x", "-2"))
    sent = folder.add("a.xlsx", form)
    book = opened(sent)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"
    book.save(sent)
    mark(folder, tmp_path / "ra.xlsx", sent)
    headings = [row[4] for row, _ in listed(opened(tmp_path / "ra.xlsx"))]
    assert set(headings) == {'=HYPERLINK("http://x","y")', "+1", "@x", "-2"}
    with zipfile.ZipFile(tmp_path / "ra.xlsx") as file:
        lists = [x for n in file.namelist() if "worksheets/" in n and b"sha256:" in (x := file.read(n))]
    assert len(lists) == 1
    assert b"<f" not in lists[0]


def test_a_file_without_findings_says_so_and_gets_no_letter(folder, tmp_path):
    sent = folder.add("a.xlsx", household_list([household("A1"), household("A2")]))
    assert len(mark(folder, tmp_path / "ra.xlsx", sent)) == 0
    book = opened(tmp_path / "ra.xlsx")
    assert any(row[0] == load_words("vi")("marked.nothing") for row in book.worksheets[0].values)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bến cầu", "ra.xlsx"]


# what is kept


def rich(path, form):
    """A list as a careful office makes it: with all that a copy might lose."""
    source = openpyxl.Workbook()
    form.write(source.active)
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("Hộ nghèo"), book.add_worksheet("Biểu đồ")
        own = book.add_format({"bg_color": "#92D050", "bold": True, "font_name": "Times New Roman"})
        for row in source.active.iter_rows():
            for cell in row:
                if cell.value == 25:
                    sheet.write_formula(cell.row - 1, cell.column - 1, "=20+5", own, 25)
                    faulty = cell.coordinate
                elif cell.value is not None:
                    sheet.write(cell.row - 1, cell.column - 1, cell.value)
        for area in source.active.merged_cells.ranges:
            sheet.merge_range(str(area), source.active[area.coord.split(":")[0]].value or "")
        last = source.active.max_row
        sheet.set_row(last - 1, None, None, {"hidden": True})
        sheet.freeze_panes(last - 3, 2)
        sheet.autofilter(last - 4, 0, last - 1, 5)
        sheet.data_validation("B20:B30", {"validate": "list", "source": ["x", "y"]})
        sheet.conditional_format("C1:C9", {"type": "data_bar", "data_bar_2010": True})
        sheet.print_area("A1:F30")
        sheet.write_comment("A1", "Ghi chú của đơn vị")
        sheet.insert_image("H40", "dấu.png", {"image_data": io.BytesIO(_picture())})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Hộ nghèo'!$C$1:$C$9"})
        other.insert_chart("B2", chart)
        book.define_name("'Biểu đồ'!Riêng", "='Biểu đồ'!$A$1")
    return faulty


def _picture():
    return bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6260f8cf"
        "c0c00000030101"
    ) + bytes.fromhex("00c9fe92ef0000000049454e44ae426082")


def test_all_that_a_careful_office_made_is_still_there(folder, tmp_path):
    sent = folder.path / "a.xlsx"
    faulty = rich(sent, faulty_list())
    mark(folder, tmp_path / "ra.xlsx", sent)
    with zipfile.ZipFile(sent) as before, zipfile.ZipFile(tmp_path / "ra.xlsx") as after:
        same = [n for n in before.namelist() if before.read(n) == after.read(n)]
        changed = sorted(set(before.namelist()) - set(same))
    # charts, pictures, drawings, texts, theme and the other sheet's relations: byte for byte
    assert {"xl/charts/chart1.xml", "xl/media/image1.png", "xl/sharedStrings.xml"} <= set(same)
    # rewritten although nothing in it changed: the order of attributes stays, the declaration may not
    assert {n.split("/")[-1] for n in changed} <= {
        *("[Content_Types].xml", "workbook.xml", "workbook.xml.rels", "styles.xml"),
        *("sheet1.xml", "sheet2.xml", "comments1.xml", "vmlDrawing1.vml"),
    }
    old, new = opened(sent).worksheets[0], opened(tmp_path / "ra.xlsx").worksheets[1]
    assert new.title == old.title
    assert new.freeze_panes == old.freeze_panes
    assert new.auto_filter.ref == old.auto_filter.ref
    assert new.print_area == old.print_area
    assert sorted(map(str, new.merged_cells.ranges)) == sorted(map(str, old.merged_cells.ranges))
    assert [d.sqref for d in new.data_validations.dataValidation] == [
        d.sqref for d in old.data_validations.dataValidation
    ]
    assert [str(c.sqref) for c in new.conditional_formatting] == [
        str(c.sqref) for c in old.conditional_formatting
    ]
    assert {n for n, d in new.row_dimensions.items() if d.hidden} == {
        n for n, d in old.row_dimensions.items() if d.hidden
    }
    assert new["A1"].comment.text == "Ghi chú của đơn vị"
    assert new[faulty].value == "=20+5"
    assert repr(new[faulty].font) == repr(old[faulty].font)
    assert opened(tmp_path / "ra.xlsx", data_only=True).worksheets[1][faulty].value == 25
    assert "Riêng" in opened(tmp_path / "ra.xlsx")["Biểu đồ"].defined_names


@pytest.mark.parametrize(("ending", "kept"), [(".xlsx", False), (".xlsm", True)])
def test_macros_stay_where_the_name_of_the_copy_allows_them(folder, tmp_path, ending, kept):
    source = openpyxl.Workbook()
    faulty_list().write(source.active)
    sent = folder.path / "a.xlsm"
    with xlsxwriter.Workbook(sent) as book:
        book.add_vba_project(io.BytesIO(b"macros"), is_stream=True)
        sheet = book.add_worksheet("Hộ nghèo")
        for row in source.active.iter_rows():
            for cell in row:
                if cell.value is not None:
                    sheet.write(cell.row - 1, cell.column - 1, cell.value)
    target = tmp_path / f"ra{ending}"
    mark(folder, target, sent)
    with zipfile.ZipFile(target) as file:
        assert ("xl/vbaProject.bin" in file.namelist()) == kept
        assert (b"macroEnabled" in file.read("[Content_Types].xml")) == kept
    said = [row[0] for row in opened(target).worksheets[0].values]
    assert (load_words("vi")("marked.remark_macros") in said) != kept


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/styles.xml", rb"<fills.*</fills>", b""),
        ("xl/worksheets/sheet1.xml", rb"<sheetData>", b'<cols><col min="a" max="b"/></cols><sheetData>'),
    ],
    ids=["no fills", "columns"],
)
def test_a_workbook_built_in_a_way_of_its_own_goes_back_as_values_and_says_so(
    folder, tmp_path, part, old, new
):
    sent = folder.add("a.xlsx", faulty_list())
    with zipfile.ZipFile(sent) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts[part] = re.sub(old, new, parts[part], count=1, flags=re.DOTALL)
    with zipfile.ZipFile(sent, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    mark(folder, tmp_path / "ra.xlsx", sent)
    book = opened(tmp_path / "ra.xlsx")
    assert load_words("vi")("marked.remark_values") in [row[0] for row in book.worksheets[0].values]
    assert list(marked_cells(book.worksheets[1])) == [cell_of(book.worksheets[1], 25).coordinate]


def test_a_conversation_on_a_cell_is_left_as_it_is_and_the_list_says_so(folder):
    package = Package(folder.add("a.xlsx", faulty_list()).read_bytes())
    (sheet,) = [part for part in package.parts(".xml") if "worksheets/" in part]
    talk = etree.fromstring(b'<ThreadedComments xmlns="urn:x"><threadedComment ref="C9"/></ThreadedComments>')
    package.relate(sheet, "threadedComment", package.add("xl/threadedComments/t{}.xml", talk))
    entries = [Entry("error", "Trang 1", cell, 9, None, "Câu.", "Sửa.", "X") for cell in ("C9", "D9")]
    copy = marked_workbook(package.data(), entries, load_words("vi"), file="a.xlsx", sha256="0" * 64)
    book = opened(io.BytesIO(copy))
    said = {cell: comment for cell, (_, comment) in marked_cells(book.worksheets[1]).items()}
    assert said == {"C9": None, "D9": "giamngheo:\n• Lỗi: Câu. Sửa. (X)"}
    remark = load_words("vi")("marked.remark_threaded", sheets="“Trang 1”")
    assert remark in [row[0] for row in book.worksheets[0].values]


def test_beyond_what_programs_open_quickly_cells_are_coloured_only(folder, monkeypatch):
    monkeypatch.setitem(marked_workbook.__globals__, "MOST_COMMENTS", 2)
    data = folder.add("a.xlsx", faulty_list()).read_bytes()
    entries = [Entry("info", "Trang 1", f"C{row}", row, None, "Câu.", "Sửa.", "X") for row in (9, 8, 10, 7)]
    book = opened(
        io.BytesIO(marked_workbook(data, entries, load_words("vi"), file="a.xlsx", sha256="0" * 64))
    )
    said = {cell: bool(comment) for cell, (_, comment) in marked_cells(book.worksheets[1]).items()}
    assert said == {"C7": True, "C8": True, "C9": False, "C10": False}
    assert len(listed(book)) == 4


cells = st.one_of(
    st.integers(-(10**15), 10**15).map(float),
    st.booleans(),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40),
    st.sampled_from(["=1+1", "+84", "-x", "@a", "{=1}", "http://x", "0012", "internal:a"]),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2100, 1, 1)).map(lambda d: d.replace(microsecond=0)),
)


@given(st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=5))
def test_values_copied_from_another_format_are_read_as_they_were(tmp_path_factory, rows):
    rows = [row + [""] * (5 - len(row)) + [1.0] for row in rows]  # as wide as each other, and not cut
    data, names = values_workbook(Workbook("", (Sheet("Trang/1", rows, (), frozenset()),)))
    path = tmp_path_factory.mktemp("copy") / "a.xlsx"
    path.write_bytes(data)
    (sheet,) = read_workbook(path).sheets
    assert names == {"Trang/1": sheet.name}
    dates = [
        [dt.datetime(c.year, c.month, c.day) if type(c) is dt.date else c for c in r] for r in sheet.cells
    ]
    assert dates == rows


# what comes back


def rows_of(folder, path):
    """All rows of a file as the reports use them, without the file's own name."""
    documents, _ = read_documents([path], folder.programme)
    reading = combine(documents, folder.programme)
    facts = reading.files[["kind", "unit", "round", "rows_used", "rows_set_aside"]].to_dict("records")
    found = {(f.code, f.sheet, f.cell, f.row, f.column) for f in reading.findings}
    rows = {k: frame.drop(columns="source_file", errors="ignore") for k, frame in reading.rows.items()}
    return facts, found, rows


def assert_read_alike(folder, one, other):
    (facts, found, rows), (facts_too, found_too, rows_too) = rows_of(folder, one), rows_of(folder, other)
    assert facts == facts_too
    assert found == found_too
    for kind, frame in rows.items():
        assert frame.equals(rows_too[kind]), kind
    return found


def test_a_copy_sent_back_as_it_was_is_read_like_the_original(folder, tmp_path):
    sent = folder.path / "a.xlsx"
    rich(sent, faulty_list())
    mark(folder, tmp_path / "ra.xlsx", sent)
    found = assert_read_alike(folder, sent, tmp_path / "ra.xlsx")
    assert {code for code, *_ in found} == {"B2-STEP"}


def test_a_corrected_copy_of_a_sample_list_is_read_like_the_corrected_original(folder, tmp_path):
    sent = folder.path / TOWN
    sent.parent.mkdir(parents=True)
    book = opened(DATA / TOWN)
    sheet = book.worksheets[0]
    heading = cell_of(sheet, "Điểm B2")
    scored = [
        c for (c,) in sheet.iter_rows(min_row=heading.row + 1, min_col=heading.column, max_col=heading.column)
    ]
    wrong = [c for c in scored if isinstance(c.value, int | float) and c.value in (30, 40)][:3]
    right = {cell.coordinate: cell.value for cell in wrong}
    assert len(right) == 3
    for cell in wrong:
        cell.value = 25
    book.save(sent)
    found = mark(folder, tmp_path / "ra.xlsx", sent)
    assert (found.code == "B2-STEP").sum() == 3

    copy = opened(tmp_path / "ra.xlsx")  # as an officer corrects it, with another program, marks and all
    for address, value in right.items():
        assert copy.worksheets[1][address].fill.fgColor.rgb == COLOURS["error"]
        copy.worksheets[1][address].value = value
    back = tmp_path / "gửi lại.xlsx"
    copy.save(back)
    found = assert_read_alike(folder, DATA / TOWN, back)
    assert "B2-STEP" not in {code for code, *_ in found}
    (document,), _ = read_documents([back], folder.programme)
    (original,), _ = read_documents([sent], folder.programme)
    assert document.corrects == original.sha256
    assert original.corrects is None
    assert document.rows_read > original.rows_read  # the list's rows are none of the data


def test_marks_do_not_pile_up_and_a_corrected_cell_has_its_own_colour_back(folder, tmp_path):
    rows = [household("A1", b2=25), household("A2", b2=25), household("A3", b2=25)]
    sent = folder.add("a.xlsx", household_list(rows))
    book = opened(sent)
    at = [c.coordinate for row in book.worksheets[0].iter_rows() for c in row if c.value == 25]
    for address in at[:2]:
        book.worksheets[0][address].fill = PatternFill("solid", fgColor=GREEN)
        book.worksheets[0][address].comment = Comment("Của đơn vị", "Văn phòng")
    book.save(sent)
    mark(folder, tmp_path / "một.xlsx", sent)
    copy = opened(tmp_path / "một.xlsx")
    sheet = copy.worksheets[1]
    for address in (at[0], at[2]):
        sheet[address].value = 30
    sheet[at[1]].comment.text += "\nđã hỏi, chờ trả lời"
    copy.save(tmp_path / "lại.xlsx")
    mark(folder, tmp_path / "hai.xlsx", tmp_path / "lại.xlsx")

    book = opened(tmp_path / "hai.xlsx")
    assert len(book.sheetnames) == 2
    sheet = book.worksheets[1]
    assert list(marked_cells(sheet)) == [at[1]]
    assert (sheet[at[0]].fill.fgColor.rgb, sheet[at[0]].comment.text) == (GREEN, "Của đơn vị")
    assert (sheet[at[2]].fill.fill_type, sheet[at[2]].comment) == (None, None)
    said = sheet[at[1]].comment.text
    assert said.startswith("Của đơn vị\nđã hỏi, chờ trả lời\ngiamngheo:\n• ")
    assert said.count("giamngheo:") == 1
    sent.write_bytes((tmp_path / "lại.xlsx").read_bytes())
    again = returned_of(read_workbook(tmp_path / "hai.xlsx").sheets[0])
    assert again == read_workbook(sent).sha256  # of the copy that was checked last


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not there")
def test_a_copy_saved_by_libreoffice_is_known_and_cleared_of_its_marks(folder, tmp_path):
    sent = folder.path / "a.xlsx"
    faulty = rich(sent, faulty_list())
    mark(folder, tmp_path / "ra.xlsx", sent)
    call = ["soffice", f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}", "--headless"]
    out = tmp_path / "lưu"
    subprocess.run(
        [*call, "--convert-to", "xlsx", "--outdir", out, tmp_path / "ra.xlsx"],
        check=True,
        capture_output=True,
    )
    saved = out / "ra.xlsx"
    assert_read_alike(folder, sent, saved)
    book = opened(saved)
    book.worksheets[1][faulty].value = 30
    book.save(saved)
    mark(folder, tmp_path / "hai.xlsx", saved)
    book = opened(tmp_path / "hai.xlsx")
    assert len(book.sheetnames) == 3
    assert marked_cells(book.worksheets[1]) == {}
    # LibreOffice keeps no second colour of a fill, so the cell's own can't be known any more
    assert book.worksheets[1][faulty].fill.fill_type is None
    assert book.worksheets[1]["A1"].comment.text == "Ghi chú của đơn vị"


def test_a_list_sheet_is_known_by_its_first_cell_alone():
    def sheet(*rows):
        return Sheet("Sheet7", [list(row) for row in rows], (), frozenset())

    sha = "0f" * 32
    assert returned_of(sheet([returned_token(sha), ""], ["a", "b"])) == sha
    assert returned_of(sheet([f" {returned_token(sha)}\n"])) == sha
    assert returned_of(sheet(["", returned_token(sha)])) is None
    assert returned_of(sheet([returned_token(sha[:-1])])) is None
    assert returned_of(sheet([f"Xem {returned_token(sha)}"])) is None
    assert returned_of(sheet([4.0])) is None
    assert returned_of(sheet()) is None


# a folder


@pytest.fixture
def inbox(folder):
    """What two communes and somebody unknown have sent, in folders."""
    folder.add("nhận/tháng 8/a #1.xlsx", faulty_list())
    folder.add("nhận/b.xlsx", household_list([household("B1", b2=25)], unit="XÃ LONG CHỮ"))
    folder.add("nhận/đủ.xlsx", household_list([household("C1")], unit="XÃ LONG PHƯỚC"))
    (folder.path / "nhận/hỏng.xlsx").write_bytes(b"PK\x03\x04 torn")
    return folder.path / "nhận"


def written(place):
    return sorted(p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file())


def test_of_a_folder_each_faulty_file_has_a_copy_in_its_place_and_each_sender_a_letter(
    folder, inbox, tmp_path
):
    mark(folder, tmp_path / "ra.xlsx", inbox)
    assert written(tmp_path / "ra") == [
        MADE,
        *("Thư gửi Xã Long Chữ.txt", "Thư gửi Xã Tiên Thuận.txt", "Thư gửi đơn vị chưa rõ.txt"),
        *("b.xlsx", "tháng 8/a #1.xlsx"),
    ]
    letter = (tmp_path / "ra/Thư gửi Xã Tiên Thuận.txt").read_bytes()
    assert letter.startswith(b"\xef\xbb\xbf")
    lines = letter.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Kính gửi: Xã Tiên Thuận"
    assert (
        "- a #1.xlsx (Danh sách hộ nghèo, hộ cận nghèo, 31/12/2022): 1 lỗi, 0 cảnh báo. "
        "Bản đánh dấu: tháng 8/a #1.xlsx"
    ) in lines
    # 27 August is the last good day of the first report after 20 August
    assert any("27/08/2023" in line and "9 tháng năm 2023" in line for line in lines)
    unknown = (tmp_path / "ra/Thư gửi đơn vị chưa rõ.txt").read_text(encoding="utf-8-sig")
    assert "- hỏng.xlsx: không đọc được. Tệp không phải bảng tính hoặc đã hỏng." in unknown


def test_the_overall_list_links_each_file_to_its_copy(folder, inbox, tmp_path):
    mark(folder, tmp_path / "ra.xlsx", inbox)
    sheet = opened(tmp_path / "ra.xlsx").worksheets[1]
    links = {c.value: c.hyperlink.target.replace("\\", "/") for c in sheet["B"] if c.hyperlink}
    assert links == {
        "nhận/b.xlsx": "ra/b.xlsx",
        "nhận/tháng 8/a #1.xlsx": "ra/tháng%208/a%20%231.xlsx",
    }
    assert "nhận/hỏng.xlsx" in [cell.value for cell in sheet["B"]]


def test_nothing_written_shows_a_name_or_a_households_code(folder, inbox, tmp_path):
    mark(folder, tmp_path / "ra.xlsx", inbox)
    personal = re.compile(r"Người|\b[ABC]\d\b")
    for path in (tmp_path / "ra").rglob("*.txt"):
        assert not personal.search(path.read_text(encoding="utf-8-sig"))
    for path in (tmp_path / "ra").rglob("*.xlsx"):
        book = opened(path)
        texts = [str(cell) for row in book.worksheets[0].values for cell in row if cell is not None]
        texts += [said for _, said in marked_cells(book.worksheets[1]).values()]
        # an address may look like a code; the households here have codes beside no number of a row
        assert [t for t in texts if "Người" in t] == []


def test_names_that_differ_in_nothing_a_system_sees_do_not_take_each_others_place(folder, tmp_path):
    first = folder.add("nhận/một/a.xlsx", faulty_list())
    second = folder.add("nhận/hai/a.xlsx", household_list([household("B1", b2=25)], unit="XÃ LONG CHỮ"))
    mark(folder, tmp_path / "ra.xlsx", first, second)
    assert {"a.xlsx", "a (2).xlsx"} <= set(written(tmp_path / "ra"))
    units = {opened(tmp_path / "ra" / name).worksheets[1]["B2"].value for name in ("a.xlsx", "a (2).xlsx")}
    assert units == {"XÃ TIÊN THUẬN", "XÃ LONG CHỮ"}


def test_a_file_keeps_its_name_although_one_of_another_format_has_the_same(folder, tmp_path):
    good = folder.add("nhận/a.xlsx", faulty_list())
    other = folder.add("nhận/a.xlsb", household_list([household("B1", b2=25)], unit="XÃ LONG CHỮ"))
    mark(folder, tmp_path / "ra.xlsx", good.parent)
    units = {
        name: opened(tmp_path / "ra" / name).worksheets[1]["B2"].value for name in ("a.xlsx", "a (2).xlsx")
    }
    assert units == {"a.xlsx": "XÃ TIÊN THUẬN", "a (2).xlsx": "XÃ LONG CHỮ"}
    assert other.name < good.name  # and would have come first


def test_copies_somebody_has_worked_on_are_never_replaced(folder, inbox, tmp_path):
    mark(folder, tmp_path / "ra.xlsx", inbox)
    mark(folder, tmp_path / "ra.xlsx", inbox)  # what is as it was written may be written anew
    before = written(tmp_path / "ra")
    copy = opened(tmp_path / "ra/b.xlsx")
    cell_of(copy.worksheets[1], 25).value = 30
    copy.save(tmp_path / "ra/b.xlsx")
    corrected = (tmp_path / "ra/b.xlsx").read_bytes()
    with pytest.raises(CopiesKept, match="ra"):
        mark(folder, tmp_path / "ra.xlsx", inbox)
    assert (tmp_path / "ra/b.xlsx").read_bytes() == corrected
    assert written(tmp_path / "ra") == before


@pytest.mark.parametrize("name", ["ra/của tôi.docx", "ra.txt"], ids=["folder", "letter"])
def test_what_others_have_put_there_is_never_replaced(folder, inbox, tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("của tôi", encoding="utf8")
    with pytest.raises(CopiesKept):
        mark(folder, tmp_path / "ra.xlsx", inbox if "/" in name else inbox / "b.xlsx")
    assert (tmp_path / name).read_text(encoding="utf8") == "của tôi"
    assert not (tmp_path / "ra.xlsx").exists()


def test_copies_of_an_earlier_check_go_when_nothing_is_found_any_more(folder, inbox, tmp_path):
    mark(folder, tmp_path / "ra.xlsx", inbox)
    for path in (inbox / "tháng 8/a #1.xlsx", inbox / "b.xlsx", inbox / "hỏng.xlsx"):
        path.unlink()
    mark(folder, tmp_path / "ra.xlsx", inbox)
    assert not (tmp_path / "ra").exists()
    assert (tmp_path / "ra.xlsx").exists()


def test_the_same_files_give_the_same_bytes(folder, inbox, tmp_path):
    for name in ("một", "hai"):
        mark(folder, tmp_path / f"{name}.xlsx", inbox)
    names = [name for name in written(tmp_path / "một") if name != MADE]
    assert len(names) == 5
    for name in names:
        assert (tmp_path / "một" / name).read_bytes() == (tmp_path / "hai" / name).read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_unreadable_file_has_a_list_and_a_letter_and_no_copy(folder, inbox, tmp_path, language):
    mark(folder, tmp_path / "ra.xlsx", inbox / "hỏng.xlsx", language=language)
    made = written(tmp_path / "ra")
    assert len(made) == 2
    assert [name for name in made if name.endswith(".xlsx")] == []
    sheet = opened(tmp_path / "ra.xlsx").worksheets[1]
    assert "FILE-DAMAGED" in [cell.value for cell in sheet["H"]]
