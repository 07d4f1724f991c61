"""Synthetic programmes in the official layouts."""
