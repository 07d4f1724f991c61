"""The same household in two lists: by code, by decision, by what the lists say, or in doubt."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intake.identity import (
    entries_of,
    match_households,
)
from analysis.intake.identity.entries import village_key

from .neighbours import HUNG, NEIGHBOURS, SECOND, A, B, coded, household, listed, pair


def found(before, after, pairs=(), *, neighbours=True):
    """The pairs of the rows given first, behind which the neighbours stand in both lists."""
    beside = NEIGHBOURS if neighbours else []
    lists = listed(*before, *beside), listed(*after, *beside, on=SECOND)
    pairs_found = match_households(*lists, pairs)
    return pairs_found[(pairs_found.before < len(before)) | (pairs_found.after < len(after))]


def decided(*args, **options):
    return [(p.before, p.after, p.decided) for p in found(*args, **options).itertuples()]


SAME = [(0, 0, "same")]


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
