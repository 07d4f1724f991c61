"""A table copied as HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from analysis.intake.spelling import written

_TABLE = re.compile(r"<(?:table|tr|td)\b", re.IGNORECASE)
_APART = ("br", "p", "div", "li")
_UNREAD = ("script", "style", "sup")  # a mark of a note after a figure would be one more digit
_MOST = 1000


def is_web(text: str) -> bool:
    """Whether there is a table in HTML."""
    return bool(_TABLE.search(text))


def web_rows(text: str) -> list[list[str]]:
    """The rows of the table with the most cells; what spans several stands in the first of them."""
    reader = _Tables()
    reader.feed(text)
    reader.close()
    return max(map(_laid_out, reader.tables), key=lambda rows: sum(map(len, rows)), default=[])


class _Cell:
    def __init__(self, across: int, down: int) -> None:
        self.text, self.across, self.down = "", across, down


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[_Cell]]] = [[]]
        self._in_cell = False
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            if not self.tables[-1]:
                self.tables[-1].append([])
            self.tables[-1][-1].append(_Cell(_spans(given, "colspan"), _spans(given, "rowspan")))
        self._in_cell = tag in ("td", "th") or (self._in_cell and tag not in ("table", "tr", "caption"))
        self._unread += tag in _UNREAD
        if tag in _APART:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag not in ("td", "th", "tr", "table")
        self._unread -= tag in _UNREAD and self._unread > 0
        if tag in _APART:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        if self._in_cell and not self._unread:
            self.tables[-1][-1][-1].text += data


def _spans(given: dict[str, str | None], name: str) -> int:
    said = given.get(name) or ""
    return max(1, min(int(said), _MOST)) if said.isascii() and said.isdigit() else 1


def _laid_out(table: list[list[_Cell]]) -> list[list[str]]:
    """Each cell at its place, past those that reach down from above."""
    rows: list[list[str]] = []
    reaching: dict[int, int] = {}  # the column and how many more rows a cell above takes of it
    for cells in table:
        row: dict[int, str] = dict.fromkeys(reaching, "")
        taken = set(reaching)
        reaching = {column: left - 1 for column, left in reaching.items() if left > 1}
        place = 0
        for cell in cells:
            while place in taken:
                place += 1
            for column in range(place, place + cell.across):
                row[column] = written(cell.text) if column == place else ""
                if cell.down > 1:
                    reaching[column] = cell.down - 1
            place += cell.across
        rows.append([row.get(column, "") for column in range(max(row, default=-1) + 1)])
    return rows
