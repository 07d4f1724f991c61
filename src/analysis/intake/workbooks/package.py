"""What the newer formats share: parts that refer to each other, and facts beside the cells."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Mapping

from analysis.intake.workbooks.container import Container
from analysis.intake.workbooks.look import BookLook, Unreadable, date_time
from analysis.intake.workbooks.xml import parsed

MOST_TEXT = 2**30
"""Bytes of text of all cells: calamine gives each cell a copy of a text that many cells share."""

_CORE = "docProps/core.xml"
_LINKS = ("xl/externallinks/", "xl/connections")


def book_of(parts: Container) -> str:
    """The part that is the workbook."""
    found = (part for kind, part in relations_of(parts, "").values() if kind == "officeDocument")
    return next(found, "xl/workbook.xml")


def relations_part(part: str) -> str:
    """The part that tells what a part refers to; that of the whole file for the part ""."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations_of(parts: Container, part: str) -> Mapping[str | None, tuple[str, str]]:
    """The kind and the part of each thing within the file that a part refers to, by its id."""
    folder, relations = posixpath.dirname(part), relations_part(part)
    if relations not in parts:
        return {}
    return {
        relation.get("Id"): (
            relation.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in parsed(parts.read(relations))
        if relation.get("TargetMode") != "External"
    }


def day_saved(parts: Container, part: str, tag: str) -> dt.datetime | None:
    """When a part that describes the file says it was saved; a damaged one says nothing."""
    try:
        return date_time(parsed(parts.read(part)).findtext(f".//{{*}}{tag}"))
    except Unreadable:
        return None


def facts_of(parts: Container, date1904: bool) -> BookLook:
    """What the file says of itself, without its sheets."""
    return BookLook(
        modified=day_saved(parts, _CORE, "modified"),
        macros=any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in parts),
        links=any(name.startswith(_LINKS) for name in parts),
        date1904=date1904,
    )
