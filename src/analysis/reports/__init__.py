"""Figures to documents: notebooks executed into one dated folder."""
