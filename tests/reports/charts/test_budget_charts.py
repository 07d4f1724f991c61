from fractions import Fraction

import pandas as pd
import pytest

from analysis.reports.charts.budget_bullets_chart import budget_bullets_chart
from analysis.reports.charts.budget_calendar_chart import budget_calendar_chart
from analysis.reports.charts.budget_sources_chart import budget_sources_chart
from analysis.wording.words import load_words
from tests.reports.charts import figures as f
from tests.reports.charts.drawn import title_of, words_on


def bullets(projects, total, elapsed, language="vi"):
    return budget_bullets_chart(projects, total, elapsed=elapsed, words=load_words(language), note=f.NOTE)


@pytest.mark.parametrize(
    ("disbursed", "title"),
    [
        (50, "Đã giải ngân 50,0% kế hoạch, đúng tiến độ thời gian"),
        (60, "Đã giải ngân 60,0% kế hoạch, nhanh hơn tiến độ thời gian 10,0 điểm phần trăm"),
        (0, "Đã giải ngân 0,0% kế hoạch, chậm hơn tiến độ thời gian 50,0 điểm phần trăm"),
        (50.04, "Đã giải ngân 50,0% kế hoạch, đúng tiến độ thời gian"),
        (pd.NA, "Chưa có số liệu giải ngân"),
    ],
)
def test_title_holds_the_rate_against_the_time_that_has_passed(disbursed, title):
    assert title_of(bullets(f.projects(), f.execution(100, disbursed), Fraction(1, 2))) == title


def test_bars_and_the_mark_of_time_stand_at_the_amounts():
    ax = bullets(f.projects(), f.execution(), Fraction(1, 2)).axes[0]
    plan, allocated, disbursed = ax.containers
    assert plan[0].get_width() == 2_843_850_000
    assert allocated[1].get_width() == 1_236_200_000
    assert disbursed[3].get_width() == 396_750_000  # half of 793 500 000
    assert [line.get_xdata()[0] for line in ax.lines][:2] == [1_421_925_000, 618_100_000]


def test_project_without_report_is_said_and_not_drawn_as_zero():
    fig = bullets(f.projects(), f.execution(), f.ELAPSED)
    said = words_on(fig)
    assert said.count("chưa có số liệu") == 1
    assert any("1/7 dự án, tiểu dự án chưa đủ báo cáo." in text for text in said)
    assert "0,0%" in said  # a reported zero is a figure


def test_amounts_are_in_millions_the_readers_way():
    assert "1.236,2" in words_on(bullets(f.projects(), f.execution(), f.ELAPSED))
    assert "1,236.2" in words_on(bullets(f.projects(), f.execution(), f.ELAPSED, "en"))


def test_sources_name_the_highest_and_the_lowest():
    fig = budget_sources_chart(f.sources(), elapsed=f.ELAPSED, words=load_words("vi"), note=f.NOTE)
    # 4 500 / 5 424 = 82.96 %, 300 / 438 = 68.49 %, 0 / 271.2
    assert title_of(fig) == (
        "Giải ngân cao nhất: Ngân sách Trung ương (83,0% kế hoạch), thấp nhất: Ngân sách huyện đối ứng (0,0%)"
    )
    assert words_on(fig).count("chưa có số liệu") == 2


def test_sources_at_one_rate_are_not_ranked():
    even = f.sources().head(2).assign(rate=0.5)
    fig = budget_sources_chart(even, elapsed=f.ELAPSED, words=load_words("vi"), note=f.NOTE)
    assert title_of(fig) == "Các nguồn vốn cùng giải ngân 50,0% kế hoạch"


def calendar(reports, language="vi"):
    return budget_calendar_chart(reports, words=load_words(language), note=f.NOTE)


def test_calendar_compares_with_the_time_passed_by_the_last_report():
    # 3 066.6 / 6 133.2 = 50 %; 2 July is day 183 of 365: 50.14 %
    fig = calendar(f.reports(("2023-07-02", 3_066_600_000)))
    assert title_of(fig) == "Giải ngân lũy kế đạt 50,0% kế hoạch khi đã qua 50,1% thời gian của năm"


def test_calendar_draws_each_report_on_its_day_in_order():
    shuffled = f.reports(("2023-12-10", 5_000_000_000), ("2023-06-30", 1_226_640_000))
    year, disbursed = calendar(shuffled).axes[0].lines
    assert list(year.get_xdata()) == [0, 365]
    assert list(disbursed.get_xdata()) == [0, 181, 344]  # 30 June and 10 December
    assert disbursed.get_ydata()[1] == pytest.approx(0.2)


def test_calendar_leaves_a_report_without_amount_out():
    fig = calendar(f.reports(("2023-06-30", 1_226_640_000), ("2023-08-25", pd.NA)), "en")
    assert "20.0% 30 Jun" in words_on(fig)
    assert not any("25 Aug" in text for text in words_on(fig))


def test_calendar_always_labels_the_last_of_crowded_reports():
    daily = [(f"2023-08-{day:02d}", day * 60_000_000) for day in range(1, 29)]
    said = words_on(calendar(f.reports(*daily)))
    assert "27,4% 28/8" in said  # 1 680 / 6 133.2
    assert sum("/8" in text for text in said) < 6
