"""Which rows of two lists are one household."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from analysis.decisions import HouseholdPair
from analysis.intake.identity.candidates import IN_DISTRICT, IN_UNIT, Pairs, candidates
from analysis.intake.identity.codes import kept_codes, same_codes
from analysis.intake.identity.entries import described
from analysis.intake.identity.evidence import PARTS, Evidence
from analysis.intake.identity.settled import settled

COLUMNS = ("before", "after", "score", "by", "decided", "doubt", *PARTS)

Positions = Iterable[tuple[int, int]]


def match_households(
    before: pd.DataFrame, after: pd.DataFrame, pairs: Sequence[HouseholdPair] = ()
) -> pd.DataFrame:
    """Rows of two rounds' lists that are, or may be, one household (nhận diện hộ).

    What the officer settled comes first, then the official code, where the unit has not numbered its
    households anew; then the rest is weighed by head's name, birth year, village and members within
    the unit (see `Evidence`). The score is the probability that the two rows are one household, given
    what else either could be: two candidates that are equally good share it and stay in doubt. So
    pairs that are `same` are one to one. A household may be found in another unit, always in doubt.

    before, after: columns as in `tables.HOUSEHOLDS`, one row per household; `household_id` may be
        missing. Needed are `unit_code` and `head_name`; what else is missing is not compared. The
        index must be unique.
    pairs: names of rows as `entries_of` gives them, or `unit/code`; a name no row has is passed over
        (see `unknown_pairs`).

    Returns one row per pair: `before` and `after` (labels of the index), `score`, `by` (`code`,
        `decision`, `score`), `decided` (`same`, `doubtful`), `doubt` (why, where doubtful: `rival`,
        `code`, `moved`, `weak`) and the weights by `evidence.PARTS` (NA where none was needed).
        A doubtful row stands with each of its candidates.
    Source: docs/household_identity.md, with measured precision and recall.
    """
    left, right = described(before), described(after)
    same, apart = settled(left, right, pairs)
    found = matched(left, right, same, apart)
    return found.assign(before=before.index.take(found.before), after=after.index.take(found.after))


def matched(
    left: pd.DataFrame,
    right: pd.DataFrame,
    same: Positions = (),
    apart: Positions = (),
    *,
    kept: set[str] | None = None,
    elsewhere: bool = True,
) -> pd.DataFrame:
    """As `match_households`, of rows as `described` gives them and by position.

    same, apart: settled pairs. kept: the units whose codes decide, where that is known from longer lists.
    elsewhere: whether households are also looked for in other units.
    """
    apart = set(apart)
    free_left, free_right = np.ones(len(left), bool), np.ones(len(right), bool)
    found: list[pd.DataFrame] = []

    def take(pairs: Positions, by: str) -> None:
        taken = []
        for i, j in pairs:
            if free_left[i] and free_right[j] and (by == "decision" or (i, j) not in apart):
                free_left[i] = free_right[j] = False
                taken.append((i, j))
        found.append(_rows(*_split(taken), score=1.0, by=by, decided="same"))

    take(same, "decision")
    kept = kept_codes(left, right) if kept is None else kept
    take(same_codes(left, right, kept), "code")
    evidence = Evidence(left, right)
    near = _weighed(evidence, left[free_left], right[free_right], kept, apart)
    found.append(near)
    if elsewhere:
        free_left[near.before] = free_right[near.after] = False
        found.append(_moved(evidence, left[free_left], right[free_right], kept, apart))
    every = pd.concat([frame for frame in found if len(frame)] or found[:1], ignore_index=True)
    return every.sort_values(["before", "after"], ignore_index=True)


def _weighed(
    evidence: Evidence, left: pd.DataFrame, right: pd.DataFrame, kept: set[str], apart: set[tuple[int, int]]
) -> pd.DataFrame:
    """Pairs within a unit, by score."""
    settings = evidence.settings
    pairs = without(candidates(left, right, IN_UNIT, settings.largest_group), apart)
    weights = evidence.weigh(pairs)
    units = left.unit.loc[pairs[0]]
    changed = _two_codes(left, right, pairs) & units.isin(kept).to_numpy()
    total = weights.sum(axis=1).to_numpy() + np.log10(settings.code_changed.one) * changed
    largest = np.maximum(*(units.map(rows.unit.value_counts()).to_numpy(float) for rows in (left, right)))
    odds = 10**total * odds_of(settings.stays) / largest
    score, accepted = one_to_one(pairs, odds, settings.accept, ~changed)
    rival = odds / (1 + odds) >= settings.accept
    doubt = np.select([changed, rival], ["code", "rival"], "weak")
    return _rows(
        pairs[0], pairs[1], score=score, by="score", decided=np.where(accepted, "same", "doubtful"),
        doubt=pd.Series(doubt, dtype="string").mask(accepted), weights=weights,
    )[accepted | (score >= settings.doubt)]  # fmt: skip


def _moved(
    evidence: Evidence, left: pd.DataFrame, right: pd.DataFrame, kept: set[str], apart: set[tuple[int, int]]
) -> pd.DataFrame:
    """Households that stand in no list of their unit any more, and may be those new in another."""
    settings = evidence.settings
    pairs = without(candidates(left, right, IN_DISTRICT, settings.largest_group), apart)
    other = left.unit.loc[pairs[0]].to_numpy() != right.unit.loc[pairs[1]].to_numpy()
    other &= ~_two_codes(left, right, pairs)
    pairs = pairs[0][other], pairs[1][other]
    weights = evidence.weigh(pairs, same_unit=False)
    odds = 10 ** weights.sum(axis=1).to_numpy() * odds_of(settings.moves) / max(len(left), len(right), 1)
    score, _ = one_to_one(pairs, odds, settings.accept, np.zeros(len(odds), bool))
    found = _rows(
        pairs[0], pairs[1], score=score, by="score", decided="doubtful", doubt="moved", weights=weights
    )
    return found[score >= settings.doubt]


def one_to_one(
    pairs: Pairs, odds: np.ndarray, accept: float, may: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The probability of each pair among all that either of its rows could be, and which are accepted.

    Above one half only one pair of a row can be, so those accepted are one to one whatever the order.
    Their rows are no longer rivals of the rest, which is then judged again.

    odds: of each pair against its rows having no counterpart; may: whether it can be accepted at all.
    """
    score, accepted = np.zeros(len(odds)), np.zeros(len(odds), bool)
    open_ = np.ones(len(odds), bool)
    rows = [int(side.max()) + 1 if len(side) else 0 for side in pairs]
    while open_.any():
        i, j, own = pairs[0][open_], pairs[1][open_], odds[open_]
        of_before = np.bincount(i, own, rows[0])[i]
        of_after = np.bincount(j, own, rows[1])[j]
        score[open_] = own / (1 + of_before + of_after - own)
        new = open_ & (score >= accept) & may
        if not new.any():
            break
        accepted |= new
        taken = np.isin(pairs[0], pairs[0][new]) | np.isin(pairs[1], pairs[1][new])
        score[open_ & taken & ~new] = 0.0
        open_ &= ~taken
    return score, accepted


def _two_codes(left: pd.DataFrame, right: pd.DataFrame, pairs: Pairs) -> np.ndarray:
    was, is_ = left.code.loc[pairs[0]].to_numpy(), right.code.loc[pairs[1]].to_numpy()
    return ~pd.isna(was) & ~pd.isna(is_)


def without(pairs: Pairs, apart: set[tuple[int, int]]) -> Pairs:
    """The pairs but those settled as two households."""
    if not apart:
        return pairs
    stay = np.array([pair not in apart for pair in zip(*map(np.ndarray.tolist, pairs), strict=True)], bool)
    return pairs[0][stay], pairs[1][stay]


def _split(pairs: list[tuple[int, int]]) -> Pairs:
    both = np.array(pairs, dtype=int).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def odds_of(probability: float) -> float:
    """How much likelier than not."""
    return probability / (1 - probability)


def _rows(
    before: np.ndarray,
    after: np.ndarray,
    *,
    score: object,
    by: str,
    decided: object,
    doubt: object = None,
    weights: pd.DataFrame | None = None,
) -> pd.DataFrame:
    found = pd.DataFrame({"before": before, "after": after}).assign(
        score=score, by=by, decided=decided, doubt=doubt
    )
    parts = pd.DataFrame(index=found.index, columns=list(PARTS)) if weights is None else weights.round(3)
    types = {"score": float, "by": "string", "decided": "string", "doubt": "string"}
    return found.join(parts).astype(types | dict.fromkeys(PARTS, "Float64"))
