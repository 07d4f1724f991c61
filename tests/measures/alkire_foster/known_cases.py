"""The worked examples and what they must give."""

import json
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

CASES = Path(__file__).parent / "cases"


def load(case):
    spec, expected = (
        json.loads((CASES / case / name).read_text(encoding="utf8"))
        for name in ("spec.json", "expected.json")
    )
    return pd.read_csv(CASES / case / spec["data"]), spec, expected


def assert_equal(estimate, expected):
    if expected is None:
        assert pd.isna(estimate)
    else:
        assert estimate == pytest.approx(float(Fraction(expected)), abs=1e-12, rel=0)
