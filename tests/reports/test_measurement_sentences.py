"""Sentences of the page on measurement at the borders of what they say."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.programme import load_programme
from analysis.reports.labels import Labels
from analysis.reports.measurement_sentences import cutoffs, measures, measures_rule
from analysis.wording import load_words
from tests.golden.conftest import DATA

PROGRAMME = load_programme(DATA)


def labels(language="en"):
    return Labels(PROGRAMME, None, load_words(language))


def of_k(*households, residents=(1000, 1000)):
    """Households from 1, 2, … indicators up, before and after; each of them deprived in no more."""
    rows = pd.DataFrame({"cutoff": range(1, len(households) + 1)})
    for place, when in enumerate(("before", "after")):
        rows[f"households_{when}"] = [pair[place] for pair in households]
        rows[f"household_rate_{when}"] = rows[f"households_{when}"] / residents[place]
        rows[f"m0_{when}"] = rows[f"household_rate_{when}"] * rows.cutoff / 12
    return SimpleNamespace(measurable=True, cutoffs=lambda: rows)


def test_a_fall_at_every_cutoff_does_not_hang_on_it():
    said = cutoffs(of_k((30, 20), (10, 9)), labels())
    assert said.startswith("Of 2 cut-offs at which anybody is poor 2 have fewer households than before.")
    assert said.endswith("That poverty fell does not hang on the cut-off.")


def test_a_fall_at_some_cutoffs_names_the_others_and_how_few_they_count():
    said = cutoffs(of_k((30, 20), (10, 9), (2, 3)), labels())
    assert said.endswith(
        "Whether poverty fell hangs on the cut-off: M0 is not lower at 3 indicators or more, where at most "
        "3 households are counted."
    )
    assert cutoffs(of_k((30, 20), (0, 1)), labels()).endswith("at most 1 household is counted.")
    assert cutoffs(of_k((30, 20), (2, 3)), labels("vi")).endswith("ở ngưỡng 2, nơi chỉ có nhiều nhất 3 hộ.")


def test_more_residents_lower_the_share_of_as_many_households():
    said = cutoffs(of_k((30, 20), (2, 2), residents=(1000, 1001)), labels())
    assert "1 has fewer households" in said
    assert "H is lower at 2 and M0 at 2." in said


def test_a_single_cutoff_and_none_are_told_in_words_that_fit():
    assert cutoffs(of_k((30, 20)), labels()).startswith("Of 1 cut-off at which anybody is poor 1 has fewer")
    assert cutoffs(of_k(), labels()) == ""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_measures_stand_as_the_divisions_they_are(language):
    names = ["headcount_ratio", "intensity", "adjusted_headcount_ratio"]
    rows = pd.DataFrame(
        {  # two of 100 households lack 3 and 4 of 12: H = 2 %, A = 7/24, M0 = 7/1200
            "measure": names,
            "numerator_after": [2, 7, 7],
            "denominator_after": [100, 24, 1200],
            "estimate_after": [0.02, 7 / 24, 7 / 1200],
            "estimate_before": [0.03, float("nan"), 0.01],
        }
    )
    period = SimpleNamespace(as_of=PROGRAMME.baseline.date)
    inputs = SimpleNamespace(period=period, programme=PROGRAMME)
    of = SimpleNamespace(
        measurable=True,
        results=SimpleNamespace(inputs=inputs),
        measures=lambda: rows,
        cutoff=3,
        indicators=range(12),
    )
    said, point = measures(of, labels(language)), {"vi": ",", "en": "."}[language]
    assert f"**H** = 2 / 100 = **2{point}000%**" in said
    assert f"**A** = 7 / (2 × 12) = **29{point}2%**" in said
    assert f"**M0** = H × A = 7 / (100 × 12) = **0{point}583%**" in said
    assert "nan" not in said
    assert "1/12" in measures_rule(of, labels(language))
