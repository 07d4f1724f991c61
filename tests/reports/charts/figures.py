"""Hand-made figures for the charts: small, plain, and with every edge a chart must bear."""

import datetime as dt
from fractions import Fraction

import pandas as pd

from analysis.law import load_standard
from analysis.reports.charts.note import ReportNote
from analysis.tables import INDICATORS

NOTE = ReportNote(
    baseline=dt.date(2022, 12, 31),
    as_of=dt.date(2023, 12, 14),
    status="official",
    source="Danh sách hộ nghèo, hộ cận nghèo của 9 xã, thị trấn",
    standard="Chuẩn nghèo đa chiều giai đoạn 2022–2025",
    synthetic=True,
)

ELAPSED = Fraction(348, 365)

UNITS = [
    "Thị trấn Bến Cầu",
    "Xã Long Chữ",
    "Xã Long Phước",
    "Xã Long Giang",
    "Xã Tiên Thuận",
    "Xã Long Khánh",
    "Xã Lợi Thuận",
    "Xã Long Thuận",
    "Xã An Thạnh",
]


def change_row(before, after, total_before=20_000, total_after=20_000, verdict="met"):
    """One row of `rate_change`."""

    def rate(n, of):
        return pd.NA if pd.isna(n) or pd.isna(of) else n / of

    rates = rate(before, total_before), rate(after, total_after)
    known = not any(map(pd.isna, rates))
    return pd.Series(
        {
            "households_before": before,
            "households_after": after,
            "total_households_before": total_before,
            "total_households_after": total_after,
            "household_rate_before": rates[0],
            "household_rate_after": rates[1],
            "change_points": (rates[1] - rates[0]) * 100 if known else pd.NA,
            "verdict": verdict,
        },
        dtype=object,
    )


def bounds(*rows):
    """Rows of `target_bounds`: points, households at the bound, households to leave."""
    frame = pd.DataFrame(rows, columns=["bound_points", "households_at_bound", "households_to_leave"])
    return frame.astype({"households_at_bound": "Int64", "households_to_leave": "Int64"})


def unit_change(names=UNITS, **changes):
    """`rate_change` by unit, the multidimensional rate: households fall by two, every third rises by one."""
    rows = []
    for i, name in enumerate(names):
        before = 30 + 7 * i % 40
        after = before + 1 if i % 3 == 2 else before - 2
        rows.append({"unit_name": name, "reported": True, **change_row(before, after, 2_000, 2_010)})
    frame = pd.DataFrame(rows)
    for column, values in changes.items():
        frame[column] = values
    types = {c: "Int64" for c in frame if c.startswith(("households_", "total_households_"))}
    types |= {c: "Float64" for c in frame if c.startswith("household_rate_") or c == "change_points"}
    return frame.astype(types)


def unit_rates(names=UNITS, missing=()):
    """`poverty_rates` by unit for one round; the total of the units in `missing` is not known."""
    rows = []
    for i, name in enumerate(names):
        poor, near = 5 + i * 3 % 20, 12 + i * 5 % 30
        for measure, n in {"poor": poor, "near_poor": near, "multidimensional": poor + near}.items():
            total = pd.NA if name in missing else 2_100
            rate = pd.NA if name in missing else n / 2_100
            rows.append((name, "2023-12-14", measure, n, total, rate))
    columns = ["unit_name", "round", "measure", "households", "total_households", "household_rate"]
    return pd.DataFrame(rows, columns=columns).astype({"households": "Int64", "household_rate": "Float64"})


def unit_deprivations(names=UNITS, unknown=()):
    """`deprivations` by unit for one round and one class group; no marks in the units of `unknown`."""
    rows = []
    for i, name in enumerate(names):
        for j, indicator in enumerate(INDICATORS):
            n = (i * 5 + j * 7) % 30
            silent = name in unknown
            rows.append(
                (name, indicator, 0 if silent else n, 40, 40 if silent else 0, pd.NA if silent else n / 40)
            )
    columns = ["unit_name", "indicator", "households", "listed_households", "unknown", "share"]
    return pd.DataFrame(rows, columns=columns).astype({"households": "Int64", "share": "Float64"})


def deprivation_moves():
    """`deprivation_change` for the district: 380 and 348 on the list, each indicator by its own step."""
    rows = []
    for j, indicator in enumerate(INDICATORS):
        before, after = 20 + 25 * j % 300, 22 + 23 * j % 290
        shares = before / 380, after / 348
        rows.append((indicator, before, after, 380, 348, 0, 0, *shares, (shares[1] - shares[0]) * 100))
    columns = ["indicator"]
    columns += [
        f"{c}_{w}" for c in ("households", "listed_households", "unknown") for w in ("before", "after")
    ]
    return pd.DataFrame(rows, columns=[*columns, "share_before", "share_after", "change_points"])


def flows(opening=380, out_of_both=41, other_decrease=9, new=11, relapse=3, other_increase=4, closing=348):
    """380 - 41 - 9 + 11 + 3 + 4 = 348."""
    values = locals()
    frame = pd.DataFrame({"item": list(values), "value": list(values.values())})
    return frame.astype({"value": "Int64"})


def moves():
    """`transitions` of the district: 150 + 230 before, 128 + 220 after."""
    rows = [
        ("poor", "poor", 110), ("poor", "near_poor", 22), ("poor", "none", 18),
        ("near_poor", "poor", 6), ("near_poor", "near_poor", 192), ("near_poor", "none", 32),
        ("none", "poor", 12), ("none", "near_poor", 5), ("none", "near_poor", 1),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["class_before", "class_after", "households"])


def projects():
    """`budget_execution` by project with the plan's names and amounts; one project has not reported."""
    rows = [
        ("Dự án 1", "Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo", 2_843_850_000, 1),
        (
            "Dự án 2 · Tiểu dự án 1",
            "Hỗ trợ phát triển sản xuất trong lĩnh vực nông nghiệp",
            1_236_200_000,
            0.9,
        ),
        ("Dự án 2 · Tiểu dự án 2", "Cải thiện dinh dưỡng", 241_500_000, None),
        (
            "Dự án 3 · Tiểu dự án 1",
            "Phát triển giáo dục nghề nghiệp vùng nghèo, vùng khó khăn",
            793_500_000,
            0.5,
        ),
        ("Dự án 3 · Tiểu dự án 2", "Hỗ trợ việc làm bền vững", 398_300_000, 0.7),
        ("Dự án 5 · Tiểu dự án 1", "Nâng cao năng lực thực hiện Chương trình", 382_150_000, 0),
        ("Dự án 5 · Tiểu dự án 2", "Giám sát, đánh giá", 237_700_000, 0.25),
    ]
    frame = pd.DataFrame(rows, columns=["number", "name", "plan", "rate"]).astype({"rate": "Float64"})
    frame["allocated"] = frame["plan"].where(frame["rate"].notna()).astype("Int64")
    frame["disbursed"] = (frame["plan"] * frame["rate"]).round().astype("Int64")
    return frame.assign(reported=frame["rate"].notna())


def execution(plan=6_133_200_000, disbursed=5_000_000_000):
    """The row of `budget_execution` for the whole plan."""
    unknown = pd.isna(plan) or pd.isna(disbursed)
    return pd.Series({"plan": plan, "disbursed": disbursed, "rate": pd.NA if unknown else disbursed / plan})


def sources():
    """`budget_execution` by source; the plan gives no amount for the last."""
    rows = [
        ("Ngân sách Trung ương", 5_424_000_000, 5_424_000_000, 4_500_000_000),
        ("Ngân sách tỉnh", 438_000_000, 400_000_000, 300_000_000),
        ("Ngân sách huyện đối ứng", 271_200_000, 271_200_000, 0),
        ("Nguồn huy động hợp pháp khác", pd.NA, pd.NA, pd.NA),
    ]
    frame = pd.DataFrame(rows, columns=["name", "plan", "allocated", "disbursed"])
    frame = frame.astype({c: "Int64" for c in ("plan", "allocated", "disbursed")})
    return frame.assign(rate=frame["disbursed"] / frame["plan"])


def reports(*rows):
    """Rows of date and disbursed for a plan of 6 133.2 million."""
    rows = rows or (
        ("2023-06-30", 1_200_000_000), ("2023-08-25", 2_500_000_000),
        ("2023-10-20", 4_000_000_000), ("2023-12-10", 5_300_000_000),
    )  # fmt: skip
    frame = pd.DataFrame(rows, columns=["date", "disbursed_in_plan"]).assign(plan=6_133_200_000)
    return frame.assign(date=pd.to_datetime(frame["date"])).astype({"disbursed_in_plan": "Int64"})


STANDARD = load_standard(dt.date(2023, 12, 14))


def indicator_names(words):
    """The twelve names in the official order."""
    return {indicator.id: words.text(indicator.name) for indicator in STANDARD.indicators}


def dimension_names(words):
    """The dimension of each indicator."""
    return {i.id: words.text(STANDARD.dimensions[i.dimension]) for i in STANDARD.indicators}
