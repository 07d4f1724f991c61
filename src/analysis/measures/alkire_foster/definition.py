"""What is measured: indicators, weightings, cut-offs and bands on whole scales, fixed and comparable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from analysis.measures.alkire_foster.scale import Indicators, Number, Scale, common_scale, written_cutoffs

Weightings = Mapping[str, Indicators]
Bands = Mapping[str, tuple[Number, Number | None]]


@dataclass(frozen=True, slots=True)
class Weighting:
    """Whole weights in the order of the definition's indicators, and whole scores to compare with.

    cutoffs: as written, and the score from which a record is poor. bands: name, first score, the
        first score beyond (None where it is open). kinds tells 1 from Fraction(1), which are equal.
    """

    name: str | None
    weights: tuple[int, ...]
    cutoffs: tuple[tuple[int | Fraction, int], ...]
    bands: tuple[tuple[str, int, int | None], ...]
    kinds: tuple[type, ...]

    @property
    def highest(self) -> int:
        """The score of a record deprived in everything."""
        return sum(self.weights)


@dataclass(frozen=True, slots=True)
class Definition:
    """Everything that decides which measures there are, and nothing of the records.

    dimensions: per indicator, None without dimensions. cardinal: the indicators whose gap is known.
    destitution: whether a second, more extreme set of deprivations comes with the first.
    """

    indicators: tuple[str, ...]
    dimensions: tuple[str | None, ...]
    weightings: tuple[Weighting, ...]
    cardinal: tuple[str, ...] = ()
    destitution: bool = False


def read_definition(
    indicators: Indicators | Weightings,
    cutoff: Number | Iterable[Number],
    dimensions: Mapping[str, str] | None = None,
    bands: Bands | None = None,
    cardinal: Iterable[str] = (),
    destitution: Iterable[str] | None = None,
) -> Definition:
    """The definition as the caller writes it, every weight, cut-off and band made whole.

    indicators: weights, a sequence, or a mapping of names to several of these; all weightings share
        the cut-offs and bands. An indicator that a weighting leaves out weighs nothing in it.
    cardinal, destitution: the indicators with a gap, and those with a more extreme deprivation.
    Raises ValueError for what `common_scale` refuses, for dimensions or destitution that leave
        indicators out, and for gaps of what is none.
    """
    dimensions = None if dimensions is None else dict(dimensions)
    given = weightings_of(indicators)
    written = written_cutoffs(cutoff)
    scales = {name: common_scale(weights, written, bands) for name, weights in given.items()}
    names = tuple(dict.fromkeys(name for scale in scales.values() for name in scale.weights))
    unknown = set(cardinal) - set(names)
    if unknown:
        raise ValueError(f"achievements of what is no indicator: {', '.join(sorted(map(str, unknown)))}")
    foreign = set(destitution or ()) - set(names)
    if foreign:
        raise ValueError(f"destitution of what is no indicator: {', '.join(sorted(map(str, foreign)))}")
    without = [name for name in names if destitution is not None and name not in destitution]
    if without:
        raise ValueError(f"destitution leaves out {', '.join(without)}: name a column for every indicator")
    unmatched = set(dimensions or names) ^ set(names)
    if unmatched:
        raise ValueError(
            f"dimensions and indicators do not name the same: {', '.join(sorted(map(str, unmatched)))}"
        )
    return Definition(
        names,
        tuple((dimensions or {}).get(name) for name in names),
        tuple(_weighting(name, scale, names) for name, scale in scales.items()),
        tuple(cardinal),
        destitution is not None,
    )


def weightings_of(indicators: Indicators | Weightings) -> dict[str | None, Indicators]:
    """The weightings by name; a single one has none. A Series of weights by indicator is a mapping."""
    if isinstance(indicators, pd.Series):
        indicators = indicators.to_dict()
    if isinstance(indicators, Mapping) and indicators:
        several = [isinstance(value, Mapping | Sequence | pd.Series) for value in indicators.values()]
        if all(several) and not any(isinstance(value, str) for value in indicators.values()):
            return {
                name: dict(weights) if isinstance(weights, pd.Series) else weights  # type: ignore[misc]
                for name, weights in indicators.items()
            }
    return {None: indicators}  # type: ignore[dict-item]


def _weighting(name: str | None, scale: Scale, indicators: tuple[str, ...]) -> Weighting:
    return Weighting(
        name,
        tuple(scale.weights.get(indicator, 0) for indicator in indicators),
        tuple(scale.poor_from.items()),
        tuple((band, *limits) for band, limits in scale.bands.items()),
        tuple(type(written) for written in scale.poor_from),
    )
