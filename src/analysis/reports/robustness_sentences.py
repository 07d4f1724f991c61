"""Whether the order of units depends on how poverty is measured, for readers who are no statisticians."""

from __future__ import annotations

import pandas as pd

from analysis.reports.labels import Labels


def robustness_sentences(pairs: pd.DataFrame, ranges: pd.DataFrame, labels: Labels) -> str:
    """How many orderings hold whatever is chosen, and which unit is the poorest in all of it.

    pairs: a result of `robustness`; ranges: of `rank_ranges` from the same specifications.
    """
    words = labels.words
    turns, robust = int(pairs["verdict"].eq("turns").sum()), int(pairs["robust"].sum())
    tied = len(pairs) - turns - robust
    said = [
        words(
            "robustness.compared",
            pairs=len(pairs),
            specifications=int(ranges["specifications"].iloc[0]),
            robust=robust,
        )
    ]
    said += [words("robustness.turns", turns=turns)] if turns else []
    said += [words("robustness.tied", tied=tied)] if tied else []
    first = ranges.loc[ranges["rank_low"] == 1, "unit"].tolist()
    if len(first) == 1:
        said.append(words("robustness.poorest", unit=labels.value(first[0])))
    else:
        said.append(words("robustness.poorest_open", units=labels.values(first)))
    return " ".join(said)
