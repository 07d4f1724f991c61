"""What the code itself must be: free of law and programme, its notebooks of definitions."""

import ast
import re
import string
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

from analysis.law import load_standard
from analysis.programme import load_programme
from analysis.wording import LANGUAGES, load_words

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PROGRAMME = load_programme(ROOT / "data" / "ben-cau-2023")
STANDARD = load_standard("2023-12-14")


def code_of(path: Path) -> str:
    """The code without docstrings and comments: those may cite the law."""
    tree = ast.parse(path.read_text(encoding="utf8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [
                n for n in body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))
            ] or [ast.Pass()]
    return ast.unparse(tree)


def test_imports_go_one_way():
    run = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout


def test_there_is_code_to_look_at():
    assert len(SOURCES) > 40
    assert len(NOTEBOOKS) == 8


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT / "src").as_posix())
def test_no_number_of_the_law_or_the_programme_stands_in_code(path):
    numbers = {
        *(STANDARD.income_line.of(a) for a in ("rural", "urban")),
        *(STANDARD.income_points.of(a) for a in ("rural", "urban")),
        *PROGRAMME.plan_totals.values(),
        *map(float, PROGRAMME.target.bounds),
        PROGRAMME.newly_escaped.months,
    }
    tree = ast.parse(code_of(path))
    found = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) in (int, float)}
    # Drawing has sizes and shares of its own; law and money are no such numbers.
    least = 100 if "charts" in path.parts else 0
    assert {number for number in found & numbers if number >= least} == set()


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT / "src").as_posix())
def test_no_unit_project_or_decree_is_named_in_code(path):
    code = code_of(path)
    names = [
        *(u.name for u in PROGRAMME.units),
        *(u.code for u in PROGRAMME.units),
        *(p.name for p in PROGRAMME.projects),
    ]
    assert [name for name in names if name in code] == []
    assert re.findall(r"\d+/\d{4}/[A-ZĐ]", code) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT / "src").as_posix())
def test_no_file_grows_beyond_one_idea(path):
    assert len(path.read_text(encoding="utf8").splitlines()) <= 380


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebooks_are_prose_and_calls(path):
    notebook = nbformat.read(path, as_version=4)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert [c for c in code if c.outputs or c.execution_count] == []
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert [
        c.source for c in code if any(isinstance(n, definitions) for n in ast.walk(ast.parse(c.source)))
    ] == []
    assert [c.metadata.get("tags") for c in code].count(["parameters"]) == 1


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_prose_stands_in_every_language_side_by_side(path):
    prose = [c.metadata["tags"] for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown"]
    assert prose == [["vi"], ["en"]] * (len(prose) // 2)
    assert len(prose) >= 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebooks_explain_their_typed_parameters(path):
    run = subprocess.run(
        [sys.executable, "-m", "papermill", "--help-notebook", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    of_period = ("programme: str", "period: str", "/ period: id or date")
    of_table = ("table: str", "round: str", "/ paste a table here")
    for name in (*(of_table if path.stem == "published" else of_period), "language: str"):
        assert name in run.stdout


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_sentences_with_the_same_values():
    vi, en = (load_words(language).catalogue for language in LANGUAGES)
    assert set(vi) == set(en)
    assert {key for key in vi if placeholders(vi[key]) != placeholders(en[key])} == set()


def test_no_sentence_key_stands_twice():
    class Strict(yaml.SafeLoader):
        pass

    def mapping(loader, node):
        keys = [k.value for k, _ in node.value]
        assert len(keys) == len(set(keys)), [k for k in keys if keys.count(k) > 1]
        return yaml.SafeLoader.construct_mapping(loader, node)

    Strict.add_constructor("tag:yaml.org,2002:map", mapping)
    for path in sorted((ROOT / "src/analysis/wording").rglob("*.yaml")):
        assert yaml.load(path.read_text(encoding="utf8"), Strict)
