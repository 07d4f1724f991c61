import pandas as pd

from analysis.reports.charts.deprivation_change_chart import deprivation_change_chart
from analysis.reports.charts.deprivation_heatmap import deprivation_heatmap
from analysis.tables import INDICATORS
from analysis.wording.words import load_words
from tests.reports.charts import figures as f
from tests.reports.charts.drawn import title_of, words_on

WORDS = load_words("vi")


def heatmap(frame):
    names, dimensions = f.indicator_names(WORDS), f.dimension_names(WORDS)
    return deprivation_heatmap(frame, names=names, dimensions=dimensions, words=WORDS, note=f.NOTE)


def test_heat_map_has_the_units_as_given_and_the_indicators_in_the_official_order():
    ax = heatmap(f.unit_deprivations(["Xã B", "Xã A"])).axes[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Xã B (40)", "Xã A (40)"]
    columns = [label.get_text().replace("\n", " ") for label in ax.get_xticklabels()]
    assert columns == list(f.indicator_names(WORDS).values())
    assert columns[0] == "Việc làm"
    assert len(columns) == len(INDICATORS)


def test_heat_map_title_names_the_most_frequent_with_its_counts():
    # The fourth indicator: 21 of 40 in the first unit, 26 of 40 in the second; 47 / 80 = 58.75 %
    fig = heatmap(f.unit_deprivations(["Xã A", "Xã B"]))
    assert title_of(fig) == "Thiếu hụt nhiều nhất: Bảo hiểm y tế, 58,8% số hộ trong danh sách (47/80)"


def test_heat_map_leaves_a_unit_without_marks_out_and_says_so_in_its_cells():
    fig = heatmap(f.unit_deprivations(["Xã A", "Xã B"], unknown=["Xã A"]))
    assert words_on(fig).count("–") == len(INDICATORS)
    assert title_of(fig) == "Thiếu hụt nhiều nhất: Bảo hiểm y tế, 65,0% số hộ trong danh sách (26/40)"


def test_heat_map_without_any_mark_claims_nothing():
    fig = heatmap(f.unit_deprivations(["Xã A"], unknown=["Xã A"]))
    assert title_of(fig) == "Chưa có số liệu về các chỉ số thiếu hụt"


def test_deprivation_change_says_the_counts_and_the_points():
    # 100 / 400 = 25 % to 63 / 300 = 21 %, and 40 / (400 - 200) = 20 % to 66 / 300 = 22 %
    change = pd.DataFrame(
        {
            "indicator": ["toilet", "nutrition"],
            "households_before": [100, 40],
            "households_after": [63, 66],
            "listed_households_before": [400, 400],
            "listed_households_after": [300, 300],
            "unknown_before": [0, 200],
            "unknown_after": [0, 0],
            "share_before": [0.25, 0.20],
            "share_after": [0.21, 0.22],
            "change_points": [-4.0, 2.0],
        }
    )
    names = f.indicator_names(WORDS)
    fig = deprivation_change_chart(change, names=names, words=WORDS, note=f.NOTE)
    assert title_of(fig) == "Tỷ lệ thiếu hụt giảm ở 1/2 chỉ số; cao nhất: Dinh dưỡng (22,0%)"
    assert {"100 → 63", "40 → 66", "−4,00", "+2,00"} <= set(words_on(fig))
