"""Whether a word is spelled as a Vietnamese syllable: onset, rhyme and tone, from `syllables.yaml`."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("syllables.yaml")


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether a word, in any case and with either place of the tone, could be a Vietnamese syllable.

    Spelling only: most of the syllables it accepts are in use, some are not. Foreign names mostly are
    none, and names of other peoples of the country often.

    >>> is_syllable("Nghèo"), is_syllable("nghìo"), is_syllable("Café")
    (True, False, False)
    """
    spelling = _spelling()
    letters = unicodedata.normalize("NFD", word.casefold())
    tones = [letter for letter in letters if letter in spelling["tones"]]
    bare = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in tones))
    rhyme = syllables().get(bare)
    if rhyme is None or len(tones) > 1:
        return False
    if rhyme.endswith(tuple(spelling["stops"])):
        return bool(tones) and tones[0] in spelling["tones_with_stop"]
    return not (tones and letters.endswith(tones[0]) and rhyme.endswith(tuple(spelling["glides"])))


@cache
def syllables() -> dict[str, str]:
    """All spellings of a syllable with their rhyme, in composed small letters and without the tone."""
    spelling = _spelling()
    onsets, front = spelling["onsets"], tuple(spelling["front"])
    own = {onset + rhyme: rhyme for onset, rhymes in spelling["of_onset"].items() for rhyme in rhymes}
    rhymes = [rhyme for of_vowel in spelling["rhymes"].values() for rhyme in of_vowel]
    return own | {
        onset + rhyme: rhyme
        for rhyme in rhymes
        for onset in onsets["any"] + onsets["before_front" if rhyme.startswith(front) else "before_back"]
    }


@cache
def _spelling() -> dict:
    return yaml.load(FILE.read_text(encoding="utf8"), yaml.CSafeLoader)
