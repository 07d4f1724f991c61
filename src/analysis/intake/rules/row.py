"""What the values of one row say together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.intake.layouts import load_layout
from analysis.intake.rules.book import rule
from analysis.intake.rules.cell import SCORED, by_standard, under_each_standard
from analysis.law import Standard, class_by_scores
from analysis.programme import Programme
from analysis.tables import INDICATORS, LISTED

HOUSEHOLD_KINDS = ("household_list", "household_exits", "movement_return", "support_records")
RECORDS = (*HOUSEHOLD_KINDS, "resident_totals", "form_7_1", "form_7_2", "form_7_3")


@rule("ROW-MISSING", level="row", severity="error", source="layouts", of=RECORDS)
def required_values_stand_in_the_row(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A row has every value its form can't do without."""
    kind = str(rows.form.iat[0])
    needed = [c for c in load_layout(kind).columns if c.required and c.field in rows and c.type != "project"]
    gaps = pd.DataFrame({column.field: rows[column.field].isna() for column in needed})
    gaps = gaps.drop(columns=["b1", "b2"], errors="ignore")  # the recorded class stands without its scores
    headings = {column.field: column.heading for column in needed}
    broken = gaps[gaps.any(axis=1)]
    return pd.DataFrame(
        {
            "at": broken.idxmax(axis=1),
            "missing": [", ".join(headings[f] for f in gaps.columns[row]) for row in broken.to_numpy()],
        },
        index=broken.index,
    )


@rule("MEMBERS-NONE", level="row", severity="error", source="layouts", of=HOUSEHOLD_KINDS[:3], at="members")
def a_household_has_members(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A household has at least one member."""
    return rows.loc[(rows.members < 1).fillna(False), []]


@rule(
    "UNIT-ROW",
    level="row",
    severity="error",
    source="logic: one unit per list",
    of=("household_list",),
    keepable=True,
)
def the_row_belongs_to_the_unit_of_the_title(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A unit's list holds households of that unit alone."""
    names = {unit.code: unit.name for unit in programme.units}
    said = rows.unit_said
    broken = said.notna() & (said != rows.unit_code)
    return pd.DataFrame(
        {"at": "unit_code", "value": said[broken].map(names), "unit": rows.unit_code[broken].map(names)}
    )


@rule(
    "EXIT-CLASS",
    level="row",
    severity="error",
    source="forms 7.2, 7.3",
    of=("household_exits",),
    at="class_before",
)
def who_left_a_list_stood_on_it(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A household that left the list was poor or near-poor before."""
    return rows.loc[~rows.class_before.isin(LISTED), []]


@rule(
    "B2-MARKS", level="row", severity="warning", source="standard.points_per_deprivation", of=SCORED, at="b2"
)
def deprivation_points_agree_with_the_marks(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """B2 is the points of the indicators marked."""

    def broken(part: pd.DataFrame, standard: Standard) -> pd.DataFrame:
        points = standard.points_per_deprivation.value
        marks = part[list(INDICATORS)].to_numpy("float64", na_value=float("nan"))
        counted = pd.Series(np.nansum(marks, axis=1), part.index).astype("Int64")
        recorded = ~np.isnan(marks).all(axis=1)
        differs = (part.b2 != points * counted).fillna(False) & recorded
        return pd.DataFrame(
            {"value": part.b2[differs], "marks": counted[differs], "expected": points * counted[differs]}
        )

    return under_each_standard(rows, broken)


@rule(
    "CLASS-SCORES",
    level="row",
    severity="warning",
    source="standard.income_points, standard.poor_from",
    of=("household_list",),
    at="poverty_class_recorded",
)
def the_recorded_class_is_that_of_the_scores(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """The recorded class is the one B1 and B2 give; it stays the official one where they differ."""

    def broken(part: pd.DataFrame, standard: Standard) -> pd.DataFrame:
        by_scores = class_by_scores(part.b1, part.b2, part.area, standard)
        # the average living standard is recognised on income, which the scores do not hold
        recorded = part.poverty_class_recorded.replace("average", "not_poor")
        differs = (recorded != by_scores).fillna(False)
        facts = part.loc[differs, ["b1", "b2"]]
        return facts.assign(value=part.poverty_class_recorded[differs], expected=by_scores[differs])

    return under_each_standard(rows, broken)


@rule("MEMBERS", level="row", severity="warning", source="layouts", of=("household_list",), at="members")
def as_many_members_listed_as_stated(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """As many persons are listed under a household as it is said to have, in a list of persons."""
    lists_persons = (rows.persons_listed > 1).groupby(rows.source_file).transform("any")
    differs = lists_persons & (rows.members != rows.persons_listed).fillna(False)
    return pd.DataFrame({"value": rows.members[differs], "listed": rows.persons_listed[differs]})


MANY_MEMBERS = 20
"""More members than this are a slip of the pen or of the column more often than a household."""


@rule(
    "MEMBERS-MANY",
    level="row",
    severity="warning",
    source="logic: a household is one roof and one purse",
    of=HOUSEHOLD_KINDS[:3],
    at="members",
)
def a_household_is_no_village(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A household has a plausible number of members."""
    return rows.loc[(rows.members > MANY_MEMBERS).fillna(False), ["members"]].set_axis(["value"], axis=1)


@rule(
    "SCORES-MISSING",
    level="row",
    severity="warning",
    source="standard.income_points, standard.poor_from",
    of=("household_list",),
)
def a_listed_household_has_both_scores(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A poor or near-poor household comes with the points of B1 and of B2 that make it so."""
    listed = rows.poverty_class_recorded.isin(LISTED)
    said = {name: pd.Series([name in fields for fields in rows.unread], rows.index) for name in ("b1", "b2")}
    lacks = pd.DataFrame({name: listed & rows[name].isna() & ~said[name] for name in said})
    return pd.DataFrame({"at": lacks[lacks.any(axis=1)].idxmax(axis=1)})


@rule(
    "MOVE-SCORES",
    level="row",
    severity="warning",
    source="standard.income_points, standard.poor_from",
    of=("movement_return",),
    at="class_after",
)
def the_class_after_is_that_of_the_scores(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A household that comes onto a list or stays on it has the class its B1 and B2 give."""
    areas = rows.unit_code.map({unit.code: unit.area for unit in programme.units})
    judged = rows.assign(area=areas)[rows.class_after.isin(LISTED) & (rows.reason != "moved_in")]

    def broken(part: pd.DataFrame, standard: Standard) -> pd.DataFrame:
        by_scores = class_by_scores(part.b1, part.b2, part.area, standard)
        differs = (part.class_after != by_scores).fillna(False)
        facts = part.loc[differs, ["b1", "b2"]]
        return facts.assign(value=part.class_after[differs], expected=by_scores[differs])

    return under_each_standard(judged, broken)


_REASON_CLASSES = {
    "exit_poverty": (("poor",), ("near_poor", "average", "not_poor")),
    "exit_near_poverty": (("near_poor",), ("average", "not_poor")),
    "relapse_poverty": (("near_poor", "average", "not_poor", "none"), ("poor",)),
    "relapse_near_poverty": (("average", "not_poor", "none"), ("near_poor",)),
    "new": (("average", "not_poor", "none"), LISTED),
    "became_poor": (("near_poor",), ("poor",)),
    "moved_in": (None, LISTED),
    "moved_out": (LISTED, None),
    "merged": (LISTED, None),
    "died": (LISTED, None),
}
"""Classes before and after that a reason allows; None for any."""


@rule(
    "MOVE-REASON",
    level="row",
    severity="warning",
    source="forms 7.2, 7.3",
    of=("movement_return", "household_exits"),
    at="reason",
)
def the_reason_fits_the_classes(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """The class before and after are those that the stated reason leads from and to."""

    def allows(reason: str, before: str, after: str) -> bool:
        froms, tos = _REASON_CLASSES.get(reason, (None, None))
        return (froms is None or before in froms) and (tos is None or after in tos)

    columns = ["reason", "class_before", "class_after"]
    said = list(rows[columns].itertuples(index=False, name=None))
    allowed = {each: allows(*each) for each in set(said)}
    fits = [allowed[each] for each in said]
    return rows.loc[~pd.Series(fits, index=rows.index, dtype=bool), columns]


@rule(
    "MOVE-TWICE",
    level="row",
    severity="error",
    source="each movement counts once",
    of=("movement_return",),
    at="household_id",
)
def a_movement_stands_once(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A movement of a household decided on a day stands in one row of one return."""
    key = ["unit_code", "household_id", "reason", "class_after", "decision_date"]
    coded = rows[rows.household_id.notna()]
    return coded.loc[coded.duplicated(key), []]


@rule("DATE-STANDARD", level="row", severity="error", source="law", of=SCORED)
def a_standard_is_in_force(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """The day a row stands for has a poverty standard in force."""
    judged = [part.index for _, part in by_standard(rows)]
    lost = rows.index.difference(judged[0].append(judged[1:]) if judged else rows.index[:0])
    return pd.DataFrame({"day": rows.on[lost].dt.date})
