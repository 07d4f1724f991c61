"""Units by every way their names are written; near misses asked about; what a title block says."""

import datetime as dt
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.decisions import Decisions, UnitAlias
from analysis.intake.spelling import toneless
from analysis.intake.title import office_of, read_title, units_near
from analysis.intake.unit_names import nearest_units, unit_of
from analysis.programme import load_programme

PROGRAMME = load_programme(Path(__file__).parents[2] / "data" / "ben-cau-2023")
BY_CODE = {unit.code: unit for unit in PROGRAMME.units}


def settled(*aliases):
    entries = [
        UnitAlias(text=text, unit=unit, who="Văn phòng", when=dt.date(2023, 10, 20), why="hỏi qua điện thoại")
        for text, unit in aliases
    ]
    return PROGRAMME.model_copy(update={"decisions": Decisions(unit_aliases=tuple(entries))})


def title(*lines, programme=PROGRAMME):
    return read_title([[line] for line in lines], programme)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Xã Tiên Thuận", "25693"),
        ("XÃ TIÊN THUẬN", "25693"),
        (unicodedata.normalize("NFD", "Xã Tiên Thuận"), "25693"),
        ("Xã  Tiên\u00a0Thuận ", "25693"),
        ("Xã Tiên\nThuận", "25693"),
        ("Xã Tiên\u200b Thuận", "25693"),
        ("xã: Tiên Thuận", "25693"),
        ("X. Tiên Thuận", "25693"),
        ("X.Tiên Thuận", "25693"),
        ("x Tiên Thuận", "25693"),
        ("Tiên Thuận", "25693"),
        ("UBND xã Tiên Thuận", "25693"),
        ("Uỷ ban nhân dân xã Tiên Thuận", "25693"),
        ("Ủy ban nhân dân xã Tiên Thuận", "25693"),
        ("xã Tiên Thuận, huyện Bến Cầu", "25693"),
        ("Tiên Thuận, H. Bến Cầu, T. Tây Ninh", "25693"),
        ("Xã Tiên Thuận - Bến Cầu - Tây Ninh", "25693"),
        ("Huyện Bến Cầu - xã Tiên Thuận", "25693"),
        ("Xã Tiên Thuận (Bến Cầu)", "25693"),
        ("25693", "25693"),
        ("25693 - Tiên Thuận", "25693"),
        ("Xã Tiên Thuận (25693)", "25693"),
        ("Thị trấn Bến Cầu", "25681"),
        ("TT. Bến Cầu", "25681"),
        ("TT Bến Cầu", "25681"),
        ("T.T Bến Cầu", "25681"),
        ("Thị trấn Bến Cầu, huyện Bến Cầu", "25681"),
        ("Bến Cầu, huyện Bến Cầu", "25681"),
        ("Bến Cầu", "25681"),  # in a column of communes
        ("Lợi Thuận", "25699"),
        ("Long Thuận", "25702"),
        ("Long Chữ", "25684"),
    ],
)
def test_a_unit_is_known_however_its_name_is_written(text, code):
    assert unit_of(text, PROGRAMME) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "Huyện Bến Cầu",
        "H. Bến Cầu",
        "H. Bến Cầu, tỉnh Tây Ninh",
        "Tây Ninh",
        "Tien Thuan",
        "Long Thuân",
        "Lọi Thuận",
        "Long",
        "TT BC",
        "LT",
        "Thị trấn Tiên Thuận",
        "Xã Long Thuận, huyện Gò Dầu",
        "Xã Lợi Thuận và xã Long Thuận",
        "25693 - Lợi Thuận",
        "25693, 25699",
        "25700",
        "Ấp Bàu Tràm, xã Tiên Thuận",
        "Nguyễn Long Thuận",
    ],
)
def test_what_is_not_surely_a_unit_is_none(text):
    assert unit_of(text, PROGRAMME) is None


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Tien Thuan", ["Xã Tiên Thuận"]),
        ("XA TIEN THUAN", ["Xã Tiên Thuận"]),
        ("Tiên Thaun", ["Xã Tiên Thuận"]),
        ("thi tran Ben Cau", ["Thị trấn Bến Cầu"]),
        ("TT BC", ["Thị trấn Bến Cầu"]),
        ("Lọi Thuận", ["Xã Lợi Thuận", "Xã Long Thuận"]),
        ("Long Thuân", ["Xã Long Thuận", "Xã Lợi Thuận"]),
        ("An Thành", ["Xã An Thạnh"]),
        ("Ấp Bàu Tràm, xã Tiên Thuận", ["Xã Tiên Thuận"]),
        ("25693 - Lợi Thuận", ["Xã Tiên Thuận", "Xã Lợi Thuận", "Xã Long Thuận"]),
        ("Huyện Bến Cầu", []),
        ("Thị trấn Châu Thành", []),
        ("Long", []),
        ("Nguyễn Văn Thuận", []),
        ("Nguyễn Thị Long", []),
        ("", []),
    ],
)
def test_near_misses_are_asked_about(text, near):
    assert unit_of(text, PROGRAMME) is None
    assert nearest_units(text, PROGRAMME) == near


def test_both_meanings_of_initials_are_asked_about():
    assert set(nearest_units("LT", PROGRAMME)) == {"Xã Lợi Thuận", "Xã Long Thuận"}


def test_what_is_settled_by_hand_is_asked_once():
    programme = settled(("TT BC", "25681"), ("Tien Thuan", "25693"))
    assert unit_of("tt. bc", programme) == "25681"
    assert unit_of("UBND Tien Thuan, huyện Bến Cầu", programme) == "25693"
    assert title("TT BC", programme=programme).unit == "25681"
    assert title("UBND TT BC", "Danh sách", programme=programme).unit == "25681"
    assert unit_of("Lợi Thuận", programme) == "25699"


def test_an_alias_renames_no_unit_and_none_it_contradicts():
    programme = settled(("Long Thuận", "25699"), ("25702", "25699"), ("BC", "25681"), ("bc", "25684"))
    assert unit_of("Long Thuận", programme) == "25702"
    assert unit_of("25702", programme) == "25702"
    assert unit_of("BC", programme) is None


def test_an_alias_of_a_unit_elsewhere_names_none():
    assert unit_of("Gò Dầu", settled(("Gò Dầu", "25000"))) is None


def test_an_alias_is_not_found_inside_a_line_that_says_something_else():
    # every letter of an office bears the number of a report: 12/BC-UBND
    programme = settled(("BC", "25681"))
    assert title("Số: 12/BC-UBND", "XÃ LONG CHỮ", programme=programme).unit == "25684"
    assert title("Số 12 BC UBND", programme=programme).unit is None


FRAMES = ["{}", " {} ", "UBND {}", "{}, huyện Bến Cầu", "{} - H. Bến Cầu - Tây Ninh", "Huyện Bến Cầu, {}"]


@given(
    st.sampled_from(PROGRAMME.units),
    st.sampled_from(FRAMES),
    st.sampled_from([str, str.upper, str.lower, str.title]),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from(["full", "short", "code"]),
)
def test_each_unit_is_itself_and_no_other(unit, frame, case, form, how):
    name = {"full": unit.name, "short": unit.name.replace("Xã ", "X.").replace("Thị trấn ", "TT.")}.get(
        how, f"{unit.code} {unit.name}"
    )
    text = unicodedata.normalize(form, case(frame.format(name)))
    assert unit_of(text, PROGRAMME) == unit.code


@given(st.sampled_from(PROGRAMME.units), st.data())
def test_a_name_with_a_letter_lost_is_that_units_by_nobodys_guess(unit, data):
    place = data.draw(st.integers(0, len(unit.name) - 1).filter(lambda i: unit.name[i].isalpha()))
    text = unit.name[:place] + unit.name[place + 1 :]
    found = unit_of(text, PROGRAMME)
    assert found in (None, unit.code)
    assert found or unit.name in nearest_units(text, PROGRAMME)


def test_a_toneless_name_is_nobodys_and_its_own_nearest():
    for unit in PROGRAMME.units:
        typed = toneless(unit.name)
        assert unit_of(typed, PROGRAMME) is None
        assert nearest_units(typed, PROGRAMME)[0] == unit.name


@pytest.mark.parametrize(
    ("said", "office"),
    [
        ("Phòng Lao động - Thương binh và Xã hội", "ldtbxh"),
        ("PHÒNG LAO ĐỘNG – THƯƠNG BINH & XÃ HỘI", "ldtbxh"),
        ("Phòng LĐ-TB&XH", "ldtbxh"),
        ("Phòng LĐTBXH", "ldtbxh"),
        ("Phòng NN và PTNT", "nnptnt"),
        ("Trung tâm Y tế", "ttyt"),
        ("Phòng Y tế", None),
    ],
)
def test_offices(said, office):
    assert office_of(said, PROGRAMME) == office


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (["UBND HUYỆN BẾN CẦU", "UBND XÃ LỢI THUẬN"], "25699"),
        (["ỦY BAN NHÂN DÂN", "XÃ", "LONG PHƯỚC"], "25687"),
        (["ỦY BAN NHÂN DÂN XÃ LONG CHỮ", "Kính gửi: UBND xã Long Thuận"], "25684"),
        (["Huyện Bến Cầu - Thị trấn Bến Cầu"], "25681"),
        (["UBND HUYỆN BẾN CẦU"], None),
        (["XÃ TIEN THUAN"], None),
    ],
)
def test_the_unit_of_a_title(lines, unit):
    assert title(*lines).unit == unit


@pytest.mark.parametrize(
    ("lines", "near"),
    [
        (["UBND HUYỆN BẾN CẦU", "XA TIEN THUAN"], ["Xã Tiên Thuận"]),
        (["Huyện Bến Cầu, xã Lọi Thuận"], ["Xã Lợi Thuận", "Xã Long Thuận"]),
        (["DANH SÁCH HỘ NGHÈO", "Người lập: Nguyễn Thị Thuận"], []),
        (["XÃ AN LẠC"], []),
    ],
)
def test_the_units_a_title_may_have_meant(lines, near):
    assert units_near([[line] for line in lines], PROGRAMME) == near


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (["Đơn vị: đồng"], 1),
        (["Đơn vị tính: triệu đồng"], 10**6),
        (["ĐVT: tr.đ"], 10**6),
        (["Đvt: nghìn đồng"], 10**3),
        (["ĐVT: 1.000 đồng"], 10**3),
        (["Đơn vị tính: 1,000 đồng"], 10**3),
        (["Đ.V.T: đ"], 1),
        (["ĐVT: triệu"], 10**6),
        (["Đơn vị tính: VNĐ"], 1),
        (["Đơn vị: ngàn đồng, %"], 10**3),
        (["(Đơn vị tính: tỷ đồng)"], 10**9),
        (["Biểu số 2. Đơn vị tính: Triệu đồng"], 10**6),
        (["Đơn vị tính:", "triệu đồng"], 10**6),
        (["Tổng kinh phí\n(triệu đồng)"], 10**6),
        (["Triệu đồng"], 10**6),
        (["Đơn vị: Xã Tiên Thuận"], None),
        (["Đơn vị: đồng bào dân tộc"], None),
        (["ĐVT", "Số lượng"], None),
        (["Tổng vốn 5.424 triệu đồng"], None),
        (["Đơn vị tính: đồng", "Tổng kinh phí (triệu đồng)"], None),  # which of the two is not certain
    ],
)
def test_the_unit_of_money(lines, unit):
    assert title(*lines).money_unit == unit


@pytest.mark.parametrize(
    ("lines", "month"),
    [
        (["Tháng 9 năm 2023"], 9),
        (["Tháng 09/2023"], 9),
        (["THÁNG 9-2023"], 9),
        (["BÁO CÁO T9/2023"], 9),
        (["Tháng 9 năm 2023", "Tiên Thuận, ngày 05 tháng 10 năm 2023"], 9),
        (["Tháng 9 năm 2023", "Tiên Thuận, 05 tháng 10 năm 2023"], 9),
        (["Tiên Thuận, ngày 05 tháng 10 năm 2023"], None),
        (["Tháng 13 năm 2023"], None),
        (["Tháng 8 năm 2023 và tháng 9 năm 2023"], None),
        (["9 tháng năm 2023"], None),
    ],
)
def test_the_month_of_a_title(lines, month):
    assert title(*lines).month == (month and dt.date(2023, month, 1))


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["Thời điểm: 15/10/2023", "Ngày 20 tháng 10 năm 2023"], "2023-10-15"),
        (["Tính đến 15 tháng 10 năm 2023"], None),
        (["Tính đến ngày 15 tháng 10 năm 2023"], "2023-10-15"),
        (["Thời điểm: 15 tháng 10 năm 2023"], "2023-10-15"),
        (["Số liệu đến 31/02/2023"], None),
        (["Từ 01/10/2023 đến 15/10/2023"], None),
    ],
)
def test_the_day_of_a_title(lines, day):
    assert title(*lines).date == (day and dt.date.fromisoformat(day))
