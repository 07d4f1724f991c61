"""The first sheet of a marked copy, by which a file that comes back is known and what it corrects."""

from __future__ import annotations

import re

from analysis.intake.cells import Sheet

_TOKEN = "giamngheo:marked-copy:sha256:"
_KNOWN = re.compile(re.escape(_TOKEN) + "([0-9a-f]{64})")


def returned_token(sha256: str) -> str:
    """What stands in cell A1 of the first sheet of a marked copy, in every language.

    sha256: of the bytes of the file that was marked.
    """
    return _TOKEN + sha256


def returned_of(sheet: Sheet) -> str | None:
    """The SHA-256 of the file a marked copy was made of, where the sheet is the list of such a copy.

    None for any other sheet. The sheet's name and place say nothing: both may have been changed.
    """
    first = sheet.cells[0][0] if sheet.cells and sheet.cells[0] else ""
    known = _KNOWN.fullmatch(first.strip()) if isinstance(first, str) else None
    return known[1] if known else None
