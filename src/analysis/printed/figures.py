"""Figures as decisions, reports and newspapers print them, with the decimals they were printed with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from numbers import Integral
from typing import Any

from analysis.printed.words import plain, printed_words

_PARTED = r"[1-9]\d{0,2}(?:(?P<by>[., '])\d{3})(?:(?P=by)\d{3})*"
_COUNT = re.compile(rf"(?P<parted>{_PARTED})(?:(?!(?P=by))[.,]0{{1,2}})?|(?P<whole>\d+)(?:[.,]0+)?", re.ASCII)
_FIGURE = re.compile(
    rf"(?P<parted>{_PARTED})(?:(?!(?P=by))[.,](?P<part>\d+))?|(?P<whole>\d*)(?:[.,](?P<decimals>\d+))?",
    re.ASCII,
)
_DECIMAL = re.compile(r"\d+[.,]\d+", re.ASCII)

_FOOTNOTE = re.compile(r"(?<=[\d%])(?:\s*[*†‡§⁰¹²³⁴-⁹⁽⁾ᵃ-ᶻ]|\((?:\d|[a-z]|\*+)\)|\[\w\])+\s*$")
"""A mark of a note after a figure; a digit in brackets only where it touches the figure."""

_MOST_DIGITS = 28
"""More than decimal arithmetic keeps exactly, and more than any figure has."""

_BOTH = re.compile(r"(?P<count>[^()]+?)\s*\((?P<rate>[^()]*%)\)")

_EMPTY = re.compile(r"[\s.…_\"'-]*")


def unprinted(value: Any) -> bool:
    """Whether nothing is printed: a blank, dashes, dots, or a word that stands for no figure.

    >>> [unprinted(text) for text in ("—", "...", '"', "x", "n/a", "0")]
    [True, True, True, True, True, False]
    """
    if not isinstance(value, str):
        return value is None or value != value or str(value) in ("<NA>", "NaT")
    text = plain(value)
    return bool(_EMPTY.fullmatch(text)) or text in printed_words()["unprinted"]


def count(value: Any) -> int:
    """A count as printed: a point, comma, blank or apostrophe before three digits parts thousands.

    Raises ValueError where it is no whole number, or may be another: of 0.123 the nought is no thousand.

    >>> count("1.057.374"), count("257\u202f085"), count("12 hộ"), count(4.0)
    (1057374, 257085, 12, 4)
    """
    if isinstance(value, Integral):
        whole = int(value)
    elif isinstance(value, float | Decimal):
        whole = int(value)
        if whole != value:
            raise ValueError("not a whole number")
    else:
        match = _COUNT.fullmatch(_without(printed_words()["counted"], _unmarked(str(value))))
        if match is None:
            raise ValueError("not a whole number")
        whole = int(re.sub(r"\D", "", match["parted"] or match["whole"]))
    if whole < 0:
        raise ValueError("a count below zero")
    return whole


def figure(value: Any) -> Decimal:
    """A rate or change as printed, its decimals kept: point or comma begins them.

    Words, arrows and brackets stand for signs; brackets around a sign mean nothing more. A number of the
    machine's has the decimals it is shown with. Raises ValueError where it is no number, or its word and
    its sign say opposite things.

    >>> figure("14,23%"), figure("−0,30"), figure("giảm 0,29 điểm %"), figure("down 0.20"), figure(".5")
    (Decimal('14.23'), Decimal('-0.30'), Decimal('-0.29'), Decimal('-0.20'), Decimal('0.5'))
    """
    text = format(Decimal(repr(float(value))), "f") if isinstance(value, float) else str(value)
    text = _bare(_unmarked(text))
    bracketed = text.startswith("(") and text.endswith(")")
    if bracketed:
        text = _bare(text[1:-1])
    word, text = _direction(text)
    sign = text[:1] if text[:1] in ("+", "-") else ""
    match = _FIGURE.fullmatch(text.removeprefix(sign).strip())
    if match is None or not match[0] or (word == "rises" and sign == "-"):
        raise ValueError("not a number")
    number = _magnitude(match)
    falls = word == "falls" or sign == "-" or (bracketed and not word and not sign)
    return -number if falls else number


def count_and_rate(text: str) -> tuple[str, str] | None:
    """The count and the rate of a cell that holds both; None where it does not.

    >>> count_and_rate("1.638 hộ (0,61%)"), count_and_rate("0,61%")
    (('1.638 hộ', '0,61%'), None)
    """
    match = _BOTH.fullmatch(text.strip())
    try:
        both = (match["count"], match["rate"]) if match else None
        return both if both and count(both[0]) >= 0 and figure(both[1]) >= 0 else None
    except ValueError:
        return None


def _magnitude(match: re.Match[str]) -> Decimal:
    parted = match["parted"]
    if parted and match["part"] is None and _DECIMAL.fullmatch(parted):  # 1,234: a rate has decimals
        return Decimal(parted.replace(",", "."))
    whole, decimals = (parted, match["part"]) if parted else (match["whole"], match["decimals"])
    return Decimal(f"{re.sub(r'[^0-9]', '', whole) or 0}.{decimals or ''}".rstrip("."))


def _unmarked(text: str) -> str:
    """The text in one way of writing, without footnotes and the apostrophe that marks a cell as text."""
    text = _FOOTNOTE.sub("", unicodedata.normalize("NFC", text.strip()))
    if any(unicodedata.category(c) == "No" for c in text):  # ² or ½ would become figures of their own
        raise ValueError("not a number")
    if sum(map(str.isdigit, text)) > _MOST_DIGITS:
        raise ValueError("not a number")
    return plain(text).removeprefix("'")


def _bare(text: str) -> str:
    return _without(printed_words()["rated"], text)


def _without(units: Iterable[str], text: str) -> str:
    """The text without the unit, if it ends in one."""
    unit = next((unit for unit in units if text.endswith(unit)), "")
    rest = text[: len(text) - len(unit)]
    return rest.strip() if rest[-1:] in ("", " ", ")") or rest[-1:].isdigit() else text


def _direction(text: str) -> tuple[str, str]:
    """What the word before a figure says, `falls` or `rises`, and the figure."""
    for word, says in _directions():
        rest = text.removeprefix(word)
        if rest != text and not rest[:1].isalpha():
            return says, _joined(rest)
    return "", text


def _joined(text: str) -> str:
    text = text.strip()
    for word in printed_words()["between"]:
        text = text.removeprefix(f"{word} ").strip()
    return text


@cache
def _directions() -> list[tuple[str, str]]:
    words = [(word, says) for says in ("falls", "rises") for word in printed_words()[says]]
    return sorted(words, key=lambda pair: -len(pair[0]))
