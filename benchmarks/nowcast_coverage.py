"""How often the nowcast's intervals hold, on synthetic years whose end is known.

    python -m benchmarks.nowcast_coverage [--years N] [--only NAME] [--jobs N] [--seed N]

Years come from `tests/measures/nowcast/synthetic_years.py`, a process that is not the nowcast's model.
The assumptions are the programme's, the same in every row; the rows below the first are years they do
not foresee. Prints the table of docs/method.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.assumptions import YearFlows, load_year_flows
from analysis.measures.nowcast import nowcast, year_end_draws
from analysis.measures.outlook import list_outlook
from tests.measures.nowcast.synthetic_years import Process, synthetic_year

PROGRAMME = Path(__file__).parents[1] / "data" / "ben-cau-2023"
TARGET = ("0.15", "0.20")
LEVELS = (80, 95)
USUAL = Process()

PROCESSES = {
    "as assumed, more or less": USUAL,
    "every year the same season": replace(USUAL, before_review_apart=0, in_preliminary_apart=0),
    "units far apart": replace(USUAL, units_apart=0.8),
    "entrants in large clusters": replace(USUAL, cluster_sizes=(0.6, 0.15, 0.1, 0.1, 0.05)),
    "twice as many leave": replace(USUAL, leave=0.38),
    "half as many leave": replace(USUAL, leave=0.095),
    "autumn brings far more (20 % before it)": replace(USUAL, before_review=0.20),
    "autumn brings far less (65 % before it)": replace(USUAL, before_review=0.65),
    "preliminary lists nearly complete (95 %)": replace(USUAL, in_preliminary=0.95),
    "preliminary lists nearly empty (20 %)": replace(USUAL, in_preliminary=0.20),
}

Year = Callable[[str, np.random.Generator], tuple[pd.DataFrame, pd.Series]]


def of_process(process: Process) -> Year:
    return lambda report, rng: synthetic_year(process, report, rng)


def measured(year: Year, report: str, years: int, assumed: YearFlows, seed: int) -> dict[str, float]:
    """Shares of the years in which the intervals hold, and how large the errors are."""
    rows = []
    for rng in np.random.default_rng(seed).spawn(years):
        evidence, truth = year(report, rng)
        end = year_end_draws(evidence, assumed, seed=seed, draws=4_000)
        district, units = nowcast(end, TARGET).iloc[0], nowcast(end, TARGET, "unit_code")
        at_end = truth.loc[units.unit_code].to_numpy()
        total = int(at_end.sum())
        needed = district.households_baseline - total
        row = {
            "error": abs(district.expected_households - total),
            "plain": abs(plain_rule(evidence, report) - total),
            "foretold": district.probability_not_met,
            "not_met": 100 * needed / district.total_households < float(TARGET[0]),
        }
        for level in LEVELS:
            lower, upper = district[f"lower_{level}"], district[f"upper_{level}"]
            row[f"holds_{level}"] = lower <= total <= upper
            row[f"width_{level}"] = upper - lower
            held = (units[f"lower_{level}"] <= at_end) & (at_end <= units[f"upper_{level}"])
            row[f"units_{level}"] = held.mean()
        rows.append(row)
    return pd.DataFrame(rows).astype(float).mean().to_dict()


def plain_rule(evidence: pd.DataFrame, report: str) -> int:
    """What the rule of the outlook expects, for comparison."""
    lists = evidence.assign(measure="poor")
    reviewed = evidence.stage != "returns"
    basis = pd.DataFrame(
        {
            "unit_code": evidence.unit_code,
            "list_date": np.where(reviewed, "2023-10-15", "2022-12-31"),
            "movements_until": "2023-08-31" if report == "october" else "2023-07-31",
        }
    ).astype({"list_date": "datetime64[us]", "movements_until": "datetime64[us]"})
    rows = list_outlook(
        lists.assign(households=lists.households_baseline),
        lists,
        basis,
        baseline_date=dt.date(2022, 12, 31),
        review_from=dt.date(2023, 9, 1),
        until=dt.date(2023, 12, 31),
        final=False,
    )
    return int(rows.expected_households.sum())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--years", type=int, default=1_000)
    parser.add_argument("--only", help="the years whose name holds this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=2023, help="flows_worth was chosen on seed 1")
    given = parser.parse_args()
    assumed = load_year_flows(PROGRAMME)
    assert assumed is not None
    print("| years | report | 80 % holds | 95 % holds | width 80 % | units 80 % | units 95 %", end=" ")
    print("| mean error | plain rule's | not met: foretold | came true |")
    print("|---" * 11 + "|")
    rows = [
        (name, report, given.years, assumed, given.seed)
        for name in PROCESSES
        for report in ("august", "october")
        if not given.only or given.only in name
    ]
    with ProcessPoolExecutor(given.jobs) as pool:
        for line in pool.map(row_of, rows):
            print(line, flush=True)


def row_of(asked: tuple[str, str, int, YearFlows, int]) -> str:
    name, report, years, assumed, seed = asked
    of = measured(of_process(PROCESSES[name]), report, years, assumed, seed)
    cells = (
        name,
        report,
        *(f"{100 * of[f'holds_{level}']:.1f}" for level in LEVELS),
        f"{of['width_80']:.0f}",
        *(f"{100 * of[f'units_{level}']:.1f}" for level in LEVELS),
        f"{of['error']:.1f}",
        f"{of['plain']:.1f}",
        f"{100 * of['foretold']:.0f}",
        f"{100 * of['not_met']:.0f}",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
