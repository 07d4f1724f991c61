"""What each unit's current list stands on: the papers its figures of the report's date come from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from analysis.intake.arrived import Arrived
from analysis.intake.coverage import returns_due
from analysis.programme import Period, Programme, Round
from analysis.tables import LIST_BASIS, conform


@dataclass(frozen=True, slots=True)
class Basis:
    """The paper a unit's list starts from; `basis` and `reported` as in `tables.LIST_BASIS`."""

    unit_code: str
    basis: str
    list_date: dt.date | None
    reported: bool


def current_bases(arrived: Arrived, programme: Programme, period: Period) -> list[Basis]:
    """The basis of each unit's current list.

    Where the period expects a round, a unit has reported with that round's list or form 7.1. Where
    it expects none, with the first list and every return due. Otherwise its last list and the
    movements known since are carried forward, or its last form 7.1 where that is newer.
    """
    expected = next((r for r in programme.rounds if r.id == period.expects), None)

    def of_unit(unit: str) -> Basis:
        if expected is not None and (basis := _of_round(arrived, unit, expected)):
            return basis
        lists, forms = arrived.days("household_list", unit), arrived.days("form_7_1", unit)
        returns = arrived.days("movement_return", unit)
        complete = expected is None and all(due in returns for due in returns_due(programme, period))
        if lists and max(lists) >= max(forms, default=dt.date.min):
            return Basis(unit, "list_and_movements" if complete else "carried_forward", max(lists), complete)
        if forms:
            return Basis(unit, "summary_form", max(forms), complete)
        return Basis(unit, "none", None, False)

    return [of_unit(unit) for unit in programme.unit_codes]


def first_bases(arrived: Arrived, programme: Programme) -> list[Basis]:
    """The basis of each unit's list of the first round: its last list, or form 7.1, of that round."""
    return [
        _of_round(arrived, unit, programme.baseline) or Basis(unit, "none", None, False)
        for unit in programme.unit_codes
    ]


def _of_round(arrived: Arrived, unit: str, round_: Round) -> Basis | None:
    for kind, basis in (("household_list", "full_list"), ("form_7_1", "summary_form")):
        if days := arrived.of_round(kind, unit, round_):
            return Basis(unit, basis, max(days), True)
    return None


def list_basis(
    bases: list[Basis],
    firsts: list[Basis],
    arrived: Arrived,
    papers: pd.DataFrame,
    applied: dict[str, int],
    programme: Programme,
) -> pd.DataFrame:
    """The bases as in `tables.LIST_BASIS`; `firsts` are those of the first round.

    papers: those of the reading, for the status a list or form claims; where it claims none its
    round's holds. applied: movements applied per unit.
    """
    lists = papers[papers.kind.isin(("household_list", "form_7_1")) & papers.status.notna()]
    claimed = dict(zip(zip(lists.unit, lists.date, strict=True), lists.status, strict=True))

    def status(basis: Basis) -> str | None:
        round_ = programme.round_of(basis.list_date) if basis.list_date else None
        return claimed.get((basis.unit_code, basis.list_date)) or (round_.status if round_ else None)

    rows = [
        {
            "unit_code": basis.unit_code,
            "basis": basis.basis,
            "list_date": basis.list_date,
            "list_status": status(basis),
            "movements_until": _end_of_month_before(
                max(arrived.days("movement_return", basis.unit_code), default=None)
            ),
            "movements_applied": applied.get(basis.unit_code, 0),
            "reported": basis.reported,
            "baseline": first.basis != "none",
        }
        for basis, first in zip(bases, firsts, strict=True)
    ]
    return conform(LIST_BASIS, pd.DataFrame(rows))


def _end_of_month_before(due: dt.date | None) -> dt.date | None:
    """The last day a monthly return covers."""
    return due and due.replace(day=1) - dt.timedelta(days=1)
