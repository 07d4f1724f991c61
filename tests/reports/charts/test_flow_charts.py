import pandas as pd
import pytest

from analysis.reports.charts.class_matrix_chart import class_matrix_chart
from analysis.reports.charts.flows_chart import flows_chart
from analysis.wording.words import load_words
from tests.reports.charts import figures as f
from tests.reports.charts.drawn import title_of, words_on


def flows(frame, language="vi"):
    return flows_chart(frame, words=load_words(language), note=f.NOTE)


@pytest.mark.parametrize(
    ("frame", "title"),
    [
        (f.flows(), "Danh sách từ 380 hộ còn 348 hộ: 50 hộ ra, 18 hộ vào"),  # 41 + 9; 11 + 3 + 4
        (f.flows(10, 1, 1, 4, 1, 0, 13), "Danh sách từ 10 hộ tăng lên 13 hộ: 2 hộ ra, 5 hộ vào"),
        (f.flows(10, 2, 0, 2, 0, 0, 10), "Danh sách giữ nguyên 10 hộ: 2 hộ ra, 2 hộ vào"),
        (f.flows(relapse=pd.NA), "Chưa đủ số liệu về diễn biến hộ nghèo, hộ cận nghèo"),
    ],
)
def test_title_says_where_the_list_went_and_by_whom(frame, title):
    assert title_of(flows(frame)) == title


def test_bars_hang_from_the_opening_down_and_up_to_the_closing():
    bars = [bar for container in flows(f.flows()).axes[0].containers for bar in container]
    spans = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in bars]
    # 380; 380 - 41 = 339; 339 - 9 = 330; 330 + 11 = 341; + 3 = 344; + 4 = 348
    assert spans == [(0, 380), (339, 380), (330, 339), (330, 341), (341, 344), (344, 348), (0, 348)]


def test_labels_carry_their_sign_and_a_zero_has_none():
    said = words_on(flows(f.flows(relapse=0, closing=345), "en"))
    assert {"380", "−41", "−9", "+11", "0", "+4", "345"} <= set(said)


def test_missing_flow_is_said_and_not_drawn_as_zero():
    said = words_on(flows(f.flows(new=pd.NA)))
    assert "chưa có số liệu" in said
    assert "+0" not in said


def test_class_matrix_adds_the_rows_of_one_move_and_says_the_stocks():
    fig = class_matrix_chart(f.moves(), words=load_words("vi"), note=f.NOTE)
    # stayed 110 + 22 + 6 + 192 = 330; left 18 + 32 = 50; entered 12 + 5 + 1 = 18
    assert title_of(fig) == ("330 hộ còn trong danh sách, 50 hộ ra, 18 hộ vào")
    said = words_on(fig)
    # before 110 + 22 + 18 = 150 poor, 230 near-poor; after 128 and 22 + 192 + 6 = 220
    assert {"Hộ nghèo (150)", "Hộ cận nghèo (230)", "Hộ nghèo (128)", "Hộ cận nghèo (220)"} <= set(said)
    assert "6" in said
    assert len(fig.axes[0].patches) == 8
