"""What a report was made from and with: inputs, parameters, code, libraries, files written."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import pandas as pd

from analysis.intake.inputs import Inputs
from analysis.law import Standard

LIBRARIES = (
    "pandas",
    "numpy",
    "matplotlib",
    "seaborn",
    "papermill",
    "nbconvert",
    "python-calamine",
    "xlsxwriter",
)


def manifest(
    inputs: Inputs,
    *,
    standard: Standard,
    parameters: dict[str, object],
    started: str,
    finished: str,
    notebooks: list[dict[str, object]],
    identities: pd.DataFrame,
    written: Iterable[Path],
    folder: Path,
) -> dict[str, object]:
    """The manifest as plain values; `written` are the files of `folder` it vouches for."""
    files = inputs.files.astype(object).where(inputs.files.notna(), None)
    rows = ["rows_read", "rows_used", "rows_set_aside", "rows_not_data"]
    return {
        "programme": inputs.programme.id,
        "period": {
            "id": inputs.period.id,
            "before": str(inputs.period.before),
            "as_of": str(inputs.period.as_of),
            "status": inputs.period.status,
        },
        "standard": standard.id,
        "standard_confirmed": standard.confirmed,
        "synthetic": inputs.synthetic,
        "parameters": parameters,
        "started": started,
        "finished": finished,
        "code_version": code_version(),
        "library_versions": {name: metadata.version(name) for name in LIBRARIES},
        "python": platform.python_version(),
        "inputs": files.to_dict("records"),
        "row_accounting": {name: int(inputs.files[name].sum()) for name in rows},
        "findings": {k: int(v) for k, v in inputs.findings.severity.value_counts().items()},
        "identities": {"checked": len(identities), "broken": int((~identities.holds).sum())},
        "notebooks": notebooks,
        "files": {path.relative_to(folder).as_posix(): sha256(path) for path in sorted(written)},
    }


def sha256(path: Path) -> str:
    """The file's digest."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def code_version() -> str:
    """The package's version, and the commit where the code runs from a checkout."""
    version = metadata.version("giamngheo")
    try:
        commit = subprocess.run(
            ["git", "describe", "--always", "--dirty"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return version
    return f"{version}+{commit}"
