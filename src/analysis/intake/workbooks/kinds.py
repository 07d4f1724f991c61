"""What a file is, told by its first bytes and not by its name."""

from __future__ import annotations

import re
from typing import Literal

from analysis.intake.workbooks.container import Container
from analysis.intake.workbooks.look import Look, Unreadable
from analysis.intake.workbooks.ods import look_at_ods
from analysis.intake.workbooks.ooxml import look_at_ooxml
from analysis.intake.workbooks.xls import look_at_xls
from analysis.intake.workbooks.xlsb import look_at_xlsb

Kind = Literal["zip", "ole", "text"]

TEXTS = (".csv", ".tsv")

_MARKUP = re.compile(rb"<(!doctype|html|head|body|table|meta|style|script|\?xml|!--)", re.IGNORECASE)
_OTHERS = (
    b"%PDF",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"Rar!",
    b"7z",
)


def kind_of(data: bytes, suffix: str) -> Kind:
    """The kind of a file. suffix: of its name, which only says whether plain text may be a table.

    Raises Unreadable: web_page for any markup, other_kind for a document or a picture, damaged.
    """
    if data.startswith(b"PK\3\4"):
        return "zip"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    head = data[:512].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe")
    head = head.removeprefix(b"\xfe\xff").lstrip()
    if _MARKUP.match(head) or (head.startswith(b"<") and suffix not in TEXTS):
        raise Unreadable("web_page")  # offices save web pages under a spreadsheet's name
    if suffix in TEXTS and not data.startswith(_OTHERS[:4]):
        return "text"
    raise Unreadable("other_kind" if data.startswith(_OTHERS) else "damaged")


def look_at(kind: Kind, data: bytes) -> Look:
    """A look at a workbook. Raises Unreadable where it is none, or not within bounds."""
    if kind == "ole":
        return look_at_xls(data)
    parts = Container(data)
    if "xl/workbook.bin" in parts:
        return look_at_xlsb(parts)
    return look_at_ods(parts) if "content.xml" in parts else look_at_ooxml(parts)
