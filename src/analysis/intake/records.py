"""The rows of a table as typed records, each cell read as its column's type says."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from analysis.findings import Finding
from analysis.intake import text
from analysis.intake.cells import Cell
from analysis.intake.headings import Heading
from analysis.intake.layout import Row, Table
from analysis.intake.rules.book import Rule
from analysis.intake.rules.cell import LOST, UNREADABLE
from analysis.intake.title import Title, office_names, unit_of
from analysis.intake.vocabulary import is_one_of, meaning
from analysis.programme import Programme

LONGEST_COUNT = 10**7
"""A count this large is a telephone or identity number in the wrong column, and must not be shown."""

LARGEST_AMOUNT = 10**16
"""So many đồng are more than the state's budget: a slip of the unit of money or of a column."""

Record = dict[str, object]

_KIND_OF_PROBLEM = {
    "count": "number", "points": "number", "money": "money", "date": "date", "date_or_year": "date",
    "year": "date", "mark": "mark", "unit": "name", "office": "name",
}  # fmt: skip


def read_records(
    table: Table, rows: list[Row], title: Title, file: str, programme: Programme
) -> tuple[list[Record], list[Finding]]:
    """Rows of a table, one record each: field to value, None where blank or unreadable.

    Every record has `form`, `source_file`, `source_sheet`, `source_row` and `unread`, the fields in
    whose cells something stands that has no value. Projects are left as text, since a project's name
    may need the line above it. Each unreadable cell is a finding.
    """
    readers = _readers(title, programme)
    columns = [heading for heading in table.headings.values() if heading.form.type != "ignored"]
    read = [(heading, readers[heading.form.type]) for heading in columns]
    findings: list[Finding] = []
    records = []
    for row in rows:
        record: Record = {"form": table.layout.kind}
        unread = set()
        for heading, reader in read:
            cell = row.cells[heading.column]
            try:
                record[heading.form.field] = None if text.blank(cell) else reader(cell)
            except ValueError:
                record[heading.form.field] = None
                unread.add(heading.form.field)
                findings.append(_at_cell(_unreadable(heading), table, heading, row, file))
            if (row.number - 1, heading.column) in table.lost:
                unread.add(heading.form.field)
                findings.append(_at_cell(LOST, table, heading, row, file))
        record |= {"source_file": file, "source_sheet": table.sheet, "source_row": row.number}
        record["unread"] = frozenset(unread)
        records.append(record)
    return records, findings


def _unreadable(heading: Heading) -> Rule:
    return UNREADABLE[_KIND_OF_PROBLEM.get(heading.form.type, "word")]


def _at_cell(rule: Rule, table: Table, heading: Heading, row: Row, file: str) -> Finding:
    # what stands there is not shown: in a list a name or a number of a person may have slipped in
    return rule.finding(
        file,
        sheet=table.sheet,
        row=row.number,
        column=heading.text,
        cell=table.cell(row.number, heading.form.field),
    )


def _readers(title: Title, programme: Programme) -> dict[str, Callable[[Cell], object]]:
    offices = office_names(programme)
    kinds = {text.normal(name): kind.id for kind in programme.kinds for name in (kind.name.vi, kind.name.en)}

    def unit(cell: Cell) -> str:
        return _known(unit_of(text.written(cell), programme))

    def office(cell: Cell) -> str:
        return _known(offices.get(text.normal(text.written(cell))))

    def kind(cell: Cell) -> str:
        return _known(kinds.get(text.normal(text.written(cell))))

    def money(cell: Cell) -> int:
        return _dong(cell, title.money_unit)

    def word(topic: str) -> Callable[[Cell], str]:
        return lambda cell: meaning(topic, text.written(cell))

    return {
        "text": text.written,
        "project": text.written,
        "code": _code,
        "count": _count,
        "points": _count,
        "money": money,
        "mark": _mark,
        "sex": word("sexes"),
        "class": word("classes"),
        "reason": word("reasons"),
        "account": word("accounts"),
        "date": text.date,
        "date_or_year": _date_or_year,
        "year": text.year,
        "unit": unit,
        "office": office,
        "kind": kind,
    }


def _known(name: str | None) -> str:
    if name is None:
        raise ValueError("not a name of the programme")
    return name


def _code(cell: Cell) -> str | None:
    # a placeholder shared by many households would merge strangers
    code = text.written(cell)
    return None if is_one_of("no_code", code) else code


def _count(cell: Cell) -> int | None:
    count = text.whole(cell)
    if count is not None and not 0 <= count < LONGEST_COUNT:
        raise ValueError("not a count")
    return count


def _mark(cell: Cell) -> int:
    if isinstance(cell, bool):
        return int(cell)
    return {"yes": 1, "no": 0}[meaning("marks", text.written(cell))]


def _date_or_year(cell: Cell) -> object:
    year = text.year(cell)
    try:
        return text.date(cell)
    except ValueError:
        return year


def _dong(cell: Cell, unit: int | None) -> int:
    amount = (text.number(cell) or Decimal(0)) * _unit(unit)
    if not 0 <= amount < LARGEST_AMOUNT or amount != amount.to_integral_value():
        raise ValueError("not whole đồng")
    return int(amount)


def _unit(unit: int | None) -> int:
    if unit is None:
        raise ValueError("no unit of money")
    return unit
