"""Every sentence, label and number format a person reads, in Vietnamese and in English."""

from analysis.wording.words import LANGUAGES, Words, load_words

__all__ = ["LANGUAGES", "Words", "load_words"]
