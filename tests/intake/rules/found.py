"""What a rule finds in a folder: cells and facts, without the other rules' findings."""

from __future__ import annotations

from analysis.intake.inputs import read_files

from ..forms import Folder


def found(folder: Folder, code: str) -> list[tuple[str, dict[str, object]]]:
    """File and cell, and the facts, of each finding of a rule."""
    _, findings = read_files([folder.path], folder.path)
    of_rule = findings[findings.code == code]
    places = [f"{f.file} {f.cell}" if isinstance(f.cell, str) else str(f.file) for f in of_rule.itertuples()]
    return list(zip(places, of_rule["values"].tolist(), strict=True))
