"""The sheets of a workbook in their order; one put before them, one taken out."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from analysis.reports.marking.package import LINKS, Package, Unmarkable, tag

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_LONGEST = 31
"""Characters of a sheet's name."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet of a workbook: its name, its part, whether a person sees it."""

    name: str
    part: str
    hidden: bool


class Tabs:
    """The list of a workbook's sheets. Raises Unmarkable where there is none."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._book = package.tree(package.book)
        found = self._book.find(tag("sheets"))
        if found is None:
            raise Unmarkable("sheets")
        self._sheets: etree._Element = found

    def worksheets(self) -> list[Tab]:
        """The sheets that hold cells."""
        parts = dict(self._package.related(self._package.book, "worksheet"))
        return [
            Tab(sheet.get("name", ""), parts[id_], sheet.get("state", "visible") != "visible")
            for sheet in self._sheets
            if (id_ := sheet.get(f"{{{LINKS}}}id")) in parts
        ]

    def put_first(self, name: str, root: etree._Element, heading_row: int) -> None:
        """A sheet before all others, the one that opens; its row of headings is on every page."""
        part = self._package.add("xl/worksheets/sheet{}.xml", root, _TYPE)
        taken = {sheet.get("name", "").casefold() for sheet in self._sheets}
        names = [name[:_LONGEST], *(f"{name[: _LONGEST - 5]} ({n})" for n in range(2, len(taken) + 3))]
        free = next(each for each in names if each.casefold() not in taken)
        made = etree.Element(tag("sheet"), name=free)
        made.set("sheetId", str(max((int(s.get("sheetId", 0)) for s in self._sheets), default=0) + 1))
        made.set(f"{{{LINKS}}}id", self._package.relate(self._package.book, "worksheet", part))
        self._sheets.insert(0, made)
        self._move_names(0, 1)
        self._name_headings(free, heading_row)
        for view in self._book.iterfind(f"{tag('bookViews')}/{tag('workbookView')}"):
            for which in ("activeTab", "firstSheet"):
                view.attrib.pop(which, None)

    def remove(self, tab: Tab) -> None:
        """Take a sheet out."""
        parts = dict(self._package.related(self._package.book, "worksheet"))
        for index, sheet in enumerate(self._sheets):
            id_ = sheet.get(f"{{{LINKS}}}id", "")
            if parts.get(id_) == tab.part:
                self._sheets.remove(sheet)
                self._package.unrelate(self._package.book, id_)
                self._package.drop(tab.part)
                self._move_names(index, -1)
                return

    def _names(self) -> etree._Element:
        names = self._book.find(tag("definedNames"))
        if names is None:
            names = etree.Element(tag("definedNames"))
            before = [self._book.find(tag(n)) for n in ("externalReferences", "functionGroups", "sheets")]
            next(element for element in before if element is not None).addnext(names)
        return names

    def _move_names(self, index: int, by: int) -> None:
        """Names that belong to a sheet name it by its place; those of a sheet that goes, go with it."""
        for name in list(self._book.iterfind(f"{tag('definedNames')}/{tag('definedName')}")):
            at = name.get("localSheetId")
            if at is None or int(at) < index:
                continue
            if by < 0 and int(at) == index:
                name.getparent().remove(name)
            else:
                name.set("localSheetId", str(int(at) + by))
        names = self._book.find(tag("definedNames"))
        if names is not None and not len(names):
            self._book.remove(names)

    def _name_headings(self, sheet: str, row: int) -> None:
        quoted = sheet.replace("'", "''")
        name = etree.Element(tag("definedName"), name="_xlnm.Print_Titles", localSheetId="0")
        name.text = f"'{quoted}'!${row}:${row}"
        self._names().insert(0, name)
