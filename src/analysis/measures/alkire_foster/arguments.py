"""What every public function here asks of its arguments before it reads a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.measures.alkire_foster.gaps import Achievements
from analysis.measures.alkire_foster.groups import WHOLE


def breakdown_columns(by: str | Sequence[str] | None) -> list[str]:
    """The columns to break down by. Raises ValueError where one is named as the whole is."""
    columns = [by] if isinstance(by, str) else list(by or ())
    if WHOLE in columns:
        raise ValueError(f"by={WHOLE!r} names the whole: rename the column")
    return columns


def check_confidence(confidence: float) -> None:
    """Raise ValueError for a level that is no share, such as 95."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} does not lie between 0 and 1")


def check_columns(data: pd.DataFrame, names: Iterable[str | None]) -> None:
    """Raise ValueError naming the columns that the table lacks or has twice; None is an option not used."""
    asked = [name for name in names if name is not None]
    unknown = [str(name) for name in asked if name not in data.columns]
    if unknown:
        raise ValueError(f"no such column: {', '.join(unknown)}")
    if not data.columns.is_unique:
        twice = [str(name) for name in asked if (data.columns == name).sum() > 1]
        if twice:
            raise ValueError(f"a column stands twice in the table: {', '.join(twice)}")


def extra_columns(destitution: Mapping[str, str] | None, achievements: Achievements | None) -> list[str]:
    """The columns of more extreme deprivations and of achievements."""
    return [*(destitution or {}).values(), *(column for column, _ in (achievements or {}).values())]


def is_sample(
    strata: str | None, cluster: str | None, fpc: str | None, lonely: str, sample: bool | None
) -> bool:
    """Whether a sample is meant: strata or cluster say so, or `sample=True`.

    Raises ValueError where a full count is given parts of a design: they would be ignored.
    """
    drawn = strata is not None or cluster is not None
    meant = sample or (sample is None and drawn)
    if not meant and (drawn or fpc is not None or lonely != "error"):
        raise ValueError(
            "a full count has no design: leave out strata, cluster, fpc and lonely, or write sample=True"
        )
    return bool(meant)
