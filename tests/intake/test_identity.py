"""The same household in two lists: by code, by decision, by what the lists say, or in doubt."""

import datetime as dt
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.decisions import HouseholdPair
from analysis.intake.identity import (
    entries_of,
    identity_findings,
    match_households,
    recognised,
    with_identity,
)
from analysis.intake.identity.entries import village_key
from analysis.programme import load_programme
from analysis.sample.panel import simulate
from analysis.sample.setting import Setting

ROOT = Path(__file__).parents[2]
PROGRAMME = load_programme(ROOT / "data" / "ben-cau-2023")
A, B = "25684", "25693"
FIRST, SECOND, THIRD = "2021-12-31", "2022-12-31", "2023-12-08"
COLUMNS = ["head_name", "birth_year", "village", "members", "household_id", "unit_code"]


def household(name, born=1970, village="Ấp 1", members=4, code=None, unit=A):
    return dict(zip(COLUMNS, (name, born, village, members, code, unit), strict=True))


def listed(*rows, on=FIRST, unit_file="{unit}"):
    """A list as the reader gives it, from row 10 of the sheet of each unit."""
    frame = pd.DataFrame(list(rows), columns=COLUMNS).astype(
        {"head_name": "string", "birth_year": "Int64", "village": "string", "members": "Int64"}
        | {"household_id": "string", "unit_code": "string"}
    )
    row = frame.groupby("unit_code").cumcount() + 10
    return frame.assign(
        round=on,
        list_date=pd.Timestamp(on),
        source_file=on + "/" + frame.unit_code + ".xlsx",
        source_sheet="Trang 1",
        source_row=row.astype("Int64"),
    )


# Thirty neighbours who have nothing in common but the unit, so that shares are those of a real list.
GIVEN = ("An", "Bảo", "Cường", "Dũng", "Giàu", "Hải", "Khoa", "Lộc", "Mạnh", "Nghĩa")
NEIGHBOURS = [
    household(f"{family} {middle} {name}", 1940 + 3 * n, f"Ấp {n % 4 + 1}", n % 5 + 1)
    for n, (family, middle, name) in enumerate(
        (family, middle, name)
        for family, middle in (("Nguyễn", "Văn"), ("Trần", "Hữu"), ("Nguyễn", "Thị"))
        for name in GIVEN
    )
]


def found(before, after, pairs=(), *, neighbours=True):
    """The pairs of the rows given first, behind which the neighbours stand in both lists."""
    beside = NEIGHBOURS if neighbours else []
    lists = listed(*before, *beside), listed(*after, *beside, on=SECOND)
    pairs_found = match_households(*lists, pairs)
    return pairs_found[(pairs_found.before < len(before)) | (pairs_found.after < len(after))]


def decided(*args, **options):
    return [(p.before, p.after, p.decided) for p in found(*args, **options).itertuples()]


SAME = [(0, 0, "same")]
HUNG = household("Nguyễn Văn Hùng", 1962, "Ấp 3", 4)


@pytest.mark.parametrize(
    "name",
    [
        "NGUYỄN VĂN HÙNG",
        "  Nguyễn   Văn Hùng ",
        "Nguyen Van Hung",
        "Nguyễn Văn Hung",
        "Nguyễn Văn Hừng",
        "Ng. V. Hùng",
        "Nguyễn Hùng",
        "Nguyễn Văn Hugn",
        "Nguyên Văn Hùng",
        "Ông Nguyễn Văn Hùng",
        "Nguyễn Văn Hùng (Tư Hùng)",
    ],
)
def test_a_name_typed_otherwise_is_the_same_household(name):
    assert decided([HUNG], [HUNG | {"head_name": name}]) == SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lý Thị Thúy", "Lí Thị Thuý"),
        ("Đặng Thị Đượm", "Dặng Thị Dượm"),
        ("Huỳnh Thị Mỹ Hòa", "Huỳnh Mĩ Hoà"),
        ("Huỳnh Thị Mỹ Hòa", "HUYNH THI MY HOA"),
    ],
)
def test_spellings_of_one_name_are_one(one, other):
    assert decided([household(one)], [household(other)]) == SAME


@pytest.mark.parametrize(
    "change",
    [
        {"birth_year": 1963},
        {"birth_year": 1926},
        {"birth_year": 12},
        {"birth_year": pd.NA},
        {"village": "ấp Ba"},
        {"village": "AP 03"},
        {"village": None},
        {"village": "Ấp Tân Lập"},
        {"members": 5},
        {"members": pd.NA},
        {"birth_year": pd.NA, "members": 3},
    ],
    ids=str,
)
def test_one_thing_noted_otherwise_is_the_same_household(change):
    assert decided([HUNG], [HUNG | change]) == SAME


def test_names_of_villages_are_compared_by_what_tells_them_apart():
    assert len({village_key(v) for v in ("Ấp 3", "ấp Ba", "AP 03", "Ấp3", "3", "Khóm 3")}) == 1
    assert village_key("Ấp Tân Hòa A") != village_key("Ấp Tân Hòa B")
    assert village_key("Ấp") == ""


def test_two_households_of_one_name_are_told_apart_by_what_differs():
    old, young = HUNG, HUNG | {"birth_year": 1985, "members": 2}
    assert decided([old, young], [young, old]) == [(0, 1, "same"), (1, 0, "same")]


def test_two_candidates_equally_good_stay_in_doubt():
    pairs = found([HUNG, HUNG], [HUNG])
    assert pairs[["before", "after", "decided", "doubt"]].values.tolist() == [
        [0, 0, "doubtful", "rival"],
        [1, 0, "doubtful", "rival"],
    ]
    assert pairs.score.tolist() == pytest.approx([0.5, 0.5], abs=0.01)


def test_twins_in_both_lists_are_never_paired_by_chance():
    pairs = found([HUNG, HUNG], [HUNG, HUNG])
    assert pairs.decided.tolist() == ["doubtful"] * 4


def test_who_alone_is_left_when_the_rival_is_recognised_is_recognised():
    by_code = HUNG | {"household_id": "HN-7"}
    assert decided([by_code, HUNG], [HUNG, by_code]) == [(0, 1, "same"), (1, 0, "same")]


def test_the_widow_of_a_head_is_not_taken_for_somebody():
    widow = household("Trần Thị Bích", 1965, "Ấp 3", 3)
    assert decided([HUNG], [widow]) == []


def test_of_a_household_that_split_the_part_with_the_old_head_stays():
    son = household("Nguyễn Văn Tâm", 1990, "Ấp 3", 1)
    assert decided([HUNG], [HUNG | {"members": 3}, son]) == SAME


def test_a_common_family_name_makes_nobody_the_same():
    other = household("Nguyễn Văn Phước", 1962, "Ấp 3", 2)
    assert decided([HUNG], [other]) == []


def test_a_rare_name_says_more_than_a_common_one():
    rare = household("Thạch Sa Rây", 1962, "Ấp 3", 4)
    pairs = found([HUNG, rare], [HUNG, rare])
    assert pairs.name.iloc[1] > pairs.name.iloc[0] + 0.5


# --- codes


def test_a_code_decides_against_all_that_is_written():
    widow = household("Trần Thị Bích", 1965, "Ấp 1", 3, code="HN-7")
    pairs = found([HUNG | {"household_id": "HN-7"}], [widow])
    assert pairs[["before", "after", "by", "decided"]].values.tolist() == [[0, 0, "code", "same"]]


@pytest.mark.parametrize("code", ["0", "999", "chưa có", " ", "-"])
def test_what_stands_for_no_code_merges_no_strangers(code):
    stranger = household("Trần Thị Bích", 1985, "Ấp 1", 2, code=code)
    assert decided([HUNG | {"household_id": code}], [stranger, HUNG | {"household_id": code}]) == [
        (0, 1, "same")
    ]


def test_a_code_that_stands_twice_decides_nothing():
    twice = [HUNG | {"household_id": "7"}, household("Lê Thị Cúc", 1980, "Ấp 2", 2, code="7")]
    assert decided(twice, twice[::-1]) == [(0, 1, "doubtful"), (1, 0, "doubtful")]


def coded(rows, start):
    return [row | {"household_id": f"{n:04d}"} for n, row in enumerate(rows, start)]


def test_one_household_with_another_code_is_in_doubt():
    kept = coded(NEIGHBOURS, 1)
    pairs = found(
        [HUNG | {"household_id": "0100"}, *kept], [HUNG | {"household_id": "0200"}, *kept], neighbours=False
    )
    assert pairs.by.value_counts().to_dict() == {"code": 30, "score": 1}
    assert pairs.iloc[0][["before", "after", "decided", "doubt"]].tolist() == [0, 0, "doubtful", "code"]


def test_codes_of_a_unit_numbered_anew_decide_nothing():
    # each code now means the next household
    pairs = found(coded(NEIGHBOURS, 1), coded(NEIGHBOURS, 2), neighbours=False)
    assert (pairs.before == pairs.after).all()
    assert pairs[["by", "decided"]].drop_duplicates().values.tolist() == [["score", "same"]]
    assert len(pairs) == len(NEIGHBOURS)


# --- units


def test_nobody_is_recognised_in_another_unit_without_being_asked():
    pairs = found([HUNG], [HUNG | {"unit_code": B, "village": "Ấp 5"}])
    assert pairs[["before", "after", "decided", "doubt"]].values.tolist() == [[0, 0, "doubtful", "moved"]]


def test_a_household_that_took_its_code_along_is_the_same():
    there = HUNG | {"household_id": "25684-0007"}
    assert decided([there], [there | {"unit_code": B, "head_name": "NGUYỄN VĂN HÙNG"}]) == SAME


def test_a_code_two_units_use_is_two_households():
    other = household("Trần Thị Bích", 1985, unit=B, code="7")
    assert decided([HUNG | {"household_id": "7"}], [other]) == []


# --- decisions


def pair(before, after, same):
    return HouseholdPair(
        before=before, after=after, same=same, who="cán bộ", when=dt.date(2023, 12, 9), why="x"
    )


def test_rows_are_named_by_place_and_the_name_tells_no_name():
    names = entries_of(listed(HUNG, HUNG, HUNG | {"unit_code": B}))
    assert names.str.fullmatch(r"\d{5}/2021-12-31:1[01]:[2-9a-z]{2}").all()
    assert names.is_unique


def test_a_row_that_holds_another_household_has_another_name():
    names = entries_of(listed(HUNG)), entries_of(listed(household("Trần Thị Bích")))
    assert names[0].item()[:-2] == names[1].item()[:-2]
    assert names[0].item() != names[1].item()


def test_what_the_officer_settled_overrides_scores():
    before, after = [HUNG, HUNG], [HUNG, HUNG]
    first, second = entries_of(listed(*before)), entries_of(listed(*after, on=SECOND))
    settled = [pair(first[0], second[1], True)]
    pairs = found(before, after, settled)
    assert pairs[["before", "after", "by", "decided"]].values.tolist() == [
        [0, 1, "decision", "same"],
        [1, 0, "score", "same"],
    ]


def test_what_the_officer_told_apart_stays_apart():
    first, second = entries_of(listed(HUNG)).item(), entries_of(listed(HUNG, on=SECOND)).item()
    assert decided([HUNG], [HUNG], [pair(first, second, False)]) == []
    same_code = [HUNG | {"household_id": "HN-7"}]
    assert decided(same_code, same_code, [pair(f"{A}/HN-7", f"{A}/HN-7", False)]) == []


def test_a_settled_pair_may_name_unit_and_code():
    widow = household("Trần Thị Bích", 1965, code="HN-8")
    settled = [pair(f"{A}/HN-7", f"{A}/HN-8", True)]
    assert decided([HUNG | {"household_id": "HN-7"}], [widow], settled) == SAME


# --- properties

people = st.builds(
    household,
    name=st.sampled_from(
        [
            "Nguyễn Văn Hùng",
            "Nguyễn Văn Hưng",
            "NGUYEN VAN HUNG",
            "Trần Thị Lan",
            "Trần Lan",
            "Lê Út",
            "Út",
            "",
        ]
    ),
    born=st.sampled_from([1960, 1961, 1985, 12, pd.NA]),
    village=st.sampled_from(["Ấp 1", "ấp Một", "Ấp 2", None]),
    members=st.sampled_from([1, 2, 4]),
    code=st.sampled_from([None, None, "0", "7", "8"]),
    unit=st.sampled_from([A, B]),
)
lists = st.lists(people, max_size=8)


def facts(pairs):
    """The pairs as a set, with scores to the eighth decimal."""
    return {
        (p.before, p.after, p.by, p.decided, p.doubt, round(p.score, 8))
        for p in pairs.astype(object).fillna("").itertuples()
    }


@settings(max_examples=25, deadline=None)
@given(lists, lists)
def test_recognised_pairs_are_one_to_one_and_scored_ones_of_one_unit(first, second):
    before, after = listed(*first), listed(*second, on=SECOND)
    pairs = match_households(before, after)
    same = pairs[pairs.decided == "same"]
    assert same.before.is_unique
    assert same.after.is_unique
    doubtful = pairs[pairs.decided == "doubtful"]
    assert not set(same.before) & set(doubtful.before)
    assert not set(same.after) & set(doubtful.after)
    scored = same[same.by == "score"]
    assert (before.unit_code[scored.before].array == after.unit_code[scored.after].array).all()
    assert pairs.score.between(0, 1).all()
    assert set(pairs.columns[pairs.isna().any()]) <= {"doubt", "name", "birth_year", "village", "members"}


@settings(max_examples=25, deadline=None)
@given(lists, lists, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_of_lists_decides_nothing(first, second, random):
    before, after = listed(*first), listed(*second, on=SECOND)
    mixed = [frame.loc[random.sample(list(frame.index), len(frame))] for frame in (before, after)]
    once = facts(match_households(before, after))
    assert facts(match_households(*mixed)) == once
    turned = match_households(after, before).rename(columns={"before": "after", "after": "before"})
    assert facts(turned[["before", "after", "score", "by", "decided", "doubt"]]) == once


@settings(max_examples=15, deadline=None)
@given(st.sets(st.integers(0, 29), min_size=1))
def test_identical_lists_match_wholly(chosen):
    rows = [NEIGHBOURS[n] for n in sorted(chosen)]
    pairs = match_households(listed(*rows), listed(*rows, on=SECOND))
    assert [(p.before, p.after, p.decided) for p in pairs.itertuples()] == [
        (n, n, "same") for n in range(len(rows))
    ]


def test_lists_without_rows_have_no_pairs():
    assert match_households(listed(), listed()).empty
    assert match_households(listed(HUNG), listed(on=SECOND)).empty


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
