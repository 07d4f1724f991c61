"""What a programme's own file says, what is wrong in one, and that 2023's holds the district's plan."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from analysis.programme import FILE, Programme, ProgrammeError, UnknownPeriod, load_programme

FOLDER = Path(__file__).parents[1] / "data" / "ben-cau-2023"
TEXT = (FOLDER / FILE).read_text(encoding="utf8")

# Plan 2023, mục III: number, lead office, and đồng from centre, province, district, in all.
PLAN = [
    ("Dự án 1", "ldtbxh", 2_517_000_000, 201_000_000, 125_850_000, 2_843_850_000),
    ("Dự án 2 · Tiểu dự án 1", "nnptnt", 1_104_000_000, 77_000_000, 55_200_000, 1_236_200_000),
    ("Dự án 2 · Tiểu dự án 2", "ttyt", 210_000_000, 21_000_000, 10_500_000, 241_500_000),
    ("Dự án 3 · Tiểu dự án 1", "ldtbxh", 690_000_000, 69_000_000, 34_500_000, 793_500_000),
    ("Dự án 3 · Tiểu dự án 2", "ldtbxh", 346_000_000, 35_000_000, 17_300_000, 398_300_000),
    ("Dự án 5 · Tiểu dự án 1", "ldtbxh", 343_000_000, 22_000_000, 17_150_000, 382_150_000),
    ("Dự án 5 · Tiểu dự án 2", "ldtbxh", 214_000_000, 13_000_000, 10_700_000, 237_700_000),
]


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme(FOLDER)


def problems(tmp_path: Path, *changes: tuple[str, str]) -> list[tuple[str, str, str]]:
    """What is wrong in the real file once each old text has become the new one."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / FILE).write_text(text, encoding="utf8")
    with pytest.raises(ProgrammeError) as raised:
        load_programme(tmp_path)
    assert raised.value.file == tmp_path / FILE
    return raised.value.problems


def test_the_folder_and_its_file_give_the_same_programme(programme):
    assert load_programme(FOLDER / FILE) == programme
    assert programme.folder == FOLDER


def test_the_unchanged_text_has_no_problem(tmp_path):
    (tmp_path / FILE).write_text(TEXT, encoding="utf8")
    assert load_programme(tmp_path).folder == tmp_path


def test_a_folder_without_its_file_says_so(tmp_path):
    with pytest.raises(ProgrammeError) as raised:
        load_programme(tmp_path / "none")
    assert raised.value.problems == [(FILE, "no_file", "")]


@pytest.mark.parametrize(
    "content",
    [b"", b"- a list\n", b"units: [\n", b"\xff\xfe\x00", b"only text", b"!!python/object:os.system x"],
    ids=["empty", "list", "unclosed", "no UTF-8", "text", "an object"],
)
def test_what_is_no_yaml_mapping_is_one_problem(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ProgrammeError) as raised:
        load_programme(tmp_path)
    assert raised.value.problems == [(FILE, "no_yaml", "")]


def test_a_day_no_month_has_makes_the_file_unusable(tmp_path):
    assert problems(tmp_path, ("before: 2023-08-28", "before: 2023-08-32")) == [(FILE, "no_yaml", "")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("year: 2023\n", ""), ("year", "missing", "")),
        (("area: urban, ", ""), ("units.0.area", "missing", "")),
        (("border: false}\n", "border: false, people: 9}\n"), ("units.0.people", "extra_forbidden", "")),
        (("year: 2023\n", "year: 2023\ncolour: red\n"), ("colour", "extra_forbidden", "")),
        (("lead: ttyt", "lead: bank"), (FILE, "unknown_office", "bank")),
        (("kind: recurrent,", "kind: gift,"), (FILE, "unknown_kind", "gift")),
        (("source: district", "source: lottery"), (FILE, "unknown_source", "lottery")),
        (("{central: 5424000000", "{central: 1, tax: 2"), (FILE, "unknown_source", "tax")),
        (("expects: final", "expects: last"), (FILE, "unknown_round", "last")),
        (('"25684"', '"25681"'), (FILE, "stands_twice", "25681")),
        (("id: preliminary", "id: final"), (FILE, "unknown_round", "preliminary")),
        (("id: year-estimate", "id: official"), (FILE, "stands_twice", "official")),
        (("id: DA2-TDA1", "id: DA1"), (FILE, "stands_twice", "DA1")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) and len(value) == 3 else None,
)
def test_a_problem_has_its_place_kind_and_names(tmp_path, change, expected):
    assert expected in problems(tmp_path, change)


def test_a_round_standing_twice_is_named(tmp_path):
    twice = problems(tmp_path, ("id: preliminary", "id: final"), ("expects: preliminary", "expects: final"))
    assert twice == [(FILE, "stands_twice", "final")]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("area: urban", "area: city", "units.0.area"),
        ("year: 2023\n", "year: this one\n", "year"),
        ('from: "0.15"', 'from: "0,15"', "target.reduction_points.from"),
        ('percent: "5"', "percent: five", "counterpart.percent"),
        ("status: estimate, expects: null", "status: guess, expects: null", "periods.0.status"),
        ("months: 36", "months: three years", "newly_escaped.months"),
    ],
)
def test_a_value_of_the_wrong_kind_is_found_at_its_place(tmp_path, old, new, place):
    found = problems(tmp_path, (old, new))
    assert [where for where, _, _ in found] == [place]


def test_every_problem_is_told_and_not_only_the_first(tmp_path):
    found = problems(tmp_path, ("year: 2023\n", "yaer: 2023\n"), ("area: urban", "area: city"))
    assert {(where, kind) for where, kind, _ in found} == {
        ("year", "missing"),
        ("yaer", "extra_forbidden"),
        ("units.0.area", "literal_error"),
    }


def test_several_names_of_one_kind_stand_together_in_order(tmp_path):
    found = problems(tmp_path, ("lead: ttyt", "lead: zoo"), ("lead: nnptnt", "lead: bank"))
    assert found == [(FILE, "unknown_office", "bank, zoo")]


@pytest.mark.parametrize(
    "asked", ["official", "2023-12-15", "15/12/2023", "2023-12-14", dt.date(2023, 12, 14)]
)
def test_a_period_is_known_by_id_deadline_and_last_good_day(programme, asked):
    assert programme.period(asked).id == "official"


def test_what_can_not_be_loaded_is_said_in_a_sentence(programme, tmp_path):
    with pytest.raises(ProgrammeError, match=r"^there is no file .*thuu/programme.yaml: give the folder of"):
        load_programme(tmp_path / "thuu")
    with pytest.raises(
        UnknownPeriod, match=r"no period oficial; periods: nine-month-estimate \(2023-08-28\), "
    ):
        programme.period("oficial")


def test_a_period_stays_itself(programme):
    period = programme.periods[0]
    assert programme.period(period) is period


@pytest.mark.parametrize("asked", ["Official", "2023-12-13", "2023-12-16", "31/12/2023", ""])
def test_an_unknown_period_comes_with_those_there_are(programme, asked):
    with pytest.raises(UnknownPeriod) as raised:
        programme.period(asked)
    assert raised.value.asked == asked
    assert raised.value.known == [
        ("nine-month-estimate", dt.date(2023, 8, 28)),
        ("year-estimate", dt.date(2023, 10, 25)),
        ("official", dt.date(2023, 12, 15)),
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2022, 11, 30), None),
        (dt.date(2022, 12, 1), "baseline"),
        (dt.date(2023, 1, 31), "baseline"),
        (dt.date(2023, 2, 1), None),
        (dt.date(2023, 9, 1), "preliminary"),
        (dt.date(2023, 11, 15), "preliminary"),
        (dt.date(2023, 11, 16), "final"),
        (dt.date(2023, 12, 31), "final"),
        (dt.date(2024, 1, 1), None),
    ],
)
def test_both_ends_of_a_window_belong_to_its_round(programme, day, expected):
    found = programme.round_of(day)
    assert (found and found.id) == expected


def test_the_target_of_2023_is_a_range_of_percentage_points(programme):
    assert programme.target.bounds == (Decimal("0.15"), Decimal("0.20"))
    assert all(isinstance(bound, Decimal) for bound in programme.target.bounds)


def test_the_nine_units_of_the_district(programme):
    assert (programme.district.code, programme.district.province_code) == ("711", "72")
    assert [u.name for u in programme.units if u.area == "urban"] == ["Thị trấn Bến Cầu"]
    assert sum(u.name.startswith("Xã ") and u.area == "rural" for u in programme.units) == 8
    assert len(programme.unit_codes) == 9


def test_the_deadlines_of_2023_are_late_on_the_stated_day_itself(programme):
    assert [(str(p.before), str(p.last_good_day), str(p.as_of), p.status) for p in programme.periods] == [
        ("2023-08-28", "2023-08-27", "2023-08-27", "estimate"),
        ("2023-10-25", "2023-10-24", "2023-10-24", "estimate"),
        ("2023-12-15", "2023-12-14", "2023-12-14", "official"),
    ]
    assert [p.folder_name for p in programme.periods] == [
        "2023-08-28_nine-month-estimate",
        "2023-10-25_year-estimate",
        "2023-12-15_official",
    ]


def test_the_change_is_measured_from_the_list_of_end_2022(programme):
    assert programme.baseline.date == dt.date(2022, 12, 31)


def test_the_seven_projects_of_the_plan_and_who_leads_them(programme):
    assert [(p.number, p.lead) for p in programme.projects] == [(number, lead) for number, lead, *_ in PLAN]
    not_split = [p.number for p in programme.projects if p.kind != "recurrent"]
    assert not_split == ["Dự án 3 · Tiểu dự án 2"]  # the plan gives it as recurrent and capital, unsplit


def test_the_totals_of_the_plan_are_the_sums_of_its_lines(programme):
    columns = list(zip(*(line[2:] for line in PLAN), strict=True))
    names = ("central", "province", "district", "total")
    assert programme.plan_totals == dict(zip(names, map(sum, columns), strict=True))
    assert programme.plan_totals["total"] == 6_133_200_000


def test_the_counterpart_is_exactly_five_percent_of_what_the_centre_gives(programme):
    rule = programme.counterpart
    assert (rule.source, rule.of, rule.share) == ("district", "central", Fraction(1, 20))
    assert [central * rule.share for _, _, central, _, _, _ in PLAN] == [line[4] for line in PLAN]


def test_mobilised_funds_are_a_source_without_a_figure(programme):
    assert [s.id for s in programme.sources if not s.amount_planned] == ["other"]
    assert "other" not in programme.plan_totals


def test_the_budget_table_of_the_programme_holds_every_amount_of_the_plan():
    book = openpyxl.load_workbook(FOLDER / "budget" / "plan.xlsx", read_only=True, data_only=True)
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    book.close()
    assert {amount for line in PLAN for amount in line[2:]} <= cells


def test_newly_escaped_households_are_served_for_36_months(programme):
    assert programme.newly_escaped.months == 36
