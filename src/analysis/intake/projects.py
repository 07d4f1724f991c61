"""Which project of the programme a line of a table is about."""

from __future__ import annotations

import re

from analysis.intake.text import normal
from analysis.programme import Programme

_LINE = re.compile(
    rf"(?:\d+ )*(?P<project>{normal('dự án')} \d+)? ?(?P<part>{normal('tiểu dự án')} \d+)? ?(?P<name>.*)"
)

SUMS_ITS_PARTS = ""
"""What a line has in place of a project where it sums the sub-projects below it."""


class ProjectLines:
    """Names the projects of a table's lines, read from top to bottom.

    A project is known by its whole name after its label ("Tiểu dự án 2: Cải thiện dinh dưỡng"), or
    by its number where a line gives no name; a sub-project's number needs the project above it.
    A name inside another line's name does not count: projects bear the names of all their parts.
    """

    def __init__(self, programme: Programme) -> None:
        self._names = {normal(p.name): p.id for p in programme.projects}
        self._numbers = {normal(p.number): p.id for p in programme.projects}
        self.above: str | None = None
        """Label of the project the last line is of or under."""

    def project(self, line: str) -> str | None:
        """Id of the line's project, SUMS_ITS_PARTS, or None where the programme has no such project."""
        match = _LINE.fullmatch(normal(line))
        assert match is not None
        self.above = match["project"] or (self.above if match["part"] else None)
        for name, project in self._names.items():
            if match["name"] == name or match["name"].startswith(name + " "):
                return project
        if match["project"] and not match["part"] and self._has_parts(match["project"]):
            return SUMS_ITS_PARTS
        number = " ".join(filter(None, (self.above, match["part"])))
        return None if match["name"] else self._numbers.get(number)

    def _has_parts(self, project: str) -> bool:
        return any(number.startswith(project + " ") for number in self._numbers)
