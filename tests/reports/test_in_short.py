"""The five sentences the page on measurement opens with, in every state a year may be in."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest

from analysis.intake.inputs import read_inputs
from analysis.measurement_results import MeasurementResults
from analysis.programme import load_programme
from analysis.reports import target_sentences
from analysis.reports.in_short import behind, goal, in_short, next_step, rate, sure
from analysis.reports.labels import Labels
from analysis.results import Results
from analysis.target_results import TargetResults
from analysis.wording import LANGUAGES, load_words
from tests.golden.conftest import DATA

PERIODS = [period.id for period in load_programme(DATA).periods]


@pytest.fixture(scope="module")
def inputs():
    return {period: read_inputs(DATA, period) for period in PERIODS}


def of(inputs, *, target=None, folder=None, **frames):
    """What is measured and the way to the target; with another target, folder or other frames."""
    programme = inputs.programme
    if target:
        points = programme.target.reduction_points
        points = points.model_copy(update=dict(zip(("from_", "to"), map(Decimal, target), strict=True)))
        goal_ = programme.target.model_copy(update={"reduction_points": points})
        programme = programme.model_copy(update={"target": goal_})
    if folder:
        programme = programme.model_copy(update={"folder": folder})
    results = Results(replace(inputs, programme=programme, **frames))
    return MeasurementResults(results), TargetResults(results)


def labels(language, results):
    return Labels(results.inputs.programme, results.standard, load_words(language))


def told(sentence, about, language="en"):
    return sentence(about, labels(language, about.results))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("period", PERIODS)
def test_at_most_five_sentences_and_four_where_the_year_is_over(inputs, period, language):
    about = of(inputs[period])
    said = in_short(about, labels(language, about[0].results)).splitlines()
    assert len(said) == (4 if period == "official" else 5)
    assert all(line.startswith("- ") and line.endswith(".") and line.count(". ") == 0 for line in said)


def test_the_rate_comes_with_numerator_and_denominator(inputs):
    _, target = of(inputs["official"])
    # 331 / 20 142 = 1.643 %; 363 / 20 000 = 1.815 %: 0.172 points down.
    assert told(rate, target) == (
        "On 14 December 2023, 331 of 20,142 resident households are poor or near-poor: a rate of **1.64%**, "
        "down 0.17 percentage points since 31 December 2022 (1.82%, 363 of 20,000)."
    )
    assert told(rate, target, "vi") == (
        "Ngày 14/12/2023, 331 trên 20.142 hộ dân cư là hộ nghèo hoặc hộ cận nghèo, tức tỷ lệ **1,64%**, "
        "giảm 0,17 điểm phần trăm so với ngày 31/12/2022 (1,82%, 363 trên 20.000 hộ)."
    )


@pytest.mark.parametrize(
    ("target", "en", "vi"),
    [  # the rate fell by 0.1717 points
        (("0.15", "0.20"), "a fall of 0.15 to 0.20 percentage points, is **met**.", "**đạt**."),
        (("0.18", "0.20"), "a fall of 0.18 to 0.20 percentage points, is **not met**.", "**chưa đạt**."),
        (("0.10", "0.15"), "a fall of 0.10 to 0.15 percentage points, is **exceeded**.", "**vượt**."),
    ],
)
def test_an_official_report_says_whether_the_target_is_met_and_nothing_of_what_is_to_come(
    inputs, target, en, vi
):
    _, way = of(inputs["official"], target=target)
    assert told(goal, way).endswith(en)
    assert told(goal, way, "vi").endswith(vi)
    for language in LANGUAGES:
        assert told(next_step, way, language) == ""
        for name in ("target", "nowcast", "coverage", "path", "mix", "cases"):
            assert told(getattr(target_sentences, name), way, language) == "", name


def test_an_estimate_gives_the_chances_with_the_interval_of_what_is_expected(inputs):
    _, way = of(inputs["year-estimate"])
    assert told(goal, way) == (
        "Expected at the year's end: 331 households on the list (80% interval 320 to 341); the chances of "
        "the target, a fall of 0.15 to 0.20 percentage points, are **met 44%**, exceeded 20%, not met 36%."
    )
    assert "khả năng **đạt là 44%**, vượt 20%, chưa đạt 36%." in told(goal, way, "vi")


def test_a_target_out_of_reach_is_not_called_impossible(inputs):
    _, way = of(inputs["year-estimate"], target=("0.80", "0.90"))
    assert "**met below 1%**, exceeded below 1%, not met above 99%" in told(goal, way)
    assert "**đạt là dưới 1%**" in told(goal, way, "vi")


def test_what_is_still_to_do_counts_those_who_enter_and_those_who_leave_anyway(inputs):
    # October: 341 listed + 11 to enter − 334 = 18, − 324 = 28; 21 leave anyway: 0 and 7 more.
    _, way = of(inputs["year-estimate"])
    assert told(next_step, way) == (
        "For a fall of 0.15 percentage points 18 households must still leave the list, for 0.20 points 28; "
        "21 are expected to leave anyway, enough for the first, **7** short of the second."
    )
    # August: 353 + 26 − 334 = 45, − 324 = 55; 42 leave anyway: 3 and 13 more.
    _, way = of(inputs["nine-month-estimate"])
    assert told(next_step, way, "vi").endswith(
        "phải hỗ trợ để ra thêm **3** hộ cho mức thứ nhất, **13** hộ cho mức thứ hai."
    )
    _, way = of(inputs["year-estimate"], target=("0.05", "0.10"))
    assert told(next_step, way).endswith("which is enough for both.")


def test_without_assumptions_the_plain_rule_speaks_and_says_it_has_no_interval(inputs, tmp_path):
    (tmp_path / "programme.yaml").touch()  # a programme's folder that assumes nothing
    _, way = of(inputs["year-estimate"], folder=tmp_path)
    # The plain rule has 340 of 20 119 at the end: 1.690 %, 0.125 points down.
    assert told(goal, way) == (
        "If the year goes on as a plain rule has it, 340 households are on the list at its end and the "
        "target, a fall of 0.15 to 0.20 percentage points, is **not met**; for want of stated assumptions "
        "there is no interval."
    )
    # 341 listed, at most 334 and 324.
    assert told(next_step, way).startswith("The list is 7 households too long for a fall of 0.15 percentage")
    assert "nhiều hơn mức cần có 7 hộ nếu giảm 0,15" in told(next_step, way, "vi")
    _, way = of(inputs["year-estimate"], folder=tmp_path, target=("0.05", "0.20"))
    assert told(next_step, way).startswith(
        "The list is short enough for a fall of 0.05 percentage points and 17"
    )
    _, way = of(inputs["year-estimate"], folder=tmp_path, target=("0.05", "0.10"))
    assert "is **exceeded**" in told(goal, way)
    assert told(next_step, way).startswith("The list is already short enough for a fall of 0.10")
    for language in LANGUAGES:
        about = of(inputs["year-estimate"], folder=tmp_path)
        assert len(in_short(about, labels(language, about[0].results)).splitlines()) == 5


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("period", PERIODS)
def test_of_a_district_whose_residents_are_not_all_known_no_rate_and_no_verdict_is_told(
    inputs, period, language
):
    totals = inputs[period].totals.copy()
    totals.loc[totals.unit_code == totals.unit_code.iloc[0], "total_households"] = pd.NA
    measured, way = of(inputs[period], totals=totals)
    said = in_short((measured, way), labels(language, way.results))
    unknown = {"vi": "Chưa biết tỷ lệ nghèo đa chiều", "en": "multidimensional poverty rate is not known"}
    assert unknown[language] in said
    assert not any(word in said for word in ("nan", "None", "<NA>", "**met", "**đạt"))


def test_what_is_not_sure_is_counted(inputs):
    # October: of nine units one sent a form without a list and two nothing.
    measured, _ = of(inputs["year-estimate"])
    assert told(sure, measured).endswith(
        "what is not sure: 1 unit has no household list or resident total on one of the dates, so its "
        "deprivations are not known; 2 units stand on figures carried forward; the recognised class of 3 of "
        "317 households is not that of the points."
    )
    households = inputs["official"].households.copy()
    listed = households["round"].eq(of(inputs["official"])[0].results.after)
    households.loc[households.index[listed][0], "toilet"] = pd.NA
    measured, _ = of(inputs["official"], households=households)
    assert told(sure, measured).endswith("1 household lacks a mark, which counts as not deprived.")
    assert told(sure, measured, "vi").endswith("1 hộ thiếu dấu chỉ số, được coi là không thiếu hụt.")


def test_the_indicators_with_most_deprivations_of_the_poor_stand_behind_it(inputs):
    measured, _ = of(inputs["official"])
    # 71, 62 and 59 of 443 deprivations: 16.03 %, 14.00 %, 13.32 %.
    assert told(behind, measured) == (
        "Of 443 deprivations of the 116 households deprived in 3 indicators or more, most are "
        "“Telecommunication service” (16.0%, 71 households), “Health insurance” (14.0%, 62 households), "
        "“Hygienic toilet” (13.3%, 59 households)."
    )
    households = inputs["official"].households.copy()
    households[measured.indicators] = 0
    measured, _ = of(inputs["official"], households=households)
    assert told(behind, measured) == "No listed household is deprived in 3 indicators or more."


def test_of_equally_frequent_indicators_none_is_named_without_the_other(inputs):
    households = inputs["official"].households.copy()
    measured, _ = of(inputs["official"])
    households[measured.indicators] = 0
    households[measured.indicators[:4]] = 1
    measured, _ = of(inputs["official"], households=households)
    assert told(behind, measured).count("25.0%, 331 households") == 4


def test_a_unit_that_is_in_no_figure_is_counted_among_what_is_not_sure(inputs):
    gone = inputs["official"].programme.unit_codes[0]
    frames = {name: getattr(inputs["official"], name) for name in ("households", "list_basis")}
    left = {name: frame[frame.unit_code != gone] for name, frame in frames.items()}
    measured, way = of(inputs["official"], **left)
    assert way.results.unknown_units == [gone]
    assert "1 unit is in none of these figures" in told(sure, measured)
    assert "1 đơn vị không có trong các số này" in told(sure, measured, "vi")
