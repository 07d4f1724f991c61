"""Multidimensional poverty by the dual cut-off method of Alkire and Foster, decided in whole numbers."""

from analysis.measures.alkire_foster.association import af_association
from analysis.measures.alkire_foster.change import af_change
from analysis.measures.alkire_foster.decompose_change import af_decompose_change
from analysis.measures.alkire_foster.estimate import alkire_foster
from analysis.measures.alkire_foster.inequality import af_inequality
from analysis.measures.alkire_foster.table import wide

__all__ = ["af_association", "af_change", "af_decompose_change", "af_inequality", "alkire_foster", "wide"]
