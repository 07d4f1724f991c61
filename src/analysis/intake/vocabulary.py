"""The words the forms use in their cells: `vocabulary.yaml`, in normal form."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from analysis.intake.text import composed, normal

FILE = Path(__file__).with_name("vocabulary.yaml")


def _key(phrase: str) -> str:
    # a sign such as ✓ or - has no letters to compare
    return normal(phrase) or composed(phrase).strip()


@cache
def meanings(topic: str) -> dict[str, str]:
    """Normal form of each phrase of a topic and the name the code has for it."""
    return {_key(phrase): name for name, phrases in _topics()[topic].items() for phrase in phrases}


@cache
def phrases(topic: str) -> frozenset[str]:
    """The phrases of a topic that has no names, in normal form."""
    return frozenset(_key(phrase) for phrase in _topics()[topic])


def meaning(topic: str, text: str) -> str:
    """What a cell's text means. Raises ValueError, without the text, where no phrase is exactly it."""
    try:
        return meanings(topic)[_key(text)]
    except KeyError:
        raise ValueError(f"no word of {topic}") from None


def is_one_of(topic: str, text: str) -> bool:
    """Whether the text is, as a whole, one of a topic's phrases."""
    return _key(text) in phrases(topic)


def begins_with(topic: str, text: str) -> bool:
    """Whether the text begins with one of a topic's phrases, ending where a word ends."""
    said = _key(text) + " "
    return any(said.startswith(phrase + " ") for phrase in phrases(topic))


@cache
def _topics() -> dict:
    return yaml.load(FILE.read_text(encoding="utf8"), yaml.CSafeLoader)
