"""The three reports of the frozen programme-year, run once, the way an officer runs them."""

import json
from pathlib import Path

import pytest

from analysis.cli import main

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data" / "ben-cau-2023"


@pytest.fixture(scope="session")
def reports(tmp_path_factory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("báo cáo")
    assert main(["report", "--all", "--programme", str(DATA), "--out", str(out)]) == 0
    return {path.name.split("_")[1]: path for path in sorted(out.iterdir())}


@pytest.fixture(scope="session")
def figures(reports) -> dict[str, dict[str, dict]]:
    return {
        period: {f["id"]: f for f in json.loads((folder / "figures.json").read_text(encoding="utf8"))}
        for period, folder in reports.items()
    }
