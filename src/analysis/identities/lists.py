"""Identities of the lists: stocks, flows, sums of units and classes, residents."""

from __future__ import annotations

import pandas as pd

from analysis.identities.evidence import Evidence
from analysis.identities.form_equations import balance, cross_form
from analysis.identities.identity import WHOLE, Identity, by_account
from analysis.measures.movement_forms import FORMS
from analysis.measures.panel.courses import UNEXPLAINED
from analysis.measures.poverty_rates import MEASURES, poverty_rates

_COUNTED = ("households", "total_households", "persons", "total_persons")


def form_stocks(evidence: Evidence) -> pd.DataFrame:
    """A form opens and closes with the households and persons counted on the two lists."""
    stocks = evidence.stocks.melt(
        ["unit_code", "round", "measure"], ["households", "persons"], "account", "right"
    )
    when = {evidence.since.isoformat(): "opening", evidence.until.isoformat(): "closing"}
    stocks = stocks.assign(
        form=stocks.measure.map({class_: form for form, class_ in FORMS.items()}),
        item=stocks["round"].map(when),
    )
    rows = evidence.forms.rename(columns={"value": "left"}).merge(
        stocks, on=["form", "unit_code", "account", "item"], validate="one_to_one"
    )
    return rows.assign(unit=rows.unit_code, item=rows.form + "." + rows.account + "." + rows["item"])


def form_balance(evidence: Evidence) -> pd.DataFrame:
    """Stock before − decreases + increases + change of size = stock after, to the person."""
    return balance(evidence.forms)


def form_cross(evidence: Evidence) -> pd.DataFrame:
    """Poor become near-poor leaves 7.2 and enters 7.3 in equal number, and the other way round."""
    return by_account(cross_form(evidence.forms))


def movements_explained(evidence: Evidence) -> pd.DataFrame:
    """No household came, left or changed class without a paper that says why (left: how many did)."""
    rows = evidence.transitions
    unexplained = rows.assign(left=rows.households.where(rows.reason == UNEXPLAINED, 0))
    sums = unexplained.groupby(["unit_code", "movement"], as_index=False, dropna=False).left.sum()
    return sums.assign(unit=sums.unit_code, item=sums.movement, right=0, severity="warning")


def counts_within_totals(evidence: Evidence) -> pd.DataFrame:
    """Poor and near-poor together are no more than all residents."""
    sums = evidence.stocks.groupby(["unit_code", "round"], as_index=False, dropna=False)[
        ["households", "persons"]
    ].sum(min_count=2)
    both = sums.merge(evidence.inputs.totals, on=["unit_code", "round"], validate="one_to_one")
    return pd.concat(
        [
            both.assign(
                unit=both.unit_code,
                item=both["round"] + "." + account,
                left=both[account],
                right=both[f"total_{account}"],
            )
            for account in ("households", "persons")
        ]
    )


def units_sum_to_district(evidence: Evidence) -> pd.DataFrame:
    """The district's figure (right) is the sum of its units' (left), in every round and class."""
    keys = ["round", "measure"]
    units = _rates(evidence, "unit_code").groupby(keys, dropna=False)[list(_COUNTED)].sum(skipna=False)
    district = _rates(evidence, None).set_index(keys)[list(_COUNTED)]
    sides = {
        side: frame.melt(ignore_index=False, var_name="figure", value_name=side).set_index(
            "figure", append=True
        )
        for side, frame in (("left", units), ("right", district))
    }
    both = sides["left"].join(sides["right"], how="outer", validate="one_to_one").reset_index()
    return both.assign(unit=WHOLE, item=both["round"] + "." + both.measure + "." + both.figure)


def classes_sum(evidence: Evidence) -> pd.DataFrame:
    """Poor + near-poor (left) = multidimensional (right), in every unit and round."""
    rates = _rates(evidence, "unit_code").melt(
        ["unit_code", "round", "measure"], ["households", "persons"], "account", "value"
    )
    wide = rates.pivot(index=["unit_code", "round", "account"], columns="measure", values="value")
    wide = wide.reindex(columns=list(MEASURES)).reset_index()
    return pd.DataFrame(
        {
            "unit": wide.unit_code,
            "item": wide["round"] + "." + wide.account,
            "left": wide.poor + wide.near_poor,
            "right": wide.multidimensional,
        }
    )


def _rates(evidence: Evidence, by: str | None) -> pd.DataFrame:
    """The rates without units that list more than they have: no rate can be made of those."""
    within = counts_within_totals(evidence)
    impossible = within.unit[(within.left > within.right).fillna(False)]
    stocks, totals = (
        frame[~frame.unit_code.isin(impossible)] for frame in (evidence.stocks, evidence.inputs.totals)
    )
    # Counts without a row name no measure; a list without a row still has all three.
    counted = stocks if len(stocks) else evidence.inputs.households.iloc[:0]
    return poverty_rates(counted, totals[totals.unit_code.isin(stocks.unit_code)], by=by)


LIST_IDENTITIES = (
    Identity("FORM-STOCK", form_stocks),
    Identity("FORM-BALANCE", form_balance),
    Identity("FORM-CROSS", form_cross),
    Identity("MOVEMENT-REASON", movements_explained),
    Identity("WITHIN-TOTALS", counts_within_totals, "at_most"),
    Identity("UNITS-SUM", units_sum_to_district),
    Identity("CLASSES-SUM", classes_sum),
)
