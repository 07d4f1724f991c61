"""Findings put into words: where, what stands there, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.findings import Severity
from analysis.intake.rules.book import BOOK
from analysis.wording import Words

COLUMNS = [
    "severity", "file", "sheet", "cell", "row", "column", "message", "hint", "code", "value_shown",
]  # fmt: skip
"""Of a finding in words."""


def message(code: str, values: Mapping[str, object], words: Words, severity: Severity | None = None) -> str:
    """What is wrong, in one sentence, and what became of it.

    severity: the finding's, where the programme may have given the rule another than its own.
    """
    return words(f"findings.{code}.message", **_written(values, words), fate=_fate(code, severity, words))


def hint(code: str, values: Mapping[str, object], words: Words) -> str:
    """What to do about it, in one sentence."""
    return words(f"findings.{code}.hint", **_written(values, words))


def _fate(code: str, severity: Severity | None, words: Words) -> str:
    """Whether the value or row is used: an error keeps it out."""
    rule = BOOK[code]
    thing = "value" if rule.level == "cell" else "row"
    return words.term(f"{thing}_{'out' if (severity or rule.severity) == 'error' else 'kept'}")


def worded(findings: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Findings with `message` and `hint`, one row each, in `COLUMNS`.

    findings: as `findings_frame` gives them.
    """
    rows = findings.astype(object).where(findings.notna(), None)
    said = [
        {
            **{name: row[name] for name in ("severity", "file", "sheet", "cell", "row", "column", "code")},
            "message": message(row["code"], row["values"], words, row["severity"]),
            "hint": hint(row["code"], row["values"], words),
            "value_shown": "value" in row["values"],
        }
        for row in rows.to_dict("records")
    ]
    return pd.DataFrame(said, columns=COLUMNS)


def _written(values: Mapping[str, object], words: Words) -> dict[str, object]:
    """Codes that have a term become it; what is not known says so."""

    def written(value: object) -> object:
        if value is None:
            return words("terms.unknown")
        return words.term(value) if isinstance(value, str) and words.has(f"terms.{value}") else value

    return {name: written(value) for name, value in values.items()}
