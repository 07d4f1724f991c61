"""What the checks of a published table found, one sentence each in the reader's language."""

from __future__ import annotations

import math
from decimal import Decimal
from numbers import Integral
from typing import Any

import pandas as pd

from analysis.wording import Words


def published_sentences(checks: pd.DataFrame, words: Words) -> pd.Series:
    """A sentence for every row of a result of `check_published`, with its index.

    The measure's own `message` is the plain English one; this is the reader's.
    """
    said = [_sentence(row, words) for row in checks.to_dict("records")]
    return pd.Series(said, index=checks.index, dtype="string", name="message")


def _sentence(row: dict[Any, Any], words: Words) -> str:
    signed = row["check"] == "change"
    values = {
        name: _written(row[name], words, signed=signed and name != "difference")
        for name in ("printed", "recomputed", "numerator", "denominator")
    }
    difference = row["difference"]
    values["difference"] = _written(difference if pd.isna(difference) else abs(difference), words)
    values["base"] = str(row["compared_with"])
    values["parts"] = " + ".join(_name(part, words) for part in str(row["compared_with"]).split(" + "))
    if row["check"] == "figure":
        values |= {"row": str(row["row"]), "column": words(f"published_page.{row['column']}")}
    key = f"published.{row['check']}_{row['verdict']}"
    if key == "published.change_rounded" and pd.isna(row["from_exact"]):
        key = "published.change_rates"  # there is no exact one to hold it against
    said = words(key, **values)
    place = {"unit": str(row["unit"]), "round": str(row["round"]), "said": said}
    if pd.isna(row["measure"]):
        return words("published.where_all", **place)
    return words("published.where", measure=_name(row["measure"], words), **place)


def _name(code: object, words: Words) -> str:
    """A measure in words; a unit's name or a measure of the table's own as it stands."""
    name = str(code)
    if words.has(f"columns.{name}"):
        return words(f"columns.{name}")
    return words.term(name) if words.has(f"terms.{name}") else name


def _written(value: Any, words: Words, *, signed: bool = False) -> str:
    if isinstance(value, pd.Interval):
        if value.left == value.right:
            return words.number(value.left)
        key = "at_least" if math.isinf(value.right) else "between"
        high = value.left if math.isinf(value.right) else int(value.right)
        return words(f"published.{key}", low=int(value.left), high=high)
    if pd.isna(value):
        return ""
    if isinstance(value, Integral):
        return words.number(int(value))
    if isinstance(value, Decimal):
        return words.decimal(value, max(0, -int(value.as_tuple().exponent)), signed=signed)
    return str(value)
