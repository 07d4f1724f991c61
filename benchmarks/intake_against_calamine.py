"""How long the lists of one round take to be read and judged, against the Excel library alone.

    python benchmarks/intake_against_calamine.py [ROUNDS] [FOLDER]

FOLDER: a programme's folder to take; without it one is made whose nine units list about 20,000
households. In every round both run one after the other in this process, so that a busy machine
slows both. Prints the seconds of each and the ratio of their medians.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import python_calamine as calamine

from analysis.intake.inputs import read_files
from analysis.programme import load_programme
from analysis.sample.write_sample import write_sample

ROOT = Path(__file__).parents[1]
RESIDENT_HOUSEHOLDS = 1_100_000


def cells_alone(files: list[Path]) -> None:
    """Every cell of every sheet, as the library gives it."""
    for file in files:
        with calamine.load_workbook(str(file)) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def seconds(work: Callable[[], object]) -> float:
    """Seconds something takes."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(rounds: int, folder: Path) -> None:
    """Measure and print."""
    programme = load_programme(folder)
    first = programme.baseline.window
    lists = sorted((folder / "lists").glob(f"{first.from_:%Y}*/*.xlsx"))
    used = read_files(lists, programme)[0].rows_used.sum()
    alone, read = [], []
    for _ in range(rounds):
        alone.append(seconds(lambda: cells_alone(lists)))
        read.append(seconds(lambda: read_files(lists, programme)))
    ratio = statistics.median(read) / statistics.median(alone)
    print(f"{len(lists)} lists, {used} rows used")
    print(f"library alone {statistics.median(alone):.2f} s {[round(s, 2) for s in alone]}")
    print(f"read and judged {statistics.median(read):.2f} s {[round(s, 2) for s in read]}")
    print(f"ratio {ratio:.2f}")


if __name__ == "__main__":
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    if len(sys.argv) > 2:
        main(times, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as made:
            data = load_programme(ROOT / "data" / "ben-cau-2023")
            main(times, write_sample(data, Path(made) / "sample", households=RESIDENT_HOUSEHOLDS))
