"""Every mess by itself: the right values come out, or a finding names the right cell."""

import pytest

from .bases import KINDS, WORTH
from .book import clean
from .case import Case
from .cases import CASES
from .received import clean_values, read_at_the_front_door, receive


def each(cases: list[Case]) -> list:
    return [
        pytest.param(
            case,
            kind,
            id=f"{case.name}, {kind}",
            marks=pytest.mark.xfail(reason=case.fails, strict=True) if case.fails else (),
        )
        for case in cases
        for kind in case.kinds
    ]


@pytest.mark.parametrize(("case", "kind"), each(CASES))
def test_the_right_values_come_out_or_the_right_cell_is_found(case, kind, tmp_path):
    book = clean(kind)
    case.mess(book)
    case.expected.check(receive(book, tmp_path), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_clean_paper_gives_what_its_cells_are_worth_and_nothing_is_found(kind, tmp_path):
    received = receive(clean(kind), tmp_path)
    assert received.findings.empty
    assert {
        key: {name: received.values[key][name] for name in worth} for key, worth in WORTH[kind].items()
    } == WORTH[kind]
    assert received.values == clean_values(kind)
    files, findings = read_at_the_front_door(tmp_path)
    assert files.equals(received.files)
    assert findings.empty


def test_every_case_has_a_name_of_its_own_and_there_are_many():
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) >= 80
    assert {kind for case in CASES for kind in case.kinds} == set(KINDS)
