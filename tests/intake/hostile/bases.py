"""Ten clean papers, one of each kind, that agree with each other, and what their cells are worth."""

from __future__ import annotations

from analysis.intake.layouts import load_layout

from .page import Column, Line, Page

UNIT = "XÃ TIÊN THUẬN"
DAY = "Thời điểm: 31/12/2022"

Rows = dict[str, dict[str, object]]
"""Cells or values by the name of a record and by field."""

_HEAD = {"relation": "Chủ hộ", "ethnicity": "Kinh"}
_THREE = {"employment": "x", "nutrition": "x", "toilet": "x"}

HOUSEHOLDS: Rows = {
    "h1": {
        "household_id": "2569300101", "head_name": "Nguyễn Thị Hoà", "member_name": "Nguyễn Thị Hoà", **_HEAD,
        "birth_date": "15/03/1975", "sex": "Nữ", "village": "Ấp Bàu Tràm",
        "poverty_class_recorded": "Hộ nghèo", "decision_number": "12/QĐ-UBND", "decision_date": "20/12/2022",
        "b1": 100, "b2": 30, "ethnic_minority": "x", "members": 3, **_THREE, "note": "Nhà ở tạm",
    },
    "m1": {
        "member_name": "Trần Văn Quý", "relation": "Con", "birth_date": "01/02/2005", "sex": "Nam",
        "ethnicity": "Kinh",
    },
    "m2": {
        "member_name": "Trần Thị Thuỷ", "relation": "Con", "birth_date": "30/11/2010", "sex": "Nữ",
        "ethnicity": "Kinh",
    },
    "h2": {
        "household_id": "2569300102", "head_name": "Lê Văn Tuý", "member_name": "Lê Văn Tuý", **_HEAD,
        "birth_date": "1950", "sex": "Nam", "village": "Ấp Bàu Tràm",
        "poverty_class_recorded": "Hộ nghèo", "decision_number": "12/QĐ-UBND", "decision_date": "20/12/2022",
        "b1": 140, "b2": 40, "members": 1, **_THREE, "telecom": "x",
    },
    "h3": {
        "household_id": "2569300103", "head_name": "Phạm Thị Lụa", "member_name": "Phạm Thị Lụa", **_HEAD,
        "birth_date": "02/09/1980", "sex": "Nữ", "village": "Ấp Tân Lập",
        "poverty_class_recorded": "Hộ cận nghèo", "decision_number": "12/QĐ-UBND",
        "decision_date": "20/12/2022",
        "b1": 125, "b2": 10, "members": 2, "toilet": "x", "social_protection": "x",
    },
    "m3": {
        "member_name": "Phạm Văn Sửu", "relation": "Con", "birth_date": "09/09/2009", "sex": "Nam",
        "ethnicity": "Kinh",
    },
}  # fmt: skip

EXITS: Rows = {
    "e1": {
        "household_id": "2568700201", "head_name": "Võ Thị Bưởi", "village": "Ấp Tân Lập",
        "b1": 150, "b2": 10,
        "class_before": "Hộ nghèo", "class_after": "Không nghèo", "reason": "Thoát nghèo",
        "decision_date": "20/12/2022", "members": 4,
    },
    "e2": {
        "household_id": "2568700202", "head_name": "Hồ Văn Đỗ", "village": "Ấp Tân Lập", "b1": 120, "b2": 20,
        "class_before": "Hộ nghèo", "class_after": "Hộ cận nghèo", "reason": "Thoát nghèo",
        "decision_date": "20/12/2022", "members": 5,
    },
}  # fmt: skip

MOVEMENTS: Rows = {
    "v1": {
        "number": 1, "household_id": "2569300301", "head_name": "Đặng Văn Khế", "birth_year": 1961,
        "village": "Ấp Tân Lập", "members": 2, "class_before": "Không có trong danh sách",
        "class_after": "Hộ nghèo", "reason": "Phát sinh mới", "b1": 100, "b2": 30, **_THREE,
        "decision_number": "07/QĐ-UBND", "decision_date": "05/02/2023",
    },
    "v2": {
        "number": 2, "household_id": "2569300101", "head_name": "Nguyễn Thị Hoà", "birth_year": 1975,
        "village": "Ấp Bàu Tràm", "members": 3, "class_before": "Hộ nghèo", "class_after": "Hộ cận nghèo",
        "reason": "Thoát nghèo", "b1": 130, "b2": 10, "toilet": "x",
        "decision_number": "07/QĐ-UBND", "decision_date": "05/02/2023",
    },
    "v3": {
        "number": 3, "household_id": "2569300102", "head_name": "Lê Văn Tuý", "birth_year": 1950,
        "village": "Ấp Bàu Tràm", "members": 1, "class_before": "Hộ nghèo",
        "class_after": "Không có trong danh sách", "reason": "Chết",
        "decision_number": "08/QĐ-UBND", "decision_date": "17/02/2023",
    },
}  # fmt: skip

_REGISTER = "Sổ đăng ký cư trú"
_RESIDENTS = ("number", "unit_name", "total_households", "total_persons", "ethnic_minority_households",
              "ethnic_minority_persons", "source")  # fmt: skip
RESIDENTS: Rows = {
    "t1": dict(zip(_RESIDENTS, (1, "Xã Tiên Thuận", 4012, 14210, 12, 40, _REGISTER), strict=True)),
    "t2": dict(zip(_RESIDENTS, (2, "Xã Lợi Thuận", 3605, 12500, 0, 0, _REGISTER), strict=True)),
    "t3": dict(zip(_RESIDENTS, (3, "Xã Long Thuận", 2753, 9800, 3, 11, _REGISTER), strict=True)),
    "t4": dict(zip(_RESIDENTS, (4, "Thị trấn Bến Cầu", 2104, 7300, 1, 4, _REGISTER), strict=True)),
}

ONE = "Dự án 1: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo"
TWO = "Dự án 2: Hỗ trợ phát triển sản xuất, cải thiện dinh dưỡng"
FARM = "Tiểu dự án 1: Hỗ trợ phát triển sản xuất trong lĩnh vực nông nghiệp"
FOOD = "Tiểu dự án 2: Cải thiện dinh dưỡng"
WATCH = "Dự án 5: Tiểu dự án 2: Giám sát, đánh giá"
LABOUR, FARMS = "Phòng LĐ-TB&XH", "Phòng NN&PTNT"


def _planned(number: object, project: str, central: int, province: int, office: str) -> dict[str, object]:
    district = central // 20
    amounts = {"plan.central": central, "plan.province": province, "plan.district": district}
    line = {"number": number, "project": project, "kind": "Vốn sự nghiệp", "office": office}
    return {**line, "total": sum(amounts.values()), **amounts}


PLAN: Rows = {
    "p1": _planned(1, ONE, 2_517_000_000, 201_000_000, LABOUR),
    "p2": _planned(2, FARM, 1_200_000_000, 96_000_000, FARMS),
    "p3": _planned(3, FOOD, 600_000_000, 48_000_000, "Trung tâm Y tế"),
    "p4": _planned(4, WATCH, 90_000_000, 9_000_000, LABOUR),
}


def _spent(number: int, project: str, planned: str, allocated: int, disbursed: int) -> dict[str, object]:
    cells: dict[str, object] = {"number": number, "project": project, "kind": "Vốn sự nghiệp"}
    cells |= {name: amount for name, amount in PLAN[planned].items() if name.startswith("plan.")}
    for name, amount in (("allocated", allocated), ("disbursed", disbursed)):
        cells |= {
            f"{name}.central": amount,
            f"{name}.province": amount // 20,
            f"{name}.district": amount // 40,
        }
    return cells


SPENT: Rows = {
    "d1": _spent(1, ONE, "p1", 1_250_000_000, 830_400_000),
    "d2": _spent(2, WATCH, "p4", 90_000_000, 12_640_800),
}

SUPPORT: Rows = {
    "s1": {
        "number": 1, "household_id": "2569300101", "head_name": "Nguyễn Thị Hoà",
        "unit_name": "Xã Tiên Thuận",
        "project": ONE, "support": "Bò sinh sản", "quantity": 1, "value": 18_500_000, "date": "14/06/2023",
        "funding_source": "Ngân sách Trung ương",
    },
    "s2": {
        "number": 2, "household_id": "2569900017", "head_name": "Bùi Văn Mít", "unit_name": "Xã Lợi Thuận",
        "project": ONE, "support": "Dê giống", "quantity": 4, "value": 12_000_000, "date": "20/06/2023",
        "funding_source": "Ngân sách Trung ương",
    },
}  # fmt: skip

_7_1 = ("number", "unit_name", "households.total", "persons.total", "households.poor",
        "households.near_poor", "persons.poor", "persons.near_poor")  # fmt: skip
FORM_7_1: Rows = {
    "r1": dict(zip(_7_1, (1, "Xã Long Chữ", 4012, 14210, 31, 64, 93, 215), strict=True)),
    "r2": dict(zip(_7_1, (2, "Xã Lợi Thuận", 3605, 12500, 0, 51, 0, 180), strict=True)),
}
for _row in FORM_7_1.values():
    for _class in ("poor", "near_poor"):
        for _account in ("households", "persons"):
            share = 100 * int(str(_row[f"{_account}.{_class}"])) / int(str(_row[f"{_account}.total"]))
            _row[f"rate.{_account}.{_class}"] = round(share, 2)

_7_2 = ("number", "unit_name", "account", "opening", "to_near_poor", "out_of_both", "other_decrease",
        "from_near_poor", "relapse", "new", "other_increase", "closing")  # fmt: skip
FORM_7_2: Rows = {
    "f1": dict(zip(_7_2, (1, "Xã Long Chữ", "Hộ", 40, 9, 5, 1, 2, 0, 3, 1, 31), strict=True)),
    "f2": dict(zip(_7_2, (None, None, "Nhân khẩu", 120, 27, 15, 2, 6, 0, 8, 3, 93), strict=True)),
    "f3": dict(zip(_7_2, (2, "Xã Lợi Thuận", "Hộ", 4, 4, 0, 0, 0, 0, 0, 0, 0), strict=True)),
    "f4": dict(zip(_7_2, (None, None, "Nhân khẩu", 13, 13, 0, 0, 0, 0, 0, 0, 0), strict=True)),
}
_7_3 = ("number", "unit_name", "account", "opening", "to_poor", "out_of_both", "other_decrease",
        "from_poor", "relapse", "new", "other_increase", "closing")  # fmt: skip
FORM_7_3: Rows = {
    "g1": dict(zip(_7_3, (1, "Xã Long Chữ", "Hộ", 70, 2, 20, 0, 9, 1, 5, 1, 64), strict=True)),
    "g2": dict(zip(_7_3, (None, None, "Nhân khẩu", 240, 6, 70, 0, 27, 4, 17, 3, 215), strict=True)),
}

PAPERS: dict[str, tuple[list[str], Rows]] = {
    "household_list": ([UNIT, DAY], HOUSEHOLDS),
    "household_exits": (["XÃ LONG PHƯỚC", DAY], EXITS),
    "movement_return": ([UNIT, "Tháng 02 năm 2023"], MOVEMENTS),
    "resident_totals": (["HUYỆN BẾN CẦU", DAY], RESIDENTS),
    "budget_plan": (["Đơn vị: đồng"], PLAN),
    "disbursement_report": (["PHÒNG LĐ-TB&XH", "Tính đến ngày 25/08/2023", "Đơn vị tính: đồng"], SPENT),
    "support_records": (["PHÒNG LĐ-TB&XH", "Đơn vị tính: đồng"], SUPPORT),
    "form_7_1": (["HUYỆN BẾN CẦU", DAY], FORM_7_1),
    "form_7_2": (["HUYỆN BẾN CẦU", DAY], FORM_7_2),
    "form_7_3": (["HUYỆN BẾN CẦU", DAY], FORM_7_3),
}
"""The lines above each kind's title, and its records."""

KINDS = tuple(PAPERS)
LISTS = ("household_list", "household_exits", "movement_return")
MONEY = ("budget_plan", "disbursement_report", "support_records")
PER_UNIT = ("resident_totals", "form_7_1", "form_7_2", "form_7_3")
FLOWS = ("form_7_2", "form_7_3")


def clean_page(kind: str) -> Page:
    """A fresh clean sheet of a kind."""
    layout, (above, rows) = load_layout(kind), PAPERS[kind]
    return Page(
        kind,
        [[line] for line in (*above, layout.titles[0].upper())],
        [Column(column.field, column.headings) for column in layout.columns],
        [Line(dict(values), key) for key, values in rows.items()],
    )


WORTH: dict[str, Rows] = {
    "household_list": {
        "h1": {
            "household_id": "2569300101", "head_name": "Nguyễn Thị Hoà", "unit_code": "25693",
            "area": "rural",
            "round": "2022-12-31", "village": "Ấp Bàu Tràm", "members": 3, "persons_listed": 3,
            "female_head": 1,
            "birth_year": 1975, "poverty_class_recorded": "poor", "b1": 100, "b2": 30, "ethnic_minority": 1,
            "meritorious": 0, "employment": 1, "nutrition": 1, "toilet": 1, "telecom": 0, "note": "Nhà ở tạm",
        },
        "h2": {"members": 1, "female_head": 0, "birth_year": 1950, "b1": 140, "b2": 40, "telecom": 1},
        "h3": {
            "members": 2, "poverty_class_recorded": "near_poor", "b1": 125, "b2": 10, "employment": 0,
            "toilet": 1,
        },
    },
    "household_exits": {
        "e1": {"class_before": "poor", "class_after": "not_poor", "reason": "exit_poverty", "members": 4},
        "e2": {"class_before": "poor", "class_after": "near_poor", "b1": 120, "b2": 20, "unit_code": "25687"},
    },
    "movement_return": {
        "v1": {
            "class_before": "none", "class_after": "poor", "reason": "new", "month": "2023-02", "toilet": 1,
        },
        "v2": {
            "class_before": "poor", "class_after": "near_poor", "reason": "exit_poverty", "birth_year": 1975,
        },
        "v3": {"class_before": "poor", "class_after": "none", "reason": "died", "unit_code": "25693"},
    },
    "resident_totals": {
        "t1": {"unit_code": "25693", "total_households": 4012, "total_persons": 14210},
        "t2": {"unit_code": "25699", "total_households": 3605, "ethnic_minority_persons": 0},
        "t3": {"unit_code": "25702", "total_households": 2753, "source": _REGISTER},
        "t4": {"unit_code": "25681", "total_households": 2104},
    },
    "budget_plan": {
        "p1": {"project": "DA1", "kind": "recurrent", "office": "ldtbxh", "plan.central": 2_517_000_000,
               "plan.district": 125_850_000, "total": 2_843_850_000},
        "p2": {"project": "DA2-TDA1", "office": "nnptnt", "plan.province": 96_000_000},
        "p3": {"project": "DA2-TDA2", "office": "ttyt", "plan.district": 30_000_000},
        "p4": {"project": "DA5-TDA2", "plan.central": 90_000_000, "plan.district": 4_500_000},
    },
    "disbursement_report": {
        "d1": {"project": "DA1", "office": "ldtbxh", "allocated.central": 1_250_000_000,
               "disbursed.district": 20_760_000},
        "d2": {"project": "DA5-TDA2", "plan.province": 9_000_000, "disbursed.central": 12_640_800},
    },
    "support_records": {
        "s1": {"unit_code": "25693", "project": "DA1", "quantity": 1, "value": 18_500_000},
        "s2": {"unit_code": "25699", "project": "DA1", "quantity": 4, "value": 12_000_000},
    },
    "form_7_1": {
        "r1": {"unit_code": "25684", "households.poor": 31, "persons.near_poor": 215},
        "r2": {"unit_code": "25699", "households.poor": 0, "persons.total": 12_500},
    },
    "form_7_2": {
        "f1": {"unit_code": "25684", "account": "households", "opening": 40, "relapse": 0, "closing": 31},
        "f2": {"unit_code": "25684", "account": "persons", "opening": 120, "new": 8, "closing": 93},
        "f3": {"unit_code": "25699", "account": "households", "to_near_poor": 4, "closing": 0},
        "f4": {"unit_code": "25699", "account": "persons", "to_near_poor": 13, "closing": 0},
    },
    "form_7_3": {
        "g1": {"unit_code": "25684", "account": "households", "opening": 70, "to_poor": 2, "closing": 64},
        "g2": {"unit_code": "25684", "account": "persons", "from_poor": 27, "closing": 215},
    },
}  # fmt: skip
"""What the records of the clean papers are worth, by field, worked out by hand."""
