"""Whatever is lacking, every page of the report can be told: nothing known is said to be unknown."""

import shutil
from pathlib import Path

import nbformat
import openpyxl
import pytest

from analysis.reports import page
from analysis.reports.notebooks import find_notebooks

from .conftest import DATA

NOTEBOOKS = find_notebooks()
LACKING = {
    "no list": ["lists", "summaries"],
    "no list of the year": ["lists/2023*", "summaries", "movements"],
    "no baseline": ["lists/2022*"],
    "no residents": ["totals"],
    "no money": ["budget", "disbursements"],
    "no plan": ["budget"],
    "no disbursement": ["disbursements"],
    "no support": ["support"],
    "only residents": ["lists", "summaries", "movements", "budget", "disbursements", "support"],
    "only the plan": ["lists", "summaries", "movements", "totals", "disbursements", "support"],
}


@pytest.fixture
def folder(tmp_path) -> Path:
    shutil.copytree(DATA, tmp_path / "dữ liệu")
    return tmp_path / "dữ liệu"


def without(folder: Path, patterns: list[str]) -> Path:
    for pattern in patterns:
        for path in folder.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return folder


def show(folder: Path, monkeypatch) -> list[dict]:
    """Run the cells of every notebook on a folder; what they display."""
    shown: list[dict] = []
    monkeypatch.setattr(page, "display", lambda data, **_: shown.append(data))
    for notebook in NOTEBOOKS:
        names: dict[str, object] = {}
        for cell in nbformat.read(notebook.path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(cell.source, names)
                if "parameters" in cell.metadata.get("tags", ()):
                    names |= {"programme": str(folder), "period": "official"}
    return shown


@pytest.mark.parametrize("lacking", LACKING)
def test_every_page_is_told(lacking, folder, monkeypatch):
    shown = show(without(folder, LACKING[lacking]), monkeypatch)
    tables = {data[page.MIME].get("table", {}).get("name") for data in shown}
    # The report is the official one: nothing is foretold in it.
    assert not tables & {"nowcast_bases", "nowcast_units", "path_units", "path_pace", "mix_projects"}
    assert sum("image/png" in data for data in shown) == 14 + 3 * ("af_units" in tables)
    figures = [f for data in shown for f in data[page.MIME].get("figures", ())]
    assert all(f["value"] is None or f["denominator"] != 0 for f in figures)


def test_a_unit_with_fewer_residents_than_listed_leaves_the_district_without_a_rate(folder, monkeypatch):
    book = openpyxl.load_workbook(file := max((folder / "totals").glob("*.xlsx")))
    for row in book.worksheets[0].iter_rows():
        if row[2].value == "25693":
            row[3].value, row[5].value = 20, 0  # households, and those of ethnic minorities
    book.save(file)
    figures = {
        f["id"]: f["value"] for d in show(folder, monkeypatch) for f in d[page.MIME].get("figures", ())
    }
    assert figures["district_change.multidimensional.household_rate_after"] is None
    assert figures["unit_change.25690.household_rate_after"] is not None
    assert figures["identities_checked.WITHIN-TOTALS.broken"] > 0
