"""Another district and year, as unlike Bến Cầu 2023 as the forms allow: nothing in it is real.

Four units (two of them towns, two of one name), no border commune, no preliminary round, two
periods, a provincial counterpart and no district money, five projects of three other offices.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import openpyxl

from tests.golden.second_count import sheet_rows

PROGRAMME = """
id: dong-may-2024
name:
  vi: Chương trình giảm nghèo năm 2024 trên địa bàn huyện Đồng Mây
  en: Poverty reduction programme 2024, Đồng Mây district
year: 2024
reference: Kế hoạch giả định năm 2024
district: {code: "991", name: Huyện Đồng Mây, province_code: "98", province: Tỉnh Giả Định}
border_source: {vi: "không có xã biên giới", en: "no border commune"}
units:
  - {code: "99011", name: Thị trấn Đồng Mây, area: urban, border: false}
  - {code: "99014", name: Thị trấn Bình Hòa, area: urban, border: false}
  - {code: "99017", name: Xã Bình Hòa, area: rural, border: false}
  - {code: "99020", name: Xã Phước Lộc, area: rural, border: false}
target: {reduction_points: {from: "1.00", to: "1.50"}, reference: "Kế hoạch giả định, mục 2"}
rounds:
  - {id: opening, date: 2023-12-31, window: {from: 2023-12-01, to: 2024-01-31}, status: official,
     name: {vi: Danh sách cuối năm 2023, en: List of end 2023}}
  - {id: review, date: 2024-11-29, window: {from: 2024-11-01, to: 2024-12-31}, status: official,
     name: {vi: Rà soát năm 2024, en: Review 2024}}
periods:
  - {id: half-year, before: 2024-07-01, status: estimate, expects: null,
     name: {vi: Ước sáu tháng đầu năm 2024, en: Half-year estimate 2024}}
  - {id: year, before: 2024-12-05, status: official, expects: review,
     name: {vi: Báo cáo năm 2024, en: Report of the year 2024}}
offices:
  - {id: kinhte, name: Phòng Kinh tế và Hạ tầng, short: Phòng KT&HT}
  - {id: noivu, name: Phòng Nội vụ, short: Phòng Nội vụ, compiles: true}
  - {id: vanhoa, name: Phòng Văn hóa và Thông tin, short: Phòng VH&TT}
sources:
  - {id: central, name: {vi: Vốn Trung ương giao, en: Central funds}}
  - {id: province, name: {vi: Vốn tỉnh đối ứng, en: Provincial counterpart}}
kinds:
  - {id: running, name: {vi: Kinh phí thường xuyên, en: Running costs}}
  - {id: building, name: {vi: Vốn xây dựng, en: Building}}
counterpart: {source: province, of: central, percent: "12.5", reference: "Kế hoạch giả định, mục 3"}
projects:
  - {id: P1, number: Dự án 1, national: DA1, kind: building, lead: kinhte, name: Đường vào khu sản xuất}
  - {id: P4, number: Dự án 4, national: DA5, kind: building, lead: kinhte, name: Nhà ở cho hộ nghèo}
  - {id: P6-1, number: Dự án 6 · Tiểu dự án 1, national: DA6-TDA1, kind: running, lead: vanhoa,
     name: Giảm nghèo về thông tin}
  - {id: P6-2, number: Dự án 6 · Tiểu dự án 2, national: DA6-TDA2, kind: running, lead: vanhoa,
     name: Truyền thông về giảm nghèo}
  - {id: P8, number: Dự án 8, national: DA7-TDA1, kind: running, lead: noivu, name: Tập huấn cán bộ}
plan_totals: {central: 3200000000, province: 400000000, total: 3600000000}
totals_source: {prefer: Sổ đăng ký cư trú, note: {vi: Theo sổ của xã, en: "By the units' registers"}}
newly_escaped: {months: 24, reference: "Kế hoạch giả định, mục 4"}
priority_groups: [female_head, social_protection]
"""

PROJECTS = {
    "P1": "Dự án 1: Đường vào khu sản xuất",
    "P4": "Dự án 4: Nhà ở cho hộ nghèo",
    "P6-1": "Dự án 6 · Tiểu dự án 1: Giảm nghèo về thông tin",
    "P6-2": "Dự án 6 · Tiểu dự án 2: Truyền thông về giảm nghèo",
    "P8": "Dự án 8: Tập huấn cán bộ",
}
UNITS = {
    "99011": "Thị trấn Đồng Mây",
    "99014": "Thị trấn Bình Hòa",
    "99017": "Xã Bình Hòa",
    "99020": "Xã Phước Lộc",
}
OPENING = dt.date(2023, 12, 31)
AS_OF = {"half-year": dt.date(2024, 6, 30), "year": dt.date(2024, 12, 4)}


def money(folder: Path, on: dt.date) -> dict[str, tuple[int, int, int]]:
    """Of each project, in đồng: planned from the centre, planned from the province, disbursed by a day.

    The plan holds the two amounts in columns F and G; a report holds what of each was disbursed in M
    and N. Of every office the latest report up to the day counts.
    """
    plan: dict[str, tuple[int, int]] = {}
    for name, row in _project_rows(folder / "budget" / "plan.xlsx"):
        plan[name] = (int(row[5]), int(row[6]))
    latest: dict[str, Path] = {}
    for path in sorted((folder / "disbursements").glob("*.xlsx")):
        if dt.date.fromisoformat(path.stem[:10]) <= on:
            latest[path.stem[11:]] = path
    spent: Counter[str] = Counter()
    for path in latest.values():
        for name, row in _project_rows(path):
            spent[name] += sum(int(Fraction(str(cell)) * row[-1]) for cell in row[12:14])
    return {name: (*plan[name], spent[name]) for name in PROJECTS}


def _project_rows(path: Path) -> Iterator[tuple[str, list]]:
    """The rows of projects, each with the đồng of the sheet's unit of money added as its last cell."""
    rows = sheet_rows(openpyxl.load_workbook(path).worksheets[0])
    million = any(isinstance(c, str) and "triệu đồng" in c for row in rows[:8] for c in row)
    for row in rows:
        for name, written in PROJECTS.items():
            if row[1] == written:
                yield name, [*row, 1_000_000 if million else 1]
