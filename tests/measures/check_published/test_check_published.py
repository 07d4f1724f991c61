"""What each check says at its borders, and what it must say of any table printed rightly."""

import unicodedata
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.exact import half_up
from analysis.measures.check_published import check_published
from analysis.measures.check_published.made import VERDICTS

POSSIBLE = settings(deadline=None, max_examples=60)


def line(unit="A", when="2023", measure="poor", **printed):
    names = {
        "count": "households",
        "total": "total_households",
        "rate": "rate_percent",
        "change": "change_points",
    }
    return {"unit": unit, "round": when, "measure": measure} | {
        names.get(k, k): v for k, v in printed.items()
    }


def checked(*lines, **options):
    checks = check_published(pd.DataFrame(lines), **options)
    assert all(row.verdict in VERDICTS[row.check] for row in checks.itertuples())
    return checks


def the(checks, check):
    (row,) = checks[checks.check == check].itertuples()
    return row


# rates


@pytest.mark.parametrize(
    ("printed", "recomputed", "holds"),
    [
        ("1,81", "1.81", True),
        ("1.8", "1.8", True),
        ("1,80", "1.81", False),
        ("2", "2", True),
        ("1,814", "1.814", True),
    ],
)
def test_rate_is_recomputed_to_the_decimals_it_is_printed_with(printed, recomputed, holds):
    # 5.804 / 320.018 = 1,81365 %
    check = the(checked(line(count="5.804", total="320.018", rate=printed)), "rate")
    assert (str(check.recomputed), check.holds) == (recomputed, holds)
    assert check.difference == Decimal(recomputed) - Decimal(printed.replace(",", "."))


@pytest.mark.parametrize(("count", "half"), [(1, "0.1"), (3, "0.2"), (5, "0.3")])
def test_the_half_is_rounded_up(count, half):
    # 1 of 2.000 is 0,05 %, 3 are 0,15 %, 5 are 0,25 %: to even would print 0,0, 0,2 and 0,2
    assert the(checked(line(count=count, total=2_000, rate=half)), "rate").holds


def test_nobody_poor_is_a_rate_of_zero_that_holds():
    assert the(checked(line(count=0, total=320_018, rate="0")), "rate").holds
    assert not the(checked(line(count=0, total=320_018, rate="0,01")), "rate").holds


def test_rate_over_no_households_can_not_be_told():
    check = the(checked(line(count=0, total=0, rate="0")), "rate")
    assert check.verdict == "undefined"
    assert pd.isna(check.holds)


def test_total_printed_once_serves_the_other_measures_of_the_place():
    checks = checked(line(count=10, total=400, rate="2,50"), line(measure="near_poor", count=20, rate="5,01"))
    assert checks[["check", "holds"]].values.tolist() == [["rate", True], ["rate", False]]


def test_two_totals_of_one_place_are_told_and_serve_their_own_line_alone():
    checks = checked(
        line(count=10, total=400, rate="2,50"), line(measure="near_poor", count=20, total=500, rate="4,00")
    )
    assert checks.holds[checks.check == "rate"].all()
    assert (the(checks, "total").difference, the(checks, "total").holds) == (-100, False)


# sums


def classes(poor, near_poor, together, **printed):
    measures = ("poor", "near_poor", "multidimensional")
    return [
        line(measure=name, count=count, **printed)
        for name, count in zip(measures, (poor, near_poor, together), strict=True)
    ]


@pytest.mark.parametrize(("together", "difference"), [(29, 1), (30, 0), (31, -1)])
def test_classes_one_household_either_side_of_their_sum(together, difference):
    check = the(checked(*classes(10, 20, together)), "sum")
    assert (check.recomputed, check.printed, check.difference) == (30, together, difference)
    assert check.holds == (difference == 0)


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [("3,51", "holds"), ("3,52", "rounding"), ("3,50", "rounding"), ("3,53", "differs"), ("3,5", "rounding")],
)
def test_rounding_of_rates_reaches_half_a_unit_of_each(printed, verdict):
    # 1,25 + 2,26 = 3,51; three roundings reach less than 0,015, with 3,5 printed to one decimal 0,06
    rates = ("1,25", "2,26", printed)
    lines = [row | {"rate_percent": r} for row, r in zip(classes(None, None, None), rates, strict=True)]
    assert the(checked(*lines), "sum").verdict == verdict


def test_parts_are_those_of_the_column_part_of():
    lines = [line("A", count=3, part_of="W"), line("B", count=4, part_of="W; V"), line("C", count=9)]
    lines += [line("D", count=1, part_of="V"), line("W", count=7), line("V", count=6)]
    sums = checked(*lines)
    assert sums[["unit", "compared_with", "difference"]].values.tolist() == [
        ["W", "A + B", 0],
        ["V", "B + D", -1],
    ]


def test_a_unit_called_like_a_whole_has_all_others_as_parts():
    sums = checked(line("Xã A", count=3), line("Xã B", count=4), line("Tổng cộng", count=8))
    assert sums[["unit", "difference", "holds"]].values.tolist() == [["Tổng cộng", -1, False]]


@pytest.mark.parametrize(("whole", "checked_sums"), [("Huyện X", 1), ("Thị trấn X", 0), ("X", 0)])
def test_the_one_district_among_communes_is_their_whole(whole, checked_sums):
    assert (
        len(checked(line("Xã A", count=30), line("Phường B", count=40), line(whole, count=70)))
        == checked_sums
    )


def test_several_provinces_are_no_parts_of_each_other():
    assert checked(line("Tỉnh A", count=30), line("Tỉnh B", count=30), line("Huyện C", count=60)).empty


def test_others_that_come_nowhere_near_are_not_taken_for_parts():
    sums = checked(line("Xã A", count=3), line("Xã B", count=4), line("Toàn huyện X", count=80))
    assert sums.verdict.tolist() == ["no_parts"]
    assert sums.holds.isna().all()


def test_a_unit_with_a_word_of_wholes_inside_its_name_is_none():
    assert checked(line("Xã Cộng Hòa", count=8), line("Xã A", count=3), line("Xã B", count=4)).empty


def test_whole_that_stands_nowhere_is_refused():
    with pytest.raises(ValueError, match="no such unit in the table: W"):
        checked(line("A", count=3), wholes={"W": ["A"]})


# totals that are not printed


def test_total_that_gives_no_set_of_rates_is_told_with_the_gap():
    # 10 at 1,0 % need 953 to 1.052 households, 10 at 2,0 % 488 to 512
    check = the(
        checked(line(count=10, rate="1,0"), line(measure="near_poor", count=10, rate="2,0")), "implied_total"
    )
    assert (check.holds, check.verdict, check.difference) == (False, "empty", 953 - 512)


def test_rate_of_zero_with_somebody_poor_has_no_greatest_total():
    # 3 at 0,00 %: 300 / T < 0,005, so more than 60.000
    check = the(checked(line(count=3, rate="0,00")), "implied_total")
    assert check.recomputed.left == 60_001
    assert 10**12 in check.recomputed


def test_nobody_poor_says_nothing_about_the_total():
    assert checked(line(count=0, rate="0,00")).empty


# changes


def two_rounds(change, *, counts=((1_814, 100_000), (1_645, 100_000)), rates=("1,81", "1,65")):
    rounds = zip(("2022", "2023"), counts, rates, (None, change), strict=True)
    return [line(when=when, count=n, total=of, rate=r, change=c) for when, (n, of), r, c in rounds]


@pytest.mark.parametrize(
    ("change", "verdict", "holds"),
    [
        ("-0,16", "rounded", True),  # 1,65 - 1,81; exact: 1,645 - 1,814 = -0,169
        ("−0,17", "exact", True),
        ("giảm 0,17", "exact", True),
        ("-0,169", "exact", True),
        ("-0.2", "both", True),
        ("-0,18", "neither", False),
        ("0,16", "sign", False),  # the size of the rounded change, upwards
        ("-9,3", "relative", False),  # -169 / 1.814 = -9,316 %
    ],
)
def test_change_says_whether_rounded_or_exact_rates_give_it(change, verdict, holds):
    check = the(checked(*two_rounds(change)), "change")
    assert (check.verdict, check.holds, check.compared_with) == (verdict, holds, "2022")


def test_change_is_recomputed_from_exact_rates_beside_the_rounded():
    check = the(checked(*two_rounds("-0,16")), "change")
    assert (check.recomputed, check.from_exact, check.from_rounded) == tuple(
        map(Decimal, ("-0.17", "-0.17", "-0.16"))
    )
    assert check.difference == Decimal("-0.01")


@pytest.mark.parametrize(
    ("change", "verdict", "holds"),
    [
        ("-1,81", "rounded", True),
        ("-1,82", "rounding", True),
        ("-1,80", "rounding", True),
        ("-1,83", "neither", False),
    ],
)
def test_national_change_of_2023_without_totals(change, verdict, holds):
    # 7,52 % in 2022, 5,71 % in 2023; the counts are printed, the households of the country are not
    counts = ((1_972_767, None), (1_586_336, None))
    check = the(checked(*two_rounds(change, counts=counts, rates=("7,52", "5,71"))), "change")
    assert (check.verdict, check.holds, check.from_rounded) == (verdict, holds, Decimal("-1.81"))
    assert pd.isna(check.from_exact)


def test_change_without_an_earlier_round_can_not_be_told():
    # Bắc Kạn 2019 prints how much its rate fell, and no rate of 2018
    check = the(
        checked(line(when="2019", count=16_003, total=80_276, rate="19,93", change="-1,95")), "change"
    )
    assert (check.verdict, pd.isna(check.holds)) == ("no_earlier_round", True)


def test_rounds_follow_their_days_whatever_the_order_of_the_lines():
    before, after = two_rounds("-0,17")
    dated = [before | {"round": "31/12/2022"}, after | {"round": "2023-12-15"}]
    assert the(checked(*reversed(dated)), "change").holds


def test_rounds_without_days_follow_the_order_of_the_lines():
    before, after = two_rounds("-0,17")
    assert the(checked(before | {"round": "đợt 1"}, after | {"round": "đợt 2"}), "change").holds


def test_rates_of_two_standards_are_not_subtracted():
    # Tây Ninh at the end of 2021: nobody poor under the old standard, 0,64 % under the new
    lines = [
        line("Tây Ninh", "2020", count=1_000, total=320_000, rate="0,31", standard="2016-2020"),
        line(
            "Tây Ninh", "2021", count=2_064, total=320_018, rate="0,64", change="0,33", standard="2022-2025"
        ),
    ]
    check = the(checked(*lines), "standard")
    assert (check.printed, check.recomputed, check.holds) == ("2022-2025", "2016-2020", False)


def test_change_against_the_line_of_the_other_standard_is_a_mistake_found():
    # against the new standard's 0,64 % it would be -0,04; 0,60 is taken against the old one's 0 %
    lines = [
        line("Tây Ninh", "2021", count=0, total=320_018, rate="0", standard="2016-2020"),
        line("Tây Ninh", "2021", count=2_064, total=320_018, rate="0,64", standard="2022-2025"),
        line(
            "Tây Ninh", "2022", count=1_920, total=320_018, rate="0,60", change="0,60", standard="2022-2025"
        ),
    ]
    checks = checked(*lines)
    assert (the(checks, "change").recomputed, the(checks, "change").holds) == (Decimal("-0.04"), False)
    assert (the(checks, "standard").verdict, the(checks, "standard").holds) == ("two_standards", False)
    right = checked(*lines[:2], lines[2] | {"change_points": "-0,04"})
    assert the(right, "change").holds
    assert the(right, "standard").holds


def test_period_in_the_rounds_name_is_its_standard():
    lines = two_rounds("-0,17")
    named = [
        row | {"round": f"{row['round']} ({p})"}
        for row, p in zip(lines, ("2016–2020", "2022-2025"), strict=True)
    ]
    assert the(checked(*named), "standard").verdict == "two_standards"


def test_standard_that_changed_by_its_days_is_asked_about():
    before, after = two_rounds("-0,17")
    check = the(checked(before | {"round": 2021}, after | {"round": 2022}), "standard")
    assert (check.verdict, pd.isna(check.holds)) == ("standard_changed", True)
    assert "standard" not in set(checked(before, after).check)


# reading


def test_numbers_are_read_as_officers_write_them():
    check = the(checked(line(count="1.057.374", total=" 26.237.568 ", rate="4,03 %")), "rate")
    assert (check.numerator, check.denominator, check.printed) == (1_057_374, 26_237_568, Decimal("4.03"))


@pytest.mark.parametrize(
    ("printed", "says"),
    [
        ({"count": "12,5"}, "row 2: households '12,5'"),
        ({"rate": "khoảng 3"}, "row 2: rate_percent"),
        ({"count": -1}, "row 2"),
    ],
)
def test_figure_that_can_not_be_read_is_named_with_its_row(printed, says):
    with pytest.raises(ValueError, match=says):
        checked(line(count=1), line("B", **printed))


def test_line_that_stands_twice_with_other_figures_is_refused():
    with pytest.raises(ValueError, match="row 2: poor of A in 2023 stands twice"):
        checked(line(count=1), line(count=2))
    assert checked(line(count=1, total=8, rate="12,5"), line(count=1, total=8, rate="12,5")).holds.all()


def test_empty_table_allows_no_check():
    empty = pd.DataFrame(columns=["unit", "round", "measure", "households"])
    assert check_published(empty).empty
    with pytest.raises(ValueError, match="the table lacks measure"):
        check_published(empty.drop(columns="measure"))


# any table

people = st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(801, 90_000))
tables = st.lists(st.tuples(people, people), min_size=2, max_size=5)


def printed_rightly(units, places, *, totals=True):
    """Two rounds of some units and their whole, printed with rates and changes rounded once."""
    wholes = tuple(tuple(map(sum, zip(*(unit[r] for unit in units), strict=True))) for r in (0, 1))
    lines = []
    for name, rounds in [*((f"Xã {n}", unit) for n, unit in enumerate(units)), ("Toàn huyện", wholes)]:
        for when, (poor, near, total) in zip(("2022", "2023"), rounds, strict=True):
            for measure, count in zip(
                ("poor", "near_poor", "multidimensional"), (poor, near, poor + near), strict=True
            ):
                rate = half_up(Fraction(100 * count, total), places)
                lines.append(
                    line(name, when, measure, count=count, total=total if totals else None, rate=str(rate))
                )
    return lines


@given(tables, st.integers(0, 3))
@POSSIBLE
def test_table_printed_rightly_holds_in_everything(units, places):
    assert checked(*printed_rightly(units, places)).holds.all()


@given(tables, st.integers(0, 3))
@POSSIBLE
def test_totals_left_out_are_within_what_the_rates_allow(units, places):
    checks = checked(*printed_rightly(units, places, totals=False))
    assert checks.holds.all()
    for n, (_, (_, _, total)) in enumerate(units):
        found = checks[
            (checks.check == "implied_total") & (checks.unit == f"Xã {n}") & (checks["round"] == "2023")
        ]
        assert all(total in interval for interval in found.recomputed)


@given(people, st.integers(1, 3), st.sampled_from([-1, 1]))
@POSSIBLE
def test_rate_one_unit_of_its_last_decimal_off_never_holds(counts, places, off):
    poor, _, total = counts
    rate = half_up(Fraction(100 * poor, total), places) + Decimal(off).scaleb(-places)
    assert not the(checked(line(count=poor, total=total, rate=str(rate))), "rate").holds


@given(people, people, st.integers(0, 3))
@POSSIBLE
def test_change_from_either_kind_of_rate_is_recognised(before, after, places):
    rates = [half_up(Fraction(100 * n, total), places) for n, _, total in (before, after)]
    exact = half_up(Fraction(100 * after[0], after[2]) - Fraction(100 * before[0], before[2]), places)
    counts = tuple((n, total) for n, _, total in (before, after))
    for change, kinds in ((rates[1] - rates[0], {"rounded", "both"}), (exact, {"exact", "both"})):
        check = the(checked(*two_rounds(str(change), counts=counts, rates=tuple(map(str, rates)))), "change")
        assert check.verdict in kinds
        assert check.holds


@given(tables, st.randoms(use_true_random=False))
@POSSIBLE
def test_order_of_lines_changes_no_check(units, random):
    lines = printed_rightly(units, 2)
    columns = ["check", "unit", "round", "measure", "printed", "recomputed", "holds", "verdict"]
    found = [
        sorted(map(str, checked(*order)[columns].values.tolist()))
        for order in (lines, random.sample(lines, len(lines)))
    ]
    assert found[0] == found[1]


def test_callers_table_is_left_alone():
    table = pd.DataFrame(two_rounds("-0,17"), index=[7, 7])
    copy = table.copy()
    check_published(table)
    pd.testing.assert_frame_equal(table, copy)


# what can't be read


def test_a_figure_that_can_not_be_read_is_a_line_of_the_result_and_the_rest_is_checked():
    # 20 / 1.651 = 1,21 %; of A only the rate can't be checked
    lines = [
        line("Xã A", count="mười", total="1.638", rate="0,61"),
        line("Xã B", count=20, total="1.651", rate="1,21"),
    ]
    checks = checked(*lines)
    unread = the(checks, "figure")
    assert (unread.unit, unread.row, unread.column, unread.printed) == ("Xã A", 1, "households", "mười")
    assert pd.isna(unread.holds)
    assert the(checks, "rate").holds


def test_names_in_decomposed_letters_are_the_same_names():
    nfd = unicodedata.normalize("NFD", "Xã Tiên Thuận")
    lines = [line("Xã Tiên Thuận", when="2022", count=5, total=100, rate="5,00")]
    lines += [line(nfd, count=4, total=100, rate="4,00", change="-1,00")]
    assert the(checked(*lines), "change").holds
    whole = unicodedata.normalize("NFD", "Tổng cộng")
    assert the(checked(line("A", count=3), line("B", count=4), line(whole, count=7)), "sum").holds
    assert the(checked(line("Ấp", count=3), line("B", count=4), line("W", count=7), wholes={
        "W": [unicodedata.normalize("NFD", "Ấp"), "B"]}), "sum").holds  # fmt: skip


@pytest.mark.parametrize(
    ("whole", "verdict", "holds"),
    [(70, "holds", True), (72, "gaps", pd.NA), (69, "differs", False)],
)
def test_a_part_without_a_figure_leaves_room_for_it_alone(whole, verdict, holds):
    # 30 + 40 = 70: of 72 a dash may hide 2 households, of 69 it would have to hide less than none
    units = [line("Xã A", count=30), line("Xã B", count=40), line("Xã C", count="-")]
    check = the(checked(*units, line("Tổng", count=whole)), "sum")
    assert check.verdict == verdict
    assert check.holds is holds or check.holds == holds
