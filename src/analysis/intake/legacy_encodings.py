"""The tables of the encodings of Vietnamese fonts before Unicode: `legacy_encodings.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("legacy_encodings.yaml")

_CODE_PAGES = ("latin-1", "cp1252", "cp1258")


class Encoding:
    """One encoding. name: as offices call it; table: each letter by what stands for it, in all looks."""

    def __init__(self, name: str, table: dict[str, str]) -> None:
        self.name = name
        self.table = {look: letter for signs, letter in table.items() for look in _looks(signs)}
        longest_first = sorted(self.table, key=len, reverse=True)
        self._signs = re.compile("|".join(map(re.escape, longest_first)))

    def read(self, text: str) -> str:
        """The text in composed Unicode; what has no meaning in the encoding stays."""
        return self._signs.sub(lambda found: self.table[found[0]], text)

    def understands(self, word: str) -> bool:
        """Whether every letter beyond ASCII has a meaning in the encoding."""
        return self._signs.sub("", word).isascii()


@cache
def encodings() -> dict[str, Encoding]:
    """All encodings by id."""
    data = yaml.load(FILE.read_text(encoding="utf8"), yaml.CSafeLoader)
    return {
        id: Encoding(entry["name"], dict(_bytes(entry) if "from_byte" in entry else _pairs(entry)))
        for id, entry in data.items()
    }


def _bytes(entry: dict) -> Iterator[tuple[str, str]]:
    for first, letters in entry["from_byte"].items():
        for byte, letter in enumerate(letters.split(), first):
            yield chr(byte), letter


def _pairs(entry: dict) -> Iterator[tuple[str, str]]:
    for sign, letter in entry["singles"].items():
        yield sign, letter
        yield sign.upper(), letter.upper()
    for base, of_base in entry["pairs"].items():
        for sign, letter in of_base.items():
            for second in (sign, sign.upper()):  # the vowel says the case: "Aù" is seen as well as "AÙ"
                yield base + second, letter
                yield base.upper() + second, letter.upper()


def _looks(signs: str) -> set[str]:
    """The signs as the code pages of Windows show the same bytes: 0xC3 is Ã or, in 1258, Ă."""
    shown = [{sign.encode("latin-1").decode(page) for page in _CODE_PAGES} for sign in signs]
    return {"".join(look) for look in product(*shown)}
