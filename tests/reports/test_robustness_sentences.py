"""The verdict on the order of units in words, with the counts it rests on."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.law import load_standard
from analysis.measures.robustness import robustness
from analysis.measures.specifications import rank_ranges, specification_estimates
from analysis.programme import load_programme
from analysis.reports.labels import Labels
from analysis.reports.robustness_sentences import robustness_sentences
from analysis.wording import load_words

PROGRAMME = load_programme(Path(__file__).parents[2] / "data" / "ben-cau-2023")
FIRST, SECOND, THIRD = PROGRAMME.units[:3]
NAMES = ["a", "b", "c", "d"]


def said(records, language):
    data = pd.DataFrame(
        [
            {"unit_code": unit.code} | {name: int(name in word) for name in NAMES}
            for unit, words in records
            for word in words.split()
        ]
    )
    pairs = robustness(data, NAMES, [1, 2, 3, 4], by="unit_code")
    ranges = rank_ranges(specification_estimates(data, NAMES, [1, 2, 3, 4], by="unit_code"))
    labels = Labels(PROGRAMME, load_standard("2023-12-14"), load_words(language))
    return robustness_sentences(pairs, ranges, labels)


def test_order_that_turns_is_not_to_be_ranked():
    # as in the measure's own test: the second and third unit change places between cut-offs 2 and 3
    text = said([(FIRST, "abcd ab"), (SECOND, "ab cd -"), (THIRD, "abc - -")], "vi")
    assert text == (
        "So sánh 3 cặp đơn vị theo 4 cách tính (ngưỡng và trọng số khác nhau): 2 cặp giữ nguyên thứ tự ở mọi "
        "cách tính. 1 cặp đổi thứ tự tùy cách tính, nên không nên xếp hạng hơn kém giữa hai đơn vị của các "
        f"cặp đó. {FIRST.name} luôn nghèo nhất, tính cách nào cũng vậy."
    )


@pytest.mark.parametrize(
    ("language", "last"),
    [
        ("vi", "đơn vị nghèo nhất là một trong số: "),
        ("en", "depending on the way of measuring it is one of: "),
    ],
)
def test_several_that_may_be_the_poorest_are_all_named(language, last):
    text = said([(FIRST, "ab -"), (SECOND, "ab -")], language)
    assert text.endswith(f"{last}{FIRST.name}, {SECOND.name}.")
    assert load_words(language)("robustness.tied", tied=1) in text
