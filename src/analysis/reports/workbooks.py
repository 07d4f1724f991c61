"""The two workbooks of a report: its tables, and the findings in its inputs."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pandas as pd
import xlsxwriter

from analysis.reports.messages import worded
from analysis.wording import Words

NUMBER_FORMATS = {
    "number": "#,##0",
    "ratio": "0.00%",
    "fine_ratio": "0.000%",
    "points": "0.00",
    "change": "[>=0.005]+0.00;[<=-0.005]−0.00;0.00",
    "fine_change": "[>=0.0005]+0.000;[<=-0.0005]−0.000;0.000",
    "date": "dd/mm/yyyy",
    "text": "@",
    "flag": "@",
}

A4, WIDEST, LINE = 9, 60, 15
"""Excel's number of the paper; characters of the widest column; points of one line."""

MOST_LINKS = 60_000
"""Rows with links on a sheet, of which Excel takes some more."""

CREATED = dt.datetime(2000, 1, 1)
"""A fixed time inside the file: the same tables give the same bytes."""

Table = dict


def write_tables(path: Path, tables: Sequence[Table], words: Words, facts: Sequence[str]) -> None:
    """One sheet per table, behind a first sheet that lists them; written whole or not at all.

    tables: as `table.payload` gives them; facts: lines that stand on every sheet (programme, period,
        status, synthetic or not).
    """
    with whole_file(path) as file:
        write_tables_into(file, tables, words, facts)


def write_tables_into(file: IO[bytes], tables: Sequence[Table], words: Words, facts: Sequence[str]) -> None:
    """The workbook that `write_tables` writes, into an open file."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": facts[0], "comments": " · ".join(facts), "created": CREATED})
        bold = book.add_format({"bold": True, "font_size": 13})
        head = book.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#DDE7F0", "valign": "top"}
        )
        link = book.add_format({"font_color": "#0072B2", "underline": 1})
        formats = {
            form: book.add_format(
                {"num_format": code, "border": 1, "valign": "top", "text_wrap": form == "text"}
            )
            for form, code in NUMBER_FORMATS.items()
        }
        first = book.add_worksheet(words("report.sheet_contents"))
        first.set_column(0, 0, 90)
        for row, fact in enumerate(facts):
            first.write_string(row, 0, fact, bold if row == 0 else None)
        for number, table in enumerate(tables, 1):
            name = re.sub(r"[\[\]:*?/\\']", " ", f"{number:02d} {table['title']}")[:31].strip()
            first.write_url(
                len(facts) + number, 0, f"internal:'{name}'!A1", link, f"{number}. {table['title']}"
            )
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, table["title"], bold)
            for row, fact in enumerate(facts, 1):
                sheet.write_string(row, 0, fact)
            _write(sheet, table, len(facts) + 2, words, head, formats, link)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A hidden file beside `path` that takes its place when all is written, else vanishes."""
    stage = path.with_name(f".{os.getpid()}{path.suffix}.part")
    try:
        with stage.open("wb") as file:
            yield file
        os.replace(stage, path)
    except OSError as error:
        error.filename = str(path)  # the one the reader knows
        raise
    finally:
        stage.unlink(missing_ok=True)


def _write(sheet, table: Table, top: int, words: Words, head, formats, link) -> None:  # type: ignore[no-untyped-def]
    widths = []
    for column, spec in enumerate(table["columns"]):
        cells = [row[column] for row in table["rows"]]
        texts = [
            words("terms.unknown") if c is None else f"{c:,}" if isinstance(c, int) else c for c in cells
        ]
        lengths = [len(text) for text in texts if isinstance(text, str)]
        longest = max([*lengths, len(spec["heading"]) // 2, 8])
        widths.append(min(longest + 3, WIDEST))
        sheet.set_column(column, column, widths[-1])
        sheet.write_string(top, column, spec["heading"], head)
        for row, value in enumerate(cells, top + 1):
            if value is None:
                sheet.write_string(row, column, words("terms.unknown"), formats["text"])
            elif spec["form"] == "date":
                sheet.write_datetime(row, column, dt.datetime.fromisoformat(value), formats["date"])
            elif spec["form"] in ("text", "flag"):
                sheet.write_string(row, column, value, formats[spec["form"]])
            else:
                sheet.write_number(row, column, value, formats[spec["form"]])
    for column, spec in enumerate(table["columns"]):
        targets = spec.get("links", {})
        for row, cells in enumerate(table["rows"][:MOST_LINKS], top + 1):
            if cells[column] in targets:
                sheet.write_url(row, column, _beside(targets[cells[column]]), link, cells[column])
    # Not every program makes a row as high as its wrapped text.
    lines = [[spec["heading"] for spec in table["columns"]], *table["rows"]]
    for row, cells in enumerate(lines, top):
        full = [-(-len(c) // (w - 1)) for c, w in zip(cells, widths, strict=True) if isinstance(c, str)]
        sheet.set_row(row, LINE * max(full, default=1))
    sheet.freeze_panes(top + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.print_area(0, 0, top + len(table["rows"]), max(len(table["columns"]), 8) - 1)
    if table["rows"]:
        sheet.autofilter(top, 0, top + len(table["rows"]), len(table["columns"]) - 1)


def _beside(path: str) -> str:
    """A link to a file that lies beside the workbook, or in a folder there."""
    return "external:" + re.sub("[ #%]", lambda sign: f"%{ord(sign[0]):02X}", path)


def findings_table(findings: pd.DataFrame, words: Words, links: Mapping[str, str] | None = None) -> Table:
    """The findings as a table: severity, file, sheet, cell, what is wrong and what to do.

    links: what the name of a file leads to, as a path from where the workbook lies.
    """
    columns = ["severity", "file", "sheet", "cell", "column", "message", "hint", "code"]
    said = worded(findings, words)
    said["severity"] = said.severity.map(words.term)
    # A finding about a whole file has no cell: nothing is unknown there.
    rows = said[columns].astype(object).where(said[columns].notna(), "").to_numpy().tolist()
    return {
        "name": "findings",
        "title": words("tables.findings"),
        "columns": [
            {
                "heading": words(f"columns.{name}"),
                "form": "text",
                "links": (links or {}) if name == "file" else {},
            }
            for name in columns
        ],
        "rows": rows,
    }
