"""Tables printed in decisions and newspapers: every rate, sum and mismatch that is known of them."""

from decimal import Decimal

import pandas as pd
import pytest

from analysis.measures.check_published import check_published

from .conftest import expected

METRICS = {
    "ty_le_ho_ngheo": "poor",
    "ty_le_can_ngheo": "near_poor",
    "ty_le_ngheo_da_chieu": "multidimensional",
    "ty_le_ho_muc_song_trung_binh": "average",
    "ty_le_giai_ngan": "disbursed",
    "ty_le_phan_bo": "allocated",
}


def rates_of(checks):
    """Each checked rate under its unit, occasion and measure."""
    rates = checks[checks.check == "rate"]
    when = [f"{r.round} {r.standard}" if pd.notna(r.standard) else str(r.round) for r in rates.itertuples()]
    return {
        (row.unit, on, row.measure): (row.numerator, row.denominator, row.printed, row.recomputed, row.holds)
        for row, on in zip(rates.itertuples(), when, strict=True)
    }


def known_rates(case):
    return {
        (rate["unit"], str(rate["year"]), METRICS[rate["metric"]]): (
            rate["numerator"],
            rate["denominator"],
            Decimal(rate["published_pct"]),
            Decimal(rate["recomputed_pct"]),
            rate["match"],
        )
        for rate in expected(case)["rates"]
    }


def sums_of(checks, **where):
    """Recomputed, printed and difference of the sums at a place, as `identities` gives them."""
    sums = checks[checks.check == "sum"]
    for column, value in where.items():
        sums = sums[sums[column] == value]
    return [(row.recomputed, row.printed, row.difference) for row in sums.itertuples()]


def identity(known):
    whole = isinstance(known["lhs"], int)
    return tuple(known[key] if whole else Decimal(known[key]) for key in ("lhs", "rhs", "difference"))


def test_national_review_2022_has_the_known_sums_and_mismatches(regions):
    checks = check_published(regions)
    found = 0
    for known in expected("national_2022_by_region")["identities"]:
        unit, said = known["name"].split(": ")
        if said.startswith("sum of regions"):
            measure = {"multidimensional_poor": "multidimensional"}.get(said.split()[-1], said.split()[-1])
            (place,) = [s for s in sums_of(checks, unit=unit, measure=measure) if s[0] == known["lhs"]]
        else:
            both = sums_of(checks, unit=unit, compared_with="poor + near_poor")
            place = both[said.startswith("rate")]
        assert place == identity(known)
        assert (place[2] == 0) == known["holds"]
        found += 1
    assert found == 16


def test_national_review_2022_flags_the_counts_and_not_the_rounding(regions):
    # 69.239 + 100.237 = 169.476, printed 169.566; 129.160 + 107.487 = 236.647, printed 236.766;
    # the nation's poor are the regions' and 90 more; 1.057.374 + 915.274 = 1.972.648, printed 1.972.767
    checks = check_published(regions)
    wrong = checks[(checks.check == "sum") & checks.holds.eq(False)]
    assert wrong[["unit", "measure", "difference"]].values.tolist() == [
        ["Đồng bằng sông Hồng", "multidimensional", -90],
        ["Tây Nguyên", "multidimensional", -119],
        ["Cả nước", "multidimensional", -119],
        ["Cả nước", "poor", -90],
    ]
    # 8,39 + 6,99 = 15,38, printed 15,39; 2,26 + 3,46 = 5,72, printed 5,73
    rounding = checks[checks.verdict == "rounding"]
    assert rounding[["unit", "difference", "holds"]].values.tolist() == [
        ["Tây Nguyên", Decimal("-0.01"), True],
        ["Đồng bằng sông Cửu Long", Decimal("-0.01"), True],
    ]


def test_swapped_digits_that_would_repair_a_sum_are_pointed_at(regions):
    checks = check_published(regions)
    # 69.329 in place of 69.239 repairs both the region's sum and the nation's
    assert checks.unit[checks.message.str.contains("69329 for 69239")].tolist() == [
        "Đồng bằng sông Hồng",
        "Cả nước",
    ]
    assert not checks.message[checks.unit == "Tây Nguyên"].str.contains("swapped").any()


def test_regions_can_not_have_the_total_that_the_nations_rates_need(regions):
    # poor over rate: 3,20 + 6,92 + 5,69 + 1,54 + 4,62 + 4,86 = 26,83 million households by region,
    # 1.057.374 / 4,03 % = 26,24 million in the nation
    checks = check_published(regions)
    (nation,) = checks[(checks.check == "implied_total") & checks.compared_with.notna()].itertuples()
    assert (nation.unit, nation.holds) == ("Cả nước", False)
    assert 26_830_000 in nation.recomputed
    assert 26_240_000 in nation.printed
    assert nation.difference == nation.recomputed.left - nation.printed.right


def test_each_region_has_a_total_that_gives_its_three_rates(regions):
    checks = check_published(regions)
    totals = checks[(checks.check == "implied_total") & checks.compared_with.isna()]
    assert len(totals) == 7
    assert totals.holds.all()
    for row in totals.itertuples():
        line, (low, high) = regions[regions.unit == row.unit], (row.recomputed.left, row.recomputed.right)
        for total, gives in ((low - 1, False), (low, True), (high, True), (high + 1, False)):
            again = check_published(line.assign(total_households=total))
            assert again.holds[again.check == "rate"].all() == gives


def test_quang_binh_2022_holds_in_rates_and_sums(quang_binh):
    checks = check_published(quang_binh)
    case = "quang_binh_2022_urban_rural"
    assert rates_of(checks) == known_rates(case)
    known = {i["name"]: (i["lhs"], i["rhs"], i["difference"]) for i in expected(case)["identities"]}
    for unit in ("Toàn tỉnh", "Thành thị", "Nông thôn"):
        assert sums_of(checks, unit=unit, compared_with="poor + near_poor")[0] == known[unit.lower()]
    for name, measure in (("nghèo", "poor"), ("cận", "near_poor"), ("chung", "multidimensional")):
        (parts,) = sums_of(checks, measure=measure, compared_with="Thành thị + Nông thôn")
        assert parts == known[f"tt+nt {name}"]
    assert checks.holds.all()
    (rural,) = checks[(checks.unit == "Nông thôn") & (checks.verdict == "rounding")].itertuples()
    assert (rural.recomputed, rural.printed) == (Decimal("11.51"), Decimal("11.52"))


def test_totals_of_town_and_country_agree_with_the_printed_total_of_the_province(quang_binh):
    # 1.804 / 3,29 % is about 54,8 thousand and 23.299 / 11,52 % about 202,2 thousand: 257.085 together
    totals = check_published(quang_binh).query("check == 'implied_total'").set_index("unit")
    assert 54_800 in totals.recomputed["Thành thị"]
    assert 202_300 in totals.recomputed["Nông thôn"]
    assert totals.printed["Toàn tỉnh"] == 257_085
    assert 257_085 in totals.recomputed["Toàn tỉnh"]


def test_lines_of_tay_ninh_ninh_binh_and_bac_kan(provinces):
    checks = check_published(provinces)
    assert rates_of(checks) == known_rates("tay_ninh_and_other_lines_with_totals")
    assert checks.holds.eq(False).sum() == 1  # 72.895 / 297.899 = 24,47 %, printed 24,40 %
    known = [identity(i) for i in expected("tay_ninh_and_other_lines_with_totals")["identities"]]
    assert known == [
        sums_of(checks, unit=unit, compared_with="poor + near_poor")[0]
        for unit in ("Tỉnh Tây Ninh", "Tỉnh Tây Ninh, người")
    ]


WAYS = {
    "Tổng": [["Vốn đầu tư", "Vốn sự nghiệp"], ["NSTW", "NST"]],
    "NSTW": ["NSTW vốn đầu tư", "NSTW vốn sự nghiệp"],
    "NST": ["NST vốn đầu tư", "NST vốn sự nghiệp"],
    "Vốn đầu tư": ["NSTW vốn đầu tư", "NST vốn đầu tư"],
    "Vốn sự nghiệp": ["NSTW vốn sự nghiệp", "NST vốn sự nghiệp"],
}


def test_funds_of_quang_nam_hold_over_the_plan_and_add_up_both_ways(quang_nam):
    case = "quang_nam_disbursement_2021_2023"
    checks = check_published(quang_nam, wholes=WAYS)
    assert rates_of(checks) == known_rates(case)
    assert checks.holds.all()
    sums = checks[checks.check == "sum"]
    found = {(row.measure, row.recomputed, row.printed, row.difference) for row in sums.itertuples()}
    measures = {"giải": "disbursed", "phân": "allocated"}
    assert {
        (measures.get(i["name"].split()[0], "total_households"), *identity(i))
        for i in expected(case)["identities"]
    } <= found


def test_funds_disbursed_are_not_over_what_was_allocated(quang_nam):
    # 508.424 / 1.218.526 = 41,72 %, printed 41,02 % of the plan
    line = quang_nam[(quang_nam.unit == "Tổng") & (quang_nam["round"] == "đến 20/12/2023")]
    (check,) = check_published(line.assign(total_households="1.218.526")).itertuples()
    assert (check.recomputed, check.difference, check.holds) == (Decimal("41.72"), Decimal("0.70"), False)


def test_share_and_sums_that_the_plan_of_2023_prints():
    # the plan's section III: 5 % of the central funds from the district, and seven lines to a total
    district = {"Dự án 1": 2_843_850_000, "Dự án 2": 1_477_700_000, "Dự án 3": 1_191_800_000}
    district |= {"Dự án 5": 619_850_000, "Tổng": 6_133_200_000}
    funds = pd.DataFrame(
        {"unit": district.keys(), "round": 2023, "measure": "plan", "households": district.values()}
    )
    share = {"unit": "huyện", "round": 2023, "measure": "counterpart", "households": "271.200.000"}
    share |= {"total_households": "5.424.000.000", "rate_percent": "5"}
    assert check_published(funds)[["check", "printed", "holds"]].values.tolist() == [
        ["sum", 6_133_200_000, True]
    ]
    assert check_published(pd.DataFrame([share]))[["recomputed", "holds"]].values.tolist() == [[5, True]]


@pytest.mark.parametrize(
    ("poor", "total", "printed", "right"), [(10, 5347, "0,18", "0.19"), (9, 5347, "0,16", "0.17")]
)
def test_local_article_cut_decimals_off_instead_of_rounding(poor, total, printed, right):
    # a ward of Tây Ninh: 10 / 5.347 = 0,1870 %, 9 / 5.347 = 0,1683 %
    line = {"unit": "phường", "round": "2023", "measure": "poor", "households": poor}
    (check,) = check_published(
        pd.DataFrame([line | {"total_households": total, "rate_percent": printed}])
    ).itertuples()
    assert (check.verdict, check.recomputed, check.holds) == ("truncated", Decimal(right), False)
