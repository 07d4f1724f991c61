"""Executed notebooks as HTML pages of one file each: prose, tables and charts, no code, no requests."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from traitlets.config import Config

from analysis.wording import Words

# PNG before SVG: a page must look the same on a machine that lacks the chart's font.
SHOWN = ["text/html", "text/markdown", "image/png", "image/svg+xml", "text/plain"]


@cache
def _templates() -> Environment:
    loader = PackageLoader("analysis.reports", "templates")
    return Environment(loader=loader, autoescape=select_autoescape(), undefined=StrictUndefined)


def notebook_page(notebook: NotebookNode, title: str, facts: Sequence[str], words: Words) -> str:
    """One notebook as a page of its own."""
    exporter = HTMLExporter(
        config=Config({"NbConvertBase": {"display_data_priority": SHOWN}}),
        template_name="basic",
        exclude_input=True,
        exclude_output_prompt=True,
    )
    body, _ = exporter.from_notebook_node(notebook)
    return _templates().get_template("page.html.j2").render(title=title, facts=facts, body=body, words=words)


def index_page(
    title: str,
    facts: Sequence[str],
    pages: Sequence[tuple[str, str]],
    charts: Sequence[tuple[str, str]],
    files: Sequence[tuple[str, str]],
    words: Words,
) -> str:
    """The first page of a report folder: its pages, charts (name, title) and files (path, what)."""
    template = _templates().get_template("index.html.j2")
    return template.render(title=title, facts=facts, pages=pages, charts=charts, files=files, words=words)


def write_page(path: Path, text: str) -> None:
    """Write a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf8")
