"""What went wrong, in one sentence of the reader's language."""

from __future__ import annotations

import errno

import click

from analysis.assumptions import AssumptionsError
from analysis.law import LawError
from analysis.programme import ProgrammeError, UnknownPeriod
from analysis.wording import Words


def misuse(error: click.ClickException, words: Words) -> str:
    """A wrong call in one sentence."""
    match error:
        case click.NoSuchOption():
            return words("cli.no_option", name=error.option_name)
        case click.MissingParameter():
            return words("cli.missing_parameter", name=_parameter(error))
        case click.BadParameter():
            return words("cli.bad_parameter", name=_parameter(error))
        case click.BadOptionUsage():  # an option without its value, or a flag with one
            return words("cli.bad_parameter", name=error.option_name)
        case click.exceptions.NoArgsIsHelpError():
            return words("cli.missing_command")
        case click.UsageError() if "No such command" in error.message:
            return words("cli.no_command")
        case click.UsageError() if error.message == "Missing command.":
            return words("cli.missing_command")
        case click.UsageError() if "unexpected extra argument" in error.message:
            return words("cli.unexpected_argument")
        case _:
            return error.message


def _parameter(error: click.BadParameter) -> str:
    return error.param.opts[0] if error.param is not None else error.param_hint or ""  # type: ignore[return-value]


def _problem(kind: str, names: str, words: Words) -> str:
    """What is wrong at one place of the programme's file."""
    key = f"cli.programme_{kind}"
    return words(key, names=names) if words.has(key) else words("cli.programme_value")


def failure(error: Exception, words: Words) -> str | None:
    """What went wrong in one sentence; None for a fault of the program."""
    from analysis.intake.inputs import NothingUsable
    from analysis.reports.execution import NotebookFailed
    from analysis.reports.figures import FigureConflict
    from analysis.reports.folders import FolderExists, FolderInUse
    from analysis.reports.notebooks import NoNotebooks, UnknownNotebook

    match error:
        case ProgrammeError() | AssumptionsError():
            problems = (f"{where}: {_problem(kind, names, words)}" for where, kind, names in error.problems)
            return words("cli.bad_programme", file=str(error.file), problems="; ".join(problems))
        case UnknownPeriod():
            known = ", ".join(f"{id} ({date})" for id, date in error.known)
            return words("cli.unknown_period", asked=error.asked, known=known)
        case LawError():
            key = f"cli.no_{error.subject.replace(' ', '_')}"
            return words(key, on=str(error.on), known=", ".join(error.in_force))
        case NothingUsable():
            return words("cli.nothing_usable", folder=str(error))
        case FolderExists():
            return words("cli.folder_exists", folder=str(error))
        case FolderInUse():
            return words("cli.folder_in_use", folder=str(error))
        case NoNotebooks():
            return words("cli.no_notebooks", folder=str(error))
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
        case FileExistsError():
            return words("cli.folder_not_empty", folder=str(error.filename))
        case FileNotFoundError():
            return words("cli.no_file", file=str(error.filename))
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return words("cli.disk_full")
        case OSError(errno=errno.ENAMETOOLONG):
            return words("cli.name_too_long", file=str(error.filename))
        case OSError():
            return words("cli.no_access", file=str(error.filename or error))
        case _:
            return None
