"""Profile, contributions, cut-off curves and ranking: what they say, and that it is what was measured."""

from fractions import Fraction

import pandas as pd
import pytest

from analysis.measures.alkire_foster import alkire_foster
from analysis.reports.charts.contributions_chart import contributions_chart
from analysis.reports.charts.cutoff_curves_chart import cutoff_curves_chart
from analysis.reports.charts.indicator_profile_chart import indicator_profile_chart
from analysis.reports.charts.unit_ranking_chart import unit_ranking_chart
from analysis.wording.words import load_words
from tests.reports.charts import figures as f
from tests.reports.charts import measures as m
from tests.reports.charts.drawn import title_of, words_on

VI, EN = load_words("vi"), load_words("en")
NAMES = {"water": "Nước", "toilet": "Nhà tiêu", "telecom": "Viễn thông"}
DIMENSIONS = {"water": "vệ sinh", "toilet": "vệ sinh", "telecom": "thông tin"}
FULL_COUNT = "không có sai số chọn mẫu"

# Unit A: scores 3, 2, 1; unit B: 1, 0. Poor from 2: two of three, none of two.
HOUSEHOLDS = pd.DataFrame(
    {
        "unit": ["A", "A", "A", "B", "B"],
        "water": [1, 1, 0, 1, 0],
        "toilet": [1, 1, 1, 0, 0],
        "telecom": [1, 0, 0, 0, 0],
    }
)


def result(cutoff=2, **given):
    return alkire_foster(HOUSEHOLDS, list(NAMES), cutoff, dimensions=DIMENSIONS, by="unit", **given)


def drawn_sample(cutoff=2):
    data = pd.concat([HOUSEHOLDS] * 4, ignore_index=True)
    return alkire_foster(data, list(NAMES), cutoff, dimensions=DIMENSIONS, by="unit", sample=True)


def profile(measures, words=VI, **given):
    return indicator_profile_chart(m.whole(measures), names=NAMES, words=words, note=f.NOTE, **given)


def contributions(measures, **given):
    return contributions_chart(measures, names=NAMES, words=VI, note=f.NOTE, **given)


def curves(measures, words=VI, **given):
    return cutoff_curves_chart(measures, words=words, note=f.NOTE, **{"chosen": 2, **given})


def ranking(measures, words=VI, **given):
    return unit_ranking_chart(measures, words=words, note=f.NOTE, **given)


def intervals(fig):
    """Lines with ends: the intervals."""
    return [line for line in fig.axes[0].lines if line.get_marker() == "|"]


def test_profile_shows_both_ratios_with_their_counts_most_frequent_on_top():
    fig = profile(result())
    labels = [label.get_text() for label in fig.axes[0].get_yticklabels()]
    assert labels == ["Nước", "Nhà tiêu", "Viễn thông"]  # 3 of 5 each, then 1
    assert {"60,00% (3/5)", "40,00% (2/5)", "20,00% (1/5)"} <= set(words_on(fig))
    uncensored, censored = fig.axes[0].containers
    assert [bar.get_width() for bar in uncensored] == pytest.approx([0.6, 0.6, 0.2])
    assert [bar.get_width() for bar in censored] == pytest.approx([0.4, 0.4, 0.2])


def test_profile_title_names_one_indicator_once_and_two_by_name():
    assert title_of(profile(result())) == (
        "Nước thiếu hụt nhiều nhất: 60,00% (3/5); hộ thiếu từ 2 chỉ số: 40,00% (2/5)"
    )
    # Water 3 of 4, but the poor from 2 are two households without it and one with it.
    apart = pd.DataFrame({"water": [1, 1, 1, 0, 0], "toilet": [1, 0, 0, 1, 0], "telecom": [0, 0, 0, 1, 1]})
    assert title_of(profile(alkire_foster(apart, list(NAMES), 2))) == (
        "Thiếu hụt nhiều nhất: Nước, 60,00% (3/5); trong hộ thiếu từ 2 chỉ số: Nhà tiêu, 40,00% (2/5)"
    )


def test_profile_of_a_full_count_has_no_intervals_and_says_why():
    fig = profile(result())
    assert intervals(fig) == []
    assert any(FULL_COUNT in text for text in words_on(fig))


def test_profile_of_a_sample_draws_the_limits_of_the_table():
    measures = m.whole(drawn_sample())
    fig = profile(measures)
    rows = measures[measures.measure.isin(["hd", "hdk"])]
    found = [line.get_xdata() for line in intervals(fig)]
    assert sorted(ends[0] for ends in found) == pytest.approx(sorted(rows.lower))
    assert sorted(ends[1] for ends in found) == pytest.approx(sorted(rows.upper))
    said = " ".join(words_on(fig))
    assert "khoảng tin cậy 95%" in said
    assert "Điều tra mẫu 20 hộ" in said
    assert FULL_COUNT not in said


def test_share_as_cutoff_is_written_as_the_fraction_it_is():
    thirds = dict.fromkeys(NAMES, Fraction(1, 3))
    fig = profile(alkire_foster(HOUSEHOLDS, thirds, Fraction(2, 3)))
    assert "hộ thiếu từ mức 2/3" in title_of(fig)


def test_weighted_score_is_not_called_a_number_of_indicators():
    fig = profile(alkire_foster(HOUSEHOLDS, {"water": 2, "toilet": 1, "telecom": 1}, 3))
    assert "mức 3" in title_of(fig)
    assert "3 chỉ số" not in title_of(fig)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (lambda r: r, "of one group"),
        (
            lambda r: pd.concat([m.whole(r), m.whole(result(1))]),
            "stands there twice|one at a time|was given 2",
        ),
        (lambda r: m.whole(r)[m.whole(r).measure != "hdk"], "no rows of hdk"),
    ],
)
def test_profile_refuses_rows_it_would_have_to_choose_from(rows, sentence):
    with pytest.raises(ValueError, match=sentence):
        indicator_profile_chart(rows(result()), names=NAMES, words=VI, note=f.NOTE)


def test_contributions_stack_to_the_whole_and_a_group_without_poor_says_so():
    fig = contributions(result())
    ax = fig.axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["A", "B", "Tất cả các đơn vị"]
    ends = [sum(bars[row].get_width() for bars in ax.containers) for row in range(3)]
    assert ends == pytest.approx([1, 0, 1])
    # The poor of A have 3 + 2 points: water and toilet 2 each, telecom 1.
    assert [bars[0].get_width() for bars in ax.containers] == pytest.approx([0.4, 0.4, 0.2])
    assert "M0 = 0: không có hộ nào thiếu hụt từ 2 chỉ số trở lên" in words_on(fig)


def test_contributions_write_m0_and_the_poor_beside_each_bar():
    # A: 5 of 9 points, 2 of 3 households; all: 5 of 15, 2 of 5
    assert {"55,56%", "66,67% (2/3)", "33,33%", "40,00% (2/5)", "0,00% (0/2)"} <= set(
        words_on(contributions(result()))
    )


def test_contributions_title_names_the_highest_of_everybody():
    assert title_of(contributions(result())) == "Nước đóng góp nhiều nhất vào M0: 40,0% (Tất cả các đơn vị)"
    dimensions = {"vệ sinh": "Vệ sinh", "thông tin": "Thông tin"}
    fig = contributions_chart(result(), of="dimension", names=dimensions, words=VI, note=f.NOTE)
    assert title_of(fig) == "Chiều Vệ sinh đóng góp nhiều nhất vào M0: 80,0% (Tất cả các đơn vị)"


def test_indicators_of_one_dimension_share_a_colour_and_differ_in_hatch():
    bars = [container[0] for container in contributions(result()).axes[0].containers]
    water, toilet, telecom = bars
    assert water.get_facecolor() == toilet.get_facecolor() != telecom.get_facecolor()
    assert water.get_hatch() != toilet.get_hatch()


def test_contributions_by_dimension_need_dimensions():
    bare = alkire_foster(HOUSEHOLDS, list(NAMES), 2, by="unit")
    with pytest.raises(ValueError, match="give alkire_foster its dimensions"):
        contributions_chart(bare, of="dimension", names={"x": "X"}, words=VI, note=f.NOTE)


def test_curves_show_every_group_at_every_cutoff_and_mark_the_chosen():
    fig = curves(result([1, 2, 3]), measure="H")
    first, second = fig.axes[:2]
    assert [ax.get_title(loc="left") for ax in (first, second)] == ["A: 66,67% (2/3)", "B: 0,00% (0/2)"]
    own = next(line for line in first.lines if line.get_color() == "#0072B2" and len(line.get_xdata()) == 3)
    assert list(own.get_ydata()) == pytest.approx([1, 2 / 3, 1 / 3])
    marks = [line for line in first.lines if list(line.get_xdata()) == [2, 2]]
    assert len(marks) == 1
    assert "Ngưỡng đang dùng: 2 chỉ số" in words_on(fig)


def test_curves_title_counts_the_cutoffs_at_which_the_highest_stays_so():
    # A 3/3, 2/3, 1/3 and B 1/2, 0, 0 of H
    assert title_of(curves(result([1, 2, 3]), measure="H")) == (
        "Ngưỡng 2 chỉ số: H cao nhất ở A, 66,67% (2/3); đơn vị này cao nhất ở 3/3 ngưỡng"
    )


def test_curve_of_the_whole_writes_share_and_count_at_every_cutoff():
    fig = curves(m.whole(result([1, 2, 3])), measure="H")
    assert {"80,00% 4", "40,00% 2", "20,00% 1"} <= set(words_on(fig))
    assert title_of(fig) == "Ngưỡng 2 chỉ số: H = 40,00% (2/5)"
    assert any("trên 5 hộ" in text for text in words_on(fig))


def test_curves_refuse_a_chosen_cutoff_that_was_not_measured():
    with pytest.raises(ValueError, match="none of the result's"):
        curves(result([1, 3]))


def test_ranking_has_the_poorest_on_top_with_rank_and_counts():
    fig = ranking(result(), measure="H", groups={"A": "Xã A", "B": "Xã B"})
    assert title_of(fig) == "H cao nhất: Xã A, 66,67% (2/3); thấp nhất: Xã B, 0,00% (0/2)"
    assert [label.get_text() for label in fig.axes[0].get_yticklabels()] == ["Xã A", "Xã B"]
    assert {"1", "2", "2/3", "0/2", "Tất cả các đơn vị: 40,00%"} <= set(words_on(fig))


def test_equal_units_share_their_rank():
    data = HOUSEHOLDS.assign(unit=["A", "B", "C", "A", "B"])
    # From 1: A has the first and fourth household, B the second alone, C the third.
    fig = ranking(alkire_foster(data, list(NAMES), 1, by="unit"), measure="H")
    assert [text for text in words_on(fig) if text in {"1", "2", "3"}] == ["1", "1", "3"]


def test_ranking_of_a_full_count_draws_no_interval_and_says_why():
    fig = ranking(result())
    assert intervals(fig) == []
    assert any(FULL_COUNT in text for text in words_on(fig))


def test_ranking_of_a_sample_draws_the_limits_and_warns_of_overlaps():
    measures = drawn_sample()
    fig = ranking(measures)
    row = measures[(measures.measure == "M0") & (measures.group == "A")].iloc[0]
    assert tuple(intervals(fig)[0].get_xdata()) == pytest.approx((row.lower, row.upper))
    assert any("chồng lên nhau" in text for text in words_on(fig))


def test_residents_beside_a_list_are_the_denominator_where_they_are_given():
    # Of 100 and 200 residents, two households of A are poor.
    rows = HOUSEHOLDS.assign(times=1)
    others = pd.DataFrame({"unit": ["A", "B"], "times": [97, 198], **dict.fromkeys(NAMES, 0)})
    measures = alkire_foster(pd.concat([rows, others]), list(NAMES), 2, by="unit", weight="times")
    fig = ranking(measures, measure="H", totals={"A": 100, "B": 200, "all": 300})
    said = words_on(fig)
    assert {"2/100", "0/200", "2,00%"} <= set(said)
    assert any("tổng số hộ dân cư" in text for text in said)


def test_counts_are_sums_of_weights_and_left_out_where_these_are_not_whole():
    # two of three records of A are poor, each standing for three
    measures = alkire_foster(HOUSEHOLDS.assign(times=3), list(NAMES), 2, by="unit", weight="times")
    assert (
        title_of(ranking(measures, measure="H")) == "H cao nhất: A, 66,67% (6/9); thấp nhất: B, 0,00% (0/6)"
    )
    broken = alkire_foster(HOUSEHOLDS.assign(times=1.1), list(NAMES), 2, by="unit", weight="times")
    assert title_of(ranking(broken, measure="H")) == "H cao nhất: A, 66,67%; thấp nhất: B, 0,00%"


def test_two_rounds_in_one_frame_are_refused():
    with pytest.raises(ValueError, match="one round"):
        ranking(pd.concat([result(), result()]))


def test_two_policies_in_one_frame_are_refused():
    with pytest.raises(ValueError, match="one missing_policy at a time"):
        ranking(result(missing="bounds"))
