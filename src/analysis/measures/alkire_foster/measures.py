"""What the measures are: each stated once, as a ratio of sums over the records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from analysis.measures.alkire_foster.definition import Definition, Weighting


class Label(NamedTuple):
    """The keys of an estimate within its group; None where a key does not apply."""

    measure: str
    weighting: str | None
    cutoff: object = None
    dimension: str | None = None
    indicator: str | None = None
    band: str | None = None


class Account(NamedTuple):
    """A sum over the records: of an indicator's marks (all ones where None) among those in a range of scores.

    weighting: place of the weighting; scores count from `at_least` to below `below` (None: no limit).
    indicator: its place, those of destitution after those of deprivation.
    power: of the normalised gap of the indicator, 0 for the mark itself; of the score where `score`.
    destitute: whether the score is that of destitution.
    """

    weighting: int = 0
    at_least: int = 0
    below: int | None = None
    indicator: int | None = None
    power: int = 0
    score: bool = False
    destitute: bool = False


EVERYBODY = Account()

Terms = dict[Account, int]


class Ratio(NamedTuple):
    """One measure: what is summed over what, in whole numbers.

    counted: the account whose records are reported as `n_poor`. less_square_of: the measure of the
        same group whose square is taken off, for a variance. of_whole: divided by the whole's sum.
        is_share: whether it lies between 0 and 1 whatever the records, so that its limits must.
    """

    label: Label
    numerator: Terms
    denominator: Terms
    counted: Account | None = None
    less_square_of: Label | None = None
    of_whole: bool = False
    is_share: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """The measures of a definition as matrices from accounts (rows) to measures (columns).

    There is one object per definition, so it is known by itself and not by what it holds.

    Those within a group come first, then `shares` that compare the group with the whole.
    pattern, gap: which accounts are sums over patterns, which over gaps; all accounts stand in this order.
    tallied: the places of the accounts whose records are counted, everybody's first.
    largest: the greatest sum of factors of a measure, by which its sums may exceed those of an account.
    counted: per measure the place among `tallied` of the account reported as n_poor, -1 for none.
    squares: the places of the variances, and of the measures whose squares they are less.
    """

    ratios: tuple[Ratio, ...]
    shares: int
    pattern: tuple[Account, ...]
    gap: tuple[Account, ...]
    numerator: np.ndarray
    denominator: np.ndarray
    tallied: np.ndarray
    counted: np.ndarray
    largest: int
    squares: dict[int, int]

    def exact(self) -> tuple[np.ndarray, np.ndarray]:
        """The matrices in whole numbers, for sums too large for doubles to hold."""
        at = {account: row for row, account in enumerate(self.pattern + self.gap)}
        return _matrix([r.numerator for r in self.ratios], at), _matrix(
            [r.denominator for r in self.ratios], at
        )

    def values(self, seen: np.ndarray, definition: Definition) -> np.ndarray:
        """What a record of each pattern adds to each account, one row per pattern."""
        width = len(definition.indicators)
        scores = {
            (place, destitute): _scores(seen[:, width:] if destitute else seen[:, :width], weighting)
            for place, weighting in enumerate(definition.weightings)
            for destitute in ({account.destitute for account in self.pattern})
        }
        ranges: dict[tuple, np.ndarray] = {}
        found = np.empty((len(seen), len(self.pattern)), order="F")  # filled column by column
        for column, account in enumerate(self.pattern):
            key = (*account[:3], account.destitute)
            if key not in ranges:
                score = scores[account.weighting, account.destitute]
                chosen = score >= account.at_least
                ranges[key] = (chosen if account.below is None else chosen & (score < account.below)) * 1.0
            chosen = ranges[key]
            if account.score:
                points = scores[account.weighting, account.destitute].astype(float)
                np.multiply(chosen, points**account.power, out=found[:, column])
            elif account.indicator is None:
                found[:, column] = chosen
            else:
                np.multiply(chosen, seen[:, account.indicator], out=found[:, column])
        return found


@lru_cache(maxsize=32)
def measures_of(definition: Definition) -> Measures:
    """The measures of a definition, in the order in which they are reported."""
    within: list[Ratio] = []
    shares: list[Ratio] = []
    for place, weighting in enumerate(definition.weightings):
        for ratio in _of_weighting(definition, place, weighting):
            (shares if ratio.of_whole else within).append(ratio)
    ratios = within + shares
    accounts = dict.fromkeys([EVERYBODY])
    for ratio in ratios:
        accounts |= dict.fromkeys([*ratio.numerator, *ratio.denominator])
        accounts |= {} if ratio.counted is None else {ratio.counted: None}
    gap = tuple(account for account in accounts if account.power and not account.score)
    pattern = tuple(account for account in accounts if account not in set(gap))
    at = {account: row for row, account in enumerate(pattern + gap)}
    tallied = list(dict.fromkeys([EVERYBODY, *(r.counted for r in ratios if r.counted is not None)]))
    counted = [-1 if ratio.counted is None else tallied.index(ratio.counted) for ratio in ratios]
    largest = max(sum(terms.values()) for ratio in ratios for terms in ratio[1:3])
    places = np.array([at[account] for account in tallied])
    over = _matrix([ratio.numerator for ratio in ratios], at).astype(float)
    under = _matrix([ratio.denominator for ratio in ratios], at).astype(float)
    squares = {
        column: next(root for root, other in enumerate(ratios) if other.label == ratio.less_square_of)
        for column, ratio in enumerate(ratios)
        if ratio.less_square_of is not None
    }
    return Measures(
        tuple(ratios), len(shares), pattern, gap, over, under, places, np.array(counted), largest, squares
    )


def _matrix(terms: Sequence[Terms], at: dict[Account, int]) -> np.ndarray:
    """Accounts by measures, in whole numbers of any size."""
    matrix = np.zeros((len(at), len(terms)), object)
    for column, of in enumerate(terms):
        for account, factor in of.items():
            matrix[at[account], column] = factor
    return matrix


def _of_weighting(definition: Definition, place: int, weighting: Weighting) -> Iterator[Ratio]:
    def label(measure: str, **keys: object) -> Label:
        return Label(measure, weighting.name, **keys)  # type: ignore[arg-type]

    everybody = {EVERYBODY: 1}
    for j, indicator in enumerate(definition.indicators):
        keys = {"dimension": definition.dimensions[j], "indicator": indicator}
        yield Ratio(label("hd", **keys), {Account(indicator=j): 1}, everybody)
    for name, at_least, below in weighting.bands:
        inside = Account(place, at_least, below)
        yield Ratio(label("band", band=name), {inside: 1}, everybody, inside)
    yield Ratio(label("population_share"), everybody, everybody, None, None, of_whole=True)
    for cutoff, poor_from in weighting.cutoffs:
        yield from _at_cutoff(definition, place, weighting, cutoff, poor_from, label)


def _at_cutoff(
    definition: Definition,
    place: int,
    weighting: Weighting,
    cutoff: object,
    poor_from: int,
    label: Callable[..., Label],
) -> Iterator[Ratio]:
    """The measures that depend on who is poor.

    An indicator's points are its weight times the deprived poor. All points together are the sum of
    the poor's scores, so that M0 is the sum of its contributions with no rounding in between.
    """
    weights, highest = weighting.weights, weighting.highest
    poor = Account(place, poor_from)
    censored = [poor._replace(indicator=j) for j in range(len(weights))]
    points = {account: w for account, w in zip(censored, weights, strict=True) if w}
    most, everybody = {EVERYBODY: highest}, {EVERYBODY: 1}

    def ratio(measure: str, over: Terms, under: Terms, **keys: object) -> Ratio:
        return Ratio(label(measure, cutoff=cutoff, **keys), over, under, poor)

    yield ratio("H", {poor: 1}, everybody)
    yield ratio("A", points, {poor: highest})
    yield ratio("M0", points, most)
    for j, indicator in enumerate(definition.indicators):
        keys = {"dimension": definition.dimensions[j], "indicator": indicator}
        yield ratio("hdk", {censored[j]: 1}, everybody, **keys)
    for keys, own in _contributors(definition, points):
        yield ratio("actb", own, most, **keys)
        yield ratio("pctb", own, points, **keys)
    squares = {poor._replace(score=True, power=2): 1}
    yield ratio("variance", squares, {poor: highest**2})._replace(
        less_square_of=label("A", cutoff=cutoff), is_share=False
    )
    if definition.cardinal:
        for name, over_m0, power in (("M1", "G", 1), ("M2", "S", 2)):
            deep = _of_gaps(definition, poor, weights, power)
            yield ratio(name, deep, most)
            yield ratio(over_m0, deep, points)
            for keys, own in _contributors(definition, deep):
                yield ratio(f"actb_{name}", own, most, **keys)
                yield ratio(f"pctb_{name}", own, deep, **keys)
    if definition.destitution:
        destitute = poor._replace(destitute=True)
        extreme = [destitute._replace(indicator=len(weights) + j) for j in range(len(weights))]
        extremes = {account: w for account, w in zip(extreme, weights, strict=True) if w}
        for measure, over, under in (
            ("H_destitute", {destitute: 1}, everybody),
            ("A_destitute", extremes, {destitute: highest}),
            ("M0_destitute", extremes, most),
            ("destitute_share", {destitute: 1}, {poor: 1}),
        ):
            yield Ratio(label(measure, cutoff=cutoff), over, under, destitute)
    yield ratio("poor_share", {poor: 1}, {poor: 1})._replace(of_whole=True)
    yield ratio("M0_share", points, points)._replace(of_whole=True)


def _of_gaps(definition: Definition, poor: Account, weights: tuple[int, ...], power: int) -> Terms:
    """Points with each deprivation taken at its depth; a yes/no deprivation is as deep as can be."""
    return {
        poor._replace(indicator=j, power=power if name in definition.cardinal else 0): weights[j]
        for j, name in enumerate(definition.indicators)
        if weights[j]
    }


def _contributors(definition: Definition, points: Terms) -> Iterator[tuple[dict[str, str | None], Terms]]:
    """The keys and the points of every indicator, then of every dimension."""
    for j, indicator in enumerate(definition.indicators):
        own = {account: w for account, w in points.items() if account.indicator == j}
        yield {"dimension": definition.dimensions[j], "indicator": indicator}, own
    for dimension in dict.fromkeys(name for name in definition.dimensions if name is not None):
        inside = [j for j, name in enumerate(definition.dimensions) if name == dimension]
        yield {"dimension": dimension}, {a: w for a, w in points.items() if a.indicator in inside}


def _scores(seen: np.ndarray, weighting: Weighting) -> np.ndarray:
    """The score of every pattern, in whole numbers that no sum of weights leaves."""
    if weighting.highest < 2**53:
        return seen @ np.array(weighting.weights, float)
    return seen.astype(int).astype(object) @ np.array(weighting.weights, object)
