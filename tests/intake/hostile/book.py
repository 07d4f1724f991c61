"""A file to be sent in: its sheets, its name, and what befalls its bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .bases import clean_page
from .page import Grid, Page, draw
from .writers import WRITERS

Bytes = Callable[[bytes], bytes]


@dataclass
class Book:
    """A file. writer: by the name's suffix where none is set; befalls: changes of its bytes, in order.

    beside: files that come with it, already written, by name.
    """

    pages: list[Page]
    name: str
    writer: Callable[[Iterable[Grid]], bytes] | None = None
    befalls: list[Bytes] = field(default_factory=list)
    beside: list[Book] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """The sheet that holds the data."""
        return next(page for page in self.pages if page.records)

    @property
    def suffix(self) -> str:
        """The name's suffix without its dot."""
        return self.name.rpartition(".")[2]

    def sheet(self, page: Page) -> str:
        """The name by which a sheet is known: its own, or the file's where the format knows none."""
        return self.name.rpartition(".")[0] if self.suffix in ("csv", "tsv") else page.name

    def save(self, folder: Path) -> list[Grid]:
        """Writes the file and those beside it, and gives its sheets as drawn."""
        grids = [draw(page) for page in self.pages]
        data = (self.writer or WRITERS[self.suffix.lower()])(grids)
        for change in self.befalls:
            data = change(data)
        file = folder / self.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        for other in self.beside:
            other.save(folder)
        return grids


Mess = Callable[[Book], None]
"""Changes how a file says what it says, or breaks it."""


def clean(kind: str) -> Book:
    """A file of a kind that nothing has happened to."""
    return Book([clean_page(kind)], f"{kind}.xlsx")


def after_another(*messes: Mess) -> Mess:
    """All these messes in their order."""

    def mess(book: Book) -> None:
        for one in messes:
            one(book)

    return mess
