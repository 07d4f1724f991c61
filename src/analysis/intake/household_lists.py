"""Lists of households after a review: one row per household, and one per household that left."""

from __future__ import annotations

import datetime as dt

import numpy as np

from analysis.findings import Finding
from analysis.intake.layouts import load_layout
from analysis.intake.papers import Paper, Rows, with_values
from analysis.intake.places import at_places
from analysis.intake.records import Columns, length
from analysis.intake.rules.book import Rule
from analysis.intake.rules.cell import UNREADABLE
from analysis.intake.rules.household import ORPHAN
from analysis.intake.rules.names import UNIT_NEAR
from analysis.intake.title import unit_of
from analysis.intake.unit_names import nearest_units
from analysis.intake.vocabulary import is_one_of
from analysis.programme import Programme

_PERSON = ("member_name", "relation", "birth_date", "sex")

_OF_HOUSEHOLD = tuple(
    c.field for c in load_layout("household_list").columns if c.level == "line" and c.required
)


def read_household_list(paper: Paper, programme: Programme) -> Rows:
    """Households of a list (danh sách hộ nghèo, hộ cận nghèo), columns as in `tables.HOUSEHOLDS`.

    Cells about the household stand on its head's row and hold for the members' rows below it.
    Besides: `unit_said` (the unit its own row names), `persons_listed`, `member_rows`, and `on`, the
    day the scores are judged by. A member's row without a household above it is a finding.
    """
    rows = paper.columns
    starts = _starts(rows)
    first = starts[0] if starts else length(rows)
    findings = [_at_row(ORPHAN, paper, row, "household_id") for row in rows["source_row"][:first]]
    of_heads = at_places(starts)
    households = {name: list(of_heads(values)) for name, values in rows.items()}
    said, unknown = _units_said(households, programme)
    names = households.get("unit_name", [None] * len(starts))
    for place in unknown:
        near = nearest_units(str(names[place] or ""), programme)
        rule, facts = (UNIT_NEAR, {"nearest": ", ".join(near)}) if near else (UNREADABLE["name"], {})
        field = "unit_name" if names[place] else "unit_code"
        findings.append(_at_row(rule, paper, households["source_row"][place], field, **facts))
    unit = next((unit for unit in programme.units if unit.code == paper.title.unit), None)
    of_paper = {
        "unit_code": paper.title.unit,
        "unit_name": unit.name if unit else None,
        "area": unit.area if unit else None,
        "list_date": paper.date,
        "on": paper.date,
        **_round(paper, programme),
    }
    of_households = households | _persons(rows, starts) | {"unit_said": said}
    return Rows(with_values(of_households, **of_paper), findings=findings)


def unit_of_rows(columns: Columns, programme: Programme) -> str | None:
    """The unit that the rows of a list name themselves, where they name only one."""
    said = {unit for unit in _units_said(columns, programme)[0] if unit}
    return said.pop() if len(said) == 1 else None


def read_exits(paper: Paper, programme: Programme) -> Rows:
    """Households that left a list (danh sách hộ thoát nghèo, thoát cận nghèo), as in `tables.EXITS`."""
    return Rows(with_values(paper.columns, unit_code=paper.title.unit, list_date=paper.date))


def _round(paper: Paper, programme: Programme) -> dict[str, object]:
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


def _starts(rows: Columns) -> list[int]:
    """Places of the heads' rows; the rows of a household's members follow its head's.

    Some lists repeat the household's cells on each row.
    """
    given = [rows[field] for field in _OF_HOUSEHOLD if field in rows]
    own = _says_something(given)
    nothing = [None] * len(own)
    codes, relations = rows.get("household_id", nothing), rows.get("relation", nothing)
    heads = _names_heads(rows)
    starts: list[int] = []
    code = None
    for place in np.flatnonzero(own).tolist():
        repeats = codes[place] is not None and codes[place] == code
        if not (repeats and relations[place] is not None and not heads[place]):
            starts.append(place)
            code = codes[place]
    return starts


def _says_something(columns: list[list]) -> list[bool]:
    """Whether each row has a value in any of the columns."""
    nothing = (None,) * len(columns)
    return [values != nothing for values in zip(*columns, strict=True)]


def _names_heads(rows: Columns) -> list[bool]:
    """Whether each row's relation says that the person is the head."""
    relations = rows.get("relation", [None] * length(rows))
    heads = {said: said is not None and is_one_of("heads", said) for said in set(relations)}
    return [heads[said] for said in relations]


def _persons(rows: Columns, starts: list[int]) -> Columns:
    """Of each household how many persons its rows list, who heads it, and which rows are its members'."""
    if not starts:
        return {"female_head": [], "birth_year": [], "persons_listed": [], "member_rows": []}
    count = length(rows)
    told = [rows[field] for field in _PERSON if field in rows] or [[None] * count]
    person = np.array(_says_something(told))
    headed = person & np.array(_names_heads(rows))
    places = np.where(headed, np.arange(count), count)
    first = np.minimum.reduceat(places, starts)
    head = np.where(first < count, first, starts).tolist()
    listed = np.add.reduceat(person.astype(int), starts) + ((first == count) & ~person[starts])
    sexes, births = (rows.get(field, [None] * count) for field in ("sex", "birth_date"))
    numbers = rows["source_row"]
    return {
        "female_head": [{"female": 1, "male": 0}.get(sexes[place]) for place in head],
        "birth_year": [_year(births[place]) for place in head],
        "persons_listed": listed.tolist(),
        "member_rows": [
            tuple(numbers[start + 1 : end]) for start, end in zip(starts, [*starts[1:], count], strict=True)
        ],
    }


def _year(born: object) -> object:
    return born.year if isinstance(born, dt.date) else born


def _units_said(rows: Columns, programme: Programme) -> tuple[list[str | None], list[int]]:
    """The unit each row names itself, by code or name, and the places of those that name no known one."""
    nothing = [None] * length(rows)
    named = list(zip(rows.get("unit_code", nothing), rows.get("unit_name", nothing), strict=True))
    units = {pair: _unit_said(*pair, programme) for pair in set(named)}
    unknown = {pair for pair, unit in units.items() if any(pair) and unit is None}
    wrong = [place for place, pair in enumerate(named) if pair in unknown] if unknown else []
    return [units[pair] for pair in named], wrong


def _unit_said(code: str | None, name: str | None, programme: Programme) -> str | None:
    if code in programme.unit_codes:
        return code
    return unit_of(name, programme) if name else None


def _at_row(rule: Rule, paper: Paper, row: int, field: str, **facts: str) -> Finding:
    heading = paper.table.headings.get(field)
    return rule.finding(
        paper.file,
        sheet=paper.table.sheet,
        row=row,
        cell=paper.table.cell(row, field),
        column=heading.text if heading else None,
        **facts,
    )
