"""A printed table that lies on its side: what is counted stands down it, rounds or units stand across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.intake.published.columns import (
    Column,
    is_figure,
    kind_of,
    names_a_class,
    round_in,
    says_change,
)
from analysis.intake.published.grid import Grid
from analysis.intake.published.outline import numbered


@dataclass(frozen=True, slots=True)
class Turned:
    """The table stood up: its headings, and a row for each figure column of the lying one.

    down: the lying table's row of each heading but the first, from 0; across: its column of each row;
    rounds: whether the rows are rounds, else units.
    """

    headings: list[str]
    rows: Grid
    down: list[int]
    across: list[int]
    rounds: bool


def stood_up(headings: Sequence[str], rows: Grid, columns: Sequence[Column]) -> Turned | None:
    """The table turned over; None where it stands: a heading names a class, or fewer than two rows do.

    A column of changes becomes a change of every rate, in the row of the latest round.
    """
    name = next((column.place for column in columns if column.kind == "key"), None)
    if name is None or any(map(names_a_class, headings)):
        return None
    labels = _labels(rows, name)
    places = [
        place
        for place in range(name + 1, len(headings))
        if any(is_figure(rows[row][place]) for row in labels)
    ]
    changes = [place for place in places if says_change(headings[place])]
    across = [place for place in places if place not in changes]
    said = [round_in(headings[place]) for place in across]
    rounds = all(said)
    if sum(map(names_a_class, labels.values())) < 2 or not across or (rounds and len(set(said)) < len(said)):
        return None
    latest = said.index(max(said)) if rounds else None
    down = list(labels)
    stood = [
        [said[at] if rounds else headings[place], *(rows[row][place] for row in down)]
        for at, place in enumerate(across)
    ]
    tops = [headings[name] or " ", *labels.values()]
    for place in changes if rounds else []:
        for row in [row for row, label in labels.items() if kind_of(label) == "rate"]:
            tops.append(f"{labels[row]} {headings[place]}")
            down.append(row)
            for at, line in enumerate(stood):
                line.append(rows[row][place] if at == latest else "")
    return Turned(tops, stood, down, across, rounds)


def _labels(rows: Grid, name: int) -> dict[int, str]:
    """What each row with figures is of; one deeper than a row without figures goes with that."""
    labels: dict[int, str] = {}
    section, depth = "", 0
    for place, row in enumerate(rows):
        if not row[name]:
            continue
        label, rank = numbered(row[name], row[0] if name else "")
        if not any(map(is_figure, row[name + 1 :])):
            section, depth = label, rank or 0
        else:
            under = section and rank is not None and rank > depth
            labels[place] = f"{section} {label}" if under else label
    return labels
