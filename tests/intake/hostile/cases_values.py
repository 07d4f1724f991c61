"""Numbers, dates, marks, formulas: what a cell is worth however it is written."""

import datetime as dt

from .bases import FLOWS, LISTS, PER_UNIT
from .binary_writers import xls
from .book import Book, Mess
from .case import Case, Found, Same
from .mess import as_, cells, cells_of, put
from .page import Error, Formula
from .writers import xlsx

COUNTED = (*LISTS, *PER_UNIT)
AT_T1 = ("t1", "total_households")


def thousands(mark: str) -> Mess:
    """Every count as text, its thousands parted by a mark."""
    return cells(("count", "points"), lambda count: f"{count:,}".replace(",", mark))


def a_count(value: object, code: str = "CELL-NUMBER") -> dict:
    """A total nobody can use; the row can't do without it."""
    return {
        "mess": put(*AT_T1, value),
        "expected": Found(code, AT_T1, aside=True, also=("ROW-MISSING",)),
        "kinds": ("resident_totals",),
    }


def a_day(value: object, code: str = "CELL-DATE") -> dict:
    """A day of decision nobody can use, which a list can do without."""
    return {
        "mess": put("h2", "decision_date", value),
        "expected": Found(code, ("h2", "decision_date")),
    }


def lost(value: object) -> dict:
    return {"mess": put("h2", "b1", value), "expected": Found("CELL-LOST", ("h2", "b1"))}


def calculated(book: Book) -> None:
    cells(("count", "points", "money"), lambda cell: Formula("=1+1", cell))(book)


def yes(mark: object) -> Mess:
    return cells(("mark",), lambda _: mark)


MARKED = ("household_list", "movement_return")
_YEARS = ("birth_date", "birth_year")

CASES = [
    Case("counts with a dot", thousands("."), kinds=COUNTED, slot="counts"),
    Case("counts with a comma", thousands(","), kinds=COUNTED, slot="counts"),
    Case("counts with a space", thousands(" "), kinds=COUNTED, slot="counts"),
    Case("counts with a non-breaking space", thousands("\u00a0"), kinds=COUNTED, slot="counts"),
    Case("counts with a narrow space", thousands("\u202f"), kinds=COUNTED, slot="counts"),
    Case("counts as text", cells(("count", "points"), str), kinds=COUNTED, slot="counts"),
    Case("counts as text with spaces", cells(("count", "points"), lambda n: f" {n}  "), kinds=COUNTED),
    Case("counts with decimals that are naught", cells(("count",), lambda n: f"{n},0"), kinds=FLOWS),
    Case(
        "codes as numbers",
        cells_of("household_id".__eq__, lambda code: int(code) if str(code).isdecimal() else code),
        kinds=LISTS,
        slot="codes",
    ),
    Case("codes with spaces around", cells_of("household_id".__eq__, lambda c: f" {c} "), kinds=LISTS),
    Case("years as text", cells_of(_YEARS.__contains__, str), kinds=MARKED, slot="years"),
    Case("a count of thousands or with decimals that are naught", **a_count("4,000")),
    Case("a count in words", **a_count("bốn nghìn")),
    Case("a negative count", **a_count(-4000)),
    Case("a count in brackets, which is negative", **a_count("(4000)")),
    Case("half a household", **a_count(3999.5)),
    Case("a tick in place of a count", **a_count(True)),
    Case("a telephone number in place of a count", **a_count(84912345678)),
    Case("a count with what it counts", **a_count("4.012 hộ")),
    Case("a count with a note's number", **a_count("4012²")),
    *(Case(f"a count that is {word}", **a_count(word)) for word in ("inf", "nan", "1e3", "0x10", "1_000")),
    Case("digits as wide as letters", put(*AT_T1, "４０１２"), kinds=("resident_totals",)),
    Case("two numbers in a cell", **a_count("4000/3998")),
    Case("a number with a letter in it", **a_count("4O00")),
    Case("a date in place of a count", **a_count(dt.datetime(2022, 12, 31))),
    Case(
        "a share in place of points",
        put("h2", "b1", "140%"),
        Found("CELL-NUMBER", ("h2", "b1")),
    ),
    Case(
        "rates with a percent sign",
        cells_of(lambda f: f.startswith("rate."), lambda rate: f"{rate}%".replace(".", ",")),
        kinds=("form_7_1",),
        slot="rates",
    ),
]

_AS_WRITTEN = {
    "without zeros": lambda d: f"{d.day}/{d.month}/{d.year}",
    "with dashes": lambda d: f"{d:%d-%m-%Y}",
    "with dots": lambda d: f"{d:%d.%m.%Y}",
    "with spaces": lambda d: f"{d:%d / %m / %Y}",
    "year first": lambda d: f"{d:%Y-%m-%d}",
    "in words": lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}",
    "in words with capitals": lambda d: f"Ngày {d:%d} Tháng {d:%m} Năm {d:%Y}",
    "with hours of naught": lambda d: f"{d:%d/%m/%Y} 00:00:00",
    "with the apostrophe of a text": lambda d: f"'{d:%d/%m/%Y}",
    "in words without ngày": lambda d: f"{d.day} tháng {d.month}, {d.year}",
    "as days of the program": lambda d: d,
    "as hours of the program": lambda d: d.replace(hour=8, minute=30),
    "as serial numbers": lambda d: (d - dt.datetime(1899, 12, 30)).days,
}

_CELLS_OF_DATES = ("decision_date", "date")


def written_as(style) -> Mess:
    def change(cell: object) -> object:
        return style(dt.datetime.strptime(str(cell), "%d/%m/%Y"))

    return cells_of(_CELLS_OF_DATES.__contains__, change)


DATED = ("household_list", "household_exits", "movement_return", "support_records")

CASES += [
    Case(f"dates {how}", written_as(style), kinds=DATED, slot="dates") for how, style in _AS_WRITTEN.items()
]


def since_1904(writer) -> Mess:
    """Dates of the program in a file that counts them from 1904, as old Macs did."""

    def mess(book: Book) -> None:
        written_as(lambda d: d)(book)
        suffix = "xls" if writer is xls else "xlsx"
        as_(suffix, lambda grids: writer(grids, since_1904=True))(book)

    return mess


CASES += [
    Case("dates counted from 1904", since_1904(xlsx), kinds=DATED),
    Case("dates counted from 1904 in an old file", since_1904(xls), kinds=DATED),
    Case("a day that is not", **a_day("31/02/2023")),
    Case("a month that is not", **a_day("05/13/2022")),
    Case("a year of two digits", **a_day("20/12/22")),
    Case("a day in words that is none", **a_day("hôm qua")),
    Case("two days in a cell", **a_day("19/12/2022, 20/12/2022")),
    Case("a year alone in place of a day", **a_day(2022)),
    Case("a month alone in place of a day", **a_day("12/2022")),
    Case("a serial number before anybody was born", **a_day(12)),
    Case(
        "a decision of a return without a day that can be",
        put("v3", "decision_date", "30/02/2023"),
        Found("CELL-DATE", ("v3", "decision_date"), aside=True, also=("ROW-MISSING",)),
        ("movement_return",),
    ),
    Case(
        "the year of birth as a day",
        put("h2", "birth_date", "17/08/1950"),
        Same(but={("h2", "birth_date"): dt.date(1950, 8, 17)}),
    ),
    Case("the year of birth as a number", put("h2", "birth_date", 1950), slot="years"),
    Case(
        "a year of birth that can't be",
        put("h2", "birth_date", "1590"),
        Found("CELL-DATE", ("h2", "birth_date"), but={"birth_year": None}),
    ),
    *(
        Case(f"marks written {mark!r}", yes(mark), kinds=MARKED, slot="marks")
        for mark in (
            "X",
            "✓",
            "✔",
            "v",
            "V",
            "√",
            "1",
            1,
            1.0,
            True,
            "có",
            "Có",
            "CÓ",
            " x ",
            "x\u00a0",
            "×",
            "☑",
            "х",
        )
    ),
    *(
        Case(f"noes written {mark!r}", put("h3", "employment", mark), slot="noes")
        for mark in ("0", 0, False, "Không", "ko", "-")
    ),
    Case(
        "a mark nobody can read",
        put("h3", "telecom", "?"),
        Found("CELL-MARK", ("h3", "telecom")),
    ),
    Case(
        "a count in place of a mark",
        put("h3", "telecom", 2),
        Found("CELL-MARK", ("h3", "telecom")),
    ),
    Case("formulas with their values", calculated, kinds=(*COUNTED, "budget_plan"), slot="formulas"),
    Case("a formula nobody calculated", **lost(Formula("=100+40"))),
    *(
        Case(f"an error value {name}", **lost(Error(name)))
        for name in ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
    ),
    Case("a formula that comes out as nothing", put("h1", "causes", Formula('=IF(1,"","x")', " "))),
    Case(
        "an error in a mark is not a no",
        put("h2", "telecom", Error("#REF!")),
        Found("CELL-LOST", ("h2", "telecom"), also=("B2-MARKS",)),
    ),
    Case(
        "an error in a count that is needed",
        put("t1", "total_households", Error("#REF!")),
        Found("CELL-LOST", ("t1", "total_households"), aside=True, also=("ROW-MISSING",)),
        ("resident_totals",),
    ),
]
