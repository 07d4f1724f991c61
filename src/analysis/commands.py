"""What each command does with its parsed options: call, print, exit status."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import click
import pandas as pd
from tqdm import tqdm

from analysis.programme import Period, Programme, load_programme
from analysis.wording import Words

DONE, DONE_WITH_ERRORS, NOTHING_DONE = 0, 1, 2
"""Exit statuses: done; done, but the input has errors; wrong call, nothing usable or a fault of
the program."""


def periods(words: Words, *, programme: Path, today: dt.datetime | None, as_json: bool) -> int:
    """The reporting periods with their deadlines, and what has come and what has not."""
    from analysis.intake.inputs import read_coverage

    loaded, day = load_programme(programme), today.date() if today else dt.date.today()
    rows: list[dict[str, Any]] = []
    for period in loaded.periods:
        papers = [
            {"kind": p.kind, "sender": p.sender, "due": str(p.due.date()), "received": bool(p.received)}
            for p in read_coverage(loaded, period).itertuples()
        ]
        rows.append(
            {
                "id": period.id,
                "name": words.text(period.name),
                "status": period.status,
                "before": str(period.before),
                "last_good_day": str(period.last_good_day),
                "days_left": (period.last_good_day - day).days,
                "weekend": period.last_good_day.weekday() >= 5,
                "received": [p for p in papers if p["received"]],
                "missing": [p for p in papers if not p["received"]],
            }
        )
    if as_json:
        _print_json({"programme": loaded.id, "today": str(day), "periods": rows})
        return DONE
    senders = {u.code: u.name for u in loaded.units} | {o.id: o.short for o in loaded.offices}
    for period, row in zip(loaded.periods, rows, strict=True):
        left = (period.last_good_day - day).days
        when = words("cli.days_left", days=left) if left >= 0 else words("cli.days_over", days=-left)
        name = words.text(period.name)
        click.echo(words("cli.period", id=period.id, name=name, day=period.last_good_day, when=when))
        if row["weekend"]:
            click.echo("  " + words("cli.weekend"))
        received, missing = len(row["received"]), len(row["missing"])
        click.echo("  " + words("cli.papers", received=received, owed=received + missing))
        for paper in row["missing"]:
            due = dt.date.fromisoformat(paper["due"])
            sender = senders.get(paper["sender"], paper["sender"])
            click.echo("  - " + words("cli.missing", kind=words.term(paper["kind"]), sender=sender, due=due))
    return DONE


def check(
    words: Words, *, paths: tuple[Path, ...], programme: Path, as_json: bool, findings: Path | None
) -> int:
    """Read files or folders and list what is wrong in them, with file, sheet and cell.

    findings: FILE.xlsx to write what goes back to the senders to, as `reports.marked_copies` says.
    """
    from analysis.intake.inputs import read_files
    from analysis.reports.marked_copies import CopiesKept, outputs, write_marked_copies
    from analysis.reports.messages import worded

    loaded = load_programme(programme)
    for path in paths:
        path.stat()  # a wrong path is a wrong call, not a file without rows
    if findings is not None:
        received = [path.resolve() for path in (*paths, loaded.folder)]
        written = [path.resolve() for path in outputs(findings)]
        among = any(out.is_relative_to(path) for out in written for path in received)
        replaced = any(path.is_relative_to(written[-1]) for path in received)
        if among or replaced:
            raise click.UsageError(words("cli.findings_among_inputs", file=str(findings)))
    files, found = read_files(paths, loaded)
    said = worded(found, words)
    listed = said.astype(object).where(said.notna(), None).to_dict("records")
    counted = found.severity.value_counts()
    errors, warnings = int(counted.get("error", 0)), int(counted.get("warning", 0))
    rejected = int(files.kind.isna().sum())
    if findings is not None:
        try:
            copies = write_marked_copies(findings, paths, files, found, loaded, words, today=dt.date.today())
        except CopiesKept as kept:
            raise click.UsageError(words("cli.copies_kept", place=str(kept))) from None
        click.echo(words("cli.copies_written", file=str(findings), copies=copies), err=True)
    if as_json:
        columns = [name for name in files.columns if name != "synthetic"]
        summary = {"errors": errors, "warnings": warnings, "files_rejected": rejected}
        rows = [{k: _none(v) for k, v in row.items()} for row in files[columns].to_dict("records")]
        _print_json({"files": rows, "findings": listed, "summary": summary})
    else:
        senders = {u.code: u.name for u in loaded.units} | {o.id: o.short for o in loaded.offices}
        for row in files.itertuples():
            kind = words("cli.no_kind") if _none(row.kind) is None else words.term(row.kind)
            sender = senders.get(row.unit, _none(row.unit))
            about = [row.file, kind, sender, _day(_none(row.round), words)]
            counts = {name: getattr(row, name) for name in ("rows_read", "rows_used", "rows_set_aside")}
            own = found.severity[found.file == row.file]
            counts |= {"errors": int((own == "error").sum()), "warnings": int((own == "warning").sum())}
            click.echo(words("cli.file", about=" · ".join(part for part in about if part), **counts))
        for item in listed:
            place = ", ".join(str(item[k]) for k in ("file", "sheet", "cell") if item[k] is not None)
            severity = words.term(item["severity"])
            click.echo(f"{place} · {severity} · {item['message']} {item['hint']} ({item['code']})")
        click.echo(words("cli.summary", files=len(files), errors=errors, warnings=warnings))
    if len(files) == 0 or rejected == len(files):
        return NOTHING_DONE
    return DONE_WITH_ERRORS if errors else DONE


def report(
    words: Words,
    *,
    period: str | None,
    all_periods: bool,
    programme: Path,
    out: Path,
    only: tuple[str, ...],
    jobs: int,
    force: bool,
) -> int:
    """Execute the notebooks of one period, or of all, and print each report's folder once it is there."""
    from analysis.reports.folders import report_folder
    from analysis.reports.kernels import Kernels
    from analysis.reports.notebooks import find_notebooks

    loaded = load_programme(programme)
    chosen = _chosen(loaded, period, all_periods, words)
    for each in chosen:
        report_folder(each, out, force=force)  # all are looked at before any is made
    errors = 0
    steps = len(chosen) * len(find_notebooks(only))
    with (
        Kernels(min(jobs, steps), first="import analysis.reports.page") as kernels,
        tqdm(total=steps, unit=words("cli.notebook"), file=sys.stderr) as bar,
    ):
        # Takes as long as the kernels take to start, so it is done meanwhile.
        from analysis.reports.batch import write_report

        for each in chosen:

            def step(name: str, each: Period = each) -> None:
                bar.set_postfix_str(f"{each.id} · {name}")
                bar.update()

            made = write_report(
                loaded,
                each,
                out,
                language=words.language,
                only=only,
                kernels=kernels,
                force=force,
                progress=step,
            )
            errors += made.errors
            with tqdm.external_write_mode(sys.stdout):
                click.echo(made.folder)
    if errors:
        click.echo(words("cli.report_errors", errors=errors), err=True)
    return DONE_WITH_ERRORS if errors else DONE


def sample(words: Words, *, out: Path, households: int, seed: int, units: int | None, programme: Path) -> int:
    """Write a synthetic programme folder in the official layouts."""
    from analysis.sample.write_sample import write_sample

    folder = write_sample(load_programme(programme), out, households=households, seed=seed, units=units)
    click.echo(words("cli.sample_done"), err=True)
    click.echo(folder)
    return DONE


def doctor(words: Words, *, as_json: bool) -> int:
    """Check the installation: versions, fonts, kernel, write access."""
    from analysis.doctor import checks

    results = checks()
    if as_json:
        _print_json({"checks": [{"check": name, "ok": ok, "found": found} for name, ok, found in results]})
    else:
        for name, ok, found in results:
            click.echo(f"{'✓' if ok else '✗'} {words(f'cli.doctor_{name}')}: {found}")
    return DONE if all(ok for _, ok, _ in results) else NOTHING_DONE


def _day(round_: str | None, words: Words) -> str | None:
    """The day or month a file stands for, as the reader writes days; months stay YYYY-MM."""
    try:
        return round_ and words.date(dt.date.fromisoformat(round_))
    except ValueError:
        return round_


def _chosen(programme: Programme, period: str | None, all_periods: bool, words: Words) -> tuple[Period, ...]:
    if all_periods == (period is not None):
        raise click.UsageError(words("cli.period_or_all"))
    return programme.periods if all_periods else (programme.period(str(period)),)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _none(value: Any) -> Any:
    """Missing values as None, numbers of pandas as Python's."""
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
