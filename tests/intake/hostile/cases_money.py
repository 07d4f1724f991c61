"""Amounts: đồng, thousands and millions of it, and lines that do not add up."""

from __future__ import annotations

from decimal import Decimal

from .bases import MONEY, PAPERS, TWO
from .book import Book, Mess, after_another
from .case import Case, Found, Refused, Same
from .mess import above, between, cells, put, record, sheet, words
from .page import Line, Page

AT = ("p1", "plan.other")


def amounts(write) -> Mess:
    """Every amount as the function writes it."""
    return cells(("money",), write)


def in_units_of(dong: int, said: str, write=float) -> Mess:
    """The whole table in thousands or millions, its corner cell saying so."""

    def mess(book: Book) -> None:
        old = next(row for row in book.page.above if "Đơn vị" in str(row[0]))
        old[0] = said
        amounts(lambda amount: write(Decimal(int(str(amount))) / dong))(book)

    return mess


def dotted(amount: object) -> str:
    return f"{amount:,}".replace(",", ".")


def comma(amount: Decimal) -> str:
    return f"{amount.normalize():f}".replace(".", ",")


def no_unit(book: Book) -> None:
    book.page.above = [row for row in book.page.above if "Đơn vị" not in str(row[0])]


def unit_at_the_right(page: Page) -> None:
    """Moves the line with the unit of money down to the table and away from the left."""
    said = next(row for row in page.above if str(row[0]).lower().startswith(("đơn vị", "đvt")))
    page.above.remove(said)
    page.above.append([None] * 6 + said)


def bad(value: object) -> dict:
    return {"mess": put(*AT, value), "expected": Found("CELL-MONEY", AT), "kinds": ("budget_plan",)}


def subtotal(total: int) -> Line:
    """The line of the project that the next two are parts of."""
    planned = PAPERS["budget_plan"][1]
    parts = {
        name: sum(int(str(planned[key][name])) for key in ("p2", "p3"))
        for name in ("plan.central", "plan.province", "plan.district")
    }
    return Line({"number": 2, "project": TWO, "total": total, **parts})


WHOLE = 1_800_000_000 + 144_000_000 + 90_000_000

CASES = [
    Case("amounts with dots", amounts(dotted), kinds=MONEY, slot="money"),
    Case("amounts with commas", amounts(lambda a: f"{a:,}"), kinds=MONEY, slot="money"),
    Case("amounts with spaces", amounts(lambda a: f"{a:,}".replace(",", " ")), kinds=MONEY, slot="money"),
    Case("amounts with đ", amounts(lambda a: dotted(a) + "đ"), kinds=MONEY, slot="money"),
    Case(
        "amounts with đồng",
        amounts(lambda a: dotted(a) + " đồng"),
        kinds=MONEY,
        slot="money",
    ),
    Case(
        "amounts with VNĐ",
        amounts(lambda a: dotted(a) + " VNĐ"),
        kinds=MONEY,
        slot="money",
    ),
    Case(
        "amounts with triệu đồng in their cells",
        amounts(lambda a: comma(Decimal(int(str(a))) / 10**6) + " triệu đồng"),
        kinds=MONEY,
        slot="money",
    ),
    Case(
        "amounts with tr.đ in their cells",
        amounts(lambda a: comma(Decimal(int(str(a))) / 10**6) + " tr.đ"),
        kinds=MONEY,
        slot="money",
    ),
    Case("amounts as text", amounts(str), kinds=MONEY, slot="money"),
    Case("triệu đồng", in_units_of(10**6, "Đơn vị: triệu đồng"), kinds=MONEY, slot="money"),
    Case("triệu đồng with commas", in_units_of(10**6, "ĐVT: Triệu đồng", comma), kinds=MONEY, slot="money"),
    Case("tr.đ", in_units_of(10**6, "ĐVT: tr.đ"), kinds=MONEY, slot="money"),
    Case("nghìn đồng", in_units_of(10**3, "Đơn vị tính: nghìn đồng"), kinds=MONEY, slot="money"),
    Case("1.000 đồng", in_units_of(10**3, "Đơn vị tính: 1.000 đồng"), kinds=MONEY, slot="money"),
    Case("tỷ đồng", in_units_of(10**9, "Đơn vị: tỷ đồng"), kinds=MONEY, slot="money"),
    Case(
        "the unit of money in the corner at the right",
        sheet(unit_at_the_right),
        kinds=MONEY,
        slot="corner",
    ),
    Case("the unit of money in brackets", after_another(no_unit, above(["(Đơn vị: đồng)"])), kinds=MONEY),
    Case(
        "the unit of money within the title",
        after_another(
            no_unit, sheet(lambda page: page.above[-1].__setitem__(0, f"{page.above[-1][0]} (Đơn vị: đồng)"))
        ),
        kinds=MONEY,
    ),
    Case("no unit of money", no_unit, Refused("MONEY-UNIT-MISSING"), kinds=MONEY),
    Case("a thousand times đồng or đồng with naught decimals", **bad("630,000")),
    Case("a negative amount", **bad(-5_000_000)),
    Case("an amount in brackets, which is negative", **bad("(5.000.000)")),
    Case("half a đồng", **bad(0.5)),
    Case("an amount in words", **bad("năm triệu")),
    Case("more than the state's budget", **bad(10**17)),
    Case("dollars", **bad("5.000 USD")),
    Case(
        "millions in a table of đồng",
        put("p3", "total", 678),
        Found("BUDGET-SUM", ("p3", "total"), but={"total": 678}),
        ("budget_plan",),
    ),
    Case(
        "a total that is not the sum of its sources",
        put("p1", "total", 2_843_850_001),
        Found("BUDGET-SUM", ("p1", "total"), but={"total": 2_843_850_001}),
        ("budget_plan",),
    ),
    Case(
        "a counterpart that is not the share ruled",
        after_another(put("p1", "plan.district", 125_850_001), put("p1", "total", 2_843_850_001)),
        Found(
            "BUDGET-COUNTERPART",
            ("p1", "plan.district"),
            but={"plan.district": 125_850_001, "total": 2_843_850_001},
        ),
        ("budget_plan",),
    ),
    Case(
        "more disbursed than allocated",
        put("d2", "disbursed.central", 90_000_001),
        Found("BUDGET-SPENT", ("d2", "disbursed.central"), but={"disbursed.central": 90_000_001}),
        ("disbursement_report",),
    ),
    Case(
        "more allocated than planned",
        put("d2", "allocated.central", 90_000_001),
        Found("BUDGET-ALLOCATED", ("d2", "allocated.central"), but={"allocated.central": 90_000_001}),
        ("disbursement_report",),
    ),
    Case(
        "a project the programme has not",
        put("p2", "project", "Dự án 9: Trồng rừng"),
        Found("BUDGET-PROJECT", ("p2", "project"), aside=True),
        ("budget_plan",),
    ),
    Case(
        "a project in two lines",
        record("p9", "p1"),
        Found("BUDGET-TWICE", ("p9", "project"), aside=True),
        ("budget_plan",),
    ),
    Case(
        "a line that adds up its parts", between("p2", subtotal(WHOLE)), kinds=("budget_plan",), slot="sums"
    ),
    Case(
        "a line that does not add up its parts",
        between("p2", subtotal(WHOLE + 1)),
        Same(("BUDGET-SUBTOTAL",)),
        ("budget_plan",),
    ),
    Case(
        "projects by number alone",
        after_another(
            put("p1", "project", "Dự án 1"),
            between("p2", subtotal(WHOLE)),
            put("p2", "project", "Tiểu dự án 1"),
            put("p3", "project", "- Tiểu dự án 2"),
        ),
        kinds=("budget_plan",),
    ),
    Case(
        "an office the programme has not",
        put("p1", "office", "Phòng Văn hóa"),
        Found("CELL-NAME", ("p1", "office"), also=(), but={"office": "ldtbxh"}),
        ("budget_plan",),
    ),
    Case("names of projects and offices in upper case", words(str.upper), kinds=MONEY),
]
