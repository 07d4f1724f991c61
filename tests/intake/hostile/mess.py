"""What offices do to a sheet, as small functions that make a mess; cases are put together from them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from analysis.intake.layouts import load_layout

from .book import Book, Mess
from .page import Column, HeaderAgain, Line, Page, Words

WORD_TYPES = ("class", "reason", "account", "sex", "unit", "office", "kind", "project")
"""Types of columns whose cells hold words of the form or names of the programme."""


def sheet(change: Callable[[Page], object]) -> Mess:
    """Does something to every sheet."""

    def mess(book: Book) -> None:
        for page in book.pages:
            change(page)

    return mess


def put(key: str, field: str, value: object) -> Mess:
    """Writes one cell of a record."""
    return lambda book: book.page.line(key).values.__setitem__(field, value)


def put_all(field: str, value: object) -> Mess:
    """Writes a column's cell in every record that has one there."""
    return cells_of(lambda column: column == field, lambda _: value)


def cells(types: tuple[str, ...], change: Callable[[object], object]) -> Mess:
    """Changes every cell of these types of columns."""

    def mess(book: Book) -> None:
        fields = {c.field for c in load_layout(book.page.kind).columns if c.type in types}
        cells_of(fields.__contains__, change)(book)

    return mess


def cells_of(chosen: Callable[[str], bool], change: Callable[[object], object]) -> Mess:
    """Changes every cell of the columns chosen by their fields."""

    def mess(book: Book) -> None:
        for page in book.pages:
            for line in page.lines:
                if isinstance(line, Line):
                    line.values = {
                        name: change(cell) if chosen(name) and cell is not None else cell
                        for name, cell in line.values.items()
                    }

    return mess


def every_text(change: Callable[[str], str]) -> Mess:
    """Changes every text of the file, names of persons too."""
    return sheet(lambda page: page.every_text(change))


def words(change: Callable[[str], str]) -> Mess:
    """Changes the headings, what stands around the table, and the words and names in its cells."""

    def mess(book: Book) -> None:
        for page in book.pages:
            page.words(change)
        cells(WORD_TYPES, lambda cell: change(str(cell)))(book)

    return mess


def headings(change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Mess:
    """Changes the headings above each column, outermost first."""

    def change_all(page: Page) -> None:
        for column in page.columns:
            column.path = change(column.path) if column.path else ()

    return sheet(change_all)


def heading(field: str, *path: str) -> Mess:
    """Writes other headings above one column."""
    return lambda book: setattr(column_of(book.page, field), "path", path)


def column_of(page: Page, field: str) -> Column:
    """The column of a field."""
    return next(column for column in page.columns if column.field == field)


def without(*fields: str) -> Mess:
    """Leaves columns out."""

    def cut(page: Page) -> None:
        page.columns = [column for column in page.columns if column.field not in fields]
        for line in page.records:
            line.values = {name: cell for name, cell in line.values.items() if name not in fields}

    return sheet(cut)


def extra_column(*path: str, after: str, cells: dict[str, object] | None = None) -> Mess:
    """Puts a column the form does not have after one of its own."""

    def insert(page: Page) -> None:
        place = page.columns.index(column_of(page, after)) + 1
        page.columns.insert(place, Column(name := f"extra {place}", path))
        for key, cell in (cells or {}).items():
            page.line(key).values[name] = cell

    return sheet(insert)


def above(*rows: list[object]) -> Mess:
    """Puts rows on top of the title block."""
    return sheet(lambda page: page.above.__setitem__(slice(0, 0), [list(row) for row in rows]))


def title(*lines: str) -> Mess:
    """Writes the title block anew, each line in a row of its own."""
    return sheet(lambda page: setattr(page, "above", [[line] for line in lines]))


def below(*rows: list[object]) -> Mess:
    """Writes rows below the table."""
    return sheet(lambda page: page.lines.extend(Words(list(row)) for row in rows))


def between(key: str, *rows: Line | Words | HeaderAgain) -> Mess:
    """Puts rows before a record."""

    def insert(page: Page) -> None:
        place = next(i for i, line in enumerate(page.lines) if isinstance(line, Line) and line.key == key)
        page.lines[place:place] = deepcopy(rows)

    return lambda book: insert(book.page)


def first(*rows: Line | Words | HeaderAgain) -> Mess:
    """Puts rows right below the header."""
    return lambda book: book.page.lines.__setitem__(slice(0, 0), deepcopy(rows))


def record(key: str, like: str, **values: object) -> Mess:
    """Adds a record at the end: a copy of another with some cells written anew."""

    def add(book: Book) -> None:
        book.page.lines.append(Line(book.page.line(like).values | values, key))

    return add


def called(stem: str) -> Mess:
    """Gives the file another name before its suffix."""
    return lambda book: setattr(book, "name", f"{stem}.{book.suffix}")


def as_(suffix: str, writer: Callable | None = None) -> Mess:
    """Writes the file in another format, or by another writer of it."""

    def mess(book: Book) -> None:
        book.name, book.writer = f"{book.name.rpartition('.')[0]}.{suffix}", writer

    return mess


def befalls(change: Callable[[bytes], bytes]) -> Mess:
    """Does something to the bytes of the file."""
    return lambda book: book.befalls.append(change)
