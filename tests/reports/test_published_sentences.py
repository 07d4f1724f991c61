"""Every verdict on a published table has a sentence in both languages, with its figures in it."""

import pandas as pd
import pytest

from analysis.measures.check_published import check_published
from analysis.measures.check_published.made import VERDICTS
from analysis.reports.published_sentences import published_sentences
from analysis.wording import LANGUAGES, load_words


def said(*lines, language="vi", check=None):
    checks = check_published(pd.DataFrame(lines))
    sentences = published_sentences(checks, load_words(language))
    return sentences[checks.check == check].tolist() if check else sentences.tolist()


NINH_BINH = {"unit": "Ninh Bình", "round": "2017", "measure": "average", "households": 72_895}
NINH_BINH |= {"total_households": 297_899, "rate_percent": "24,40"}

LINE = {"unit": "A", "measure": "poor", "total_households": 100_000}
ROUNDS = (
    LINE | {"round": "2021", "households": 1_814, "rate_percent": "1,81", "standard": "2016-2020"},
    LINE
    | {
        "round": "2022",
        "households": 1_645,
        "rate_percent": "1,65",
        "standard": "2022-2025",
        "change_points": "-0,16",
    },
)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "vi",
            "Ninh Bình, 2017 (Hộ có mức sống trung bình): in 24,40%, tính lại từ 72.895/297.899 là 24,47%: "
            "lệch 0,07 điểm phần trăm.",
        ),
        (
            "en",
            "Ninh Bình, 2017 (Average living standard): printed 24.40%, recomputed from 72,895/297,899 "
            "24.47%: 0.07 percentage points apart.",
        ),
    ],
)
def test_rate_that_differs_is_said_with_both_values_and_its_size(language, sentence):
    (found,) = said(NINH_BINH, language=language)
    assert found == sentence


def test_change_is_said_with_its_sign_and_the_round_it_is_since():
    assert said(*ROUNDS, check="change") == [
        "A, 2022 (Hộ nghèo): mức thay đổi −0,16 điểm so với 2021 lấy từ tỷ lệ đã làm tròn; "
        "tính lại là −0,17 điểm."
    ]
    assert said(*ROUNDS, language="en", check="standard") == [
        "A, 2022 (Poor households): since 2021: rates of two poverty standards were subtracted "
        "(2022-2025 and 2016-2020), which can't be compared."
    ]


def test_change_of_rates_without_counts_is_said_to_be_their_difference():
    rates = [
        {k: v for k, v in line.items() if k not in ("households", "total_households")} for line in ROUNDS
    ]
    assert said(*rates, check="change") == [
        "A, 2022 (Hộ nghèo): mức thay đổi −0,16 điểm so với 2021 đúng bằng hiệu hai tỷ lệ in."
    ]


def test_a_figure_that_cannot_be_read_is_said_with_its_place():
    line = NINH_BINH | {"households": "bảy", "unit": "B"}
    assert said(NINH_BINH, line, check="figure") == [
        "B, 2017 (Hộ có mức sống trung bình): dòng 2, cột Số hộ: không đọc được “bảy” là số nào; "
        "sửa lại rồi kiểm tra lại."
    ]


def test_totals_are_said_as_a_range():
    line = {"unit": "A", "round": "2023", "measure": "poor", "households": 3}
    assert said(line | {"rate_percent": "0,00"}) == [
        "A, 2023: các tỷ lệ in phù hợp với tổng số hộ từ 60.001 trở lên."
    ]
    # 300 / 0,35 = 857,1 and 300 / 0,25 = 1.200
    assert said(line | {"rate_percent": "0,3"}, language="en") == [
        "A, 2023: the printed rates fit a total of 858 to 1,200 households."
    ]


def test_parts_are_named():
    lines = [
        {"unit": u, "round": "2023", "measure": "poor", "households": n}
        for u, n in (("Xã A", 30), ("Xã B", 40), ("Tổng", 72))
    ]
    assert said(*lines) == ["Tổng, 2023 (Hộ nghèo): Xã A + Xã B cộng lại là 70, in 72: lệch 2."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_has_a_sentence_and_no_sentence_is_left_over(language):
    keys = {key for key in load_words(language).catalogue if key.startswith("published.")}
    verdicts = {f"published.{check}_{verdict}" for check in VERDICTS for verdict in VERDICTS[check]}
    assert keys - verdicts == {
        f"published.{key}" for key in ("where", "where_all", "between", "at_least", "change_rates")
    }
    assert verdicts <= keys
