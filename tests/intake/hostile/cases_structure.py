"""How a sheet is laid: title blocks, headers, columns, hidden things, other sheets."""

from __future__ import annotations

from .bases import KINDS, LISTS, PER_UNIT, clean_page
from .book import Book, Mess, after_another
from .case import Case, Found, Refused, Same
from .mess import (
    above,
    column_of,
    extra_column,
    first,
    heading,
    headings,
    put,
    sheet,
    without,
)  # fmt: skip
from .page import HeaderAgain, Page, Words

FLAT = ("household_list", "movement_return", "budget_plan")
"""Kinds whose lowest headings are told apart without the groups above them."""

MANY_GROUPS = ("disbursement_report", "form_7_1")
FEW_GROUPS = tuple(kind for kind in KINDS if kind not in MANY_GROUPS)

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
FREEDOM = "Độc lập - Tự do - Hạnh phúc"
BLANK: list[object] = []


def page_is(**how: object) -> Mess:
    """Sets how every sheet is drawn."""
    return sheet(lambda page: [setattr(page, name, value) for name, value in how.items()])


def one_line_title(page: Page) -> None:
    page.above = [[" - ".join(str(row[0]) for row in page.above)]]


def names_first(page: Page) -> None:
    page.above.reverse()


def numbers(page: Page) -> Words:
    return Words(list(range(1, len(page.columns) + 1)))


def marks(page: Page) -> Words:
    return Words(["A", "B", *range(1, len(page.columns) - 1)])


def formulas(page: Page) -> Words:
    return Words(["(1)", "(2)", *(f"{n}={n - 1}/{n - 2}*100" for n in range(3, len(page.columns) + 1))])


def right_below_header(*rows) -> Mess:
    return sheet(lambda page: page.lines.__setitem__(slice(0, 0), [row(page) for row in rows]))


def header_repeated(page: Page) -> None:
    page.lines[1:1] = [HeaderAgain()]


def header_and_numbers_repeated(page: Page) -> None:
    page.lines[0:0] = [numbers(page)]
    page.lines[2:2] = [Words([]), HeaderAgain(), numbers(page)]


def blank_between(page: Page) -> None:
    page.lines = [row for line in page.lines for row in (line, Words([]))]


def spacer_columns(page: Page) -> None:
    """An empty column before every third, so that it may part what a merged heading holds together."""
    columns = []
    for place, column in enumerate(page.columns):
        columns += [type(column)("", ())] if place and place % 3 == 0 else []
        columns.append(column)
    page.columns = columns


def backwards(page: Page) -> None:
    page.columns.reverse()


def a_group_above_all(page: Page) -> None:
    """A level more: the headings without a group under one of their own, as some software exports them."""
    for column in page.columns:
        column.path = ("THÔNG TIN CHUNG", *column.path) if len(column.path) == 1 else column.path


def in_two_sheets(page_from: int) -> Mess:
    """The records from a place on stand in a second sheet of the same form."""

    def mess(book: Book) -> None:
        page = book.page
        rest, page.lines = page.lines[page_from:], page.lines[:page_from]
        second = clean_page(page.kind)
        second.name, second.lines = "Trang 2", rest
        book.pages.append(second)

    return mess


def sheet_of(name: str, rows: list[list[object]], state: str = "visible", at: int = 0) -> Mess:
    """A sheet of something else beside the data."""

    def mess(book: Book) -> None:
        other = Page(book.page.kind, [list(row) for row in rows], [], [], name, state)
        other.columns = [type(book.page.columns[0])("", ())]
        book.pages.insert(at, other)

    return mess


def hidden_row(key: str) -> Mess:
    return lambda book: setattr(book.page.line(key), "hidden", True)


def hidden_column(field: str) -> Mess:
    return lambda book: setattr(column_of(book.page, field), "hidden", True)


CASES = [
    Case("the table in the first row", page_is(top=0), kinds=KINDS, slot="top"),
    Case("thirty blank rows on top", page_is(top=30), kinds=KINDS, slot="top"),
    Case("two blank columns at the left", page_is(left=2), kinds=KINDS, slot="left"),
    Case("thirty blank columns at the left", page_is(left=30), kinds=KINDS, slot="left"),
    Case("a title block of one line", sheet(one_line_title), kinds=(*LISTS, *PER_UNIT), slot="title"),
    Case("the title before the names", sheet(names_first), kinds=KINDS, slot="title"),
    Case(
        "a title block of twelve rows",
        above(
            ["UBND HUYỆN BẾN CẦU", None, None, MOTTO],
            ["PHÒNG LAO ĐỘNG", None, None, FREEDOM],
            [None, None, None, "-----------"],
            ["Số: 15/BC", None, None, None],
            *([BLANK] * 5),
            ["(Kèm theo Công văn số 15/CV-PLĐ)"],
        ),
        kinds=tuple(kind for kind in KINDS if kind not in ("disbursement_report", "support_records")),
        slot="above",
    ),
    Case(
        "motto beside the issuer",
        above(["ĐƠN VỊ BÁO CÁO", None, MOTTO], [None, None, FREEDOM]),
        kinds=KINDS,
        slot="above",
    ),
    Case("a number and sign of the paper", above(["Số: 07/BC-UBND"]), kinds=KINDS, slot="above"),
    Case("a blank row below the title", sheet(lambda p: p.above.append([])), kinds=KINDS, slot="gap"),
    Case(
        "a line of units of count",
        sheet(lambda p: p.above.append([None, None, "ĐVT: hộ, người"])),
        kinds=(*LISTS, *PER_UNIT),
        slot="gap",
    ),
    Case("a header without merged cells", page_is(merged=False), kinds=KINDS, slot="merged"),
    Case(
        "the group's heading above each of its columns",
        after_another(page_is(merged=False), headings(lambda p: p)),
        kinds=KINDS,
    ),
    Case("a header of one level", headings(lambda path: path[-1:]), kinds=FLAT, slot="levels"),
    Case("a header of a level more", sheet(a_group_above_all), kinds=KINDS, slot="again"),
    Case("a row of column numbers", right_below_header(numbers), kinds=KINDS, slot="numbers"),
    Case("a row of column marks", right_below_header(marks), kinds=KINDS, slot="numbers"),
    Case(
        "rows of formulas and of numbers", right_below_header(formulas, numbers), kinds=KINDS, slot="numbers"
    ),
    Case("a blank row below the header", first(Words([])), kinds=KINDS, slot="numbers"),
    Case("the header again", sheet(header_repeated), kinds=FEW_GROUPS, slot="again"),
    Case(
        "the header and its numbers again",
        sheet(header_and_numbers_repeated),
        kinds=FEW_GROUPS,
        slot="numbers",
    ),
    Case("a header of many groups again", sheet(header_repeated), kinds=MANY_GROUPS, slot="again"),
    Case("blank rows between the records", sheet(blank_between), kinds=KINDS, slot="again"),
    Case("blank columns between the columns", sheet(spacer_columns), kinds=KINDS, slot="columns"),
    Case("the columns backwards", sheet(backwards), kinds=KINDS),
    Case(
        "the last column first",
        sheet(lambda p: p.columns.insert(0, p.columns.pop())),
        kinds=KINDS,
        slot="columns",
    ),
    Case(
        "a column the form does not have",
        extra_column("Số điện thoại", after="note", cells={"h1": "0912345678"}),
        Same(("HEADING-UNKNOWN",)),
    ),
    Case("a column without a heading", extra_column(after="note", cells={"h1": "đã kiểm tra"})),
    Case(
        "a column without what may lack",
        without("note", "decision_number", "village"),
        Same(
            but={
                (key, name): None
                for key in ("h1", "h2", "h3")
                for name in ("note", "decision_number", "village")
            }
        ),
    ),
    Case("filters", page_is(filtered=True), kinds=KINDS, slot="look"),
    Case("frozen panes", page_is(frozen=True), kinds=KINDS, slot="look"),
    Case("a hidden row", hidden_row("h2"), Same(("ROWS-HIDDEN",))),
    Case("a hidden column", hidden_column("b2"), Same(("COLUMNS-HIDDEN",))),
    Case(
        "a hidden sheet beside",
        sheet_of("Nháp", [["nháp"]], "hidden", 1),
        Same(("SHEET-HIDDEN", "SHEET-UNKNOWN")),
    ),
    Case(
        "a very hidden sheet beside",
        sheet_of("Nháp", [["nháp"]], "veryHidden", 1),
        Same(("SHEET-HIDDEN", "SHEET-UNKNOWN")),
    ),
    Case(
        "the data on a hidden sheet",
        after_another(page_is(state="hidden"), sheet_of("Bìa", [["BÌA"]])),
        Same(("SHEET-HIDDEN", "SHEET-UNKNOWN")),
    ),
    Case("an empty sheet before the data", sheet_of("Trống", []), kinds=KINDS, slot="sheets"),
    Case(
        "two empty sheets after the data",
        after_another(sheet_of("Sheet2", [], at=1), sheet_of("Sheet3", [], at=2)),
        kinds=KINDS,
        slot="sheets",
    ),
    Case(
        "instructions before the data",
        sheet_of("Hướng dẫn", [["Cách ghi"], ["Ghi x vào ô"]]),
        Same(("SHEET-UNKNOWN",)),
        KINDS,
    ),
    Case("the records in two sheets", in_two_sheets(3), kinds=("household_list",)),
    Case(
        "the records of other kinds in two sheets",
        in_two_sheets(1),
        kinds=("household_exits", "movement_return", "resident_totals"),
    ),
    Case("a needed column missing", without("members"), Refused("HEADING-MISSING"), LISTS),
    Case(
        "a needed column with another name",
        heading("poverty_class_recorded", "Diện hộ"),
        Refused("HEADING-MISSING", also=("HEADING-UNKNOWN", "HEADING-NEAR")),
    ),
    Case(
        "a needed column twice",
        extra_column("Điểm B2", after="b2", cells={"h1": 90, "h2": 90, "h3": 90}),
        Refused("HEADING-MISSING", also=("HEADING-UNCLEAR",)),
    ),
    Case(
        "a needed value missing",
        put("h2", "members", None),
        Found("ROW-MISSING", ("h2", "members"), aside=True),
    ),
]
