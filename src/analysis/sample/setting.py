"""What stays the same while a sample is drawn and written."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from analysis.law import Standard, load_standard
from analysis.programme import Programme
from analysis.sample.calibration import Calibration, load_calibration
from analysis.sample.texts import Names, Texts, load_names, load_texts


@dataclass(frozen=True)
class Setting:
    """The programme a sample is made for, the standard in force, and what to draw and write with.

    villages: number of villages (ấp, khu phố) of each unit.
    """

    programme: Programme
    villages: dict[str, int]
    standard: Standard
    calibration: Calibration = field(default_factory=load_calibration)
    texts: Texts = field(default_factory=load_texts)
    names: Names = field(default_factory=load_names)

    @classmethod
    def of(cls, programme: Programme, rng: np.random.Generator) -> Setting:
        """The setting of a programme, at the standard of its baseline."""
        calibration = load_calibration()
        number = rng.integers(*calibration.baseline.villages.value, len(programme.units), endpoint=True)
        villages = dict(zip(programme.unit_codes, number.tolist(), strict=True))
        return cls(programme, villages, load_standard(programme.baseline.date), calibration)
