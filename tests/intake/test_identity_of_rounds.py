"""One id for a household in all lists and papers, what is told of it, and how well it is found."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.intake.identity import (
    entries_of,
    identity_findings,
    recognised,
    with_identity,
)
from analysis.programme import load_programme
from analysis.sample.panel import simulate
from analysis.sample.setting import Setting

from .neighbours import FIRST, HUNG, NEIGHBOURS, SECOND, THIRD, A, coded, household, listed, pair

ROOT = Path(__file__).parents[2]
PROGRAMME = load_programme(ROOT / "data" / "ben-cau-2023")


# --- lists of several rounds


def rounds(*of_rounds):
    days = (FIRST, SECOND, THIRD)
    return pd.concat(
        [listed(*rows, on=day) for day, rows in zip(days, of_rounds, strict=False)], ignore_index=True
    )


def test_a_household_without_a_code_has_one_id_in_all_rounds():
    lists, review = with_identity(
        rounds([HUNG], [HUNG | {"head_name": "Ng. V. Hùng"}], [HUNG | {"members": 3}])
    )
    assert lists.household_id.nunique() == 1
    assert lists.household_id[0].startswith(f"{A}/{FIRST}:10:")
    assert lists.identified_by.tolist() == ["new", "score", "score"]
    assert review.empty


def test_an_official_code_given_later_is_the_id_from_the_start():
    coded_later = HUNG | {"household_id": "HN-7"}
    lists, _ = with_identity(rounds([HUNG], [coded_later], [HUNG]))
    assert lists.household_id.tolist() == ["HN-7"] * 3
    assert lists.code.fillna("").tolist() == ["", "HN-7", ""]


def test_a_household_that_left_and_came_back_is_known_again():
    lists, _ = with_identity(rounds([HUNG, *NEIGHBOURS], NEIGHBOURS, [HUNG, *NEIGHBOURS]))
    ids = lists.household_id[lists.head_name == HUNG["head_name"]]
    assert len(ids) == 2
    assert ids.nunique() == 1


def test_lists_with_codes_keep_them():
    rows = coded(NEIGHBOURS, 1)
    lists, review = with_identity(rounds(rows, rows[5:], rows[:20]))
    assert lists.household_id.tolist() == lists.code.tolist()
    assert review.empty


def test_a_doubt_is_two_households_until_it_is_settled_and_does_not_breed_others():
    lists, review = with_identity(rounds([HUNG, HUNG], [HUNG], [HUNG]))
    assert lists.household_id.tolist()[2] == lists.household_id.tolist()[3]
    assert lists.household_id.nunique() == 3
    assert review.doubt.tolist() == ["twice", "rival", "rival"]
    settled = [pair(review.before[1], review.after[1], True)]
    lists, review = with_identity(rounds([HUNG, HUNG], [HUNG], [HUNG]), settled)
    assert lists.household_id.nunique() == 2
    assert lists.identified_by.tolist() == ["new", "new", "decision", "score"]
    assert review.doubt.tolist() == ["twice"]


def test_the_code_of_another_household_is_not_given_twice():
    first, second = coded(NEIGHBOURS, 1), coded(NEIGHBOURS, 2)
    newcomer = household("Phạm Thị Yến", 1991, "Ấp 4", 2, code="0001")
    lists, _ = with_identity(rounds(first, [*second, newcomer]))
    assert not lists.duplicated(["round", "unit_code", "household_id"]).any()
    later = lists[lists["round"] == SECOND]
    assert later.household_id.tolist()[:30] == [row["household_id"] for row in first]
    assert later.household_id.iat[30].startswith(f"{A}/{SECOND}:40:")


def test_rows_come_back_as_they_were_given():
    given_rows = rounds([HUNG, *NEIGHBOURS], NEIGHBOURS).sample(frac=1, random_state=1)
    lists, _ = with_identity(given_rows)
    pd.testing.assert_frame_equal(
        lists.drop(columns=["household_id", "code", "identified_by"]), given_rows.drop(columns="household_id")
    )
    again, _ = with_identity(given_rows.sort_index())
    pd.testing.assert_series_equal(lists.household_id.sort_index(), again.household_id)


def test_nothing_to_know():
    lists, review = with_identity(listed())
    assert lists.empty
    assert review.empty


# --- what is told


def test_findings_say_where_and_no_name_or_code():
    rows = rounds([HUNG, HUNG, *coded(NEIGHBOURS, 1)], [HUNG, *NEIGHBOURS])
    stale = [pair("25684/2020-12-31:5:aa", "25684/1", True)]
    lists, review = with_identity(rows, stale)
    findings = identity_findings(lists, review, stale, PROGRAMME)
    assert sorted(
        (f.code, f.file, f.row, f.values.get("count")) for f in findings if f.code != "IDENTITY-DOUBT"
    ) == [
        ("IDENTITY-MATCHED", f"{SECOND}/{A}.xlsx", None, 30),
        ("IDENTITY-NEW", f"{FIRST}/{A}.xlsx", None, 2),
        ("IDENTITY-NEW", f"{SECOND}/{A}.xlsx", None, 1),
        ("IDENTITY-TWICE", f"{FIRST}/{A}.xlsx", 11, None),
        ("IDENTITY-UNKNOWN", "decisions/household_pairs.yaml", None, None),
    ]
    doubts = [f for f in findings if f.code == "IDENTITY-DOUBT"]
    assert [(f.row, f.values["first_row"], f.values["percent"]) for f in doubts] == [
        (10, 10, 50),
        (10, 11, 50),
    ]
    shown = str([f.values for f in findings])
    assert not [part for part in ("Hùng", "1962", "0001", "Ấp") if part in shown]


def test_the_review_table_holds_nothing_of_the_household():
    _, review = with_identity(rounds([HUNG, HUNG], [HUNG]))
    assert not {"head_name", "village", "birth_year", "members", "household_id"} & set(review.columns)
    assert not review.astype("string").isin([HUNG["head_name"]]).any(axis=None)


# --- other papers


def paper(*rows, day="2022-06-01"):
    return (
        listed(*rows, on=FIRST).drop(columns=["list_date", "round"]).assign(decision_date=pd.Timestamp(day))
    )


def test_a_movement_without_a_code_names_the_household_of_the_list():
    lists, _ = with_identity(rounds([HUNG | {"household_id": "HN-7"}, *NEIGHBOURS]))
    stranger = household("Phạm Thị Yến", 1991, "Ấp 4", 2)
    moves, review = recognised(
        paper(HUNG | {"head_name": "NGUYEN VAN HUNG"}, HUNG, stranger), lists, day="decision_date"
    )
    assert moves.household_id.tolist()[:2] == ["HN-7", "HN-7"]
    assert moves.household_id[2].startswith(f"{A}/2022-06-01:12:")
    assert moves.identified_by.tolist() == ["score", "score", "new"]
    assert review.empty


def test_a_record_of_support_is_matched_by_name_alone_where_only_one_can_be_meant():
    lists, _ = with_identity(rounds([HUNG, household("Lê Thị Cúc", 1950), household("Lê Thị Cúc", 1980)]))
    records = paper(HUNG, household("Lê Thị Cúc")).drop(columns=["birth_year", "village", "members"])
    known, review = recognised(records, lists, day="decision_date")
    assert known.household_id[0] == lists.household_id[0]
    assert known.identified_by.tolist() == ["score", "new"]
    assert review.row_before.tolist() == [11, 12]


def test_a_code_is_read_as_the_list_of_its_day_used_it():
    lists, _ = with_identity(rounds(coded(NEIGHBOURS, 1), coded(NEIGHBOURS, 2)))
    moved = NEIGHBOURS[4] | {"household_id": "0005"}
    later = NEIGHBOURS[3] | {"household_id": "0005"}
    assert recognised(paper(moved), lists, day="decision_date")[0].household_id.item() == "0005"
    on_second = recognised(paper(later, day="2023-03-01"), lists, day="decision_date")[0]
    assert on_second.household_id.item() == "0004"
    unlisted = household("Phạm Thị Yến", code="0777")
    assert recognised(paper(unlisted), lists, day="decision_date")[0].household_id.item() == "0777"


def test_what_is_settled_of_a_papers_row_holds():
    lists, _ = with_identity(rounds([HUNG, HUNG]))
    rows = paper(HUNG)
    name = entries_of(rows).item()
    first, second = (entries_of(lists).iat[n] for n in (0, 1))
    known, review = recognised(rows, lists, [pair(second, name, True)], day="decision_date")
    assert known.household_id.item() == lists.household_id[1]
    assert review.empty
    known, _ = recognised(rows, lists, [pair(first, name, False)], day="decision_date")
    assert known.household_id.item() == lists.household_id[1]


# --- measured


def benchmark():
    spec = importlib.util.spec_from_file_location(
        "household_identity", ROOT / "benchmarks/household_identity.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("codes", [0, 0.8])
def test_precision_and_recall_on_synthetic_rounds_with_the_spelling_of_real_offices(codes):
    bench = benchmark()
    counts, _ = bench.measured(PROGRAMME, bench.Scenario(1_500, codes, 1, 2), seeds=(901, 902))
    total = counts.sum()
    assert total.true > 800
    assert total.right / total.accepted >= 0.995
    assert total.right / total.true >= 0.98
    assert total.to_review / total.after <= 0.025


def test_the_samples_lists_without_their_codes_give_the_households_that_the_codes_give():
    bench = benchmark()
    rng = np.random.default_rng(2023)
    setting = Setting.of(PROGRAMME, rng)
    panel = simulate(setting, 20_000, rng)
    rows = pd.concat(
        [bench.true_list(panel, PROGRAMME, round_.date) for round_ in PROGRAMME.rounds], ignore_index=True
    )
    rows = rows.assign(source_row=rows.groupby(["round", "unit_code"]).cumcount() + 10, household_id=pd.NA)
    lists, review = with_identity(rows)
    # nobody in doubt but who moved, in this sample
    assert set(review.doubt) <= {"moved"}
    together = lists.assign(true=rows.code).groupby(["true", "household_id"]).ngroups
    assert together == rows.code.nunique() == lists.household_id.nunique()


def test_the_faults_of_the_synthetic_rounds_befall_as_many_rows_as_said():
    bench = benchmark()
    before, after = bench.rounds(PROGRAMME, bench.Scenario(1_500, 0, 1, 1), seed=901)
    missing = pd.concat([before, after]).birth_year.isna().mean()
    assert missing == pytest.approx(bench.RATES["year_missing"], abs=0.012)
    both = before.merge(after, on=["truth", "unit_code"])
    other = (both.head_name_x != both.head_name_y).mean()
    assert 0.3 < other < 0.7
    assert np.array_equal(before.household_id.isna(), np.ones(len(before), bool))
