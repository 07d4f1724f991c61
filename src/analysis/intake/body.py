"""The rows under a form's header: which hold records, which add up others, which only speak."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.intake.cells import Cell, Sheet
from analysis.intake.headings import Header
from analysis.intake.layouts import Layout
from analysis.intake.places import at_places
from analysis.intake.text import blank, dates_in, normal, written
from analysis.intake.vocabulary import begins_with, is_one_of, meanings, phrases

_NUMBERED = re.compile(r"\(?([a-zđ]|\d{1,2})\)?|[\d()=/*x×+\-−. ]+", re.IGNORECASE)
_SECTION = re.compile(r"([IVX]+|[A-Z]|[a-h]|i{1,3}|iv)[.)]?")  # x and v are marks
_BEFORE_A_NAME = re.compile(r"^(?:[IVX]+|[A-Z]|\d{1,3})\s*[.):/-]\s*")
_COUNTED = re.compile(r"\s*(?:\(.*\)|[:：].*)$")
_FEW = 3
"""Cells a row of signatures, a remark or a section heading holds at most; a record holds more."""

_FIGURES = ("count", "points")
_NUMBERS = frozenset((int, float))

LISTS = ("household_with_members", "one_per_household")
"""How the rows of a list of households are laid."""


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a sheet under its header, by their numbers from 1.

    data: rows with records; totals: rows that add up others; groups: rows that only name the village
    whose households follow, with that name. The others are headings again, column numbers, remarks,
    signatures, nothing.
    """

    data: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    groups: dict[int, str] = field(default_factory=dict)


def read_body(sheet: Sheet, layout: Layout, header: Header, whole: str) -> Body:
    """The rows of a form, sorted. A row named as the programme's district, `whole`, adds up the others."""
    reader = _BodyReader(sheet, layout, header, normal(whole))
    first = header.bottom + 1
    for index, plain in enumerate(_plain(sheet.cells[first:], layout, header), first):
        reader.take(index, plain)
    return reader.body


class _BodyReader:
    """Takes the rows under a header one by one and sorts them."""

    def __init__(self, sheet: Sheet, layout: Layout, header: Header, whole: str) -> None:
        self.layout, self.whole = layout, whole
        self.body = Body()
        self._cells = sheet.cells
        self._headings = _words_by_column(sheet, header)
        self._required = [h.column for h in header.headings.values() if h.form.required]
        name = header.headings.get("unit_name")
        self._name_column = name.column if name else None
        self._wide = {
            top for (top, left), (bottom, right) in sheet.merged if top == bottom and right - left >= _FEW
        }
        self._after_header, self._signed, self._after_total = True, False, False

    def take(self, index: int, plain: bool) -> None:
        """Sorts a row; plain: where it stands among records it is one."""
        if plain and not (self._after_header or self._signed):
            self._after_total = False
            self.body.data.append(index + 1)
            return
        filled = {column: written(cell) for column, cell in enumerate(self._cells[index]) if not blank(cell)}
        if not filled:
            return
        texts = list(filled.values())
        after_total, self._after_total = self._after_total, False
        if self._repeats_header(filled):
            self._after_header = True
        elif self._numbers_columns(texts):
            self._after_header = any(map(_is_formula, texts))  # a line of marks may follow
        elif self._adds_up(texts) or (after_total and self._goes_on(filled)):
            self._after_total = True
            self.body.totals.append(index + 1)
        elif name := self._names_a_group(texts):
            self.body.groups[index + 1] = name
        elif not (len(texts) <= _FEW and self._beside_data(index, texts)) and self._is_record(filled):
            self._after_header = False
            self.body.data.append(index + 1)

    def _is_record(self, filled: dict[int, str]) -> bool:
        """Anything above the signatures; below them only what has at least half of what a record needs."""
        has = sum(column in filled for column in self._required)
        return not self._signed or has * 2 >= len(self._required)

    def _repeats_header(self, filled: dict[int, str]) -> bool:
        same = sum(normal(text) in self._headings.get(column, ()) for column, text in filled.items())
        return same >= 2 and same * 2 >= len(filled)

    def _numbers_columns(self, texts: list[str]) -> bool:
        """Whether the row says how the columns are numbered or calculated ("3", "(3)", "3=2/1*100")."""
        if len(texts) < _FEW or not all(map(_NUMBERED.fullmatch, texts)):
            return False
        return self._after_header or any(map(_is_formula, texts))

    def _adds_up(self, texts: list[str]) -> bool:
        said = (normal(_COUNTED.sub("", text)).rstrip("0123456789 ") for text in texts[:2])
        return any(text == self.whole or self._names_a_total(text) for text in said if text)

    def _names_a_total(self, said: str) -> bool:
        """One of the words for a total, alone or with the district it is of."""
        rests = (said.removeprefix(phrase) for phrase in phrases("totals") if said.startswith(phrase))
        return any(not rest or (rest[0] == " " and f" {self.whole}".endswith(rest)) for rest in rests)

    def _goes_on(self, filled: dict[int, str]) -> bool:
        """Whether a row after a total's is its second, of persons where the first is of households."""
        return self.layout.rows == "households_and_persons_per_unit" and self._name_column not in filled

    def _names_a_group(self, texts: list[str]) -> str | None:
        """The village or class that a row of few cells in a list of households is the heading of."""
        if self.layout.rows not in LISTS or len(texts) > _FEW or self._signed:
            return None
        said = next((t for t in texts if not (_NUMBERED.fullmatch(t) or _SECTION.fullmatch(t))), "")
        name = _COUNTED.sub("", _BEFORE_A_NAME.sub("", said))
        heads = begins_with("groups", name) or normal(name) in meanings("classes")
        return name if heads else None

    def _beside_data(self, index: int, texts: list[str]) -> bool:
        """Whether a row of few cells is a remark, a section's heading or the signatures."""
        said = normal(" ".join(texts))
        if is_one_of("nothing", said) or any(normal(p) in said for p in self.layout.empty_phrases):
            return True
        if self._signed or any(begins_with("sign_offs", text) for text in texts):
            self._signed = True
            return True
        if len(texts) == 1:
            return (
                index in self._wide
                or begins_with("notes", texts[0])
                or texts[0].startswith(("*", "(*"))
                or bool(dates_in(texts[0]))
            )
        return begins_with("notes", texts[0]) or (len(texts) == 2 and bool(_SECTION.fullmatch(texts[0])))


def _words_by_column(sheet: Sheet, header: Header) -> dict[int, set[str]]:
    """What the header's cells say in each column, in normal form; a merged one as its column's heading."""
    words = {h.column: {normal(h.text)} for h in header.headings.values()}
    for row in sheet.cells[header.top : header.bottom + 1]:
        for column, cell in enumerate(row):
            if isinstance(cell, str) and not blank(cell):
                words.setdefault(column, set()).add(normal(cell))
    return words


def _is_formula(text: str) -> bool:
    return "=" in text


def _plain(rows: list[list[Cell]], layout: Layout, header: Header) -> list[bool]:
    """Which rows of a list of households can be nothing else: they have all that a household needs, or
    nothing of it and most of a person.

    Such lists are long, and only a row that leaves something to ask is looked at closely.
    """
    required = [h for h in header.headings.values() if h.form.required]
    figures = [h.column for h in required if h.form.type in _FIGURES]
    if layout.rows not in LISTS or not figures:
        return [False] * len(rows)
    with_members = layout.rows == "household_with_members"
    member = [h.column for h in header.headings.values() if h.form.level == "member" and with_members]
    needed = map(at_places([h.column for h in required]), rows)
    most = len(member) - _FEW
    return [
        _are_figures(counts)
        if "" not in needs
        else needs.count("") == len(required) and person.count("") < most
        for needs, counts, person in zip(
            needed, map(at_places(figures), rows), map(at_places(member), rows), strict=True
        )
    ]


def _are_figures(cells: Sequence[Cell]) -> bool:
    return _NUMBERS.issuperset(map(type, cells)) or all(
        type(cell) in _NUMBERS or str(cell).isdecimal() for cell in cells
    )
