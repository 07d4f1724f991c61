"""Findings put into words: where, what stands there, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.wording import Words


def message(code: str, values: Mapping[str, object], words: Words) -> str:
    """What is wrong, in one sentence."""
    return words(f"findings.{code}.message", **_written(values, words))


def hint(code: str, values: Mapping[str, object], words: Words) -> str:
    """What to do about it, in one sentence."""
    return words(f"findings.{code}.hint", **_written(values, words))


def _written(values: Mapping[str, object], words: Words) -> dict[str, object]:
    """Codes that have a term become it; what is not known says so."""

    def written(value: object) -> object:
        if value is None:
            return words("terms.unknown")
        return words.term(value) if isinstance(value, str) and words.has(f"terms.{value}") else value

    return {name: written(value) for name, value in values.items()}
