"""Whether words were typed in a font from before Unicode.

Each of the letters such words show also occurs in sound text, so no letter decides. What decides is
whether words that are no Vietnamese syllable as they stand become one when they are read in an encoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal

from analysis.intake.legacy_encodings import LETTERS, Encoding, encodings
from analysis.intake.syllables import is_syllable

Sense = Literal["legacy", "short", "unicode", "either", "neither", "silent"]
"""How a word makes sense: only when read in the encoding; so, but an abbreviation that proves nothing;
only as it stands; both ways; in no way; silent where it has nothing to read."""

_LEAST = 2  # words, and different signs in them: never by a single one
_SENSELESS_IF_SURE = 0.25  # words that make no sense, per word that only the encoding explains
_SENSELESS_IF_DOUBTFUL = 4  # beyond, it is another language

_VOWEL = re.compile("[aeiouy]|[^\x00-\x7fđĐ]", re.IGNORECASE)


def recognised(texts: Iterable[str]) -> tuple[Encoding | None, bool]:
    """The encoding that best explains words of the texts, and whether that is sure.

    (None, False) where none explains a word, or where most words make no sense in it either.
    """
    chunks = {chunk for chunk in " ".join(texts).split() if not chunk.isascii()}
    words = {word for chunk in chunks for word in words_of(chunk)}
    explained = {one: {word for word in words if sense(word, one) == "legacy"} for one in encodings()}
    best = max(explained, key=lambda one: len(explained[one]))
    found = explained[best]
    if not found:
        return None, False
    senseless = sum(sense(word, best) == "neither" for word in words) / len(found)
    signs = {sign for word in found for sign in word if not sign.isascii()}
    sure = (
        min(len(found), len(signs)) >= _LEAST
        and senseless <= _SENSELESS_IF_SURE
        and all(len(explained[one]) < len(found) for one in encodings() if one.id != best.id)
    )
    return (best, sure) if senseless <= _SENSELESS_IF_DOUBTFUL else (None, False)


@lru_cache(maxsize=65536)
def sense(word: str, encoding: Encoding) -> Sense:
    """How the word makes sense."""
    if word.isascii() or word in encoding.alone:
        return "silent"
    if not encoding.can_hold(word):
        return "unicode"
    as_it_stands = word.replace("\xad", "")  # the soft hyphen is no letter of Unicode text
    stands = is_syllable(as_it_stands) or not _VOWEL.search(as_it_stands)
    if not encoding.understands(word):
        return "unicode" if stands else "neither"
    reading = encoding.read(word)
    if not _VOWEL.search(reading):
        return "either" if len(reading) == 1 else "short"
    if is_syllable(reading):
        return "either" if stands or len(reading) == 1 else "legacy"
    return "unicode" if stands else "silent" if len(word) == 1 else "neither"


def words_of(text: str) -> list[str]:
    """Runs of Latin letters, tone marks and the encodings' signs, most of which are no letters."""
    return _pattern().findall(text)


@cache
def _pattern() -> re.Pattern[str]:
    signs = "".join(one.signs for one in encodings())
    return re.compile(f"[{LETTERS}{re.escape(signs)}]+")
