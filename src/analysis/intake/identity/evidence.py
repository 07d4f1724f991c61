"""How much two rows speak for one household: what agrees, and how rare it is."""

from __future__ import annotations

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from analysis.intake.identity.candidates import Pairs
from analysis.intake.identity.entries import NAME, plain
from analysis.intake.identity.settings import Settings, Trait, load_settings

PARTS = ("name", "birth_year", "village", "members")
"""What the weight of a pair is made of."""

_VOWELS = frozenset("aeiou")
_SHORTEST = 3
"""Letters of the shorter of two names from which one letter apart may be a slip of the keyboard."""


class Evidence:
    """Weighs pairs of rows of two lists by the shares their values have in these lists.

    A weight is the decimal logarithm of how much more often two rows of one household agree so far
    than rows of two households: 2 is a hundred times, 0 says nothing, below 0 speaks against. The
    weights of the traits add up; a value that is missing weighs 0. (Fellegi and Sunter, A theory for
    record linkage, JASA 1969; shares of values after Winkler.)
    """

    def __init__(self, before: pd.DataFrame, after: pd.DataFrame) -> None:
        """before, after: as `described` gives them, whole: the shares are counted in both together."""
        self.settings = load_settings()
        self._before, self._after = before, after
        self._both = pd.concat([before, after], ignore_index=True)
        self._split = len(before)
        self._codes: dict[str, tuple[np.ndarray, np.ndarray]] = {}

    def weigh(self, pairs: Pairs, *, same_unit: bool = True) -> pd.DataFrame:
        """The weights of the pairs, one row each, by `PARTS`; villages of two units aren't compared."""
        name = sum((self._part_of_name(part, pairs) for part in NAME), np.zeros(len(pairs[0])))
        village = self._village(pairs) if same_unit else np.zeros(len(pairs[0]))
        given = [
            frame.given.to_numpy()[rows]
            for frame, rows in zip((self._before, self._after), pairs, strict=True)
        ]
        named = (given[0] != "") & (given[1] != "")
        return pd.DataFrame(
            {
                "name": np.where(named, name, 0.0),
                "birth_year": self._birth_year(pairs),
                "village": village,
                "members": self._members(pairs),
            }
        )

    def _part_of_name(self, part: str, pairs: Pairs) -> np.ndarray:
        trait = self.settings.traits[part]
        marked, share = self._coded(part)
        bare, bare_share = self._coded(f"plain_{part}")
        (left, right), (bare_left, bare_right) = self._of(marked, pairs), self._of(bare, pairs)
        untoned = self._both.untoned.to_numpy()
        without = np.logical_or(*self._of(untoned, pairs))
        written = self._both[f"plain_{part}"].to_numpy()
        same, same_bare = left == right, bare_left == bare_right
        levels = self._spelling(part, self._of(written, pairs), (bare_left, bare_right), ~same_bare)
        weight = _weights(trait, levels)
        assert trait.marks
        assert trait.plain
        weight = np.where(same_bare, np.log10(trait.marks.one / bare_share[bare_left]), weight)
        weight = np.where(same_bare & without, np.log10(trait.plain.one / bare_share[bare_left]), weight)
        weight = np.where(same & ~without, np.log10(trait.exact.one / share[left]), weight)
        if part != "middle":
            first, second = self._of(written, pairs)
            weight = np.where((first == "") | (second == ""), 0.0, weight)
        return weight

    def _spelling(self, part: str, words: Pairs, codes: Pairs, asked: np.ndarray) -> np.ndarray:
        """For pairs that differ even without marks: `near`, `initial`, `filler` or `other`."""
        levels = np.full(len(asked), "other", dtype=object)
        which = np.flatnonzero(asked)
        if not len(which):
            return levels
        joint = codes[0][which].astype(np.int64) * (int(codes[1].max()) + 1) + codes[1][which]
        _, first, back = np.unique(joint, return_index=True, return_inverse=True)
        left, right = words[0][which][first], words[1][which][first]
        apart = cpdist(left, right, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)
        shorter = np.minimum([len(word) for word in left], [len(word) for word in right])
        kinds = np.where((apart <= 1) & (shorter >= _SHORTEST), "near", "other").astype(object)
        kinds[[_abbreviates(a, b) for a, b in zip(left, right, strict=True)]] = "initial"
        if part == "middle":
            fillers = frozenset(map(plain, self.settings.fillers))
            kinds[[_drops(a, b, fillers) for a, b in zip(left, right, strict=True)]] = "filler"
        levels[which] = kinds[back]
        return levels

    def _birth_year(self, pairs: Pairs) -> np.ndarray:
        trait = self.settings.traits["birth_year"]
        years = self._both.birth_year.fillna(0).to_numpy(dtype=np.int64)
        was, is_ = self._of(years, pairs)
        apart = np.abs(was - is_)
        one_digit = (was // 10 == is_ // 10) | ((was % 10 == is_ % 10) & (was // 100 == is_ // 100))
        swapped = (was % 10 == is_ // 10 % 10) & (is_ % 10 == was // 10 % 10) & (was // 100 == is_ // 100)
        levels = np.where(one_digit | swapped, "slip", "other").astype(object)
        levels[apart == 1] = "off_by_one"
        weight = self._exact_or("birth_year", trait, levels, pairs)
        return np.where((was == 0) | (is_ == 0), 0.0, weight)

    def _members(self, pairs: Pairs) -> np.ndarray:
        trait = self.settings.traits["members"]
        sizes = self._both.members.fillna(-1).to_numpy(dtype=np.int64)
        was, is_ = self._of(sizes, pairs)
        apart = np.abs(was - is_)
        levels = np.select([apart == 1, apart == 2], ["off_by_one", "off_by_two"], "other").astype(object)
        weight = self._exact_or("members", trait, levels, pairs)
        return np.where((was == -1) | (is_ == -1), 0.0, weight)

    def _village(self, pairs: Pairs) -> np.ndarray:
        said = self._both.village.notna().to_numpy()
        levels = np.full(len(pairs[0]), "other", dtype=object)
        weight = self._exact_or("village", self.settings.traits["village"], levels, pairs)
        return np.where(np.logical_and(*self._of(said, pairs)), weight, 0.0)

    def _exact_or(self, column: str, trait: Trait, levels: np.ndarray, pairs: Pairs) -> np.ndarray:
        codes, share = self._coded(column)
        was, is_ = self._of(codes, pairs)
        return np.where(was == is_, np.log10(trait.exact.one / share[was]), _weights(trait, levels))

    def _coded(self, column: str) -> tuple[np.ndarray, np.ndarray]:
        """A number for each value of a column, and the value's share, a village's in its unit."""
        if column not in self._codes:
            trait = self.settings.traits[column.removeprefix("plain_")]
            self._codes[column] = _shares(self._both, column, trait, self.settings)
        return self._codes[column]

    def _of(self, values: np.ndarray, pairs: Pairs) -> Pairs:
        return values[pairs[0]], values[pairs[1] + self._split]


def _shares(
    both: pd.DataFrame, column: str, trait: Trait, settings: Settings
) -> tuple[np.ndarray, np.ndarray]:
    key = [both["unit"], both[column]] if column == "village" else [both[column]]
    codes = both.groupby(key, dropna=False, sort=False).ngroup().to_numpy()
    count = np.bincount(codes, minlength=1)
    seen = len(both)
    if column == "village":
        first = pd.Series(codes).drop_duplicates().index
        seen = both["unit"].map(both["unit"].value_counts()).to_numpy(dtype=float)[first]
    return codes, (count + settings.unseen * trait.usual) / (seen + settings.unseen)


def _weights(trait: Trait, levels: np.ndarray) -> np.ndarray:
    weight = np.zeros(len(levels))
    for level in ("near", "initial", "filler", "off_by_one", "off_by_two", "slip", "other"):
        agreement = getattr(trait, level)
        if agreement is not None:
            weight[levels == level] = np.log10(agreement.one / agreement.strangers)
    return weight


def _abbreviates(one: str, other: str) -> bool:
    """Whether one name is the other with words cut to the letters before their vowel (Ng. V.)."""
    ours, theirs = one.split(), other.split()
    return bool(ours) and len(ours) == len(theirs) and all(map(_cut, ours, theirs))


def _cut(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (long.startswith(short) and _VOWELS.isdisjoint(short))


def _drops(one: str, other: str, fillers: frozenset[str]) -> bool:
    """Whether one middle name is the other without the words most people have (văn, thị)."""
    short, long = sorted((one.split(), other.split()), key=len)
    return (
        len(short) < len(long)
        and [word for word in long if word not in fillers] == [word for word in short if word not in fillers]
        and set(short) <= set(long)
    )
