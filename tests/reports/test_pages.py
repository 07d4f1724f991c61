"""The pages of a report as a person opens them: in a browser, without a network, in both languages."""

import re
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from analysis.intake.inputs import read_inputs
from analysis.wording import load_words

from .browser import Seen, find_browser, look_at

pytestmark = pytest.mark.xdist_group("reports")

ROOT = Path(__file__).parents[2]
PAGES = {
    "vi": ["index", *(f"0{n}" for n in range(1, 7))],
    "en": ["index", "02", "06"],
}
EVERY = [(language, page) for language, pages in PAGES.items() for page in pages]

UNKNOWN = {"vi": "không có số liệu", "en": "no data"}

NUMBER = {
    "vi": re.compile(r"[−+]?\d{1,3}(\.\d{3})*(,\d+)?%?"),
    "en": re.compile(r"[−+]?\d{1,3}(,\d{3})*(\.\d+)?%?"),
}
MARK = {"vi": "SỐ LIỆU GIẢ LẬP (SYNTHETIC)", "en": "SYNTHETIC DATA"}


@pytest.fixture(scope="session")
def browser() -> str:
    found = find_browser()
    if found is None:
        pytest.skip("no Chromium or Chrome on this machine to open the pages with")
    return found


@pytest.fixture(scope="session")
def report_folders(tmp_path_factory) -> dict[str, Path]:
    """One report in each language, in a folder whose name needs quoting in an address."""
    folders = {}
    for language, pages in PAGES.items():
        out = tmp_path_factory.mktemp(f"báo cáo {language}")
        only = [word for page in pages[1:] for word in ("--only", page)]
        command = [sys.executable, "-m", "analysis", "report", "--period", "year-estimate", *only]
        run = subprocess.run(
            [*command, "--language", language, "--out", str(out)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf8",
        )
        assert run.returncode == 0, run.stderr
        folders[language] = Path(run.stdout.splitlines()[-1])
    return folders


@pytest.fixture(scope="session")
def look(report_folders, browser):
    """Opens a page, each once."""
    seen: dict[tuple[str, str], Seen] = {}

    def opened(language: str, page: str) -> Seen:
        if (language, page) not in seen:
            pattern = "index.html" if page == "index" else f"html/{page}_*.html"
            (path,) = report_folders[language].glob(pattern)
            seen[language, page] = look_at(path, browser)
        return seen[language, page]

    return opened


@pytest.fixture(params=EVERY, ids="-".join)
def page(request, look) -> Seen:
    return look(*request.param)


def outside(addresses: list[str]) -> list[str]:
    return [a for a in addresses if re.match(r"(\w+:)?//|https?:|ftp:|file:", a)]


def test_a_page_asks_for_nothing_outside_its_folder(page):
    assert outside(page.addresses) == []
    assert [name for name in page.loaded if not name.startswith(("file:", "data:"))] == []
    assert re.findall(r"url\(|@import", page.styles) == []


def test_a_page_of_the_report_is_one_file(page):
    if page.path.name != "index.html":
        beside = [a for a in page.addresses if not a.startswith(("data:", "#"))]
        assert beside == ["../index.html"]


def test_every_link_of_a_page_leads_to_a_file_of_the_report(page, report_folders):
    beside = [a for a in page.addresses if not a.startswith(("data:", "#"))]
    reached = {(page.path.parent / unquote(a)).resolve() for a in beside}
    folder = report_folders[page.language].resolve()
    assert beside
    assert [path for path in reached if not path.is_file() or not path.is_relative_to(folder)] == []


def test_the_index_leads_to_every_page_chart_and_file(look, report_folders):
    for language, folder in report_folders.items():
        linked = {unquote(a) for a in look(language, "index").addresses}
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert {path for path in there if not path.startswith("notebooks/")} - linked == {"index.html"}


def test_every_chart_is_shown_and_has_its_finding_as_alternative_text(page):
    assert [image for image in page.images if not image["shown"] or image["width"] < 1000] == []
    # A finding is a sentence with a figure in it, not the file's name.
    assert [i["alt"] for i in page.images if not re.match(r"(?=.*\d).*\w+ \w+", i["alt"])] == []


def test_every_chart_of_the_folder_is_on_a_page_and_on_the_index(look, report_folders):
    on_pages = {i["alt"] for name in PAGES["vi"][1:] for i in look("vi", name).images}
    on_index = [i["alt"] for i in look("vi", "index").images]
    assert len(on_index) == len(list((report_folders["vi"] / "charts").glob("*.png")))
    assert set(on_index) == on_pages


def test_no_code_is_shown(page):
    assert page.code == []
    assert re.findall(r"page\.|results\.|import |In \[|Traceback|Warning", page.text) == []


def test_nothing_is_cut_off_at_the_width_of_a_small_screen(page):
    assert page.width == 1200
    assert page.overflow <= 0
    assert page.cut == []


def test_a_page_says_its_language_and_question_and_that_the_data_are_synthetic(page):
    heading, *rest = page.title.split(" · ")
    assert heading
    assert all(part in page.text for part in (heading, *rest))
    assert "Bến Cầu" in page.title
    assert page.language in PAGES
    assert MARK[page.language] in page.text


def test_headings_of_tables_are_words_of_the_pages_language(page):
    catalogue = load_words(page.language).catalogue
    columns = {text for key, text in catalogue.items() if key.startswith("columns.")}
    captions = {text for key, text in catalogue.items() if key.startswith("tables.")}
    assert [h for t in page.tables for h in t.headings if h not in columns] == []
    assert [t.caption for t in page.tables if t.caption not in captions] == []


def test_no_code_of_the_program_stands_for_a_word(page):
    cells = [cell.text for table in page.tables for row in table.rows for cell in row]
    assert [
        text for text in cells if re.fullmatch(r"[a-z]+(_[a-z0-9]+)+|<NA>|nan|NaT|None|True|False", text)
    ] == []
    assert re.findall(r"<NA>|\bnan\b|\bNaT\b|\bNone\b|\{\w*\}", page.text) == []


@pytest.mark.parametrize("language", PAGES)
def test_tables_that_are_looked_up_are_folded_and_say_how_long_they_are(report_folders, look, language):
    (path,) = report_folders[language].glob("html/06_*.html")
    summaries = re.findall(r"<details><summary>(.*?)</summary>", path.read_text(encoding="utf8"))
    words = load_words(language)
    read = {words.catalogue[f"tables.{name}"] for name in ("m0_flows", "nowcast_bases", "mix_projects")}
    tables = [table for table in look(language, "06").tables if table.caption not in read]
    assert summaries == [words("report.folded", title=t.caption, rows=len(t.rows)) for t in tables]


@pytest.mark.parametrize("language", PAGES)
def test_the_page_on_measurement_opens_with_five_sentences(report_folders, language):
    (path,) = report_folders[language].glob("html/06_*.html")
    first = re.search(r"<ul>(.*?)</ul>", path.read_text(encoding="utf8"), re.DOTALL)
    assert len(re.findall("<li>", first.group(1))) == 5
    assert ("20.119" if language == "vi" else "20,119") in first.group(1)


@pytest.mark.parametrize("language", PAGES)
def test_h_a_and_m0_stand_on_the_page_that_measures_them_over_residents_alone(look, language):
    other, page = (re.findall(r"\bM0\b", look(language, name).text) for name in ("02", "06"))
    # The page on the reduction names them once, to say that its shares are not they.
    assert len(other) == 1
    assert len(page) > 20


def test_numbers_are_written_the_language_s_way_and_the_unknown_says_so(page):
    cells = [cell for table in page.tables for row in table.rows for cell in row]
    numbers = [cell.text for cell in cells if cell.number and not cell.unknown]
    assert [text for text in numbers if not NUMBER[page.language].fullmatch(text)] == []
    assert {cell.text for cell in cells if cell.unknown} <= {UNKNOWN[page.language]}
    assert [cell.text for cell in cells if not cell.text] == []


def test_figures_everyone_knows_are_written_in_vietnamese(look):
    poverty, money = look("vi", "02"), look("vi", "04")
    row = poverty.table("Tỷ lệ hộ nghèo, cận nghèo, nghèo đa chiều toàn huyện").row(
        "Nghèo đa chiều (nghèo + cận nghèo)"
    )
    # 363 of 20 000 households: 1.815 %; 341 of 20 119: 1.6949 %.
    assert row["Số hộ đầu kỳ"] == "363"
    assert row["Tổng hộ dân cư đầu kỳ"] == "20.000"
    assert row["Tỷ lệ đầu kỳ"] == "1,82%"
    assert row["Tỷ lệ cuối kỳ"] == "1,69%"
    assert row["Tăng, giảm (hộ)"] == "−22"
    # The plan's text: 5 424 million from the central budget; nothing is said of other funds.
    sources = money.table("Thực hiện vốn theo nguồn")
    assert sources.row("Ngân sách Trung ương")["Kế hoạch (đồng)"] == "5.424.000.000"
    assert sources.row("Nguồn huy động hợp pháp khác")["Kế hoạch (đồng)"] == "không có số liệu"


def test_the_same_figures_are_written_in_english(look):
    row = (
        look("en", "02")
        .table("Poverty rates of the district")
        .row("Multidimensionally poor (poor + near-poor)")
    )
    assert row["Resident households before"] == "20,000"
    assert row["Rate before"] == "1.82%"
    assert row["Change (households)"] == "−22"
    assert "was 1.82% (363/20,000) on 31 December 2022" in look("en", "02").text


def test_no_file_of_a_report_names_a_person(report_folders):
    inputs = read_inputs(ROOT / "data" / "ben-cau-2023", "year-estimate")
    tables = (inputs.households, inputs.movements, inputs.exits, inputs.support)
    people = {str(name).casefold() for table in tables for name in table.head_name.dropna()}
    assert len(people) > 200
    for folder in report_folders.values():
        for path in folder.rglob("*.*"):
            if path.suffix in (".html", ".ipynb", ".json", ".xlsx", ".svg"):
                text = text_of(path).casefold()
                assert [name for name in people if name in text] == [], path.name
                # An identity number has twelve digits; the synthetic ones begin with 000.
                assert not re.search(r"(?<![\w.])000\d{9}(?![\w.])", text), path.name


def text_of(path: Path) -> str:
    """What a file says; of a workbook all its parts, of pages and notebooks without the pictures."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as parts:
            return " ".join(unescape(parts.read(name).decode("utf8")) for name in parts.namelist())
    text = path.read_text(encoding="utf8")
    return unescape(re.sub(r"[A-Za-z0-9+/]{200,}=*", "", text))


def test_a_page_that_is_wrong_is_seen_to_be(tmp_path, browser):
    """The measures themselves: a page with every fault a page may have."""
    page = tmp_path / "trang lỗi.html"
    page.write_text(
        '<!doctype html><html lang="en"><head><title>Wrong</title></head><body>'
        '<img src="http://example.org/a.png" alt=""><img src="missing.png" alt="gone">'
        '<link rel="stylesheet" href="//example.org/a.css">'
        '<div class="input_area"><pre>x = 1</pre></div>'
        '<div class="output_area" style="overflow-x: auto; width: 300px">'
        '<table><tr><td class="n" style="white-space: nowrap">123456789 123456789 123456789 1234567</td></tr>'
        '<tr><td><div style="width: 2000px">wide</div></td></tr></table></div>'
        '<div style="width: 3000px">too wide</div></body></html>',
        encoding="utf8",
    )
    seen = look_at(page, browser)
    assert outside(seen.addresses) == ["http://example.org/a.png", "//example.org/a.css"]
    assert "http://example.org/a.png" in seen.loaded
    assert [image["width"] for image in seen.images] == [0, 0]
    assert "x = 1" in seen.code
    assert any(cut.startswith("DIV.output_area") for cut in seen.cut)
    assert seen.overflow > 1000
    assert seen.tables[0].rows[0][0].number
