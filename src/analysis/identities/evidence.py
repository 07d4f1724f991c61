"""What the identities look at: the inputs of a report, and the figures it makes of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from analysis.measures.class_counts import class_counts
from analysis.measures.movement_forms import movement_forms
from analysis.measures.period_transitions import period_transitions
from analysis.programme import Period, Programme

# Properties, because the inputs are frozen: a plain attribute would promise that it can be set.
# ruff: noqa: D102


class Inputs(Protocol):
    """What is asked of the inputs; the frames are those of `tables`."""

    @property
    def programme(self) -> Programme: ...
    @property
    def period(self) -> Period: ...
    @property
    def households(self) -> pd.DataFrame: ...
    @property
    def movements(self) -> pd.DataFrame: ...
    @property
    def exits(self) -> pd.DataFrame: ...
    @property
    def counts(self) -> pd.DataFrame: ...
    @property
    def summaries(self) -> pd.DataFrame: ...
    @property
    def totals(self) -> pd.DataFrame: ...
    @property
    def list_basis(self) -> pd.DataFrame: ...
    @property
    def plan(self) -> pd.DataFrame: ...
    @property
    def disbursements(self) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Evidence:
    """Inputs with their figures.

    stocks: households and persons by `unit_code`, `round` and `measure` (`poor`, `near_poor`), from
        household lists and summary forms alike.
    transitions, forms: of the units followed household by household (`period_transitions`,
        `movement_forms`).
    """

    inputs: Inputs
    stocks: pd.DataFrame
    transitions: pd.DataFrame
    forms: pd.DataFrame

    @property
    def since(self) -> dt.date:
        return self.inputs.programme.baseline.date

    @property
    def until(self) -> dt.date:
        return self.inputs.period.as_of


def evidence_of(inputs: Inputs) -> Evidence:
    """The figures of a report, made the way its notebooks make them."""
    known = compared_units(inputs)
    households, counts = (rows[rows.unit_code.isin(known)] for rows in (inputs.households, inputs.counts))
    listed = [unit for unit in known if unit not in set(counts.unit_code)]
    transitions = period_transitions(
        households,
        inputs.movements,
        inputs.exits,
        counts,
        since=inputs.programme.baseline.date,
        until=inputs.period.as_of,
    )
    return Evidence(
        inputs=inputs,
        stocks=pd.concat([class_counts(households, listed), counts], ignore_index=True),
        transitions=transitions,
        forms=movement_forms(transitions, units=listed),
    )


def compared_units(inputs: Inputs) -> list[str]:
    """Units with a list or form of both rounds: without the first, a unit would seem to have become poor."""
    basis = inputs.list_basis
    return basis.unit_code[basis.baseline & (basis.basis != "none")].tolist()
