"""The charts of measures as an analyst asks for them, with nothing but a result."""

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

from analysis import (
    af_change,
    alkire_foster,
    plot_contributions,
    plot_cutoffs,
    plot_profile,
    plot_ranking,
    plot_robustness,
    robustness,
    wide,
)

HOUSEHOLDS = pd.DataFrame(
    {
        "water": [1, 1, 0, 0, 1, 0],
        "toilet": [1, 0, 1, 0, 0, 0],
        "telecom": [1, 1, 0, 0, 0, 0],
        "unit": ["A", "A", "A", "B", "B", "B"],
        "area": ["rural", "urban"] * 3,
    }
)
INDICATORS = ["water", "toilet", "telecom"]


@pytest.fixture(scope="module")
def result():
    return alkire_foster(
        HOUSEHOLDS,
        INDICATORS,
        [1, 2],
        by=["unit", "area"],
        dimensions={"water": "house", "toilet": "house", "telecom": "news"},
    )


def texts(figure):
    return [text.get_text().replace("\n", " ") for text in figure.findobj(match=_is_text)]


def _is_text(artist):
    return hasattr(artist, "get_text") and bool(artist.get_text())


def title(figure):
    return figure.get_suptitle().replace("\n", " ")


def test_profile_names_the_commonest_deprivation_of_all_and_of_the_poor(result):
    drawn = plot_profile(result, cutoff=2, names={"water": "Nước", "toilet": "Xí", "telecom": "Viễn thông"})
    assert title(drawn).startswith("Nước thiếu hụt nhiều nhất: 50,00% (3/6)")
    assert "33,33% (2/6)" in title(drawn)


def test_profile_of_a_group_counts_its_own_households(result):
    assert "66.67% (2/3)" in title(plot_profile(result, group="A", cutoff=2, language="en"))


def test_contributions_of_dimensions_are_those_of_the_poor(result):
    # three deprivations of the first, two of the second household: water, toilet and telecom; water, telecom
    drawn = plot_contributions(result, of="dimension", by="area", cutoff=2, language="en")
    assert "house" in title(drawn)
    assert "60.0%" in title(drawn)


def test_curves_show_every_cutoff_of_one_breakdown(result):
    drawn = plot_cutoffs(result, 2, by="unit", language="en")
    assert len([ax for ax in drawn.axes if ax.lines]) == 2
    assert any(text.startswith("A: ") for text in texts(drawn))


def test_ranking_puts_the_poorest_first_and_names_groups(result):
    drawn = plot_ranking(result, by="unit", cutoff=2, measure="H", groups={"A": "Xã Một", "B": "Xã Hai"})
    assert title(drawn).startswith("H cao nhất: Xã Một, 66,67% (2/3); thấp nhất: Xã Hai, 0,00% (0/3)")


def test_robustness_takes_pairs_and_names_its_source():
    pairs = robustness(HOUSEHOLDS, INDICATORS, "all", by="unit")
    assert any("Rà soát 2023" in text for text in texts(plot_robustness(pairs, source="Rà soát 2023")))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"by": "unit", "cutoff": 3}, "no rows of cutoff=3: the result has 1, 2"),
        ({"by": "village", "cutoff": 2}, "no rows of by=village: the result has unit, area"),
        ({"cutoff": 2}, "the result has several: write by=, one of unit, area"),
        ({"by": "unit"}, "the result has several: write cutoff=, one of 1, 2"),
        ({"by": "unit", "cutoff": 2, "weighting": "x"}, "no rows of weighting=x: the result has none"),
    ],
)
def test_part_that_is_not_there_or_not_chosen_is_asked_for_by_the_option_to_write(result, options, said):
    with pytest.raises(ValueError, match=f"^{said}$"):
        plot_ranking(result, **options)


def test_one_of_several_weightings_and_policies_is_drawn():
    marks = HOUSEHOLDS.astype({"water": "Int64"})
    marks.loc[4, "water"] = pd.NA
    weightings = {"equal": INDICATORS, "water twice": {"water": 2, "toilet": 1, "telecom": 1}}
    result = alkire_foster(marks, weightings, 1, by="unit", missing="bounds")
    with pytest.raises(ValueError, match="write weighting=, one of equal, water twice"):
        plot_ranking(result)
    with pytest.raises(ValueError, match="write missing_policy=, one of not_deprived, deprived"):
        plot_ranking(result, weighting="equal")
    # of unit B nobody is surely deprived; one of three where the missing mark is
    for policy, rate in (("not_deprived", "0.00% (0/3)"), ("deprived", "33.33% (1/3)")):
        drawn = plot_ranking(result, measure="H", weighting="equal", missing_policy=policy, language="en")
        assert rate in title(drawn)


def test_results_of_other_functions_are_told_apart():
    change = af_change(HOUSEHOLDS.assign(year=[1, 2] * 3), INDICATORS, 1, time="year")
    with pytest.raises(
        ValueError, match="of the long results of alkire_foster, and this one is of af_change"
    ):
        plot_profile(change)


def test_profile_of_a_group_names_it(result):
    drawn = plot_profile(result, group="A", cutoff=2, groups={"A": "Xã Một"})
    assert title(drawn).startswith("Xã Một: ")


def test_weights_are_counted_as_what_they_are_and_not_called_households(result):
    persons = alkire_foster(
        HOUSEHOLDS.assign(members=[4, 1, 5, 2, 3, 1]), INDICATORS, 2, by="unit", weight="members"
    )
    drawn = plot_ranking(persons, measure="H")
    # of the ten persons of A five live in the two households deprived in two and more, of the six of B none
    assert "50,00% (5/10)" in title(drawn)
    said = texts(drawn)
    assert "5/10" in said
    assert any("tổng quyền số members" in text for text in said)
    assert not any("hộ" in text.split() and "tổng số" in text for text in said)


def test_one_mapping_of_names_serves_indicators_and_dimensions(result):
    names = {"water": "Nước", "house": "Nhà ở", "news": "Thông tin", "toilet": "Xí", "telecom": "Viễn thông"}
    profile = texts(plot_profile(result, cutoff=2, names=names))
    assert "Nhà ở" not in profile
    shares = texts(plot_contributions(result, of="dimension", by="unit", cutoff=2, names=names))
    assert "Xí" not in shares
    assert "Nhà ở" in shares


def test_missing_marks_are_told_and_overlapping_intervals_too():
    marks = pd.concat([HOUSEHOLDS] * 4, ignore_index=True).astype({"water": "Int64"})
    marks.loc[4, "water"] = pd.NA
    counted = plot_ranking(alkire_foster(marks, INDICATORS, 2, by="area", missing="deprived"))
    assert any("Dấu thiếu được coi là thiếu hụt" in text for text in texts(counted))
    drawn = alkire_foster(marks, INDICATORS, 1, by="area", missing="drop", sample=True)
    assert "khoảng tin cậy chồng lên nhau" in title(plot_ranking(drawn))


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda r: plot_ranking(r, by="unit", cutoff=2, measure="A"), "measure='A': choose one of H, M0"),
        (lambda r: plot_ranking(r, by="unit", cutoff=2, totals={"A": 3}), "totals lack all, B"),
        (lambda r: plot_ranking(wide(r)), "this one is of the wide view of alkire_foster"),
        (lambda r: plot_cutoffs(r, 3, by="unit"), "cutoff=3 is to be one of several: the result has 1, 2"),
        (lambda r: plot_robustness(r), "the pairs that robustness gives"),
        (lambda r: plot_profile(r, group="C", cutoff=2), "no rows of the group C"),
    ],
)
def test_what_no_chart_can_show_is_refused_in_one_sentence(result, draw, said):
    with pytest.raises(ValueError, match=said):
        draw(result)


def test_cutoff_written_as_a_float_is_the_fraction_of_the_result():
    shares = {"water": 0.5, "toilet": 0.25, "telecom": 0.25}
    drawn = plot_cutoffs(alkire_foster(HOUSEHOLDS, shares, [0.25, 0.5], by="unit"), 0.5)
    assert any("1/2" in text for text in texts(drawn))
    assert "Ngưỡng k (điểm theo trọng số)" in texts(drawn)


def test_a_notebook_shows_the_figure_a_cell_ends_with_and_keeps_its_own_formats():
    code = [
        "from analysis import alkire_foster, plot_profile",
        "import pandas as pd",
        "formats = get_ipython().display_formatter.formatters",
        "before = {name: dict(of.type_printers) for name, of in formats.items()}",
        "figure = plot_profile(alkire_foster(pd.DataFrame({'water': [1, 0]}), ['water'], 1))",
        "assert before == {name: of.type_printers for name, of in formats.items()}",
        "figure",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("\n".join(code))])
    NotebookClient(notebook, kernel_name="python3").execute()
    (shown,) = notebook.cells[0].outputs
    assert "image/png" in shown.data
