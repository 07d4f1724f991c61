"""Households of two units as lists have them, all of them invented."""

import datetime as dt

import pandas as pd

from analysis.decisions import HouseholdPair

A, B = "25684", "25693"
FIRST, SECOND, THIRD = "2021-12-31", "2022-12-31", "2023-12-08"
COLUMNS = ["head_name", "birth_year", "village", "members", "household_id", "unit_code"]


def household(name, born=1970, village="Ấp 1", members=4, code=None, unit=A):
    return dict(zip(COLUMNS, (name, born, village, members, code, unit), strict=True))


def listed(*rows, on=FIRST):
    """A list as the reader gives it, from row 10 of the sheet of each unit."""
    frame = pd.DataFrame(list(rows), columns=COLUMNS).astype(
        {"head_name": "string", "birth_year": "Int64", "village": "string", "members": "Int64"}
        | {"household_id": "string", "unit_code": "string"}
    )
    row = frame.groupby("unit_code").cumcount() + 10
    return frame.assign(
        round=on,
        list_date=pd.Timestamp(on),
        source_file=on + "/" + frame.unit_code + ".xlsx",
        source_sheet="Trang 1",
        source_row=row.astype("Int64"),
    )


# Thirty neighbours who have nothing in common but the unit, so that shares are those of a real list.
GIVEN = ("An", "Bảo", "Cường", "Dũng", "Giàu", "Hải", "Khoa", "Lộc", "Mạnh", "Nghĩa")
NEIGHBOURS = [
    household(f"{family} {middle} {name}", 1940 + 3 * n, f"Ấp {n % 4 + 1}", n % 5 + 1)
    for n, (family, middle, name) in enumerate(
        (family, middle, name)
        for family, middle in (("Nguyễn", "Văn"), ("Trần", "Hữu"), ("Nguyễn", "Thị"))
        for name in GIVEN
    )
]

HUNG = household("Nguyễn Văn Hùng", 1962, "Ấp 3", 4)


def coded(rows, start):
    return [row | {"household_id": f"{n:04d}"} for n, row in enumerate(rows, start)]


def pair(before, after, same):
    return HouseholdPair(
        before=before, after=after, same=same, who="cán bộ", when=dt.date(2023, 12, 9), why="x"
    )
