import pandas as pd
import pytest

from analysis.law import load_standard
from analysis.measures.targeting import near_lines
from analysis.measures.targeting.near_lines import with_distances

STANDARD = load_standard("2023-12-14")
FOUR = {"poverty_class": "poor", "toilet": 1, "telecom": 1, "employment": 1, "nutrition": 1}


@pytest.mark.parametrize(
    ("home", "points"),
    [
        ({"b1": 140}, 1),  # the line itself is under the line
        ({"b1": 130}, 11),
        ({"b1": 170, "area": "urban"}, 6),
        ({"b1": 150}, 1),  # listed against its score
        ({"b1": None}, None),
    ],
)
def test_points_to_cross_the_line_of_the_area(homes, home, points):
    found = with_distances(homes(home), STANDARD).points_to_cross.item()
    assert (pd.isna(found) and points is None) or found == points


@pytest.mark.parametrize(
    ("home", "lift"),
    [
        (FOUR, 2),  # four lacking, poor from three: two
        (FOUR | {"toilet": 0}, 1),
        (FOUR | {"poverty_class": "near_poor"}, 0),
        (FOUR | {"poverty_class": "poor", "toilet": 0, "telecom": 0}, 0),
    ],
)
def test_fewest_indicators_that_end_poverty(homes, home, lift):
    assert with_distances(homes(home), STANDARD).deprivations_to_lift.item() == lift


def test_bands_hold_their_upper_end_and_every_listed_household_is_in_one(homes):
    each = [{"b1": b1} for b1 in (136, 135, 111, 110, None)]
    rows = near_lines(homes(*each, {"poverty_class": "not_poor"}), STANDARD, bands=(5, 30))
    bands = dict(zip(rows.band.astype(object).where(rows.band.notna(), "more"), rows.households, strict=True))
    assert bands == {5: 1, 30: 2, "more": 1, -1: 1}


def test_bands_that_do_not_rise_are_refused(homes):
    with pytest.raises(ValueError, match="do not rise"):
        near_lines(homes({}), STANDARD, bands=(10, 5))
