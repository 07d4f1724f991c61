"""Hand-made results of the measures for their charts, with every edge a chart must bear."""

import datetime as dt

import pandas as pd

from analysis.measures.alkire_foster import alkire_foster
from analysis.measures.robustness import robustness
from analysis.tables import INDICATORS
from tests.reports.charts import figures as f

DIMENSIONS = {i.id: i.dimension for i in f.STANDARD.indicators}
NAMES = f.UNITS[:3]


def households(units=f.UNITS, size=40):
    """Marks that fall out differently in every unit: the last unit has nobody deprived in anything."""
    rows = []
    for u, unit in enumerate(units):
        for n in range(size):
            reach = 0 if unit == units[-1] and len(units) > 1 else (n * 7 + u * 5) % (9 - u % 4)
            marks = {name: int((j * 5 + n + u) % 12 < reach) for j, name in enumerate(INDICATORS)}
            rows.append({"unit": unit, "cluster": n % 4, "weight": 1 + n % 3, **marks})
    return pd.DataFrame(rows)


def census(cutoff=3, units=f.UNITS, size=40, **given):
    """A full count of forty households a unit."""
    data = households(units, size)
    return alkire_foster(
        data, dict.fromkeys(INDICATORS, 1), cutoff, dimensions=DIMENSIONS, by="unit", **given
    )


def sample(cutoff=3, units=f.UNITS):
    """The same households as a sample of four clusters in each unit."""
    return census(cutoff, units, weight="weight", strata="unit", cluster="cluster")


def at_cutoff(result, cutoff=3):
    """The rows at a cut-off and those without any."""
    return result[(result.cutoff == cutoff) | result.cutoff.isna()]


def whole(result):
    """The rows of everybody."""
    return result[result.by == "all"]


def pairs(units=f.UNITS, cutoffs=(2, 3, 4)):
    """`robustness` of the same households."""
    return robustness(households(units), dict.fromkeys(INDICATORS, 1), list(cutoffs), by="unit")


def verdicts(*rows):
    """Rows of `robustness` by hand: unit_a, unit_b, above, tied, below of ten specifications."""
    frame = pd.DataFrame(rows, columns=["unit_a", "unit_b", "above", "tied", "below"]).assign(
        specifications=10
    )
    frame["robust"] = frame["above"] == 10
    frame["verdict"] = [
        "turns" if row.below else "robust" if row.robust else "never_below" if row.above else "equal"
        for row in frame.itertuples()
    ]
    return frame.assign(agreement=frame["above"] / 10)


YEAR_END = dt.date(2023, 12, 31)


def history(*rows):
    """The rate so far: 1.82 %, 1.76 %, 1.69 %."""
    rows = rows or (
        ("2022-12-31", 363, 20_000), ("2023-08-27", 353, 20_073), ("2023-10-24", 341, 20_119),
    )  # fmt: skip
    frame = pd.DataFrame(rows, columns=["date", "households", "total_households"])
    return frame.assign(date=pd.to_datetime(frame["date"])).astype({"households": "Int64"})


def expected(households=331.0, ends=(320, 341, 311, 345), met=0.44, exceeded=0.2, total=20_119):
    """The row of `nowcast` for the district."""
    row = {"expected_households": households, "total_households": total, "expected_rate": households / total}
    names = ("lower_80", "upper_80", "lower_95", "upper_95")
    row |= dict(zip(names, ends, strict=True))
    row |= {name.replace("_", "_rate_"): end / total for name, end in zip(names, ends, strict=True)}
    row |= {"probability_met": met, "probability_exceeded": exceeded}
    return pd.Series(row | {"probability_not_met": 1 - met - exceeded})
