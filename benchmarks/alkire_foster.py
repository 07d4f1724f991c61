"""How long `alkire_foster` takes, against plain and tuned NumPy passes over packed cells and against mpitb.

    python benchmarks/alkire_foster.py [LARGEST]

LARGEST: the most households to try, 27,000,000 by default. All run in this process, so that a busy
machine slows them alike; the least of several runs counts. Each is timed in two ways: all of them in
turns, so that none finds the processor's caches as it left them, and each again and again by itself.
The plain pass is what one would write down: bits shifted into a whole number, `bincount`, products. The
tuned pass packs bytes and counts in parts. Neither checks anything, reads another type or makes a table.
mpitb (PyPI, version 0.2) takes part where it is installed, and up to a million households.
"""

from __future__ import annotations

import contextlib
import io
import sys
import timeit
from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster import af_change, alkire_foster

try:
    from mpitb.core import MPIToolbox
except ImportError:
    MPIToolbox = None

INDICATORS = [f"i{j}" for j in range(12)]
CELLS = 4096
CUTOFF = 3
PART = 1 << 18
SIZES = [(20_000, 9), (1_000_000, 9), (27_000_000, 9), (27_000_000, 11_000)]


def households(n: int, units: int) -> pd.DataFrame:
    """Twelve marks per household, three in ten deprived, and its unit, province, stratum and weight."""
    rng = np.random.default_rng(n + units)
    marks = {name: (rng.random(n, np.float32) < 0.3).astype(np.int8) for name in INDICATORS}
    return pd.DataFrame({**marks, "unit": rng.integers(0, units, n)})


def plain(data: pd.DataFrame, units: int) -> tuple[np.ndarray, ...]:
    """H, A, M0, hd, hdk, actb and pctb by unit from counts of (unit, cell), as one would write it down."""
    cell = np.zeros(len(data), np.int64)
    for j, name in enumerate(INDICATORS):
        cell |= data[name].to_numpy().astype(np.int64) << j
    place = data["unit"].to_numpy() * CELLS + cell
    counts = np.bincount(place, minlength=units * CELLS).reshape(units, CELLS)
    bits = np.arange(CELLS)[:, None] >> np.arange(12) & 1
    poor = bits.sum(axis=1) >= CUTOFF
    n, heads = counts.sum(axis=1)[:, None], (counts @ poor)[:, None]
    deprived, censored = counts @ bits, counts @ (bits * poor[:, None])
    points = censored.sum(axis=1, keepdims=True)
    shares = heads / n, points / heads / 12, points / n / 12
    return *shares, deprived / n, censored / n, censored / n / 12, censored / points


def tuned(data: pd.DataFrame, units: int) -> tuple[np.ndarray, ...]:
    """The same with bytes packed and cells counted in parts that stay in the processor's caches."""
    columns, unit = [data[name].to_numpy() for name in INDICATORS], data["unit"].to_numpy()
    step = PART if units * CELLS < PART else len(unit)
    table = np.zeros(units * CELLS, np.int64)
    for start in range(0, len(unit), step):
        part = slice(start, start + step)
        cell = np.zeros(len(unit[part]), np.uint16)
        for byte in (columns[:8], columns[8:]):
            packed = np.zeros(len(cell), np.uint8)
            for column in byte:
                packed += packed
                packed |= column[part].view(np.uint8)
            cell *= 1 << len(byte)
            cell |= packed
        place = unit[part] * CELLS
        place += cell
        table += np.bincount(place, minlength=len(table))
    bits = (np.arange(CELLS)[:, None] >> np.arange(12)[::-1] & 1).astype(float)
    poor = (bits.sum(axis=1) >= CUTOFF).astype(float)
    counts = table.reshape(units, CELLS)
    n, heads, deprived, censored = (np.empty((units, width)) for width in (1, 1, 12, 12))
    for at in range(0, units, 64):
        rows, own = slice(at, at + 64), counts[at : at + 64].astype(float)
        n[rows, 0], heads[rows, 0], deprived[rows] = own.sum(axis=1), own @ poor, own @ bits
        censored[rows] = (own * poor) @ bits
    points = censored.sum(axis=1, keepdims=True)
    shares = heads / n, points / heads / 12, points / n / 12
    return *shares, deprived / n, censored / n, censored / n / 12, censored / points


def peer(data: pd.DataFrame) -> object:
    """The same measures of the whole and by unit with mpitb."""
    toolbox = MPIToolbox()
    with contextlib.redirect_stdout(io.StringIO()):
        toolbox.set(name="s", description="", dimensions=[(INDICATORS, "all")], replace=True)
        # a hair below a quarter: it compares rounded scores, and 25 loses those equal to it
        toolbox.est(data, "s", [24.9], weights="equal", over=["unit"], lframe="r", replace=True)
    return toolbox.results["r"]


def in_turns(*works: Callable[[], object], times: int) -> list[float]:
    """The least seconds of each, taken in turns: none finds the processor's cache as it left it."""
    timers = [timeit.Timer(work) for work in works]
    return np.min([[timer.timeit(1) for timer in timers] for _ in range(times)], axis=0).tolist()


def by_itself(*works: Callable[[], object], times: int) -> list[float]:
    """The least seconds of each, called again and again."""
    return [min(timeit.repeat(work, number=1, repeat=times)) for work in works]


def full_counts(largest: int) -> None:
    for n, units in SIZES:
        if n > largest:
            continue
        data, weights = households(n, units), dict.fromkeys(INDICATORS, 1)
        works: dict[str, Callable[[], object]] = {
            "ours": lambda d=data, w=weights: alkire_foster(d, w, CUTOFF, by="unit"),
            "tuned": lambda d=data, k=units: tuned(d, k),
        }
        if units * CELLS <= n * 2:  # its products in whole numbers would take minutes
            works["plain"] = lambda d=data, k=units: plain(d, k)
        if MPIToolbox is not None and n <= 1_000_000:
            works["mpitb"] = lambda d=data: peer(d)
        for way in (in_turns, by_itself):
            taken = dict(zip(works, way(*works.values(), times=60 if n < 100_000 else 5), strict=True))
            ours = taken.pop("ours")
            line = f"{n:>11,} households, {units:>6,} units, {way.__name__:<9}: {ours:8.4f} s"
            print(
                line
                + "".join(f", {name} {other:8.4f} s ({other / ours:6.2f})" for name, other in taken.items())
            )


def samples(largest: int) -> None:
    for n, clusters in ((47_000, 3_000), (1_000_000, 11_000), (27_000_000, 11_000)):
        if n > largest:
            continue
        data = households(n, clusters).rename(columns={"unit": "cluster"})
        data["stratum"], data["province"] = data.cluster % 126, data.cluster % 63
        design = {"strata": "stratum", "cluster": "cluster"}
        weights = dict.fromkeys(INDICATORS, 1)
        (taken,) = in_turns(
            lambda d=data, w=weights, o=design: alkire_foster(d, w, CUTOFF, by="province", **o), times=3
        )
        print(f"{n:>11,} households in {clusters:,} clusters, 63 provinces with errors: {taken:8.3f} s")
        if n < 100_000:
            data["year"] = data.index % 3
            (taken,) = in_turns(
                lambda d=data, w=weights, o=design: af_change(d, w, CUTOFF, time="year", by="province", **o),
                times=3,
            )
            print(f"{n:>11,} the same in three rounds, changes with errors: {taken:8.3f} s")


if __name__ == "__main__":
    most = int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 27_000_000
    full_counts(most)
    samples(most)
