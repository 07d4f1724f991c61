"""A programme may give a rule another severity: it shows, and what is kept in or out goes by it."""

import pytest
import yaml

from analysis.failures import failure
from analysis.intake.inputs import read_coverage, read_files, read_inputs
from analysis.intake.rules.book import BOOK
from analysis.intake.rules.severities import switched_rules
from analysis.programme import ProgrammeError
from analysis.reports.messages import worded
from analysis.wording import load_words

from ..forms import Form, household, household_list

WHO = {"who": "Lê Thị A", "when": "2023-10-02", "why": "Đã đối chiếu phiếu"}


def switch(folder, *switches):
    file = folder.path / "decisions" / "rule_severities.yaml"
    file.parent.mkdir(exist_ok=True)
    entries = [{"code": code, "severity": severity, **WHO} for code, severity in switches]
    file.write_text(yaml.safe_dump(entries), encoding="utf8")


def severities(findings, code):
    return findings.severity[findings.code == code].tolist()


def test_a_warning_made_an_error_keeps_its_row_out(folder):
    file = folder.add("a.xlsx", household_list([household("A1", members=30), household("A2")]))
    switch(folder, ("MEMBERS-MANY", "error"))
    files, findings = read_files([file], folder.path)
    assert severities(findings, "MEMBERS-MANY") == ["error"]
    assert (files.rows_used.item(), files.rows_set_aside.item()) == (1, 1)


@pytest.mark.parametrize("softer", ["warning", "info"])
def test_an_error_made_less_keeps_its_value_in_and_says_so(folder, softer):
    folder.add("lists/a.xlsx", household_list([household("A1", b2=35)]))
    before = read_inputs(folder.path, "official")
    assert before.households.b2.isna().all()
    switch(folder, ("B2-STEP", softer))
    inputs = read_inputs(folder.path, "official")
    assert set(inputs.households.b2) == {35}
    assert severities(inputs.findings, "B2-STEP") == [softer]
    for found, said in ((before, "The value is not used."), (inputs, "The value is used all the same.")):
        messages = worded(found.findings, load_words("en"))
        assert said in messages.message[messages.code == "B2-STEP"].item()


def test_a_row_of_another_unit_can_be_kept(folder):
    rows = [household("A1"), household("A2", unit_name="Xã Long Chữ")]
    file = folder.add("a.xlsx", household_list(rows))
    assert read_files([file], folder.path)[0].rows_used.item() == 1
    switch(folder, ("UNIT-ROW", "warning"))
    assert read_files([file], folder.path)[0].rows_used.item() == 2


def test_a_paper_of_another_year_can_be_kept_out(folder):
    above = ["PHÒNG LĐ-TB&XH", "Tính đến ngày 25/08/2022", "Đơn vị tính: đồng"]
    rows = [{"project": "Dự án 1", "disbursed.central": 5, "allocated.central": 5}]
    file = folder.add("r.xlsx", Form("disbursement_report", rows, above))
    assert read_files([file], folder.path)[0].rows_used.item() == 1
    switch(folder, ("SET-PERIOD", "error"))
    assert read_files([file], folder.path)[0].rows_used.item() == 0


def test_what_is_only_missing_elsewhere_keeps_nothing_out_whatever_its_severity(folder):
    folder.add("1.xlsx", household_list([household("A1"), household("A2")]))
    folder.add("2.xlsx", household_list([household("A1")], date="15/10/2023"))
    switch(folder, ("HOUSEHOLD-GONE", "error"))
    files, findings = read_files([folder.path], folder.path)
    assert severities(findings, "HOUSEHOLD-GONE") == ["error"]
    assert files.rows_used.tolist() == [2, 1]


def test_what_is_noticed_while_reading_is_switched_too(folder):
    folder.add("a.xlsx", household_list([household("A1")]))
    switch(folder, ("MISSING-RETURN", "info"), ("UNIT-NO-TOTALS", "warning"))
    findings = read_inputs(folder.path, "official").findings
    assert set(severities(findings, "MISSING-RETURN")) == {"info"}
    assert set(severities(findings, "UNIT-NO-TOTALS")) == {"warning"}


ALWAYS = sorted(r.code for r in BOOK.values() if r.severity == "error" and not r.keepable)


def test_the_rules_without_which_no_table_holds_are_always_errors():
    assert {"FILE-DAMAGED", "ROW-MISSING", "HOUSEHOLD-TWICE", "MOVE-TWICE", "PAPER-TWICE"} <= set(ALWAYS)


@pytest.mark.parametrize(
    ("switches", "problems"),
    [
        ([("B2-STEP", "warning"), ("NO-RULE", "info")], [(1, "unknown_rule", "NO-RULE")]),
        *([([(code, "warning")], [(0, "rule_not_keepable", code)]) for code in ALWAYS]),
        ([("AGE", "info"), ("AGE", "error")], [(0, "rule_twice", "AGE"), (1, "rule_twice", "AGE")]),
        ([("ROW-MISSING", "error")], []),
    ],
)
def test_a_switch_that_can_not_be_followed_is_refused_by_name(folder, switches, problems):
    file = folder.add("a.xlsx", household_list([household("A1")]))
    switch(folder, *switches)
    if not problems:
        read_files([file], folder.path)
        return
    for read in (
        lambda: read_files([file], folder.path),
        lambda: read_inputs(folder.path, "official"),
        lambda: read_coverage(folder.path, "official"),
    ):
        with pytest.raises(ProgrammeError) as error:
            read()
        assert error.value.file == folder.path / "decisions" / "rule_severities.yaml"
        assert error.value.problems == [
            (f"rule_severities.yaml.{n}", kind, code) for n, kind, code in problems
        ]
    for language in ("vi", "en"):
        assert problems[0][2] in failure(error.value, load_words(language))


def test_the_report_can_show_what_was_switched_by_whom_and_why(folder):
    switch(folder, ("MEMBERS-MANY", "error"), ("B2-STEP", "warning"))
    rules = switched_rules(folder.programme)
    assert rules[["code", "was", "now"]].to_numpy().tolist() == [
        ["MEMBERS-MANY", "warning", "error"],
        ["B2-STEP", "error", "warning"],
    ]
    assert set(rules.who) == {WHO["who"]}
    assert set(rules.why) == {WHO["why"]}
    assert {str(day.date()) for day in rules.when} == {WHO["when"]}


def test_nothing_switched_is_a_table_without_rows(folder):
    assert list(switched_rules(folder.programme).columns) == ["code", "was", "now", "who", "when", "why"]
    assert switched_rules(folder.programme).empty
