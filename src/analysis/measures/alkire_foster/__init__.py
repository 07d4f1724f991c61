"""Multidimensional poverty by the dual cut-off method of Alkire and Foster, decided in whole numbers."""

from analysis.measures.alkire_foster.estimate import alkire_foster
from analysis.measures.alkire_foster.table import wide

__all__ = ["alkire_foster", "wide"]
