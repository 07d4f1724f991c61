"""The same papers in every format, encoding and delimiter, and under every kind of name."""

from __future__ import annotations

import io

import openpyxl

from .bases import KINDS
from .binary_writers import xls
from .book import Mess, after_another
from .case import Case, Same
from .cases_text import TCVN3
from .letters import tcvn3
from .mess import as_, befalls, called, every_text
from .writers import ods, text_file, xlsx

ENCODINGS = {
    "UTF-8": "utf-8",
    "UTF-8 with its mark": "utf-8-sig",
    "UTF-16": "utf-16",
    "windows-1258": "cp1258",
}
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

CASES = [
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
            kinds=KINDS,
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
