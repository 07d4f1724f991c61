"""Every chart, in both languages, with every edge it must bear: nothing cut off, nothing covered."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from analysis.reports.charts.budget_bullets_chart import budget_bullets_chart
from analysis.reports.charts.budget_calendar_chart import budget_calendar_chart
from analysis.reports.charts.budget_sources_chart import budget_sources_chart
from analysis.reports.charts.class_bars_chart import class_bars_chart
from analysis.reports.charts.class_matrix_chart import class_matrix_chart
from analysis.reports.charts.contributions_chart import contributions_chart
from analysis.reports.charts.cutoff_change_chart import cutoff_change_chart
from analysis.reports.charts.cutoff_curves_chart import cutoff_curves_chart
from analysis.reports.charts.deprivation_change_chart import deprivation_change_chart
from analysis.reports.charts.deprivation_heatmap import deprivation_heatmap
from analysis.reports.charts.flows_chart import flows_chart
from analysis.reports.charts.indicator_profile_chart import indicator_profile_chart
from analysis.reports.charts.nowcast_fan_chart import nowcast_fan_chart
from analysis.reports.charts.robustness_chart import robustness_chart
from analysis.reports.charts.unit_ranking_chart import unit_ranking_chart
from analysis.reports.charts.unit_rates_chart import unit_rates_chart
from analysis.reports.charts.verdict_chart import verdict_chart
from analysis.wording.words import load_words
from tests.reports.charts import figures as f
from tests.reports.charts import measures as m
from tests.reports.charts.drawn import outside, overlapping

FORTY = [f"{'Thị trấn Nông trường' if i % 9 == 0 else 'Xã'} Long Thuận {i + 1}" for i in range(40)]
LONG = [f"Thị trấn Nông trường Đồng Giao Tam Điệp và vùng phụ cận số {i + 1}" for i in range(9)]
BOUNDS = f.bounds(("0.15", 350, 0), ("0.20", 340, 8))
UNKNOWN_BOUNDS = f.bounds(("0.15", pd.NA, pd.NA), ("0.20", pd.NA, pd.NA))
MONTHLY = [(f"2023-{month:02d}-28", month * 400_000_000) for month in range(1, 13)]
DAILY = [(f"2023-08-{day:02d}", day * 90_000_000) for day in range(1, 29)]


def heatmap(data, words, note):
    names, dimensions = f.indicator_names(words), f.dimension_names(words)
    return deprivation_heatmap(data, names=names, dimensions=dimensions, words=words, note=note)


def verdict(observed, bounds=BOUNDS, expected=None):
    return lambda words, note: verdict_chart(observed, bounds, expected=expected, words=words, note=note)


def bullets(projects, total, elapsed=f.ELAPSED):
    return lambda words, note: budget_bullets_chart(projects, total, elapsed=elapsed, words=words, note=note)


def of(chart, data):
    return lambda words, note: chart(data, words=words, note=note)


def profile(measures):
    return lambda words, note: indicator_profile_chart(
        m.whole(measures), names=f.indicator_names(words), words=words, note=note
    )


def contributions(measures, of="indicator"):
    def draw(words, note):
        names = f.indicator_names(words)
        if of == "dimension":
            names = {key: words.text(name) for key, name in f.STANDARD.dimensions.items()}
        return contributions_chart(measures, of=of, names=names, words=words, note=note)

    return draw


def curves(measures, **given):
    return lambda words, note: cutoff_curves_chart(measures, chosen=3, words=words, note=note, **given)


def at_cutoffs(highest):
    rows = pd.DataFrame({"cutoff": range(1, highest + 1)})
    for when in ("before", "after"):
        rows[f"households_{when}"] = 12_345 // rows.cutoff
        rows[f"total_households_{when}"] = 1_234_567
    return lambda words, note: cutoff_change_chart(rows, chosen=3, words=words, note=note)


def ranking(measures, **given):
    return lambda words, note: unit_ranking_chart(measures, words=words, note=note, **given)


def fan(history, expected):
    return lambda words, note: nowcast_fan_chart(
        history,
        expected,
        target=(Decimal("0.15"), Decimal("0.20")),
        year_end=m.YEAR_END,
        words=words,
        note=note,
    )


GRID = range(1, 13)
CERTAIN = m.expected(341, (341, 341, 341, 341), 1.0, 0.0)

CASES = {
    "verdict": verdict(f.change_row(380, 348)),
    "verdict with outlook": verdict(
        f.change_row(380, 360, verdict="not_met"), expected=f.change_row(380, 346)
    ),
    "verdict far beyond": verdict(f.change_row(600, 100, verdict="exceeded")),
    "verdict of a rise": verdict(f.change_row(380, 420, verdict="not_met")),
    "verdict of a rise and a fall": verdict(
        f.change_row(380, 400, verdict="not_met"), expected=f.change_row(380, 340)
    ),
    "verdict of no change": verdict(f.change_row(380, 380, verdict="not_met")),
    "verdict unknown": verdict(f.change_row(380, 348, total_after=pd.NA, verdict=pd.NA), UNKNOWN_BOUNDS),
    "units": of(unit_rates_chart, f.unit_change()),
    "units carried forward": of(unit_rates_chart, f.unit_change(reported=[True, False] * 4 + [True])),
    "units without totals": of(
        unit_rates_chart,
        f.unit_change(household_rate_after=pd.NA, total_households_after=pd.NA, change_points=pd.NA),
    ),
    "one unit": of(unit_rates_chart, f.unit_change(["Xã An Thạnh"])),
    "long units": of(unit_rates_chart, f.unit_change(LONG)),
    "forty units": of(unit_rates_chart, f.unit_change(FORTY)),
    "class bars": of(class_bars_chart, f.unit_rates(missing=["Xã Long Chữ"])),
    "class bars of one unit": of(class_bars_chart, f.unit_rates(["Xã An Thạnh"])),
    "class bars of long units": of(class_bars_chart, f.unit_rates(LONG)),
    "class bars of forty units": of(class_bars_chart, f.unit_rates(FORTY)),
    "heat map": of(heatmap, f.unit_deprivations(unknown=f.UNITS[:1])),
    "heat map of one unit": of(heatmap, f.unit_deprivations(["Xã An Thạnh"])),
    "heat map of long units": of(heatmap, f.unit_deprivations(LONG)),
    "heat map of forty units": of(heatmap, f.unit_deprivations(FORTY)),
    "heat map without marks": of(heatmap, f.unit_deprivations(unknown=f.UNITS)),
    "deprivations": lambda words, note: deprivation_change_chart(
        f.deprivation_moves(), names=f.indicator_names(words), words=words, note=note
    ),
    "flows": of(flows_chart, f.flows()),
    "flows of nobody": of(flows_chart, f.flows(0, 0, 0, 0, 0, 0, 0)),
    "flows unknown": of(flows_chart, f.flows(new=pd.NA)),
    "flows of many": of(flows_chart, f.flows(12_380, 2_041, 109, 1_211, 13, 24, 11_478)),
    "class matrix": of(class_matrix_chart, f.moves()),
    "class matrix of nobody": of(class_matrix_chart, f.moves().head(0)),
    "bullets": bullets(f.projects(), f.execution()),
    "bullets early": bullets(f.projects(), f.execution(), Fraction(1, 365)),
    "bullets unknown": bullets(
        f.projects().assign(allocated=pd.NA, disbursed=pd.NA, rate=pd.NA, reported=False),
        f.execution(disbursed=pd.NA),
    ),
    "sources": lambda words, note: budget_sources_chart(
        f.sources(), elapsed=f.ELAPSED, words=words, note=note
    ),
    "calendar": of(budget_calendar_chart, f.reports()),
    "calendar of every month": of(budget_calendar_chart, f.reports(*MONTHLY)),
    "calendar of every day": of(budget_calendar_chart, f.reports(*DAILY)),
    "calendar without reports": of(budget_calendar_chart, f.reports().assign(disbursed=pd.NA)),
    "profile": profile(m.census()),
    "profile of a sample": profile(m.sample()),
    "profile of nobody poor": profile(m.census(12)),
    "contributions": contributions(m.census()),
    "contributions of a sample": contributions(m.sample()),
    "contributions of dimensions": contributions(m.census(), "dimension"),
    "contributions of long units": contributions(m.census(units=LONG)),
    "contributions of forty units": contributions(m.census(units=FORTY, size=12)),
    "contributions of nobody": contributions(m.census(12)),
    "cut-offs": at_cutoffs(12),
    "a single cut-off": at_cutoffs(1),
    "no cut-off": at_cutoffs(0),
    "curves": curves(m.census(GRID)),
    "curves of H with counts": curves(m.census(GRID), measure="H"),
    "curves of a sample": curves(m.sample(range(1, 7))),
    "curve of the whole": curves(m.whole(m.census(GRID)), measure="H"),
    "curve of a whole sample": curves(m.whole(m.sample(range(1, 7)))),
    "curves of long units": curves(m.census(GRID, units=LONG)),
    "curves of forty units": curves(m.census(GRID, units=FORTY, size=12)),
    "ranking": ranking(m.census()),
    "ranking of a sample": ranking(m.sample()),
    "ranking of nobody": ranking(m.census(12)),
    "ranking of long units": ranking(m.census(units=LONG), measure="H"),
    "ranking of forty units": ranking(m.census(units=FORTY, size=12)),
    "robustness": of(robustness_chart, m.pairs()),
    "robustness of long units": of(robustness_chart, m.pairs(LONG)),
    "robustness of forty units": of(robustness_chart, m.pairs(FORTY)),
    "robustness of two": of(robustness_chart, m.pairs(f.UNITS[:2])),
    "robustness of nobody": of(robustness_chart, m.verdicts()),
    "fan": fan(m.history(), m.expected()),
    "fan from the baseline": fan(m.history(("2022-12-31", 363, 20_000)), m.expected()),
    "fan of every month": fan(
        m.history(*((f"2023-{month:02d}-28", 370 - month, 20_000) for month in range(1, 12))), m.expected()
    ),
    "fan of a rise": fan(
        m.history(("2022-12-31", 341, 20_000), ("2023-08-27", 363, 20_000)),
        m.expected(380, (370, 390, 360, 400), 0.0, 0.0),
    ),
    "fan without doubt": fan(m.history(), CERTAIN),
    "fan without nowcast": fan(m.history(), None),
    "fan without history": fan(m.history(("2022-12-31", pd.NA, 20_000)), None),
    "calendar above the plan": of(budget_calendar_chart, f.reports(("2023-12-10", 7_000_000_000))),
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("case", CASES)
def test_chart_says_what_it_stands_on_and_nothing_is_cut_off_or_covered(case, language):
    words = load_words(language)
    fig = CASES[case](words, replace(f.NOTE, status="estimate"))
    assert outside(fig) == []
    assert overlapping(fig) == []
    said = " ".join(text.get_text() for text in fig.texts).replace("\n", " ")
    assert words.date(f.NOTE.as_of) in said
    assert {"vi": "Số ước thực hiện", "en": "Estimate"}[language] in said
    assert {"vi": "không phải số liệu thật", "en": "not real figures"}[language] in said
    assert f.NOTE.source in said
    assert fig.get_suptitle()


def test_real_data_carry_no_mark_of_made_up_ones():
    fig = CASES["flows"](load_words("en"), replace(f.NOTE, synthetic=False))
    assert not any("SYNTHETIC" in text.get_text() for text in fig.texts)
