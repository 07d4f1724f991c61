"""Households followed over any number of rounds."""
