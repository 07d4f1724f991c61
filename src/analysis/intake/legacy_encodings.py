"""The encodings of Vietnamese fonts before Unicode, from `legacy_encodings.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("legacy_encodings.yaml")

PAGES = ("cp1252", "cp1258")
"""The code pages through which Windows shows the bytes: 0xC3 is Ã or, in 1258, Ă."""

LETTERS = "A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff"
"""Latin letters and the marks of decomposed ones, as a class of a regular expression."""


class Encoding:
    """One encoding as one code page shows it.

    id: "tcvn3" or "vni"; name: as offices call it; signs: all that means something in it.
    """

    def __init__(self, id: str, page: str, name: str, alone: str, table: dict[str, str]) -> None:
        self.id, self.page, self.name, self.alone = id, page, name, alone
        self._table = {signs.encode("latin-1").decode(page): letter for signs, letter in table.items()}
        self.signs = "".join(sorted({sign for look in self._table for sign in look if not sign.isascii()}))
        letter = f"[{LETTERS}{re.escape(self.signs)}]"
        self._looks = re.compile(
            "|".join(
                f"(?<={letter}){look}|{look}(?={letter})" if look in alone else re.escape(look)
                for look in sorted(self._table, key=len, reverse=True)
            )
        )

    def read(self, text: str) -> str:
        """The text in composed Unicode; what has no meaning in the encoding stays."""
        return self._looks.sub(lambda found: self._table[found[0]], text)

    def understands(self, word: str) -> bool:
        """Whether every letter beyond ASCII has a meaning in the encoding."""
        return self._looks.sub("", word).isascii()

    def can_hold(self, text: str) -> bool:
        """Whether the code page has all the characters of the text."""
        try:
            text.encode(self.page)
        except UnicodeEncodeError:
            return False
        return True


@cache
def encodings() -> tuple[Encoding, ...]:
    """Every encoding in every code page; of one encoding the most usual page first."""
    data = yaml.load(FILE.read_text(encoding="utf8"), yaml.CSafeLoader)
    return tuple(
        Encoding(id, page, entry["name"], entry["alone"], dict(_table(entry)))
        for id, entry in data.items()
        for page in PAGES
    )


def _table(entry: dict) -> Iterator[tuple[str, str]]:
    for first, letters in entry.get("from_byte", {}).items():
        for byte, letter in enumerate(letters.split(), first):
            yield chr(byte), letter
    for sign, letter in entry.get("singles", {}).items():
        yield sign, letter
        yield sign.upper(), letter.upper()
    for base, of_base in entry.get("pairs", {}).items():
        for sign, letter in of_base.items():
            for second in (sign, sign.upper()):  # the vowel says the case: "Aù" is seen as well as "AÙ"
                yield base + second, letter
                yield base.upper() + second, letter.upper()
