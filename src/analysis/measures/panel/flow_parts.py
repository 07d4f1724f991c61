"""The parts of a change by entries and exits, as exact fractions of sums."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

PARTS = (
    "exits",
    "entries",
    "stayed",
    "size_change",
    "left_population",
    "joined_population",
    "population",
)


@dataclass(frozen=True, slots=True)
class Flow:
    """What some households amount to: how many they are, their weights, and weights times values."""

    households: int = 0
    weight: int = 0
    points: int = 0

    def __add__(self, other: Flow) -> Flow:
        return Flow(
            self.households + other.households, self.weight + other.weight, self.points + other.points
        )


@dataclass(frozen=True, slots=True)
class Flows:
    """The flows between two rounds of those a measure counts (the poor, say).

    out, came: by part; stayed_before, stayed_after: the same households at both rounds;
    value_change, size_change: over them twice the change of value at the mean weight, and twice the
    change of weight at the mean value. The two add up to twice the change of their points.
    """

    out: dict[str, Flow]
    came: dict[str, Flow]
    stayed_before: Flow
    stayed_after: Flow
    value_change: int
    size_change: int

    @property
    def before(self) -> Flow:
        """Everybody counted at the earlier round."""
        return sum(self.out.values(), self.stayed_before)

    @property
    def after(self) -> Flow:
        """Everybody counted at the later round."""
        return sum(self.came.values(), self.stayed_after)


Parts = dict[str, Fraction]


def ratio(numerator: int, denominator: int) -> Fraction | None:
    """Undefined over nothing."""
    return Fraction(numerator, denominator) if denominator else None


def parts_of_population_mean(flows: Flows, highest: int, before: int, after: int) -> Parts | None:
    """Parts of the change of points / (highest × population); they add up to it.

    Every flow counts at the mean of 1/before and 1/after, and what the change of the population itself
    does is a part of its own: the two ways (flows first, population first) averaged. In a population
    that does not change this is the decomposition of the book: the entries' score less the exits' plus
    the change of those who stayed, each over the population.
    """
    if not before or not after:
        return None
    per = (Fraction(1, before) + Fraction(1, after)) / 2 / highest
    turned = (Fraction(1, after) - Fraction(1, before)) / highest
    parts = {name: -per * flow.points for name, flow in flows.out.items()}
    parts |= {name: per * flow.points for name, flow in flows.came.items()}
    parts["stayed"] = per * flows.value_change / 2
    parts["size_change"] = per * flows.size_change / 2
    parts["population"] = turned * (flows.before.points + flows.after.points) / 2
    return parts


def parts_of_own_mean(flows: Flows, highest: int) -> Parts | None:
    """Parts of the change of the mean of those counted, points / (highest × weight).

    `stayed` is the change of their own mean; those who left raise the mean by as much as they lay below
    that of those who stayed, times their share, and those who came by as much as they lie above.
    Undefined where nobody stayed, for then there is nothing to compare with.
    """
    stay_before, stay_after = flows.stayed_before, flows.stayed_after
    was, is_ = ratio(stay_before.points, stay_before.weight), ratio(stay_after.points, stay_after.weight)
    if was is None or is_ is None:
        return None
    parts = {
        name: (was * flow.weight - flow.points) / (highest * flows.before.weight)
        for name, flow in flows.out.items()
    }
    parts |= {
        name: (flow.points - is_ * flow.weight) / (highest * flows.after.weight)
        for name, flow in flows.came.items()
    }
    return parts | {"stayed": (is_ - was) / highest}
