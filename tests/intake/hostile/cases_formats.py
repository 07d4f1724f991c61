"""The same papers in every format, encoding and delimiter, and under every kind of name."""

from __future__ import annotations

import io

import openpyxl

from .bases import KINDS
from .binary_writers import xls
from .book import Bytes, Mess, after_another
from .case import Case, Found, Refused, Same
from .cases_bytes import parts
from .cases_structure import hidden_column, hidden_row, sheet_of
from .cases_text import TCVN3
from .letters import tcvn3
from .mess import as_, befalls, called, every_text, put
from .page import Error, Formula
from .writers import ods, text_file, xlsx

ENCODINGS = {
    "UTF-8": "utf-8",
    "UTF-8 with its mark": "utf-8-sig",
    "UTF-16": "utf-16",
    "windows-1258": "cp1258",
}
FEW = ("household_list", "budget_plan", "form_7_2")
"""Kinds enough where what happens has nothing to do with what the cells hold."""

SEPARATORS = {"commas": ",", "semicolons": ";", "tabs": "\t"}


def text(encoding: str, separator: str) -> Mess:
    return as_("tsv" if separator == "\t" else "csv", text_file(encoding, separator))


def saved_again(data: bytes) -> bytes:
    """The file opened and saved by a library that writes much as Excel does."""
    with io.BytesIO() as file:
        openpyxl.load_workbook(io.BytesIO(data)).save(file)
        return file.getvalue()


NAMES = {
    "spaces and brackets": "Danh sách hộ nghèo (sửa lần 2)  ",
    "letters apart": "Tie\u0302\u0300n Thua\u0323\u0302n",
    "quotes": "a'b\"c",
    "a line break": "a\nb",
    "a formula": "=1+1",
    "a command": "$(touch x); `id` & rm -rf %TEMP%",
    "steps out of the folder": "a..\\..\\..\\Windows\\a",
    "steps in percent": "%2e%2e%2f%2e%2e%2fa",
    "a dash before": "-rf",
    "markup": "<img src=x onerror=alert(1)>",
    "two suffixes": "a.pdf.exe",
    "200 letters": "a" * 200,
    "letters that turn the reading": "a\u202excod",
}

LOST = Found("CELL-LOST", ("h2", "b1"))
HIDDEN_SHEET = after_another(sheet_of("Nháp", [["nháp"]], "hidden", 1), as_("xls"))


def cells_as(suffix: str, value: object) -> Mess:
    """A cell without a value in a file of another format."""
    return after_another(put("h2", "b1", value), as_(suffix))


def naught_beside_the_error(found: dict[str, bytes]) -> None:
    """As programs saved errors that did not know them in this format."""
    new, old = (
        b'office:value-type="float" office:value="0"',
        b'office:value-type="string" office:string-value=""',
    )
    known = b' calcext:value-type="error"'
    assert old + known in found["content.xml"]
    found["content.xml"] = found["content.xml"].replace(old + known, new)


def sheet_called(name: str) -> Mess:
    return lambda book: setattr(book.page, "name", name)


def csv(change: Bytes) -> Mess:
    return after_another(as_("csv"), befalls(change))


CASES = [
    *(Case(f"an error value in {s}", cells_as(s, Error("#REF!")), LOST) for s in ("xls", "xlsb", "ods")),
    Case(
        "an error value beside a naught in ods",
        after_another(cells_as("ods", Error("#REF!")), befalls(parts(naught_beside_the_error))),
        LOST,
    ),
    Case(
        "an error value in csv",
        cells_as("csv", Error("#REF!")),
        Found("CELL-NUMBER", ("h2", "b1")),
    ),
    Case("a formula nobody calculated in ods", cells_as("ods", Formula("=100+40")), LOST),
    *(
        Case(
            f"a hidden row in {suffix}", after_another(hidden_row("h2"), as_(suffix)), Same(("ROWS-HIDDEN",))
        )
        for suffix in ("xls", "ods")
    ),
    Case("a hidden column in xls", after_another(hidden_column("b2"), as_("xls")), Same(("COLUMNS-HIDDEN",))),
    Case("a hidden sheet in xls", HIDDEN_SHEET, Same(("SHEET-HIDDEN", "SHEET-UNKNOWN"))),
    Case("lines that end as on a Mac", csv(lambda data: data.replace(b"\r\n", b"\r"))),
    Case("lines that end as on Linux", csv(lambda data: data.replace(b"\r\n", b"\n"))),
    Case("five thousand blank lines at the end", csv(lambda data: data + b"\r\n" * 5000)),
    Case("empty cells at the end of each line", csv(lambda data: data.replace(b"\r\n", b",,,\r\n"))),
    Case("the mark with which DOS ends a file", csv(lambda data: data + b"\x1a")),
    Case(
        "a quote that nobody closed",
        csv(lambda data: data.replace(b"Kinh", b'"Kinh', 1)),
        Refused("FILE-DAMAGED"),
    ),
    Case(
        "a byte of naught in a text",
        csv(lambda data: data.replace(b"Kinh", b"Ki\0nh", 1)),
        Refused("FILE-ENCODING"),
    ),
    Case(
        "UTF-8 with a broken letter",
        csv(lambda data: data.replace(b"Kinh", b"Ki\xe1nh", 1)),
        Refused("FILE-ENCODING"),
    ),
    *(
        Case(f"a sheet named {name}", sheet_called(name), kinds=FEW, slot="sheet")
        for name in ("=1+1 & <b>x", "Hộ nghèo, 'mới' (1)", "\u00a0", "A" * 31, "Sheet 1!A1")
    ),
    Case("a folder named as a file", called("thư mục.xlsx/a")),
    Case("folders in folders", called("/".join("abcdefgh") + "/a")),
    *(
        Case(f"{suffix}", as_(suffix), kinds=KINDS, slot="file")
        for suffix in ("xls", "xlsb", "ods", "csv", "tsv")
    ),
    Case("xlsm", as_("xlsm"), Same(("FILE-MACROS",)), KINDS),
    Case("saved again by another program", befalls(saved_again), kinds=KINDS, slot="file"),
    *(
        Case(
            f"{encoding}, {separator}",
            text(ENCODINGS[encoding], SEPARATORS[separator]),
            kinds=KINDS if encoding == "windows-1258" else FEW,
            slot="file",
        )
        for encoding in ENCODINGS
        for separator in SEPARATORS
    ),
    Case(
        "UTF-16 of the other order",
        after_another(text("utf-16-be", "\t"), befalls(lambda data: b"\xfe\xff" + data)),
    ),
    Case(
        "a line that names the delimiter",
        after_another(text("utf-8", ";"), befalls(lambda data: b"sep=;\r\n" + data)),
    ),
    Case("TCVN3 in a text file", after_another(every_text(tcvn3), text("latin-1", ",")), TCVN3),
    Case("upper case suffix", as_("XLSX")),
    Case("an xlsx named xls", as_("xls", xlsx)),
    Case("an xls named xlsx", as_("xlsx", xls)),
    Case("an ods named xls", as_("xls", ods)),
    *(Case(f"a name with {what}", called(name)) for what, name in NAMES.items()),
]
