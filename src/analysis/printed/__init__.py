"""What a printed table is written with: its figures, and the words by which it is understood."""

from analysis.printed.figures import count, count_and_rate, figure, unprinted
from analysis.printed.words import is_subtotal, is_whole, level, plain, printed_words

__all__ = [
    "count",
    "count_and_rate",
    "figure",
    "is_subtotal",
    "is_whole",
    "level",
    "plain",
    "printed_words",
    "unprinted",
]
