"""How the cheapest mix changes when what it stands on does."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from analysis.assumptions import Effect, Effects, Stated, need_assumed
from analysis.exact import fraction
from analysis.law import Standard
from analysis.measures.columns import need_columns
from analysis.measures.targeting.mix import cheapest_mix
from analysis.measures.targeting.money import EXECUTION, Of, support_money
from analysis.measures.targeting.reach import Goal, reachable


def mix_sensitivity(
    households: pd.DataFrame,
    standard: Standard,
    effects: Effects,
    execution: pd.DataFrame,
    needed: Mapping[str, int],
    *,
    step: Fraction = Fraction(1, 5),
    goal: Goal = "off_list",
    within_months: int | None = None,
    of: Of = "plan",
) -> pd.DataFrame:
    """`cheapest_mix` for each bound as assumed, and with one assumption moved by `step` either way.

    needed: households needed, by the name of the bound (`"0.15"`).
    step: between 0 and 1, neither included: a fifth less and a fifth more, say.
    Moved, one at a time: `cost` of a household (rounded down, at least 1 đồng), `money` left, `success`
        (at most certain) and `income_points` (rounded down) of every project.
    Returns one row per bound and case: `bound`, `moved` (`as_assumed`, or what is moved), `by` (its
        factor), `needed`, `status`, `expected`, `households` (supported), `cost` (whole đồng).
    Raises ValueError for another step, for `needed` that has no names, and as `reachable` and
        `cheapest_mix` do.
    Source: the mix is that of `cheapest_mix`; which assumptions are moved, one at a time, is ours.
    """
    by_step = _step(step)
    if not isinstance(needed, Mapping):
        raise ValueError(
            f"needed={needed!r}: give households by the name of their bound, such as {{'0.15': 8}}"
        )
    need_assumed(effects, Effects)
    less, more = 1 - by_step, 1 + by_step
    cases: list[tuple[str, Fraction]] = [("as_assumed", Fraction(1))]
    cases += [(what, by) for what in ("cost", "money", "success", "income_points") for by in (less, more)]
    rows = []
    for moved, by in cases:
        changed = Effects(
            effects=tuple(_moved(effect, moved, by) for effect in effects.effects),
            without_effect=effects.without_effect,
        )
        types = reachable(households, standard, changed, goal=goal, within_months=within_months)
        money = support_money(
            _with_money(execution, by, of) if moved == "money" else execution, changed, of=of
        )
        for bound, number in needed.items():
            mix = cheapest_mix(types, money, number)
            rows.append(
                (bound, moved, float(by), number, mix.status, float(mix.expected), mix.households, mix.cost)
            )
    columns = ["bound", "moved", "by", "needed", "status", "expected", "households", "cost"]
    return pd.DataFrame(rows, columns=columns).sort_values("bound", kind="stable", ignore_index=True)


def _step(given: object) -> Fraction:
    """The step as it is written. Raises ValueError for what is no number between 0 and 1."""
    try:
        step = fraction(given)  # type: ignore[arg-type]
    except (TypeError, ValueError, ArithmeticError):
        step = None
    if step is None or not 0 < step < 1:
        shown = given if step is None else step
        raise ValueError(
            f"step {shown} does not lie between 0 and 1: write Fraction(1, 5) for a fifth either way"
        )
    return step


def _with_money(execution: pd.DataFrame, by: Fraction, of: Of) -> pd.DataFrame:
    """The same plan and reports with so many times the money left: as if more or less were spent."""
    need_columns(execution, EXECUTION, "the execution")
    base = execution["plan"] if of == "plan" else execution["allocated_in_plan"]
    left = (base - execution["disbursed_in_plan"]).clip(lower=0)
    scaled = pd.array([pd.NA if pd.isna(n) else int(int(n) * by) for n in left], "Int64")
    return execution.assign(disbursed_in_plan=base - scaled)


def _moved(effect: Effect, moved: str, by: Fraction) -> Effect:
    if moved not in ("cost", "success", "income_points"):
        return effect
    stated: Stated = getattr(effect, moved)
    least = 1 if moved == "cost" else 0
    value = min(stated.value * by, Fraction(1)) if moved == "success" else max(int(stated.value * by), least)
    return effect.model_copy(update={moved: stated.model_copy(update={"value": value})})
