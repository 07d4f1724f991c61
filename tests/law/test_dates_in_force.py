"""A law answers on the days it is in force and on no other."""

import datetime as dt

import pandas as pd
import pytest

from analysis.failures import failure
from analysis.law import LawError, load_review_calendar, load_standard
from analysis.law.reader import Value
from analysis.wording import LANGUAGES, load_words


@pytest.mark.parametrize("on", ["2022-01-01", "2023-12-14", "2025-12-31", dt.date(2022, 1, 1)])
def test_standard_2022_2025_answers_from_its_first_to_its_last_day(on):
    assert load_standard(on).id == "multidimensional-2022-2025"


@pytest.mark.parametrize(
    ("on", "period"),
    [
        ("2016-01-01", "2016-2020"),
        ("2021-12-31", "2016-2020"),  # 2021 still ran on the standard before
        ("2026-12-31", "2022-2025"),  # and 2026 is a year of transition
        ("2027-01-01", "2027-2030"),
        ("2030-12-31", "2027-2030"),
    ],
)
def test_standards_follow_each_other_without_a_gap(on, period):
    assert load_standard(on).id == f"multidimensional-{period}"


@pytest.mark.parametrize("on", ["2015-12-31", "2031-01-01", "no such standard"])
def test_no_standard_is_assumed_outside_the_dates(on):
    with pytest.raises(LawError) as raised:
        load_standard(on)
    assert raised.value.on == on
    assert raised.value.known == tuple(
        f"multidimensional-{period}" for period in ("2016-2020", "2022-2025", "2027-2030")
    )


def test_standard_is_found_by_its_id():
    assert load_standard("multidimensional-2022-2025").income_line.of("urban") == 2_000_000


def test_rural_and_urban_have_their_own_line_and_points():
    standard = load_standard("2023-12-14")
    assert [standard.income_line.of(area) for area in ("rural", "urban")] == [1_500_000, 2_000_000]
    assert [standard.income_points.of(area) for area in ("rural", "urban")] == [140, 175]


def test_standard_has_twelve_indicators_in_six_dimensions():
    standard = load_standard("2023-12-14")
    assert len(standard.indicator_ids) == 12
    assert {i.dimension for i in standard.indicators} == set(standard.dimensions)
    assert len(standard.dimensions) == 6


def test_standard_before_2022_has_two_lines_and_ten_indicators():
    standard = load_standard("2021-12-31")
    lines = (standard.poor_line, standard.income_line, standard.poor_points, standard.income_points)
    assert [[line.of(area) for area in ("rural", "urban")] for line in lines] == [
        [700_000, 900_000],
        [1_000_000, 1_300_000],
        [120, 140],
        [150, 175],
    ]
    assert (len(standard.indicators), len(standard.dimensions), standard.poor_from_count) == (10, 5, 3)


def test_points_that_are_not_published_are_not_invented():
    standard = load_standard("2027-01-01")
    with pytest.raises(LawError, match="no points of form B1 for multidimensional-2027-2030"):
        _ = standard.income_points


@pytest.mark.parametrize("lacking", ["unit", "reference"])
def test_value_without_unit_or_reference_is_refused(lacking):
    entry = {"value": 140, "unit": "points", "reference": "a decree"} | {lacking: ""}
    with pytest.raises(ValueError, match=lacking):
        Value[int].model_validate(entry)


@pytest.mark.parametrize(
    ("on", "returns"),
    [
        (dt.date(2023, 2, 4), 0),  # the day before the first is due
        (dt.date(2023, 2, 5), 1),  # the day itself
        (dt.date(2023, 8, 27), 7),  # February to August
        (dt.date(2023, 12, 14), 8),  # September is the last
    ],
)
def test_monthly_returns_fall_due_on_the_fifth_from_february_to_september(on, returns):
    assert len(load_review_calendar(on).returns_due(2023, on)) == returns


def test_no_calendar_before_the_decision_was_in_force():
    with pytest.raises(LawError):
        load_review_calendar("2021-08-31")
    assert load_review_calendar("2021-09-01").annual_review_ends.value == "12-14"


@pytest.mark.parametrize("year", range(2010, 2033))
@pytest.mark.parametrize("written", [int, str, lambda year: f"{year}-06-30"])
def test_every_year_has_a_standard_or_a_sentence_with_those_there_are(year, written):
    known = {
        **dict.fromkeys(range(2016, 2022), "2016-2020"),
        **dict.fromkeys(range(2022, 2027), "2022-2025"),
        **dict.fromkeys(range(2027, 2031), "2027-2030"),
    }
    if year in known:
        assert load_standard(written(year)).id == f"multidimensional-{known[year]}"
        return
    with pytest.raises(LawError) as raised:
        load_standard(written(year))
    periods = ["2016-01-01 – 2021-12-31", "2022-01-01 – 2026-12-31", "2027-01-01 – 2030-12-31"]
    for language in LANGUAGES:
        sentence = failure(raised.value, load_words(language))
        assert all(period in sentence for period in [str(year), *periods])
    assert all(period in str(raised.value) for period in periods)


def test_a_year_in_which_a_text_came_into_force_has_no_text_of_its_own():
    with pytest.raises(LawError):
        load_review_calendar(2021)
    assert load_review_calendar(2022).id == load_review_calendar("2022-06-30").id


@pytest.mark.parametrize("on", [None, pd.NaT, pd.NA, "", "2023-13-01", 20231214999, True])
def test_what_is_no_date_has_no_standard(on):
    with pytest.raises(LawError, match=r"no poverty standard for .*; known: multidimensional-2016-2020"):
        load_standard(on)


def test_a_time_of_the_day_is_of_its_day():
    assert load_standard("2021-12-31 23:59").id == load_standard("2021-12-31").id
    assert load_standard(dt.datetime(2022, 1, 1, 0, 1)).id == load_standard("2022-01-01").id


def test_standard_whose_decree_is_not_confirmed_says_so_and_why():
    assert [load_standard(day).confirmed for day in (2021, 2022, 2027)] == [True, True, False]
    draft = load_standard(2027)
    assert "chưa được đối chiếu" in draft.doubt.vi
    assert "not been compared" in draft.doubt.en
    assert load_standard(2022).doubt is None


@pytest.mark.parametrize("day", [2022, 2027])
def test_a_doubt_stands_with_what_is_not_confirmed_and_with_nothing_else(day):
    fields = load_standard(day).model_dump(by_alias=True)
    with pytest.raises(ValueError, match="needs a doubt that says why"):
        type(load_standard(day)).model_validate(fields | {"confirmed": not fields["confirmed"]})
