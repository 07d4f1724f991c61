"""Every mess by itself: the right values come out, or a finding names the right cell."""

import shutil

import pytest

from analysis.intake.inputs import read_files

from .bases import KINDS, WORTH
from .book import clean
from .cases import CASES, GROUPS
from .received import PROGRAMME, receive


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{group}: {case.name}") for group, cases in GROUPS.items() for case in cases],
)
def test_the_right_values_come_out_or_the_right_cell_is_found(case, tmp_path):
    books = [clean(kind) for kind in case.kinds]
    for book in books:
        case.mess(book)
    for received, kind in zip(receive(books, tmp_path), case.kinds, strict=True):
        case.expected.check(received, kind)


def test_clean_papers_give_what_their_cells_are_worth_and_nothing_is_found(tmp_path):
    for received, kind in zip(receive(list(map(clean, KINDS)), tmp_path), KINDS, strict=True):
        worth = WORTH[kind]
        assert {key: {f: received.values[key][f] for f in cells} for key, cells in worth.items()} == worth
        assert received.findings.empty
    shutil.copy(PROGRAMME, tmp_path)
    files, findings = read_files([tmp_path], tmp_path)
    assert files.equals(received.files)
    assert findings.empty


def test_every_case_has_a_name_of_its_own_and_there_are_many():
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) >= 80
    assert {kind for case in CASES for kind in case.kinds} == set(KINDS)
