"""The notebooks of a report: found in their folder, put into one language, executed by papermill."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill
from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.translators import translate_parameters

from analysis.reports.kernels import KERNEL
from analysis.wording import LANGUAGES

INJECTED = "injected-parameters"
"""The tag of the cell that papermill sets the parameters in."""

# What papermill logs about a notebook that stops, it also raises.
logging.getLogger("papermill").addHandler(logging.NullHandler())

FOLDER = Path(__file__).resolve().parents[3] / "notebooks"


class NotebookFailed(RuntimeError):
    """A notebook stopped: its name, the number of the code cell and the kind of error."""

    def __init__(self, name: str, cell: int, error: str, reason: str) -> None:
        self.name, self.cell, self.error, self.reason = name, cell, error, reason
        super().__init__(f"{name}, cell {cell}: {error}: {reason}")


class NoNotebooks(LookupError):
    """The folder of the notebooks, which is the message, is not there: they come with the project."""


class UnknownNotebook(LookupError):
    """`asked` is not the name of a notebook; `known` are."""

    def __init__(self, asked: str, known: list[str]) -> None:
        self.asked, self.known = asked, known
        super().__init__(f"no notebook {asked}; known: {known}")


@dataclass(frozen=True)
class Notebook:
    """A numbered notebook of the report."""

    path: Path

    @property
    def name(self) -> str:
        """File name without its ending, as figures and charts carry it."""
        return self.path.stem

    def in_language(self, language: str) -> NotebookNode:
        """The notebook without the prose of the other languages (cells tagged with theirs)."""
        notebook = nbformat.read(self.path, as_version=4)
        others = set(LANGUAGES) - {language}
        notebook.cells = [c for c in notebook.cells if not others & set(c.metadata.get("tags", ()))]
        return notebook


def title_of(notebook: NotebookNode) -> str:
    """The first heading: notebooks name themselves, no list in code does."""
    prose = (c.source for c in notebook.cells if c.cell_type == "markdown")
    lines = (line for source in prose for line in source.splitlines())
    return next((line.removeprefix("# ").strip() for line in lines if line.startswith("# ")), "")


def find_notebooks(only: tuple[str, ...] = (), folder: Path = FOLDER) -> list[Notebook]:
    """The numbered notebooks in order; with `only`, those with these names or numbers.

    Raises UnknownNotebook for a name that fits none, NoNotebooks where there are none at all.
    """
    found = [Notebook(path) for path in sorted(folder.glob("[0-9][0-9]_*.ipynb"))]
    if not found:
        raise NoNotebooks(str(folder))
    for asked in only:
        if not any(asked in (n.name, n.name[:2], n.name[3:]) for n in found):
            raise UnknownNotebook(asked, [n.name for n in found])
    return [n for n in found if not only or {n.name, n.name[:2], n.name[3:]} & set(only)]


def execute(
    notebook: Notebook,
    out: Path,
    parameters: Mapping[str, object],
    told: Mapping[str, object],
    kernel: KernelManager,
) -> NotebookNode:
    """Execute a notebook with papermill in a running kernel into `out` and return it.

    parameters: what it is executed with; told: the parameters as the executed notebook shows them.
    Raises NotebookFailed when a cell fails, and ValueError for a parameter the notebook does not
    declare (papermill alone would only warn).
    """
    declared = papermill.inspect_notebook(str(notebook.path))
    unknown = set(parameters) - set(declared)
    if unknown:
        raise ValueError(f"{notebook.name} has no parameter {', '.join(sorted(unknown))}")
    nbformat.write(notebook.in_language(str(parameters["language"])), out)
    try:
        executed = papermill.execute_notebook(
            str(out),
            str(out),
            parameters=dict(parameters),
            kernel_name=KERNEL,
            progress_bar=False,
            log_output=False,
            km=kernel,
        )
    except PapermillExecutionError as error:
        raise NotebookFailed(notebook.name, _reached(out), error.ename, error.evalue) from None
    except RuntimeError as error:  # the kernel died
        raise NotebookFailed(notebook.name, _reached(out), type(error).__name__, str(error)) from None
    names = {"input_path": notebook.path.name, "output_path": out.name, "parameters": dict(told)}
    executed.metadata.papermill.update(names)
    for cell in executed.cells:
        if INJECTED in cell.metadata.tags:
            cell.source = translate_parameters(KERNEL, "python", told, "Parameters")
    nbformat.write(executed, out)
    return executed


def _reached(stopped: Path) -> int:
    """The number of the last code cell begun, as JupyterLab counts them in the notebook of the project.

    The cell with the parameters declared is the first; the one papermill sets them in is not there.
    """
    code = [cell for cell in nbformat.read(stopped, as_version=4).cells if cell.cell_type == "code"]
    own = (cell.metadata for cell in code if INJECTED not in cell.metadata.get("tags", ()))
    return sum(cell.get("papermill", {}).get("start_time") is not None for cell in own)
