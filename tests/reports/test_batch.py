"""A report folder appears whole or not at all, and holds what the notebooks and inputs gave."""

import hashlib
import io
import json
import os
import re
import zipfile
from base64 import b64decode
from itertools import chain
from pathlib import Path

import nbformat
import pytest

from analysis.cli import main
from analysis.intake.inputs import NothingUsable
from analysis.programme import FILE, load_programme
from analysis.reports.batch import write_report
from analysis.reports.execution import NotebookFailed
from analysis.reports.figures import FigureConflict
from analysis.reports.folders import FolderExists
from analysis.reports.kernels import Kernels
from analysis.reports.notebooks import UnknownNotebook
from analysis.reports.page import MIME
from analysis.wording import load_words

from .conftest import ROOT, figure, shows

real = pytest.mark.xdist_group("reports")
NAME = "2023-12-15_official"


@pytest.fixture
def out(tmp_path) -> Path:
    """Where reports go; somebody's file is there already."""
    folder = tmp_path / "báo cáo"
    folder.mkdir()
    (folder / "ghi chú.txt").write_text("của tôi", encoding="utf8")
    return folder


@pytest.fixture
def write(programme, out, one_kernel):
    """Writes the official report with the test's notebooks."""

    def call(**options: object):
        return write_report(programme, programme.period("official"), out, kernels=one_kernel, **options)

    return call


def held(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder, hidden or not."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def executed(folder: Path, name: str) -> nbformat.NotebookNode:
    return nbformat.read(folder / "notebooks" / f"{name}.ipynb", as_version=4)


# whole or not at all


def test_a_notebook_that_fails_leaves_nothing_behind_and_says_where(tiny, write, out):
    before = held(out)
    tiny.add("01_good", "1 + 1")
    tiny.add("02_bad", "households = 7", "households / 0")
    with pytest.raises(NotebookFailed) as raised:
        write()
    failed = raised.value
    # The first cell declares the parameters; where they are set is no cell of the notebook itself.
    assert (failed.name, failed.cell, failed.error) == ("02_bad", 3, "ZeroDivisionError")
    assert held(out) == before


def test_a_cell_that_is_no_python_fails_the_report(tiny, write, out):
    before = held(out)
    tiny.add("01_bad", "households = (")
    with pytest.raises(NotebookFailed, match="SyntaxError"):
        write()
    assert held(out) == before


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_failed_notebook_is_one_sentence_of_the_command(tiny, programme, out, capsys, language):
    before = held(out)
    tiny.add("01_bad", "1 / 0")
    call = ["report", "--period", "official", "--programme", str(programme.folder), "--out", str(out)]
    status = main([*call, "--language", language])
    said = capsys.readouterr()
    words = load_words(language)
    values = {"name": "01_bad", "cell": 2, "error": "ZeroDivisionError", "reason": "division by zero"}
    sentence = f"{words('cli.error')}: {words('cli.notebook_failed', **values)}"
    assert (status, said.out) == (2, "")
    assert said.err.splitlines()[-1] == sentence
    assert "Traceback" not in said.err
    assert held(out) == before


def test_a_kernel_that_dies_is_a_sentence_and_does_not_wait_for_ever(tiny, programme, out, capfd):
    before = held(out)
    tiny.add("01_bad", "1 + 1", "import os\nos._exit(3)", "1 + 1")
    tiny.add("02_next", "1 + 1")
    call = ["report", "--period", "official", "--programme", str(programme.folder), "--out", str(out)]
    assert main([*call, "--jobs", "1"]) == 2
    said = capfd.readouterr()
    *progress, last = re.split(r"[\r\n]+", said.err.strip())
    assert last.startswith("Lỗi: sổ tính 01_bad dừng ở ô mã thứ 3 ")
    assert [line for line in progress if "sổ tính" in line or not re.search(r"\d/2|^ *$", line)] == []
    assert held(out) == before


def test_no_notebook_writes_on_after_another_failed(tiny, programme, out, tmp_path):
    before = held(out)
    started, finished = tmp_path / "started", tmp_path / "finished"
    wait = f"import time, pathlib\nwhile not pathlib.Path({str(started)!r}).exists(): time.sleep(0.01)"
    tiny.add("01_bad", wait, "1 / 0")
    slow = f"import time, pathlib\npathlib.Path({str(started)!r}).touch()\ntime.sleep(1)"
    tiny.add("02_slow", slow, f"pathlib.Path({str(finished)!r}).touch()")
    with Kernels(2) as kernels:
        with pytest.raises(NotebookFailed):
            write_report(programme, programme.period("official"), out, kernels=kernels)
        assert finished.exists()
        assert held(out) == before


def test_two_values_of_one_figure_stop_the_report(tiny, write, out):
    before = held(out)
    tiny.add("01_a", shows(figures=[figure("poor.households", 129)]))
    tiny.add("02_b", shows(figures=[figure("poor.households", 113)]))
    with pytest.raises(FigureConflict, match=r"poor\.households: 129 and 113"):
        write()
    assert held(out) == before


def test_a_parameter_the_notebook_lacks_is_not_passed_over_in_silence(tiny, write, out):
    before = held(out)
    tiny.add("01_a", "1", parameters='programme: str = ""\nperiod: str = ""')
    with pytest.raises(ValueError, match="01_a has no parameter language"):
        write()
    assert held(out) == before


def test_an_unknown_notebook_starts_nothing(tiny, write, out):
    before = held(out)
    tiny.add("01_a", "1")
    with pytest.raises(UnknownNotebook) as raised:
        write(only=["01", "05"])
    assert (raised.value.asked, raised.value.known) == ("05", ["01_a"])
    assert held(out) == before


def test_an_installation_without_notebooks_says_so(tiny, programme, out, capsys):
    before = held(out)
    call = ["report", "--all", "--programme", str(programme.folder), "--out", str(out)]
    assert main(call) == 2
    assert (
        capsys.readouterr().err
        == "Lỗi: " + load_words("vi")("cli.no_notebooks", folder=str(tiny.folder)) + "\n"
    )
    assert held(out) == before


def test_a_programme_without_a_usable_file_leaves_nothing_behind(tiny, out, one_kernel, programme, tmp_path):
    before = held(out)
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / FILE).write_bytes((programme.folder / FILE).read_bytes())
    loaded = load_programme(empty)
    tiny.add("01_a", "1")
    with pytest.raises(NothingUsable):
        write_report(loaded, loaded.period("official"), out, kernels=one_kernel)
    assert held(out) == before


# a folder that is there already


def test_a_report_that_is_there_is_refused_and_kept(tiny, write, out):
    (out / NAME).mkdir()
    (out / NAME / "old.txt").write_text("old")
    before = held(out)
    tiny.add("01_a", "1")
    with pytest.raises(FolderExists):
        write()
    assert held(out) == before


def test_force_replaces_the_whole_folder_and_nothing_beside_it(tiny, write, out):
    (out / NAME).mkdir()
    (out / NAME / "old.txt").write_text("old")
    tiny.add("01_a", "1")
    assert write(force=True).folder == out / NAME
    assert sorted(path.name for path in out.iterdir()) == [NAME, "ghi chú.txt"]
    assert sorted(path.name for path in (out / NAME).iterdir()) == [
        *("charts", "figures.json", "findings.xlsx", "html", "index.html", "manifest.json", "notebooks"),
        "tables.xlsx",
    ]


def test_a_forced_report_that_fails_keeps_the_old_one(tiny, write, out):
    (out / NAME).mkdir()
    (out / NAME / "old.txt").write_text("old")
    before = held(out)
    tiny.add("01_a", "raise KeyError('no such list')")
    with pytest.raises(NotebookFailed):
        write(force=True)
    assert held(out) == before


def refusing(monkeypatch, *, which: int) -> None:
    """The machine refuses the given one of the folders that a report is put in its place with."""
    rename, calls = os.replace, iter(range(1, 100))

    def replace(source, target):
        if Path(source).is_dir() and next(calls) == which:
            raise PermissionError(13, "in use", str(source))
        rename(source, target)

    monkeypatch.setattr("analysis.reports.folders.os.replace", replace)


@pytest.mark.parametrize("which", [1, 2], ids=["the old one cannot be moved", "the new one cannot be moved"])
def test_a_folder_that_cannot_be_replaced_stays_as_it_was(tiny, programme, out, capsys, monkeypatch, which):
    (out / NAME).mkdir()
    (out / NAME / "old.txt").write_text("old")
    before = held(out)
    tiny.add("01_a", "1")
    refusing(monkeypatch, which=which)
    call = ["report", "--period", "official", "--programme", str(programme.folder), "--out", str(out)]
    assert main([*call, "--force"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "Lỗi: " + load_words("vi")(
        "cli.folder_in_use", folder=str(out / NAME)
    )
    assert held(out) == before


def test_a_report_that_comes_meanwhile_is_not_replaced(tiny, write, out):
    tiny.add("01_a", f"import pathlib\npathlib.Path({str(out / NAME)!r}).mkdir()")
    with pytest.raises(FolderExists):
        write()
    assert sorted(held(out)) == [NAME, "ghi chú.txt"]


def test_all_periods_are_refused_when_one_is_there_and_told_as_each_is_done(tiny, programme, out, capsys):
    names = [period.folder_name for period in programme.periods]
    call = ["report", "--all", "--programme", str(programme.folder), "--out", str(out), "--jobs", "1"]
    (out / names[-1]).mkdir()
    before = held(out)
    tiny.add("01_a", "assert period != 'official'")
    assert main(call) == 2
    assert held(out) == before
    (out / names[-1]).rmdir()
    assert main(call) == 2  # the last one fails, the others are written
    said = capsys.readouterr()
    assert said.out.splitlines() == [str(out / name) for name in names[:-1]]
    assert said.err.splitlines()[-1].startswith("Lỗi: sổ tính 01_a dừng ở ô mã thứ 2 ")


def test_the_command_refuses_then_replaces(tiny, programme, out, capsys):
    tiny.add("01_a", "1")
    call = ["report", "--period", "official", "--programme", str(programme.folder), "--out", str(out)]
    # Eight of nine units have sent no list: the report is written, and says that the input has errors.
    assert main(call) == 1
    said = capsys.readouterr()
    assert said.out == f"{out / NAME}\n"
    assert said.err.splitlines()[-1].startswith("Đã lập báo cáo, nhưng số liệu đầu vào có ")
    first = held(out)
    assert main(call) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "Lỗi: " + load_words("vi")(
        "cli.folder_exists", folder=str(out / NAME)
    )
    assert held(out) == first
    (out / NAME / "index.html").write_text("hỏng", encoding="utf8")
    assert main([*call, "--force"]) == 1
    assert held(out)[f"{NAME}/index.html"] == first[f"{NAME}/index.html"]


# notebooks in turn in one kernel


def test_no_notebook_sees_what_another_left(tiny, write, out):
    tiny.add("01_a", "households = 129", "import sys\nsys.modules['left'] = 1")
    tiny.add("02_b", "assert 'households' not in globals()", "assert Out == {}")
    write()
    assert (out / NAME / "notebooks" / "02_b.ipynb").exists()


def test_each_notebook_counts_its_cells_from_one(tiny, write, out):
    tiny.add("01_a", "1", "2")
    tiny.add("02_b", "3", "4")
    write()
    for name in ("01_a", "02_b"):
        counts = [c.execution_count for c in executed(out / NAME, name).cells if c.cell_type == "code"]
        assert counts == [1, 2, 3, 4]


def test_several_kernels_give_the_pages_in_the_order_of_their_numbers(tiny, programme, out):
    tiny.add("01_slow", "import time\ntime.sleep(0.5)")
    tiny.add("02_quick", "1")
    with Kernels(2) as kernels:
        made = write_report(programme, programme.period("official"), out, kernels=kernels)
    names = [n["name"] for n in json.loads((made.folder / "manifest.json").read_text())["notebooks"]]
    assert names == ["01_slow", "02_quick"]
    index = (made.folder / "index.html").read_text(encoding="utf8")
    assert 0 < index.index("Trang 01_slow") < index.index("Trang 02_quick")


def test_only_the_notebooks_asked_for_are_executed(tiny, write, out):
    for name in ("01_a", "02_b", "03_c"):
        tiny.add(name, "1")
    told = []
    write(only=["03", "a"], progress=told.append)
    assert told == ["01_a", "03_c"]
    assert sorted(p.stem for p in (out / NAME / "notebooks").iterdir()) == ["01_a", "03_c"]
    assert sorted(p.stem for p in (out / NAME / "html").iterdir()) == ["01_a", "03_c"]


def test_parameters_reach_the_notebook(tiny, write, out):
    tiny.add("01_a", "assert (period, language) == ('official', 'en')", "assert programme")
    write(language="en")
    assert json.loads((out / NAME / "manifest.json").read_text())["parameters"]["language"] == "en"


def test_a_programme_outside_the_working_folder_is_told_by_its_name_alone(tiny, write, out, programme):
    tiny.add("01_a", "from pathlib import Path\nassert (Path(programme) / 'programme.yaml').exists()")
    write()
    place = programme.folder.parent.name
    assert [path for path in (out / NAME).rglob("*.*") if place in path.read_text("latin1")] == []
    (cell,) = [c for c in executed(out / NAME, "01_a").cells if "injected-parameters" in c.metadata.tags]
    exec(cell.source, shown := {})
    assert shown["programme"] == programme.folder.name
    told = json.loads((out / NAME / "manifest.json").read_text(encoding="utf8"))["parameters"]
    assert told["programme"] == programme.folder.name


# what notebooks show is laid out


def test_figures_and_charts_shown_are_those_laid_out(tiny, write, out):
    poor = figure("poor.households", 129)
    tiny.add("01_a", shows(figures=[poor, figure("near_poor.households", 234)]))
    tiny.add("02_b", shows(figures=[poor]), shows(chart={"name": "verdict", "title": "Giảm 0,16"}))
    write()
    figures = json.loads((out / NAME / "figures.json").read_text(encoding="utf8"))
    assert figures == [poor, figure("near_poor.households", 234)]  # the same value twice is one figure
    assert sorted(p.name for p in (out / NAME / "charts").iterdir()) == ["verdict.png", "verdict.svg"]
    assert (out / NAME / "charts" / "verdict.svg").read_text() == "<svg/>"
    assert "Giảm 0,16" in (out / NAME / "index.html").read_text(encoding="utf8")


# one page of the real report


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@real
def test_the_manifest_vouches_for_every_file_written(real_report):
    files = real_report.json("manifest.json")["files"]
    written = {
        path.relative_to(real_report.folder).as_posix(): digest(path)
        for path in real_report.folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert files == written
    assert len(written) > 10


@real
def test_the_manifest_names_the_files_received_as_they_are(real_report):
    inputs = real_report.json("manifest.json")["inputs"]
    received = {
        p.relative_to(real_report.programme).as_posix() for p in real_report.programme.rglob("*.xlsx")
    }
    assert {file["file"] for file in inputs} == received
    assert all(file["sha256"] == digest(real_report.programme / file["file"]) for file in inputs)


@real
def test_every_row_read_is_used_set_aside_or_no_data(real_report):
    manifest = real_report.json("manifest.json")
    parts = ("rows_used", "rows_set_aside", "rows_not_data")
    for file in manifest["inputs"]:
        assert file["rows_read"] == sum(file[part] for part in parts)
    for name in ("rows_read", *parts):
        assert manifest["row_accounting"][name] == sum(file[name] for file in manifest["inputs"])
    assert manifest["row_accounting"]["rows_used"] > 1000


@real
def test_the_manifest_says_what_the_report_is_about(real_report):
    manifest = real_report.json("manifest.json")
    assert manifest["period"] == {
        "id": "official",
        "before": "2023-12-15",
        "as_of": "2023-12-14",
        "status": "official",
    }
    assert manifest["synthetic"] is True
    assert manifest["parameters"]["only"] == ["02"]
    assert manifest["parameters"]["programme"] == "dữ liệu/bến cầu 2023"
    assert manifest["notebooks"] == [{"name": "02_poverty_reduction", "status": "completed"}]
    assert manifest["started"] <= manifest["finished"]


@real
def test_a_ratio_is_its_numerator_over_its_denominator(real_report):
    ratios = [f for f in real_report.json("figures.json") if f["unit"] == "ratio"]
    both = [f for f in ratios if f["numerator"] is not None and f["denominator"]]
    assert [f["id"] for f in both if f["value"] != f["numerator"] / f["denominator"]] == []
    rates = {f["id"] for f in ratios if f["value"] is not None and "_rate" in f["trace"]["column"]}
    assert len(rates) > 50
    assert rates <= {f["id"] for f in both}


@real
def test_each_figure_has_its_own_id_and_tells_its_row(real_report):
    figures = real_report.json("figures.json")
    assert len({f["id"] for f in figures}) == len(figures) > 500
    for f in figures:
        assert set(f) == {
            *("id", "label", "value", "unit", "numerator", "denominator", "notebook", "trace"),
        }
        trace = f["trace"]
        assert f["id"] == ".".join([trace["table"], *trace["keys"].values(), trace["column"]])
        assert f["notebook"] == "02_poverty_reduction"


def displays(folder: Path):
    """What the executed notebook shows."""
    cells = executed(folder, "02_poverty_reduction").cells
    return [output.data for cell in cells for output in cell.get("outputs", ()) if "data" in output]


@real
def test_the_figures_are_those_the_notebook_shows(real_report):
    shown = chain.from_iterable(
        data.get(MIME, {}).get("figures", ()) for data in displays(real_report.folder)
    )
    assert real_report.json("figures.json") == list({f["id"]: f for f in shown}.values())


@real
def test_the_charts_are_those_the_notebook_shows_as_png_and_svg(real_report):
    shown = [data for data in displays(real_report.folder) if "chart" in data.get(MIME, {})]
    charts = {data[MIME]["chart"]["name"]: data for data in shown}
    folder = real_report.folder / "charts"
    assert {p.name for p in folder.iterdir()} == {f"{n}.{kind}" for n in charts for kind in ("png", "svg")}
    assert "verdict" in charts
    for name, data in charts.items():
        assert (folder / f"{name}.png").read_bytes() == b64decode(data["image/png"])
        assert (folder / f"{name}.png").read_bytes().startswith(b"\x89PNG\r\n")
        assert "".join(data["image/svg+xml"]) == (folder / f"{name}.svg").read_text(encoding="utf8")


def texts(path: Path):
    """A file's text; of a workbook, that of its parts."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
            yield from (book.read(name).decode("utf8") for name in book.namelist())
    elif path.suffix != ".png":
        yield path.read_text(encoding="utf8")


@real
def test_no_file_tells_where_on_the_machine_it_was_made(real_report):
    places = {str(place) for place in (real_report.place, real_report.place.name, Path.home(), ROOT)}
    told = {
        (path.name, place)
        for path in real_report.folder.rglob("*")
        if path.is_file()
        for text in texts(path)
        for place in places
        if place in text
    }
    assert told == set()
