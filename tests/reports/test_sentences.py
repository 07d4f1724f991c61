"""The paragraphs of the report: known answers on the sample, and each branch where a figure is lacking."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.intake.inputs import read_inputs
from analysis.law import load_standard
from analysis.measures.rate_change import rate_change
from analysis.measures.target_bounds import target_bounds
from analysis.programme import load_programme
from analysis.reports import sentences
from analysis.reports.labels import Labels
from analysis.results import Results
from analysis.wording import load_words

DATA = Path(__file__).parents[2] / "data" / "ben-cau-2023"
PROGRAMME = load_programme(DATA)


def labels(language):
    return Labels(PROGRAMME, load_standard("2023-12-14"), load_words(language))


@pytest.fixture(scope="module")
def sample():
    """The results of a period of the sample, each read once."""
    known: dict[str, Results] = {}
    return lambda period: known.setdefault(period, Results(read_inputs(DATA, period)))


# 363 / 20 000 = 1.815 %, 331 / 20 142 = 1.6433 %: down 0.1717 points, 9.46 % of 1.815.
# 341 / 20 119 = 1.6949 %: down 0.1201 points, 6.62 % of 1.815.
SAID = {
    ("official", "vi", "verdict"): (
        "Tỷ lệ nghèo đa chiều (hộ nghèo và hộ cận nghèo trên tổng số hộ dân cư) toàn huyện là 1,82% "
        "(363/20.000) ngày 31/12/2022 và 1,64% (331/20.142) ngày 14/12/2023: giảm 0,17 điểm phần trăm "
        "(−32 hộ; tỷ lệ thay đổi tương đối −9,5%). Mục tiêu năm là giảm từ 0,15 đến 0,20 điểm phần trăm: "
        "**Đạt mục tiêu**. Mẫu số là tổng số hộ dân cư, số liệu ngày 31/12/2022 và ngày 08/12/2023. "
        "Mức giảm tính từ số hộ chính xác; lấy hiệu hai tỷ lệ đã làm tròn sẽ ra 0,18 điểm phần trăm."
    ),
    ("official", "en", "verdict"): (
        "The district's multidimensional poverty rate (poor and near-poor households over all resident "
        "households) was 1.82% (363/20,000) on 31 December 2022 and 1.64% (331/20,142) on 14 December 2023: "
        "down 0.17 percentage points (−32 in households; the rate changed by −9.5% of itself). The year's "
        "target is a fall of 0.15 to 0.20 percentage points: **Target met**. The denominators are resident "
        "households as of 31 December 2022 and 8 December 2023. The change is taken from exact counts; "
        "subtracting the two rounded rates would give 0.18 percentage points."
    ),
    ("year-estimate", "vi", "verdict"): (
        "Tỷ lệ nghèo đa chiều (hộ nghèo và hộ cận nghèo trên tổng số hộ dân cư) toàn huyện là 1,82% "
        "(363/20.000) ngày 31/12/2022 và 1,69% (341/20.119) ngày 24/10/2023: giảm 0,12 điểm phần trăm "
        "(−22 hộ; tỷ lệ thay đổi tương đối −6,6%). Mục tiêu năm là giảm từ 0,15 đến 0,20 điểm phần trăm: "
        "**tính đến ngày này chưa đạt mức mục tiêu cả năm**. Mẫu số là tổng số hộ dân cư, số liệu ngày "
        "31/12/2022 và ngày 15/10/2023. Mức giảm tính từ số hộ chính xác; lấy hiệu hai tỷ lệ đã làm tròn sẽ "
        "ra 0,13 điểm phần trăm."
    ),
    ("official", "vi", "coverage"): "Cả 9 xã, thị trấn đã gửi đủ tài liệu của kỳ báo cáo.",
    ("official", "en", "coverage"): "All 9 units have sent everything the period asks for.",
    # 247 / 15 488 = 1.5948 %.
    ("year-estimate", "vi", "coverage"): (
        "7/9 xã, thị trấn đã gửi đủ tài liệu của kỳ báo cáo. Chưa gửi danh sách của kỳ, dùng số liệu gần "
        "nhất mang sang: Xã Long Phước, Xã Long Khánh.\n\n"
        "Riêng các đơn vị đã gửi đủ: 1,59% (247/15.488), giảm 0,12 điểm phần trăm. "
        "Toàn huyện, kể cả số liệu mang sang: 1,69% (341/20.119), giảm 0,12 điểm phần trăm."
    ),
    ("official", "vi", "outlook"): (
        "Số hộ là số chính thức, không có phần ước; riêng giải ngân cả năm là số ước."
    ),
    ("official", "en", "outlook"): (
        "Household figures are official, nothing in them is estimated; only the disbursement of the whole "
        "year is."
    ),
    # 331 / 20 119 = 1.6452 %: down 0.1698 points.
    ("year-estimate", "en", "outlook"): (
        "Actual: down 0.12 percentage points, with 341 of 20,119 resident households; by review lists "
        "(units: 6, of 15 October 2023); summary forms (units: 1, of 15 October 2023); earlier lists and "
        "movements up to 31 August 2023 (units: 2).\n"
        "Estimate for the whole year (to 31 December 2023): down 0.17 percentage points, with 331 of 20,119 "
        "resident households; by this estimate: **Target met**.\n"
        "The 80% interval of the year's end is 320 to 341 households; the chances are 36% that the target is "
        "not met, 44% that it is met, 20% that it is exceeded.\n\n"
        "How it is estimated:\n\n"
        "- The year’s end: by a model (page “What does the poverty figure measure, and how sure is it?”) "
        "from the movement in the year’s papers and the assumptions stated there; poor and near-poor "
        "households share it as they share the list now."
    ),
    # 1.815 − 0.15 = 1.665 % of 20 142 is 335.4, 1.615 % is 325.3; of 20 119 they are 334.98 and 324.9.
    ("official", "vi", "bounds"): (
        "- Để giảm 0,15 điểm phần trăm, danh sách còn tối đa 335 hộ: đã đạt.\n"
        "- Để giảm 0,20 điểm phần trăm, danh sách còn tối đa 325 hộ: hiện nhiều hơn 6 hộ."
    ),
    ("year-estimate", "en", "bounds"): (
        "- For a fall of 0.15 percentage points the list may hold at most 334 households: 7 more than that "
        "now.\n"
        "- For a fall of 0.20 percentage points the list may hold at most 324 households: 17 more than that "
        "now."
    ),
    ("official", "vi", "unlisted"): "",
    ("year-estimate", "en", "unlisted"): (
        "Units that sent only a summary form can’t be followed household by household and are not in these "
        "figures, at either date: Xã An Thạnh."
    ),
}


@pytest.mark.parametrize(("period", "language", "name"), SAID, ids="-".join)
def test_a_sentence_says_what_the_figures_of_the_sample_say(period, language, name, sample):
    assert getattr(sentences, name)(sample(period), labels(language)) == SAID[period, language, name]


@pytest.mark.parametrize(
    ("period", "language", "parts"),
    [
        # 5 322.7 of 6 133.2 million: 86.785 %; the offices reported on 10 December, day 344: 94.247 %.
        (
            "official",
            "vi",
            [
                "14/12/2023",
                "6.133.200.000 đồng",
                "5.322.700.000 đồng",
                "86,79% kế hoạch",
                "344/365 ngày",
                "94,25%",
            ],
        ),
        # 3 548.1 of 6 133.2 million: 57.851 %; 20 October is day 293: 80.274 %.
        (
            "year-estimate",
            "en",
            ["24 October 2023", "3,548,100,000 đồng", "57.85% of the plan", "293 of 365", "80.27%"],
        ),
    ],
)
def test_money_is_told_with_its_counts_and_the_time_passed(period, language, parts, sample):
    said = sentences.money(sample(period), labels(language))
    assert [part for part in parts if part not in said] == []
    assert labels(language).words("report.money_part") not in said


def test_each_class_is_told_in_the_items_of_its_form(sample):
    # 129 − (14 + 9) − 7 + 5 + 3 + 6 + 0 = 113; 234 − 5 − 43 − 8 + 14 + 5 + 14 + 7 = 218
    poor, near_poor, escaped = sentences.dynamics(sample("official"), labels("en")).split("\n\n")
    assert poor == (
        "Poor households (form 7.2): 129 on 31 December 2022; 23 exits from poverty (14 to near-poor, 9 "
        "above both), other decrease 7; 5 near-poor became poor, 3 relapsed, 6 new, other increase 0; 113 on "
        "14 December 2023."
    )
    assert near_poor == (
        "Near-poor households (form 7.3): 234 on 31 December 2022; 5 became poor, 43 exits from near-poverty"
        ", other decrease 8; 14 from poor, 5 relapsed, 14 new, other increase 7; 218 on 14 December 2023."
    )
    assert escaped.startswith("On 14 December 2023 there are 166 newly escaped households (50 out of poverty")


def counts(households, total):
    return pd.DataFrame(
        {
            "measure": pd.array(["multidimensional"], "string"),
            "households": pd.array([households], "Int64"),
            "total_households": pd.array([total], "Int64"),
        }
    )


def results(after, total=20_000, *, before=363, total_before=20_000, missing=(), reported=None, **more):
    """Results that know the district's rate before and after and nothing else."""
    change = rate_change(counts(before, total_before), counts(after, total), target=PROGRAMME.target.bounds)
    basis = pd.DataFrame({"unit_code": PROGRAMME.unit_codes})
    owed = pd.DataFrame({"sender": PROGRAMME.unit_codes, "received": True})
    return SimpleNamespace(
        before="2022-12-31",
        after="2023-10-24",
        residents_date=lambda round_: None,
        unknown_units=[],
        reported_on=dt.date(2023, 10, 20),
        change=lambda reported_only=False: reported if reported_only else change,
        bounds=lambda: target_bounds(change, PROGRAMME.target.bounds),
        reported_units=[code for code in PROGRAMME.unit_codes if code not in missing],
        inputs=SimpleNamespace(
            programme=PROGRAMME,
            period=PROGRAMME.period(more.pop("period", "year-estimate")),
            list_basis=basis.assign(reported=~basis.unit_code.isin(missing)),
            coverage=owed,
        ),
        **more,
    )


@pytest.mark.parametrize(
    ("after", "verdict", "rounded"),
    [
        # From 1.815 %, printed 1.82: to 334, 1.67 %: exactly 0.145 points down, as printed 0.15.
        (334, "Chưa đạt mục tiêu", "Đạt mục tiêu"),
        # To 324, 1.62 %: exactly 0.195 points, as printed 0.20, which is still within the target.
        (324, "Đạt mục tiêu", None),
        # To 323, 1.615 %, printed 1.62: exactly and as printed 0.20 points.
        (323, "Đạt mục tiêu", None),
        # To 322, 1.61 %: 0.205 points, as printed 0.21.
        (322, "Vượt mục tiêu", None),
    ],
)
def test_the_verdict_is_taken_from_counts_and_notes_where_rounded_rates_would_differ(after, verdict, rounded):
    said = sentences.verdict(results(after, period="official"), labels("vi"))
    assert f"**{verdict}**" in said
    assert ("Lưu ý" in said) == (rounded is not None)
    assert rounded is None or f"“{rounded}”" in said


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (363, "không thay đổi (0 hộ; tỷ lệ thay đổi tương đối 0,0%)"),
        (383, "tăng 0,10 điểm phần trăm (+20 hộ; tỷ lệ thay đổi tương đối +5,5%)"),
    ],
)
def test_a_rate_that_stays_or_rises_is_said_to(after, said):
    assert said in sentences.verdict(results(after), labels("vi"))


UNKNOWN = {
    "vi": "Chưa đủ số liệu để tính tỷ lệ nghèo đa chiều toàn huyện.",
    "en": "There are not enough figures for the district's multidimensional poverty rate.",
}


@pytest.mark.parametrize("language", UNKNOWN)
def test_without_figures_neither_verdict_nor_bound_is_given(language):
    unknown = results(pd.NA)
    assert sentences.verdict(unknown, labels(language)) == UNKNOWN[language]
    assert sentences.bounds(unknown, labels(language)) == UNKNOWN[language]


def test_a_district_where_nobody_has_reported_gets_no_rate_of_those_who_have():
    silent = results(pd.NA, missing=PROGRAMME.unit_codes)
    said = sentences.coverage(silent, labels("en"))
    assert said.startswith(
        "0 of 9 units have sent everything the period asks for. Without the list of the period, the "
        "latest figures are carried forward: Thị trấn Bến Cầu, "
    )
    assert "%" not in said


def test_a_rate_of_the_units_that_reported_is_left_out_where_it_is_not_known():
    part = rate_change(counts(10, 1000), counts(pd.NA, 1000))
    said = sentences.coverage(results(341, missing=["25687"], reported=part), labels("vi"))
    assert said == (
        "8/9 xã, thị trấn đã gửi đủ tài liệu của kỳ báo cáo. Chưa gửi danh sách của kỳ, dùng số liệu "
        "gần nhất mang sang: Xã Long Phước."
    )


def test_the_outlook_is_silent_where_nothing_can_be_expected():
    change = rate_change(counts(363, 20_000), counts(341, 20_000), target=PROGRAMME.target.bounds)
    unknown = rate_change(counts(363, 20_000), counts(pd.NA, 20_000), target=PROGRAMME.target.bounds)
    both = pd.concat([change.assign(basis="observed"), unknown.assign(basis="expected")])
    assert sentences.outlook(results(341, horizons=lambda: both), labels("vi")) == UNKNOWN["vi"]


def execution(**values):
    row = {
        "plan": 1000,
        "allocated": 800,
        "disbursed": 500,
        "as_of": pd.Timestamp("2023-10-20"),
        "reported": True,
        "carried_over": 0,
        "rate": 0.5,
        "allocation_rate": 0.8,
    }
    return lambda: pd.DataFrame([row | values])


def test_money_without_a_report_says_only_the_plan():
    unknown = results(341, execution=execution(disbursed=pd.NA, as_of=pd.NaT, reported=False))
    assert sentences.money(unknown, labels("vi")) == (
        "Kế hoạch 1.000 đồng; đến ngày 24/10/2023 chưa có báo cáo giải ngân nào."
    )


@pytest.mark.parametrize("reported", [True, False])
def test_money_of_which_a_part_is_not_reported_is_the_least_known(reported):
    said = sentences.money(results(341, execution=execution(reported=reported)), labels("en"))
    assert "disbursed 500 đồng (50.00% of the plan)" in said
    assert said.endswith("so this is the least that is known.") == (not reported)


def test_money_carried_over_is_told_apart_from_the_plan():
    said = sentences.money(results(341, execution=execution(carried_over=30)), labels("vi"))
    assert said.endswith("30 đồng vốn năm trước kéo dài, chuyển sang, không nằm trong kế hoạch này.")


def test_money_without_a_plan_or_an_allocation_says_so():
    unknown = {"plan": pd.NA, "allocated": pd.NA, "rate": pd.NA, "allocation_rate": pd.NA}
    said = sentences.money(results(341, execution=execution(**unknown)), labels("en"))
    assert "plan no data; allocated no data (no data of the plan); disbursed 500 đồng" in said


def test_deprivation_without_anyone_at_the_cut_off_has_no_intensity():
    rows = pd.DataFrame(
        [
            {"group": group, "measure": measure, "estimate": estimate}
            for group in ("2022-12-31", "2023-10-24")
            for measure, estimate in (("H", 0.0), ("A", float("nan")), ("M0", 0.0))
        ]
    )
    nobody = results(341, deprivation_of_listed=lambda: rows)
    nobody.before, nobody.after = "2022-12-31", "2023-10-24"
    assert sentences.measured(nobody, labels("en")) == (
        "No listed household reaches the cut-off, so there is no intensity."
    )
