import io
from xml.etree import ElementTree

import pytest

from analysis.reports.charts.flows_chart import flows_chart
from analysis.reports.charts.style import HEIGHT, balanced, new_slide, save_figure, text_width, wrapped
from analysis.reports.charts.unit_rates_chart import unit_rates_chart
from analysis.wording.words import load_words
from tests.reports.charts import figures as f


def saved(fig):
    png, svg = io.BytesIO(), io.StringIO()
    save_figure(fig, png, svg)
    return png.getvalue(), svg.getvalue()


def test_two_runs_write_the_same_bytes():
    one, two = (
        saved(unit_rates_chart(f.unit_change(), words=load_words("vi"), note=f.NOTE)) for _ in range(2)
    )
    assert one == two


def test_svg_keeps_vietnamese_as_text_and_its_title_and_no_date():
    fig = flows_chart(f.flows(), words=load_words("vi"), note=f.NOTE)
    png, svg = saved(fig)
    assert png.startswith(b"\x89PNG")
    tree = ElementTree.fromstring(svg.encode())
    text = " ".join(tree.itertext())
    assert "Vượt chuẩn cận" in text
    assert "Nguồn: Danh sách hộ nghèo" in text
    assert tree.find(".//{http://purl.org/dc/elements/1.1/}title").text.startswith("Danh sách từ 380 hộ")
    assert tree.find(".//{http://purl.org/dc/elements/1.1/}date") is None


def test_text_breaks_only_at_spaces_and_within_the_width():
    text = "Phương tiện phục vụ tiếp cận thông tin"
    lines = wrapped(text, 120).split("\n")
    assert " ".join(lines) == text
    assert all(text_width(line) <= 120 for line in lines)
    assert wrapped("Telecommunication", 20) == "Telecommunication"


def test_a_title_of_two_lines_leaves_no_word_alone():
    title = "một hai ba bốn năm sáu bảy tám chín mười"
    narrow = text_width(title, 20, "bold") * 0.95
    assert wrapped(title, narrow, 20, "bold").split("\n")[1] == "mười"
    first, second = balanced(title, narrow, 20, "bold").split("\n")
    assert len(second.split()) >= 4
    assert len(first.split()) >= 4


@pytest.mark.parametrize(("rows", "grows"), [(0, False), (9, False), (40, True)])
def test_a_slide_grows_only_when_its_rows_need_the_height(rows, grows):
    fig = new_slide(load_words("vi"), "Tiêu đề", "Phụ đề", f.NOTE, denominator="Mẫu số", rows=rows)
    assert (fig.get_figheight() > HEIGHT) == grows
