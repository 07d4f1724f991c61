"""One period into one dated folder: notebooks executed, their content laid out, whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
import os
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jupyter_client.manager import KernelManager
from nbformat import NotebookNode

from analysis.intake.inputs import Inputs, read_inputs
from analysis.programme import Period, Programme
from analysis.reports import html, workbooks
from analysis.reports.execution import execute
from analysis.reports.figures import registry
from analysis.reports.folders import report_folder, whole_or_not_at_all
from analysis.reports.kernels import Kernels
from analysis.reports.labels import Labels
from analysis.reports.manifest import manifest
from analysis.reports.notebooks import Notebook, find_notebooks, title_of
from analysis.reports.page import MIME
from analysis.results import Results
from analysis.wording import Words, load_words


@dataclass(frozen=True)
class Report:
    """A finished report: its folder, and how many errors its inputs and identities have."""

    folder: Path
    errors: int


def write_report(
    programme: Programme,
    period: Period,
    out: Path,
    *,
    kernels: Kernels,
    language: str = "vi",
    only: Sequence[str] = (),
    force: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> Report:
    """Execute the notebooks for a period and lay everything out in `out`/<date>_<id>.

    kernels: what the notebooks run in; only: names or numbers of notebooks; progress: told each
        notebook that is done.
    Raises FolderExists, FolderInUse, UnknownNotebook, NotebookFailed, FigureConflict, and what
        `read_inputs` raises; then `out` is as it was before.
    """
    words, notebooks = load_words(language), find_notebooks(tuple(only))
    final = report_folder(period, out, force=force)
    started = _now()
    parameters = {"programme": programme.folder.as_posix(), "period": period.id, "language": language}
    told = {**parameters, "programme": _portable(programme.folder)}
    with whole_or_not_at_all(final, force) as stage:
        (stage / "notebooks").mkdir()

        def run(notebook: Notebook, kernel: KernelManager) -> NotebookNode:
            path = stage / "notebooks" / f"{notebook.name}.ipynb"
            executed = execute(notebook, path, parameters, told, kernel)
            progress(notebook.name)
            return executed

        running: dict[Notebook, Future[NotebookNode]] = {}
        try:
            for notebook in notebooks:
                running[notebook] = kernels.submit(partial(run, notebook))
            inputs = read_inputs(programme, period)
            results = Results(inputs)
            facts = _facts(inputs, results, words)
            executed, pages = {}, []
            for notebook, future in running.items():  # laid out while the next ones run
                node = executed[notebook] = future.result()
                title, page = title_of(node), f"html/{notebook.name}.html"
                html.write_page(stage / page, html.notebook_page(node, title, facts, words))
                pages.append((page, title))
        except KeyboardInterrupt:
            kernels.stop()
            raise
        finally:  # a notebook that still ran would write on into a folder that is being removed
            for future in running.values():
                future.cancel()
            wait(running.values())

        shown = [payload for notebook in executed.values() for payload in _payloads(notebook)]
        figures = registry(f for p in shown for f in p.get("figures", ()))
        _write_json(stage / "figures.json", figures)
        charts = _write_charts(stage / "charts", executed.values())
        tables = list({p["table"]["name"]: p["table"] for p in shown if "table" in p}.values())
        workbooks.write_tables(stage / "tables.xlsx", tables, words, facts)
        findings = workbooks.findings_table(inputs.findings, words)
        workbooks.write_tables(stage / "findings.xlsx", [findings], words, facts)
        files = [(f, words(f"report.file_{f.split('.')[0]}")) for f in _FILES]
        html.write_page(
            stage / "index.html",
            html.index_page(facts[0], facts[1:], pages, list(charts.items()), files, words),
        )
        _write_json(
            stage / "manifest.json",
            manifest(
                inputs,
                standard=results.standard,
                parameters={**told, "only": list(only)},
                started=started,
                finished=_now(),
                notebooks=[{"name": n.name, "status": "completed"} for n in executed],
                identities=results.identities,
                written=[path for path in stage.rglob("*") if path.is_file()],
                folder=stage,
            ),
        )
    broken = results.identities
    errors = int((inputs.findings.severity == "error").sum())
    return Report(final, errors + int((~broken.holds & (broken.severity == "error")).sum()))


def _facts(inputs: Inputs, results: Results, words: Words) -> list[str]:
    """What stands at the head of every page and sheet: period, programme, date, status, standard."""
    period = inputs.period
    status = words(f"report.status_{period.status}")
    return [
        words.text(period.name),
        words.text(inputs.programme.name),
        words("report.as_of_line", as_of=period.as_of, status=status),
        Labels(inputs.programme, results.standard, words).standard_name,
        *([words("report.synthetic")] if inputs.synthetic else []),
    ]


_FILES = ("tables.xlsx", "findings.xlsx", "figures.json", "manifest.json")


def _payloads(notebook: NotebookNode) -> Iterator[dict]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if MIME in output.get("data", {}):
                yield output.data[MIME]


def _write_charts(folder: Path, notebooks: Iterable[NotebookNode]) -> dict[str, str]:
    """Each chart once as PNG and SVG; returns titles by name."""
    folder.mkdir()
    titles: dict[str, str] = {}
    for notebook in notebooks:
        for cell in notebook.cells:
            for output in cell.get("outputs", ()):
                chart = output.get("data", {}).get(MIME, {}).get("chart")
                if chart and chart["name"] not in titles:
                    titles[chart["name"]] = chart["title"]
                    (folder / f"{chart['name']}.png").write_bytes(b64decode(output.data["image/png"]))
                    svg = output.data["image/svg+xml"]
                    (folder / f"{chart['name']}.svg").write_text(
                        svg if isinstance(svg, str) else "".join(svg), encoding="utf8"
                    )
    return titles


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf8")


def _portable(folder: Path) -> str:
    """The folder as seen from where the command runs; one that is not below it by its name alone.

    No report holds somebody's home path: to run such a report's notebooks again, give them the folder.
    """
    place = Path(os.path.abspath(folder))
    return (
        place.relative_to(Path.cwd()) if place.is_relative_to(Path.cwd()) else Path(place.name)
    ).as_posix()


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
