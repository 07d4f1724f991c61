"""The notebooks of a report: found in their folder, put into one language, executed by papermill."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from analysis.wording import LANGUAGES

FOLDER = Path(__file__).resolve().parents[3] / "notebooks"

KERNEL = "python3"
"""The kernel of the environment the batch runs in; the one stored in a notebook may not exist here."""

LONGEST_SOCKET_FOLDER = 80
"""A socket's path has room for about a hundred bytes, its file's name included."""


class NotebookFailed(RuntimeError):
    """A notebook stopped: its name, the cell's number and the kind of error."""

    def __init__(self, name: str, cell: int, error: str, reason: str) -> None:
        self.name, self.cell, self.error, self.reason = name, cell, error, reason
        super().__init__(f"{name}, cell {cell}: {error}: {reason}")


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

    Raises UnknownNotebook for a name that fits none.
    """
    found = [Notebook(path) for path in sorted(folder.glob("[0-9][0-9]_*.ipynb"))]
    for asked in only:
        if not any(asked in (n.name, n.name[:2], n.name[3:]) for n in found):
            raise UnknownNotebook(asked, [n.name for n in found])
    return [n for n in found if not only or {n.name, n.name[:2], n.name[3:]} & set(only)]


def execute(notebook: Notebook, out: Path, parameters: Mapping[str, object], language: str) -> NotebookNode:
    """Execute a notebook with papermill into `out` and return it.

    Raises NotebookFailed when a cell fails, and ValueError for a parameter the notebook does not
    declare (papermill alone would only warn).
    """
    declared = papermill.inspect_notebook(str(notebook.path))
    unknown = set(parameters) - set(declared)
    if unknown:
        raise ValueError(f"{notebook.name} has no parameter {', '.join(sorted(unknown))}")
    nbformat.write(notebook.in_language(language), out)
    try:
        with _kernel_channel() as config:
            executed = papermill.execute_notebook(
                str(out),
                str(out),
                parameters=dict(parameters),
                kernel_name=KERNEL,
                progress_bar=False,
                log_output=False,
                config=config,
            )
    except PapermillExecutionError as error:
        raise NotebookFailed(notebook.name, error.exec_count or 0, error.ename, error.evalue) from None
    except RuntimeError as error:  # the kernel died or did not start
        raise NotebookFailed(notebook.name, 0, type(error).__name__, str(error)) from None
    executed.metadata.papermill.update(input_path=notebook.path.name, output_path=out.name)
    nbformat.write(executed, out)
    return executed


@contextmanager
def _kernel_channel() -> Iterator[Config]:
    """How a kernel is talked to: sockets in a folder of its own, where the system has them.

    Kernels started side by side can race for TCP ports; and without a path of its own every
    kernel would use the same socket in the working folder.
    """
    with tempfile.TemporaryDirectory(prefix="k") as folder:
        ipc = os.name == "posix" and len(folder) <= LONGEST_SOCKET_FOLDER
        channel = {"transport": "ipc", "ip": f"{folder}/s"} if ipc else {"transport": "tcp"}
        # A kernel told to stop would print that it was interrupted.
        quiet = {"extra_arguments": ["--IPKernelApp.log_level=50"]}
        yield Config({"KernelManager": channel, "NotebookClient": quiet})
