"""What a heading on a sheet is called in the form: by the form's own words, or as settled by hand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz

from analysis.decisions import ColumnMapping
from analysis.intake.layouts import Column, Layout, load_layout
from analysis.intake.near import nearest
from analysis.intake.spelling import normal
from analysis.intake.vocabulary import phrases

Mappings = tuple[ColumnMapping, ...]
"""What headings of other wording mean, as the programme's decisions have it."""

_NEAR = 75


class Fit(NamedTuple):
    """The form's column that a heading is, None for a column not to be used, and how surely it is.

    rank: settled by hand; groups above it that are the form's; groups that are not, as a negative
    number; and whether the words are the form's own. The greater is surer.
    """

    column: Column | None
    rank: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True)
class HeadingNames:
    """The headings of a form in normal form.

    lowest: the columns with each lowest heading. groups: each spelling of a group's heading, and the
    form's own. settled: what was decided of a heading, alone or with those above it ("Cả xã / Số hộ");
    settled_lowest: the lowest of these.
    """

    lowest: dict[str, tuple[Column, ...]]
    groups: dict[str, str]
    settled: dict[str, Column | None]
    settled_lowest: frozenset[str]
    unused: frozenset[str]

    def known(self, text: str) -> bool:
        """Whether the text is a lowest heading."""
        return self._key(text) in self.lowest or normal(text) in self.settled_lowest

    def any_in(self, row: Iterable[str]) -> bool:
        """Whether a row holds a heading, be it a group's."""
        return any(normal(text) in self.groups or self.known(text) for text in row if text)

    def fit(self, path: list[str]) -> Fit | None:
        """The column with these headings, the outermost first; None where no column is surely meant."""
        for key in (normal(" ".join(path)), normal(path[-1])):
            if key in self.settled:
                return Fit(self.settled[key], (1, 0, 0, 0))
        said = self._key(path[-1])
        above = {self.groups.get(normal(text), "") for text in path[:-1]}
        fits = {}
        for column in self.lowest.get(said, ()):
            shared = len(above & {normal(part) for part in column.headings[:-1]})
            own = normal(column.heading) == normal(path[-1])
            fits[column] = (0, shared, shared - len(above), int(own))
        if not fits:
            return Fit(None) if said in self.unused else None
        most = max(rank[1] for rank in fits.values())
        best = [column for column, rank in fits.items() if rank[1] == most]
        # without its group a heading that several columns share means the one the form can't do without
        best = best if len(best) == 1 else [column for column in best if column.required]
        return Fit(best[0], fits[best[0]]) if len(best) == 1 else None

    def _key(self, text: str) -> str:
        """Normal form of a heading; without its remark in brackets where only so the form knows it."""
        whole = normal(text)
        remarks = re.findall(r"\((.*?)\)", text) if "(" in text else []
        if not remarks or whole in self.lowest or any(normal(r) in phrases("narrowing") for r in remarks):
            return whole
        return normal(re.sub(r"\(.*?\)", " ", text))


def heading_names(layout: Layout, mappings: Mappings) -> HeadingNames:
    """The headings of a form, and what the programme's decisions say of others in its kind of table."""
    return _names_of(layout.kind, tuple(mapping for mapping in mappings if mapping.kind == layout.kind))


def nearest_headings(text: str, layout: Layout, taken: Collection[str] = ()) -> list[str]:
    """Headings of the form that one it does not have may have meant, the nearest first.

    taken: fields whose columns the sheet has already.
    """
    free = [column for column in layout.columns if column.field not in taken]
    titles = [layout.title_of(column) for column in free]
    names = {
        spelling: title
        for column, title in zip(free, titles, strict=True)
        for spelling in (" ".join(column.headings), column.heading, *column.also)
    }
    return nearest(text, names, alike=_alike, least=_NEAR)


def settled_column(mapping: ColumnMapping, layout: Layout) -> Column | None:
    """The column a decision names, by its field or by the form's heading. Raises LookupError."""
    if mapping.field is None:
        return None
    for column in layout.columns:
        if mapping.field == column.field or normal(mapping.field) == normal(layout.title_of(column)):
            return column
    raise LookupError(mapping.field)


def _alike(one: str, other: str) -> float:
    # "số nhân khẩu của hộ" is near "số nhân khẩu", though half as long again
    return max(fuzz.ratio(one, other), 0.9 * fuzz.token_set_ratio(one, other) * _weight(one, other))


def _weight(one: str, other: str) -> float:
    """Less than one where only a word or so is common to a short and a long heading."""
    shorter, longer = sorted((len(one), len(other)))
    return min(1.0, 2 * shorter / longer) if longer else 0.0


@cache
def _names_of(kind: str, mappings: Mappings) -> HeadingNames:
    layout = load_layout(kind)
    lowest: dict[str, tuple[Column, ...]] = {}
    groups: dict[str, str] = {}
    for column in layout.columns:
        for key in dict.fromkeys(normal(heading) for heading in (column.heading, *column.also)):
            lowest[key] = (*lowest.get(key, ()), column)
        for group in column.headings[:-1]:
            for spelling in (group, *layout.also_groups.get(group, ())):
                groups[normal(spelling)] = normal(group)
    settled: dict[str, Column | None] = {}
    for mapping in mappings:
        try:
            settled[normal(mapping.heading)] = settled_column(mapping, layout)
        except LookupError:  # the check of the programme's decisions says so
            continue
    paths = [mapping.heading.split(" / ") for mapping in mappings]
    for part in {normal(part) for path in paths for part in path[:-1]}:
        groups.setdefault(part, part)
    settled_lowest = frozenset(normal(path[-1]) for path in paths)
    return HeadingNames(lowest, groups, settled, settled_lowest, frozenset(map(normal, layout.unused)))
