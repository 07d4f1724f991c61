"""What is settled by hand is read with who, when and why, or refused with its place."""

import shutil
from pathlib import Path

import pytest

from analysis.intake.inputs import read_files
from analysis.programme import FILE, ProgrammeError, load_programme

DATA = Path(__file__).parents[1] / "data" / "ben-cau-2023"
SETTLED = "who: Văn phòng\n  when: 2023-10-20\n  why: hỏi qua điện thoại"


@pytest.fixture
def folder(tmp_path):
    shutil.copy(DATA / FILE, tmp_path)
    (tmp_path / "decisions").mkdir()
    return tmp_path


def decide(folder, name, text):
    (folder / "decisions" / f"{name}.yaml").write_text(text, encoding="utf8")


def test_a_programme_without_decisions_has_none(tmp_path):
    shutil.copy(DATA / FILE, tmp_path)
    assert load_programme(tmp_path).decisions.unit_aliases == ()


def test_an_entry_says_who_decided_it_when_and_why(folder):
    decide(folder, "unit_aliases", f'- text: TT BC\n  unit: "25681"\n  {SETTLED}')
    (alias,) = load_programme(folder).decisions.unit_aliases
    assert (alias.text, alias.unit, alias.who, str(alias.when)) == (
        "TT BC", "25681", "Văn phòng", "2023-10-20",
    )  # fmt: skip


def test_an_empty_file_decides_nothing(folder):
    decide(folder, "unit_aliases", "# chưa có\n")
    assert load_programme(folder).decisions.unit_aliases == ()


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("unit_aliases", '- {text: TT BC, unit: "25681"}', ("unit_aliases.0.who", "missing", "")),
        (
            "rule_severities",
            f"- code: B2-STEP\n  severity: fatal\n  {SETTLED}",
            ("rule_severities.0.severity", "literal_error", ""),
        ),
        ("rule_severity", "[]", ("rule_severity", "extra_forbidden", "")),
        ("unit_aliases", "- [", ("unit_aliases.yaml", "no_yaml", "")),
    ],
)
def test_what_is_no_decision_is_refused_with_its_place(folder, name, text, problem):
    decide(folder, name, text)
    with pytest.raises(ProgrammeError) as refused:
        load_programme(folder)
    assert problem in refused.value.problems


def test_the_files_of_decisions_are_no_inputs(folder):
    decide(folder, "unit_aliases", "[]")
    files, findings = read_files([folder], folder)
    assert (len(files), len(findings)) == (0, 0)
