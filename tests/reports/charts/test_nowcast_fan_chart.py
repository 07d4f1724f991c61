from decimal import Decimal

import pandas as pd
import pytest

from analysis.reports.charts.nowcast_fan_chart import nowcast_fan_chart
from analysis.wording.words import load_words
from tests.reports.charts import figures as f
from tests.reports.charts.drawn import title_of, words_on
from tests.reports.charts.measures import YEAR_END, expected, history

TARGET = (Decimal("0.15"), Decimal("0.20"))


def fan(known=None, row=None, language="vi"):
    known = history() if known is None else known
    words = load_words(language)
    return nowcast_fan_chart(known, row, target=TARGET, year_end=YEAR_END, words=words, note=f.NOTE)


def test_title_says_the_expected_figure_and_all_three_chances():
    # 331 / 20 119 = 1.645 %
    assert title_of(fan(row=expected())) == (
        "Ước đến 31/12/2023 còn 331 hộ (1,65%); khả năng đạt mục tiêu 44%, vượt 20%, chưa đạt 36%"
    )


@pytest.mark.parametrize(("met", "written"), [(1.0, "trên 99%"), (0.0, "dưới 1%"), (0.004, "dưới 1%")])
def test_no_chance_is_called_certain(met, written):
    assert f"đạt mục tiêu {written}" in title_of(fan(row=expected(met=met, exceeded=0.0)))


def test_known_rates_stand_with_counts_and_day():
    said = words_on(fan(row=expected()))
    assert {"31/12/2022 1,82% (363/20.000)", "24/10/2023 1,69% (341/20.119)"} <= set(said)
    assert "Ước 31/12/2023 1,65% (331/20.119)" in said


def test_key_holds_both_intervals_in_households_and_the_target_in_rates():
    # 1.815 % less 0.20 and 0.15 points
    said = words_on(fan(row=expected()))
    assert {"Khoảng 80%: 320–341 hộ", "Khoảng 95%: 311–345 hộ"} <= set(said)
    assert "Mục tiêu ngày 31/12/2023: 1,62%–1,67%" in said


def test_fan_ends_at_the_limits_the_wide_one_behind():
    wide, narrow = fan(row=expected()).axes[0].collections
    assert wide.get_zorder() < narrow.get_zorder()
    ends = [band.get_paths()[0].get_extents() for band in (wide, narrow)]
    last = [band.get_paths()[0].vertices for band in (wide, narrow)]
    at_end = [sorted(v[v[:, 0] == e.x1][:, 1]) for v, e in zip(last, ends, strict=True)]
    assert [(a[0], a[-1]) for a in at_end] == [
        pytest.approx((311 / 20_119, 345 / 20_119)),
        pytest.approx((320 / 20_119, 341 / 20_119)),
    ]


def test_without_a_nowcast_the_history_stands_alone_and_the_title_says_so():
    fig = fan()
    assert title_of(fig) == "Chưa ước được tỷ lệ nghèo đa chiều cuối năm"
    assert list(fig.axes[0].collections) == []
    assert "24/10/2023 1,69% (341/20.119)" in words_on(fig)


def test_day_without_residents_is_no_point():
    known = history(("2022-12-31", 363, 20_000), ("2023-10-24", 341, pd.NA))
    assert not any("24/10" in text for text in words_on(fan(known)))
