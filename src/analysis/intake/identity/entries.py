"""What a list says of a household, in the forms that are compared, and how its row is called."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from analysis.intake.identity.settings import load_settings
from analysis.intake.text import composed, normal
from analysis.intake.vocabulary import is_no_code, phrases

NAME = ("family", "middle", "given")
"""The parts of a name, in the order they are written."""

YEARS = (1900, 2100)
"""A birth year outside these is a day, a month or a slip of the column."""

_BRACKETS = re.compile(r"\(.*?(\)|$)")
_CHECKS = "23456789abcdefghjkmnpqrstuvwxyz"


def entries_of(rows: pd.DataFrame) -> pd.Series:
    """The name of each row, by its place: `unit/date of the list:row:check`, as in `25693/2022-12-31:14:k7`.

    The check is two signs made from the head's name, of which it tells nothing: a thousandth of all
    names have the same. Where a corrected file has another household in the row, the name no longer
    fits, and what was settled under it is not applied to a stranger. Rows of two sheets that would
    share a name are numbered, in the order of files and sheets.

    rows: with `unit_code`, `source_row`, `head_name` and a day: `list_date`, else `decision_date`, `date`
        or `round`.
    """
    day = _day(rows)
    # a float column must not turn row 14 into row 14.0
    number = pd.to_numeric(_column(rows, "source_row"), errors="coerce").astype("Int64").astype("string")
    check = [_check(str(name)) for name in _column(rows, "head_name").fillna("")]
    entry = rows.unit_code.astype("string") + "/" + day + ":" + number.fillna("") + ":" + check
    order = pd.DataFrame({"entry": entry, "file": _column(rows, "source_file")})
    order["sheet"] = _column(rows, "source_sheet")
    again = order.sort_values(["file", "sheet"], kind="stable").groupby("entry").cumcount()
    return entry.where(again == 0, entry + "~" + (again + 1).astype("string")).rename("entry")


def described(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as they are compared, by position: `unit`, `code`, `entry`, `family`, `middle`, `given`,
    the same three with `plain_` before them (without marks), `untoned` (no mark in the whole name),
    `village`, `birth_year` and `members`; NA where the list says nothing usable.
    """
    rows = rows.reset_index(drop=True)
    names = _column(rows, "head_name").fillna("")
    parts_of = {name: _parts(str(name)) for name in names.unique()}
    columns = [*NAME, *(f"plain_{part}" for part in NAME), "untoned"]
    parts = pd.DataFrame([parts_of[name] for name in names], columns=columns, dtype=object)
    year = pd.to_numeric(_column(rows, "birth_year"), errors="coerce").astype("Float64")
    villages = _column(rows, "village").fillna("")
    keys = {village: village_key(str(village)) for village in villages.unique()}
    return parts.assign(
        untoned=parts.untoned.astype(bool),
        unit=rows.unit_code.astype("string"),
        code=codes_of(rows),
        entry=entries_of(rows),
        village=villages.map(keys).astype("string").replace("", pd.NA),
        birth_year=year.where(year.between(*YEARS)).astype("Int64"),
        members=pd.to_numeric(_column(rows, "members"), errors="coerce").astype("Int64"),
    )


def codes_of(rows: pd.DataFrame) -> pd.Series:
    """The official codes; NA for none, and for what is written where there is none (0, 999, chưa có)."""
    codes = _column(rows, "household_id").str.strip().replace("", pd.NA)
    # only a short text can be such a word, and a district has tens of thousands of codes
    longest = 2 * max(map(len, phrases("no_code")))
    short = codes[codes.str.len() <= longest].dropna().unique()
    none = {code for code in short if is_no_code(code)}
    return codes.mask(codes.isin(none)).rename("code")


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """The normal form without any mark: tones, hats and the bar of đ; y is an i.

    >>> plain("Huỳnh Thị Đượm") == plain("HUINH THI DUOM")
    True
    """
    letters = unicodedata.normalize("NFD", normal(text))
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("y", "i")


@lru_cache(maxsize=65536)
def village_key(village: str) -> str:
    """What tells a village from another of its unit: "Ấp 3", "ấp Ba" and "AP 03" are one.

    >>> village_key("Ấp Ba"), village_key("KP. 3"), village_key("Ấp Tân Hòa")
    ('3', '3', 'tanhoa')
    """
    words, numbers = _village_words()
    text = plain(re.sub(r"(?<=\D)(?=\d)", " ", composed(village)))
    text = re.sub(rf"\b({'|'.join(words)})\b", " ", text)
    return "".join(numbers.get(word, word.lstrip("0") if word.isdigit() else word) for word in text.split())


@cache
def _village_words() -> tuple[list[str], dict[str, str]]:
    settings = load_settings()
    words = sorted(map(plain, settings.village_words), key=len, reverse=True)
    return words, {plain(word): str(n) for n, word in enumerate(settings.numbers)}


@lru_cache(maxsize=65536)
def _parts(name: str) -> tuple[object, ...]:
    """Family, middle and given name in normal form, again without marks, and whether none had a mark."""
    words = normal(_BRACKETS.sub(" ", name)).split()
    while len(words) > 1 and words[0] in _titles():
        words = words[1:]
    family = words[0] if len(words) > 1 else ""
    middle, given = " ".join(words[1:-1]), (words[-1] if words else "")
    bare = [plain(part) for part in (family, middle, given)]
    whole = unicodedata.normalize("NFD", "".join(words))
    return family, middle, given, *bare, whole.isascii()


@cache
def _titles() -> frozenset[str]:
    return frozenset(map(normal, load_settings().titles))


@lru_cache(maxsize=65536)
def _check(name: str) -> str:
    bare = "".join(map(str, _parts(name)[3:6])).replace(" ", "")
    digest = hashlib.sha256(bare.encode()).digest()
    return "".join(_CHECKS[byte % len(_CHECKS)] for byte in digest[:2])


def _day(rows: pd.DataFrame) -> pd.Series:
    days = pd.Series(pd.NA, index=rows.index, dtype="string")
    for name in ("list_date", "decision_date", "date"):
        if name in rows:
            days = days.fillna(pd.to_datetime(rows[name]).dt.strftime("%Y-%m-%d").astype("string"))
    return days.fillna(_column(rows, "round")).fillna("")


def _column(rows: pd.DataFrame, name: str) -> pd.Series:
    if name in rows:
        return rows[name].astype("string")
    return pd.Series(np.full(len(rows), None), index=rows.index, dtype="string")
