"""The measures of one group as ratios of sums: what they are, each stated once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from analysis.measures.alkire_foster.scale import Scale


class Ratio(NamedTuple):
    """One measure of one group; undefined where the denominator is 0."""

    measure: str
    dimension: str | None
    indicator: str | None
    numerator: float
    denominator: float

    @property
    def value(self) -> float | None:
        """One division of exact sums: of whole numbers it gives the float nearest to the ratio."""
        return self.numerator / self.denominator if self.denominator else None


class Sums(NamedTuple):
    """How many members a group has, how many are poor, and how many poor are deprived in each indicator."""

    total: float
    poor: float
    deprived: list[float]


def uncensored(everybody: Sums, scale: Scale, dimension_of: Mapping[str, str]) -> Iterator[Ratio]:
    """`hd`, the share of all members deprived in an indicator: `everybody` counts as poor in the sums."""
    for indicator, deprived in zip(scale.weights, everybody.deprived, strict=True):
        yield Ratio("hd", dimension_of.get(indicator), indicator, deprived, everybody.total)


def at_cutoff(sums: Sums, scale: Scale, dimension_of: Mapping[str, str]) -> Iterator[Ratio]:
    """The measures that depend on who is poor.

    An indicator's points are its weight times the deprived poor. All points together are the sum of
    the poor's scores, so that M0 is the sum of its contributions with no rounding in between.
    """
    censored = dict(zip(scale.weights, sums.deprived, strict=True))
    points = {indicator: scale.weights[indicator] * deprived for indicator, deprived in censored.items()}
    all_points, most = sum(points.values()), scale.highest * sums.total
    yield Ratio("H", None, None, sums.poor, sums.total)
    yield Ratio("A", None, None, all_points, scale.highest * sums.poor)
    yield Ratio("M0", None, None, all_points, most)
    for indicator, own in points.items():
        dimension = dimension_of.get(indicator)
        yield Ratio("hdk", dimension, indicator, censored[indicator], sums.total)
        yield Ratio("actb", dimension, indicator, own, most)
        yield Ratio("pctb", dimension, indicator, own, all_points)
    for dimension in dict.fromkeys(dimension_of.values()):
        own = sum(points[indicator] for indicator in points if dimension_of[indicator] == dimension)
        yield Ratio("actb", dimension, None, own, most)
        yield Ratio("pctb", dimension, None, own, all_points)
