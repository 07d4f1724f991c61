"""The rule book, one file per level. Importing the package enters every rule."""

from analysis.intake.rules import budget, cell, file, household, row, set, unit

__all__ = ["budget", "cell", "file", "household", "row", "set", "unit"]
