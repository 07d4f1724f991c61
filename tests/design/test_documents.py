"""The documents say what the code has."""

import inspect
import pkgutil
import re
from pathlib import Path

import click
import pytest

import analysis
from analysis.cli import command_line, main
from analysis.intake.rules.book import BOOK
from analysis.reports.public_names import public_names_page
from analysis.reports.rule_book import rule_book_page
from analysis.wording import LANGUAGES, load_words

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "data" / "README.md"])
COMMANDS = sorted(command_line(load_words("vi")).commands)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_help(command, language):
    made = command_line(load_words(language)).commands[command]
    assert made.help
    assert [o.name for o in made.params if isinstance(o, click.Option) and not o.help] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command):
    assert f"giamngheo {command}" in (ROOT / "README.md").read_text(encoding="utf8")


def test_help_is_vietnamese_unless_english_is_asked_for(capsys):
    assert main(["report", "--help"]) == 0
    assert "Cách dùng" in capsys.readouterr().out
    assert main(["report", "--help", "--language", "en"]) == 0
    assert "Usage" in capsys.readouterr().out


def headings(path: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    found = re.findall(r"^#+ (.*)", path.read_text(encoding="utf8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_and_headings_a_document_links_to_exist(document):
    links = re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", document.read_text(encoding="utf8"))
    pages = [(document.parent / file if file else document, heading) for file, heading in links]
    assert [page for page, _ in pages if not page.exists()] == []
    assert [at for page, at in pages if at and at not in headings(page)] == []


def test_the_architecture_names_every_part_of_the_package():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf8")
    parts = {
        p.name
        for p in (ROOT / "src/analysis").iterdir()
        if not p.name.startswith("_") and p.suffix != ".typed"
    }
    assert {part for part in parts if part.removesuffix(".py") not in text} == set()


def test_the_rule_book_is_what_the_rules_say():
    # `make docs` writes it anew
    assert (ROOT / "docs/rule_book.md").read_text(encoding="utf8") == rule_book_page()


def test_the_public_names_are_what_the_docstrings_say():
    """`make docs` writes the page; the stub by which editors know the names offers just these."""
    assert (ROOT / "docs/api.md").read_text(encoding="utf8") == public_names_page()


@pytest.mark.parametrize("name", analysis.__all__)
def test_what_a_docstring_names_beyond_the_public_names_can_be_found(name):
    told = inspect.getdoc(getattr(analysis, name))
    for path in re.findall(r"`(analysis[\w.]+)`", told):
        assert pkgutil.resolve_name(path) is not None
    modules = {path.stem for path in (ROOT / "src/analysis").iterdir()} - {"programme"}  # also an argument
    assert [path for path in re.findall(r"`(\w+)\.\w", told) if path in modules] == []


def test_the_rule_book_has_one_whole_row_for_every_rule():
    page = (ROOT / "docs/rule_book.md").read_text(encoding="utf8")
    rows = [line.strip("|").split(" | ") for line in page.splitlines() if line.startswith("| `")]
    assert sorted(row[0].strip(" `") for row in rows) == sorted(BOOK)
    assert {len(row) for row in rows} == {9}
    assert all(cell.strip() for row in rows for cell in row)


def test_the_rule_of_the_contributors_example_is_in_the_book():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf8")
    example = re.search(r'"(MEMBERS-MANY)",', text)
    assert example is not None
    assert BOOK[example[1]].says in text
