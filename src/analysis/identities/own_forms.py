"""Identities of a unit's own summary forms, in themselves and against its list."""

from __future__ import annotations

import pandas as pd

from analysis.identities.evidence import Evidence
from analysis.identities.form_equations import balance, cross_form
from analysis.identities.identity import Identity, by_account

_KEYS = ["form", "unit_code", "account", "item"]


def own_balance(evidence: Evidence) -> pd.DataFrame:
    """The unit's own form closes: opening − decreases + increases = closing."""
    return by_account(balance(_latest(evidence)))


def own_cross(evidence: Evidence) -> pd.DataFrame:
    """The unit's own forms 7.1, 7.2 and 7.3 agree with each other."""
    return by_account(cross_form(_latest(evidence)))


def own_against_list(evidence: Evidence) -> pd.DataFrame:
    """Each figure of the unit's own forms (left) against the one its list gives (right).

    Only where the current list is the full list of the form's own day.
    """
    basis = evidence.inputs.list_basis
    same_day = basis[(basis.basis == "full_list") & (basis.movements_applied == 0)]
    own = _latest(evidence).merge(
        same_day[["unit_code", "list_date"]], on=["unit_code", "list_date"], validate="many_to_one"
    )
    current = evidence.stocks[evidence.stocks["round"] == evidence.until.isoformat()]
    counted = current.melt(["unit_code", "measure"], ["households", "persons"], "account", "value").rename(
        columns={"measure": "item"}
    )
    ours = pd.concat([evidence.forms, counted.assign(form="7.1")]).rename(columns={"value": "right"})
    rows = own.rename(columns={"value": "left"}).merge(
        ours[[*_KEYS, "right"]], on=_KEYS, validate="one_to_one"
    )
    return by_account(
        rows.assign(unit=rows.unit_code, item=rows.form + "." + rows.account + "." + rows["item"])
    )


def own_residents(evidence: Evidence) -> pd.DataFrame:
    """Resident households and persons of a unit's form 7.1 (left) are the denominators used (right).

    Only where the denominator stands for the form's own day.
    """
    totals = evidence.inputs.totals.melt(
        ["unit_code", "date"], ["total_households", "total_persons"], "account", "right"
    ).drop_duplicates(["unit_code", "date", "account"])
    totals["account"] = totals.account.str.removeprefix("total_")
    forms = _latest(evidence)
    own = forms[(forms.form == "7.1") & (forms["item"] == "total")].rename(columns={"value": "left"})
    rows = own.merge(
        totals.rename(columns={"date": "list_date"}),
        on=["unit_code", "list_date", "account"],
        validate="one_to_one",
    )
    return rows.assign(unit=rows.unit_code, item="7.1." + rows.account + ".total", severity="warning")


def _latest(evidence: Evidence) -> pd.DataFrame:
    """The last form of each kind a unit sent: older ones were checked when they came."""
    forms = evidence.inputs.summaries
    last = forms.groupby(["form", "unit_code"], dropna=False).list_date.transform("max")
    return forms[forms.list_date == last].drop_duplicates(_KEYS, keep="last")


OWN_FORM_IDENTITIES = (
    Identity("OWN-BALANCE", own_balance),
    Identity("OWN-CROSS", own_cross),
    Identity("OWN-LIST", own_against_list),
    Identity("OWN-RESIDENTS", own_residents),
)
