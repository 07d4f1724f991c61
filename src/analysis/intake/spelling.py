"""How Vietnamese is typed: one normal form in which spellings of the same words are equal."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache

from analysis.intake.cells import Cell

_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_TONES = dict.fromkeys(map(ord, _TONE_MARKS))
_WORD = re.compile(rf"[\w{_TONE_MARKS}]+")
_UNANSWERED = re.compile(r"[\s.…_\-‐‑–—−]+")

# Other alphabets' letters that look like đ and come from foreign keyboards.
_LIKE_D = str.maketrans("ðɖ", "đđ")


def composed(text: str) -> str:
    """The text in composed letters (NFKC), lower case, without invisible characters."""
    if text.isascii():
        return text.casefold()
    return _visible(unicodedata.normalize("NFKC", text)).casefold().translate(_LIKE_D)


def _visible(text: str) -> str:
    """The text without characters that have no look: marks of width nought, of direction, of bytes."""
    return text if text.isprintable() else "".join(c for c in text if unicodedata.category(c) != "Cf")


@lru_cache(maxsize=65536)
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


@lru_cache(maxsize=65536)
def toneless(text: str) -> str:
    """The normal form as a keyboard without Vietnamese letters gives it, to compare, not to show.

    >>> toneless("Xã Lợi Thuận")
    'xa loi thuan'
    """
    letters = unicodedata.normalize("NFD", normal(text))
    bare = "".join(c for c in letters if not unicodedata.combining(c)).replace("đ", "d")
    return " ".join(map(_syllable, bare.split()))  # a y whose mark is gone may be one that is an i


def blank(cell: Cell) -> bool:
    """Whether nothing a person would see stands in the cell."""
    if not isinstance(cell, str) or cell[:1].isalnum():
        return False
    return not composed(cell).strip()


def unanswered(cell: Cell) -> bool:
    """Whether the cell is blank or holds only what a form has for the pen: dashes, dots, a line.

    A dash may stand for none or for not known. It is no figure and no date.
    """
    return blank(cell) or (isinstance(cell, str) and bool(_UNANSWERED.fullmatch(composed(cell))))


def written(cell: Cell) -> str:
    """The cell as text on one line: what a person sees, a whole number without decimals, a date day first."""
    if isinstance(cell, str):
        return " ".join(_visible(unicodedata.normalize("NFC", cell)).split())
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)
