"""One notebook executed by papermill in a running kernel."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

import nbformat
import papermill
from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.translators import translate_parameters

from analysis.reports.kernels import KERNEL
from analysis.reports.notebooks import Notebook

INJECTED = "injected-parameters"
"""The tag of the cell that papermill sets the parameters in."""

# What papermill logs about a notebook that stops, it also raises.
logging.getLogger("papermill").addHandler(logging.NullHandler())


class NotebookFailed(RuntimeError):
    """A notebook stopped: its name, the number of the code cell and the kind of error."""

    def __init__(self, name: str, cell: int, error: str, reason: str) -> None:
        self.name, self.cell, self.error, self.reason = name, cell, error, reason
        super().__init__(f"{name}, cell {cell}: {error}: {reason}")


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
