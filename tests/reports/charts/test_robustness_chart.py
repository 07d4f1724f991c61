from itertools import pairwise

from matplotlib.patches import Rectangle

from analysis.reports.charts.robustness_chart import LOOK, robustness_chart
from analysis.wording.words import load_words
from tests.reports.charts import figures as f
from tests.reports.charts.drawn import title_of, words_on
from tests.reports.charts.measures import verdicts

PAIRS = verdicts(("A", "B", 10, 0, 0), ("A", "C", 10, 0, 0), ("B", "C", 6, 0, 4))


def chart(pairs, language="vi", **given):
    return robustness_chart(pairs, words=load_words(language), note=f.NOTE, **given)


def rows_of(fig):
    return [label.get_text() for label in fig.axes[0].get_yticklabels()]


def hatched(fig):
    patches = [p for p in fig.axes[0].patches if isinstance(p, Rectangle) and p.get_hatch()]
    return [(round(p.get_x()), round(p.get_y())) for p in patches]


def test_cell_counts_the_specifications_in_which_the_row_is_poorer():
    fig = chart(PAIRS, groups={"A": "Xã A", "B": "Xã B", "C": "Xã C"})
    assert rows_of(fig) == ["Xã A", "Xã B", "Xã C"]
    said = words_on(fig)
    assert [said.count(text) for text in ("10/10", "6/10")] == [2, 1]


def test_title_says_how_many_orders_hold_and_who_is_always_the_poorest():
    assert title_of(chart(PAIRS)) == "2/3 cặp đơn vị không đảo thứ tự dù tính cách nào; A luôn nghèo nhất"
    level = verdicts(("A", "B", 8, 2, 0))
    assert "A luôn nghèo nhất hoặc ngang" in title_of(chart(level))
    turning = verdicts(("A", "B", 9, 0, 1))
    assert title_of(chart(turning)) == (
        "0/1 cặp đơn vị không đảo thứ tự dù tính cách nào; không đơn vị nào luôn nghèo nhất"
    )


def test_pair_without_a_majority_is_hatched_and_others_are_not():
    fig = chart(verdicts(("A", "B", 5, 0, 5), ("A", "C", 9, 0, 1), ("B", "C", 0, 10, 0)))
    assert sorted(hatched(fig)) == [(1, 0), (2, 1)]


def test_kinds_differ_by_more_than_colour():
    def lightness(kind):
        colour = LOOK[kind]["facecolor"]
        red, green, blue = (255, 255, 255) if colour == "white" else bytes.fromhex(colour[1:])
        return 0.299 * red + 0.587 * green + 0.114 * blue

    solid = sorted(lightness(kind) for kind in LOOK if "hatch" not in LOOK[kind])
    assert min(b - a for a, b in pairwise(solid)) > 40


def test_nothing_to_compare_claims_nothing():
    assert title_of(chart(verdicts())) == "Không đủ đơn vị để so sánh"
