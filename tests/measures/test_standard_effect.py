from itertools import permutations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.law import load_standard
from analysis.measures.classify import classify
from analysis.measures.standard_effect import LINES, standard_effect, standard_effect_lines
from analysis.tables import INDICATORS

OLD, NEW, NEXT = (load_standard(day) for day in ("2021-12-31", "2022-01-01", "2027-01-01"))
EVERY = sorted({*OLD.indicator_ids, *NEW.indicator_ids, *NEXT.indicator_ids})


def household(income, *deprived, area="rural", unit="A", members=3):
    place = {"unit_code": unit, "round": "2021-12-31", "area": area, "members": members, "income": income}
    return place | {name: int(name in deprived) for name in EVERY}


def effect(*rows, before=OLD, after=NEW, **options):
    return standard_effect(pd.DataFrame(rows), before, after, **options)


def moves(table):
    return [
        (row.class_before, row.class_after, None if pd.isna(row.because) else row.because, row.households)
        for row in table.itertuples()
    ]


THREE = ("health_insurance", "toilet", "telecom")


def test_household_between_the_old_and_the_new_line_comes_onto_the_list():
    # rural, 1.200.000 đồng: over 1.000.000, under 1.500.000
    assert moves(effect(household(1_200_000, *THREE))) == [("not_poor", "poor", "income_line", 1)]
    assert moves(effect(household(1_200_000))) == [("not_poor", "near_poor", "income_line", 1)]


def test_household_under_the_lower_line_alone_is_near_poor_now():
    # 700.000 đồng and no deprivation: poor until 2021, near-poor since the lower line is gone
    assert moves(effect(household(700_000))) == [("poor", "near_poor", "income_line", 1)]


def test_indicator_of_the_new_list_alone_makes_poor():
    # two of the old indicators, and nutrition, which the old list did not hold
    row = household(900_000, "toilet", "telecom", "nutrition")
    assert moves(effect(row)) == [("near_poor", "poor", "indicators", 1)]


def test_two_lines_that_only_together_move_a_household_are_both_named():
    # over the old line, under the new one, and poor only with an indicator of the new list
    row = household(1_200_000, "toilet", "telecom", "employment")
    assert moves(effect(row)) == [("not_poor", "poor", "income_line + indicators", 1)]


def test_either_of_two_lines_that_would_do_is_named():
    # a standard with no lower line, and a count of four: both leave a poor household near-poor
    four = NEW.model_copy(update={"poor_from": NEW.poor_from.model_copy(update={"value": 40})})
    fewer = four.model_copy(update={"indicators": NEW.indicators[:-2]})
    row = household(1_000_000, "toilet", "water_source", "information_means")
    assert moves(effect(row, before=NEW, after=fewer)) == [
        ("poor", "near_poor", "deprivation_count or indicators", 1)
    ]


def test_households_that_stay_have_no_line_to_be_because_of():
    assert moves(effect(household(1_400_000), household(5_000_000), before=NEW, after=NEW)) == [
        ("near_poor", "near_poor", None, 1),
        ("not_poor", "not_poor", None, 1),
    ]


def test_standard_of_2027_brings_households_under_its_higher_line():
    # 2.200.000 đồng rural, 2.800.000 urban; waste treatment is new among the twelve
    rows = [
        household(2_200_000, *THREE),
        household(2_800_000, area="urban"),
        household(2_800_001, area="urban"),
    ]
    rows.append(household(1_500_000, "toilet", "telecom", "waste_treatment"))
    assert moves(effect(*rows, before=NEW, after=NEXT)) == [
        ("near_poor", "poor", "indicators", 1),
        ("not_poor", "poor", "income_line", 1),
        ("not_poor", "near_poor", "income_line", 1),
        ("not_poor", "not_poor", None, 1),
    ]


def test_each_standard_reads_its_own_points_where_both_are_given():
    # 120 points of the old form are its lower line; 141 of the new are over the rural one
    row = {"area": "rural", "b1_before": 120, "b1_after": 141, "b2_before": 0, "b2_after": 50}
    assert moves(standard_effect(pd.DataFrame([row]), OLD, NEW)) == [("poor", "not_poor", "income_line", 1)]


def test_what_is_not_known_is_undecided_and_still_counted():
    rows = [household(None), household(900_000, *THREE)]
    assert moves(effect(*rows)) == [("poor", "poor", None, 1), ("undecided", "undecided", None, 1)]


def test_persons_and_shares_are_over_the_residents_of_the_unit():
    totals = pd.DataFrame(
        {
            "unit_code": ["A", "B"],
            "round": "2021-12-31",
            "total_households": [200, 50],
            "total_persons": [800, 200],
        }
    )
    rows = [household(1_200_000, unit=unit, members=n) for unit, n in (("A", 2), ("A", 5), ("B", 4))]
    table = effect(*rows, totals=totals, by="unit_code")
    assert table[["unit_code", "households", "persons", "denominator", "share"]].values.tolist() == [
        ["A", 2, 7, 200, 0.01],
        ["B", 1, 4, 50, 0.02],
    ]
    with pytest.raises(ValueError, match="more households given than reside"):
        effect(*rows, totals=totals.assign(total_households=1))


def test_columns_that_lack_are_named():
    row = pd.DataFrame([household(1_200_000)])
    with pytest.raises(ValueError, match="need a column b2_before, or health_services"):
        standard_effect(row.drop(columns="health_services"), OLD, NEW)
    with pytest.raises(ValueError, match="need a column b1_before or income"):
        standard_effect(row.drop(columns="income"), OLD, NEW)
    with pytest.raises(ValueError, match="2027-2030 households need a column income"):
        standard_effect(row.drop(columns="income").assign(b1=100), NEW, NEXT)


def test_effects_of_the_lines_are_those_of_every_order_of_replacing_them():
    # one household that needs income line and indicators together: half of it is due to each
    table = standard_effect_lines(
        pd.DataFrame([household(1_200_000, "toilet", "telecom", "employment")]), OLD, NEW
    )
    poor = table[table.measure == "poor"].set_index("line")
    assert poor.numerator.to_dict() == {"income_line": 3, "deprivation_count": 0, "indicators": 3}
    assert poor.denominator.unique().tolist() == [6]
    assert poor.effect_households.tolist() == [0.5, 0, 0.5]
    # it comes onto the list by the income line alone
    listed = table[table.measure == "multidimensional"].set_index("line")
    assert listed.numerator.to_dict() == {"income_line": 6, "deprivation_count": 0, "indicators": 0}


def test_what_one_standard_leaves_undecided_is_no_effect_of_the_law():
    # deprivations of the new list are not known: under its line, poor or near-poor but surely listed
    rows = pd.DataFrame([household(1_200_000, *THREE), household(1_200_000, *THREE)])
    rows["nutrition"] = pd.array([0, None], dtype="Int64")
    lines = standard_effect_lines(rows, OLD, NEW).set_index(["measure", "line"])
    columns = ["households_before", "households_after", "unknown", "numerator", "denominator"]
    assert lines.loc[("poor", "income_line"), columns].tolist() == [0, 1, 1, 6, 12]
    assert lines.loc[("near_poor", "income_line"), columns].tolist() == [0, 0, 1, 0, 12]
    assert lines.loc[("multidimensional", "income_line"), columns].tolist() == [0, 2, 0, 12, 12]
    assert moves(standard_effect(rows, OLD, NEW)) == [
        ("not_poor", "poor", "income_line", 1),
        ("not_poor", "undecided", None, 1),
    ]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("income", 1_200_000.5, "not whole numbers .* income"),
        ("income", "một triệu", "not whole numbers .* income"),
        ("area", "town", "area is `rural` or `urban`, not town"),
        ("toilet", 3, "marks other than 0, 1 .* toilet"),
    ],
)
def test_figures_that_are_none_are_refused_in_one_sentence(column, value, said):
    with pytest.raises(ValueError, match=said):
        standard_effect(pd.DataFrame([household(1_200_000) | {column: value}]), OLD, NEW)


SCORED = {"area": "rural", "b1": 145, "b2": 30}


def test_one_b1_of_two_forms_is_refused_and_of_one_form_is_read():
    # 145 points are under the line of 150 of the old form, and over that of 140 of the new one
    row = pd.DataFrame([SCORED | dict.fromkeys(EVERY, 0)])
    with pytest.raises(ValueError, match=r"one b1 can't be read under both .*2016-2020 and .*2022-2025"):
        standard_effect(row, OLD, NEW)
    assert moves(standard_effect(row.rename(columns={"b1": "b1_before"}).assign(b1_after=140), OLD, NEW)) == [
        ("near_poor", "near_poor", None, 1)
    ]
    line = NEW.b1_points
    moved = line.model_copy(update={"rural": line.rural.model_copy(update={"value": 145})})
    higher = NEW.model_copy(update={"b1_points": moved})
    assert moves(standard_effect(row, NEW, higher)) == [("not_poor", "near_poor", "income_line", 1)]


@pytest.mark.parametrize("marked", [[], list(NEW.indicator_ids), list(OLD.indicator_ids)])
def test_one_b2_of_two_lists_of_indicators_is_refused(marked):
    row = pd.DataFrame([SCORED | {"income": 900_000} | dict.fromkeys(marked, 0)]).drop(columns="b1")
    with pytest.raises(
        ValueError, match=r"one b2 can't be read under both .*, whose indicators differ: give b2_"
    ):
        standard_effect(row, OLD, NEW)
    assert len(standard_effect(row, NEW, NEW)) == 1


def test_incomes_below_nothing_or_in_thousands_or_millions_are_refused():
    rows = [household(income) for income in (0, 0, 1_200, 2_000, 40_000)]
    # of those that have any: 1.200, 2.000 and 40.000; a hundredth of the rural line of 2021 is 10.000
    said = r"incomes are đồng per person and month, and half of these are 2000 or less: write 1200000 for"
    with pytest.raises(ValueError, match=said):
        effect(*rows)
    with pytest.raises(ValueError, match="figures below 0 in income: correct them"):
        effect(household(-1), household(1_000_000))
    assert effect(household(0), household(0)).households.sum() == 2
    # a hundredth of the rural line since 2022 is 15.000
    assert effect(household(15_000)).households.sum() == 1
    with pytest.raises(ValueError, match="half of these are 14999 or less"):
        effect(household(14_999))


@pytest.mark.parametrize("measure", [standard_effect, standard_effect_lines])
@pytest.mark.parametrize(
    ("change", "given", "options", "said"),
    [
        (lambda h: h, ("2021-12-31", NEW), {}, "'2021-12-31' is no standard: load_standard"),
        (lambda h: h, (OLD, 2022), {}, "a int is no standard: load_standard"),
        (lambda h: h, (OLD, NEW), {"by": "aera"}, "no column aera in households; there are: unit_code"),
        (lambda h: h.drop(columns="area"), (OLD, NEW), {}, "no column area in households"),
        (lambda h: h, (OLD, NEW), {"totals": {"A": 200}}, "totals are a table, and this is a dict"),
        (
            lambda h: h,
            (OLD, NEW),
            {"totals": pd.DataFrame({"unit_code": ["A"]})},
            "no column round, .* in totals",
        ),
    ],
)
def test_a_wrong_call_is_refused_in_a_sentence(measure, change, given, options, said):
    with pytest.raises(ValueError, match=said):
        measure(change(pd.DataFrame([household(1_200_000)])), *given, **options)


def test_figures_may_be_stored_as_texts():
    texts = pd.DataFrame([household(1_200_000, *THREE)]).astype({"income": str, "members": str})
    pd.testing.assert_frame_equal(standard_effect(texts, OLD, NEW), effect(household(1_200_000, *THREE)))
    with pytest.raises(ValueError, match="members are no whole numbers"):
        standard_effect(texts.assign(members="ba"), OLD, NEW)


@pytest.mark.parametrize("points", [35, 130])
def test_points_that_no_marks_add_up_to_are_refused(points):
    row = household(1_200_000) | {"b2_before": 30, "b2_after": points}
    with pytest.raises(ValueError, match="1 values of b2_after are no multiples of 10 up to 120"):
        standard_effect(pd.DataFrame([row]), OLD, NEW)


@pytest.mark.parametrize("name", ["denominator", "whole", "because"])
def test_group_column_called_as_one_of_the_result_is_refused(name):
    with pytest.raises(ValueError, match=f"by={name} is a column of the result: rename it"):
        standard_effect(pd.DataFrame([household(1_200_000) | {name: "x"}]), OLD, NEW, by=name)


incomes = st.sampled_from(
    [600_000, 700_001, 1_000_000, 1_000_001, 1_500_000, 1_500_001, 2_200_000, 3_000_000, None]
)
rows = st.lists(
    st.builds(
        lambda income, deprived, urban, unit: household(
            income, *deprived, area="urban" if urban else "rural", unit=unit
        ),
        incomes,
        st.lists(st.sampled_from(EVERY), max_size=6),
        st.booleans(),
        st.sampled_from("AB"),
    ),
    min_size=1,
    max_size=15,
)
pairs = st.sampled_from(list(permutations((OLD, NEW, NEXT), 2)))
enough = settings(deadline=None, max_examples=30)


@given(rows, pairs)
@enough
def test_cross_table_adds_up_to_all_households_and_to_both_standards(data, standards):
    table = effect(*data, before=standards[0], after=standards[1], by="unit_code")
    assert table.households.sum() == len(data)
    assert (
        table.groupby("unit_code").households.sum() == table.groupby("unit_code").denominator.first()
    ).all()
    undecided = (table.class_before == "undecided") | (table.class_after == "undecided")
    assert (table.because.isna() == (undecided | (table.class_before == table.class_after))).all()
    lines = standard_effect_lines(pd.DataFrame(data), *standards)
    for measure, classes in {"poor": ["poor"], "near_poor": ["near_poor"]}.items():
        own = lines[lines.measure == measure]
        for when in ("before", "after"):
            counted = table.households[table[f"class_{when}"].isin(classes)].sum()
            assert (own[f"households_{when}"] == counted).all()


@given(rows, pairs)
@enough
def test_effects_add_up_to_the_change_exactly_and_turn_round(data, standards):
    there, back = (
        standard_effect_lines(pd.DataFrame(data), *order, by="unit_code")
        for order in (standards, standards[::-1])
    )
    for _, own in there.groupby(["unit_code", "measure"]):
        assert sorted(own.line) == sorted(LINES)
        assert own.numerator.sum() == 6 * (own.households_after - own.households_before).iloc[0]
    assert there.numerator.tolist() == (-back.numerator).tolist()


@given(rows)
@enough
def test_one_scale_of_points_gives_the_classes_of_classify(data):
    frame = pd.DataFrame(data)
    frame = frame.assign(
        b1=frame.income.astype("Int64") // 10_000, b2=10 * frame[list(INDICATORS)].sum(axis=1)
    )
    table = standard_effect(frame.drop(columns="income"), NEW, NEW)
    classes = classify(frame, NEW).poverty_class.fillna("undecided").value_counts()
    assert table.set_index("class_after").households.to_dict() == classes.to_dict()
