"""What the columns of a printed table hold, by their headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.intake.published.grid import Grid
from analysis.intake.spelling import toneless
from analysis.printed import count, count_and_rate, figure, plain, printed_words, unprinted

_PERIOD = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-–—]\s*((?:19|20)\d{2})(?!\d)")
_DATE = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}(?!\d)")
_DATE_IN_WORDS = re.compile(r"(?<!\d)\d{1,2}\s+[^\W\d]+\s+\d{1,2}\s+[^\W\d]+\s+(?:19|20)\d{2}(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")

FIGURES = ("total", "count", "rate", "change")
NAMES = ("key", "round", "standard", "numbering", "ignored")
LEFT_OUT = ("unknown_heading", "persons", "count_change", "subgroup", "same_heading")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: `kind` is one of FIGURES or NAMES, or why it is left out.

    measure: of a count, rate or change; round, standard: those in the heading; falls: a change printed
        without a sign is a fall.
    """

    place: int
    heading: str
    kind: str
    measure: str | None = None
    round: str = ""
    standard: str = ""
    falls: bool = False


def is_figure(text: str) -> bool:
    """Whether a text is a count, a rate, a change, or a count with its rate."""
    return readable(text, count) or readable(text, figure) or count_and_rate(text) is not None


def readable(text: str, reading: Callable[[Any], Any]) -> bool:
    """Whether a text can be read so."""
    try:
        reading(text)
    except ValueError:
        return False
    return True


def round_in(text: str) -> str:
    """The date or the year a text names, the first that is no period's; with what says its beginning or end.

    >>> round_in("Hộ nghèo cuối năm 2023 so với năm 2022"), round_in("Chuẩn 2016-2020, năm 2021")
    ('cuối năm 2023', '2021')
    """
    said = plain(text)
    for word in printed_words()["compared"]:
        said = said.partition(f" {word} ")[0]
    date = _DATE.search(said)
    if date:
        return date[0]
    year = _YEAR.search(_PERIOD.sub(" ", said))
    words = printed_words()["year_begins"] + printed_words()["year_ends"]
    at = next((word for word in words if word in said), "")
    return " ".join(filter(None, [at, year[0] if year else ""]))


def kind_of(heading: str) -> str:
    """The kind of a column so headed, by its words alone."""
    return _column(0, heading, [], [], names=False).kind


def names_a_class(heading: str) -> bool:
    """Whether a heading says of which households the figures are: all of them, or a class."""
    column = _column(0, heading, [], [], names=False)
    return column.kind == "total" or (column.kind in FIGURES and column.measure in _words()["measure"])


def says_change(heading: str) -> bool:
    """Whether a heading speaks of a change."""
    return _says(toneless(heading), _words()["change"])


def years_in(text: str) -> set[str]:
    """The years a text names, but for those of periods and dates."""
    for other in (_PERIOD, _DATE, _DATE_IN_WORDS):
        text = other.sub(" ", text)
    return set(_YEAR.findall(text))


def columns_of(headings: list[str], rows: Grid) -> list[Column]:
    """The meaning of every column, from left to right."""
    found: list[Column] = []
    names = True  # the columns of names stand before the figures
    for place, heading in enumerate(headings):
        texts = [row[place] for row in rows if not unprinted(row[place])]
        named = 2 * sum(map(is_figure, texts)) < len(texts)
        column = _column(place, heading, texts, found, names=names and named)
        if column.kind == "count" and column.measure not in _words()["measure"] and named:
            column = replace(column, kind="unknown_heading")
        names = names and column.kind in NAMES
        found.append(column)
    return _unlike(_with_units(_of_use(found)), rows)


def _words() -> dict[str, Any]:
    return printed_words()["headings"]


def _says(heading: str, phrases: Sequence[str]) -> bool:
    return any(f" {phrase} " in f" {heading} " for phrase in phrases)


def _of_use(found: list[Column]) -> list[Column]:
    """Counts of the table's own only beside a rate or change; without any, "Số hộ" is what rates are over."""
    with_rates = {(c.measure, c.round, c.standard) for c in found if c.kind in ("rate", "change")}
    return [
        replace(c, kind="unknown_heading", measure=None)
        if c.kind == "count"
        and c.measure not in _words()["measure"]
        and (c.measure, c.round, c.standard) not in with_rates
        else c
        for c in found
    ]


def _with_units(found: list[Column]) -> list[Column]:
    """Units that are called by numbers (Ấp: 1, 2, 3) are those of the first column, if it is nothing else."""
    first = next((c for c in found if c.kind not in ("numbering", "ignored")), None)
    if first is None or first.kind != "unknown_heading" or any(c.kind in ("key", "round") for c in found):
        return found
    return [replace(c, kind="key") if c is first else c for c in found]


def _unlike(found: list[Column], rows: Grid) -> list[Column]:
    """The columns, of two that say the same of one row the first; two may share the rows (tăng, giảm)."""
    kept: list[Column] = []
    for column in found:
        same = [c.place for c in kept if c.kind in FIGURES and _of(c) == _of(column)]
        both = any(
            not unprinted(row[place]) and not unprinted(row[column.place]) for row in rows for place in same
        )
        kept.append(replace(column, kind="same_heading") if both else column)
    return kept


def _of(column: Column) -> tuple[str | None, ...]:
    return column.kind, column.measure, column.round, column.standard


def _column(
    place: int, heading: str, texts: Sequence[str], before: Sequence[Column], *, names: bool
) -> Column:
    """One column, by its heading and what stands in it; `before`: those to its left."""
    words, text = _words(), toneless(heading.replace("_", " "))
    own = Column(
        place, heading, "", round=round_in(heading.replace("_", " ")), standard=_standard(heading, text)
    )
    bare = " ".join(_YEAR.sub(" ", text).split())
    for kind in ("numbering", "ignored"):
        if bare in words[kind]:
            return replace(own, kind=kind)
    for kind, phrases in words["key"].items():
        if bare in phrases and not own.round:
            return replace(own, kind=kind)
    if names:
        return replace(own, kind="key")
    if _says(text, words["persons"]):
        return replace(own, kind="persons")
    if _says(text, words["not_class"]):
        return replace(own, kind="subgroup")
    for phrase in words["not_measure"]:
        text = " ".join(f" {text} ".replace(f" {phrase} ", " ").split())
    return _of_figures(own, text, texts, before)


def _of_figures(own: Column, text: str, texts: Sequence[str], before: Sequence[Column]) -> Column:
    words = _words()
    measure = next((name for name, phrases in words["measure"].items() if _says(text, phrases)), None)
    last = next((c for c in reversed(before) if c.kind in ("count", "rate", "subgroup", "persons")), None)
    both = any(map(count_and_rate, texts))  # a count with its rate
    of_share = not both and (_says(text, words["rate"]) or "%" in own.heading)
    changes = _says(text, words["change"])
    if changes and not of_share and not _says(text, words["points"]) and _whole(texts):
        return replace(own, kind="count_change")
    if changes or of_share:
        measure = measure or (last.measure if last else None)
        kind = ("change" if changes else "rate") if measure else "unknown_heading"
        when = own.round or _round(before, measure, last, latest=changes)
        standard = own.standard or (last.standard if last else "")
        falls = changes and _says(text, words["falls"]) and not _says(text, words["rises"])
        return replace(own, kind=kind, measure=measure, round=when, standard=standard, falls=falls)
    total = _says(text, words["total"]) and not _says(text, words["not_total"])
    if total or " ".join(_YEAR.sub(" ", text).split()) in words["total_is"]:
        return replace(own, kind="total")
    return replace(own, kind="count", measure=measure or own.heading)


def _round(before: Sequence[Column], measure: str | None, last: Column | None, *, latest: bool) -> str:
    """The round of a rate or change whose heading names none: that beside it, of a change the latest."""
    years = [c.round for c in before if c.measure == measure and _YEAR.fullmatch(c.round)]
    if latest and years:
        return max(years)
    return last.round if last else ""


def _whole(texts: Sequence[str]) -> bool:
    """Whether a column holds households: whole numbers but for their sign."""
    return bool(texts) and all(readable(text.strip("()+-−– "), count) for text in texts)


def _standard(heading: str, text: str) -> str:
    period = _PERIOD.search(heading)
    return f"{period[1]}-{period[2]}" if period and _says(text, _words()["standard"]) else ""
