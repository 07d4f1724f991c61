"""Small real workbooks, written as offices write them, for the tests of the reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from analysis.intake.layouts import load_layout
from analysis.programme import Programme, load_programme

SAVED = dt.datetime(2023, 12, 10, 8)
"""When every workbook was saved; of two versions of a paper the one saved later counts."""

TITLES = {
    "household_list": "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO SAU KHI RÀ SOÁT",
    "household_exits": "DANH SÁCH HỘ THOÁT NGHÈO SAU KHI RÀ SOÁT",
    "movement_return": "DANH SÁCH TĂNG, GIẢM HỘ NGHÈO, HỘ CẬN NGHÈO",
    "resident_totals": "TỔNG SỐ HỘ DÂN CƯ, NHÂN KHẨU",
    "budget_plan": "KẾ HOẠCH VỐN THỰC HIỆN CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA GIẢM NGHÈO BỀN VỮNG",
    "disbursement_report": "BÁO CÁO TÌNH HÌNH GIẢI NGÂN",
    "support_records": "DANH SÁCH HỘ ĐƯỢC HỖ TRỢ",
    "form_7_1": "TỔNG HỢP KẾT QUẢ CHÍNH THỨC RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO",
    "form_7_2": "PHÂN TÍCH DIỄN BIẾN HỘ NGHÈO",
}


@dataclass
class Form:
    """A form to be written: its rows by field, what stands above and below, and how it is drawn."""

    kind: str
    rows: list[dict[str, object]] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    below: list[list[object]] = field(default_factory=list)
    without: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    blank_rows: int = 1
    blank_columns: int = 0
    merged: bool = True
    numbered: bool = False

    def write(self, sheet: Worksheet) -> None:
        """Writes title, header in as many rows as the form has levels, rows and what stands below."""
        columns = [c for c in load_layout(self.kind).columns if c.field not in self.without]
        paths = [c.headings for c in columns] + [(heading,) for heading in self.extra]
        left, row = self.blank_columns + 1, self.blank_rows + 1
        for line in [*self.above, TITLES[self.kind]]:
            sheet.cell(row, left + 1, line)
            row += 1
        depth = max(map(len, paths))
        for column, path in enumerate(paths, left):
            for level, heading in enumerate(path):
                if not (
                    level < len(path) - 1
                    and column > left
                    and paths[column - left - 1][: level + 1] == path[: level + 1]
                ):
                    sheet.cell(row + level, column, heading)
            if self.merged and len(path) < depth:
                sheet.merge_cells(
                    start_row=row + len(path) - 1,
                    end_row=row + depth - 1,
                    start_column=column,
                    end_column=column,
                )
        if self.merged:
            self._merge_groups(sheet, paths, row, left)
        row += depth
        if self.numbered:
            for column in range(len(paths)):
                sheet.cell(row, left + column, column + 1)
            row += 1
        for values in self.rows:
            unknown = set(values) - {c.field for c in columns}
            assert not unknown, unknown
            for column, of_form in enumerate(columns, left):
                sheet.cell(row, column, values.get(of_form.field))
            row += 1
        for cells in self.below:
            for column, value in enumerate(cells, left):
                sheet.cell(row, column, value)
            row += 1

    def _merge_groups(self, sheet: Worksheet, paths: list[tuple[str, ...]], row: int, left: int) -> None:
        for level in range(max(map(len, paths)) - 1):
            start = 0
            while start < len(paths):
                end = start
                group = paths[start][: level + 1] if len(paths[start]) > level + 1 else None
                while (
                    group
                    and end + 1 < len(paths)
                    and len(paths[end + 1]) > level + 1
                    and paths[end + 1][: level + 1] == group
                ):
                    end += 1
                if end > start:
                    sheet.merge_cells(
                        start_row=row + level,
                        end_row=row + level,
                        start_column=left + start,
                        end_column=left + end,
                    )
                start = end + 1


@dataclass
class Folder:
    """A programme's folder that tests fill with workbooks."""

    path: Path

    @property
    def programme(self) -> Programme:
        return load_programme(self.path)

    def add(self, name: str, *forms: Form) -> Path:
        """A workbook with one sheet per form."""
        book = openpyxl.Workbook()
        book.remove(book.active)
        for number, form in enumerate(forms, 1):
            form.write(book.create_sheet(f"Trang {number}"))
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        book.properties.modified = SAVED
        ExcelWriter(book, ZipFile(file, "w", ZIP_DEFLATED)).save()  # as book.save, which takes the clock
        return file


def household(id: str, cls: str = "Hộ nghèo", **values: object) -> dict[str, object]:
    """A household's row; by its scores poor in a commune, with three marks, unless told otherwise."""
    marks: dict[str, object] = (
        {"employment": "x", "nutrition": "x", "toilet": "x"} if cls == "Hộ nghèo" else {"toilet": "x"}
    )
    return {
        "household_id": id,
        "head_name": f"Người {id}",
        "poverty_class_recorded": cls,
        "members": 2,
        "b1": 100,
        "b2": 30 if cls == "Hộ nghèo" else 10,
        **marks,
        **values,
    }


def household_list(
    rows: Iterable[dict[str, object]],
    unit: str = "XÃ TIÊN THUẬN",
    date: str = "31/12/2022",
    **options: object,
) -> Form:
    return Form("household_list", list(rows), [unit, f"Thời điểm: {date}"], **options)  # type: ignore[arg-type]


def movement(id: str, before: str, after: str, reason: str, day: str, **values: object) -> dict[str, object]:
    return {
        "household_id": id,
        "head_name": f"Người {id}",
        "members": 2,
        "class_before": before,
        "class_after": after,
        "reason": reason,
        "decision_date": day,
        **values,
    }


def movement_return(
    rows: Iterable[dict[str, object]], month: str, unit: str = "XÃ TIÊN THUẬN", **options: object
) -> Form:
    return Form("movement_return", list(rows), [unit, f"Tháng {month}"], **options)  # type: ignore[arg-type]
