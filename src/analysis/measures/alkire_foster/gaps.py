"""How far below its line an achievement lies, for the measures that take depth into account."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.definition import Definition
from analysis.measures.alkire_foster.marks import Patterns, refuse

Achievements = Mapping[str, tuple[str, float]]
"""An indicator to the column of the achievement and the line below which it is deprived."""


def read_gaps(
    data: pd.DataFrame,
    definition: Definition,
    achievements: Achievements,
    patterns: Patterns,
    used: np.ndarray | None,
) -> dict[int, np.ndarray]:
    """Per cardinal indicator the normalised gap (line - achievement) / line of every record, 0 at or above.

    Raises ValueError for achievements that are no numbers, missing or negative, and for marks that are not
        what the achievement and the line say.
    Source: Alkire and Foster (2011), Journal of Public Economics 95, section 2.
    """
    counted = slice(None) if used is None else used
    gaps, missing, negative, contrary = {}, {}, {}, {}
    for name, (column, written) in achievements.items():
        line = float(written)  # achievements are doubles, and a Decimal does not mix with them
        place = definition.indicators.index(name)
        if not pd.api.types.is_numeric_dtype(data[column]):
            raise ValueError(f"the achievement {column} of {name} is not a column of numbers")
        achieved = data[column].to_numpy(float, na_value=np.nan)
        below = (achieved < line)[counted]
        missing[column] = int(np.isnan(achieved[counted]).sum())
        negative[column] = int((achieved[counted] < 0).sum())
        marked = patterns.seen[:, place].astype(bool)[patterns.of][counted]
        contrary[name] = int(np.count_nonzero(marked != below))
        gaps[place] = np.nan_to_num(np.clip((line - achieved) / line, 0, 1))
    refuse("missing achievements (drop these records first)", missing)
    refuse("negative achievements", negative)
    refuse("marks that contradict achievement and line (deprived is below the line)", contrary)
    return gaps
