"""The first sheet of a marked copy: what was found, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from analysis.findings import SEVERITIES, Severity
from analysis.intake.returned import returned_token
from analysis.reports.marking.grid import address_of
from analysis.reports.marking.package import MAIN, tag, text_of
from analysis.reports.marking.styles import COLOURS, Styles
from analysis.wording import Words

WIDTHS = {
    "number": 5, "severity": 11, "sheet": 17, "cell": 11, "column": 20, "message": 44, "hint": 34, "code": 14,
}  # fmt: skip
"""The columns in characters: together a landscape page of A4, hardly made smaller."""

_LEGEND = ((0, 2), (3, 4), (5, 5))
"""First and last column of the three boxes that say what the colours mean."""

_LINE, _MOST_LINKS = 15.0, 60_000
"""Points of a line; links on one sheet, of which Excel takes some more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding in words, as a marked copy says it.

    cell: its address, or that of the row's first cell; None where a sheet or the file is meant.
    linked: whether there is a cell to go to; hidden: whether nobody sees it.
    """

    severity: Severity
    sheet: str | None
    cell: str | None
    row: int | None
    column: str | None
    message: str
    hint: str
    code: str
    linked: bool = False
    hidden: bool = False

    @property
    def said(self) -> str:
        """Message, hint and code on one line."""
        return f"{self.message} {self.hint} ({self.code})"

    def at(self, cell: str, *, hidden: bool) -> Entry:
        """The entry, found at a cell."""
        return replace(self, cell=cell, linked=True, hidden=hidden)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the sheet: text and style of each cell, and which columns are one."""

    cells: Sequence[tuple[str, int]]
    height: float
    merged: Sequence[tuple[int, int]] = ()


def list_sheet(
    entries: Sequence[Entry],
    words: Words,
    styles: Styles,
    *,
    file: str,
    sha256: str,
    remarks: Sequence[str] = (),
) -> tuple[etree._Element, int]:
    """The sheet's XML, and its row with the headings.

    file: the marked file's name; sha256: of its bytes; remarks: sentences that stand above the list.
    """
    lines = [*_head(entries, words, styles, file, sha256, remarks)]
    top = len(lines) + 1
    lines += _body(entries, words, styles)
    root = etree.Element(tag("worksheet"), nsmap={None: MAIN})
    etree.SubElement(etree.SubElement(root, tag("sheetPr")), tag("pageSetUpPr"), fitToPage="1")
    views = etree.SubElement(root, tag("sheetViews"))
    view = etree.SubElement(views, tag("sheetView"), tabSelected="1", workbookViewId="0", showGridLines="0")
    below = f"A{top + 1}"
    etree.SubElement(
        view, tag("pane"), ySplit=str(top), topLeftCell=below, activePane="bottomLeft", state="frozen"
    )
    etree.SubElement(view, tag("selection"), pane="bottomLeft", activeCell=below, sqref=below)
    columns = etree.SubElement(root, tag("cols"))
    for number, width in enumerate(WIDTHS.values(), 1):
        etree.SubElement(
            columns, tag("col"), min=str(number), max=str(number), width=str(width), customWidth="1"
        )
    data = etree.SubElement(root, tag("sheetData"))
    merged = []
    for number, line in enumerate(lines, 1):
        row = etree.SubElement(data, tag("row"), r=str(number), ht=str(line.height), customHeight="1")
        for column, (text, style) in enumerate(line.cells, 1):
            _write(row, address_of((number, column)), text, style)
        merged += [f"{address_of((number, a + 1))}:{address_of((number, b + 1))}" for a, b in line.merged]
    ranges = etree.SubElement(root, tag("mergeCells"), count=str(len(merged)))
    for ref in merged:
        etree.SubElement(ranges, tag("mergeCell"), ref=ref)
    _link(root, entries, top)
    etree.SubElement(
        root, tag("pageMargins"), left="0.4", right="0.4", top="0.5", bottom="0.5", header="0.3", footer="0.3"
    )
    # 9 is Excel's number of A4
    etree.SubElement(root, tag("pageSetup"), paperSize="9", orientation="landscape", fitToHeight="0")
    etree.SubElement(etree.SubElement(root, tag("headerFooter")), tag("oddFooter")).text = "&R&P/&N"
    texts = f"A1:{address_of((len(lines), len(WIDTHS)))}"
    errors = etree.SubElement(root, tag("ignoredErrors"))
    etree.SubElement(errors, tag("ignoredError"), sqref=texts, numberStoredAsText="1")
    return root, top


def _head(
    entries: Sequence[Entry], words: Words, styles: Styles, file: str, sha256: str, remarks: Sequence[str]
) -> Iterator[_Line]:
    font = '<sz val="{0}"/><name val="Arial"/><family val="2"/>'
    faint = styles.added('<sz val="6"/><color rgb="FFA6A6A6"/><name val="Arial"/>', wrap=False)
    title = styles.added("<b/>" + font.format(14))
    plain = styles.added(font.format(11))
    yield _Line([(returned_token(sha256), faint)], 9)
    yield _across(words("marked.title", file=file), title, 1.4)
    counted = {s: sum(entry.severity == s for entry in entries) for s in SEVERITIES}
    said = words("marked.counts", errors=counted["error"], warnings=counted["warning"], notes=counted["info"])
    yield _across(said if entries else words("marked.nothing"), plain)
    if entries:
        yield _across(words("marked.to_do"), plain)
    for remark in remarks:
        yield _across(remark, plain)
    boxes = {s: styles.added(font.format(11), fill=COLOURS[s], border=True) for s in SEVERITIES}
    legend = [("", plain)] * len(WIDTHS)
    for severity, (first, last) in zip(SEVERITIES, _LEGEND, strict=True):
        for column in range(first, last + 1):
            legend[column] = ("", boxes[severity])
        legend[first] = (words(f"marked.legend_{severity}"), boxes[severity])
    yield _Line(legend, 2 * _LINE, [span for span in _LEGEND if span[0] < span[1]])
    yield _Line([], 6)


def _body(entries: Sequence[Entry], words: Words, styles: Styles) -> Iterator[_Line]:
    font = '<sz val="11"/>{0}<name val="Arial"/><family val="2"/>'
    head = styles.added("<b/>" + font.format(""), fill="FFDDE7F0", border=True)
    plain = styles.added(font.format(""), border=True)
    link = styles.added("<u/>" + font.format('<color rgb="FF0063A3"/>'), border=True)
    colours = {s: styles.added(font.format(""), fill=COLOURS[s], border=True) for s in SEVERITIES}
    headings = [words("marked.number"), *(words(f"columns.{name}") for name in list(WIDTHS)[1:])]
    yield _row([(heading, head) for heading in headings])
    for number, entry in enumerate(entries, 1):
        cell = entry.cell or ("" if entry.row is None else words("marked.row", row=str(entry.row)))
        yield _row(
            [
                (str(number), plain),
                (words.term(entry.severity), colours[entry.severity]),
                (entry.sheet or "", plain),
                (
                    words("marked.hidden", cell=cell) if entry.hidden else cell,
                    link if entry.linked else plain,
                ),
                (entry.column or "", plain),
                (entry.message, plain),
                (entry.hint, plain),
                (entry.code, plain),
            ]
        )


def _across(text: str, style: int, scale: float = 1.0) -> _Line:
    """A sentence over the whole width."""
    last = len(WIDTHS) - 1
    lines = -(-int(len(text) * scale) // (sum(WIDTHS.values()) + 10))
    return _Line([(text, style)] + [("", style)] * last, _LINE * scale * max(lines, 1), [(0, last)])


def _row(cells: Sequence[tuple[str, int]]) -> _Line:
    # Not every program makes a row as high as its wrapped text.
    needed = [_lines(text, width) for (text, _), width in zip(cells, WIDTHS.values(), strict=True)]
    return _Line(cells, _LINE * max(needed))


def _lines(text: str, width: int) -> int:
    """The lines a text takes when words that don't fit go to the next."""
    lines, left = 1, width
    for word in text.split():
        if len(word) > left and left < width:
            lines, left = lines + 1, width
        lines += (len(word) - 1) // width
        left -= len(word) % width + 1
    return lines


def _write(row: etree._Element, address: str, text: str, style: int) -> None:
    """A text, never a formula, whatever it begins with."""
    cell = etree.SubElement(row, tag("c"), r=address, s=str(style))
    if not text:
        return
    cell.set("t", "inlineStr")
    said = etree.SubElement(etree.SubElement(cell, tag("is")), tag("t"))
    said.text = text_of(text)
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _link(root: etree._Element, entries: Sequence[Entry], top: int) -> None:
    column = list(WIDTHS).index("cell") + 1
    linked = [(top + n, entry) for n, entry in enumerate(entries, 1) if entry.linked][:_MOST_LINKS]
    if not linked:
        return
    links = etree.SubElement(root, tag("hyperlinks"))
    for number, entry in linked:
        sheet = (entry.sheet or "").replace("'", "''")
        etree.SubElement(
            links, tag("hyperlink"), ref=address_of((number, column)), location=f"'{sheet}'!{entry.cell}"
        )
