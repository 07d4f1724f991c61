"""A workbook with its faulty cells coloured and commented, behind a sheet that lists what was found.

Only the XML of what is marked is changed, so charts, pictures, pivot tables, macros, formulas with
their values, formats, filters and protection stay as the sender made them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from lxml import etree

from analysis.findings import SEVERITIES
from analysis.intake.cells import Sheet
from analysis.intake.returned import returned_of
from analysis.reports.marking.comments import Comments
from analysis.reports.marking.grid import Grid, Place, address_of, place_of
from analysis.reports.marking.list_sheet import Entry, list_sheet
from analysis.reports.marking.package import Package, tag
from analysis.reports.marking.styles import Styles
from analysis.reports.marking.tabs import Tab, Tabs
from analysis.wording import Words

MOST_COMMENTS = 2_000
"""Comments on one sheet; with more, programs open it slowly."""

_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def marked_workbook(
    data: bytes,
    entries: Sequence[Entry],
    words: Words,
    *,
    file: str,
    sha256: str,
    macros: bool = False,
    remarks: Sequence[str] = (),
) -> bytes:
    """The marked copy of a workbook (.xlsx, .xlsm); marks it bears from before are taken out first.

    file: the name its list calls it by; sha256: of the file that was checked. macros: whether the
    copy may hold macros, as its name's ending says. remarks: what else to say above the list.
    Raises Unmarkable where the file's XML is not built as marks need it.
    """
    package = Package(data)
    tabs = Tabs(package)
    styles = Styles(package.tree(_styles_part(package)))
    said = [*remarks]
    if not macros and (projects := list(package.related(package.book, "vbaProject"))):
        said.append(words("marked.remark_macros"))
        for id_, part in projects:
            package.unrelate(package.book, id_)
            package.drop(part)
    package.set_type(package.book, _MACROS if macros else _PLAIN)

    for tab in tabs.worksheets():
        if _is_list(package, tab):
            tabs.remove(tab)
    by_sheet: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        by_sheet[entry.sheet or ""].append(number)
    placed, old = list(entries), styles.marks()
    facts: dict[str, list[str]] = defaultdict(list)
    for tab in tabs.worksheets():
        root = package.tree(tab.part)
        for view in root.iterfind(f"{tag('sheetViews')}/{tag('sheetView')}"):
            view.attrib.pop("tabSelected", None)  # two sheets selected would be typed into at once
        grid = Grid(root)
        comments = Comments(package, tab.part, grid)
        comments.strip()
        for cell in grid.cells() if old else ():
            if (style := int(cell.get("s", 0))) in old:
                cell.set("s", str(old[style]))
        own = {number: entries[number] for number in by_sheet.get(tab.name, ())}
        at = {n: place for n, entry in own.items() if (place := _place(entry, grid))}
        for number, place in at.items():
            hidden = tab.hidden or grid.hidden(place)
            placed[number] = placed[number].at(address_of(place), hidden=hidden)
            if hidden:
                facts["hidden"].append(tab.name)
        _mark(grid, comments, styles, at, own, words, facts, tab.name)
        if at and root.find(tag("sheetProtection")) is not None:
            facts["protected"].append(tab.name)
    said += _facts(facts, words)
    sheet, heading_row = list_sheet(placed, words, styles, file=file, sha256=sha256, remarks=said)
    tabs.put_first(words("marked.sheet"), sheet, heading_row)
    return package.data()


def _mark(
    grid: Grid,
    comments: Comments,
    styles: Styles,
    at: dict[int, Place],
    entries: dict[int, Entry],
    words: Words,
    facts: dict[str, list[str]],
    name: str,
) -> None:
    """Colour each place by its gravest finding and say all of them in one comment."""
    by_place: dict[Place, list[Entry]] = defaultdict(list)
    for number, place in at.items():
        by_place[place].append(entries[number])
    for count, (place, found) in enumerate(sorted(by_place.items()), 1):
        gravest = min((entry.severity for entry in found), key=SEVERITIES.index)
        grid.set_style(place, styles.marked(grid.style(place), gravest))
        if count > MOST_COMMENTS:
            facts["many"].append(name)
            continue
        lines = [f"{words.term(entry.severity).capitalize()}: {entry.said}" for entry in found]
        if not comments.add(place, lines):
            facts["threaded"].append(name)


def _place(entry: Entry, grid: Grid) -> Place | None:
    """Where an entry is marked; None where it is about the sheet as a whole."""
    if entry.cell:
        return grid.top_left(place_of(entry.cell))
    return grid.top_left(grid.first_filled(entry.row)) if entry.row else None


def _facts(facts: dict[str, list[str]], words: Words) -> Iterable[str]:
    for fact, sheets in facts.items():
        named = ", ".join(f"“{name}”" for name in dict.fromkeys(sheets))
        yield words(f"marked.remark_{fact}", sheets=named)


def _styles_part(package: Package) -> str:
    return next((part for _, part in package.related(package.book, "styles")), "")


def _is_list(package: Package, tab: Tab) -> bool:
    """Whether a sheet is the list of an earlier marked copy, whoever saved it since."""
    cell = next(package.tree(tab.part).iter(tag("c")), None)
    if cell is None:
        return False
    text = "".join(t.text or "" for t in cell.iter(tag("t"))) or _shared(package, cell)
    return returned_of(Sheet(tab.name, [[text]], (), frozenset())) is not None


def _shared(package: Package, cell: etree._Element) -> str:
    """The text of a cell that stands in the table of texts."""
    part = next((part for _, part in package.related(package.book, "sharedStrings")), None)
    number = cell.findtext(tag("v")) or ""
    if cell.get("t") != "s" or part is None or not number.isdigit():
        return ""
    texts = package.copy(part).findall(tag("si"))
    return (
        "".join(t.text or "" for t in texts[int(number)].iter(tag("t"))) if int(number) < len(texts) else ""
    )
