"""The two charts with one row per unit."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis.reports.charts.class_bars_chart import class_bars_chart
from analysis.reports.charts.unit_rates_chart import unit_rates_chart
from analysis.wording.words import load_words
from tests.reports.charts import figures as f
from tests.reports.charts.drawn import title_of, words_on


def rates(change, language="vi"):
    return unit_rates_chart(change, words=load_words(language), note=f.NOTE)


def marks(fig):
    return [line for line in fig.axes[0].lines if line.get_marker() != "None"]


def two_units():
    # 20 / 1 000 = 2 % to 15 / 1 000 = 1.5 %; 30 / 1 000 = 3 % to 31 / 1 000 = 3.1 %
    rows = [f.change_row(20, 15, 1_000, 1_000), f.change_row(30, 31, 1_000, 1_000)]
    return (
        pd.DataFrame(rows).assign(unit_name=["Xã A", "Xã B"], reported=[True, False]).reset_index(drop=True)
    )


def test_title_counts_the_falls_and_names_the_highest():
    assert title_of(rates(two_units())) == "Tỷ lệ nghèo đa chiều giảm ở 1/2 đơn vị; cao nhất: Xã B (3,10%)"


def test_highest_rate_stands_on_top_with_its_households_and_its_change():
    fig = rates(two_units())
    assert [label.get_text() for label in fig.axes[0].get_yticklabels()] == ["Xã B", "Xã A"]
    said = words_on(fig)
    assert {"30 → 31", "20 → 15", "+0,10", "−0,50"} <= set(said)


def test_marks_stand_at_the_rates_and_are_hollow_where_carried_forward():
    before_b, after_b, before_a, after_a = marks(rates(two_units()))
    places = [mark.get_xdata()[0] for mark in (before_b, after_b, before_a, after_a)]
    assert places == pytest.approx([0.030, 0.031, 0.020, 0.015])
    assert to_hex(after_b.get_markerfacecolor()) == "#ffffff"
    assert to_hex(after_a.get_markerfacecolor()) != "#ffffff"
    assert after_b.get_marker() != after_a.get_marker()


def test_key_speaks_of_carrying_forward_only_where_it_happened():
    text = "chưa gửi danh sách của kỳ"
    assert text in words_on(rates(two_units()))
    assert text not in words_on(rates(two_units().drop(columns="reported")))


def test_unit_without_total_is_named_without_a_mark_and_last():
    change = two_units()
    change.loc[1, ["total_households_after", "household_rate_after", "change_points"]] = pd.NA
    fig = rates(change)
    assert [label.get_text() for label in fig.axes[0].get_yticklabels()] == ["Xã A", "Xã B"]
    assert "chưa có số liệu" in words_on(fig)
    assert len(marks(fig)) == 3
    assert "giảm ở 1/2 đơn vị; cao nhất: Xã A" in title_of(fig)


def test_change_is_rounded_half_up_from_the_counts():
    # 349 / 20 000 - 378 / 20 000 = -0.145 points; the difference of the binary ratios lies beside the half
    change = pd.DataFrame([f.change_row(378, 349)]).assign(unit_name="Xã A")
    assert "−0,15" in words_on(rates(change))


def test_a_fall_too_small_to_print_is_not_counted_as_one():
    # 21 / 2 000 = 1.05 % to 21 / 2 002 = 1.04895… %: 0.00 points
    fig = rates(pd.DataFrame([f.change_row(21, 21, 2_000, 2_002)]).assign(unit_name="Xã A"))
    assert "0,00" in words_on(fig)
    assert "giảm ở 0/1 đơn vị" in title_of(fig)


def bars(frame, language="vi"):
    return class_bars_chart(frame, words=load_words(language), note=f.NOTE)


def test_class_bars_stack_poor_and_near_poor_to_the_whole():
    fig = bars(f.unit_rates(["Xã A", "Xã B"]))  # 5 + 12 = 17 and 8 + 17 = 25
    poor, near_poor = fig.axes[0].containers
    assert [bar.get_width() for bar in poor] == [8, 5]
    assert [bar.get_x() + bar.get_width() for bar in near_poor] == [25, 17]
    assert title_of(fig) == "42 hộ trong danh sách: 13 hộ nghèo, 29 hộ cận nghèo; nhiều nhất: Xã B (25 hộ)"


def test_class_bars_keep_the_counts_of_a_unit_without_total():
    said = words_on(bars(f.unit_rates(["Xã A", "Xã B"], missing=["Xã B"])))
    assert {"8", "17", "chưa có số liệu", "0,81%"} <= set(said)  # 17 / 2 100 = 0.8095 %
