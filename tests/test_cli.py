"""The command line: what it prints where, its exit status, one sentence for all that goes wrong."""

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import weakref
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click
import openpyxl
import psutil
import pytest

from analysis.cli import _stoppable, command_line, main
from analysis.law import load_review_calendar, load_standard
from analysis.programme import FILE, load_programme
from analysis.wording import LANGUAGES, load_words

from .intake.forms import Folder, household, household_list

DATA = Path(__file__).parents[1] / "data" / "ben-cau-2023"
LIST, TOTALS = "lists/2022-12-31/25681_ben-cau.xlsx", "totals/2022-12-31.xlsx"
COMMANDS = ("periods", "check", "report", "sample", "doctor")

each_language = pytest.mark.parametrize("language", LANGUAGES)


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def say(capsys):
    """The command with its arguments, in process."""

    def call(*arguments: object) -> Said:
        status = main([str(argument) for argument in arguments])
        return Said(status, *capsys.readouterr())

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A programme of which the town's first list and the first totals have come."""
    made = tmp_path / "bến cầu 2023"
    for name in (FILE, LIST, TOTALS):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(DATA / name, made / name)
    return made


def template(key: str, language: str) -> str:
    """A pattern of all that the sentence of a key can say."""
    parts = re.split(r"\{\w+\}", load_words(language).catalogue[key])
    return "(.+)".join(map(re.escape, parts))


def in_catalogue(sentence: str, language: str) -> bool:
    """Whether the sentence, and what it says of each place of a programme's file, is in the language."""
    words = load_words(language)
    sentences = [key for key in words.catalogue if key.startswith("cli.")]
    if not any(re.fullmatch(template(key, language), sentence) for key in sentences):
        return False
    told = re.fullmatch(template("cli.bad_programme", language), sentence)
    problems = [key for key in words.catalogue if key.startswith("cli.programme_")]
    return told is None or all(
        any(re.fullmatch(template(key, language), problem.split(": ", 1)[1]) for key in problems)
        for problem in told[2].split("; ")
    )


def the_sentence(said: Said, language: str) -> str:
    """The one sentence on stderr of a call that did nothing."""
    assert said.status == 2
    assert said.out == ""
    label, sentence = said.err.removesuffix("\n").split(": ", 1)
    assert label == {"vi": "Lỗi", "en": "Error"}[language]
    assert "\n" not in sentence
    assert in_catalogue(sentence, language)
    return sentence


def test_what_the_library_says_in_english_is_not_in_the_catalogue():
    assert not in_catalogue("Option '--period' requires an argument.", "vi")
    assert not in_catalogue("tệp chương trình a chưa đúng: year: Field required.", "vi")
    assert in_catalogue("tệp chương trình a chưa đúng: year: còn thiếu mục này.", "vi")


# Deadlines are "before": 28/8, 25/10 and 15/12/2023. The 27th of August 2023 is a Sunday.


def test_days_left_are_counted_to_the_day_before_the_deadline(say, folder):
    said = say("periods", "--programme", folder, "--today", "2023-08-20")
    lines = said.out.splitlines()
    assert said.status == 0
    assert [line for line in lines if line.startswith("Ước") or line.startswith("Báo cáo")] == [
        "Ước thực hiện 9 tháng năm 2023 (nine-month-estimate): hạn cuối 27/08/2023; còn 7 ngày",
        "Ước thực hiện năm 2023 (year-estimate): hạn cuối 24/10/2023; còn 65 ngày",
        "Báo cáo chính thức năm 2023 (official): hạn cuối 14/12/2023; còn 116 ngày",
    ]


@pytest.mark.parametrize(
    ("today", "vi", "en"),
    [
        ("2023-12-13", "còn 1 ngày", "1 days left"),
        ("2023-12-14", "còn 0 ngày", "0 days left"),
        ("2023-12-15", "đã qua 1 ngày", "1 days ago"),
        ("31/12/2023", "đã qua 17 ngày", "17 days ago"),
    ],
)
def test_the_deadlines_own_day_is_late(say, folder, today, vi, en):
    for language, expected in (("vi", vi), ("en", en)):
        said = say("periods", "--programme", folder, "--today", today, "--language", language)
        line = next(line for line in said.out.splitlines() if "(official)" in line)
        assert line.endswith(f"; {expected}")


@each_language
def test_only_a_last_good_day_at_a_weekend_is_noted(say, folder, language):
    said = say("periods", "--programme", folder, "--today", "2023-08-20", "--language", language)
    lines = said.out.splitlines()
    notes = [i for i, line in enumerate(lines) if line.strip() == load_words(language)("cli.weekend")]
    assert [lines[i - 1].partition("(")[2].partition(")")[0] for i in notes] == ["nine-month-estimate"]


def test_a_missing_paper_is_said_with_its_kind_sender_and_day(say, folder):
    vi = say("periods", "--programme", folder, "--today", "2023-08-20").out.splitlines()
    en = say("periods", "--programme", folder, "--today", "2023-08-20", "--language", "en").out.splitlines()
    assert "  - thiếu Danh sách hộ nghèo, hộ cận nghèo, Xã Long Chữ (hạn 31/01/2023)" in vi
    assert any("Xã Long Chữ (due 31 January 2023)" in line for line in en)
    assert not any("Thị trấn Bến Cầu (hạn 31/01/2023)" in line for line in vi)  # it has come
    assert len(vi) == len(en)


def test_periods_as_json_are_one_document_and_nothing_else(say, folder):
    said = say("periods", "--programme", folder, "--today", "2023-12-15", "--json")
    assert (said.status, said.err) == (0, "")
    assert (said.json["programme"], said.json["today"]) == ("ben-cau-2023", "2023-12-15")
    periods = {period["id"]: period for period in said.json["periods"]}
    facts = ("status", "before", "last_good_day", "days_left", "weekend")
    assert {id: tuple(period[fact] for fact in facts) for id, period in periods.items()} == {
        "nine-month-estimate": ("estimate", "2023-08-28", "2023-08-27", -110, True),
        "year-estimate": ("estimate", "2023-10-25", "2023-10-24", -52, False),
        "official": ("official", "2023-12-15", "2023-12-14", -1, False),
    }
    for period in periods.values():
        senders = {p["sender"] for p in period["received"] if p["kind"] == "household_list"}
        assert senders == {"25681"}  # only the town's list has come
        assert all(set(p) == {"kind", "sender", "due", "received"} for p in period["missing"])
        assert not any(p["received"] for p in period["missing"])


def test_json_says_names_in_the_language_asked_for(say, folder):
    names = [
        say("periods", "--programme", folder, "--json", "--language", language).json["periods"][2]["name"]
        for language in LANGUAGES
    ]
    assert names == ["Báo cáo chính thức năm 2023", "Official report 2023"]


# check


@pytest.fixture
def faulty(folder: Path) -> Path:
    """A list of three households of which one is listed twice."""
    rows = [household("A1"), household("A2"), household("A1")]
    return Folder(folder).add("lists/tien-thuan.xlsx", household_list(rows))


@each_language
def test_good_files_are_done_with_status_0(say, folder, language):
    said = say("check", folder / LIST, folder / TOTALS, "--programme", folder, "--language", language)
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines()[-1].startswith(
        {"vi": "2 tệp, 0 lỗi, ", "en": "2 files, 0 errors, "}[language]
    )
    assert "Thị trấn Bến Cầu" in said.out


def test_an_error_gives_status_1_and_its_file_sheet_and_cell(say, folder, faulty):
    said = say("check", faulty, "--programme", folder)
    assert said.status == 1
    assert said.err == ""
    line = next(line for line in said.out.splitlines() if "HOUSEHOLD-TWICE" in line)
    assert re.match(r"(lists/)?tien-thuan\.xlsx, Trang 1, [A-Z]+\d+ · lỗi · ", line)
    assert said.out.splitlines()[-1] == "1 tệp, 1 lỗi, 0 cảnh báo."


def test_a_check_as_json_accounts_for_every_row_and_counts_its_findings(say, folder, faulty):
    said = say("check", folder / LIST, faulty, "--programme", folder, "--json")
    assert (said.status, said.err) == (1, "")
    assert set(said.json) == {"files", "findings", "summary"}
    assert len(said.json["files"]) == 2
    for file in said.json["files"]:
        assert set(file) == {
            *("file", "kind", "unit", "round", "sha256"),
            *("rows_read", "rows_used", "rows_set_aside", "rows_not_data"),
        }
        assert file["rows_read"] == file["rows_used"] + file["rows_set_aside"] + file["rows_not_data"]
    faults = next(file for file in said.json["files"] if file["file"].endswith("tien-thuan.xlsx"))
    assert (faults["unit"], faults["rows_used"], faults["rows_set_aside"]) == ("25693", 2, 1)
    for finding in said.json["findings"]:
        assert set(finding) == {
            *("file", "sheet", "cell", "row", "column", "severity", "code", "message", "hint"),
            "value_shown",
        }
    severities = [finding["severity"] for finding in said.json["findings"]]
    assert said.json["summary"] == {
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "files_rejected": 0,
    }
    assert severities.count("error") == 1


def test_one_rejected_file_among_good_ones_is_an_error_and_no_stop(say, folder):
    (folder / "rác.xlsx").write_bytes(b"PK\x03\x04 torn")
    said = say("check", folder / "rác.xlsx", folder / TOTALS, "--programme", folder, "--json")
    assert said.status == 1
    assert said.json["summary"]["files_rejected"] == 1
    assert {file["file"]: file["kind"] for file in said.json["files"]}["rác.xlsx"] is None


@pytest.mark.parametrize("named", ["trống", "hỏng.xlsx"], ids=["empty folder", "damaged file"])
def test_nothing_usable_gives_status_2(say, folder, named):
    (folder / "trống").mkdir()
    (folder / "hỏng.xlsx").write_text("không phải bảng tính", encoding="utf8")
    said = say("check", folder / named, "--programme", folder, "--json")
    assert said.status == 2
    assert sum(file["rows_used"] for file in said.json["files"]) == 0


@each_language
def test_a_missing_path_is_a_wrong_call_even_among_good_ones(say, folder, language):
    missing = folder / "không có.xlsx"
    said = say("check", folder / LIST, missing, "--programme", folder, "--language", language)
    assert the_sentence(said, language) == load_words(language)("cli.no_file", file=str(missing))


def test_the_findings_of_one_file_are_its_marked_copy_with_a_letter(say, folder, faulty, tmp_path):
    book = tmp_path / "kết quả.xlsx"
    said = say("check", faulty, "--programme", folder, "--findings", book)
    assert said.status == 1
    assert said.err == f"Đã ghi {book}; số bản đánh dấu: 1.\n"
    (cell,) = re.findall(r"Trang 1, ([A-Z]+\d+) · lỗi · .*\(HOUSEHOLD-TWICE\)", said.out)
    sheets = openpyxl.load_workbook(book)
    assert sheets.sheetnames == ["Cần sửa", "Trang 1"]
    assert "HOUSEHOLD-TWICE" in sheets["Trang 1"][cell].comment.text
    (row,) = [row for row in sheets["Cần sửa"].iter_rows(values_only=True) if "HOUSEHOLD-TWICE" in row]
    assert {"Trang 1", cell} <= set(row)
    assert "Xã Tiên Thuận" in (tmp_path / "kết quả.txt").read_text(encoding="utf-8-sig")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bến cầu 2023", "kết quả.txt", "kết quả.xlsx"]


@each_language
def test_the_findings_of_a_folder_are_a_list_that_leads_to_the_marked_copies(
    say, folder, faulty, tmp_path, language
):
    book = tmp_path / "kết quả.xlsx"
    call = ("--programme", folder, "--findings", book, "--language", language, "--json")
    said = say("check", faulty.parent, *call)
    assert said.status == 1
    assert said.json["summary"]["errors"] == 1
    sheets = openpyxl.load_workbook(book)
    rows = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
    assert [row[1] for row in rows if "HOUSEHOLD-TWICE" in row] == ["lists/tien-thuan.xlsx"]
    assert (tmp_path / "kết quả" / "tien-thuan.xlsx").is_file()
    again = say("check", tmp_path / "kết quả" / "tien-thuan.xlsx", "--programme", folder, "--json").json
    assert [f["code"] for f in again["findings"]] == ["HOUSEHOLD-TWICE"]
    assert again["files"][0]["rows_used"] == 2


@each_language
def test_copies_somebody_has_worked_on_are_told_of_and_stay(say, folder, faulty, tmp_path, language):
    book, copy = tmp_path / "kết quả.xlsx", tmp_path / "kết quả" / "tien-thuan.xlsx"
    call = ("check", faulty.parent, "--programme", folder, "--findings", book, "--language", language)
    say(*call)
    shutil.copy(faulty, copy)
    said = say(*call)
    assert the_sentence(said, language) == load_words(language)("cli.copies_kept", place=str(copy.parent))
    assert copy.read_bytes() == faulty.read_bytes()


def test_copies_that_are_checked_are_never_replaced(say, folder, faulty, tmp_path):
    book, copy = tmp_path / "kết quả.xlsx", tmp_path / "kết quả" / "tien-thuan.xlsx"
    say("check", faulty.parent, "--programme", folder, "--findings", book)
    said = say("check", copy, "--programme", folder, "--findings", book)
    assert the_sentence(said, "vi") == load_words("vi")("cli.findings_among_inputs", file=str(book))
    assert copy.is_file()


def test_findings_that_cannot_be_written_are_one_sentence(say, folder, tmp_path):
    book = tmp_path / "không có thư mục" / "a.xlsx"
    said = say("check", folder / TOTALS, "--programme", folder, "--findings", book)
    assert the_sentence(said, "vi") == f"không có tệp hoặc thư mục {book}."


@each_language
@pytest.mark.parametrize("target", [LIST, "lists/mới.xlsx", FILE], ids=["read", "beside", "programme"])
def test_findings_never_take_the_place_of_what_was_received(say, folder, language, target):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    book = folder / target
    said = say("check", folder / LIST, "--programme", folder, "--findings", book, "--language", language)
    assert the_sentence(said, language) == load_words(language)("cli.findings_among_inputs", file=str(book))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_findings_never_take_the_place_of_a_file_checked_by_another_name(say, folder, tmp_path):
    sent, link = tmp_path / "gửi.xlsx", tmp_path / "liên kết.xlsx"
    shutil.copy(folder / LIST, sent)
    link.symlink_to(sent)
    said = say("check", link, "--programme", folder, "--findings", sent)
    assert the_sentence(said, "vi") == load_words("vi")("cli.findings_among_inputs", file=str(sent))
    assert sent.read_bytes() == (folder / LIST).read_bytes()


# sample


def test_a_sample_says_that_it_is_not_real_and_prints_its_folder(say, tmp_path):
    out = tmp_path / "thử nghiệm"
    said = say("sample", "--out", out, "--households", 1000, "--units", 2, "--programme", DATA)
    assert (said.status, said.out) == (0, f"{out}\n")
    assert "SYNTHETIC" in said.err
    assert len(load_programme(out).units) == 2


@pytest.mark.parametrize("units", [1, 9, 30])
def test_the_smallest_sample_the_options_allow_is_written(say, tmp_path, units):
    out = tmp_path / "nhỏ"
    call = ["sample", "--out", out, "--households", 500, "--seed", 0, "--units", units, "--programme", DATA]
    assert say(*call).status == 0
    assert say("check", out, "--programme", out).status in (0, 1)


@each_language
def test_a_sample_is_never_written_over_anything(say, tmp_path, language):
    (tmp_path / "thật.xlsx").write_bytes(b"real")
    said = say("sample", "--out", tmp_path, "--programme", DATA, "--language", language)
    assert the_sentence(said, language) == load_words(language)("cli.folder_not_empty", folder=str(tmp_path))
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("thật.xlsx", b"real")]


# doctor


@each_language
def test_the_doctor_says_each_check_in_words(say, tmp_path, monkeypatch, language):
    monkeypatch.chdir(tmp_path)
    said = say("doctor", "--language", language)
    words = load_words(language)
    checks = ("python", "libraries", "font", "kernel", "write_access")
    assert said.status == 0
    assert [line.split(": ")[0] for line in said.out.splitlines()] == [
        f"✓ {words(f'cli.doctor_{check}')}" for check in checks
    ]


def test_the_doctor_as_json_says_what_it_found(say, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = say("doctor", "--json")
    assert (said.status, said.err) == (0, "")
    checks = {check["check"]: check for check in said.json["checks"]}
    assert checks["python"]["found"] == ".".join(map(str, sys.version_info[:3]))
    assert all(check["ok"] is True for check in checks.values())


def test_a_folder_nobody_can_write_to_fails_the_check(say, monkeypatch):
    def refuse(**_: object):
        raise PermissionError

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    said = say("doctor")
    assert said.status == 2
    assert [line for line in said.out.splitlines() if line.startswith("✗")] == [
        f"✗ Quyền ghi ở thư mục này: {Path().resolve().name}"
    ]


# wrong calls


@each_language
@pytest.mark.parametrize(
    ("arguments", "key", "values"),
    [
        ([], "missing_command", {}),
        (["deliver"], "no_command", {}),
        (["periods", "--colour"], "no_option", {"name": "--colour"}),
        (["periods", "-x"], "no_option", {"name": "-x"}),
        (["periods", "--today", "31/2/2023"], "bad_parameter", {"name": "--today"}),
        (["sample"], "missing_parameter", {"name": "--out"}),
        (["sample", "--out", "x", "--households", "many"], "bad_parameter", {"name": "--households"}),
        (["sample", "--out", "x", "--households", "499"], "bad_parameter", {"name": "--households"}),
        (["sample", "--out", "x", "--seed", "-1"], "bad_parameter", {"name": "--seed"}),
        (["sample", "--out", "x", "--units", "0"], "bad_parameter", {"name": "--units"}),
        (["check"], "missing_parameter", {"name": "paths"}),
        (["report"], "period_or_all", {}),
        (["report", "--period", "official", "--all"], "period_or_all", {}),
        (["report", "--period", "official", "--jobs", "0"], "bad_parameter", {"name": "--jobs"}),
        (["report", "--period"], "bad_parameter", {"name": "--period"}),
        (["report", "--all=yes"], "bad_parameter", {"name": "--all"}),
        (["report", "--all", "--out", __file__], "bad_parameter", {"name": "--out"}),
    ],
    ids=lambda value: " ".join(value).replace(__file__, "FILE") if isinstance(value, list) else "",
)
def test_a_wrong_call_is_one_sentence(say, monkeypatch, tmp_path, language, arguments, key, values):
    shutil.copytree(
        DATA, tmp_path / "data" / DATA.name, ignore=lambda *_: {"lists", "movements", "summaries"}
    )
    monkeypatch.chdir(tmp_path)
    said = say("--language", language, *arguments)
    assert the_sentence(said, language) == load_words(language)(f"cli.{key}", **values)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_language_nobody_wrote_is_refused_in_vietnamese(say):
    assert the_sentence(say("periods", "--language", "fr"), "vi") == load_words("vi")(
        "cli.bad_parameter", name="--language"
    )


@each_language
@pytest.mark.parametrize("form", ["before", "after", "joined"])
def test_the_language_may_stand_anywhere(say, form, language):
    option = ["--language", language] if form != "joined" else [f"--language={language}"]
    said = say(*option, "deliver") if form == "before" else say("sample", *option)
    key = {"before": "no_command"}.get(form, "missing_parameter")
    expected = load_words(language)(f"cli.{key}", **({} if form == "before" else {"name": "--out"}))
    assert the_sentence(said, language) == expected


@each_language
def test_an_unknown_period_is_answered_with_those_there_are(say, folder, tmp_path, language):
    out = tmp_path / "out"
    said = say(
        "report", "--period", "2023-12-16", "--programme", folder, "--out", out, "--language", language
    )
    sentence = the_sentence(said, language)
    assert "2023-12-16" in sentence
    for period in ("nine-month-estimate", "year-estimate", "official"):
        assert period in sentence
    assert not out.exists()


@each_language
def test_an_unknown_notebook_is_answered_with_those_there_are(say, folder, tmp_path, language):
    out = tmp_path / "out"
    call = ["report", "--period", "official", "--only", "02", "--only", "77", "--programme", folder]
    said = say(*call, "--out", out, "--language", language)
    sentence = the_sentence(said, language)
    assert "77" in sentence
    assert "02_poverty_reduction" in sentence
    assert not out.exists()


# the programme's own file


@each_language
@pytest.mark.parametrize(
    ("old", "new", "place", "key", "names"),
    [
        (None, None, FILE, "no_file", {}),
        (".+", "units: [", FILE, "no_yaml", {}),
        (".+", "", FILE, "no_yaml", {}),
        ("before: 2023-08-28", "before: 2023-08-32", FILE, "no_yaml", {}),
        ("year: 2023\n", "", "year", "missing", {}),
        ("year: 2023\n", "year: 2023\nyaer: 2023\n", "yaer", "extra_forbidden", {}),
        ("area: urban", "area: city", "units.0.area", "value", {}),
        ("lead: ttyt", "lead: bank", FILE, "unknown_office", {"names": "bank"}),
        ("kind: recurrent,", "kind: gift,", FILE, "unknown_kind", {"names": "gift"}),
        ("source: district", "source: lottery", FILE, "unknown_source", {"names": "lottery"}),
        ("expects: final", "expects: last", FILE, "unknown_round", {"names": "last"}),
        ('"25684"', '"25681"', FILE, "stands_twice", {"names": "25681"}),
    ],
    ids=lambda value: value if isinstance(value, str) and "_" in value else "",
)
def test_a_broken_programme_is_told_with_its_place(say, tmp_path, language, old, new, place, key, names):
    file = tmp_path / FILE
    if old is not None:
        text = re.sub(old, new, (DATA / FILE).read_text(encoding="utf8"), flags=re.DOTALL)
        file.write_text(text, encoding="utf8")
    words = load_words(language)
    problem = f"{place}: {words(f'cli.programme_{key}', **names)}"
    expected = words("cli.bad_programme", file=str(file), problems=problem)
    for call in (["periods"], ["check", tmp_path], ["report", "--all"], ["sample", "--out", tmp_path / "s"]):
        said = say(*call, "--programme", tmp_path, "--language", language)
        assert the_sentence(said, language) == expected
    assert not (tmp_path / "s").exists()


@each_language
def test_a_programme_with_nothing_to_use_is_one_sentence(say, tmp_path, language):
    shutil.copy(DATA / FILE, tmp_path)
    call = ["report", "--period", "official", "--programme", tmp_path, "--out", tmp_path / "outputs"]
    said = say(*call, "--language", language)
    words = load_words(language)
    sentence = words("cli.nothing_usable", folder=str(tmp_path))
    assert (said.status, said.out) == (2, "")
    assert said.err.splitlines()[-1] == f"{words('cli.error')}: {sentence}"
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_what_is_owed_is_told_before_anything_has_come(say, tmp_path):
    shutil.copy(DATA / FILE, tmp_path)
    said = say("periods", "--programme", tmp_path, "--json")
    assert (said.status, said.err) == (0, "")
    assert [(len(p["received"]), len(p["missing"]) > 0) for p in said.json["periods"]] == [(0, True)] * 3


@each_language
@pytest.mark.parametrize(
    ("number", "file", "key"),
    [
        (errno.ENOSPC, None, "disk_full"),
        (errno.ENAMETOOLONG, "a.xlsx", "name_too_long"),
        (errno.EACCES, "a.xlsx", "no_access"),
        (errno.EIO, "a.xlsx", "no_access"),
    ],
)
def test_what_the_machine_refuses_is_one_sentence(say, monkeypatch, language, number, file, key):
    def refuse(_: Path):
        raise OSError(number, "refused", file)

    monkeypatch.setattr("analysis.commands.load_programme", refuse)
    values = {} if file is None else {"file": file}
    assert the_sentence(say("periods", "--language", language), language) == load_words(language)(
        f"cli.{key}", **values
    )


@each_language
@pytest.mark.parametrize(
    ("load", "vi", "en"),
    [
        (load_standard, "không có chuẩn nghèo nào", "no poverty standard"),
        (load_review_calendar, "không có lịch rà soát nào", "no review calendar"),
    ],
)
def test_the_law_that_is_missing_is_named(say, monkeypatch, language, load, vi, en):
    monkeypatch.setattr("analysis.commands.load_programme", lambda _: load("1999-12-31"))
    sentence = the_sentence(say("periods", "--language", language), language)
    assert sentence.startswith({"vi": vi, "en": en}[language])
    assert "1999-12-31" in sentence


@each_language
def test_a_fault_of_the_program_is_never_taken_for_done(say, monkeypatch, language):
    def broken(*_: object):
        raise ZeroDivisionError

    monkeypatch.setattr("analysis.commands.load_programme", broken)
    said = say("periods", "--language", language)
    first, *shown = said.err.splitlines()
    assert (said.status, said.out) == (2, "")
    assert first.partition(": ")[2] == load_words(language)("cli.fault")
    assert shown[0].startswith("Traceback")
    assert shown[-1] == "ZeroDivisionError"


# help


def flat(text: str) -> str:
    """A page as one line: what is broken at a hyphen or a blank stands together again."""
    return re.sub(r"[-\s]+", " ", text)


@each_language
def test_the_first_page_names_every_command(say, language):
    said = say("--help", "--language", language)
    assert (said.status, said.err) == (0, "")
    listed = re.findall(r"^  (\w+)  +\S", said.out.split(load_words(language)("cli.commands") + ":")[1], re.M)
    assert sorted(listed) == sorted(COMMANDS)
    assert said.out.startswith(load_words(language)("cli.usage"))


@each_language
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_explained(say, name, language):
    words = load_words(language)
    command = command_line(words).commands[name]
    said = say(name, "--help", "--language", language)
    assert (said.status, said.err) == (0, "")
    page = flat(said.out)
    assert flat(words(f"cli.{name}_help")) in page
    options = [param for param in command.params if isinstance(param, click.Option)]
    assert {"--language", "--help"} < {name for option in options for name in option.opts}
    for option in options:
        assert option.opts[-1] in said.out
        assert option.help
        assert flat(option.help) in page


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_no_word_of_a_vietnamese_page_is_the_librarys(say, command):
    page = say(*command, "--help").out
    assert (
        re.findall(
            r"\[required|default|OPTIONS|COMMAND|ARGS|INTEGER|RANGE|TEXT|PATH|FILE|DIRECTORY|%|x>=", page
        )
        == []
    )


def test_a_page_says_what_a_value_is_its_default_and_its_bounds(say):
    page = flat(say("sample", "--help").out)
    assert "giamngheo sample [TÙY CHỌN]" in page
    assert "out THƯ MỤC Thư mục để ghi kết quả. [phải có]" in page
    assert "households SỐ Tổng số hộ dân cư. [mặc định: 20000; ít nhất 500]" in page
    assert "households NUMBER Resident households in all. [default: 20000; at least 500]" in flat(
        say("sample", "--help", "--language", "en").out
    )


def test_help_differs_between_the_languages(say):
    for name in COMMANDS:
        vi, en = (command_line(load_words(language)).commands[name] for language in LANGUAGES)
        for one, other in zip([vi, *vi.params], [en, *en.params], strict=True):
            if not isinstance(one, click.Argument):
                assert one.help != other.help


# outside the process


def heeding(signals):
    """As from a terminal: tests that run in the background or under nohup pass on that some are ignored."""
    return lambda: [signal.signal(each, signal.SIG_DFL) for each in signals]


@pytest.mark.skipif(os.name != "posix", reason="sends signals")
@pytest.mark.parametrize("sent", [[signal.SIGINT], [signal.SIGTERM], [signal.SIGHUP], [signal.SIGINT] * 3])
def test_a_report_that_is_stopped_leaves_nothing_behind(tmp_path, sent):
    out, temporary = tmp_path / "báo cáo", tmp_path / "tạm"
    out.mkdir()
    temporary.mkdir()
    (out / "ghi chú.txt").write_text("của tôi", encoding="utf8")
    call = ["report", "--period", "official", "--programme", DATA, "--out", out, "--jobs", "2"]
    with subprocess.Popen(
        [sys.executable, "-m", "analysis", *map(str, call)],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        process_group=0,
        preexec_fn=heeding(sent),
    ) as run:
        until(lambda: any('"status": "running"' in path.read_text("utf8") for path in out.rglob("*.ipynb")))
        kernels = psutil.Process(run.pid).children()
        for each in sent:
            run.send_signal(each)
        printed, said = (text.decode("utf8") for text in run.communicate())
    words = load_words("vi")
    assert kernels
    assert (run.returncode, printed) == (2, "")
    assert said.count(words("cli.stopping")) == 1
    assert said.splitlines()[-1] == f"{words('cli.error')}: {words('cli.stopped')}"
    assert "Traceback" not in said
    assert [path.name for path in out.iterdir()] == ["ghi chú.txt"]
    assert list(temporary.iterdir()) == []
    until(lambda: not any(kernel.is_running() for kernel in kernels))


@pytest.mark.skipif(os.name != "posix", reason="sends signals")
def test_a_stop_that_comes_while_an_object_goes_is_not_lost(capfd):
    class Thing:
        pass

    def ask(_) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0)  # where Python looks for signals

    things = [Thing()]
    watched = weakref.ref(things[0], ask)

    def work() -> None:
        with _stoppable(load_words("vi")):
            things.clear()
            time.sleep(60)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert watched() is None
    assert capfd.readouterr().err.count(load_words("vi")("cli.stopping")) == 1


def until(happened) -> None:
    """Wait for what must happen sooner or later."""
    for _ in range(1200):
        with suppress(FileNotFoundError):  # a folder that goes while it is looked at
            if happened():
                return
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def test_it_runs_as_a_module_from_any_folder_and_writes_utf8(folder):
    run = subprocess.run(
        [sys.executable, "-m", "analysis", "check", TOTALS, "--programme", ".", "--json"],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    (file,) = json.loads(run.stdout.decode("utf8"))["files"]
    assert (file["kind"], file["rows_used"]) == ("resident_totals", 9)  # a row per unit
    wrong = subprocess.run(
        [sys.executable, "-m", "analysis", "check", "đâu", "--programme", "."],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
    )
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert wrong.stderr.decode("utf8").strip() == "Lỗi: không có tệp hoặc thư mục đâu."
