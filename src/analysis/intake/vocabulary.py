"""The words the forms use in their cells: `vocabulary.yaml`, in normal form."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from analysis.intake.cells import Cell
from analysis.intake.spelling import blank, composed, normal, toneless, written

FILE = Path(__file__).with_name("vocabulary.yaml")

_QUALIFIED = re.compile(r"\w.*[^\w\s.,()\[\]'\"]|[^\w\s.,()\[\]'\"].*\w")


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
    """What a cell's text means: the whole of it is one of the topic's phrases.

    A text without any Vietnamese letter ("khong", "ho can ngheo") means the one phrase it can be in
    so small a vocabulary. A question mark says that the writer did not know. Raises ValueError,
    without the text, where no phrase is meant.
    """
    key = _key(text)
    found = None if "?" in composed(text) else meanings(topic).get(key)
    if found is None and "?" not in text and key.isascii():
        found = _toneless_meanings(topic).get(key)
    if found is None:
        raise ValueError(f"no word of {topic}")
    return found


def mark(cell: Cell) -> int | None:
    """The mark in a cell: 1 for yes, 0 for no; None where it is blank or has the form's dots.

    A dash says no. Raises ValueError where it is neither.
    """
    if isinstance(cell, bool):
        return int(cell)
    if blank(cell) or (isinstance(cell, str) and not composed(cell).strip(" .…")):
        return None
    if _QUALIFIED.search(composed(written(cell))):  # the normal form of -1 is that of 1
        raise ValueError("no word of marks")
    return {"yes": 1, "no": 0}[meaning("marks", written(cell))]


def is_one_of(topic: str, text: str) -> bool:
    """Whether the text is, as a whole, one of a topic's phrases."""
    return _key(text) in phrases(topic)


def is_no_code(text: str) -> bool:
    """Whether the text stands in place of a code: a word for none, or a sign such as 0 however often."""
    again = len(set(text)) == 1 and any(text.startswith(phrase) for phrase in phrases("no_code"))
    return again or is_one_of("no_code", text)


def begins_with(topic: str, text: str) -> bool:
    """Whether the text begins with one of a topic's phrases, ending where a word ends."""
    said = _key(text) + " "
    return any(said.startswith(phrase + " ") for phrase in phrases(topic))


@cache
def _toneless_meanings(topic: str) -> dict[str, str]:
    """What each phrase means that is still one when its tones and letters are plain ones."""
    found: dict[str, set[str]] = {}
    for phrase, name in meanings(topic).items():
        found.setdefault(toneless(phrase), set()).add(name)
    return {phrase: names.pop() for phrase, names in found.items() if len(names) == 1}


@cache
def _topics() -> dict:
    return yaml.load(FILE.read_text(encoding="utf8"), yaml.CSafeLoader)
