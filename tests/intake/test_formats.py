"""Every format of spreadsheet to the same cells, with what the file says beside them."""

import datetime as dt
import unicodedata

import pytest

from analysis.intake.cells import Unreadable, Workbook, read_workbook, read_workbooks
from analysis.intake.workbook_notes import notes_of

from .binary import (
    WORKBOOKS,
    changed,
    mixed_xlsx,
    stream_of,
    unzipped,
    with_record,
    xls,
    xlsb,
    xlsx,
    zipped,
)

FORMATS = ["xlsx", "xls", "xlsb", "ods"]


def bytes_of(suffix: str) -> bytes:
    made = {"xlsx": mixed_xlsx, "xlsb": xlsb}
    return made[suffix]() if suffix in made else (WORKBOOKS / f"mixed.{suffix}").read_bytes()


def read(folder, data: bytes, name: str = "a.xlsx") -> Workbook:
    file = folder / name
    file.write_bytes(data)
    return read_workbook(file)


@pytest.mark.parametrize("suffix", FORMATS)
def test_values_stand_at_their_own_addresses_in_every_format(tmp_path, suffix):
    book = read(tmp_path, bytes_of(suffix), f"a.{suffix}")
    assert [sheet.name for sheet in book.sheets] == ["Số liệu", "Trang ẩn"]  # the empty one is left out
    cells = book.sheets[0].cells
    assert (cells[0][0], cells[1][0], cells[4][1]) == ("SYNTHETIC", "a", 5)
    assert book.sheets[1].cells == [["", ""], ["", "x"]]


@pytest.mark.parametrize(
    ("suffix", "lost"),
    [
        # D2, B3, B4, E4 hold errors; openpyxl also leaves the sum in C3 without a value
        ("xlsx", {(1, 3), (2, 1), (2, 2), (3, 1), (3, 4)}),
        ("xls", {(1, 3), (2, 1), (3, 1), (3, 4)}),
        ("ods", {(1, 3), (2, 1), (3, 1), (3, 4)}),
        ("xlsb", {(1, 3), (2, 1)}),
    ],
)
def test_errors_are_told_from_empty_cells_in_every_format(tmp_path, suffix, lost):
    sheet = read(tmp_path, bytes_of(suffix), f"a.{suffix}").sheets[0]
    assert sheet.lost == lost
    assert {sheet.cells[row][column] for row, column in lost} == {""}


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_is_hidden_is_read_and_told(tmp_path, suffix):
    shown, hidden = read(tmp_path, bytes_of(suffix), f"a.{suffix}").sheets
    assert (shown.hidden, shown.hidden_rows, shown.hidden_columns) == (False, {4}, {2})
    assert (hidden.hidden, hidden.hidden_rows) == (True, frozenset())


@pytest.mark.parametrize("suffix", FORMATS)
def test_merged_ranges_are_told_in_every_format(tmp_path, suffix):
    assert read(tmp_path, bytes_of(suffix), f"a.{suffix}").sheets[0].merged == (((7, 0), (7, 1)),)


def test_the_contents_say_the_format_and_not_the_name(tmp_path):
    assert read(tmp_path, bytes_of("xls"), "a.xlsx").sheets == read(tmp_path, bytes_of("xls"), "a.csv").sheets


def test_rows_that_a_filter_leaves_out_are_hidden_rows(tmp_path):
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
    sheet = read(tmp_path, xlsx(cells)).sheets[0]
    assert (sheet.cells, sheet.hidden_rows) == ([[1], [2]], {1})


def test_hidden_columns_beyond_the_table_are_no_matter(tmp_path):
    data = changed(
        xlsx('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(
            b"<sheetData", b'<cols><col min="2" max="16384" hidden="1"/></cols><sheetData'
        ),
    )
    assert read(tmp_path, data).sheets[0].hidden_columns == {1}


@pytest.mark.parametrize("flag", ["1", "true"])
def test_a_formula_is_lost_unless_it_has_a_value_or_comes_out_as_a_text(tmp_path, flag):
    cells = (
        '<c r="A1"><f>1+1</f></c>'  # never calculated
        '<c r="B1"><f>1+1</f><v>2</v></c>'
        '<c r="C1" t="str"><f>IF(1,"","x")</f><v></v></c>'
        '<c r="D1"><f t="shared" si="0"/><v/></c>'  # never calculated
        '<c r="E1" s="1"/>'
        '<c r="F1" t="e"><v>#N/A</v></c>'
    )
    sheet = read(tmp_path, xlsx(f'<row r="1">{cells}</row>', book=f'<workbookPr date1904="{flag}"/>')).sheets[
        0
    ]
    assert sheet.lost == {(0, 0), (0, 3), (0, 5)}
    assert sheet.cells == [["", 2, "", "", "", ""]]


def test_tags_with_a_prefix_are_known(tmp_path):
    data = changed(
        xlsx('<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>1</f></c><c r="C1"><v>1</v></c></row>'),
        "xl/worksheets/sheet1.xml",
        lambda text: (
            text.replace(b"</", b"</x:")
            .replace(b"<", b"<x:")
            .replace(b"<x:/", b"</")
            .replace(b"xmlns=", b"xmlns:x=")
        ),
    )
    assert read(tmp_path, data).sheets[0].lost == {(0, 0), (0, 1)}


def test_the_day_of_saving_comes_from_the_file(tmp_path):
    core = '<c xmlns:t="x"><t:modified>2023-12-15T08:30:00Z</t:modified></c>'
    data = zipped({**unzipped(xlsx('<row r="1"><c r="A1"><v>1</v></c></row>')), "docProps/core.xml": core})
    assert read(tmp_path, data).modified == dt.datetime(2023, 12, 15, 8, 30)
    # when the two files were converted
    assert {read(tmp_path, bytes_of(s)).modified for s in ("xls", "ods")} == {
        dt.datetime(2026, 11, 25, 13, 14, 25)
    }


def test_a_damaged_description_of_a_file_keeps_no_cell_out(tmp_path):
    plain = unzipped(xlsx(CELL))
    for core in (b"<broken", b"<c><modified>yesterday</modified></c>", b"<c/>"):
        book = read(tmp_path, zipped({**plain, "docProps/core.xml": core}))
        assert (book.modified, book.sheets[0].cells) == (None, [[1]])


def test_both_ways_of_counting_days_are_told(tmp_path):
    day = '<row r="1"><c r="A1"><v>44926</v></c></row>'
    assert not read(tmp_path, xlsx(day)).date1904
    assert read(tmp_path, xlsx(day, book='<workbookPr date1904="1"/>')).date1904
    assert read(tmp_path, xlsb(date1904=True)).date1904
    assert not read(tmp_path, xlsb()).date1904
    assert read(tmp_path, xls(with_record(stream_of(), 0x22, b"\1\0"))).date1904
    null = b'<table:calculation-settings><table:null-date table:date-value="1904-01-01"/>'
    settings = changed(
        bytes_of("ods"),
        "content.xml",
        lambda text: text.replace(
            b"</table:calculation-settings>", null + b"</table:calculation-settings>"
        ).replace(null, null[28:]),
    )
    assert read(tmp_path, settings).date1904


CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def test_macros_and_links_are_told_and_left_alone(tmp_path):
    plain = unzipped(xlsx(CELL))
    assert (read(tmp_path, zipped(plain)).macros, read(tmp_path, zipped(plain)).links) == (False, False)
    assert read(tmp_path, zipped({**plain, "xl/vbaProject.bin": b"x"})).macros
    assert read(tmp_path, zipped({**plain, "xl/externalLinks/externalLink1.xml": b"<x/>"})).links
    ods = unzipped(bytes_of("ods"))
    assert read(tmp_path, zipped({**ods, "Basic/Standard/Module1.xml": b"<x/>"})).macros
    source = b'<table:table-source xlink:href="file:///etc/hostname"/><table:table-column'
    linked = {**ods, "content.xml": ods["content.xml"].replace(b"<table:table-column", source, 1)}
    assert read(tmp_path, zipped(linked)).links
    assert not read(tmp_path, bytes_of("xls")).macros


# CSV and TSV

TABLE = [
    ["Xã", "Họ tên", "Tỷ lệ"],
    ["Tiên Thuận", "Người số một", "12,5"],
    ["Long Chữ", "Người; số hai", "7"],
]
TONES = set("\u0301\u0300\u0309\u0303\u0323")
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-mark", "cp1258"]


def delimited(rows, mark):
    quote = {mark, "\n", '"'}
    return (
        "\r\n".join(mark.join(f'"{cell}"' if quote & set(cell) else cell for cell in row) for row in rows)
        + "\r\n"
    )


def encoded(text: str, encoding: str) -> bytes:
    if encoding == "utf-16-be-mark":
        return b"\xfe\xff" + text.encode("utf-16-be")
    if encoding == "cp1258":
        return b"".join(map(_windows_1258, text))
    return text.encode(encoding)


def _windows_1258(letter: str) -> bytes:
    """A letter as Vietnamese Windows writes it: its tone, if it must, as a mark after it."""
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        whole = unicodedata.normalize("NFD", letter)
        (tone,) = TONES & set(whole)
        return (unicodedata.normalize("NFC", whole.replace(tone, "")) + tone).encode("cp1258")


@pytest.mark.parametrize("mark", ["\t", ";", ","])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_with_every_delimiter_gives_the_same_texts(tmp_path, encoding, mark):
    book = read(tmp_path, encoded(delimited(TABLE, mark), encoding), "danh sách.csv")
    assert [(sheet.name, sheet.cells) for sheet in book.sheets] == [("danh sách", TABLE)]


def test_windows_1258_comes_out_in_composed_letters(tmp_path):
    data = "Xa\u0303;Hô\u0323 nghe\u0300o\nTiên Thuâ\u0323n;x\n".encode("cp1258")
    assert read(tmp_path, data, "a.csv").sheets[0].cells == [["Xã", "Hộ nghèo"], ["Tiên Thuận", "x"]]


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        # "Hộ nghèo" and "xã đặc biệt" as the fonts of TCVN3 and of VNI have them
        (b"H\xe9 ngh\xcco;x\xb7 \xae\xc6c bi\xd6t\n1;2\n", [["Hé ngh\xcco", "x· ®Æc biÖt"], ["1", "2"]]),
        (b"Ho\xe4 ngheo\xf8;\xf1a\xeb\n1;2\n", [["Hoä ngheoø", "ñaë"], ["1", "2"]]),
    ],
)
def test_text_of_a_legacy_font_is_handed_on_in_the_letters_seen_without_it(tmp_path, data, seen):
    assert read(tmp_path, data, "a.csv").sheets[0].cells == seen


@pytest.mark.parametrize(
    "data",
    [
        "Hộ nghèo;1\n".encode()[:-6] + b"\xe1\n",  # UTF-8 cut within a letter
        b"H\x8e ngh\x8fo;1\n",  # of another system's code page
        "Hộ;1\n".encode("utf-16-le"),  # without a mark
        b"\xff\xfeH\0\xec",  # UTF-16, cut within a letter
        b"a;b\n\x01\x02;\xe9\n",
    ],
)
def test_an_encoding_that_is_not_certain_is_refused(tmp_path, data):
    with pytest.raises(Unreadable, match="encoding"):
        read(tmp_path, data, "a.csv")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        # titles above the table have fewer cells
        (
            "DANH SÁCH\nXã Tiên Thuận\n\nTT;Tên;Điểm\n1;a;2,5\n2;b;3,5\n",
            [
                ["DANH SÁCH", "", ""],
                ["Xã Tiên Thuận", "", ""],
                ["", "", ""],
                ["TT", "Tên", "Điểm"],
                ["1", "a", "2,5"],
                ["2", "b", "3,5"],
            ],
        ),
        # prose with commas in every row
        (
            "Tên;Ghi chú\na;x, y, z\nb;x, y, z\nc;x, y, z\n",
            [["Tên", "Ghi chú"], ["a", "x, y, z"], ["b", "x, y, z"], ["c", "x, y, z"]],
        ),
        # delimiters, quotes and line breaks within quotes
        (
            'a,b,c\n"x,y","dòng 1\ndòng 2","nói ""có"""\n',
            [["a", "b", "c"], ["x,y", "dòng 1\ndòng 2", 'nói "có"']],
        ),
        # a semicolon within every row of a comma table
        (
            "a,b,c,d,e\n1,2,x;y,4,5\n1,2,x;y,4,5\n",
            [["a", "b", "c", "d", "e"], ["1", "2", "x;y", "4", "5"], ["1", "2", "x;y", "4", "5"]],
        ),
        ("sep=,\na,b\n", [["a", "b"]]),
        ("một cột\n1\n", [["một cột"], ["1"]]),
        ('=CMD|"/C calc"!A0;@SUM(1)\n+1;-1\n', [['=CMD|"/C calc"!A0', "@SUM(1)"], ["+1", "-1"]]),
    ],
)
def test_the_delimiter_is_the_one_the_rows_agree_on(tmp_path, text, rows):
    assert read(tmp_path, text.encode(), "a.csv").sheets[0].cells == rows


@pytest.mark.parametrize("text", ['a;b;c\n1;"x;3\n4;5;6\n', 'a;b;c\n1;"x;3\n4;5;6\n7;y";9\n'])
def test_a_quote_that_swallows_rows_is_refused(tmp_path, text):
    with pytest.raises(Unreadable, match="damaged"):
        read(tmp_path, text.encode(), "a.csv")


@pytest.mark.parametrize("text", [" \n\n", ";;\n;;\n", "\ufeff"])
def test_a_text_without_a_cell_is_a_workbook_without_a_sheet(tmp_path, text):
    assert read(tmp_path, text.encode(), "a.csv").sheets == ()


def test_notes_say_what_is_hidden_run_and_linked(tmp_path):
    hidden = ' hidden="1"'
    rows = "".join(
        f'<row r="{row}"{hidden if row in (2, 3, 4, 7) else ""}><c r="B{row}"><v>1</v></c></row>'
        for row in range(1, 9)
    )
    data = changed(
        xlsx(rows),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(b"<sheetData", b'<cols><col min="1" max="1" hidden="1"/></cols><sheetData'),
    )
    data = changed(
        data, "xl/workbook.xml", lambda text: text.replace(b"<sheet ", b'<sheet state="veryHidden" ')
    )
    data = zipped(
        {**unzipped(data), "xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>"}
    )
    notes = notes_of(read(tmp_path, data), "a.xlsx")
    assert [(note.code, note.sheet, dict(note.values)) for note in notes] == [
        ("FILE-MACROS", None, {}),
        ("FILE-LINKS", None, {}),
        ("SHEET-HIDDEN", "Trang", {}),
        ("ROWS-HIDDEN", "Trang", {"count": 4, "rows": "2–4, 7"}),
        ("COLUMNS-HIDDEN", "Trang", {"count": 1, "columns": "A"}),
    ]
    assert {note.severity for note in notes} == {"info"}


def test_an_ordinary_workbook_needs_no_notes(tmp_path):
    assert notes_of(read(tmp_path, xlsx(CELL)), "a.xlsx") == []


def test_files_read_ahead_come_in_order_each_with_its_cells_or_its_reason(tmp_path):
    (tmp_path / "1.xlsx").write_bytes(xlsx(CELL))
    (tmp_path / "2.xlsx").write_bytes(b"")
    (tmp_path / "4.csv").write_text("a;b\n", encoding="utf-8")
    paths = [tmp_path / name for name in ("1.xlsx", "2.xlsx", "3.xlsx", "4.csv")]
    found = list(read_workbooks(paths))
    assert [path for path, _ in found] == paths
    one, two, three, four = (result for _, result in found)
    assert one == read_workbook(paths[0])
    assert isinstance(two, Unreadable)
    assert two.reason == "empty"
    assert isinstance(three, FileNotFoundError)
    assert four.sheets[0].cells == [["a", "b"]]
    assert list(read_workbooks([])) == []
