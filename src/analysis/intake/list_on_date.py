"""The list on a date: each unit's last full list, and the movements decided after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.findings import Finding
from analysis.intake.list_basis import Basis
from analysis.intake.rules.book import Rule
from analysis.intake.rules.household import ALREADY_LISTED, MOVED, NOT_LISTED, OTHER_CLASS
from analysis.intake.text import normal
from analysis.programme import Programme
from analysis.tables import FLAGS, INDICATORS, LISTED

_OF_A_MOVEMENT = (
    "household_id", "unit_code", "head_name", "village", "members", "birth_year", "b1", "b2", *FLAGS,
    *INDICATORS, "decision_number", "decision_date", "source_file", "source_sheet", "source_row",
)  # fmt: skip
_RENEWED = ("members", "b1", "b2", *INDICATORS, "decision_number", "decision_date")

Household = dict[str, Any]


def list_on_date(
    lists: pd.DataFrame,
    movements: pd.DataFrame,
    bases: Iterable[Basis],
    on: dt.date,
    programme: Programme,
) -> tuple[pd.DataFrame, dict[str, int], list[Finding]]:
    """The households on each unit's list at the end of a day, columns as in `tables.HOUSEHOLDS`.

    lists, movements: rows of full lists and of monthly returns.
    bases: what each unit starts from; those that start from no list, or a summary form, are left out.
    A movement counts from the day of its decision: leaving the two classes takes a household off,
    another class changes it, coming in adds it, and a correction sets what it says. A movement that
    does not fit the list it meets is not applied and is a finding. A household that two units have
    counts in the one that decided on it last.

    Returns the households, the number of movements applied per unit, and the findings.
    """
    starts = {b.unit_code: b for b in bases if b.list_date and b.basis != "summary_form"}
    dates = [basis.list_date for basis in starts.values()]
    start = pd.DataFrame({"unit_code": starts.keys(), "list_date": dates})
    start = start.astype({"unit_code": "string", "list_date": "datetime64[us]"})
    opening = lists.merge(start, on=["unit_code", "list_date"], how="inner", validate="many_to_one")
    listed = {(row["unit_code"], row["household_id"]): row for row in opening.to_dict("records")}
    decided: dict[tuple[str, str], pd.Timestamp] = {}
    due = movements.drop(columns="list_date").merge(start, on="unit_code", validate="many_to_one")
    due = due[(due.decision_date > due.list_date) & (due.decision_date <= pd.Timestamp(on))]
    due = due.sort_values(["decision_date", "month", "source_file", "source_row"], kind="stable")
    applied = dict.fromkeys(starts, 0)
    findings: list[Finding] = []
    units = _units(starts, programme)
    for movement in due.to_dict("records"):
        key = movement["unit_code"], movement["household_id"]
        misfit = _misfit(movement, listed.get(key))
        if misfit is not None:
            findings.append(_about(misfit, movement))
        if misfit in (None, OTHER_CLASS):
            _apply(movement, key, listed, units)
            decided[key] = movement["decision_date"]
            applied[key[0]] += 1
    stay, moved = _one_unit_each(listed, decided, programme)
    rows = pd.DataFrame.from_records(stay, columns=list(opening.columns)).astype(opening.dtypes.to_dict())
    return rows.assign(round=on.isoformat()), applied, findings + moved


def _units(starts: Mapping[str, Basis], programme: Programme) -> dict[str, Household]:
    """What every row of a unit's list has in common, be the list empty."""
    return {
        unit.code: {
            "unit_name": unit.name,
            "area": unit.area,
            "list_date": pd.Timestamp(starts[unit.code].list_date),
            "list_status": starts[unit.code].list_status,
        }
        for unit in programme.units
        if unit.code in starts
    }


def _misfit(movement: Household, household: Household | None) -> Rule | None:
    """The rule a movement breaks on the list it meets, if any."""
    if movement["reason"] == "correction":
        return None
    if household is None:
        comes = movement["class_before"] not in LISTED and movement["class_after"] in LISTED
        arrives = movement["reason"] in ("moved_in", "split") and movement["class_after"] in LISTED
        return None if comes or arrives else NOT_LISTED
    if household["poverty_class_recorded"] == movement["class_before"]:
        return None
    return OTHER_CLASS if movement["class_before"] in LISTED else ALREADY_LISTED


def _apply(
    movement: Household,
    key: tuple[str, str],
    listed: dict[tuple[str, str], Household],
    units: dict[str, Household],
) -> None:
    if movement["class_after"] not in LISTED:
        listed.pop(key, None)
        return
    given = {"poverty_class_recorded": movement["class_after"], "entry_reason": movement["reason"]}
    if key in listed:
        renewed = {name: movement[name] for name in _RENEWED if not pd.isna(movement[name])}
        listed[key] = listed[key] | renewed | given
    else:
        own = {name: movement[name] for name in _OF_A_MOVEMENT}
        listed[key] = own | units[key[0]] | given | {"member_rows": ()}


def _one_unit_each(
    listed: dict[tuple[str, str], Household],
    decided: dict[tuple[str, str], pd.Timestamp],
    programme: Programme,
) -> tuple[list[Household], list[Finding]]:
    """Households with those that stand in two units left in the one that decided last."""
    names = {unit.code: unit.name for unit in programme.units}
    last: dict[tuple[str, str], tuple[str, str]] = {}
    findings = []
    for key, household in listed.items():
        same = household["household_id"], normal(str(household["head_name"]))
        other = last.get(same)
        if other is None:
            last[same] = key
            continue
        since = {k: decided.get(k) or listed[k]["list_date"] for k in (other, key)}
        newer, older = (key, other) if since[key] > since[other] else (other, key)
        last[same] = newer
        findings.append(_about(MOVED, listed[older], unit=names[older[0]], counted=names[newer[0]]))
    stay = set(last.values())
    return [household for key, household in listed.items() if key in stay], findings


def _about(rule: Rule, row: Household, **values: object) -> Finding:
    place = {"sheet": row["source_sheet"], "row": int(row["source_row"])}
    return rule.finding(str(row["source_file"]), **place, **values)
