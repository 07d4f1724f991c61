"""The notebook into which an officer pastes a printed table."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "published.ipynb"


@pytest.fixture(scope="module")
def shown():
    """The notebook's example in both languages, then what can't be read, each as the texts displayed."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    calls = [
        "show_published(table, round=round, language='en')",
        "show_published('Xã\\tHộ nghèo\\nA\\t-\\n')",
        "show_published('/khong/co/bang.xlsx')",
        "show_published('Xã\\tHộ nghèo\\tTỷ lệ (%)\\nA\\t1.5.0\\t1,00\\nB\\t10\\t2,00\\n')",
        "show_published('Xã\\tHộ nghèo\\nAn Thạnh\\t10\\nAn Thạnh\\t11\\n')",
        "show_published('Đơn vị Hộ nghèo\\nXã A 10 1,00\\nXã B 20 2,00\\n')",
        "show_published('Xã\\tHộ nghèo\\nAn Thạnh\\t10\\n')",
        "show_published('Xã\\tHộ nghèo\\tTỷ lệ (%)\\nA*B\\t*mười*\\t1,00\\nTổng\\t10\\t2,00\\n')",
    ]
    notebook.cells += [nbformat.v4.new_code_cell(call) for call in calls]
    NotebookClient(notebook, kernel_name="python3").execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"][1:]
    return [
        "\n".join(out.data.get("text/markdown", out.data.get("text/html", "")) for out in cell.outputs)
        for cell in cells
    ]


def test_what_fails_stands_first_with_both_figures(shown):
    vietnamese, english, *_ = shown
    assert vietnamese.startswith("**5 trong 25 phép kiểm tra không khớp:**")
    assert "Hộ nghèo + Hộ cận nghèo cộng lại là 169.476, in 169.566: lệch 90." in vietnamese
    assert english.startswith("**Checks that fail: 5 of 25**")
    assert "169,476" in english


def test_the_table_as_read_is_there_to_be_compared(shown):
    assert "Đọc được 21 dòng số liệu từ 7 dòng của bảng." in shown[0]
    assert "<td>455.271</td>" in shown[0]


def test_what_cannot_be_read_is_a_sentence(shown):
    assert shown[2] == "Không có dòng nào vừa có tên đơn vị vừa có số liệu: dán cả bảng cùng tiêu đề."
    assert shown[3] == "Không mở được bang.xlsx."
    assert "- dòng 2, cột 2 (1.5.0): không phải một con số" in shown[4]
    assert shown[5].startswith("An Thạnh (Hộ nghèo) có hai dòng khác số nhau")


def test_headings_that_are_not_parted_and_tables_with_nothing_to_check_say_what_to_do(shown):
    assert shown[6].startswith("Không tách được tiêu đề thành các cột: thêm dấu |")
    assert shown[7].startswith("**Chưa có gì để kiểm tra**: bảng cần có")


def test_what_cannot_be_read_stands_apart_as_it_is_printed(shown):
    assert "**Chưa kiểm tra được vì không đọc được**" in shown[8]
    assert r"- dòng 2, cột 2 (\*mười\*): không phải một con số" in shown[8]
