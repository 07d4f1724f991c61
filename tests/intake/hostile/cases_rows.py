"""Rows between and below the records: totals, headings of groups, notes, signatures."""

from __future__ import annotations

from .bases import FLOWS, KINDS, LISTS, PER_UNIT
from .book import Book, Mess
from .case import Case, Empty
from .mess import below, between, first
from .page import Line, Words

BLANK: list[object] = []


def total(label: str, at: str | None = None, wide: bool = False) -> Mess:
    """A row that adds up the records, its label in the column of names, or else the first."""

    def mess(book: Book) -> None:
        page = book.page
        if wide:
            page.lines.append(Words([label], wide=True))
            return
        name = next(
            (c.field for c in page.columns if c.field in ("unit_name", "project")), page.columns[0].field
        )
        figures = {
            column.field: sum(cell for cell in cells if isinstance(cell, int | float))
            for column in page.columns
            if column.field != "number"
            and len(cells := [line.values.get(column.field) for line in page.records]) > 0
            and all(isinstance(cell, int | float) or cell is None for cell in cells)
            and any(cell is not None for cell in cells)
        }
        row = Line({**figures, name: label})
        page.lines.insert(0 if at == "top" else len(page.lines), row)

    return mess


def of_both_accounts(book: Book) -> None:
    """A total of households and, in a line without a name, one of persons."""
    page = book.page
    for label, account in (("Tổng cộng", "Hộ"), (None, "Nhân khẩu")):
        lines = [line.values for line in page.records if line.values["account"] == account]
        figures = {
            name: sum(int(str(line[name])) for line in lines)
            for name in lines[0]
            if name not in ("number", "unit_name", "account")
        }
        page.lines.append(Line({"unit_name": label, "account": account, **figures}))


def groups(*names: str) -> Mess:
    """A heading of a group before each of the households, whose own cells of the village are empty."""

    def mess(book: Book) -> None:
        page = book.page
        lines: list = []
        names_left = list(names)
        for line in page.lines:
            if isinstance(line, Line) and line.values.get("household_id") and names_left:
                lines.append(Words([names_left.pop(0)]))
            lines.append(line)
        page.lines = lines

    return mess


def village_by_group(book: Book) -> None:
    """The village only as the heading of its households, as in "I. Ấp Bàu Tràm"."""
    villages: dict[str, list] = {}
    at = ""
    for line in book.page.lines:
        at = str(line.values.pop("village", None) or at)
        villages.setdefault(at, []).append(line)
    numerals = dict(zip(villages, ("I", "II", "III"), strict=False))
    book.page.lines = [
        row for name, lines in villages.items() for row in (Words([numerals[name], f"Ấp {name[3:]}"]), *lines)
    ]


def merged_down(*spans: tuple[str, str], but: tuple[str, ...] = ()) -> Mess:
    """What stands on the first row of each span alone is merged over its other rows."""

    def mess(book: Book) -> None:
        page = book.page
        for start, end in spans:
            first_row, below_it = page.line(start).values, page.line(end).values
            page.joined += [(name, start, end) for name in first_row if name not in (*below_it, *but)]

    return mess


def no_rows(*said: str) -> Mess:
    """A form without a record, that may say so."""
    return lambda book: setattr(book.page, "lines", [Words([None, text]) for text in said])


SIGNED = [
    BLANK,
    [None, None, None, None, "Tiên Thuận, ngày 05 tháng 01 năm 2023"],
    [None, "NGƯỜI LẬP BIỂU", None, None, None, "TM. ỦY BAN NHÂN DÂN"],
    [None, "(Ký, ghi rõ họ tên)", None, None, None, "CHỦ TỊCH"],
    [None, None, None, None, None, "(Ký tên, đóng dấu)"],
    BLANK,
    [None, "Nguyễn Văn Ký", None, None, None, "Trần Thị Duyệt"],
]

CASES = [
    *(
        Case(
            f"a total row {label!r}",
            total(label),
            kinds=tuple(k for k in KINDS if k not in FLOWS),
            slot="total",
        )
        for label in (
            "Tổng cộng",
            "TỔNG CỘNG:",
            "Cộng",
            "Tổng số",
            "Tổng",
            "Toàn huyện",
            "Cộng toàn huyện",
            "Huyện Bến Cầu",
            "* Tổng cộng",
        )
    ),
    Case("a total row with a remark", total("Tổng cộng (A+B)"), kinds=PER_UNIT[:2], slot="total"),
    Case("a total row on top", total("Tổng số", at="top"), kinds=PER_UNIT[:2], slot="total"),
    Case("a total of money on top", total("Tổng số", at="top"), kinds=("budget_plan",), slot="total"),
    Case(
        "a total's label alone, merged over the table",
        total("Tổng cộng: 3 dòng", wide=True),
        kinds=KINDS,
        slot="total",
    ),
    Case("a total of two lines", of_both_accounts, kinds=FLOWS, slot="total"),
    Case("the village as the heading of its households", village_by_group, slot="groups"),
    Case(
        "the household's cells merged over its members",
        merged_down(("h1", "m2"), ("h3", "m3")),
        slot="members",
    ),
    Case(
        "the unit's name merged over its two accounts",
        merged_down(("f1", "f2"), ("f3", "f4")),
        kinds=("form_7_2",),
        slot="members",
    ),
    Case("a list without a household", no_rows(), Empty(), kinds=LISTS),
    Case("a month without a movement, said", no_rows("Không phát sinh"), Empty(), ("movement_return",)),
    Case("a list that says it has nobody", no_rows("Không có"), Empty(), LISTS[:1]),
    Case(
        "classes as headings of groups", groups("A. HỘ NGHÈO", "HỘ NGHÈO", "B. HỘ CẬN NGHÈO"), slot="groups"
    ),
    Case(
        "the district as the heading of its units",
        first(Words(["I", "Huyện Bến Cầu"])),
        kinds=PER_UNIT,
        slot="groups",
    ),
    Case(
        "kinds of area as headings",
        first(Words(["A", "KHU VỰC NÔNG THÔN"])),
        kinds=("resident_totals", "form_7_1"),
        slot="groups",
    ),
    Case("place, day and signatures below", below(*SIGNED), kinds=KINDS, slot="below"),
    Case(
        "notes below",
        below(BLANK, ["Ghi chú: số liệu theo sổ của xã."], ["* Hộ mới tách tính ở ấp cũ."]),
        kinds=KINDS,
        slot="below",
    ),
    Case(
        "where the paper goes",
        below(BLANK, ["Nơi nhận:"], ["- Phòng LĐ-TB&XH;"], ["- Lưu: VT."]),
        kinds=KINDS,
        slot="below",
    ),
    Case("a row of one stray cell among the records", between("h2", Line({"note": "xem lại"}))),
]
