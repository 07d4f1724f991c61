"""The three reports of the frozen programme-year, run once, the way an officer runs them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data" / "ben-cau-2023"


@pytest.fixture(scope="session")
def reports(tmp_path_factory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("báo cáo")
    command = [sys.executable, "-m", "analysis", "report", "--all", "--out", str(out)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf8")
    assert run.returncode == 0, run.stderr
    folders = sorted(out.iterdir())
    assert run.stdout.splitlines() == list(map(str, folders))
    return {path.name.split("_")[1]: path for path in folders}


@pytest.fixture(scope="session")
def figures(reports) -> dict[str, dict[str, dict]]:
    return {
        period: {f["id"]: f for f in json.loads((folder / "figures.json").read_text(encoding="utf8"))}
        for period, folder in reports.items()
    }
