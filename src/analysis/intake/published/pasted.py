"""The rows of pasted text: cells of Word and Excel, Markdown, separated values, text of a PDF."""

from __future__ import annotations

import re
from collections import Counter

from analysis.intake.spelling import written
from analysis.printed import unprinted

_RULE = re.compile(r"[\s|:+=-]*[|:+=-]{2}[\s|:+=-]*")
_ROW_OF_BARS = re.compile(r"\s*\|?(.*?)\|?\s*")
_BOLD = re.compile(r"(\*\*|__)(.+?)\1")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ENTITY = {"&nbsp;": " ", "&#124;": "¦", "\\|": "¦"}

_FIGURE = r"[(+−–-]?\d[\d.,]*%?\)?[*]*"
_ENDS_IN_FIGURES = re.compile(
    rf"(?:(?P<number>\d{{1,3}}|[IVX]+)[.)]?\s+)?(?P<name>\D.*?)(?P<figures>(?:\s+(?:{_FIGURE}|[-–—…x]))+)\s*"
)
_WIDE = re.compile(r"\s{2,}")


def pasted_rows(text: str) -> list[list[str]]:
    """The cells of each row as texts on one line.

    Text without separators, as a PDF gives it, is parted before its figures; rows that have another number
    of cells than most stay whole, since a blank cell leaves no trace there.
    """
    separator = _separator(text)
    if separator is None:
        return _spaced([line.strip() for line in text.splitlines() if line.strip()])
    if separator == "|":
        rows = [_of_bars(line) for line in text.splitlines() if line.strip() and not _RULE.fullmatch(line)]
    else:
        rows = _separated(text, separator)
    rows = [[written(cell) for cell in row] for row in rows]
    return _joined([row for row in rows if any(row)])


def _separator(text: str) -> str | None:
    lines = [line for line in text.splitlines() if line.strip()]
    for sign in "\t|;":
        if sum(sign in line for line in lines) > 1:
            return sign
    spaced = sum(
        bool((found := _ENDS_IN_FIGURES.fullmatch(line.strip())) and len(found["figures"].split()) > 1)
        for line in lines
    )
    return "," if spaced < 2 and sum("," in line for line in lines) > 1 else None


def _of_bars(line: str) -> list[str]:
    for written_, meant in _ENTITY.items():
        line = line.replace(written_, meant)
    inside = _ROW_OF_BARS.fullmatch(_BREAK.sub(" ", line))
    cells = (inside[1] if inside else line).split("|")
    return [_BOLD.sub(r"\2", cell.strip()).replace("¦", "|") for cell in cells]


def _separated(text: str, sign: str) -> list[list[str]]:
    """The cells; a quote opens one only where another closes it, since " alone stands for ditto."""
    inside = r'[^"\t]' if sign == "\t" else r'[^"]'  # a cell of a spreadsheet holds no tab
    cell = re.compile(rf'"((?:{inside}|"")*)"(?=[{sign}\r\n]|\Z)|([^{sign}\r\n]*)')
    rows: list[list[str]] = [[]]
    place = 0
    while place < len(text):
        match = cell.match(text, place)
        assert match is not None  # it matches nothing at all
        rows[-1].append(match[2] if match[1] is None else match[1].replace('""', '"'))
        place = match.end()
        if text[place : place + 1] == sign:
            place += 1
            if place == len(text):
                rows[-1].append("")
        else:
            place += 2 if text[place : place + 2] == "\r\n" else 1
            rows.append([])
    return rows


def _joined(rows: list[list[str]]) -> list[list[str]]:
    """Rows that a line break inside a cell has cut, put together.

    What begins with a small letter, or a bracket around words, goes on in the words above it, as long as
    the row becomes no wider than the widest.
    """
    width = max(map(len, rows), default=0)
    whole: list[list[str]] = []
    for row in rows:
        above = whole[-1] if whole else [""]
        if len(above) + len(row) - 1 <= width and _words_only(above[-1]) and _goes_on(row[0]):
            whole[-1] = [*above[:-1], f"{above[-1]} {row[0]}", *row[1:]]
        else:
            whole.append(row)
    return whole


def _words_only(text: str) -> bool:
    return bool(text) and not any(map(str.isdigit, text)) and not unprinted(text)


def _goes_on(text: str) -> bool:
    return (text[:1].islower() or (text[:1] == "(" and not text[1:2].isdigit())) and not unprinted(text)


def _spaced(lines: list[str]) -> list[list[str]]:
    rows = [_parted(line) for line in lines]
    widths = Counter(len(row) for row in rows if len(row) > 2)
    if not widths:
        return [[written(line)] for line in lines]
    ((most, _),) = widths.most_common(1)
    first = next(place for place, row in enumerate(rows) if len(row) == most)
    ways = [[_WIDE.split(line), _by_capitals(line)] for line in lines[:first]]
    # where names are told apart by the number at their end (Ấp 1, Ấp 2), the headings are one fewer
    names = [next(filter(_words_only, row), "") for row in rows if len(row) == most]
    possible = (most, most - 1) if len(set(names)) < len(names) else (most,)
    width = next((w for w in possible if any(len(way) == w for each in ways for way in each)), most)
    kept = [
        next((way for way in each if len(way) == width), [line])
        for each, line in zip(ways, lines, strict=False)
    ]
    numbered = sum(_words_only(row[0]) for row in rows[first:]) < len(rows[first:]) / 2
    kept += [
        _of_width(row, width, numbered=numbered) or [line]
        for row, line in zip(rows[first:], lines[first:], strict=True)
    ]
    return [[written(cell) for cell in row] for row in kept]


def _of_width(row: list[str], width: int, *, numbered: bool) -> list[str] | None:
    """The row with so many cells, if it can have them: a number left out, or taken from the name's end."""
    name = next((place for place, cell in enumerate(row) if _words_only(cell)), 0)
    if len(row) == width + 1:
        row = [*row[:name], f"{row[name]} {row[name + 1]}", *row[name + 2 :]]
    if len(row) == width - 1 and numbered and not name:
        row = ["", *row]
    return row if len(row) == width else None


def _by_capitals(line: str) -> list[str]:
    """The headings of a line, each beginning with a capital."""
    headings: list[str] = []
    for word in line.split():
        if headings and not word[0].isupper():
            headings[-1] += f" {word}"
        else:
            headings.append(word)
    return headings


def _parted(line: str) -> list[str]:
    found = _ENDS_IN_FIGURES.fullmatch(line)
    if found is None:
        return [line]
    return [*filter(None, [found["number"]]), found["name"].strip(), *found["figures"].split()]
