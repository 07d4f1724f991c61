"""An identity: a code, the two sides of its equations, and how they must stand to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.identities.evidence import Evidence

WHOLE = "district"

COLUMNS = ["identity", "unit", "item", "left", "right", "difference", "holds", "severity"]


@dataclass(frozen=True)
class Identity:
    """One kind of equation.

    code: short, stays for ever.
    sides: gives the equations: `unit`, `item`, `left`, `right` (whole numbers, NA where not known)
        and, where it is not `error` for all, `severity`.
    relation: `equal`, or `at_most` for left ≤ right.
    """

    code: str
    sides: Callable[[Evidence], pd.DataFrame]
    relation: Literal["equal", "at_most"] = "equal"

    def check(self, evidence: Evidence) -> pd.DataFrame:
        """The equations with known sides, in `COLUMNS`."""
        rows = self.sides(evidence).astype({"left": "Int64", "right": "Int64"})
        rows = rows.dropna(subset=["left", "right"])
        difference = rows.left - rows.right
        holds = difference == 0 if self.relation == "equal" else difference <= 0
        severity = rows.get("severity", "error")
        checked = rows.assign(
            identity=self.code, difference=difference, holds=holds.astype(bool), severity=severity
        )
        return checked[COLUMNS].astype(dict.fromkeys(["identity", "unit", "item", "severity"], "string"))


def by_account(equations: pd.DataFrame) -> pd.DataFrame:
    """The equations with their severity: an error in households, a warning in persons.

    Births, deaths and moves change a household's members without any column of the forms.
    """
    return equations.assign(severity=equations.account.map({"households": "error", "persons": "warning"}))
