"""Households: codes, members, classes and scores that can't be, and files that repeat each other."""

from __future__ import annotations

import datetime as dt

from .bases import clean_page
from .book import Book, Mess
from .case import Case, Found, Same
from .mess import below, between, put, put_all, record, title
from .page import Line

BAD_ROW = {"aside": True, "also": ("ROW-MISSING",)}


def beside(name: str, *messes: Mess, kind: str = "household_list") -> Mess:
    """Another file of the kind, with its own mess, comes with this one."""

    def mess(book: Book) -> None:
        other = Book([clean_page(kind)], name)
        for one in messes:
            one(other)
        book.beside.append(other)

    return mess


def own_title(unit: str = "XÃ TIÊN THUẬN", day: str = "31/12/2022") -> Mess:
    return title(unit, f"Thời điểm: {day}", "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO SAU KHI RÀ SOÁT")


def on_each_row(book: Book) -> None:
    """The household's cells stand on the rows of its members too."""
    head: dict[str, object] = {}
    for line in book.page.records:
        head = line.values if line.values.get("household_id") else head
        line.values = {name: cell for name, cell in head.items() if name != "note"} | line.values


def only_heads(book: Book) -> None:
    book.page.lines = [line for line in book.page.records if line.key.startswith("h")]


def other_codes(book: Book) -> None:
    for line in book.page.records:
        if "household_id" in line.values:
            line.values["household_id"] = str(line.values["household_id"]).replace("25693", "25684")


def twice(**values: object) -> Mess:
    return record("h9", "h2", **values)


AT_H2 = ("h2", "household_id")

CASES = [
    Case("codes with a blank of no width", put(*AT_H2, "25693\u200b00102")),
    Case("codes with a blank that does not break", put(*AT_H2, "\u00a02569300102\u00a0")),
    *(
        Case(f"a code of which {what}", put(*AT_H2, code), Found("CELL-CODE", AT_H2))
        for what, code in {
            "a narrow column showed the first digits": "2,5693E+09",
            "such a column showed one digit": "3E+09",
            "a program kept fifteen digits": 2569300102000000000,
            "a program made a day": dt.datetime(2022, 12, 31),
            "a program made a truth": True,
        }.items()
    ),
    Case("a code twice on a list", twice(), Found("HOUSEHOLD-TWICE", ("h9", "household_id"), aside=True)),
    *(
        Case(f"no code but {code!r}", put(*AT_H2, code), Found("", AT_H2))
        for code in ("0", 0, "999", 9999, "chưa có", "Không", "-")
    ),
    Case("no code but five naughts", put(*AT_H2, "00000"), Found("", AT_H2)),
    Case(
        "a member's row before every head's",
        between(
            "h1",
            Line(
                {
                    "member_name": "Người Lạc",
                    "relation": "Con",
                    "sex": "Nam",
                    "birth_date": "01/01/2001",
                    "ethnicity": "Kinh",
                },
                "m9",
            ),
        ),
        Found("MEMBER-ORPHAN", ("m9", "household_id"), aside=True),
    ),
    Case(
        "fewer persons listed than stated",
        put("h1", "members", 5),
        Found("MEMBERS", ("h1", "members"), but={"members": 5}),
    ),
    Case("no members", put("h2", "members", 0), Found("MEMBERS-NONE", ("h2", "members"), aside=True)),
    Case(
        "a row of another unit",
        put("h2", "unit_name", "Xã Long Chữ"),
        Found("UNIT-ROW", ("h2", "unit_code"), aside=True),
    ),
    Case("points between the steps", put("h2", "b2", 35), Found("B2-STEP", ("h2", "b2"))),
    Case("points past the most there can be", put("h2", "b2", 130), Found("B2-RANGE", ("h2", "b2"))),
    Case("points other than the marks", put("h2", "b2", 50), Found("B2-MARKS", ("h2", "b2"), but={"b2": 50})),
    Case(
        "a class other than the scores",
        put("h2", "b1", 150),
        Found(
            "CLASS-SCORES",
            ("h2", "poverty_class_recorded"),
            but={"b1": 150, "poverty_class_recorded": "poor"},
        ),
    ),
    Case("a mark on a member's row", put("m1", "telecom", "x"), Found("MEMBER-CELL", ("m1", "telecom"))),
    Case("a household on each of its members' rows", on_each_row, slot="members"),
    Case(
        "a movement in two rows",
        record("v9", "v1", number=4),
        Found("MOVE-TWICE", ("v9", "household_id"), aside=True),
        ("movement_return",),
    ),
    Case(
        "a reason that does not fit",
        put("v3", "reason", "Tái nghèo"),
        Found("MOVE-REASON", ("v3", "reason"), but={"reason": "relapse_poverty"}),
        ("movement_return",),
    ),
    Case(
        "who left was not on the list",
        put("e2", "class_before", "Không nghèo"),
        Found("EXIT-CLASS", ("e2", "class_before"), aside=True),
        ("household_exits",),
    ),
    Case(
        "a unit twice in a table",
        record("t9", "t1"),
        Found("TOTALS-TWICE", ("t1", "unit_name"), aside=True, instead={"t1": "t9"}),
        ("resident_totals",),
    ),
    Case(
        "a unit without households",
        put("t1", "total_households", 0),
        Found("TOTALS-NONE", ("t1", "total_households"), aside=True),
        ("resident_totals",),
    ),
    Case(
        "fewer persons than households",
        put("t1", "total_persons", 4011),
        Found("TOTALS-PERSONS", ("t1", "total_persons"), but={"total_persons": 4011}),
        ("resident_totals",),
    ),
    Case(
        "a unit twice on a form",
        record("r9", "r1"),
        Found("FORM-TWICE", ("r1", "unit_name"), aside=True, instead={"r1": "r9"}),
        ("form_7_1",),
    ),
    Case(
        "a unit that comes as the second of two accounts",
        put("f2", "unit_name", "Xã Long Chữ"),
        kinds=("form_7_2",),
    ),
    Case("the same file twice", beside("z.xlsx"), Same(("FILE-TWICE",))),
    Case(
        "an older version with a name before", beside("a.xlsx", put("h1", "b1", 101)), Same(("PAPER-TWICE",))
    ),
    Case(
        "an empty version after it takes nothing away",
        beside("z.xlsx", put_all("members", "?")),
        Same(("PAPER-UNUSABLE", "CELL-NUMBER")),
    ),
    Case("another round of the same unit", beside("z.xlsx", own_title(day="15/10/2023"))),
    Case("another unit's list", beside("z.xlsx", own_title("XÃ LONG CHỮ"), other_codes)),
    Case(
        "another unit with the same households",
        beside("z.xlsx", own_title("XÃ LONG CHỮ")),
        Same(("HOUSEHOLD-TWO-UNITS",)),
    ),
    Case("another kind with the same households", beside("z.xlsx", kind="movement_return")),
    *(
        Case(f"words that close the list, {words!r}", below([words]))
        for words in ("Danh sách này có 03 hộ, 06 nhân khẩu./.", "(Ấn định danh sách có 03 hộ)")
    ),
]
