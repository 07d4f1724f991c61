"""The styles of a workbook: a cell's style with a mark's colour in it, and without it again.

A mark is a plain fill of one of our colours; the fill's second colour, which no program shows, keeps
the colour the cell had. So a mark is known in a file that comes back, whoever saved it, and undone.
Some programs (LibreOffice) write second colours of their own: the boxes of our list bear a known one,
and where it is gone no second colour is believed and a cell that had a mark is left without colour.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from analysis.findings import Severity
from analysis.reports.marking.package import Unmarkable, tag

COLOURS: dict[Severity, str] = {"error": "FFFFB3AD", "warning": "FFFFE18D", "info": "FFCDE4F7"}
"""Of a marked cell, under dark letters."""

DEEP: dict[Severity, str] = {"error": "FFA8201B", "warning": "FF8A5A05", "info": "FF1F5C8B"}
"""Of a marked cell whose own letters are light, as in many headings."""

_OURS = {*COLOURS.values(), *DEEP.values()}
_NOTHING = {"indexed": "64"}
_WITNESS = {"rgb": "FF5A17C3"}
"""The second colour of our own boxes."""

_LIGHT_THEME = ("0", "2")
"""The theme's two light colours, by number."""


class Styles:
    """The styles part of a workbook. Raises Unmarkable where it lacks what every workbook has."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        found = {name: root.find(tag(name)) for name in ("fonts", "fills", "borders", "cellXfs")}
        if any(part is None or not len(part) for part in found.values()):
            raise Unmarkable("styles")
        self._lists: dict[str, etree._Element] = {k: v for k, v in found.items() if v is not None}
        self._known: dict[str, dict[bytes, int]] = {}
        seconds = self._root.iter(tag("bgColor"))
        self._believed = any(dict(second.attrib) == _WITNESS for second in seconds)

    def marked(self, style: int, severity: Severity) -> int:
        """The number of the style that is `style` with the colour of a severity."""
        xf = self._xf(style)
        light = self._has_light_letters(xf)
        before = self._plain_colour(xf)
        fill = _fill((DEEP if light else COLOURS)[severity], before or _NOTHING)
        xf.set("fillId", str(self.number("fills", fill)))
        xf.set("applyFill", "1")
        return self.number("cellXfs", xf)

    def marks(self) -> dict[int, int]:
        """The numbers of all styles with a mark, each with the number of the style it was made of."""
        fills = [i for i, fill in enumerate(self._lists["fills"]) if _is_ours(fill)]
        ours = {
            number for number, xf in enumerate(self._lists["cellXfs"]) if int(xf.get("fillId", 0)) in fills
        }
        return {number: self._unmarked(number) for number in sorted(ours)}

    def _unmarked(self, style: int) -> int:
        xf = self._xf(style)
        before = self._colours(xf)[1]
        if before is None or before == _NOTHING or not self._believed:
            xf.set("fillId", "0")
            xf.attrib.pop("applyFill", None)
        else:
            xf.set("fillId", str(self.number("fills", _fill(before, _NOTHING))))
        return self.number("cellXfs", xf)

    def number(self, part: str, element: etree._Element) -> int:
        """The number of an element in a list of the styles: fonts, fills, borders, cellXfs."""
        whole = self._lists[part]
        if part not in self._known:
            self._known[part] = {}
            for index, each in enumerate(whole):
                self._known[part].setdefault(_canonical(each), index)
        known, key = self._known[part], _canonical(element)
        if key not in known:
            known[key] = len(whole)
            whole.append(element)
            whole.set("count", str(len(whole)))
        return known[key]

    def added(self, font: str, *, fill: str | None = None, border: bool = False, wrap: bool = True) -> int:
        """The number of a style of our own sheet: text, with a font (the XML inside it) and a colour."""
        xf = _element('<xf numFmtId="49" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"/>')
        xf.set("fontId", str(self.number("fonts", _element(f"<font>{font}</font>"))))
        xf.set("fillId", str(self.number("fills", _plain(fill)) if fill else 0))
        line = '<{0} style="thin"><color rgb="FFB7B7B7"/></{0}>'
        sides = "".join(line.format(side) for side in ("left", "right", "top", "bottom"))
        box = _element(f"<border>{sides}<diagonal/></border>") if border else self._lists["borders"][0]
        xf.set("borderId", str(self.number("borders", deepcopy(box))))
        xf.append(_element(f'<alignment vertical="top" wrapText="{int(wrap)}"/>'))
        return self.number("cellXfs", xf)

    def _xf(self, style: int) -> etree._Element:
        whole = self._lists["cellXfs"]
        return deepcopy(whole[style if style < len(whole) else 0])

    def _colours(self, xf: etree._Element) -> tuple[dict[str, str] | None, dict[str, str] | None]:
        """The first and second colour of a plain fill, as the attributes that say them."""
        fills, number = self._lists["fills"], int(xf.get("fillId", 0))
        pattern = fills[number].find(tag("patternFill")) if number < len(fills) else None
        if pattern is None or pattern.get("patternType") != "solid":
            return None, None
        found = (pattern.find(tag(name)) for name in ("fgColor", "bgColor"))
        first, second = (None if each is None else dict(each.attrib) for each in found)
        return first, second

    def _plain_colour(self, xf: etree._Element) -> dict[str, str] | None:
        first, second = self._colours(xf)
        return second if first and first.get("rgb") in _OURS else first

    def _has_light_letters(self, xf: etree._Element) -> bool:
        fonts, number = self._lists["fonts"], int(xf.get("fontId", 0))
        colour = fonts[number].find(tag("color")) if number < len(fonts) else None
        if colour is None:
            return False
        rgb = colour.get("rgb", "")[-6:]
        if len(rgb) == 6:
            red, green, blue = (int(rgb[i : i + 2], 16) for i in (0, 2, 4))
            return 299 * red + 587 * green + 114 * blue > 150_000  # the brightness an eye sees, of 255,000
        return colour.get("theme") in _LIGHT_THEME or colour.get("indexed") in ("1", "9")


def _is_ours(fill: etree._Element) -> bool:
    colour = fill.find(f"{tag('patternFill')}[@patternType='solid']/{tag('fgColor')}")
    return colour is not None and colour.get("rgb") in _OURS


def _plain(colour: str) -> etree._Element:
    return _fill(colour, _WITNESS)


def _fill(first: str | dict[str, str], second: dict[str, str]) -> etree._Element:
    fill = _element('<fill><patternFill patternType="solid"><fgColor/><bgColor/></patternFill></fill>')
    for element, colour in zip(
        fill[0], ({"rgb": first} if isinstance(first, str) else first, second), strict=True
    ):
        element.attrib.update(colour)
    return fill


def _element(xml: str) -> etree._Element:
    head, _, rest = xml.partition(">")
    closed = head.endswith("/")
    name = head.removesuffix("/")
    return etree.fromstring(f'{name} xmlns="{tag("")[1:-1]}"{"/" if closed else ""}>{rest}')


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
