"""Lists of households after a review: one record per household, and one per household that left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from analysis.findings import Finding
from analysis.intake.layouts import load_layout
from analysis.intake.papers import Paper, Rows
from analysis.intake.records import Record
from analysis.intake.rules.cell import UNREADABLE
from analysis.intake.rules.household import ORPHAN
from analysis.intake.title import unit_of
from analysis.intake.vocabulary import is_one_of
from analysis.programme import Programme

_PERSON = ("member_name", "relation", "birth_date", "sex")


def read_household_list(paper: Paper, programme: Programme) -> Rows:
    """Households of a list (danh sách hộ nghèo, hộ cận nghèo), columns as in `tables.HOUSEHOLDS`.

    Cells about the household stand on its head's row and hold for the members' rows below it.
    Besides: `unit_said` (the unit its own row names), `persons_listed`, `member_rows`, and `on`, the
    day the scores are judged by. A member's row without a household above it is a finding.
    """
    units = {unit.code: unit for unit in programme.units}
    findings: list[Finding] = []
    records: list[Record] = []
    for block in _blocks(paper.records):
        head = dict(block[0])
        if not _heads_a_household(head):
            findings += [_at_row(ORPHAN, paper, row, "household_id") for row in block]
            continue
        said, named = _unit_said(head, programme)
        if named and said is None:
            findings.append(_at_row(UNREADABLE["name"], paper, head, "unit_code"))
        unit = units.get(str(paper.title.unit))
        records.append(
            head
            | _persons(block)
            | {
                "unit_code": paper.title.unit,
                "unit_said": said,
                "unit_name": unit.name if unit else None,
                "area": unit.area if unit else None,
                "list_date": paper.date,
                "on": paper.date,
            }
            | _round(paper, programme)
        )
    return Rows(records, findings=findings)


def unit_of_rows(records: list[Record], programme: Programme) -> str | None:
    """The unit that the rows of a list name themselves, where they name only one."""
    said = {unit for unit, _ in (_unit_said(record, programme) for record in records) if unit}
    return said.pop() if len(said) == 1 else None


def read_exits(paper: Paper, programme: Programme) -> Rows:
    """Households that left a list (danh sách hộ thoát nghèo, thoát cận nghèo), as in `tables.EXITS`."""
    given = {"unit_code": paper.title.unit, "list_date": paper.date}
    return Rows([record | given for record in paper.records])


def _round(paper: Paper, programme: Programme) -> Record:
    assert paper.date is not None
    round_ = programme.round_of(paper.date)
    return {
        "round": (round_.date if round_ else paper.date).isoformat(),
        "list_status": status_of_list(paper.title.status, paper.date, programme),
    }


def status_of_list(claimed: str | None, day: dt.date, programme: Programme) -> str:
    """What a list of a day claims to be, or else what its round is; a list of no round is preliminary."""
    round_ = programme.round_of(day)
    return claimed or (round_.status if round_ else "preliminary")


_OF_HOUSEHOLD = tuple(
    c.field for c in load_layout("household_list").columns if c.level == "line" and c.required
)


def _heads_a_household(record: Record) -> bool:
    return any(record.get(field) is not None for field in _OF_HOUSEHOLD)


def _blocks(records: list[Record]) -> Iterator[list[Record]]:
    """A head's row and the rows of its members; some lists repeat the household's cells on each."""
    block: list[Record] = []
    for record in records:
        if block and not _begins(record, block[0]):
            block.append(record)
            continue
        if block:
            yield block
        block = [record]
    if block:
        yield block


def _begins(record: Record, head: Record) -> bool:
    if not _heads_a_household(record):
        return False
    code, relation = record.get("household_id"), record.get("relation")
    same = code is not None and code == head.get("household_id")
    return not (same and relation is not None and not is_one_of("heads", str(relation)))


def _persons(block: list[Record]) -> Record:
    persons = [record for record in block if any(record.get(field) is not None for field in _PERSON)]
    headed = [r for r in persons if r.get("relation") is not None and is_one_of("heads", str(r["relation"]))]
    head = (headed or block)[0]
    return {
        "female_head": {"female": 1, "male": 0}.get(str(head.get("sex"))),
        "birth_year": _year(head.get("birth_date")),
        "persons_listed": len(persons) + (not headed and block[0] not in persons),
        "member_rows": tuple(record["source_row"] for record in block[1:]),
    }


def _year(born: object) -> object:
    return born.year if isinstance(born, dt.date) else born


def _unit_said(record: Record, programme: Programme) -> tuple[str | None, bool]:
    """The unit the row itself names, by code or name, and whether it names any."""
    code, name = record.get("unit_code"), record.get("unit_name")
    if code in programme.unit_codes:
        return str(code), True
    return unit_of(str(name), programme) if name else None, bool(code or name)


def _at_row(rule, paper: Paper, record: Record, field: str) -> Finding:  # type: ignore[no-untyped-def]
    row = int(str(record["source_row"]))
    heading = paper.table.headings.get(field)
    return rule.finding(
        paper.file,
        sheet=paper.table.sheet,
        row=row,
        cell=paper.table.cell(row, field),
        column=heading.text if heading else None,
    )
