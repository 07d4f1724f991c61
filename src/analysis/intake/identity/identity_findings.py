"""What a person is told of households known without a code."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.decisions import FOLDER, HouseholdPair
from analysis.findings import Finding
from analysis.intake.identity.settled import unknown_pairs
from analysis.intake.rules.identity import DOUBT, MATCHED, NEW, RENUMBERED, TWICE, UNKNOWN
from analysis.programme import Programme

PAIRS = f"{FOLDER}/household_pairs.yaml"


def identity_findings(
    households: pd.DataFrame,
    review: pd.DataFrame,
    pairs: Sequence[HouseholdPair],
    programme: Programme,
    others: Sequence[pd.DataFrame] = (),
) -> list[Finding]:
    """The findings of `with_identity`: counts per list, each doubtful pair at its later row, and settled
    pairs that name a row which is no longer there. No finding has a name or an official code.

    households, review: as `with_identity` gives them, of the same pairs. others: rows of other
        papers, as `recognised` gives them; their doubtful pairs may stand in `review` too.
    """
    names = {unit.code: unit.name for unit in programme.units}
    without = households.code.isna()
    # a later list may have given the code that this one lacks
    told = (households.identified_by != "new") | households.household_id.isin(households.code.dropna())
    changed = ~without & (households.household_id != households.code)
    findings = [
        rule.finding(str(file), unit=names.get(str(unit), str(unit)), count=int(count))
        for rule, rows in ((MATCHED, without & told), (NEW, without & ~told), (RENUMBERED, changed))
        for (file, unit), count in households[rows].groupby(["source_file", "unit_code"]).size().items()
    ]
    rows = pd.concat([frame.assign(household_id=frame.code) for frame in (households, *others)])
    findings += [_doubt(pair) for pair in review.to_dict("records")]
    return findings + [UNKNOWN.finding(PAIRS, number=number) for number in unknown_pairs(rows, pairs)]


def _doubt(pair: dict) -> Finding:
    where = {"sheet": pair["sheet_after"], "row": int(pair["row_after"])}
    other = {"first_file": pair["file_before"], "first_row": int(pair["row_before"])}
    names = {"before": pair["before"], "after": pair["after"]}
    if pair["doubt"] == "twice":
        return TWICE.finding(str(pair["file_after"]), **where, **other, **names)
    # never 100: what is in doubt is not certain
    percent = min(max(round(100 * pair["score"]), 1), 99)
    return DOUBT.finding(str(pair["file_after"]), **where, **other, **names, percent=percent)
