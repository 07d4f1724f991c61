import pandas as pd
import pytest

from analysis.assumptions import Effects
from analysis.tables import INDICATORS


@pytest.fixture
def effect():
    """One project's effect, each value assumed."""

    def of(project, cost=10, *, points=10, success="1/2", lifts=(), needs=(), labour=False, months=6):
        values = {
            "cost": cost,
            "for_households": 1,
            "success": success,
            "income_points": points,
            "lifts": list(lifts),
            "needs": list(needs),
            "needs_labour": labour,
            "months": months,
        }
        stated = {name: {"value": value, "assumed": "test"} for name, value in values.items()}
        return {"project": project, **stated}

    return of


@pytest.fixture
def effects():
    return lambda *each: Effects.model_validate({"effects": each})


@pytest.fixture
def homes():
    """Rural households: near-poor, with labour, at the income line, nothing lacking, unless said."""

    def of(*each):
        usual = {"unit_code": "25693", "area": "rural", "b1": 140, "no_labour_capacity": 0}
        rows = [
            {**usual, "poverty_class": "near_poor", **dict.fromkeys(INDICATORS, 0), **home} for home in each
        ]
        return pd.DataFrame(rows).astype(dict.fromkeys(["b1", "no_labour_capacity", *INDICATORS], "Int64"))

    return of
