import datetime as dt
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.exact import half_up
from analysis.measures.budget_execution import budget_execution, elapsed_share

PUBLISHED = Path(__file__).parent / "published"
ON = dt.date(2023, 8, 27)


def planned(*rows):
    return pd.DataFrame(rows, columns=["project", "source", "kind", "office", "plan"])


def reported(*rows):
    columns = ["project", "source", "kind", "office", "date", "allocated", "disbursed"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"allocated": "Int64", "disbursed": "Int64"})


PLAN = planned(
    ("DA1", "central", "recurrent", "x", 1_000),
    ("DA1", "district", "recurrent", "x", 50),
    ("DA2", "central", "recurrent", "y", 400),
)


def report(when, disbursed, project="DA1", source="central", office="x", kind="recurrent", allocated=800):
    return (project, source, kind, office, when, allocated, disbursed)


def row(execution, **keys):
    for name, value in keys.items():
        execution = execution[execution[name] == value]
    (found,) = execution.to_dict("records")
    return found


@pytest.mark.parametrize("when", ["2023-12-20", "2024-02-29"])
def test_quang_nam_disbursement_is_reproduced_by_kind_and_whole(when):
    printed = pd.read_csv(
        PUBLISHED / "disbursement_quang_nam.csv", dtype={f"percent_{when.replace('-', '_')}": str}
    )
    disbursed, percent = (f"{name}_{when.replace('-', '_')}" for name in ("disbursed", "percent"))
    by_kind = printed[printed.kind.notna() & printed.source.isna()].assign(
        project="all", source="all", office="all"
    )
    plan, reports = by_kind, by_kind.assign(date=when, disbursed=by_kind[disbursed])
    whole = printed[printed.kind.isna() & printed.source.isna()].iloc[0]
    kinds = budget_execution(plan, reports, on=when, by="kind").set_index("kind")
    (together,) = budget_execution(plan, reports, on=when, by=()).itertuples()
    for kind, expected in by_kind.set_index("kind")[percent].items():
        found = kinds.loc[kind]
        assert half_up_percent(found.disbursed, found.plan, expected) == expected
    assert (together.plan, together.disbursed) == (whole.plan, whole[disbursed])
    assert half_up_percent(together.disbursed, together.plan, whole[percent]) == whole[percent]


def test_quang_nam_allocation_is_reproduced_by_source_and_kind():
    printed = pd.read_csv(PUBLISHED / "disbursement_quang_nam.csv", dtype={"allocated_percent": str})
    lines = printed.dropna(subset=["kind", "source"]).assign(project="all", office="all")
    reports = lines.assign(date="2023-12-20", disbursed=0)
    found = budget_execution(lines, reports, on="2023-12-20", by=["kind", "source"]).merge(
        lines, on=["kind", "source"]
    )
    for line in found.itertuples():
        assert (
            half_up_percent(line.allocated_x, line.plan_x, line.allocated_percent) == line.allocated_percent
        )
    # 1 089 581 of 1 107 735 and 128 945 of 131 670 million are printed for the two sources
    by_source = budget_execution(lines, reports, on="2023-12-20", by="source").set_index("source")
    assert by_source.allocated.to_dict() == {"central": 1_089_581, "province": 128_945}
    assert by_source.allocation_rate.to_dict() == pytest.approx(
        {"central": 0.98361, "province": 0.97930}, abs=5e-6
    )


def half_up_percent(part, whole, like):
    """Rounded to as many decimals as the printed figure has."""
    return str(half_up(Fraction(100 * int(part), int(whole)), len(like.partition(".")[2])))


def test_latest_cumulative_report_counts_and_reports_are_never_added():
    reports = reported(report("2023-03-31", 100), report("2023-06-30", 250), report("2023-09-30", 700))
    found = row(budget_execution(PLAN, reports, on=ON), project="DA1", source="central")
    assert (found["disbursed"], found["balance"], found["rate"]) == (250, 750, 0.25)
    assert found["allocation_rate"] == 0.8
    assert found["as_of"] == pd.Timestamp("2023-06-30")
    assert found["reported"] is True


@pytest.mark.parametrize(("on", "disbursed"), [("2023-08-26", 100), ("2023-08-27", 300), ("2023-08-28", 300)])
def test_report_of_the_day_itself_counts(on, disbursed):
    reports = reported(report("2023-03-31", 100), report("2023-08-27", 300))
    assert (
        row(budget_execution(PLAN, reports, on=on), project="DA1", source="central")["disbursed"] == disbursed
    )


def test_line_without_a_report_is_unknown_not_zero():
    found = row(
        budget_execution(PLAN, reported(report("2023-03-31", 0)), on=ON), project="DA2", source="central"
    )
    assert (found["plan"], found["reported"]) == (400, False)
    assert all(pd.isna(found[name]) for name in ("allocated", "disbursed", "balance", "rate", "as_of"))


def test_reported_zero_is_zero():
    found = row(
        budget_execution(PLAN, reported(report("2023-03-31", 0)), on=ON), project="DA1", source="central"
    )
    assert (found["disbursed"], found["rate"], found["reported"]) == (0, 0.0, True)


def test_group_with_an_unreported_line_sums_the_known_and_says_so():
    found = row(
        budget_execution(PLAN, reported(report("2023-03-31", 100)), on=ON, by="project"), project="DA1"
    )
    assert (found["plan"], found["disbursed"], found["reported"]) == (1_050, 100, False)


def test_report_with_a_blank_amount_reports_nothing():
    found = row(
        budget_execution(PLAN, reported(report("2023-03-31", None)), on=ON), project="DA1", source="central"
    )
    assert pd.isna(found["disbursed"])
    assert found["reported"] is False


def test_offices_reporting_at_different_dates_are_added_and_the_oldest_date_is_told():
    reports = reported(
        report("2023-08-20", 100), report("2023-07-01", 40, office="z"), report("2023-06-01", 30, office="z")
    )
    found = row(budget_execution(PLAN, reports, on=ON), project="DA1", source="central")
    assert (found["plan"], found["disbursed"]) == (1_000, 140)
    assert found["as_of"] == pd.Timestamp("2023-07-01")


def test_money_without_a_planned_figure_stays_out_of_rate_and_balance():
    # plan 1 000 + 50, `other` without a figure; 105 of 1 050 is 10 %, the 70 of `other` apart
    plan = pd.concat([PLAN, planned(("DA1", "other", "recurrent", "x", None))]).astype({"plan": "Int64"})
    reports = reported(
        report("2023-03-31", 100),
        report("2023-03-31", 5, "DA1", "district"),
        report("2023-03-31", 70, "DA1", "other"),
    )
    project = row(budget_execution(plan, reports, on=ON, by="project"), project="DA1")
    assert (project["plan"], project["disbursed"], project["unplanned_disbursed"]) == (1_050, 175, 70)
    assert (project["balance"], project["rate"], project["reported"]) == (945, 0.1, True)
    other = row(budget_execution(plan, reports, on=ON), project="DA1", source="other")
    assert (other["disbursed"], other["reported"]) == (70, True)
    assert pd.isna(other["plan"])
    assert pd.isna(other["rate"])


def test_unplanned_money_alone_is_no_rate_of_zero_for_the_plan():
    plan = pd.concat([PLAN, planned(("DA1", "other", "recurrent", "x", None))]).astype({"plan": "Int64"})
    reports = reported(report("2023-03-31", 70, "DA1", "other"))
    project = row(budget_execution(plan, reports, on=ON, by="project"), project="DA1")
    assert (project["disbursed"], project["unplanned_disbursed"], project["reported"]) == (70, 70, False)
    assert pd.isna(project["rate"])
    assert pd.isna(project["balance"])


def test_office_report_with_a_plan_column_of_its_own_changes_nothing_of_the_plan():
    reports = reported(report("2023-03-31", 100)).assign(plan=999)
    assert row(budget_execution(PLAN, reports, on=ON), project="DA1", source="central")["plan"] == 1_000


def test_report_outside_the_plan_is_not_lost():
    found = row(budget_execution(PLAN, reported(report("2023-03-31", 9, "DA9")), on=ON), project="DA9")
    assert found["disbursed"] == 9
    assert pd.isna(found["plan"])


def test_plan_not_split_into_kinds_is_reported_by_the_kinds_that_come():
    plan = planned(("DA3", "central", "recurrent_and_capital", "x", 346))
    reports = reported(
        report("2023-03-31", 40, "DA3"), report("2023-03-31", 60, "DA3", kind="capital", allocated=None)
    )
    found = row(budget_execution(plan, reports, on=ON), project="DA3")
    assert (found["disbursed"], found["balance"], found["reported"]) == (100, 246, True)
    by_kind = budget_execution(plan, reports, on=ON, by="kind")
    assert row(by_kind, kind="recurrent_and_capital")["reported"] is False
    assert pd.isna(row(by_kind, kind="capital")["rate"])


def test_plan_split_into_kinds_needs_a_report_for_each():
    plan = planned(("DA3", "central", "recurrent", "x", 200), ("DA3", "central", "capital", "x", 146))
    found = row(budget_execution(plan, reported(report("2023-03-31", 40, "DA3")), on=ON), project="DA3")
    assert (found["plan"], found["disbursed"], found["reported"]) == (346, 40, False)


def test_plan_of_zero_has_no_rate():
    plan = planned(("DA1", "central", "recurrent", "x", 0))
    found = row(budget_execution(plan, reported(report("2023-03-31", 0)), on=ON), project="DA1")
    assert found["balance"] == 0
    assert pd.isna(found["rate"])


def test_more_disbursed_than_planned_shows_as_it_is():
    plan = planned(("DA1", "central", "recurrent", "x", 80))
    found = row(budget_execution(plan, reported(report("2023-03-31", 100)), on=ON), project="DA1")
    assert (found["balance"], found["rate"]) == (-20, 1.25)


def test_carried_over_and_expected_sums_come_along():
    reports = reported(report("2023-03-31", 100)).assign(carried_over=30, expected_year=900)
    found = row(budget_execution(PLAN, reports, on=ON), project="DA1", source="central")
    assert (found["carried_over"], found["expected_year"]) == (30, 900)


def test_amounts_past_the_precision_of_floats_stay_exact():
    # 2^53 + 1 is the first whole number a float can't hold
    plan = planned(("DA1", "central", "recurrent", "x", 2**53 + 1), ("DA1", "district", "recurrent", "x", 1))
    assert budget_execution(plan, reported(), on=ON, by=()).plan.item() == 2**53 + 2


def test_unknown_grouping_is_refused():
    with pytest.raises(ValueError, match="by: commune; known: project, source, kind, office"):
        budget_execution(PLAN, reported(), on=ON, by="commune")


def test_plan_line_or_report_given_twice_is_refused():
    with pytest.raises(ValueError, match="repeat the same project, source, kind"):
        budget_execution(pd.concat([PLAN, PLAN]), reported(), on=ON)
    twice = reported(report("2023-03-31", 100), report("2023-03-31", 100))
    with pytest.raises(ValueError, match="repeat the same"):
        budget_execution(PLAN, twice, on=ON)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["DA1", "DA2"]), st.integers(1, 12), st.integers(0, 10**12)),
        unique_by=lambda r: r[:2],
    ),
    st.randoms(use_true_random=False),
)
def test_groups_add_up_to_the_whole_in_any_order_of_reports(rows, random):
    reports = [report(f"2023-{month:02}-01", amount, project) for project, month, amount in rows]
    shuffled = random.sample(reports, len(reports))
    by_project = budget_execution(PLAN, reported(*reports), on="2023-12-31", by="project")
    whole = budget_execution(PLAN, reported(*shuffled), on="2023-12-31", by=())
    for column in ("plan", "disbursed"):
        assert by_project[column].sum() == whole[column].sum()
    latest = {project: amount for project, month, amount in sorted(rows, key=lambda r: r[1])}
    assert whole.disbursed.sum() == sum(latest.values())


@pytest.mark.parametrize(
    ("year", "on", "share"),
    [
        (2023, dt.date(2022, 12, 31), (0, 365)),
        (2023, dt.date(2023, 1, 1), (1, 365)),
        (2023, dt.date(2023, 8, 27), (239, 365)),
        (2023, dt.date(2023, 12, 31), (365, 365)),
        (2023, dt.date(2024, 1, 31), (365, 365)),
        (2024, dt.date(2024, 2, 29), (60, 366)),
    ],
)
def test_elapsed_share_counts_the_day_itself_and_stays_within_the_year(year, on, share):
    assert elapsed_share(year, on) == share
