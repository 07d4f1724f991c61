"""The comments of one sheet: ours under the sender's, and ours taken out again.

What is ours in a comment is a line with our name and the lines under it that begin with a dot, so that
it is known whoever saved the file since; what somebody wrote above or below is theirs and stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from analysis.reports.marking.grid import Grid, Place, address_of, place_of
from analysis.reports.marking.package import Package, Unmarkable, tag, text_of

AUTHOR = "giamngheo"
_OURS = re.compile(rf"(?:^|\r?\n){AUTHOR}:(?:\r?\n• [^\r\n]*)+")

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_V, _O, _X = (f"urn:schemas-microsoft-com:{name}" for name in ("vml", "office:office", "office:excel"))
_NAMES = f'xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}"'

_WIDE, _LINE, _PER_LINE = 300, 16, 44
"""Pixels of a comment's width and of one line, and the characters on a line."""

_AFTER = [
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst",
]  # fmt: skip
"""What stands behind the reference to the comments' shapes in a sheet."""


class Comments:
    """The comments of a sheet, as its part of a package holds them."""

    def __init__(self, package: Package, sheet: str, grid: Grid) -> None:
        self._package, self._sheet, self._grid = package, sheet, grid
        self._part = next((part for _, part in package.related(sheet, "comments")), None)
        threads = [part for _, part in package.related(sheet, "threadedComment")]
        self._threaded = {
            place_of(thread.get("ref", ""))
            for part in threads
            for thread in package.copy(part).iter("{*}threadedComment")
        }
        self._by_address: dict[str, etree._Element] = {}
        self._shapes: etree._Element | None = None
        self._by_place: dict[Place, etree._Element] = {}
        self._shape_number = 0

    def strip(self) -> None:
        """Take our part out of every comment; a comment of which nothing is left goes."""
        if self._part is None:
            return
        for comment in list(self._comments().iter(tag("comment"))):
            said = "".join(t.text or "" for t in _texts(comment))
            spans = [match.span() for match in _OURS.finditer(said)]
            if not spans:
                continue
            if not _OURS.sub("", said).strip():
                comment.getparent().remove(comment)
                self._drop_shape(place_of(comment.get("ref", "")))
            else:
                _cut(comment, spans)

    def add(self, place: Place, lines: Sequence[str]) -> bool:
        """Write our lines at a place, under what the sender has written there.

        False where that can't be: programs show the replies of a threaded comment, and nothing else.
        """
        if place in self._threaded:
            return False
        said = f"{AUTHOR}:" + "".join(f"\n• {' '.join(text_of(line).split())}" for line in lines)
        comment = self._comment(place)
        text = comment.find(tag("text"))
        theirs = "".join(t.text or "" for t in _texts(comment))
        if len(text) and text[0].tag == tag("t"):  # plain text may have no part in another style
            etree.SubElement(text, tag("r")).append(text[0])
        head, body = said.split("\n", 1)
        for part, bold in ((("\n" if theirs else "") + head, True), ("\n" + body, False)):
            text.append(_run(part, bold))
        self._show(place, f"{theirs}\n{said}" if theirs else said)
        return True

    def _comments(self) -> etree._Element:
        if self._part is None:
            root = etree.fromstring(f'<comments xmlns="{tag("")[1:-1]}"><authors/><commentList/></comments>')
            self._part = self._package.add("xl/comments{}.xml", root, _TYPE)
            self._package.relate(self._sheet, "comments", self._part)
        return self._package.tree(self._part)

    def _comment(self, place: Place) -> etree._Element:
        """The comment at a place; a new one is ours and stands in the order of places."""
        root, address = self._comments(), address_of(place)
        authors, comments = root.find(tag("authors")), root.find(tag("commentList"))
        if authors is None or comments is None:
            raise Unmarkable("comments")
        if not self._by_address:
            self._by_address = {comment.get("ref", ""): comment for comment in comments}
        if (known := self._by_address.get(address)) is not None:
            if known.find(tag("text")) is None:
                etree.SubElement(known, tag("text"))
            return known
        names = [author.text for author in authors]
        if AUTHOR not in names:
            etree.SubElement(authors, tag("author")).text = AUTHOR
            names.append(AUTHOR)
        made = etree.SubElement(comments, tag("comment"), ref=address, authorId=str(names.index(AUTHOR)))
        etree.SubElement(made, tag("text"))
        self._by_address[address] = made
        return made

    def _show(self, place: Place, said: str) -> None:
        """The shape that shows a comment, large enough for what is said."""
        lines = sum(max(1, -(-len(line) // _PER_LINE)) for line in said.split("\n")) + 1
        anchor = self._anchor(place, _WIDE, lines * _LINE)
        shape = self._shape(place)
        if shape is None:
            shapes = self._drawing()
            self._shape_number += 1
            shapes.append(_shape(place, self._shape_number))
            shape = self._by_place[place] = shapes[-1]
        found = shape.find(f"{{{_X}}}ClientData/{{{_X}}}Anchor")
        if found is not None:
            found.text = anchor
        style = re.sub(r"\b(width|height):[^;]*;?", "", shape.get("style", "")).rstrip("; ")
        shape.set("style", f"{style};width:{_WIDE * 3 // 4}pt;height:{lines * _LINE * 3 // 4}pt")

    def _anchor(self, place: Place, width: int, height: int) -> str:
        """Beside the cell: columns and rows from 0, each with the pixels into it."""
        row, column = place
        top = max(row - 2, 0)
        right, into_right = _along(column, width + 12, self._grid.width)
        bottom, into_bottom = _along(top, height + 4, self._grid.height)
        return f"{column}, 12, {top}, 4, {right}, {into_right}, {bottom}, {into_bottom}"

    def _drawing(self) -> etree._Element:
        """The part with the shapes of the sheet's comments; made where the sheet has none."""
        if self._shapes is not None:
            return self._shapes
        reference = self._grid.root.find(tag("legacyDrawing"))
        if reference is None:
            numbers = [
                n
                for part in self._package.parts(".vml")
                for n in _blocks(self._package.copy(part, broken=True))
            ]
            block = max(numbers, default=0) + 1
            root = etree.fromstring(_DRAWING.format(names=_NAMES, block=block))
            part = self._package.add("xl/drawings/vmlDrawing{}.vml", root)
            self._package.set_extension("vml", _VML_TYPE)
            id_ = self._package.relate(self._sheet, "vmlDrawing", part)
            made = etree.Element(tag("legacyDrawing"))
            made.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", id_)
            behind = next((e for e in self._grid.root if etree.QName(e).localname in _AFTER), None)
            if behind is None:
                self._grid.root.append(made)
            else:
                behind.addprevious(made)
            self._shapes, self._shape_number = root, block * 1024
        else:
            id_ = next((v for k, v in reference.attrib.items() if k.endswith("}id")), "")
            part = dict(self._package.related(self._sheet, "vmlDrawing")).get(id_, "")
            root = self._package.tree(part, broken=True)
            numbers = [int(n) for n in re.findall(r'"_x0000_s(\d+)"', etree.tostring(root).decode())]
            self._shapes, self._shape_number = root, max(numbers, default=1024)
            self._by_place = {place: shape for shape in root if (place := _place_of_note(shape))}
        return self._shapes

    def _shape(self, place: Place) -> etree._Element | None:
        if self._shapes is None and self._grid.root.find(tag("legacyDrawing")) is not None:
            self._drawing()
        return self._by_place.get(place)

    def _drop_shape(self, place: Place) -> None:
        if (shape := self._shape(place)) is not None:
            shape.getparent().remove(shape)
            del self._by_place[place]


_DRAWING = """<xml {names}>
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>
<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>"""


def _shape(place: Place, number: int) -> etree._Element:
    row, column = place
    return etree.fromstring(
        f'<xml {_NAMES}><v:shape id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
        "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor/><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape></xml>"
    )[0]


def _place_of_note(shape: etree._Element) -> Place | None:
    """Where the comment stands that a shape shows; None for a shape that shows something else."""
    data = shape.find(f"{{{_X}}}ClientData[@ObjectType='Note']")
    at = [None if data is None else data.findtext(f"{{{_X}}}{name}") for name in ("Row", "Column")]
    return (int(at[0]) + 1, int(at[1]) + 1) if at[0] and at[1] else None


def _blocks(shapes: etree._Element) -> list[int]:
    """The blocks of 1,024 numbers that the shapes of a part are numbered in."""
    maps = shapes.iter(f"{{{_O}}}idmap")
    return [int(n) for each in maps for n in each.get("data", "").split(",") if n.strip().isdigit()]


def _along(start: int, pixels: int, size) -> tuple[int, int]:  # type: ignore[no-untyped-def]
    """The row or column, from 0, that lies so many pixels beyond the start of another, and how far in."""
    at, limit = start, start + 400  # a sheet may be hidden to its end
    while at < limit and pixels >= size(at + 1):
        pixels -= size(at + 1)
        at += 1
    return at, pixels


def _texts(comment: etree._Element) -> list[etree._Element]:
    """The pieces of a comment's text; hints for reading (rPh) are none."""
    text = comment.find(tag("text"))
    if text is None:
        return []
    return [e for e in text.iter(tag("t")) if e.getparent().tag != tag("rPh")]


def _run(text: str, bold: bool) -> etree._Element:
    run = etree.fromstring(
        f'<r xmlns="{tag("")[1:-1]}"><rPr>{"<b/>" if bold else ""}<sz val="9"/><color indexed="81"/>'
        '<rFont val="Tahoma"/><family val="2"/></rPr><t xml:space="preserve"/></r>'
    )
    run[1].text = text
    return run


def _cut(comment: etree._Element, spans: Sequence[tuple[int, int]]) -> None:
    """Take stretches of a comment's text out, through all its pieces."""
    at = 0
    for piece in _texts(comment):
        text = piece.text or ""
        kept = [c for i, c in enumerate(text, at) if not any(start <= i < end for start, end in spans)]
        at += len(text)
        piece.text = "".join(kept)
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if not piece.text and (run := piece.getparent()).tag == tag("r"):
            run.getparent().remove(run)
