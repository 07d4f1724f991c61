"""Changes small enough to take apart by hand, and what must be refused."""

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from analysis.measures.alkire_foster import alkire_foster
from analysis.measures.panel.af_decompose_flows import af_decompose_flows
from analysis.measures.panel.panel_transitions import panel_transitions

R1, R2 = "2022-12-31", "2023-12-14"
THREE = ["a", "b", "c"]


def panel(*rows):
    """(household, deprivations at R1, at R2, persons at R1, at R2); None where it has no row."""
    table = [
        (who, name, count, size)
        for who, *counts_sizes in rows
        for name, count, size in zip((R1, R2), counts_sizes[:2], (*counts_sizes[2:], 1, 1), strict=False)
        if count is not None
    ]
    frame = pd.DataFrame(table, columns=["household_id", "round", "count", "members"])
    for place, name in enumerate(THREE):
        frame[name] = (frame["count"] > place).astype(int)
    return frame.assign(unit_code="25693", poverty_class="poor").drop(columns="count")


def exact(result, measure):
    mine = result[(result.measure == measure) & (result.by == "all")]
    return {
        row.component: Fraction(row.numerator, row.denominator)
        for row in mine.itertuples()
        if row.denominator
    }


FIXED = (("eases", 3, 2), ("exits", 2, 1), ("enters", 1, 2), ("stays", 3, 3), ("never", 0, 0))


def test_a_fixed_population_has_the_three_terms_of_the_book():
    # Cut-off 2 of 3. Scores of the poor: 3 + 2 + 3 = 8, then 2 + 2 + 3 = 7, of 3 x 5 = 15.
    result = af_decompose_flows(panel(*FIXED), THREE, 2)
    nothing = dict.fromkeys(["size_change", "left_population", "joined_population", "population"], Fraction())
    assert exact(result, "M0") == nothing | {
        "before": Fraction(8, 15),
        "after": Fraction(7, 15),
        "change": Fraction(-1, 15),
        "exits": Fraction(-2, 15),
        "entries": Fraction(2, 15),
        "stayed": Fraction(-1, 15),
    }
    assert exact(result, "H") == nothing | {
        "before": Fraction(3, 5),
        "after": Fraction(3, 5),
        "change": Fraction(),
        "exits": Fraction(-1, 5),
        "entries": Fraction(1, 5),
        "stayed": Fraction(),
    }


def test_a_mean_of_the_poor_changes_by_its_stayers_and_by_how_others_differ_from_them():
    # A: 8/9 to 7/9. Stayers 6/6 to 5/6. The exit had 2 of 3 where the stayers had 3: without it the
    # mean is (3 - 2) / (3 x 3) higher; the entrant has 2, the stayers 5/2: (2 - 5/2) / 9.
    result = af_decompose_flows(panel(*FIXED), THREE, 2)
    assert exact(result, "A") == {
        "before": Fraction(8, 9),
        "after": Fraction(7, 9),
        "change": Fraction(-1, 9),
        "stayed": Fraction(-1, 6),
        "exits": Fraction(1, 9),
        "entries": Fraction(-1, 18),
        "left_population": Fraction(),
        "joined_population": Fraction(),
    }
    # Deprivations of all five: 9/5 to 8/5, and all five stayed.
    deprivations = exact(result, "deprivations")
    assert deprivations["stayed"] == deprivations["change"] == Fraction(-1, 5)


def test_a_growing_population_counts_each_flow_at_the_mean_and_its_growth_apart():
    # n: 5 to 6, points 8 to 7 + 3 = 10; per point (1/5 + 1/6) / 2 / 3 = 11/180;
    # growth: (8 + 10) / 2 / 3 x (1/6 - 1/5) = -18/180. All: 10/18 - 8/15 = 4/180.
    result = exact(af_decompose_flows(panel(*FIXED, ("joins", None, 3)), THREE, 2), "M0")
    assert result["change"] == Fraction(4, 180)
    assert result["exits"] == Fraction(-22, 180)
    assert result["entries"] == Fraction(22, 180)
    assert result["stayed"] == Fraction(-11, 180)
    assert result["joined_population"] == Fraction(33, 180)
    assert result["population"] == Fraction(-18, 180)


def totals(first, last, **more):
    return pd.DataFrame({"unit_code": "25693", "round": [R1, R2], "total_households": [first, last], **more})


def test_in_a_list_whoever_has_no_row_is_a_resident_not_poor_unless_it_left_the_population():
    rows = panel(("exits", 3, None), ("dies", 2, None), ("enters", None, 2), ("splits", None, 3))
    told = pd.DataFrame(
        [
            ("dies", "poor", "none", "died"),
            ("splits", "none", "poor", "split"),
        ],
        columns=["household_id", "class_before", "class_after", "reason"],
    ).assign(unit_code="25693", date=pd.Timestamp("2023-03-01"))
    courses = panel_transitions(rows, events=told)
    found = exact(af_decompose_flows(rows, THREE, 2, totals=totals(10, 10), courses=courses), "M0")
    assert [found[name] * 30 for name in ("exits", "left_population", "entries", "joined_population")] == [
        -3, -2, 2, 3,
    ]  # fmt: skip
    without = exact(af_decompose_flows(rows, THREE, 2, totals=totals(10, 10)), "M0")
    assert [without[name] * 30 for name in ("exits", "entries")] == [-5, 5]


def test_persons_count_by_household_size_and_growth_of_the_poor_is_apart():
    # 2 deprivations of 3, 2 persons, then 4 persons, among 10: 4/30 to 8/30, all of it size.
    rows = panel(("grows", 2, 2, 2, 4))
    found = exact(
        af_decompose_flows(rows, THREE, 2, weight="members", totals=totals(5, 5, total_persons=10)), "M0"
    )
    assert found["change"] == found["size_change"] == Fraction(4, 30)
    assert found["stayed"] == 0


def test_a_household_that_changes_group_leaves_one_population_for_the_other():
    rows = panel(("moves", 3, 3), ("a", 0, 0), ("b", 0, 0))
    rows["unit_code"] = ["1", "2", "1", "1", "2", "2"]
    result = af_decompose_flows(rows, THREE, 2, by="unit_code")
    h = result[result.measure == "H"].set_index(["group", "component"]).households
    assert (h["1", "left_population"], h["1", "exits"], h["2", "joined_population"]) == (1, 0, 1)
    assert (h["all", "stayed"], h["all", "exits"]) == (1, 0)


def test_a_unit_without_a_poor_household_has_a_change_of_zero_and_no_intensity():
    units = pd.concat([totals(9, 9), totals(7, 8).assign(unit_code="25702")])
    result = af_decompose_flows(panel(*FIXED), THREE, 2, by="unit_code", totals=units)
    empty = result[result.group == "25702"].set_index(["measure", "component"]).estimate
    assert (empty["H"] == 0).all()
    assert (empty["M0"] == 0).all()
    assert empty["A"].isna().all()


def test_levels_are_those_of_alkire_foster():
    rows = panel(*FIXED, ("joins", None, 3))
    result = af_decompose_flows(rows, {"a": 2, "b": 1, "c": 1}, [2, 3])
    for when, name in (("before", R1), ("after", R2)):
        levels = alkire_foster(rows[rows["round"] == name], {"a": 2, "b": 1, "c": 1}, [2, 3])
        for row in levels[levels.measure.isin(["H", "M0", "A"])].itertuples():
            mine = result[
                (result.measure == row.measure) & (result.cutoff == row.cutoff) & (result.component == when)
            ]
            assert mine.estimate.item() == row.estimate


def test_where_nobody_is_poor_or_stays_what_cannot_be_said_is_missing():
    result = af_decompose_flows(panel(("a", 0, 0), ("b", 0, 3)), THREE, 2).set_index(["measure", "component"])
    assert result.estimate["H", "before"] == 0
    assert result.estimate["M0", "entries"] == 0.5
    assert result.loc["A"].loc[["before", "change", "stayed", "entries"], "numerator"].isna().all()
    assert result.estimate["A", "after"] == 1


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"missing": "drop"}, "would turn a gap into an exit"),
        ({"weight": "half"}, "half is no whole number in 10 rows"),
        ({"totals": totals(2, 5)}, "more poor than residents in all"),
        ({"totals": totals(9, 9), "weight": "members"}, "no column total_persons in totals"),
        ({"totals": totals(9, 9), "by": "half"}, "no column half in totals"),
        (
            {"totals": totals(9, 9).assign(total_households=9.5)},
            "total_households is no whole number in 1 rows",
        ),
        ({"weight": "wieght"}, "no column wieght in households; there are: household_id, round, members"),
        ({"by": ["unit_code", "gone"]}, "no column gone in households"),
        ({"key": "id"}, "no column id in households"),
        ({"by": "all"}, "by='all' names the whole"),
        ({"totals": totals(9, 9).head(1)}, f"no total of residents for every unit in {R2}"),
    ],
)
def test_what_cannot_be_counted_exactly_is_refused(more, message):
    with pytest.raises(ValueError, match=message):
        af_decompose_flows(panel(*FIXED).assign(half=0.5), THREE, 2, **more)


def test_a_gap_is_an_error_unless_it_is_said_what_it_stands_for():
    rows = panel(*FIXED)
    rows["a"] = rows.a.astype("Int64").where(rows.household_id != "never")
    with pytest.raises(ValueError, match="missing values"):
        af_decompose_flows(rows, THREE, 2)
    assert exact(af_decompose_flows(rows, THREE, 2, missing="not_deprived"), "M0")["change"] == Fraction(
        -1, 15
    )


def test_an_indicator_that_is_no_column_is_named_with_those_there_are():
    sentence = "no column d, e in households; there are: household_id, round, members, a, b, c"
    with pytest.raises(ValueError, match=sentence):
        af_decompose_flows(panel(*FIXED), [*THREE, "d", "e"], 2)


HUGE = 2**62


def parts_add_up(result):
    """Whether the parts of every change, exact numerators over one denominator, add up to it."""
    for _, part in result.groupby(["by", "group", "measure"]):
        numerator = part.set_index("component").numerator
        parts = numerator.drop(["before", "after", "change"])
        if not parts.isna().any():
            assert parts.sum() == numerator["change"]


@pytest.mark.parametrize("stored", ["Int64", "int64", "object"])
def test_weights_as_great_as_a_column_holds_are_added_without_overflow(stored):
    # W = 2^62 persons each. Of 2W, one household of W is poor (3 of 3), then both: M0 1/2 to 5/6, as the
    # one that enters brings 2 of 3. In 64 bits the sum 3W + 2W would have turned negative.
    rows = panel(("stays", 3, 3, HUGE, HUGE), ("enters", 1, 2, HUGE, HUGE)).astype({"members": stored})
    result = af_decompose_flows(rows, THREE, 2, weight="members", by="unit_code")
    found = exact(result, "M0")
    assert [found[name] for name in ("before", "after", "change")] == [
        Fraction(1, 2),
        Fraction(5, 6),
        Fraction(1, 3),
    ]
    assert found["entries"] == Fraction(1, 3)
    parts_add_up(result)


def test_persons_given_as_texts_numbers_or_categories_count_alike():
    rows = panel(("grows", 2, 2, 2, 4), ("leaves", 3, 1, 5, 5))
    counted = af_decompose_flows(rows, THREE, 2, weight="members")
    for stored in ("string", "float64", "Float64", "category", "uint8", object):
        again = af_decompose_flows(rows.astype({"members": stored}), THREE, 2, weight="members")
        pd.testing.assert_frame_equal(again, counted)


def test_weights_of_eighteen_decimals_are_scores_without_overflow():
    # Weights w = 1 + 10^-18, 7 and 9: scaled by 10^18 they add up to some 1.7 x 10^19, past 64 bits.
    # a alone at first, all three later: M0 is w / (16 + w), then 1.
    one = Decimal("1.000000000000000001")
    weights = {"a": one, "b": Decimal(7), "c": Decimal(9)}
    result = af_decompose_flows(panel(("worsens", 1, 3)), weights, one)
    first = Fraction(one) / (16 + Fraction(one))
    found = exact(result, "M0")
    assert (found["before"], found["after"], found["stayed"]) == (first, 1, 1 - first)
    parts_add_up(result)


def test_residents_beyond_64_bits_are_added_without_overflow():
    # Two units of 2^62 residents each are 2^63, one more than 64 bits hold; one household of them is poor.
    two = pd.concat([totals(HUGE, HUGE), totals(HUGE, HUGE).assign(unit_code="25702")])
    found = exact(af_decompose_flows(panel(("enters", 0, 3)), THREE, 2, totals=two), "H")
    assert found["after"] == Fraction(1, 2**63)
