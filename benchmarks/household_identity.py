"""How well households are recognised without a code, on synthetic rounds with the spelling of real offices.

    python benchmarks/household_identity.py [--training] [--largest LISTED]

Two rounds of the sample's panel (entries, exits, moves between units, relapses, births and deaths of
members), with splits and deaths of heads added, are each typed with the faults of `RATES`. The truth is the
panel's. Prints the table of docs/household_identity.md, with 95 % intervals over households (Wilson).
"""

from __future__ import annotations

import argparse
import math
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.intake.identity import match_households
from analysis.intake.identity.entries import plain
from analysis.programme import Programme, load_programme
from analysis.sample.families import ages, members_on
from analysis.sample.panel import Panel, simulate
from analysis.sample.setting import Setting
from analysis.sample.stocks import list_on

PROGRAMME = Path(__file__).parents[1] / "data" / "ben-cau-2023"
TRAINING, FIRST_MEASURED = 3, 101
"""Thresholds were chosen on seeds up to 10; none of those measured is among them."""


@dataclass(frozen=True)
class Scenario:
    """Households listed, the share of rows with a code, how many times `RATES`, and how many seeds."""

    listed: int
    codes: float
    faults: int
    seeds: int


SCENARIOS = (
    Scenario(360, 0, 1, 40),
    Scenario(5_000, 0, 1, 10),
    Scenario(20_000, 0, 1, 5),
    Scenario(20_000, 0.8, 1, 5),
    Scenario(5_000, 0, 2, 10),
)
RESIDENTS_PER_LISTED = 20_000 / 363
"""The sample lists 363 of 20,000 resident households."""

RATES = {
    # what truly happens to a household in the year, beside the events of the panel
    "head_died": 0.008, "split": 0.003,
    # per row and list, each drawn alone
    "all_without_marks": 0.03, "capitals": 0.10, "old_tone_place": 0.15, "i_for_y": 0.05, "d_for_đ": 0.01,
    "spaces": 0.05, "mark_lost": 0.02, "mark_wrong": 0.01, "letters_swapped": 0.008, "letter_lost": 0.005,
    "filler_dropped": 0.02, "abbreviated": 0.01, "nickname": 0.01, "year_missing": 0.02,
    "year_off_by_one": 0.01, "year_slip": 0.005, "day_or_month_for_year": 0.003, "village_blank": 0.02,
    "village_wrong": 0.01, "village_other_style": 0.15, "members_off_by_one": 0.03,
    # per list of a unit
    "list_without_marks": 0.05, "village_renamed": 0.10,
}  # fmt: skip
"""Share of rows (of lists, the last two) that each fault befalls."""

WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
TONES = {"á": "à", "à": "á", "ả": "ã", "ã": "ả", "ọ": "ò", "ù": "ú", "ú": "ù", "ị": "ì", "ế": "ề", "ồ": "ố",
         "ư": "u", "ơ": "o", "â": "ă", "ê": "e"}  # fmt: skip

CALIBRATED, BANDS = Scenario(20_000, 0, 1, 3), (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)


def rounds(programme: Programme, scenario: Scenario, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The first and the last list of all units as typed; `truth` is who it is."""
    history, noise = np.random.default_rng(seed).spawn(2)
    setting = Setting.of(programme, history)
    panel = simulate(setting, round(scenario.listed * RESIDENTS_PER_LISTED), history)
    first, last = (true_list(panel, programme, programme.rounds[n].date) for n in (0, -1))
    last = changed(last, panel, noise)
    return typed(first, scenario, noise, renames=False), typed(last, scenario, noise, renames=True)


def true_list(panel: Panel, programme: Programme, on) -> pd.DataFrame:
    rows = pd.concat([list_on(panel, unit, on) for unit in programme.unit_codes], ignore_index=True)
    heads = panel.people[panel.people.relation == "head"].drop_duplicates("household").set_index("household")
    frame = pd.DataFrame(
        {
            "truth": rows.same_as.astype(int),
            "household": rows.household,
            "code": rows.household_id,
            "unit_code": rows.unit_code,
            "village": rows.village,
            "head_name": rows.household.map(heads.name),
            "birth_year": rows.household.map(heads.birth).dt.year.astype("Int64"),
            "members": rows.members.astype("Int64"),
            "round": on.isoformat(),
            "list_date": pd.Timestamp(on),
        }
    )
    return frame


def changed(last: pd.DataFrame, panel: Panel, rng: np.random.Generator) -> pd.DataFrame:
    """The last list after deaths of heads and splits: the next of the family heads what is left or new."""
    people = members_on(panel.people, panel.spells.since.max())
    people = people[
        people.relation.isin(["wife", "husband", "child"])
        & (ages(people.birth, panel.spells.since.max()) >= 18)
    ]
    next_head = people.sort_values("birth").drop_duplicates("household").set_index("household")
    able = last.household.isin(next_head.index) & (last.members > 1)
    fate = rng.random(len(last))
    died, split = able & (fate < RATES["head_died"]), able & (fate > 1 - RATES["split"])
    heads = last.household.map(next_head.name), last.household.map(next_head.birth).dt.year
    new = last[split].assign(
        truth=-1 - np.arange(split.sum()),
        code=last.code[split] + "T",
        members=1,
        head_name=heads[0][split],
        birth_year=heads[1][split],
    )
    last = last.assign(
        head_name=last.head_name.mask(died, heads[0]),
        birth_year=last.birth_year.mask(died, heads[1]).astype("Int64"),
        members=last.members - (died | split).astype(int),
    )
    return pd.concat([last, new.astype({"birth_year": "Int64", "members": "Int64"})], ignore_index=True)


def typed(true: pd.DataFrame, scenario: Scenario, rng: np.random.Generator, *, renames: bool) -> pd.DataFrame:
    """The list as somebody typed it, in an order of their own."""
    rows = true.sample(frac=1, random_state=rng).reset_index(drop=True)
    of_units = {unit: rng.random(2) for unit in sorted(rows.unit_code.unique())}
    hit = {fault: rng.random(len(rows)) < rate * scenario.faults for fault, rate in RATES.items()}
    unmarked = rows.unit_code.map(lambda u: of_units[u][0] < RATES["list_without_marks"]).to_numpy()
    hit["all_without_marks"] |= unmarked
    facts = [dict(zip(hit, faults, strict=True)) for faults in zip(*hit.values(), strict=True)]
    rows["head_name"] = [misspelt(name, of, rng) for name, of in zip(rows.head_name, facts, strict=True)]
    rows["village"] = [
        other_village(village, of, renames and of_units[unit][1] < RATES["village_renamed"], rng)
        for village, unit, of in zip(rows.village, rows.unit_code, facts, strict=True)
    ]
    rows["birth_year"] = pd.array(
        [wrong_year(y, of, rng) for y, of in zip(rows.birth_year, facts, strict=True)], "Int64"
    )
    step = np.where(hit["members_off_by_one"], rng.choice([-1, 1], len(rows)), 0)
    rows["members"] = (rows.members + step).clip(lower=1)
    rows["source_file"] = rows["round"] + "/" + rows.unit_code + ".xlsx"
    rows["source_sheet"] = "1"
    rows["source_row"] = rows.groupby("unit_code").cumcount() + 10
    rows["household_id"] = rows.code.astype("string").where(rng.random(len(rows)) < scenario.codes)
    return rows


def misspelt(name: str, of: dict[str, bool], rng: np.random.Generator) -> str:
    words = name.split()
    pick = int(rng.integers(len(words)))
    if of["filler_dropped"] and words[1] in ("Thị", "Văn"):
        del words[1]
        pick = min(pick, len(words) - 1)
    if of["abbreviated"]:
        words = [abbreviated(word) for word in words[:-1]] + words[-1:]
    if of["mark_lost"]:
        words[pick] = without_marks(words[pick])
    if of["mark_wrong"]:
        words[pick] = "".join(TONES.get(c, c) for c in words[pick])
    if of["letters_swapped"] and len(words[pick]) > 2:
        at = int(rng.integers(1, len(words[pick]) - 1))
        words[pick] = words[pick][:at] + words[pick][at + 1] + words[pick][at] + words[pick][at + 2 :]
    if of["letter_lost"] and len(words[pick]) > 2:
        at = int(rng.integers(1, len(words[pick])))
        words[pick] = words[pick][:at] + words[pick][at + 1 :]
    text = " ".join(words)
    if of["d_for_đ"]:
        text = text.replace("Đ", "D").replace("đ", "d")
    if of["i_for_y"]:
        text = text.replace("ý", "í").replace("ỹ", "ĩ").replace("Mỹ", "Mĩ")
    if of["old_tone_place"]:
        text = text.replace("òa", "oà").replace("óa", "oá").replace("úy", "uý").replace("ủy", "uỷ")
    if of["all_without_marks"]:
        text = without_marks(text)
    if of["nickname"]:
        text += " (Tư)"
    if of["spaces"]:
        text = "  " + text.replace(" ", "  ", 1) + " "
    return text.upper() if of["capitals"] else text


def abbreviated(word: str) -> str:
    bare = plain(word)
    cut = next((i for i, c in enumerate(bare) if c in "aeiou"), len(bare))
    return f"{word[:cut]}." if cut else word


def without_marks(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


def other_village(village: str, of: dict[str, bool], renamed: bool, rng: np.random.Generator) -> str | None:
    word, _, number = village.rpartition(" ")
    if of["village_blank"]:
        return None
    if renamed and number == "2":
        return f"{word} Tân Lập"
    if of["village_wrong"]:
        number = str(rng.integers(1, 9))
    if of["village_other_style"]:
        styles = (
            f"{word}{number}",
            f"{word.upper()} 0{number}",
            f"{word.lower()} {WORDS[int(number)]}",
            number,
        )
        return styles[rng.integers(4)]
    return f"{word} {number}"


def wrong_year(year: int, of: dict[str, bool], rng: np.random.Generator) -> object:
    if of["year_missing"]:
        return pd.NA
    if of["day_or_month_for_year"]:
        return int(rng.integers(1, 32))
    if of["year_off_by_one"]:
        return year + int(rng.choice([-1, 1]))
    if of["year_slip"]:
        return year // 100 * 100 + year % 10 * 10 + year // 10 % 10
    return year


def counted(before: pd.DataFrame, after: pd.DataFrame, found: pd.DataFrame) -> dict[str, int]:
    """Pairs right, wrong and missed, of households that a code alone does not tell.

    `true` are those in both lists of one unit; who moved to another is only ever proposed, and is
    counted apart.
    """
    was, is_ = before.set_index("truth"), after.set_index("truth")
    both = was[["unit_code", "household_id"]].join(
        is_[["unit_code", "household_id"]], how="inner", suffixes=("", "_is")
    )
    asked = both[both.household_id.isna() | both.household_id_is.isna()]
    moved = asked.index[asked.unit_code != asked.unit_code_is]
    true = asked.index.difference(moved)
    found = found[found.by == "score"]
    truth = after.truth.loc[found.after].to_numpy()
    right = before.truth.loc[found.before].to_numpy() == truth
    same = (found.decided == "same").to_numpy()
    return {
        "after": len(after),
        "true": len(true),
        "accepted": int(same.sum()),
        "right": int((same & right).sum()),
        "to_review": found.after[~same].nunique(),
        "found_in_review": int(np.isin(truth[~same & right], true).sum()),
        "moved": len(moved),
        "moved_in_review": int(np.isin(truth[~same & right], moved).sum()),
    }


def interval(hits: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    z, share = 1.959964, hits / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return centre - half, min(centre + half, 1.0)


def measured(programme: Programme, scenario: Scenario, seeds: Iterable[int]) -> tuple[pd.DataFrame, float]:
    """Counts of each seed, and the processor's seconds for one matching, in the middle."""
    rows, seconds = [], []
    for seed in seeds:
        before, after = rounds(programme, scenario, seed)
        start = time.process_time()
        found = match_households(before, after)
        seconds.append(time.process_time() - start)
        rows.append({"seed": seed, **counted(before, after, found)})
    return pd.DataFrame(rows), float(np.median(seconds))


def share(hits: int, n: int) -> str:
    low, high = interval(hits, n)
    return f"{hits / n:.4f} ({low:.4f}–{high:.4f})"


def calibration(programme: Programme, scenario: Scenario, seeds: Iterable[int]) -> pd.DataFrame:
    """How many pairs of each band of scores are truly one household."""
    pairs = []
    for seed in seeds:
        before, after = rounds(programme, scenario, seed)
        found = match_households(before, after)
        found = found[(found.by == "score") & (found.doubt != "moved").fillna(True)]
        right = before.truth.loc[found.before].to_numpy() == after.truth.loc[found.after].to_numpy()
        pairs.append(pd.DataFrame({"score": found.score.array, "right": right}))
    every = pd.concat(pairs)
    band = pd.cut(every.score, BANDS, right=False)
    return every.groupby(band, observed=True).right.agg(["size", "sum"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--training", action="store_true", help="the seeds the thresholds were chosen on")
    parser.add_argument("--largest", type=int, default=20_000, help="leave out longer lists")
    given = parser.parse_args()
    programme = load_programme(PROGRAMME)
    print("| listed | codes | faults | seeds | precision | recall | lowest recall of a seed", end=" ")
    print("| recall with review | rows to review | moved, proposed | s |")
    print("|---" * 11 + "|")
    for scenario in SCENARIOS:
        if scenario.listed > given.largest:
            continue
        first = 1 if given.training else FIRST_MEASURED
        seeds = range(first, first + (TRAINING if given.training else scenario.seeds))
        counts, seconds = measured(programme, scenario, seeds)
        total = counts.sum()
        cells = (
            f"{scenario.listed:,}",
            f"{scenario.codes:.0%}",
            f"×{scenario.faults}",
            f"{seeds[0]}–{seeds[-1]}",
            share(total.right, total.accepted),
            share(total.right, total.true),
            f"{(counts.right / counts.true).min():.4f}",
            share(total.right + total.found_in_review, total.true),
            share(total.to_review, total.after),
            f"{total.moved_in_review} of {total.moved}",
            f"{seconds:.1f}",
        )
        print(f"| {' | '.join(cells)} |", flush=True)
    if given.largest >= CALIBRATED.listed:
        first = 1 if given.training else FIRST_MEASURED
        print("\n| score | pairs | truly one household |\n|---|---|---|")
        for band, (pairs, right) in calibration(programme, CALIBRATED, range(first, first + 3)).iterrows():
            print(f"| {band.left:g}–{min(band.right, 1):g} | {pairs:,} | {share(right, pairs)} |")


if __name__ == "__main__":
    main()
