"""What each unit's current list stands on: the papers its figures of the report's date come from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from analysis.intake.arrived import Arrived
from analysis.intake.coverage import returns_due
from analysis.intake.household_lists import status_of_list
from analysis.programme import Period, Programme, Round
from analysis.tables import LIST_BASIS, conform


@dataclass(frozen=True, slots=True)
class Basis:
    """The paper a unit's list starts from; but for its code, each as in `tables.LIST_BASIS`."""

    unit_code: str
    basis: str = "none"
    list_date: dt.date | None = None
    list_status: str | None = None
    reported: bool = False


def current_bases(arrived: Arrived, programme: Programme, period: Period) -> list[Basis]:
    """The basis of each unit's current list.

    Where the period expects a round, a unit has reported with that round's list or form 7.1. Where
    it expects none, with the first list and every return due. Otherwise its last list and the
    movements known since are carried forward, or its last form 7.1 where that is newer.
    """
    expected = next((r for r in programme.rounds if r.id == period.expects), None)

    def of_unit(unit: str) -> Basis:
        if expected is not None and (sent := _of_round(arrived, programme, unit, expected)):
            return sent
        lists, forms = arrived.days("household_list", unit), arrived.days("form_7_1", unit)
        returns = arrived.days("movement_return", unit)
        complete = expected is None and all(due in returns for due in returns_due(programme, period))
        if lists and max(lists) >= max(forms, default=dt.date.min):
            basis = "list_and_movements" if complete else "carried_forward"
            return _stands_on(arrived, programme, unit, basis, max(lists), complete)
        if forms:
            return _stands_on(arrived, programme, unit, "summary_form", max(forms), complete)
        return Basis(unit)

    return [of_unit(unit) for unit in programme.unit_codes]


def first_bases(arrived: Arrived, programme: Programme) -> list[Basis]:
    """The basis of each unit's list of the first round: its last list, or form 7.1, of that round."""
    return [
        _of_round(arrived, programme, unit, programme.baseline) or Basis(unit)
        for unit in programme.unit_codes
    ]


def _of_round(arrived: Arrived, programme: Programme, unit: str, round_: Round) -> Basis | None:
    for kind, basis in (("household_list", "full_list"), ("form_7_1", "summary_form")):
        if days := arrived.of_round(kind, unit, round_):
            return _stands_on(arrived, programme, unit, basis, max(days), True)
    return None


def _stands_on(
    arrived: Arrived, programme: Programme, unit: str, basis: str, day: dt.date, reported: bool
) -> Basis:
    claimed = arrived.claimed_status("form_7_1" if basis == "summary_form" else "household_list", unit, day)
    return Basis(unit, basis, day, status_of_list(claimed, day, programme), reported)


def list_basis(
    bases: list[Basis], firsts: list[Basis], arrived: Arrived, applied: dict[str, int]
) -> pd.DataFrame:
    """The bases as in `tables.LIST_BASIS`; `firsts` are those of the first round.

    applied: movements applied per unit.
    """
    rows = [
        {
            "unit_code": basis.unit_code,
            "basis": basis.basis,
            "list_date": basis.list_date,
            "list_status": basis.list_status,
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
