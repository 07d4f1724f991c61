"""Files that are no spreadsheet, are damaged, or were made to hurt: a reason, never a crash."""

import io
import random
import socket
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.intake.cells import Unreadable, Workbook, read_workbook
from analysis.intake.inputs import read_files
from analysis.intake.rules.file import UNREADABLE
from analysis.intake.workbooks.addresses import PADDING, Scan, reach
from analysis.intake.workbooks.ole import ole_of

from .binary import (
    MAIN,
    WORKBOOKS,
    changed,
    mixed_xlsx,
    records,
    stream_of,
    unzipped,
    with_record,
    xls,
    xlsb,
    xlsx,
    zipped,
)

CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
GOOD = {
    "xlsx": mixed_xlsx(),
    "xls": (WORKBOOKS / "mixed.xls").read_bytes(),
    "xlsb": xlsb(),
    "ods": (WORKBOOKS / "mixed.ods").read_bytes(),
    "csv": "Xã;Hộ nghèo\nTiên Thuận;12,5\n".encode(),
}


def read(folder, data: bytes, name: str = "a.xlsx") -> Workbook:
    file = folder / name
    file.write_bytes(data)
    return read_workbook(file)


def reason(folder, data: bytes, name: str = "a.xlsx") -> tuple[str, dict]:
    with pytest.raises(Unreadable) as refused:
        read(folder, data, name)
    return refused.value.reason, refused.value.place


def locked(stream: bytes) -> bytes:
    """The records with the one that says they are enciphered, after the first."""
    first = 4 + len(records(stream)[0][2])
    return stream[:first] + struct.pack("<HH6s", 0x2F, 6, b"\0\0\1\2\3\4") + stream[first:]


OTHERS = {
    "nothing": (b"", "empty"),
    "text": ("Danh sách".encode(), "damaged"),
    "page": (b"<html><table></table></html>", "web_page"),
    "page with a mark": (b"\xef\xbb\xbf \r\n<!DOCTYPE html>", "web_page"),
    "page in UTF-16": ("<html>".encode("utf-16"), "web_page"),
    "XML spreadsheet": (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "web_page",
    ),
    "PDF": (b"%PDF-1.7\n", "other_kind"),
    "picture": (b"\x89PNG\r\n\x1a\n", "other_kind"),
    "photograph": (b"\xff\xd8\xff\xe0", "other_kind"),
    "text document": (zipped({"word/document.xml": "<x/>"}), "other_kind"),
    "old text document": (ole_of("WordDocument", b"x"), "other_kind"),
    "open text document": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
        "other_kind",
    ),
    "locked": (ole_of("EncryptedPackage", b"x" * 5000), "password"),
    "locked of old": (xls(locked(stream_of())), "password"),
    "locked open one": (
        changed(
            GOOD["ods"],
            "META-INF/manifest.xml",
            lambda text: text.replace(
                b"</manifest:manifest>",
                b'<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
                b"</manifest:file-entry></manifest:manifest>",
            ),
        ),
        "password",
    ),
    "lock file": (b"\x07Ngu\xf1i d\xf9ng" + b" " * 40 + b"\0" * 100, "damaged"),
    "empty zip": (b"PK\5\6" + bytes(18), "damaged"),
}


@pytest.mark.parametrize("case", OTHERS)
@pytest.mark.parametrize("name", ["a.xlsx", "a.xls"])
def test_what_is_no_spreadsheet_is_refused_with_its_reason(tmp_path, case, name):
    data, expected = OTHERS[case]
    assert reason(tmp_path, data, name)[0] == expected


@pytest.mark.parametrize("case", ["page", "PDF", "picture", "locked", "nothing"])
def test_a_table_in_plain_text_is_none_of_these_either(tmp_path, case):
    data, expected = OTHERS[case]
    assert reason(tmp_path, data, "a.csv")[0] == expected


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "xlsb", "ods"])
@pytest.mark.parametrize("part", [0.1, 0.3, 0.6])
def test_a_truncated_file_is_damaged(tmp_path, suffix, part):
    data = GOOD[suffix]
    assert reason(tmp_path, data[: int(len(data) * part)], f"a.{suffix}")[0] == "damaged"


def test_every_reason_has_its_finding(folder):
    for number, (data, _) in enumerate(OTHERS.values()):
        (folder.path / f"{number}.xlsx").write_bytes(data)
    _, findings = read_files([folder.path], folder.path)
    assert len(findings) == len(OTHERS)
    assert set(findings.code) <= {entry.code for entry in UNREADABLE.values()}


# Bombs


def test_texts_that_unpack_to_far_too_much_are_refused_before_they_are_parsed(tmp_path):
    bomb = "<si><t>" + "x" * 40_000_000 + "</t></si>"
    assert reason(tmp_path, xlsx(CELL, shared=bomb)) == ("too_large", {})


def test_a_sheet_that_unpacks_to_far_too_much_is_refused(tmp_path):
    bomb = '<row r="1">' + '<c r="A1" s="1"/>' * 3_000_000 + "</row>"
    assert reason(tmp_path, xlsx(bomb)) == ("too_large", {})


def test_a_part_that_is_larger_than_its_header_claims_is_damaged(tmp_path):
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 3000))
    data = bytearray(xlsx(rows))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    at = data.rindex(struct.pack("<I", size))
    data[at : at + 4] = struct.pack("<I", 100)
    assert reason(tmp_path, bytes(data)) == ("damaged", {})


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"])
def test_a_document_type_is_refused(tmp_path, part):
    data = changed(xlsx(CELL), part, lambda text: ENTITIES.encode() + text)
    assert reason(tmp_path, data) == ("damaged", {})


def test_entities_in_a_sheet_or_an_open_document_grow_to_nothing(tmp_path):
    sheet = changed(
        xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row>'),
        "xl/worksheets/sheet1.xml",
        lambda text: ENTITIES.encode() + text,
    )
    assert reason(tmp_path, sheet) == ("damaged", {})
    head = b'<?xml version="1.0" encoding="UTF-8"?>'
    content = changed(GOOD["ods"], "content.xml", lambda text: text.replace(head, head + ENTITIES.encode()))
    assert reason(tmp_path, content, "a.ods") == ("damaged", {})


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_xml_in_an_encoding_nobody_knows_is_damaged(tmp_path, suffix):
    part = {"xlsx": "xl/workbook.xml", "ods": "content.xml"}[suffix]
    head = b'<?xml version="1.0" encoding="U-F-8"?>'
    data = changed(
        GOOD[suffix], part, lambda text: head + text[text.index(b"?>") + 2 if b"?>" in text else 0 :]
    )
    assert reason(tmp_path, data) == ("damaged", {})


def test_a_long_text_that_very_many_cells_share_is_refused(tmp_path):
    # 40 000 cells of 32 000 bytes each would be 1.28 thousand million bytes
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 40_001))
    assert reason(tmp_path, xlsx(cells, f"<si><t>{'x' * 32_000}</t></si>")) == ("too_large", {})


def test_a_text_that_many_cells_share_is_read(tmp_path):
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 501))
    assert read(tmp_path, xlsx(cells, "<si><t>Hộ nghèo</t></si>")).sheets[0].cells == [["Hộ nghèo"]] * 500


# Sheets that reach far


def test_a_million_rows_of_nothing_but_formats_are_nothing(tmp_path):
    rows = "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(2, 400_002))
    far = '<row r="1048576"><c r="XFD1048576" s="3"/></row>'
    data = changed(
        xlsx(CELL + rows + far),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(b"<sheetData", b'<dimension ref="A1:XFD1048576"/><sheetData'),
    )
    assert read(tmp_path, data).sheets[0].cells == [[1]]


FAR = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'


@pytest.mark.parametrize(
    ("cells", "cell"),
    [
        (CELL + FAR, "XFD1048576"),
        (FAR + CELL, "XFD1048576"),
        (CELL + FAR.replace('"', "'"), "XFD1048576"),
        (CELL + FAR.replace(" r=", " r = "), "XFD1048576"),
        (CELL + FAR.replace("<row", "<x:row").replace("<c", "<x:c").replace("</", "</x:"), "XFD1048576"),
        # without an address a cell follows the one before it, and a row as well
        (CELL + '<row r="1048576">' + "<c/>" * 16_383 + "<c><v>2</v></c></row>", "XFD1048576"),
        (
            '<row r="1"><c r="XFD1"><v>1</v></c></row>' + "<row/>" * 5000 + "<row><c><v>2</v></c></row>",
            "XFD5002",
        ),
        # a row's own number and that of its cell
        (
            '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="2"><c r="A1048576"><v>2</v></c></row>',
            "XFD1048576",
        ),
        # texts that no one sees, far down
        (
            '<row r="1"><c r="CV1"><v>1</v></c></row><row r="90000"><c r="A90000" t="str"><v></v></c></row>',
            "CV90000",
        ),
    ],
)
def test_a_stray_cell_far_away_is_refused_and_named(tmp_path, cells, cell):
    sheet = xlsx(cells)
    if "<x:" in cells:
        sheet = changed(
            sheet, "xl/worksheets/sheet1.xml", lambda text: text.replace(b"xmlns=", b'xmlns:x="x" xmlns=')
        )
    assert reason(tmp_path, sheet) == ("too_large", {"sheet": "Trang", "cell": cell})


def test_many_sheets_may_together_reach_too_far(tmp_path):
    parts = unzipped(xlsx('<row r="1000"><c r="ALL1000"><v>1</v></c></row>'))  # a million cells
    book = "".join(f'<sheet name="Trang {number}" r:id="rId1"/>' for number in range(10))
    main = parts["xl/workbook.xml"].decode()
    start, end = main.index("<sheets>") + 8, main.index("</sheets>")
    data = zipped({**parts, "xl/workbook.xml": main[:start] + book + main[end:]})
    assert reason(tmp_path, data) == ("too_large", {"sheet": "Trang 6", "cell": "ALL1000"})


def test_a_far_cell_in_other_formats_is_refused_and_named(tmp_path):
    assert reason(tmp_path, xlsb(far=(1_048_575, 16_383)), "a.xlsb") == (
        "too_large",
        {"sheet": "Số liệu", "cell": "XFD1048576"},
    )
    stream = stream_of()
    number = next(content for _, kind, content in records(stream) if kind == 0x27E)
    far = with_record(stream, 0x27E, struct.pack("<HH", 65_535, 255) + number[4:])
    assert reason(tmp_path, xls(far), "a.xls") == ("too_large", {"sheet": "Số liệu", "cell": "IV65536"})


@pytest.mark.parametrize(
    ("rows", "columns", "refused"), [(1_048_576, 7, True), (1_048_576, 1, False), (10, 16_384, False)]
)
def test_repeated_cells_of_an_open_document_are_counted(tmp_path, rows, columns, refused):
    table = (
        f'<table:table table:name="Lặp"><table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="float" '
        'office:value="1"/>'
        "</table:table-row></table:table>"
    )
    data = changed(
        GOOD["ods"], "content.xml", lambda text: text.replace(b"<table:named-expressions/>", table.encode())
    )
    if refused:
        assert reason(tmp_path, data, "a.ods") == ("too_large", {"sheet": "Lặp", "cell": "G1048576"})
    else:
        cells = read(tmp_path, data, "a.ods").sheets[-1].cells
        assert (len(cells), len(cells[0])) == (rows, columns)


@pytest.mark.parametrize(
    ("kind", "contents"),
    [
        (0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)),  # the area a sheet claims
        (0x200, struct.pack("<IIHHH", 9, 3, 0, 4, 0)),
    ],
)
def test_an_old_workbook_that_claims_too_much_is_damaged(tmp_path, kind, contents):
    assert reason(tmp_path, xls(with_record(stream_of(), kind, contents)), "a.xls") == ("damaged", {})


def test_an_old_workbook_that_claims_more_texts_than_it_has_is_damaged(tmp_path):
    stream = stream_of()
    texts = next(content for _, kind, content in records(stream) if kind == 0xFC)
    claims = with_record(stream, 0xFC, texts[:4] + struct.pack("<I", 0x7FFFFFFF) + texts[8:])
    assert reason(tmp_path, xls(claims), "a.xls") == ("damaged", {})


def test_a_table_in_plain_text_that_is_too_large_is_refused(tmp_path):
    text = ";" * 9_999 + "\n" + "1\n" * 700
    assert reason(tmp_path, text.encode(), "a.csv") == ("too_large", {"cell": "NTP601"})


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_rough_reach_is_never_less_than_the_exact_one(data):
    address = st.builds(
        lambda column, row: f' r="{column}{row}"',
        st.text("ABXYZ", min_size=1, max_size=3),
        st.integers(1, 1_048_576),
    )
    row = st.one_of(st.just(""), st.integers(1, 1_048_576).map(' r="{}"'.format))
    cell = st.builds(
        lambda where, rest: f"<c{where}{rest}",
        st.one_of(st.just(""), address),
        st.sampled_from(["/>", "><v>1</v></c>", ' t="inlineStr"><is><t>how r=5 are</t></is></c>']),
    )
    rows = data.draw(st.lists(st.tuples(row, st.lists(cell, max_size=6)), max_size=6))
    text = "".join(f"<row{where}>{''.join(cells)}</row>" for where, cells in rows)
    xml = f"<worksheet><cols/><sheetData>{text}</sheetData></worksheet>".encode()
    scan = Scan()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(xml)), max_size=4)))
    for start, stop in zip([0, *cuts], [*cuts, len(xml)], strict=True):
        scan.add(xml[start:stop])
    scan.add(PADDING)
    exact = reach(xml) or (0, 0)
    assert all(rough >= true for rough, true in zip(scan.end, exact, strict=True))
    assert scan.size == len(xml) + len(PADDING) + 2


# What is read stays what it is


def test_paths_in_names_of_parts_lead_nowhere(tmp_path):
    inner = tmp_path / "in"
    inner.mkdir()
    parts = {**unzipped(xlsx(CELL)), "../../evil.xlsx": b"x", "/etc/evil": b"x", "C:\\evil": b"x"}
    assert read(inner, zipped(parts)).sheets[0].cells == [[1]]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.xlsx", "in"]


def test_a_sheet_that_is_said_to_lie_outside_is_not_there(tmp_path):
    data = changed(
        xlsx(CELL),
        "xl/_rels/workbook.xml.rels",
        lambda text: text.replace(b"worksheets/sheet1.xml", b"../../../etc/passwd"),
    )
    assert reason(tmp_path, data) == ("damaged", {})


def test_two_parts_of_one_name_are_damage(tmp_path):
    parts = {**unzipped(xlsx(CELL)), "XL/worksheets/SHEET1.xml": b"<worksheet/>"}
    assert reason(tmp_path, zipped(parts)) == ("damaged", {})


def test_texts_that_look_like_formulas_stay_texts(tmp_path):
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", '=cmd|"/C calc"!A0'.replace('"', "'")]
    cells = "".join(
        f'<c r="{"ABCDE"[n]}1" t="inlineStr"><is><t>{text}</t></is></c>' for n, text in enumerate(texts)
    )
    sheet = read(tmp_path, xlsx(f'<row r="1">{cells}</row>')).sheets[0]
    assert (sheet.cells, sheet.lost) == ([texts], frozenset())


def test_links_are_not_followed(tmp_path, monkeypatch):
    def refused(*_):
        raise AssertionError("a link was followed")

    monkeypatch.setattr(socket, "socket", refused)
    link = (
        f'<externalLink xmlns="{MAIN}"><externalBook r:id="rId1"/></externalLink>',
        '<Relationships><Relationship Id="rId1" Type="x/externalLinkPath" TargetMode="External" '
        'Target="http://127.0.0.1:9/b.xlsx"/></Relationships>',
    )
    data = zipped(
        {
            **unzipped(xlsx('<row r="1"><c r="A1"><f>[1]Trang!A1</f><v>7</v></c></row>')),
            "xl/externalLinks/externalLink1.xml": link[0],
            "xl/externalLinks/_rels/externalLink1.xml.rels": link[1],
        }
    )
    book = read(tmp_path, data)
    assert (book.links, book.sheets[0].cells, book.sheets[0].lost) == (True, [[7]], frozenset())


# Damage of any kind


ANY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_or_refused(folder, data, name):
    """Whatever the damage, cells or a known reason; anything else would be raised here."""
    try:
        assert all(sheet.cells for sheet in read(folder, data, name).sheets)
    except Unreadable as refused:
        if refused.reason not in UNREADABLE:
            raise


def flipped(data, draw):
    changed = bytearray(data)
    for place in draw(st.lists(st.integers(0, len(data) - 1), min_size=1, max_size=6)):
        changed[place] = draw(st.integers(0, 255) | st.sampled_from(b'<>"/0123456789-rtesfv '))
    return bytes(changed)


@pytest.mark.parametrize("suffix", GOOD)
@ANY
@given(data=st.data())
def test_bytes_changed_anywhere_never_crash(tmp_path, suffix, data):
    read_or_refused(tmp_path, flipped(GOOD[suffix], data.draw), f"a.{suffix}")


@pytest.mark.parametrize("suffix", ["xlsx", "xlsb", "ods"])
@ANY
@given(data=st.data())
def test_bytes_changed_within_a_part_never_crash(tmp_path, suffix, data):
    parts = unzipped(GOOD[suffix])
    part = data.draw(st.sampled_from(sorted(name for name in parts if parts[name])))
    parts[part] = flipped(parts[part], data.draw)
    read_or_refused(tmp_path, zipped(parts), f"a.{suffix}")


@ANY
@given(data=st.data())
def test_records_of_an_old_workbook_changed_or_cut_never_crash(tmp_path, data):
    stream = flipped(stream_of(), data.draw)
    read_or_refused(tmp_path, xls(stream[: data.draw(st.integers(0, len(stream)))]), "a.xls")
    read_or_refused(tmp_path, xls(stream), "a.xls")


@pytest.mark.parametrize("suffix", GOOD)
@ANY
@given(data=st.data())
def test_files_cut_anywhere_never_crash(tmp_path, suffix, data):
    good = GOOD[suffix]
    read_or_refused(tmp_path, good[: data.draw(st.integers(0, len(good)))], f"a.{suffix}")


MAGIC = [b"", b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf", b"\x09\x08\x10\0"]


@ANY
@given(magic=st.sampled_from(MAGIC), rest=st.binary(max_size=2000), suffix=st.sampled_from([*GOOD, "tsv"]))
def test_random_bytes_never_crash(tmp_path, magic, rest, suffix):
    read_or_refused(tmp_path, magic + rest, f"a.{suffix}")


@pytest.mark.parametrize("suffix", ["xlsx", "xlsb", "ods"])
@ANY
@given(seed=st.integers(0, 1000))
def test_the_order_of_parts_is_no_matter_and_their_exchange_no_crash(tmp_path, suffix, seed):
    parts = list(unzipped(GOOD[suffix]).items())
    random.Random(seed).shuffle(parts)
    assert read(tmp_path, zipped(dict(parts)), f"a.{suffix}").sheets == read(tmp_path, GOOD[suffix]).sheets
    names, contents = zip(*parts, strict=True)
    turned = contents[1:] + contents[:1]
    read_or_refused(tmp_path, zipped(dict(zip(names, turned, strict=True))), f"a.{suffix}")
