"""The letter that goes with marked copies: which files, what to do, by when. No personal data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.programme import Programme
from analysis.wording import Words

SIGN = "-- giamngheo"
"""The last line of every letter, by which one is known to be ours."""


@dataclass(frozen=True, slots=True)
class NotedFile:
    """A file a letter speaks of.

    about: its kind and day; copy: the name of its marked copy, None where it could not be read;
    unread: then what is wrong and what to do.
    """

    file: str
    about: str
    errors: int
    warnings: int
    copy: str | None
    unread: str = ""


def covering_note(
    sender: str | None,
    files: Sequence[NotedFile],
    programme: Programme,
    words: Words,
    *,
    today: dt.date,
) -> str:
    """The letter to one sender as text with lines ended by CR and LF, as old editors need them.

    sender: its name, None where the files do not say it. The day to send back by is the last good
    day of the first period that is not over on `today`; where none is left, soon.
    """
    to = words("marked.note_to", sender=sender) if sender else words("marked.note_to_unknown")
    lines = [to, "", words("marked.note_intro", programme=words.text(programme.name)), ""]
    lines += [_line(file, words) for file in files]
    if any(file.copy for file in files):
        lines += ["", words("marked.note_to_do", sheet=words("marked.sheet"))]
    lines += ["", _until(programme, today, words), "", words("marked.note_thanks"), SIGN, ""]
    return "\r\n".join(lines)


def _line(noted: NotedFile, words: Words) -> str:
    file = f"{noted.file} ({noted.about})" if noted.about else noted.file
    if noted.copy is None:
        return words("marked.note_unread", file=file, says=noted.unread)
    counts = {"errors": noted.errors, "warnings": noted.warnings}
    return words("marked.note_file", file=file, **counts, copy=noted.copy)


def _until(programme: Programme, today: dt.date, words: Words) -> str:
    open_ = [period for period in programme.periods if period.last_good_day >= today]
    if not open_:
        return words("marked.note_soon")
    next_ = min(open_, key=lambda period: period.last_good_day)
    return words("marked.note_until", day=next_.last_good_day, period=words.text(next_.name))
