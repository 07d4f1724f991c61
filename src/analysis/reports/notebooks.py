"""The notebooks of a report: found in their folder and put into one language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.wording import LANGUAGES

if TYPE_CHECKING:
    from nbformat import NotebookNode

FOLDER = Path(__file__).resolve().parents[3] / "notebooks"


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
        import nbformat  # takes a second, in which the kernels of a report start

        notebook: NotebookNode = nbformat.read(self.path, as_version=4)
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
