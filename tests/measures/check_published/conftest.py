"""The published tables as check_published takes them: long, figures as printed."""

import json
from pathlib import Path

import pandas as pd
import pytest

CASES = Path(__file__).parent / "cases"

CLASSES = {
    "poor": ("ho_ngheo", "ty_le_ho_ngheo_cong_bo"),
    "near_poor": ("ho_can_ngheo", "ty_le_can_ngheo_cong_bo"),
    "multidimensional": ("ho_ngheo_da_chieu", "ty_le_ngheo_da_chieu_cong_bo"),
}


def wide(case):
    return pd.read_csv(CASES / case / "data.csv", dtype=str, keep_default_na=False)


def expected(case):
    return json.loads((CASES / case / "expected.json").read_text(encoding="utf8"))


def by_class(case, unit):
    """The columns of the classes under each other."""
    printed = wide(case)
    lines = [
        pd.DataFrame(
            {
                "unit": printed[unit],
                "round": printed.nam,
                "standard": printed.get("chuan_ngheo", ""),
                "measure": measure,
                "households": printed[count],
                "total_households": printed.get("tong_so_ho", ""),
                "rate_percent": printed[rate],
                "change_points": "",
            }
        )
        for measure, (count, rate) in CLASSES.items()
    ]
    return pd.concat(lines, ignore_index=True)


@pytest.fixture
def regions():
    return by_class("national_2022_by_region", "vung")


@pytest.fixture
def quang_binh():
    return by_class("quang_binh_2022_urban_rural", "khu_vuc")


@pytest.fixture
def provinces():
    """The lines, with what two of them print beside the columns."""
    table = by_class("tay_ninh_and_other_lines_with_totals", "don_vi")
    beside = [
        {"unit": "Tỉnh Ninh Bình", "round": "2017", "standard": "GĐ 2016-2020", "measure": "average"}
        | {"households": "72.895", "total_households": "297.899", "rate_percent": "24,40"},
        *(
            {"unit": "Tỉnh Tây Ninh, người", "round": "2021", "standard": "GĐ 2022-2025", "measure": measure}
            | {"households": persons}
            for measure, persons in zip(CLASSES, ("4.711", "10.750", "15.461"), strict=True)
        ),
    ]
    return pd.concat([table, pd.DataFrame(beside)], ignore_index=True)


@pytest.fixture
def quang_nam():
    """Allocated and disbursed over the plan, each at its date."""
    printed = wide("quang_nam_disbursement_2021_2023")
    units = [
        " ".join(dict.fromkeys(name for name in (source, kind.lower()) if name.casefold() != "tổng"))
        for kind, source in zip(printed.loai_von, printed.nguon, strict=True)
    ]
    units = [
        {"": "Tổng", "vốn đầu tư": "Vốn đầu tư", "vốn sự nghiệp": "Vốn sự nghiệp"}.get(u, u) for u in units
    ]
    rounds = {
        "2021-2023": ("allocated", "da_phan_bo_trieu_dong", "ty_le_phan_bo_cong_bo"),
        "đến 20/12/2023": ("disbursed", "giai_ngan_20122023_trieu_dong", "ty_le_giai_ngan_20122023_cong_bo"),
        "đến 29/02/2024": ("disbursed", "giai_ngan_29022024_trieu_dong", "ty_le_giai_ngan_29022024_cong_bo"),
    }
    lines = [
        pd.DataFrame(
            {
                "unit": units,
                "round": when,
                "measure": measure,
                "households": printed[amount],
                "total_households": printed.ke_hoach_trieu_dong,
                "rate_percent": printed[rate],
            }
        )
        for when, (measure, amount, rate) in rounds.items()
    ]
    return pd.concat(lines, ignore_index=True)
