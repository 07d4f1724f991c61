from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.exact import half_up
from analysis.measures.poverty_rates import poverty_rates

PUBLISHED = Path(__file__).parent / "published"


def listed(*rows):
    """unit, class, members; one round."""
    frame = pd.DataFrame(rows, columns=["unit_code", "poverty_class_recorded", "members"])
    return frame.assign(round="r")


def residents(**units):
    """unit=(households, persons) of one round."""
    rows = [(unit, "r", *total) for unit, total in units.items()]
    return pd.DataFrame(rows, columns=["unit_code", "round", "total_households", "total_persons"])


def counts(unit, when="r", **households):
    """Households of a unit by measure; persons unknown."""
    return pd.DataFrame({"measure": households.keys(), "households": households.values()}).assign(
        unit_code=unit, round=when, persons=pd.array([None] * len(households), dtype="Int64")
    )


def of(rates, measure="multidimensional"):
    return rates[rates.measure == measure]


@pytest.mark.parametrize("place", ["Tây Ninh", "Ninh Bình", "Bắc Kạn", "Quảng Bình"])
def test_published_rates_are_reproduced_to_their_two_decimals(place):
    printed = pd.read_csv(PUBLISHED / "household_rates.csv", dtype={"printed_percent": str})
    printed = printed[printed.unit_code == place].astype({"persons": "Int64"})
    totals = printed.drop_duplicates("round").assign(total_persons=pd.NA)
    computed = pd.concat(
        poverty_rates(rows, totals[totals["round"] == when], by="unit_code")
        for when, rows in printed.groupby("round", sort=False)
    ).set_index(["round", "measure"])
    for row in printed.itertuples():
        rate = computed.loc[(row.round, row.measure)]
        percent = half_up(Fraction(100 * int(rate.households), int(rate.total_households)), 2)
        assert str(percent) == row.printed_percent
        assert rate.household_rate == pytest.approx(float(row.printed_percent) / 100, abs=0.5001e-4)


def test_tay_ninh_2021_adds_up_in_households_and_persons():
    # 2 064 + 3 740 = 5 804 households, 4 711 + 10 750 = 15 461 persons
    printed = pd.read_csv(PUBLISHED / "household_rates.csv").query("round == '2021'")
    parts = printed[printed.measure != "multidimensional"]
    totals = printed.head(1).assign(total_persons=pd.NA)
    whole = of(poverty_rates(parts, totals))
    assert whole[["households", "persons"]].values.tolist() == [[5804, 15461]]
    assert pd.isna(whole.person_rate.item())  # residents were not printed


def test_national_review_2022_is_refused_where_its_parts_do_not_add_up():
    # Đồng bằng sông Hồng: 69 239 + 100 237 = 169 476, printed 169 566, 90 more;
    # Tây Nguyên: 129 160 + 107 487 = 236 647, printed 236 766, 119 more; the other four agree
    regions = pd.read_csv(PUBLISHED / "regions_2022.csv").set_index("unit_code")
    rows = pd.concat(counts(region, **row) for region, row in regions.to_dict("index").items())
    totals = residents(**{region: (10**7, 4 * 10**7) for region in regions.index})
    with pytest.raises(ValueError, match="differs") as raised:
        poverty_rates(rows, totals)
    message = str(raised.value)
    assert "Đồng bằng sông Hồng in r: +90 households" in message
    assert "Tây Nguyên in r: +119 households" in message
    assert "Đông Nam Bộ" not in message


def test_rates_are_over_all_residents_of_households_and_persons():
    # 1 of 100 and 2 of 100 households; 4 of 400 and 3 + 5 = 8 of 400 persons
    rates = poverty_rates(
        listed(("A", "poor", 4), ("A", "near_poor", 3), ("A", "near_poor", 5), ("A", "not_poor", 9)),
        residents(A=(100, 400)),
    )
    assert rates.columns.tolist() == [
        "round",
        "measure",
        "households",
        "total_households",
        "household_rate",
        "persons",
        "total_persons",
        "person_rate",
    ]
    assert rates.measure.tolist() == ["poor", "near_poor", "multidimensional"]
    assert rates.households.tolist() == [1, 2, 3]
    assert rates.household_rate.tolist() == pytest.approx([0.01, 0.02, 0.03])
    assert rates.person_rate.tolist() == pytest.approx([0.01, 0.02, 0.03])


def test_recomputed_class_serves_where_none_is_recorded():
    frame = listed(("A", None, 4)).assign(poverty_class="poor").drop(columns="poverty_class_recorded")
    assert poverty_rates(frame, residents(A=(10, 40))).households.tolist() == [1, 0, 1]


def test_unit_with_nobody_listed_has_a_rate_of_zero_and_counts_in_the_district():
    # 1 of 100 + 300 households: 0.25 %, not 1 %
    frame, totals = listed(("A", "poor", 4)), residents(A=(100, 400), B=(300, 900))
    by_unit = of(poverty_rates(frame, totals, by="unit_code"))
    assert by_unit.household_rate.tolist() == [0.01, 0.0]
    assert of(poverty_rates(frame, totals)).household_rate.item() == 0.0025


def test_empty_list_is_a_rate_of_zero():
    rates = poverty_rates(listed().astype({"members": "Int64"}), residents(A=(100, 400)), by="unit_code")
    assert rates.household_rate.tolist() == [0, 0, 0]
    assert rates.persons.tolist() == [0, 0, 0]


def test_round_that_no_row_speaks_of_is_not_given_a_rate_of_zero():
    totals = pd.concat([residents(A=(100, 400)), residents(A=(100, 400)).assign(round="r2")])
    assert poverty_rates(listed(("A", "poor", 4)), totals)["round"].unique().tolist() == ["r"]


def test_unit_without_totals_keeps_its_counts_and_has_no_rate():
    rates = of(
        poverty_rates(listed(("A", "poor", 4), ("B", "poor", 2)), residents(A=(100, 400)), by="unit_code")
    )
    assert rates.households.tolist() == [1, 1]
    assert rates.household_rate.isna().tolist() == [False, True]


def test_district_with_a_unit_without_totals_has_no_rate():
    district = of(poverty_rates(listed(("A", "poor", 4), ("B", "poor", 2)), residents(A=(100, 400))))
    assert district.households.item() == 2
    assert pd.isna(district.total_households.item())
    assert pd.isna(district.household_rate.item())


def test_no_residents_and_no_poor_is_no_rate():
    rates = poverty_rates(counts("A", poor=0, near_poor=0), residents(A=(0, 0)))
    assert rates.household_rate.isna().all()


@pytest.mark.parametrize(
    ("households", "persons"),
    [(1, 100), (100, 6)],  # two households and seven persons are listed
)
def test_more_poor_than_residents_is_refused_with_unit_and_round(households, persons):
    with pytest.raises(ValueError, match="more poor than residents: A in r"):
        poverty_rates(listed(("A", "poor", 4), ("A", "near_poor", 3)), residents(A=(households, persons)))


def test_all_residents_poor_is_a_rate_of_one():
    rates = of(poverty_rates(listed(("A", "poor", 4), ("A", "poor", 3)), residents(A=(2, 7))))
    assert rates[["household_rate", "person_rate"]].values.tolist() == [[1, 1]]


def test_group_of_units_takes_the_residents_of_all_its_units():
    # rural: A and B, 1 of 100 + 300; urban: C, 1 of 50
    frame = listed(("A", "poor", 4), ("B", "not_poor", 2), ("C", "near_poor", 2))
    frame["area"] = frame.unit_code.map({"A": "rural", "B": "rural", "C": "urban"})
    rates = of(poverty_rates(frame, residents(A=(100, 400), B=(300, 900), C=(50, 200)), by="area"))
    assert rates.area.tolist() == ["rural", "urban"]
    assert rates.total_households.tolist() == [400, 50]
    assert rates.household_rate.tolist() == [0.0025, 0.02]


def test_group_unknown_for_a_unit_without_listed_households_asks_for_the_column_in_totals():
    frame, totals = listed(("A", "poor", 4)).assign(area="rural"), residents(A=(100, 400), B=(300, 900))
    with pytest.raises(ValueError, match="area unknown for B; add the column to totals"):
        poverty_rates(frame, totals, by="area")
    rates = of(poverty_rates(frame, totals.assign(area="rural"), by=["area", "unit_code"]))
    assert rates[["area", "unit_code"]].values.tolist() == [["rural", "A"], ["rural", "B"]]


def test_group_that_divides_a_unit_is_refused_without_its_residents():
    frame = listed(("A", "poor", 4), ("A", "poor", 3)).assign(female_head=[0, 1])
    with pytest.raises(ValueError, match="female_head differs within a unit"):
        poverty_rates(frame, residents(A=(100, 400)), by="female_head")


def test_group_that_divides_a_unit_is_over_its_own_residents_where_totals_are_divided_too():
    # 2 of 20 minority households, 1 of 80 others
    frame = listed(("A", "poor", 4), ("A", "poor", 3), ("A", "near_poor", 2)).assign(minority=[1, 1, 0])
    totals = pd.concat([residents(A=(80, 320)).assign(minority=0), residents(A=(20, 80)).assign(minority=1)])
    assert of(poverty_rates(frame, totals, by="minority")).household_rate.tolist() == [0.0125, 0.1]


def test_column_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="no column region"):
        poverty_rates(listed(("A", "poor", 4)), residents(A=(100, 400)), by="region")


def test_total_given_twice_is_refused_with_unit_and_round():
    totals = pd.concat([residents(A=(100, 400)), residents(A=(101, 400))])
    with pytest.raises(ValueError, match="totals given twice: A in r"):
        poverty_rates(listed(("A", "poor", 4)), totals)


def test_count_given_twice_is_refused():
    rows = pd.concat([counts("A", poor=1), counts("A", poor=1)])
    with pytest.raises(ValueError, match="counts given twice: A in r"):
        poverty_rates(rows, residents(A=(100, 400)))


def test_counts_of_the_multidimensional_measure_alone_are_enough():
    rates = poverty_rates(counts("A", multidimensional=3), residents(A=(100, 400)))
    assert rates[["measure", "households", "household_rate"]].values.tolist() == [
        ["multidimensional", 3, 0.03]
    ]
    assert rates.persons.isna().all()
    assert rates.person_rate.isna().all()


def test_measure_that_is_no_class_on_the_list_is_refused():
    with pytest.raises(ValueError, match="average"):
        poverty_rates(counts("A", average=3), residents(A=(100, 400)))


def test_any_kind_of_round_label_will_do():
    totals = pd.concat([residents(A=(100, 400)).assign(round=year) for year in (2022, 2023)])
    rows = pd.concat(counts("A", when=year, poor=year - 2021, near_poor=0) for year in (2022, 2023))
    assert of(poverty_rates(rows, totals)).household_rate.tolist() == [0.01, 0.02]


def test_caller_keeps_the_frames_unchanged():
    frame, totals = listed(("A", "poor", 4)), residents(A=(100, 400))
    copies = frame.copy(), totals.copy()
    poverty_rates(frame, totals, by="unit_code")
    pd.testing.assert_frame_equal(frame, copies[0])
    pd.testing.assert_frame_equal(totals, copies[1])


HOUSEHOLDS = st.lists(
    st.tuples(
        st.sampled_from("ABC"),
        st.sampled_from(["poor", "near_poor", "average", "not_poor"]),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=30,
)
TOTALS = residents(A=(100, 400), B=(50, 300), C=(77, 308))


@settings(deadline=None)
@given(HOUSEHOLDS, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    left, right = (poverty_rates(listed(*r), TOTALS, by="unit_code") for r in (rows, shuffled))
    pd.testing.assert_frame_equal(left, right)


@settings(deadline=None)
@given(HOUSEHOLDS)
def test_units_add_up_to_the_district_and_parts_to_the_whole(rows):
    by_unit, district = (poverty_rates(listed(*rows), TOTALS, by=by) for by in ("unit_code", None))
    columns = ["households", "persons", "total_households", "total_persons"]
    assert (
        by_unit.groupby("measure")[columns].sum().equals(district.set_index("measure")[columns].sort_index())
    )
    poor, near_poor, together = district.households
    assert poor + near_poor == together == sum(row[1] in ("poor", "near_poor") for row in rows)
