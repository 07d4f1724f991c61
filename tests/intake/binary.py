"""Bytes of workbooks that no library writes: .xlsb, changed .xls and .ods, damaged and crafted .xlsx."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl

from analysis.intake.workbooks.ole import Ole, ole_of

WORKBOOKS = Path(__file__).parent / "workbooks"

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The zip file with one of its parts changed."""
    parts = unzipped(data)
    new = change(parts[part])
    assert new != parts[part]
    return zipped({**parts, part: new})


def xlsx(sheet_data: str, shared: str = "", book: str = "") -> bytes:
    """An .xlsx of one sheet "Trang", given as the XML of its cells."""
    relations = "".join(
        f'<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for id, kind, target in (
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
        )
    )
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</sheetData></worksheet>'
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{book}'
            '<sheets><sheet name="Trang" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def mixed_xlsx() -> bytes:
    """The mixed workbook as openpyxl writes it: its formulas are not calculated."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Số liệu"
    for row in (
        ["SYNTHETIC", "Hộ", "Số"],
        ["a", 1, 2.5, "#N/A"],
        ["b", "#DIV/0!", "=SUM(C2:C2)", True],
        ["c", "#N/A", 7, None, "#REF!"],
        ["ẩn", 5, 6],
    ):
        sheet.append(row)
    sheet.merge_cells("A8:B8")
    sheet["A8"] = "gộp"
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["C"].hidden = True
    hidden = book.create_sheet("Trang ẩn")
    hidden["B2"] = "x"
    hidden.sheet_state = "hidden"
    book.create_sheet("Trống")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def stream_of(name: str = "mixed.xls") -> bytes:
    """The records of a kept .xls file."""
    return Ole((WORKBOOKS / name).read_bytes()).read("Workbook")


def xls(stream: bytes) -> bytes:
    return ole_of("Workbook", stream)


def records(stream: bytes) -> list[tuple[int, int, bytes]]:
    """Where each record of a stream begins, its kind and contents."""
    found, at = [], 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        found.append((at, kind, stream[at + 4 : at + 4 + size]))
        at += 4 + size
    return found


def with_record(stream: bytes, kind: int, contents: bytes, number: int = 0) -> bytes:
    """The stream with the contents of its record of a kind (the first, second, …) replaced in place."""
    at, _, old = [record for record in records(stream) if record[1] == kind][number]
    assert len(old) == len(contents)
    return stream[: at + 4] + contents + stream[at + 4 + len(old) :]


def record(kind: int, contents: bytes = b"") -> bytes:
    """A record of an .xlsb stream."""
    return b"".join(_sevens(number) for number in (kind, len(contents))) + contents


def _sevens(number: int) -> bytes:
    head, rest = number & 0x7F, number >> 7
    return bytes([head | 0x80]) + _sevens(rest) if rest else bytes([head])


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16le")


def _row(number: int, hidden: bool = False) -> bytes:
    return record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0x10 if hidden else 0, 0, 0))


def _cell(kind: int, column: int, value: bytes) -> bytes:
    return record(kind, struct.pack("<II", column, 0) + value)


def xlsb(far: tuple[int, int] | None = None, date1904: bool = False) -> bytes:
    """The mixed workbook in short, as .xlsb; far: a further number there."""
    bodies = [
        b"".join(
            (
                _row(0),
                _cell(7, 0, struct.pack("<I", 0)),
                _row(1),
                _cell(6, 0, _wide("a")),
                _cell(5, 1, struct.pack("<d", 2.5)),
                _cell(3, 3, b"\x2a"),
                _row(2),
                _cell(11, 1, b"\x07" + struct.pack("<HII", 0, 0, 0)),
                _cell(4, 2, b"\1"),
                _row(4, hidden=True),
                _cell(2, 1, struct.pack("<I", 5 << 2 | 2)),
                *([_row(far[0]), _cell(5, far[1], struct.pack("<d", 1))] if far else []),
            )
        ),
        _row(1) + _cell(6, 1, _wide("x")),
    ]
    columns = record(390) + record(60, struct.pack("<4IH", 2, 2, 2560, 0, 1)) + record(391)
    merged = record(177, struct.pack("<I", 1)) + record(176, struct.pack("<4I", 7, 7, 0, 1)) + record(178)
    sheets = [
        record(129)
        + record(148, struct.pack("<4I", 0, 7, 0, 4))
        + columns
        + record(145)
        + body
        + record(146)
        + merged
        + record(130)
        for body in bodies
    ]
    bundle = b"".join(
        record(156, struct.pack("<II", number, number + 1) + _wide(f"rId{number + 1}") + _wide(name))
        for number, name in enumerate(("Số liệu", "Trang ẩn"))
    )
    book = record(131) + record(153, struct.pack("<III", int(date1904), 0, 0)) + record(143) + bundle
    shared = record(159, struct.pack("<II", 1, 1)) + record(19, b"\0" + _wide("SYNTHETIC")) + record(160)
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, kind, target in (
            (1, "worksheet", "worksheets/sheet1.bin"),
            (2, "worksheet", "worksheets/sheet2.bin"),
            (3, "sharedStrings", "sharedStrings.bin"),
        )
    )
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.bin": book + record(144) + record(132),
            "xl/_rels/workbook.bin.rels": f"<Relationships>{relations}</Relationships>",
            "xl/worksheets/sheet1.bin": sheets[0],
            "xl/worksheets/sheet2.bin": sheets[1],
            "xl/sharedStrings.bin": shared,
        }
    )
