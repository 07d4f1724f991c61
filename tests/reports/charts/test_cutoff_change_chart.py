import pandas as pd
import pytest

from analysis.reports.charts.cutoff_change_chart import cutoff_change_chart
from analysis.wording.words import load_words
from tests.reports.charts import figures as f
from tests.reports.charts.drawn import title_of, words_on

CUTOFFS = pd.DataFrame(
    {
        "cutoff": [2, 3, 4, 5],
        "households_before": [240, 132, 69, 9],
        "total_households_before": [20_000] * 4,
        "households_after": [223, 116, 69, 10],
        "total_households_after": [20_142] * 4,
    }
)


def draw(cutoffs=CUTOFFS, language="en"):
    return cutoff_change_chart(cutoffs, chosen=3, words=load_words(language), note=f.NOTE)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Fewer households than before at 2 of 4 cut-offs; at 3 indicators: 132 → 116"),
        ("vi", "Ở 2/4 ngưỡng số hộ ít hơn đầu kỳ; từ 3 chỉ số trở lên: 132 → 116 hộ"),
    ],
)
def test_the_title_counts_the_cutoffs_with_fewer_households(language, title):
    assert title_of(draw(language=language)) == title


def test_a_single_household_more_is_seen_to_be_a_rise():
    # 9 / 20 000 = 0.0450 % to 10 / 20 142 = 0.0496 %: 0.005 points up; 69 of more residents: 0.002 down
    text = words_on(draw())
    assert "9 → 10" in text
    assert "+0.005" in text
    assert "−0.002" in text


def test_the_standard_is_marked_and_what_a_missing_mark_counts_as_is_said():
    text = words_on(draw())
    assert "3 or more (standard)" in text
    assert "4 or more" in text
    assert any("A missing mark counts as not deprived" in words for words in text)


def test_nobody_at_the_standard_or_at_all_is_said():
    others = CUTOFFS[CUTOFFS.cutoff < 3]
    for cutoffs in (others, CUTOFFS.head(0)):
        assert title_of(draw(cutoffs)) == "No household is deprived in 3 indicators, before or after"
