import pandas as pd
import pytest

from analysis.assumptions import YearFlows


@pytest.fixture
def assumed():
    """What is assumed: a year's rates, the season's shares, and how much each is worth."""

    def of(
        *,
        left="0.2",
        entered="0.002",
        worth="2",
        season=("0.4", "0.35", "0.25"),
        season_worth="20",
        flows_worth="150",
        unit_spread="0.4",
    ):
        rates = {"worth": worth, "assumed": "test"}
        shares = dict(zip(("returns", "preliminary", "final"), season, strict=True))
        return YearFlows.model_validate(
            {
                "left": {"value": left, **rates},
                "entered": {"value": entered, **rates},
                "season": {**shares, "worth": season_worth, "flows_worth": flows_worth, "assumed": "test"},
                "unit_spread": {"value": unit_spread, "assumed": "test"},
            }
        )

    return of


@pytest.fixture
def evidence():
    """One row per unit: those given, over a unit of 50 listed and 2,000 resident households."""
    usual = {
        "stage": "returns",
        "households_baseline": 50,
        "households": 50,
        "total_households_baseline": 2000,
        "total_households": 2000,
        "left_in_returns": 0,
        "left_since": None,
        "entered_in_returns": 0,
        "entered_since": None,
        "days_in_returns": 243,
        "days_before_review": 243,
        "known_until": pd.Timestamp("2023-08-31"),
    }
    whole = [c for c in usual if c not in ("stage", "known_until")]

    def of(*units):
        rows = [{"unit_code": f"U{n}", **usual, **unit} for n, unit in enumerate(units)]
        return pd.DataFrame(rows).astype({**dict.fromkeys(whole, "Int64"), "unit_code": "string"})

    return of
