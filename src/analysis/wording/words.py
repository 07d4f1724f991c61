"""Sentences by key and numbers by language; the only place that knows how either is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import yaml
from babel.dates import format_date
from babel.numbers import format_decimal

from analysis.exact import fraction, half_up
from analysis.law.reader import Text

FOLDER = Path(__file__).parent
LANGUAGES = ("vi", "en")

MINUS = "−"
"""The true minus sign: as wide as a digit, never taken for a hyphen."""

SURE = Fraction(1, 200)
"""A chance nearer to 0 or 1 than this is not written as 0 % or 100 %."""


class _Counted(str):
    """A whole number as written, which chooses a word: `{n} {n:household|households}`."""

    one: bool

    def __format__(self, choice: str) -> str:
        """The number, or of two words parted by a bar the one that goes with it."""
        if "|" not in choice:
            return super().__format__(choice)
        singular, plural = choice.split("|")
        return singular if self.one else plural


@dataclass(frozen=True)
class Words:
    """The words of one language. `words("area.key", n=5)` gives a sentence.

    Whole numbers and dates given to a sentence are written the language's way. Ratios must come
    through `percent`, `points` or `decimal`, so that nobody prints a float by accident. Where a word
    depends on a whole number, the sentence holds both: `{n} {n:household|households}`.
    """

    language: str
    catalogue: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of a key with its values written the language's way."""
        return self.catalogue[key].format(**{name: self._written(v) for name, v in values.items()})

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self.catalogue

    def term(self, name: str) -> str:
        """The label of a class, flag, flow item or column by its name in code."""
        return self.catalogue[f"terms.{name}"]

    def text(self, text: Text) -> str:
        """The text of law or programme data in this language."""
        return getattr(text, self.language)

    def _written(self, value: object) -> str:
        if isinstance(value, float):
            raise TypeError("a ratio needs percent(), points() or decimal() before it is printed")
        if isinstance(value, bool) or value is None:
            raise TypeError(f"{value!r} has no words")
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, str):
            return value
        counted = _Counted(self.number(int(value)))  # type: ignore[call-overload]
        counted.one = int(value) == 1  # type: ignore[call-overload]
        return counted

    def number(self, value: int) -> str:
        """A whole number with its thousands: 1.234 in Vietnamese, 1,234 in English."""
        return self.decimal(Decimal(int(value)), 0)

    def decimal(self, value: Decimal | Fraction | float, decimals: int, *, signed: bool = False) -> str:
        """A number with so many decimals, rounded half up once."""
        rounded = half_up(fraction(value), decimals)
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        written = format_decimal(abs(rounded), pattern, locale=self.language)
        sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
        return sign + written

    def percent(self, ratio: Fraction | float | Decimal, decimals: int = 2) -> str:
        """A ratio as a percentage: 1,81%."""
        return self.decimal(fraction(ratio) * 100, decimals) + "%"

    def rate(self, numerator: int, denominator: int, decimals: int = 2) -> str:
        """A ratio of two counts, exact until printed, followed by both: 1,81% (362/20.000)."""
        share = self.percent(Fraction(int(numerator), int(denominator)), decimals)
        return f"{share} ({self.number(numerator)}/{self.number(denominator)})"

    def chance(self, chance: Fraction) -> str:
        """A chance in whole per cent; what draws alone can't tell from certain is not called certain."""
        if chance < SURE or chance > 1 - SURE:
            return self("terms.chance_small" if chance < SURE else "terms.chance_great")
        return self.percent(chance, 0)

    def points(self, points: Fraction | float | Decimal, decimals: int = 2, *, signed: bool = False) -> str:
        """A change of a rate in percentage points (điểm phần trăm)."""
        return self("terms.points", value=self.decimal(points, decimals, signed=signed))

    def money(self, dong: int) -> str:
        """Whole đồng."""
        return self("terms.dong", value=self.number(dong))

    def millions(self, dong: int, decimals: int = 1) -> str:
        """Million đồng, for charts and dense tables."""
        return self.decimal(Fraction(int(dong), 1_000_000), decimals)

    def date(self, value: dt.date) -> str:
        """31/12/2023 in Vietnamese, 31 December 2023 in English."""
        return format_date(
            value, "dd/MM/yyyy" if self.language == "vi" else "d MMMM yyyy", locale=self.language
        )


@cache
def load_words(language: str = "vi") -> Words:
    """The words of a language; the key of a sentence is its file's name, a dot, its key there.

    Raises ValueError for a language that is not in LANGUAGES.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no language {language}; known: {', '.join(LANGUAGES)}")
    catalogue = {
        f"{file.stem}.{key}": text
        for file in sorted((FOLDER / language).glob("*.yaml"))
        for key, text in yaml.load(file.read_text(encoding="utf8"), yaml.CSafeLoader).items()
    }
    return Words(language, catalogue)
