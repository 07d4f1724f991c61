"""What must hold within and between forms 7.1, 7.2 and 7.3, whoever filled them."""

from __future__ import annotations

import pandas as pd

from analysis.tables import FLOW_ITEMS

_KEYS = ["form", "unit_code", "account"]
_DECREASES = {item for items in FLOW_ITEMS.values() for item in items[1:4]}
"""Columns 2 to 4 of both forms are subtracted."""

_SAME_HOUSEHOLDS = (
    (("7.2", "to_near_poor"), ("7.3", "from_poor")),
    (("7.2", "from_near_poor"), ("7.3", "to_poor")),
    (("7.2", "closing"), ("7.1", "poor")),
    (("7.3", "closing"), ("7.1", "near_poor")),
)


def balance(forms: pd.DataFrame) -> pd.DataFrame:
    """Opening − decreases + increases (left) = closing (right), per form, unit and account.

    forms: `form`, `unit_code`, `account`, `item`, `value`; an item left blank counts nothing.
    """
    flows = forms[forms.form.isin(list(FLOW_ITEMS))]
    closing = flows.item == "closing"
    signed = flows.value.mask(flows.item.isin(_DECREASES), -flows.value)
    left = flows.assign(left=signed)[~closing].groupby(_KEYS, as_index=False, dropna=False).left.sum()
    right = flows[closing].rename(columns={"value": "right"})[[*_KEYS, "right"]]
    both = left.merge(right, on=_KEYS, validate="one_to_one")
    return both.assign(unit=both.unit_code, item=both.form + "." + both.account + ".closing")


def cross_form(forms: pd.DataFrame) -> pd.DataFrame:
    """The same households in two forms: who leaves one class for the other, and both stocks.

    forms: as for `balance`; a pair of which one form is not there is left out.
    """
    pairs = []
    for left, right in _SAME_HOUSEHOLDS:
        sides = [
            forms[(forms.form == form) & (forms.item == item)][["unit_code", "account", "value"]]
            for form, item in (left, right)
        ]
        both = sides[0].merge(
            sides[1], on=["unit_code", "account"], suffixes=("_left", "_right"), validate="one_to_one"
        )
        pairs.append(both.assign(item=f"{'.'.join(left)} = {'.'.join(right)}"))
    rows = pd.concat(pairs, ignore_index=True).rename(columns={"value_left": "left", "value_right": "right"})
    return rows.assign(unit=rows.unit_code, item=rows.account + ": " + rows.item)
