"""The examples of docs/cookbook.md run, in their order, and give what stands beside them."""

import ast
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import analysis

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf8")
BLOCKS = [
    (PAGE[: found.start()].count("\n") + 1, found[1], found[2])
    for found in re.finditer(r"^```(\w+)\n(.*?)^```", PAGE, re.M | re.S)
]
GIVEN = "  # → "


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The project's folder as a reader has it, to write into."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def run(code: str, line: int, names: dict[str, object]) -> None:
    """Runs a block; the value of an expression must be the one told beside it."""
    lines = code.splitlines()
    for statement in ast.parse(code).body:
        told = lines[statement.end_lineno - 1].partition(GIVEN)[2]
        place = f"docs/cookbook.md, line {line + statement.lineno}"
        if isinstance(statement, ast.Expr):
            value = eval(compile(ast.Expression(statement.value), place, "eval"), names)
            assert not told or str(value) == told, place
        else:
            assert not told, f"{place}: only of an expression can the value be told"
            exec(compile(ast.Module([statement], []), place, "exec"), names)


def test_every_python_example_runs_and_gives_what_stands_beside_it(folder, monkeypatch):
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    for line, language, code in BLOCKS:
        if language == "python":
            run(code, line, names)


@pytest.mark.parametrize(
    "command", [line for _, kind, code in BLOCKS if kind == "sh" for line in code.splitlines()]
)
def test_every_command_runs(command, folder):
    of_package = {"giamngheo": "analysis", "papermill": "papermill"}
    name, *arguments = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", of_package[name], *arguments], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_no_example_is_longer_than_a_glance():
    assert {language for _, language, _ in BLOCKS} == {"python", "sh"}
    lines = {at: [x for x in code.splitlines() if x and " import " not in x] for at, _, code in BLOCKS}
    assert {at: len(code) for at, code in lines.items() if len(code) > 8} == {}


def test_every_public_name_has_an_example():
    used = "\n".join(code for *_, code in BLOCKS)
    assert [name for name in analysis.__all__ if not re.search(rf"\b{name}\b", used)] == []
