import pandas as pd
import pytest

from analysis.reports.charts.verdict_chart import verdict_chart
from analysis.wording.words import load_words
from tests.reports.charts import figures as f
from tests.reports.charts.drawn import title_of, words_on

BOUNDS = f.bounds(("0.15", 350, 0), ("0.20", 340, 8))


def chart(observed, bounds=BOUNDS, language="vi", **more):
    return verdict_chart(observed, bounds, words=load_words(language), note=f.NOTE, **more)


def test_title_says_the_points_and_that_the_target_is_met():
    # 380 / 20 000 - 348 / 20 000 = 32 / 20 000 = 0.16 points
    expected = "Tỷ lệ nghèo đa chiều giảm 0,16 điểm phần trăm, đạt mục tiêu giảm 0,15–0,20"
    assert title_of(chart(f.change_row(380, 348))) == expected


@pytest.mark.parametrize(
    ("after", "verdict", "said"),
    [
        (340, "met", "giảm 0,20 điểm phần trăm, đạt"),  # 40 / 20 000: the bound itself
        (339, "exceeded", "giảm 0,21 điểm phần trăm, vượt"),  # 41 / 20 000 = 0.205, half up
        (380, "not_met", "không thay đổi, chưa đạt"),
        (399, "not_met", "tăng 0,10 điểm phần trăm, chưa đạt"),  # 19 / 20 000 = 0.095, half up
    ],
)
def test_title_follows_the_verdict(after, verdict, said):
    assert said in title_of(chart(f.change_row(380, after, verdict=verdict)))


def test_title_shows_the_decimals_without_which_it_would_contradict_itself():
    # 37 / 24 700 = 0.149797… points: 0,15 in two and 0,150 in three decimals, and yet under 0.15
    row = f.change_row(380, 343, 24_700, 24_700, verdict="not_met")
    fig = chart(row)
    assert "giảm 0,1498 điểm phần trăm, chưa đạt" in title_of(fig)
    assert "−0,1498 điểm phần trăm 380 → 343 hộ" in words_on(fig)


def test_estimate_tells_the_observed_from_the_expected():
    fig = chart(
        f.change_row(380, 360, verdict="not_met"),
        expected=f.change_row(380, 346, verdict="met"),
        language="en",
    )
    # 20 / 20 000 = 0.10, 34 / 20 000 = 0.17
    assert title_of(fig).endswith("estimate for the year: down 0.17")
    assert "−0.10 percentage points 380 → 360 households" in words_on(fig)
    assert "−0.17 percentage points 380 → 346 households" in words_on(fig)
    observed, expected = fig.axes[0].containers
    assert observed[0].get_hatch() is None
    assert expected[0].get_hatch()


def test_the_band_is_the_target_and_the_bar_its_reduction():
    ax = chart(f.change_row(380, 348)).axes[0]
    band = next(patch for patch in ax.patches if patch not in ax.containers[0])
    assert (band.get_y(), band.get_y() + band.get_height()) == pytest.approx((0.15, 0.20))
    assert ax.containers[0][0].get_height() == pytest.approx(0.16)


def test_a_rise_hangs_under_the_line():
    assert chart(f.change_row(380, 400, verdict="not_met")).axes[0].containers[0][0].get_height() < 0


def test_bounds_are_said_in_households():
    said = words_on(chart(f.change_row(380, 348)))
    assert any("còn nhiều nhất 340 hộ trong danh sách; hiện nhiều hơn 8 hộ." in text for text in said)
    assert any("còn nhiều nhất 350 hộ trong danh sách; đã đạt." in text for text in said)


def test_without_a_total_there_is_no_verdict_and_no_bar():
    unknown = f.bounds(("0.15", pd.NA, pd.NA), ("0.20", pd.NA, pd.NA))
    fig = chart(f.change_row(380, 348, total_after=pd.NA, verdict=pd.NA), unknown)
    assert title_of(fig) == "Chưa đủ số liệu để đánh giá mục tiêu giảm tỷ lệ nghèo đa chiều"
    assert "chưa có số liệu" in words_on(fig)
    assert not fig.axes[0].containers


def test_a_target_of_one_number_is_one_line_with_its_households():
    # 0.20 % of 20 000 are 40 households: 340 may be on the list
    fig = chart(f.change_row(380, 348, verdict="not_met"), f.bounds(("0.20", 340, 8)))
    assert "giảm 0,16 điểm phần trăm, chưa đạt" in title_of(fig)
    assert sum("nhiều nhất 340 hộ" in said for said in words_on(fig)) == 1
