"""Another district and year is a folder, not code: sample and reports of a programme made up here."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from analysis.programme import load_programme
from analysis.wording import load_words
from tests.golden.conftest import DATA, ROOT
from tests.golden.other_programme import AS_OF, OPENING, PROGRAMME, PROJECTS, UNITS, money
from tests.golden.second_count import Count

pytestmark = pytest.mark.xdist_group("reports")

TARGET = Fraction(1), Fraction(3, 2)
FOLDERS = ("2024-07-01_half-year", "2024-12-05_year")


def giamngheo(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "analysis", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf8")


@pytest.fixture(scope="module")
def papers(tmp_path_factory) -> Path:
    """The programme's folder as `giamngheo sample` writes it, at a path with spaces and letters."""
    place = tmp_path_factory.mktemp("Huyện Đồng Mây")
    plan, folder = place / "kế hoạch", place / "giấy tờ năm 2024"
    plan.mkdir()
    (plan / "programme.yaml").write_text(PROGRAMME, encoding="utf8")
    run = giamngheo("sample", "--programme", plan, "--out", folder, "--households", 6000, "--seed", 7)
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture(scope="module")
def reports(papers) -> dict[str, Path]:
    """Both reports by period."""
    out = papers.parent / "báo cáo đã lập"
    run = giamngheo("report", "--all", "--programme", papers, "--out", out)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [str(out / name) for name in FOLDERS]
    return dict(zip(AS_OF, map(out.joinpath, FOLDERS), strict=True))


@pytest.fixture(scope="module")
def figures(reports) -> dict[str, dict[str, dict]]:
    return {
        period: {f["id"]: f for f in json.loads((folder / "figures.json").read_text(encoding="utf8"))}
        for period, folder in reports.items()
    }


@pytest.fixture(scope="module")
def count(papers) -> Count:
    return Count(papers)


def rows_of(figures: dict[str, dict], table: str) -> list[str]:
    """What the figures of a table are about, in the table's order."""
    return list(dict.fromkeys(id_.split(".")[1] for id_ in figures if id_.startswith(f"{table}.")))


def prose(page: Path) -> str:
    """What a reader sees of a page."""
    text = re.sub(r"<(style|script|svg).*?</\1>", " ", page.read_text(encoding="utf8"), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def drawn(chart: Path) -> str:
    """The text in a chart."""
    return " ".join(re.findall(r"<text[^>]*>([^<]*)", chart.read_text(encoding="utf8")))


def test_the_reports_are_those_of_the_periods_and_of_nothing_else(reports):
    assert sorted(p.name for p in next(iter(reports.values())).parent.iterdir()) == sorted(FOLDERS)


@pytest.mark.parametrize("period", AS_OF)
def test_households_persons_and_rates_of_every_unit(period, figures, count):
    found = figures[period]
    assert rows_of(found, "unit_rates") == [*UNITS, "district"]
    for unit in UNITS:
        stock, (total, total_persons) = count.stock(unit, AS_OF[period]), count.residents(unit, AS_OF[period])
        both = tuple(map(sum, zip(*stock.values(), strict=True)))
        for measure, (households, persons) in {**stock, "multidimensional": both}.items():
            key = f"unit_rates.{unit}.{measure}"
            rate = found[f"{key}.household_rate"]
            assert (rate["numerator"], rate["denominator"]) == (households, total)
            assert found[f"{key}.persons"]["value"] == persons
            assert found[f"{key}.total_persons"]["value"] == total_persons


@pytest.mark.parametrize("period", AS_OF)
def test_the_district_is_counted_and_judged_by_its_own_target(period, figures, count, reports):
    fall = count.reduction(OPENING, AS_OF[period])
    change = figures[period]["district_change.multidimensional.change_points"]["value"]
    assert change == pytest.approx(float(-fall), abs=1e-12)
    low, high = TARGET
    (n0, t0), (_, t1) = count.district(OPENING), count.district(AS_OF[period])
    for bound in TARGET:
        most = figures[period][f"target_bounds.{float(bound):.2f}.households_at_bound"]["value"]
        assert most == (Fraction(n0, t0) - bound / 100) * t1 // 1
    position = "not_met" if fall < low else "met" if fall <= high else "exceeded"
    verdict = load_words("vi").term(position + ("_so_far" if period == "half-year" else ""))
    text = prose(reports[period] / "html" / "05_report.html")
    assert f"giảm từ 1,00 đến 1,50 điểm phần trăm: {verdict}" in text


def test_at_the_target_of_the_first_programme_the_verdict_would_be_another(count):
    assert Fraction(15, 100) <= count.reduction(OPENING, AS_OF["year"]) < TARGET[0]


@pytest.mark.parametrize("period", AS_OF)
def test_money_of_the_five_projects_and_the_provincial_counterpart(period, figures, papers):
    found, amounts = figures[period], money(papers, AS_OF[period])
    assert rows_of(found, "execution_projects") == [*PROJECTS, "total"]
    assert rows_of(found, "execution_sources") == ["central", "province", "total"]
    assert rows_of(found, "execution_kinds") == ["running", "building", "total"]
    assert rows_of(found, "execution_offices") == ["kinhte", "noivu", "vanhoa", "total"]
    for project, (central, province, disbursed) in amounts.items():
        assert found[f"execution_projects.{project}.plan"]["value"] == central + province
        assert found[f"execution_projects.{project}.disbursed"]["value"] == disbursed
        assert found[f"counterpart.{project}.base"]["value"] == central
        assert found[f"counterpart.{project}.required"]["value"] == Fraction(central, 8)  # 12.5 %
        assert found[f"counterpart.{project}.difference"]["value"] == province - Fraction(central, 8) == 0
    total = sum(disbursed for *_, disbursed in amounts.values())
    rate = found["execution_total.rate"]
    assert (rate["numerator"], rate["denominator"]) == (total, 3_600_000_000)


@pytest.mark.parametrize("period", AS_OF)
def test_groups_areas_and_months_are_the_programme_s(period, figures, reports, count):
    assert rows_of(figures[period], "priority_groups") == ["female_head", "social_protection"]
    for area, units in {"urban": ("99011", "99014"), "rural": ("99017", "99020")}.items():
        listed = sum(n for unit in units for n, _ in count.stock(unit, AS_OF[period]).values())
        assert figures[period][f"area_change.{area}.households_after"]["value"] == listed
    assert rows_of(figures[period], "border_change") == ["not_border"]
    text = prose(reports[period] / "html" / "05_report.html")
    assert "ra khỏi cả hai danh sách trong vòng 24 tháng" in text
    dynamics = prose(reports[period] / "html" / "03_household_dynamics.html")
    assert "36 tháng" not in dynamics
    assert "5% của" not in prose(reports[period] / "html" / "04_budget_execution.html")


@pytest.mark.parametrize("period", AS_OF)
def test_every_page_names_the_district_and_the_period(period, reports, papers):
    programme = load_programme(papers)
    pages = [reports[period] / "index.html", *sorted((reports[period] / "html").glob("*.html"))]
    assert len(pages) == 7
    for page in pages:
        assert "trên địa bàn huyện Đồng Mây" in prose(page)
        assert programme.period(period).name.vi in prose(page)
    for workbook in ("tables.xlsx", "findings.xlsx"):
        contents = CalamineWorkbook.from_path(reports[period] / workbook).get_sheet_by_index(0).to_python()
        assert any("huyện Đồng Mây" in str(cell) for row in contents for cell in row)


def test_without_assumptions_the_page_on_measurement_says_what_is_not_stated(reports, figures):
    text = prose(reports["half-year"] / "html" / "06_measurement.html")
    assert "assumptions/year_flows.yaml" in text
    assert "assumptions/effects.yaml" in text
    assert rows_of(figures["half-year"], "nowcast_bases") == ["observed", "plain_rule"]
    assert rows_of(figures["half-year"], "nowcast_units") == []
    assert "mô phỏng" not in text
    # 109 of 6 000 at the beginning; a fall of 1 or 1.5 points leaves 49 or 19 of 6 026: 59 and 89 of 108.
    assert "nhiều hơn mức cần có 59 hộ nếu giảm 1,00 điểm phần trăm, 89 hộ nếu giảm 1,50 điểm" in text


@pytest.mark.parametrize("period", AS_OF)
def test_every_chart_is_of_the_year_and_the_charts_of_units_name_the_new_ones(period, reports):
    charts = {chart.stem: drawn(chart) for chart in (reports[period] / "charts").glob("*.svg")}
    assert len(charts) == 13
    for text in charts.values():
        assert f"Số liệu đến ngày {AS_OF[period]:%d/%m/%Y}" in text
    for name in ("unit_rates", "class_bars", "deprivation_heatmap"):
        assert all(unit in charts[name] for unit in UNITS.values())
    assert all(project.split(":")[0] in charts["budget_projects"] for project in PROJECTS.values())
    assert "1,00–1,50" in charts["verdict"]
    assert "Tháng của năm 2024" in charts["budget_calendar"]


def test_nothing_is_left_of_the_first_programme(reports):
    """No name of the programme the code grew up with, and no day of its year but the opening one."""
    first = load_programme(DATA)
    names = {first.district.name, "Bến Cầu", "Tây Ninh", *(unit.name for unit in first.units)}
    names |= {office.short for office in first.offices} | {project.name for project in first.projects}
    for folder in reports.values():
        for file in folder.rglob("*"):
            if file.suffix in (".html", ".svg", ".json", ".ipynb"):
                text = file.read_text(encoding="utf8")
            elif file.suffix == ".xlsx":
                book = CalamineWorkbook.from_path(file)
                text = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
            else:
                continue
            assert [name for name in names if name in text] == [], file.name
            assert {*re.findall(r"\d\d/\d\d/2023", text)} <= {"31/12/2023"}, file.name
