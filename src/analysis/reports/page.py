"""What a notebook opens: inputs, results and words of one period, and how they are shown.

Tables and charts travel inside the executed notebook, as displays with a type of their own, so
that a notebook run alone in JupyterLab and one run by the batch are the same document.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import Markdown, display
from matplotlib.figure import Figure

from analysis.intake.inputs import Inputs, read_inputs
from analysis.programme import Period, Programme, load_programme
from analysis.reports.charts.note import ReportNote
from analysis.reports.charts.style import save_figure
from analysis.reports.figures import figures_of
from analysis.reports.labels import Labels
from analysis.reports.table import formatted, payload, styled
from analysis.results import Results
from analysis.wording import Words, load_words

MIME = "application/vnd.giamngheo+json"


class Page:
    """One notebook's view of one period, in one language."""

    def __init__(self, inputs: Inputs, words: Words, notebook: str) -> None:
        self.inputs, self.words, self.notebook = inputs, words, notebook
        self.programme: Programme = inputs.programme
        self.period: Period = inputs.period
        self.results = Results(inputs)

    @cached_property
    def labels(self) -> Labels:
        """Names of units, projects, indicators, classes and columns."""
        return Labels(self.programme, self.results.standard, self.words)

    def note(self, source: str, *, law: bool = True) -> ReportNote:
        """What stands under a chart; `source` is a key of the words, `law` false for money."""
        words, unlisted = self.words, self.results.unlisted_units
        papers = words(f"report.source_{source}")
        if source == "lists" and unlisted:
            papers += "; " + words("report.without_units", units=self.labels.values(unlisted))
        return ReportNote(
            baseline=self.programme.baseline.date,
            as_of=self.period.as_of,
            status=self.period.status,
            source=papers,
            standard=self.labels.standard_name if law else None,
            synthetic=self.inputs.synthetic,
            place=self.programme.district.name,
            residents=self.results.residents_date(self.results.after),
        )

    def heading(self) -> Markdown:
        """Programme, period, date, status and standard: what every figure below carries."""
        words = self.words
        facts = words(
            "report.facts",
            programme=words.text(self.programme.name),
            period=words.text(self.period.name),
            as_of=self.period.as_of,
            status=words(f"report.status_{self.period.status}"),
            standard=self.labels.standard_name,
            baseline=words.text(self.programme.baseline.name),
        )
        return Markdown(f"**{words('report.synthetic')}**\n\n{facts}" if self.inputs.synthetic else facts)

    def say(self, sentence: Callable[[Any, Labels], str], results: object = None) -> Markdown:
        """A computed paragraph of the report, one of `sentences`; `results` where not this page's own."""
        return Markdown(sentence(self.results if results is None else results, self.labels))

    def named(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with `unit_name`, `number` or `name` for its units, projects or sources."""
        known = {
            "unit_code": {"unit_name": {u.code: u.name for u in self.programme.units}},
            "project": {
                "number": {p.id: p.number for p in self.programme.projects},
                "name": {p.id: p.name for p in self.programme.projects},
            },
            "source": {"name": {s.id: self.words.text(s.name) for s in self.programme.sources}},
        }
        new = {
            column: frame[key].map(names)
            for key, columns in known.items()
            if key in frame
            for column, names in columns.items()
        }
        return frame.assign(**new)

    def table(
        self,
        name: str,
        frame: pd.DataFrame,
        columns: Sequence[str] | None = None,
        *,
        folded: bool = False,
    ) -> None:
        """Show a table, or some of its columns; every number shown becomes a figure of the report.

        folded: closed until the reader opens it, for a long table that is looked up and not read.
        """
        title = self.words(f"tables.{name}")
        figures = figures_of(name, frame, self.labels, self.notebook, columns=columns)
        frame = frame if columns is None else frame[list(columns)]
        table = payload(name, title, frame, self.labels)
        html = styled(formatted(frame, self.labels), frame, title).to_html()
        if frame.empty:
            html = f"<p><strong>{title}</strong>: {self.words('report.no_rows')}</p>"
        elif folded:
            summary = self.words("report.folded", title=title, rows=len(frame))
            html = f"<details><summary>{summary}</summary>{html}</details>"
        display(
            {"text/html": html, MIME: {"table": table, "figures": figures}, "text/plain": title}, raw=True
        )

    def chart(self, name: str, figure: Figure) -> None:
        """Show a chart; it becomes a picture of the report, as PNG and SVG."""
        png, svg = io.BytesIO(), io.StringIO()
        save_figure(figure, png, svg)
        title = figure.get_suptitle().replace("\n", " ")
        display(
            {
                "image/png": png.getvalue(),
                "image/svg+xml": svg.getvalue(),
                MIME: {"chart": {"name": name, "title": title}},
                "text/plain": title,
            },
            raw=True,
            metadata={"image/png": {"alt": title}},
        )


def open_page(programme: str, period: str, *, language: str = "vi", notebook: str = "explore") -> Page:
    """Read the inputs of a period and open a page on them.

    programme: the programme's folder; period: id or date of a period; language: `vi` or `en`;
    notebook: the name its figures carry.
    Raises as `load_programme`, `Programme.period` and `read_inputs` do.
    """
    folder = load_programme(programme).folder
    inputs = _inputs(folder, period, _state(folder))
    return Page(copy.deepcopy(inputs), load_words(language), notebook)


@lru_cache(maxsize=1)
def _inputs(programme: Path, period: str, state: tuple) -> Inputs:
    """The inputs, kept while no file changes: a notebook opened next in the same kernel has them."""
    return read_inputs(programme, period)


def _state(folder: Path) -> tuple:
    """What changes when a file of the folder does."""
    state = []
    for path in sorted(folder.rglob("*")):
        with suppress(OSError):  # a link that leads nowhere, a file that goes while it is looked at
            stat = path.stat()
            state.append((str(path), stat.st_size, stat.st_mtime_ns))
    return tuple(state)
