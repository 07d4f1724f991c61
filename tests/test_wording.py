"""The words of the programme: the same in both languages, each in its own, and none missing or left over."""

import ast
import re
import string
from pathlib import Path

import nbformat
import pytest
import yaml

import analysis.intake.rules  # noqa: F401  enters every rule
from analysis.identities import IDENTITIES
from analysis.intake import layouts
from analysis.intake.rules.book import BOOK
from analysis.tables import CLASSES, COVERAGE, FLAGS, FLOW_ITEMS, LIST_BASIS, REASONS
from analysis.wording import LANGUAGES, Words, load_words
from analysis.wording import words as wording

ROOT = Path(__file__).parents[1]
WORDS = Path(wording.__file__).parent
TOLD = ("in_short", "measurement", "report", "robustness")
"""The catalogues of what the pages of a report tell in sentences."""
FILES = sorted(path.name for path in (WORDS / "vi").glob("*.yaml"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def sentences(language, file):
    return yaml.safe_load((WORDS / language / file).read_text(encoding="utf8"))


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_files():
    assert len(FILES) >= 8
    assert sorted(path.name for path in (WORDS / "en").glob("*.yaml")) == FILES


@pytest.mark.parametrize("file", FILES)
def test_both_languages_have_the_same_keys_in_the_same_order(file):
    assert list(sentences("vi", file)) == list(sentences("en", file))


@pytest.mark.parametrize("file", FILES)
def test_a_sentence_takes_the_same_values_in_both_languages_and_names_each(file):
    vi, en = sentences("vi", file), sentences("en", file)
    assert {k: placeholders(t) for k, t in vi.items()} == {k: placeholders(t) for k, t in en.items()}
    assert [key for key, text in vi.items() if "" in placeholders(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES)
def test_every_sentence_is_text_that_can_be_filled_in(file, language):
    for key, text in sentences(language, file).items():
        assert isinstance(text, str), key
        assert text.strip(), key
        for number in (0, 1, 1234):
            values = dict.fromkeys(placeholders(text), number)
            filled = load_words(language)(f"{Path(file).stem}.{key}", **values)
            assert not re.search(r"[{}]", filled), key


def test_a_whole_number_chooses_the_word_that_goes_with_it():
    words = Words("en", {"a.b": "{n} {n:household is|households are} listed, {other}"})
    assert words("a.b", n=1, other=1) == "1 household is listed, 1"
    assert words("a.b", n=0, other="x") == "0 households are listed, x"
    assert words("a.b", n=1001, other=2) == "1,001 households are listed, 2"
    with pytest.raises(ValueError, match="format"):
        words("a.b", n="1", other=1)


# A number right before one of these would read "1 households"; "1 of 20 households" is right.
COUNTED = re.compile(
    r"(?<!of )\{\w+\}(?: (?:more|other|listed|poor|near-poor|resident|newly escaped))* "
    r"(households|deprivations|units|communes|pairs|months|days|persons|rows|files|errors|warnings|equations)\b"
)


def test_no_english_count_is_followed_by_a_plural_whatever_it_is():
    said = {key: text for key, text in load_words("en").catalogue.items() if key.split(".")[0] in TOLD}
    assert {key: found.group() for key, text in said.items() if (found := COUNTED.search(text))} == {}


def cells():
    """The code of every cell of every notebook, parsed."""
    for path in NOTEBOOKS:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                yield ast.parse(cell.source)


def calls(method):
    """Every call of `page.<method>`: its arguments, and the names a loop around it goes through."""
    for tree in cells():
        loops = {
            node.target.id: [item.value for item in node.iter.elts]
            for node in ast.walk(tree)
            if isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == f"page.{method}":
                yield node.args, loops


def named(method):
    """The names given first to `page.<method>`."""
    return {name for arguments, loops in calls(method) for name in names(arguments[0], loops)}


def names(argument, loops):
    if isinstance(argument, ast.Constant):
        return {argument.value}
    assert isinstance(argument, ast.JoinedStr), ast.unparse(argument)
    (loop,) = [part.value.id for part in argument.values if isinstance(part, ast.FormattedValue)]
    return {
        "".join(value if isinstance(part, ast.FormattedValue) else part.value for part in argument.values)
        for value in loops[loop]
    }


def test_every_table_of_the_notebooks_has_a_title_and_no_title_is_left_over():
    # The table of findings is no page's: it is findings.xlsx.
    assert named("table") | {"findings"} == set(sentences("vi", "tables.yaml"))


def test_every_source_the_notes_under_charts_name_has_words():
    assert {f"source_{name}" for name in named("note")} == {
        key for key in sentences("vi", "report.yaml") if key.startswith("source_")
    }


def test_a_name_of_a_chart_means_one_chart_in_all_notebooks():
    # A report's folder keeps one picture of each name.
    drawn = {(arguments[0].value, arguments[1].func.id) for arguments, _ in calls("chart")}
    assert len(drawn) >= 10
    assert len({name for name, _ in drawn}) == len(drawn)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_identity_and_every_rule_has_words(language):
    assert set(sentences(language, "identities.yaml")) == {identity.code for identity in IDENTITIES}
    assert set(sentences(language, "findings.yaml")) == {
        f"{code}.{part}" for code in BOOK for part in ("message", "hint")
    }


def column_names():
    """Columns the notebooks name in lists and selections that lead to a table."""
    lists = (
        node
        for tree in cells()
        if "page.table" in ast.unparse(tree)
        for node in ast.walk(tree)
        if isinstance(node, ast.List)
    )
    return {item.value for node in lists for item in node.elts if isinstance(item, ast.Constant)}


def test_every_column_the_notebooks_choose_for_a_table_has_a_heading():
    chosen = column_names()
    assert {"households_before", "plan", "indicator", "due"} <= chosen
    # The key of a household is named to be left out.
    assert chosen - set(sentences("vi", "columns.yaml")) == {"household_id"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_the_tables_may_hold_has_words(language):
    terms = set(sentences(language, "terms.yaml"))
    bases = LIST_BASIS.columns["basis"].checks[0].statistics["allowed_values"]
    values = {*CLASSES, "none", *FLAGS, *REASONS, *bases}
    values |= {item for items in FLOW_ITEMS.values() for item in items}
    assert sorted(values - terms) == []
    assert [
        c for c in (*LIST_BASIS.columns, *COVERAGE.columns) if c not in sentences(language, "columns.yaml")
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_paper_has_words(language):
    kinds = {path.stem for path in Path(layouts.__file__).parent.glob("*.yaml")}
    assert len(kinds) == 10
    assert sorted(kinds - set(sentences(language, "terms.yaml"))) == []


VIETNAMESE_LETTERS = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
ENGLISH_WORDS = re.compile(
    r"\b(the|and|of|or|is|are|was|not|with|from|by|for|on|at|this|that|missing|unknown|file|files|row|"
    r"rows|sheet|column|error|errors|warning|warnings|report|data|figure|figures|household|households|rate|"
    r"poor|unit|units|date|total|plan|value|list|folder|option)\b",
    re.IGNORECASE,
)
# Names of files, options and keys of a programme's file stand as they are written there.
AS_WRITTEN = re.compile(r"\{\w*\}|--\w+|\w+\.(xlsx|json|yaml)|\bin (offices|kinds|sources|rounds)\b")


def prose(language):
    """Every sentence and every piece of prose of the notebooks, by its key or its place."""
    for key, text in load_words(language).catalogue.items():
        yield key, AS_WRITTEN.sub(" ", text)
    for path in NOTEBOOKS:
        for number, cell in enumerate(nbformat.read(path, as_version=4).cells):
            if language in cell.metadata.get("tags", ()):
                yield f"{path.stem}.{number}", re.sub("`.*?`", " ", cell.source)


def test_vietnamese_sentences_hold_no_english():
    found = {key: words for key, text in prose("vi") if (words := ENGLISH_WORDS.findall(text))}
    assert found == {}


def test_the_search_for_english_finds_it():
    assert ENGLISH_WORDS.findall("Tệp is missing the cột") == ["is", "missing", "the"]
    assert not ENGLISH_WORDS.search("In một tài liệu; to, nhỏ; cho an toàn; danh sách theo đơn vị")


def test_english_sentences_hold_no_vietnamese():
    # What must stand in the form itself is quoted; the currency keeps its name.
    found = {key for key, text in prose("en") if VIETNAMESE_LETTERS.search(re.sub("“.*?”|đồng", "", text))}
    assert found == {"findings.CELL-WORD.hint"}


def test_what_reads_alike_in_both_languages_is_a_name():
    vi, en = load_words("vi").catalogue, load_words("en").catalogue
    words = re.compile(r"[^\W\d_]{2,}")
    assert {
        key for key, text in vi.items() if text == en[key] and words.search(AS_WRITTEN.sub(" ", text))
    } == {
        "cli.doctor_python",
        "terms.dong",
    }
