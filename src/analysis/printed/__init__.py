"""What a printed table is written with: its figures, and the words by which it is understood."""

from analysis.printed.figures import count, figure, unprinted
from analysis.printed.words import is_whole, level, plain, printed_words

__all__ = ["count", "figure", "is_whole", "level", "plain", "printed_words", "unprinted"]
