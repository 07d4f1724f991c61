"""A second, independent computation of the report's figures, in the plainest code.

It shares nothing with the package: openpyxl instead of calamine, dictionaries instead of frames,
fractions instead of floats, headings looked up by their words in the sample's own files.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

import openpyxl

CLASSES = {"Hộ nghèo": "poor", "Hộ cận nghèo": "near_poor"}
CODE = re.compile(r"\d{5}-\d+$")


def day(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, str) and re.fullmatch(r"\d\d/\d\d/\d{4}", value.strip()):
        return dt.datetime.strptime(value.strip(), "%d/%m/%Y").date()
    return None


def sheet_rows(sheet) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def title_date(rows: list[list[object]]) -> dt.date:
    text = next(str(c) for row in rows for c in row if c is not None and str(c).startswith("Thời điểm"))
    return day(text.split(":")[1]) or dt.date.min


def columns(rows: list[list[object]], *wanted: str) -> dict[str, int]:
    """Column of each heading: its first place in the rows above the first household."""
    found: dict[str, int] = {}
    for row in rows[:14]:
        for index, cell in enumerate(row):
            if cell in wanted and cell not in found:
                found[str(cell)] = index
    return found


class Count:
    """Lists, movements, totals and money of a programme folder, as plain dictionaries."""

    def __init__(self, folder: Path) -> None:
        self.lists: dict[tuple[str, dt.date], dict[str, tuple[str, int]]] = {}
        self.marks: dict[tuple[str, dt.date], dict[str, list[int]]] = {}
        self.moves: dict[str, list[tuple[dt.date, dt.date, str, str | None, int]]] = defaultdict(list)
        self.forms: dict[tuple[str, dt.date], dict[str, tuple[int, int]]] = {}
        self.totals: dict[tuple[str, dt.date], tuple[int, int]] = {}
        for path in sorted((folder / "lists").rglob("*.xlsx")):
            self._list(path)
        for path in sorted((folder / "movements").rglob("*.xlsx")):
            self._moves(path)
        for path in sorted((folder / "totals").glob("*.xlsx")):
            self._totals(path)
        for path in sorted((folder / "summaries").rglob("*.xlsx")):
            self._form(path)

    def _list(self, path: Path) -> None:
        rows = sheet_rows(openpyxl.load_workbook(path).worksheets[0])
        at = columns(rows, "Mã hộ", "Phân loại hộ", "Số nhân khẩu", "Mã xã", "Việc làm")
        households, marks = {}, {}
        for row in rows:
            if isinstance(row[at["Mã hộ"]], str) and CODE.match(row[at["Mã hộ"]]):
                code = row[at["Mã hộ"]]
                households[code] = (CLASSES[row[at["Phân loại hộ"]]], int(row[at["Số nhân khẩu"]]))
                marks[code] = [int(c not in (None, "", 0)) for c in row[at["Việc làm"] :][:12]]
        key = (path.name[:5], title_date(rows))
        self.lists[key], self.marks[key] = households, marks

    def _moves(self, path: Path) -> None:
        rows = sheet_rows(openpyxl.load_workbook(path).worksheets[0])
        at = columns(rows, "Mã hộ", "Sau", "Số nhân khẩu", "Ngày quyết định")
        month = dt.date.fromisoformat(f"{path.parent.name}-01")
        sent = (month + dt.timedelta(days=31)).replace(day=5)
        for row in rows:
            if isinstance(row[at["Mã hộ"]], str) and CODE.match(row[at["Mã hộ"]]):
                when, after = day(row[at["Ngày quyết định"]]), CLASSES.get(row[at["Sau"]])
                assert when is not None
                self.moves[path.name[:5]].append(
                    (when, sent, row[at["Mã hộ"]], after, int(row[at["Số nhân khẩu"]]))
                )

    def _totals(self, path: Path) -> None:
        rows = sheet_rows(openpyxl.load_workbook(path).worksheets[0])
        for row in rows:
            if isinstance(row[2], str) and re.fullmatch(r"\d{5}", row[2]) and row[7] == "Sổ đăng ký cư trú":
                self.totals[row[2], title_date(rows)] = (int(row[3]), int(row[4]))

    def _form(self, path: Path) -> None:
        rows = sheet_rows(openpyxl.load_workbook(path).worksheets[0])
        row = next(r for r in rows if r[0] == 1 and isinstance(r[1], str))
        self.forms[path.name[:5], title_date(rows)] = {
            "poor": (int(row[4]), int(row[10])),
            "near_poor": (int(row[6]), int(row[12])),
        }

    def units(self) -> list[str]:
        return sorted({unit for unit, _ in self.totals})

    def stock(self, unit: str, on: dt.date) -> dict[str, tuple[int, int]]:
        """Households and persons by class on a day: last list plus movements, or a later form.

        A return counts from the day it is due: what was decided before but sent later is not known.
        """
        last = max(date for u, date in self.lists if u == unit and date <= on)
        form = max((date for u, date in self.forms if u == unit and date <= on), default=dt.date.min)
        if form > last:
            return self.forms[unit, form]
        households = dict(self.lists[unit, last])
        for when, sent, code, after, members in sorted(self.moves[unit], key=lambda move: move[0]):
            if last < when <= on and sent <= on:
                if after is None:
                    households.pop(code, None)
                else:
                    households[code] = (after, members)
        counted, persons = Counter(), Counter()
        for class_, members in households.values():
            counted[class_] += 1
            persons[class_] += members
        return {c: (counted[c], persons[c]) for c in ("poor", "near_poor")}

    def residents(self, unit: str, on: dt.date) -> tuple[int, int]:
        return self.totals[unit, max(date for u, date in self.totals if u == unit and date <= on)]

    def district(self, on: dt.date) -> tuple[int, int]:
        """Poor and near-poor households, and all resident households, of the whole district."""
        listed = sum(h for u in self.units() for h, _ in self.stock(u, on).values())
        return listed, sum(self.residents(u, on)[0] for u in self.units())

    def reduction(self, before: dt.date, after: dt.date) -> Fraction:
        """Percentage points the multidimensional rate has fallen."""
        (n0, t0), (n1, t1) = self.district(before), self.district(after)
        return 100 * (Fraction(n0, t0) - Fraction(n1, t1))


def disbursed(folder: Path, on: dt.date) -> dict[str, int]:
    """Đồng disbursed by source: of each office the latest report up to a day."""
    latest: dict[str, tuple[dt.date, Path]] = {}
    for path in sorted((folder / "disbursements").glob("*.xlsx")):
        date, office = dt.date.fromisoformat(path.stem[:10]), path.stem[11:]
        if date <= on and date > latest.get(office, (dt.date.min, path))[0]:
            latest[office] = (date, path)
    sums: Counter[str] = Counter()
    for _, path in latest.values():
        rows = sheet_rows(openpyxl.load_workbook(path).worksheets[0])
        million = any(isinstance(c, str) and "triệu" in c for row in rows[:8] for c in row)
        for row in rows:
            if isinstance(row[1], str) and re.match(r"(Tiểu d|D)ự án \d", row[1]) and row[2]:
                for source, cell in zip(("central", "province", "district"), row[12:15], strict=True):
                    sums[source] += int(Fraction(str(cell)) * (1_000_000 if million else 1))
    return dict(sums)
