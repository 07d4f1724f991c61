"""Every household of every paper under one id."""

from __future__ import annotations

import pandas as pd

from analysis.findings import Finding
from analysis.intake.identity.identity_findings import identity_findings
from analysis.intake.identity.recognised import recognised
from analysis.intake.identity.with_identity import with_identity
from analysis.programme import Programme

DAYS = {"movement_return": "decision_date", "household_exits": "list_date", "support_records": "date"}
"""Papers that name households of the lists, and the day by which they name them."""


def identified(
    rows: dict[str, pd.DataFrame], programme: Programme
) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """The rows of all papers by kind, each with the `household_id` of its household, and what is in doubt.

    What the programme's decisions settle about pairs of entries holds.
    """
    pairs = programme.decisions.household_pairs
    lists, review = with_identity(rows["household_list"], pairs)
    named = {kind: recognised(rows[kind], lists, pairs, day=day) for kind, day in DAYS.items()}
    others = {kind: known for kind, (known, _) in named.items()}
    doubts = pd.concat([review, *(doubt for _, doubt in named.values())], ignore_index=True)
    findings = identity_findings(lists, doubts, pairs, programme, tuple(others.values()))
    return rows | others | {"household_list": lists}, findings
