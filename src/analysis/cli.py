"""The command `giamngheo`: parse, call, print. Results go to stdout, messages to stderr."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import click

from analysis import commands
from analysis.commands import DONE, NOTHING_DONE
from analysis.failures import failure, misuse
from analysis.wording import LANGUAGES, Words, load_words

STOPS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Ctrl-C, a request to end, a closed window, Ctrl-Break; each system knows some of them."""

AGAIN = 0.1
"""Seconds after which a stop that got lost is raised again."""

PROGRAMME = Path("data/ben-cau-2023")
OUT = Path("outputs")

FEWEST = 500
"""With fewer households a sample has none of some kinds to draw from."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with its arguments and return the exit status; errors become one sentence."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    words = load_words(_language(arguments))
    try:
        with _stoppable(words):
            return command_line(words).main(arguments, "giamngheo", standalone_mode=False) or DONE
    except click.ClickException as error:
        sentence = misuse(error, words)
    except click.Abort:
        sentence = words("cli.stopped")
    except Exception as error:
        sentence = failure(error, words) or f"{words('cli.fault')}\n{traceback.format_exc().rstrip()}"
    click.echo(f"{words('cli.error')}: {sentence}", err=True)
    return NOTHING_DONE


@contextmanager
def _stoppable(words: Words) -> Iterator[None]:
    """Whatever asks the command to stop does it as Ctrl-C does, once: any more would stop the tidying up.

    Python drops an exception that is raised while it runs a callback of its own, such as that of an
    object that goes; then the stop is raised again a moment later.
    """
    asked = dropped = False
    later: list[threading.Timer] = []

    def stop(number: int, _: object) -> None:
        nonlocal asked, dropped
        if asked and not dropped:
            return
        if not asked:
            with suppress(OSError):  # the window may be closed; nor may Python's own stream be used in here
                os.write(2, f"\n{words('cli.stopping')}\n".encode())
        asked, dropped = True, False
        raise KeyboardInterrupt(number)

    def lost(what: sys.UnraisableHookArgs) -> None:
        nonlocal dropped
        if not isinstance(what.exc_value, KeyboardInterrupt):
            unraisable(what)
            return
        dropped = True
        later.append(threading.Timer(AGAIN, _thread.interrupt_main, what.exc_value.args))
        later[-1].start()

    known = [getattr(signal, name) for name in STOPS if hasattr(signal, name)]
    # What is ignored is ignored on purpose, as by nohup.
    before = {each: was for each in known if (was := signal.getsignal(each)) != signal.SIG_IGN}
    unraisable, sys.unraisablehook = sys.unraisablehook, lost
    for each in before:
        signal.signal(each, stop)
    try:
        yield
    finally:
        dropped = False  # too late to be raised again
        for timer in later:
            timer.cancel()
            timer.join()
        for each, was in before.items():
            signal.signal(each, was)
        sys.unraisablehook = unraisable


def command_line(words: Words) -> click.Group:
    """All commands, their help in the given language."""

    def option(*names: str, **settings: Any) -> click.Option:
        return _Option(names, words, **settings)

    def common() -> list[click.Parameter]:
        language = option(
            "--language", type=click.Choice(LANGUAGES), default=words.language, expose_value=False
        )
        return [language, _help_option(words)]

    cli = click.Group("giamngheo", help=words("cli.help"), params=common(), add_help_option=False)
    cli.options_metavar, cli.subcommand_metavar = words("cli.usage_options"), words("cli.usage_command")
    cli.context_class = _context_class(words)

    def programme(default: Path = PROGRAMME) -> click.Option:
        return option("--programme", type=click.Path(path_type=Path), default=default)

    def command(run: Callable[..., int], *params: click.Parameter) -> None:
        name = run.__name__
        made = click.Command(
            name,
            callback=partial(run, words),
            params=[*params, *common()],
            help=words(f"cli.{name}_help"),
            add_help_option=False,
            options_metavar=words("cli.usage_options"),
        )
        made.context_class = cli.context_class
        cli.add_command(made)

    def path(**settings: Any) -> click.Path:
        return click.Path(path_type=Path, **settings)

    as_json = {"is_flag": True}
    command(
        commands.periods,
        programme(),
        option("--today", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])),
        option("--json", "as_json", **as_json),
    )
    command(
        commands.check,
        click.Argument(["paths"], nargs=-1, required=True, type=path(), metavar=words("cli.usage_paths")),
        programme(),
        option("--json", "as_json", **as_json),
        option("--findings", type=path(dir_okay=False)),
    )
    command(
        commands.report,
        option("--period"),
        option("--all", "all_periods", is_flag=True),
        programme(),
        option("--out", type=path(file_okay=False), default=OUT),
        option("--only", multiple=True),
        option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1),
        option("--force", is_flag=True),
    )
    command(
        commands.sample,
        option("--out", type=path(file_okay=False), required=True),
        option("--households", type=click.IntRange(FEWEST), default=20_000),
        option("--seed", type=click.IntRange(0), default=2023),
        option("--units", type=click.IntRange(1)),
        programme(),
    )
    command(commands.doctor, option("--json", "as_json", **as_json))
    return cli


class _Option(click.Option):
    """An option that says its value, default and bounds in the reader's language, as click does not."""

    def __init__(self, names: Sequence[str], words: Words, **settings: Any) -> None:
        super().__init__(names, help=words(f"cli.option_{names[0].removeprefix('--')}"), **settings)
        if self.is_flag:
            return
        if not isinstance(self.type, click.Choice):
            self.metavar = words(f"cli.value_{self.type.name.replace(' ', '_')}")
        notes = [words("cli.required")] if self.required else []
        if "default" in settings:
            notes.append(words("cli.default", value=str(settings["default"])))
        if isinstance(self.type, click.IntRange):
            notes.append(words("cli.at_least", least=str(self.type.min)))
        if notes:
            self.help = f"{self.help} [{'; '.join(notes)}]"

    def get_help_extra(self, ctx: click.Context) -> Any:
        """Nothing: the help has it."""
        return {}


def _help_option(words: Words) -> click.Option:
    """`--help`, explained in the reader's language."""

    def show(context: click.Context, _: click.Parameter, asked: bool) -> None:
        if asked:
            click.echo(context.get_help())
            context.exit()

    return click.Option(
        ["-h", "--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=words("cli.option_help"),
    )


def _context_class(words: Words) -> type[click.Context]:
    """Help pages with their headings in the reader's language."""
    headings = {"Options": words("cli.options"), "Commands": words("cli.commands")}

    class Formatter(click.HelpFormatter):
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or words("cli.usage"))

        def write_heading(self, heading: str) -> None:
            super().write_heading(headings.get(heading, heading))

    class Context(click.Context):
        formatter_class = Formatter

    return Context


def _language(arguments: Sequence[str]) -> str:
    """The language asked for, looked up before parsing, because the help is in it too."""
    for before, argument in zip(["", *arguments], arguments, strict=False):
        asked = argument.removeprefix("--language=") if before != "--language" else argument
        if asked in LANGUAGES and (before == "--language" or argument.startswith("--language=")):
            return asked
    return LANGUAGES[0]
