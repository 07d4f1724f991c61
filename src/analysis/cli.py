"""The command `giamngheo`: parse, call, print. Results go to stdout, messages to stderr."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from analysis.law import LawError
from analysis.programme import Period, Programme, ProgrammeError, UnknownPeriod, load_programme
from analysis.wording import LANGUAGES, Words, load_words

DONE, DONE_WITH_ERRORS, NOTHING_DONE = 0, 1, 2
"""Exit statuses: done; done, but the input has errors; wrong call or nothing usable."""

PROGRAMME = Path("data/ben-cau-2023")
OUT = Path("outputs")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with its arguments and return the exit status; errors become one sentence."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    words = load_words(_language(arguments))
    try:
        return command_line(words).main(arguments, "giamngheo", standalone_mode=False) or DONE
    except click.ClickException as error:
        sentence = _misuse(error, words)
    except click.Abort:
        sentence = words("cli.stopped")
    except Exception as error:
        sentence = _failure(error, words)
        if sentence is None:
            raise
    click.echo(f"{words('cli.error')}: {sentence}", err=True)
    return NOTHING_DONE


def command_line(words: Words) -> click.Group:
    """All commands, their help in the given language."""
    help_names = {"help_option_names": ["-h", "--help"], "max_content_width": 110}
    cli = click.Group("giamngheo", help=words("cli.help"), context_settings=help_names)

    def option(*names: str, **settings: Any) -> click.Option:
        key = names[0].removeprefix("--").replace("-", "_")
        return click.Option(names, help=words(f"cli.option_{key}"), show_default=True, **settings)

    def programme(default: Path = PROGRAMME) -> click.Option:
        return option("--programme", type=click.Path(path_type=Path), default=default)

    def command(name: str, run: Callable[..., int | None], *params: click.Parameter) -> None:
        language = option(
            "--language", type=click.Choice(LANGUAGES), default=words.language, expose_value=False
        )
        text = words(f"cli.{name}_help")
        cli.add_command(click.Command(name, callback=run, params=[*params, language], help=text))

    def path(**settings: Any) -> click.Path:
        return click.Path(path_type=Path, **settings)

    as_json = {"is_flag": True}
    command(
        "periods",
        lambda **given: periods(words, **given),
        programme(),
        option("--today", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])),
        option("--json", "as_json", **as_json),
    )
    command(
        "check",
        lambda **given: check(words, **given),
        click.Argument(["paths"], nargs=-1, required=True, type=path(exists=True)),
        programme(),
        option("--json", "as_json", **as_json),
        option("--findings", type=path(dir_okay=False)),
    )
    command(
        "report",
        lambda **given: report(words, **given),
        option("--period"),
        option("--all", "all_periods", is_flag=True),
        programme(),
        option("--out", type=path(file_okay=False), default=OUT),
        option("--only", multiple=True),
        option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1),
        option("--force", is_flag=True),
    )
    command(
        "sample",
        lambda **given: sample(words, **given),
        option("--out", type=path(file_okay=False), required=True),
        option("--households", type=click.IntRange(1), default=20_000),
        option("--seed", type=int, default=2023),
        option("--units", type=click.IntRange(1)),
        programme(),
    )
    command("doctor", lambda **given: doctor(words, **given), option("--json", "as_json", **as_json))
    return cli


def periods(words: Words, *, programme: Path, today: dt.datetime | None, as_json: bool) -> int:
    """The reporting periods with their deadlines, and what has come and what has not."""
    from analysis.intake.inputs import read_inputs

    loaded, day = load_programme(programme), today.date() if today else dt.date.today()
    rows = []
    for period in loaded.periods:
        coverage = read_inputs(loaded, period).coverage
        papers = [
            {"kind": p.kind, "sender": p.sender, "due": str(p.due.date()), "received": bool(p.received)}
            for p in coverage.itertuples()
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
        left = row["days_left"]
        when = words("cli.days_left", days=left) if left >= 0 else words("cli.days_over", days=-left)
        click.echo(words("cli.period", id=period.id, name=row["name"], day=period.last_good_day, when=when))
        if row["weekend"]:
            click.echo("  " + words("cli.weekend"))
        click.echo("  " + words("cli.papers", received=len(row["received"]), owed=len(papers_of(row))))
        for paper in row["missing"]:
            due = dt.date.fromisoformat(paper["due"])
            sender = senders.get(paper["sender"], paper["sender"])
            click.echo("  - " + words("cli.missing", kind=words.term(paper["kind"]), sender=sender, due=due))
    return DONE


def papers_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """All papers owed in a period's row, come or not."""
    return [*row["received"], *row["missing"]]


def check(
    words: Words, *, paths: tuple[Path, ...], programme: Path, as_json: bool, findings: Path | None
) -> int:
    """Read files or folders and list what is wrong in them, with file, sheet and cell."""
    from analysis.intake.inputs import read_files
    from analysis.reports.messages import hint, message
    from analysis.reports.workbooks import findings_table, write_tables

    loaded = load_programme(programme)
    files, found = read_files(paths, loaded)
    listed = [
        {
            **{
                k: _none(getattr(f, k))
                for k in ("file", "sheet", "cell", "row", "column", "severity", "code")
            },
            "message": message(f.code, f.facts, words),
            "hint": hint(f.code, f.facts, words),
            "value_shown": "value" in f.facts,
        }
        for f in found.rename(columns={"values": "facts"}).itertuples()
    ]
    counted = found.severity.value_counts()
    errors, warnings = int(counted.get("error", 0)), int(counted.get("warning", 0))
    rejected = int(files.kind.isna().sum())
    if findings is not None:
        write_tables(findings, [findings_table(found, words)], words, [words("tables.findings")])
    if as_json:
        columns = [name for name in files.columns if name != "synthetic"]
        summary = {"errors": errors, "warnings": warnings, "files_rejected": rejected}
        rows = [{k: _none(v) for k, v in row.items()} for row in files[columns].to_dict("records")]
        _print_json({"files": rows, "findings": listed, "summary": summary})
    else:
        units = {unit.code: unit.name for unit in loaded.units}
        for row in files.itertuples():
            kind = words("cli.no_kind") if _none(row.kind) is None else words.term(row.kind)
            unit = units.get(row.unit, _none(row.unit) or "")
            counts = {name: getattr(row, name) for name in ("rows_read", "rows_used", "rows_set_aside")}
            click.echo(
                words("cli.file", file=row.file, kind=kind, unit=unit, round=_none(row.round) or "", **counts)
            )
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
    """Execute the notebooks of one period, or of all, and print each report's folder."""
    from analysis.reports.batch import write_report
    from analysis.reports.notebooks import find_notebooks

    loaded = load_programme(programme)
    chosen = _chosen(loaded, period, all_periods, words)
    errors, folders = 0, []
    with tqdm(
        total=len(chosen) * len(find_notebooks(only)), unit=words("cli.notebook"), file=sys.stderr
    ) as bar:
        for each in chosen:

            def step(name: str, each: Period = each) -> None:
                bar.set_description(f"{each.id} · {name}")
                bar.update()

            made = write_report(
                loaded,
                each,
                out,
                language=words.language,
                only=only,
                jobs=jobs,
                force=force,
                progress=step,
            )
            errors += made.errors
            folders.append(made.folder)
    if errors:
        click.echo(words("cli.report_errors", errors=errors), err=True)
    for folder in folders:
        click.echo(folder)
    return DONE_WITH_ERRORS if errors else DONE


def sample(words: Words, *, out: Path, households: int, seed: int, units: int | None, programme: Path) -> int:
    """Write a synthetic programme folder in the official layouts."""
    from analysis.sample import write_sample

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


def _chosen(programme: Programme, period: str | None, all_periods: bool, words: Words) -> tuple[Period, ...]:
    if all_periods == (period is not None):
        raise click.UsageError(words("cli.period_or_all"))
    return programme.periods if all_periods else (programme.period(str(period)),)


def _language(arguments: Sequence[str]) -> str:
    """The language asked for, looked up before parsing, because the help is in it too."""
    for before, argument in zip(["", *arguments], arguments, strict=False):
        asked = argument.removeprefix("--language=") if before != "--language" else argument
        if asked in LANGUAGES and (before == "--language" or argument.startswith("--language=")):
            return asked
    return LANGUAGES[0]


def _misuse(error: click.ClickException, words: Words) -> str:
    """A wrong call in one sentence."""
    match error:
        case click.NoSuchOption():
            return words("cli.no_option", name=error.option_name)
        case click.MissingParameter():
            return words("cli.missing_parameter", name=_parameter(error))
        case click.BadParameter():
            return words("cli.bad_parameter", name=_parameter(error), reason=error.message)
        case click.UsageError() if "No such command" in error.message:
            return words("cli.no_command", known=", ".join(command_line(words).commands))
        case click.exceptions.NoArgsIsHelpError():
            return error.message
        case _:
            return error.message


def _parameter(error: click.BadParameter) -> str:
    return error.param.opts[0] if error.param is not None else error.param_hint or ""  # type: ignore[return-value]


def _failure(error: Exception, words: Words) -> str | None:
    """What went wrong in one sentence; None for a programming error, which must show itself."""
    from analysis.intake.inputs import NothingUsable
    from analysis.reports.batch import FolderExists
    from analysis.reports.figures import FigureConflict
    from analysis.reports.notebooks import NotebookFailed, UnknownNotebook

    match error:
        case ProgrammeError():
            problems = "; ".join(f"{where}: {why}" for where, why in error.problems)
            return words("cli.bad_programme", file=str(error.file), problems=problems)
        case UnknownPeriod():
            known = ", ".join(f"{id} ({date})" for id, date in error.known)
            return words("cli.unknown_period", asked=error.asked, known=known)
        case LawError():
            return words("cli.no_law", on=str(error.on), known=", ".join(error.known))
        case NothingUsable():
            return words("cli.nothing_usable", folder=str(error))
        case FolderExists():
            return words("cli.folder_exists", folder=str(error))
        case UnknownNotebook():
            return words("cli.unknown_notebook", asked=error.asked, known=", ".join(error.known))
        case NotebookFailed():
            return words(
                "cli.notebook_failed",
                name=error.name,
                cell=error.cell,
                error=error.error,
                reason=error.reason,
            )
        case FigureConflict():
            return words("cli.figure_conflict", figure=str(error))
        case PermissionError() | FileExistsError() | NotADirectoryError():
            return words("cli.no_access", file=str(error.filename))
        case _:
            return None


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _none(value: Any) -> Any:
    """Missing values as None, numbers of pandas as Python's."""
    if value is None or value != value or str(value) == "<NA>":
        return None
    return value.item() if hasattr(value, "item") else value
