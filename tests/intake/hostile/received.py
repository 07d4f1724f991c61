"""What comes out of a folder of files, and the two promises that hold for whatever goes in.

Every row is accounted for, and no row that a person wrote as a record goes without a word.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.findings import findings_frame
from analysis.intake.inputs import read_files
from analysis.intake.reading import combine
from analysis.intake.received import read_documents
from analysis.programme import load_programme

from .bases import PAPERS
from .book import Book, clean
from .page import Grid

PROGRAMME = Path(__file__).parents[3] / "data" / "ben-cau-2023" / "programme.yaml"

_PLACES = {"source_file", "source_sheet", "source_row", "member_rows", "unread"}

Values = dict[str, dict[str, object]]
"""By the name of a record and by field."""


@dataclass(frozen=True)
class Received:
    """One file as it was drawn and as it was read, among those that came with it."""

    book: Book
    grids: list[Grid]
    files: pd.DataFrame
    findings: pd.DataFrame
    used: dict[tuple[str, str], set[int]]
    values: Values

    @property
    def grid(self) -> Grid:
        """The sheet with the data as it was drawn."""
        return next(grid for grid in self.grids if grid.page is self.book.page)

    @property
    def of_file(self) -> pd.DataFrame:
        """The findings about the file itself."""
        return self.findings[self.findings.file == self.book.name]

    @property
    def told(self) -> set[str]:
        """Codes of all that is found above the level of a note, in any file."""
        return set(self.findings.code[self.findings.severity != "info"])

    def where(self, key: str, field: str) -> str:
        """Address of a record's field on the sheet where the record stands."""
        grid = next((g for g in self.grids if (key, field) in g.where), self.grid)
        return grid.address(key, field)


def receive(book: Book, folder: Path) -> Received:
    """Sends a file in, with those beside it, and checks the two promises."""
    shutil.copy(PROGRAMME, folder)
    grids = book.save(folder)
    programme = load_programme(folder)
    documents, found = read_documents([folder], programme)
    reading = combine(documents, programme)
    used: dict[tuple[str, str], set[int]] = {}
    values: Values = {}
    keys = {(grid.page.name, row): key for grid in grids for row, key in grid.keys.items()}
    for frame in reading.rows.values():
        for record in frame.astype(object).where(frame.notna(), None).to_dict("records"):
            rows = {int(record["source_row"]), *(record["member_rows"] or ())}
            place = record["source_file"], record["source_sheet"]
            used.setdefault(place, set()).update(rows)
            if place[0] == book.name:
                key = keys[place[1], int(record["source_row"])]
                values[key] = {name: value for name, value in record.items() if name not in _PLACES}
    received = Received(
        book, grids, reading.files, findings_frame([*found, *reading.findings]), used, values
    )
    _accounts_add_up(received)
    _no_record_goes_without_a_word(received)
    _nobody_is_named(received)
    return received


def _accounts_add_up(received: Received) -> None:
    for row in received.files.itertuples():
        assert row.rows_read == row.rows_used + row.rows_set_aside + row.rows_not_data, row.file
        assert min(row.rows_used, row.rows_set_aside, row.rows_not_data) >= 0, row.file
        used = sum(len(rows) for (file, _), rows in received.used.items() if file == row.file)
        assert row.rows_used == used, row.file
        of_file = received.findings[received.findings.file == row.file]
        assert not row.rows_set_aside or len(of_file), f"{row.file}: rows set aside and nothing said"


def _no_record_goes_without_a_word(received: Received) -> None:
    name, found = received.book.name, received.of_file
    if not (received.files.file == name).any():
        assert len(found), f"{name} is passed over and nothing said"
        return
    whole = {sheet for sheet in found.sheet[found.row.isna()] if isinstance(sheet, str)}
    if len(found[found.sheet.isna() & (found.severity != "info")]):
        return
    rows = set(zip(found.sheet, found.row, strict=True))
    for grid in received.grids:
        used = received.used.get((name, grid.page.name), set())
        for row, key in grid.keys.items():
            said = grid.page.name in whole or (grid.page.name, row) in rows
            assert row in used or said, f"{key} is neither used nor found"


def _nobody_is_named(received: Received) -> None:
    said = " ".join(str(list(values.values())) for values in received.findings["values"])
    for _, rows in PAPERS.values():
        for cells in rows.values():
            for field in ("head_name", "member_name", "household_id"):
                assert str(cells.get(field)) not in said


def read_at_the_front_door(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Files and findings as `giamngheo check` gets them."""
    return read_files([folder], folder)


@cache
def clean_values(kind: str) -> Values:
    """What the clean file of a kind gives."""
    with tempfile.TemporaryDirectory() as folder:
        return receive(clean(kind), Path(folder)).values
