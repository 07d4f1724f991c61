"""The words of printed tables, Vietnamese and English, from one file."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_SIGNS = str.maketrans("−–—―‐‑‒⁃’‘`´ʼ“”„", "--------'''''\"\"\"")
_GROUP = re.compile("[ivx]+|[a-h]")
_NAMED = re.compile(r"[^\w]+")


@cache
def printed_words() -> dict[str, Any]:
    """The file's topics: phrases, or lists of them by what they mean."""
    return yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf8"))


def plain(text: str) -> str:
    r"""The text in one way of writing: composed, small, with simple blanks, dashes and quotes.

    >>> plain("−1\u202f234 \u0110O\u0302\u0300NG")
    '-1 234 đồng'
    """
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return " ".join(seen.translate(_SIGNS).casefold().split())


def named(unit: object) -> str:
    """A unit's name as it is compared: its letters and digits, without punctuation or numbering."""
    return " ".join(_NAMED.sub(" ", plain(str(unit))).split())


def is_whole(unit: object) -> bool:
    """Whether a unit is called as the line of a whole is.

    >>> is_whole("TỔNG CỘNG (I+II):"), is_whole("Toàn huyện X"), is_whole("Xã Cộng Hòa")
    (True, True, False)
    """
    name, words = named(unit), printed_words()
    return name in words["whole_is"] or any(f"{name} ".startswith(f"{w} ") for w in words["whole_begins"])


def is_subtotal(unit: object) -> bool:
    """Whether a unit is called as the sum of the group above it is.

    >>> is_subtotal("Cộng II"), is_subtotal("Cộng (A)"), is_subtotal("Tổng cộng (I+II)")
    (True, True, False)
    """
    said, _, number = named(unit).rpartition(" ")
    return said in printed_words()["subtotal"] and bool(_GROUP.fullmatch(number))


def level(unit: object) -> int | None:
    """How far down a unit stands by its name: 0 for a province; None where the name does not say."""
    name = named(unit)
    for depth, words in enumerate(printed_words()["levels"]):
        if any(name.startswith(f"{word} ") for word in words):
            return depth
    return None
