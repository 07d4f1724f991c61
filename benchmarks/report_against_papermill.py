"""How long one report takes against papermill executing as many empty notebooks, on two jobs.

    python benchmarks/report_against_papermill.py [ROUNDS]

Both run as processes of their own, one after the other in every round, so that a busy machine
slows both. Prints the seconds of each and the ratio of their medians.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
JOBS = 2

EMPTY = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import papermill
folder = Path(sys.argv[1])
run = lambda path: papermill.execute_notebook(
    str(path), str(folder / f"done_{path.name}"), parameters={"period": "official"}, progress_bar=False
)
with ThreadPoolExecutor(int(sys.argv[2])) as pool:
    list(pool.map(run, sorted(folder.glob("[0-9]*.ipynb"))))
"""


def empty_notebooks(folder: Path) -> int:
    """As many notebooks as a report has, with nothing in them but their parameters."""
    names = [path.name for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))]
    for name in names:
        cell = nbformat.v4.new_code_cell('period = "official"', metadata={"tags": ["parameters"]})
        spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=spec), folder / name)
    return len(names)


def seconds(*command: str) -> float:
    """Seconds a command takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def main(rounds: int) -> None:
    """Measure and print."""
    report, empty = [], []
    with tempfile.TemporaryDirectory() as folder:
        count = empty_notebooks(Path(folder))
        options = ["--period", "official", "--jobs", str(JOBS), "--force", "--out", f"{folder}/out"]
        for _ in range(rounds):
            empty.append(seconds("-c", EMPTY, folder, str(JOBS)))
            report.append(seconds("-m", "analysis", "report", *options))
    print(f"{count} empty notebooks: {', '.join(f'{s:.1f}' for s in empty)} s")
    print(f"one report:        {', '.join(f'{s:.1f}' for s in report)} s")
    print(f"ratio of medians:  {statistics.median(report) / statistics.median(empty):.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
