"""What comes out of a folder of files, and the two promises that hold for whatever goes in.

Every row is accounted for, and no row that a person wrote as a record goes without a word.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.findings import findings_frame
from analysis.intake.reading import combine
from analysis.intake.received import read_documents
from analysis.programme import Programme, load_programme

from .bases import PAPERS
from .book import Book, clean
from .page import Grid

PROGRAMME = Path(__file__).parents[3] / "data" / "ben-cau-2023" / "programme.yaml"

_PLACES = {"source_file", "source_sheet", "source_row", "member_rows", "unread"}

Values = dict[str, dict[str, object]]
"""By the name of a record and by field."""


@dataclass(frozen=True)
class Received:
    """One file as it was drawn and as it was read, among those that came with it.

    findings: those about it and about the files that came with it alone.
    """

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
        """Codes of all that is found above the level of a note, in any of its files."""
        return set(self.findings.code[self.findings.severity != "info"])

    def where(self, key: str, field: str) -> str:
        """Address of a record's field on the sheet where the record stands."""
        grid = next((g for g in self.grids if (key, field) in g.where), self.grid)
        return grid.address(key, field)


def receive(books: list[Book], folder: Path) -> list[Received]:
    """Sends files in together, with those beside them, and checks the two promises for each."""
    drawn = [book.save(folder) for book in books]
    programme = _programme().model_copy(update={"folder": folder})
    documents, found = read_documents([folder], programme)
    reading = combine(documents, programme)
    findings = findings_frame([*found, *reading.findings])
    used, records = _used_and_their_records(reading.rows)
    received = []
    for book, grids in zip(books, drawn, strict=True):
        keys = {(book.sheet(grid.page), row): key for grid in grids for row, key in grid.keys.items()}
        values = {keys[place]: values for place, values in records.get(book.name, {}).items()}
        names = {book.name, *(other.name for other in book.beside)}
        own = findings[findings.file.isin(names)]
        received.append(Received(book, grids, reading.files, own, used, values))
        _no_record_goes_without_a_word(received[-1])
    _accounts_add_up(reading.files, findings, used)
    _nobody_is_named(findings)
    return received


@cache
def _programme() -> Programme:
    return load_programme(PROGRAMME)


def _used_and_their_records(
    rows: dict[str, pd.DataFrame],
) -> tuple[dict[tuple[str, str], set[int]], dict[str, dict[tuple[str, int], dict[str, object]]]]:
    """The rows used of each file and sheet, and the records of each file by sheet and row."""
    used: dict[tuple[str, str], set[int]] = {}
    records: dict[str, dict[tuple[str, int], dict[str, object]]] = {}
    for frame in rows.values():
        columns = {
            name: [None if value is pd.NA or value is pd.NaT else value for value in frame[name].tolist()]
            for name in (frame if len(frame) else ())
        }
        for cells in zip(*columns.values(), strict=True):
            record = dict(zip(columns, cells, strict=True))
            file, sheet, row = (record[name] for name in ("source_file", "source_sheet", "source_row"))
            used.setdefault((file, sheet), set()).update([row, *(record["member_rows"] or ())])
            values = {
                name: None if value != value else value
                for name, value in record.items()
                if name not in _PLACES
            }
            records.setdefault(file, {})[sheet, row] = values
    return used, records


def _accounts_add_up(
    files: pd.DataFrame, findings: pd.DataFrame, used_of: dict[tuple[str, str], set[int]]
) -> None:
    for row in files.itertuples():
        assert row.rows_read == row.rows_used + row.rows_set_aside + row.rows_not_data, row.file
        assert min(row.rows_used, row.rows_set_aside, row.rows_not_data) >= 0, row.file
        used = sum(len(rows) for (file, _), rows in used_of.items() if file == row.file)
        assert row.rows_used == used, row.file
        assert not row.rows_set_aside or (findings.file == row.file).any(), (
            f"{row.file}: rows set aside and nothing said"
        )


def _no_record_goes_without_a_word(received: Received) -> None:
    """Each row written as a record is used, or a finding is about it, its sheet or its file."""
    name, found = received.book.name, received.of_file
    if not (received.files.file == name).any():
        assert len(found), f"{name} is passed over and nothing said"
        return
    said = [
        (sheet, None if pd.isna(row) else int(row), severity)
        for sheet, row, severity in zip(found.sheet, found.row, found.severity, strict=True)
    ]
    if any(pd.isna(sheet) and severity != "info" for sheet, _, severity in said):
        return
    for grid in received.grids:
        sheet = received.book.sheet(grid.page)
        rows = {row for of_sheet, row, _ in said if of_sheet == sheet}
        whole = any(
            of_sheet == sheet and severity != "info" and (row is None or row <= grid.body)
            for of_sheet, row, severity in said
        )
        for row, key in grid.keys.items():
            used = row in received.used.get((name, sheet), ())
            assert used or whole or row in rows, f"{key} is neither used nor found"


def _nobody_is_named(findings: pd.DataFrame) -> None:
    said = " ".join(str(list(values.values())) for values in findings["values"])
    for _, rows in PAPERS.values():
        for cells in rows.values():
            for field in ("head_name", "member_name", "household_id"):
                assert str(cells.get(field)) not in said


@cache
def clean_values(kind: str) -> Values:
    """What the clean file of a kind gives."""
    return _all_clean_values()[kind]


@cache
def _all_clean_values() -> dict[str, Values]:
    with tempfile.TemporaryDirectory() as folder:
        received = receive([clean(kind) for kind in PAPERS], Path(folder))
    return {one.book.page.kind: one.values for one in received}
