"""Equations that must hold between the figures of one report."""

from __future__ import annotations

import pandas as pd

from analysis.identities.evidence import Inputs, evidence_of
from analysis.identities.lists import LIST_IDENTITIES
from analysis.identities.money import MONEY_IDENTITIES
from analysis.identities.own_forms import OWN_FORM_IDENTITIES

__all__ = ["IDENTITIES", "check_identities"]

IDENTITIES = (*LIST_IDENTITIES, *OWN_FORM_IDENTITIES, *MONEY_IDENTITIES)


def check_identities(inputs: Inputs) -> pd.DataFrame:
    """Every equation between the figures of a report, whether it holds or not.

    An equation can be checked only where both its sides are known: what has not come is told by
    the findings, not here.

    inputs: what `read_inputs` gives for one period.

    Returns one row per equation: `identity` (a code of `IDENTITIES`), `unit` (unit code, project,
        or `district` for the whole), `item` (the figure, or the column of a form), `left`,
        `right` and `difference` (left − right; households, persons or đồng), `holds`, and the
        `severity` of a broken one: `error`, or `warning` where life itself may break it.
    """
    evidence = evidence_of(inputs)
    return pd.concat([identity.check(evidence) for identity in IDENTITIES], ignore_index=True)
