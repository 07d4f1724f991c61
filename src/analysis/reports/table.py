"""A table as a reader sees it: headings and values in words, numbers the language's way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

import pandas as pd
from pandas.api import types
from pandas.io.formats.style import Styler

from analysis.reports.labels import Labels

Form = Literal["text", "flag", "date", "number", "ratio", "fine_ratio", "points", "change", "fine_change"]

NUMBERS = ("number", "ratio", "fine_ratio", "points", "change", "fine_change")

MEANS = ("_per_household", "_per_day", "_exits")
"""Endings of columns that are neither whole nor a share of something: means and expectations."""

SMALL = ("m0", "m0_before", "m0_after", "estimate_before", "estimate_after")
"""Ratios so small that two decimals of a percentage would hide how they differ."""

FINE = ("h_effect_points", "m0_effect_points", "a_effect_points", "measure_change_points")
"""Changes of such ratios."""


def form_of(name: str, values: pd.Series) -> Form:
    """How a column is written, by its type and, for fractions, by its name."""
    if types.is_bool_dtype(values):
        return "flag"
    if types.is_datetime64_any_dtype(values):
        return "date"
    if name in FINE:
        return "fine_change"
    if name.endswith("_points"):
        return "points" if name == "bound_points" else "change"
    if types.is_integer_dtype(values):
        return "number"
    if types.is_float_dtype(values) and name.endswith(MEANS):
        return "points"
    if types.is_float_dtype(values) and name in SMALL:
        return "fine_ratio"
    return "ratio" if types.is_float_dtype(values) else "text"


def formatted(frame: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """The table as text; what is not known says so and is never a zero."""
    words = labels.words
    write: dict[Form, Callable] = {
        "flag": lambda v: words("terms.yes" if v else "terms.no"),
        "date": lambda v: words.date(v.date()),
        "number": words.number,
        "ratio": words.percent,
        "fine_ratio": lambda v: words.percent(v, 3),
        "points": lambda v: words.decimal(v, 2),
        "change": lambda v: words.decimal(v, 2, signed=True),
        "fine_change": lambda v: words.decimal(v, 3, signed=True),
    }
    columns = {}
    for name in frame.columns:
        written = write.get(form_of(name, frame[name]), partial(labels.value, column=name))
        columns[labels.column(name)] = [
            words("terms.unknown") if pd.isna(value) else written(value) for value in frame[name]
        ]
    return pd.DataFrame(columns)


def styled(text: pd.DataFrame, frame: pd.DataFrame, title: str) -> Styler:
    """The text as an HTML table: caption, numbers to the right, what is not known in grey."""
    classes = pd.DataFrame("", index=text.index, columns=text.columns)
    for heading, name in zip(text.columns, frame.columns, strict=True):
        if form_of(name, frame[name]) in NUMBERS:
            classes[heading] = "n"
        classes.loc[frame[name].isna().to_numpy(), heading] = "u"
    # A cell's text may come from a sender's file, as the name of a sheet does: it is never markup.
    style = Styler(
        text, cell_ids=False, caption=title, table_attributes='class="figures"', escape="html"
    ).hide(axis="index")
    return style.set_td_classes(classes)


def payload(name: str, title: str, frame: pd.DataFrame, labels: Labels) -> dict[str, object]:
    """The table for `tables.xlsx`: headings, forms and plain values, text already in words."""
    forms = {column: form_of(column, frame[column]) for column in frame.columns}
    return {
        "name": name,
        "title": title,
        "columns": [{"heading": labels.column(c), "form": form} for c, form in forms.items()],
        "rows": [
            [
                _plain(value, column, forms[column], labels)
                for column, value in zip(frame.columns, row, strict=True)
            ]
            for row in frame.itertuples(index=False, name=None)
        ],
    }


def _plain(value: object, column: str, form: Form, labels: Labels) -> object:
    if pd.isna(value):
        return None
    if form == "text":
        return labels.value(value, column)
    if form == "flag":
        return labels.words("terms.yes" if value else "terms.no")
    if form == "date":
        return value.date().isoformat()  # type: ignore[attr-defined]
    return int(value) if form == "number" else float(value)  # type: ignore[call-overload, arg-type]
