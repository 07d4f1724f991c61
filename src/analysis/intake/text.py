"""Vietnamese text as offices type it: one normal form to compare, and the numbers and dates in it.

A function that reads a cell returns None where the cell is blank and raises ValueError, without
the cell's content, where something stands there that it can't read.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from analysis.intake.cells import Cell

_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_TONES = dict.fromkeys(map(ord, _TONE_MARKS))
_WORD = re.compile(rf"[\w{_TONE_MARKS}]+")
_EPOCH = dt.date(1899, 12, 30)

_VIETNAMESE = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?")
_ENGLISH = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)\.\d+|-?\d{1,3}(,\d{3}){2,}")
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+")

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_WORDS = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def composed(text: str) -> str:
    """The text in composed letters (NFKC), lower case, without invisible characters."""
    visible = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return visible.casefold()


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """The form in which two spellings of the same words are equal.

    Composed and decomposed letters, capitals, spaces and punctuation, both places of the tone
    (hoà, hòa) and both spellings of a final i (tỷ, tỉ) no longer differ; tones and letters do.
    The normal form of a normal form is itself.

    >>> normal("Tỷ  lệ (%)") == normal("tỉ lệ")
    True
    >>> normal("Hộ nghèo") == normal("Hộ cận nghèo")
    False
    """
    return " ".join(_syllable(word) for word in _WORD.findall(composed(text)))


def _syllable(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(sorted(c for c in letters if ord(c) in _TONES))
    bare = letters.translate(_TONES)
    return re.sub(r"^([b-df-hj-np-tv-xzđ]+)y$", r"\1i", bare) + tones


def blank(cell: Cell) -> bool:
    """Whether nothing a person would see stands in the cell."""
    if not isinstance(cell, str) or cell[:1].isalnum():
        return False
    return not composed(cell).strip()


def written(cell: Cell) -> str:
    """The cell as text on one line: a whole number without decimals, a date day first."""
    if isinstance(cell, str):
        return " ".join(unicodedata.normalize("NFC", cell).split())
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)


def number(cell: Cell) -> Decimal | None:
    """The number in a cell, exact to the 15 digits a spreadsheet keeps.

    Text is read the Vietnamese way, 1.234,5; the English way, 1,234.5, only where it can't be
    anything else.
    """
    if blank(cell):
        return None
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise ValueError("not a number")
    if not isinstance(cell, str):
        try:
            return Decimal(format(cell, ".15g"))
        except InvalidOperation:
            raise ValueError("not a number") from None
    text = "".join(composed(cell).replace("−", "-").split())
    if _VIETNAMESE.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(text):
        return Decimal(text.replace(",", ""))
    raise ValueError("not a number")


def whole(cell: Cell) -> int | None:
    """The count in a cell; a comma before three digits can only part thousands here."""
    if isinstance(cell, str) and _THOUSANDS.fullmatch(cell.strip()):
        return int(cell.replace(",", ""))
    value = number(cell)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise ValueError("not a whole number")
    return int(value)


def dates_in(text: str) -> list[tuple[int, dt.date]]:
    """The dates written in a text and where each begins: 31/12/2022, ngày 31 tháng 12 năm 2022."""
    lower = composed(text)
    found = []
    for pattern, order in ((_WORDS, (2, 1, 0)), (_DAY_FIRST, (2, 1, 0)), (_ISO, (0, 1, 2))):
        for match in pattern.finditer(lower):
            year, month, day = (int(match.groups()[i]) for i in order)
            try:
                found.append((match.start(), dt.date(year, month, day)))
            except ValueError:
                continue
    return sorted(found)


def date(cell: Cell) -> dt.date | None:
    """The date in a cell: a spreadsheet's date, its serial number, or one written in figures or words."""
    if blank(cell):
        return None
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 20_000 <= cell < 80_000:
        return _EPOCH + dt.timedelta(days=int(cell))
    if isinstance(cell, str) and len(found := dates_in(cell)) == 1:
        return found[0][1]
    raise ValueError("not a date")


def year(cell: Cell) -> int | None:
    """The year in a cell that holds a year or a date."""
    try:
        value = whole(cell)
    except ValueError:
        value = None
    if value is not None and 1900 <= value <= 2100:
        return value
    day = date(cell)
    return None if day is None else day.year
