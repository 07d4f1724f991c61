"""Notebooks of a few cells in place of the real ones, and one real page executed as an officer does."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from analysis.programme import FILE, Programme, load_programme
from analysis.reports import batch, notebooks
from analysis.reports.kernels import Kernels
from analysis.reports.page import MIME

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data" / "ben-cau-2023"
PARAMETERS = 'programme: str = ""\nperiod: str = ""\nlanguage: str = "vi"'


@dataclass
class Notebooks:
    """A folder of small notebooks: a heading, the parameters, then the cells given."""

    folder: Path

    def add(self, name: str, *cells: str, parameters: str = PARAMETERS) -> None:
        declared = v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
        written = [v4.new_markdown_cell(f"# Trang {name}"), declared, *map(v4.new_code_cell, cells)]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = v4.new_notebook(cells=written, metadata={"kernelspec": kernel})
        notebook.metadata.language_info = {"name": "python"}
        nbformat.write(notebook, self.folder / f"{name}.ipynb")


def shows(**payload: object) -> str:
    """A cell that displays what a page's table or chart would, without reading any input."""
    data = json.dumps({MIME: payload, "text/plain": "", **_pictures(payload)})
    return f"import json\nfrom IPython.display import display\ndisplay(json.loads('''{data}'''), raw=True)"


def _pictures(payload: dict) -> dict[str, str]:
    return {"image/png": "iVBORw0KGgo=", "image/svg+xml": "<svg/>"} if "chart" in payload else {}


def figure(id: str, value: int) -> dict[str, object]:
    return {"id": id, "label": id, "value": value, "unit": "household", "notebook": "01_a", "trace": {}}


@pytest.fixture
def tiny(tmp_path, monkeypatch) -> Notebooks:
    """The notebooks of the report, for this test: those it adds."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    find = partial(notebooks.find_notebooks, folder=folder)
    for module in (batch, notebooks):
        monkeypatch.setattr(module, "find_notebooks", find)
    return Notebooks(folder)


@pytest.fixture(scope="session")
def programme(tmp_path_factory) -> Programme:
    """A programme of which only the first list of one unit has come."""
    folder = tmp_path_factory.mktemp("bến cầu")
    for name in (FILE, "lists/2022-12-31/25681_ben-cau.xlsx"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(DATA / name, folder / name)
    return load_programme(folder)


@pytest.fixture(scope="session")
def one_kernel() -> Iterator[Kernels]:
    with Kernels(1) as kernels:
        yield kernels


@dataclass(frozen=True)
class RealReport:
    """The folder of a report, the programme's folder it read, and where both stand."""

    folder: Path
    programme: Path
    place: Path

    def json(self, name: str):
        return json.loads((self.folder / name).read_text(encoding="utf8"))


@pytest.fixture(scope="session")
def real_report(tmp_path_factory) -> RealReport:
    """One page of the official report, in folders with blanks and Vietnamese letters in their names."""
    place = tmp_path_factory.mktemp("phòng lao động")
    shutil.copytree(DATA, place / "dữ liệu" / "bến cầu 2023")
    call = ["report", "--period", "official", "--only", "02", "--jobs", "1", "--out", "báo cáo cuối năm"]
    run = subprocess.run(
        [sys.executable, "-m", "analysis", *call, "--programme", "dữ liệu/bến cầu 2023"],
        cwd=place,
        capture_output=True,
        text=True,
        encoding="utf8",
    )
    assert run.returncode == 0, run.stderr
    folder = place / "báo cáo cuối năm" / "2023-12-15_official"
    assert run.stdout.splitlines() == [str(folder.relative_to(place))]
    return RealReport(folder, place / "dữ liệu" / "bến cầu 2023", place)
