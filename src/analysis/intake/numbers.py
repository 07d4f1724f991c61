"""Figures as people type them: plain numbers, counts, rates in percent and amounts of money.

A figure is read the Vietnamese way: a point or a space parts thousands, a comma begins the decimals.
The English way counts where the text can be nothing else (1,234.5). Where both can be meant (1,234),
what the figure is decides, since a count and a number of đồng are whole; where that leaves two
readings, or none, the figure is refused. Refusing is a ValueError that does not repeat the cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import cache

from analysis.intake.cells import Cell
from analysis.intake.spelling import composed, normal, unanswered
from analysis.intake.vocabulary import meanings, phrases

LARGEST_AMOUNT = 10**16
"""So many đồng are more than the state's budget: a slip of the unit of money or of a column."""

_MOST_DIGITS = 28
"""More than decimal arithmetic keeps exactly, and more than any figure has."""

_SIGNS = str.maketrans("−–‐‑’‘`´", "----''''")
_NEGATIVE = re.compile(r"\((?P<bracketed>[^()+-]+)\)|(?P<sign>[+-]?)\s*(?P<signed>[^()+-]+)")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?P<by>[., '])\d{3}(?:(?P=by)\d{3})*", re.ASCII)
_DECIMALS = re.compile(r"(?P<whole>.*\d)(?P<by>[.,])(?P<part>\d+)", re.ASCII)
_AMOUNT = re.compile(r"(?P<figure>[(+-]*\s*\d(?:[\d.,' ]*\d)?\s*\)?)(?P<unit>[^\d].*)?", re.ASCII)


def number(cell: Cell) -> Decimal | None:
    """The number in a cell, exact to the 15 digits a spreadsheet keeps.

    >>> number("1.234,5"), number("(1.234)"), number("−3")
    (Decimal('1234.5'), Decimal('-1234'), Decimal('-3'))
    """
    return _only(cell, lambda value: True)


def whole(cell: Cell) -> int | None:
    """The count in a cell; a comma before three digits can only part thousands here.

    >>> whole("1,234"), whole("1.234"), whole(4.0)
    (1234, 1234, 4)
    """
    value = _only(cell, lambda value: value == value.to_integral_value(), "not a whole number")
    return None if value is None else int(value)


def rate(cell: Cell) -> Decimal | None:
    """The rate in a cell, in percent, from 0 to 100: 1.81 for "1,81%", "1,81" and 1.81.

    A cell that the sheet only shows as a percentage holds a part of one: 1,81 % arrives as 0.0181
    and is given back as that, since nothing tells it from a hundredth of it. Whoever reads a rate
    that matters recomputes it from its counts.
    """
    if isinstance(cell, str) and not unanswered(cell):
        cell = re.sub(r"(?<=\d)\s*%\s*$", "", composed(cell))
    return _only(cell, lambda value: 0 <= value <= 100, "not a rate")


def money(cell: Cell, unit: int | None) -> int | None:
    """The amount in a cell in whole đồng.

    unit: đồng in one of the table's unit of money, None where the table names none. A unit written
    in the cell wins over it.

    >>> money("1.234,5", 10**6), money("5 tr.đ", 1), money("1,234", 1)
    (1234500000, 5000000, 1234)
    """
    if isinstance(cell, str) and not unanswered(cell):
        match = _AMOUNT.fullmatch(_plain(cell))
        if match is None:
            raise ValueError("not an amount")
        cell, said = match["figure"], match["unit"]
        unit = _units_after_figures().get(_squeezed(said)) if said else unit
    if unanswered(cell):
        return None
    if unit is None:
        raise ValueError("no unit of money")
    scale = Decimal(unit)

    def possible(value: Decimal) -> bool:
        amount = value * scale
        return 0 <= amount < LARGEST_AMOUNT and amount == amount.to_integral_value()

    value = _only(cell, possible, "not whole đồng")
    return None if value is None else int(value * scale)


def money_unit(text: str) -> int | None:
    """How many đồng one of the unit of money is that a text names, alone: "triệu đồng", "tr.đ"."""
    return _units().get(_squeezed(text))


def money_unit_said(text: str) -> int | None:
    """As `money_unit`, where the text is known to speak of money; then "triệu" is enough."""
    return _units_after_figures().get(_squeezed(text))


def _squeezed(text: str) -> str:
    return normal(text.replace("₫", "đ")).replace(" ", "")


@cache
def _units() -> dict[str, int]:
    units = {_squeezed(currency): 1 for currency in phrases("currency")}
    return units | {
        _squeezed(f"{word} {currency}"): int(many)
        for word, many in meanings("multiples").items()
        for currency in phrases("currency")
    }


@cache
def _units_after_figures() -> dict[str, int]:
    return _units() | {_squeezed(word): int(many) for word, many in meanings("multiples").items()}


def _only(cell: Cell, possible: Callable[[Decimal], bool], refused: str = "not a number") -> Decimal | None:
    """The one value a cell can have of those possible."""
    if unanswered(cell):
        return None
    values = {value for value in _readings(cell) if possible(value)}
    if len(values) != 1:
        raise ValueError(refused)
    return values.pop()


def _readings(cell: Cell) -> set[Decimal]:
    """The values a figure may have. Raises ValueError where it is none."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise ValueError("not a number")
    if not isinstance(cell, str):
        value = Decimal(format(cell, ".15g"))
        if not value.is_finite():
            raise ValueError("not a number")
        return {value}
    match = _NEGATIVE.fullmatch(_plain(cell))
    if match is None:
        raise ValueError("not a number")
    negative = match["bracketed"] is not None or match["sign"] == "-"
    values = _unsigned((match["bracketed"] or match["signed"]).strip())
    if not values:
        raise ValueError("not a number")
    return {-value if negative else value for value in values}


def _unsigned(figure: str) -> set[Decimal]:
    if not figure.isascii() or sum(map(str.isdigit, figure)) > _MOST_DIGITS:
        return set()
    if figure.isdecimal():
        return {Decimal(figure)}
    values = set()
    parted = _THOUSANDS.fullmatch(figure)
    if parted:
        values.add(Decimal(re.sub(r"\D", "", figure)))
    decimals = _DECIMALS.fullmatch(figure)
    if decimals and not (parted and decimals["by"] == "."):  # 1.234 has one reading here, 1,234 two
        values |= _with_decimals(decimals["whole"], decimals["by"], decimals["part"])
    return values


def _with_decimals(whole: str, by: str, part: str) -> set[Decimal]:
    if whole.isdecimal():
        return {Decimal(f"{whole}.{part}")}
    parted = _THOUSANDS.fullmatch(whole)
    # after "1 234" a sign and three digits may as well be one more thousand typed otherwise
    unclear = parted and parted["by"] in " '" and len(part) == 3
    if parted is None or parted["by"] == by or unclear:
        return set()
    return {Decimal(re.sub(r"\D", "", whole) + f".{part}")}


def _plain(text: str) -> str:
    """The text with plain digits, spaces and signs, without the apostrophe that marks a cell as text."""
    if any(unicodedata.category(c) == "No" for c in text):  # ² or ½ would become figures of their own
        raise ValueError("not a number")
    return " ".join(composed(text).translate(_SIGNS).split()).removeprefix("'")
